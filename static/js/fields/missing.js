/* What the browser finds missing or wrong in a form, said at the field and in Indonesian instead of in the browser's own
   bubble. What the browser cannot judge, the server says. */

import { make } from "./make.js";

const BY_KIND = {
  checkbox: "Centang kotak ini lebih dahulu.",
  radio: "Pilih salah satu.",
  file: "Pilih berkasnya lebih dahulu.",
  "select-one": "Pilih salah satu dari daftar.",
  "select-multiple": "Pilih paling sedikit satu.",
};

function sentenceOf(field) {
  const { validity } = field;
  if (validity.customError) return field.validationMessage;
  if (validity.valueMissing) return BY_KIND[field.type] || "Isi bagian ini lebih dahulu.";
  if (validity.typeMismatch && field.type === "email") return "Tulis alamat surel seperti nama@contoh.go.id.";
  if (validity.typeMismatch) return "Tulis alamat lengkap seperti https://contoh.go.id.";
  if (validity.tooShort) return `Tulis paling sedikit ${field.minLength} huruf atau angka.`;
  if (validity.tooLong) return `Tulis paling banyak ${field.maxLength} huruf atau angka.`;
  return field.title || "Isi bagian ini dengan bentuk yang diminta.";
}

/* Where one goes to mend it: what stands for a field that a script hid. */
function handleOf(field) {
  return field.hidden ? field.parentNode.querySelector("button") : field;
}

function forget(field) {
  const told = document.getElementById(field.dataset.told || "");
  if (!told) return;
  const handle = handleOf(field);
  const left = (handle.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== told.id);
  if (left.length) handle.setAttribute("aria-describedby", left.join(" ")); else handle.removeAttribute("aria-describedby");
  handle.removeAttribute("aria-invalid");
  told.remove();
  delete field.dataset.told;
}

let count = 0;

function tell(field) {
  forget(field);
  count += 1;
  const handle = handleOf(field);
  const told = make("span", { class: "refusal missing", id: `missing-${count}`, role: "alert" }, sentenceOf(field));
  const place = field.closest(".file-field, .day-field") || (field.type === "checkbox" && field.closest("label")) || field;
  place.after(told);
  field.dataset.told = told.id;
  handle.setAttribute("aria-invalid", "true");
  handle.setAttribute("aria-describedby", [handle.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
}

export function watchMissing() {
  document.addEventListener("invalid", (event) => {
    const field = event.target;
    event.preventDefault();
    tell(field);
    const first = field.form && field.form.querySelector(":invalid:not(fieldset)");
    if (field === first) handleOf(field).focus();
  }, true);
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.dataset.told) forget(event.target); }, true);
  }
}
