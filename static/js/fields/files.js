/* A field for files with a button and words of ours; the browser's own, which speaks the browser's language, stays
   behind it and does the work. */

import { append, make } from "./make.js";

const NOTHING = "Belum ada berkas yang dipilih.";
let count = 0;

function namesOf(field) {
  return Array.from(field.files, (file) => file.name).join(", ") || NOTHING;
}

function nameButton(field, button) {
  const label = field.labels && field.labels[0];
  if (!label) {
    button.setAttribute("aria-label", `${button.textContent}: ${field.getAttribute("aria-label") || field.name}`);
    return;
  }
  label.id = label.id || `${button.id}-label`;
  button.setAttribute("aria-labelledby", `${button.id} ${label.id}`);
}

function takeDropped(field, event) {
  event.preventDefault();
  const { files } = event.dataTransfer;
  if (!files.length || (files.length > 1 && !field.multiple)) return;
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

export function dressFiles(field) {
  // The sheet's own buttons for evidence hide theirs already.
  if (field.classList.contains("sr-only") || field.hidden) return;
  count += 1;
  const id = `choose-files-${count}`;
  const button = make("button", { type: "button", class: "btn", id }, field.multiple ? "Pilih berkas (boleh beberapa)" : "Pilih berkas");
  const chosen = make("span", { class: "file-name", id: `${id}-name`, role: "status" }, namesOf(field));
  const frame = make("span", { class: "file-field" });
  const described = [field.getAttribute("aria-describedby"), chosen.id].filter(Boolean).join(" ");
  button.setAttribute("aria-describedby", described);
  button.disabled = field.disabled;
  nameButton(field, button);
  button.addEventListener("click", () => field.click());
  field.addEventListener("change", () => { chosen.textContent = namesOf(field); });
  if (field.form) field.form.addEventListener("reset", () => { chosen.textContent = NOTHING; });
  frame.addEventListener("dragover", (event) => event.preventDefault());
  frame.addEventListener("drop", (event) => takeDropped(field, event));
  field.before(frame);
  field.hidden = true;
  append(frame, [button, chosen, field]);
}
