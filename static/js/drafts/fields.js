/* Which fields of a form are kept on the device, how they are read and filled in. Nothing secret is ever kept: a form
   that asks for a password is left alone as a whole. */

const KEPT_INPUTS = new Set(["text", "search", "url", "email", "tel", "number", "date", "checkbox", "radio"]);
// What a browser must not remember either: sign-in codes, the number of an electronic signature.
const SECRET = new Set(["off", "one-time-code", "current-password", "new-password"]);
const SECRET_NAME = /(^|[_-])(nik|akun|sandi|password|passphrase|token|otp)([_-]|$)/i;

export function isKept(form) {
  // A field may be called "method" or "id": the form's own properties are then that field.
  const isSent = (form.getAttribute("method") || "").toLowerCase() === "post";
  return isSent && form.dataset.noDraft === undefined && form.getAttribute("id") !== "changelist-form"
    && !form.querySelector("input[type=password]") && keptFields(form).some(isWritten);
}

/* A form of nothing but choices and boxes is quickly filled in again. */
function isWritten(field) {
  return field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && field.type === "text");
}

function keptFields(form) {
  return Array.from(form.elements).filter((field) => {
    if (!field.name || field.disabled || field.dataset.noDraft !== undefined || SECRET_NAME.test(field.name)) return false;
    if (field.tagName === "TEXTAREA") return true;
    if (SECRET.has(field.getAttribute("autocomplete"))) return false;
    return field.tagName === "SELECT" || (field.tagName === "INPUT" && KEPT_INPUTS.has(field.type));
  });
}

function options(field) {
  return Array.from(field.selectedOptions, (option) => ({ value: option.value, label: option.text }));
}

/* What a form holds: by the name of its fields, a list of texts, or of chosen options. */
export function readForm(form, textOf = (field) => field.value) {
  const read = {};
  keptFields(form).forEach((field) => {
    read[field.name] = read[field.name] || [];
    if (field.tagName === "SELECT") read[field.name].push(...options(field));
    else if (field.type !== "checkbox" && field.type !== "radio") read[field.name].push(textOf(field));
    else if (field.checked) read[field.name].push(field.value);
  });
  return read;
}

/* What the server printed into it: on a slow line somebody has typed before this script runs. */
export function readPrinted(form) {
  return readForm(form, (field) => field.defaultValue);
}

/* Which rows a form holds, of those that are numbered from the first one on: another order is another form. */
export function rowsOf(form) {
  return Array.from(form.querySelectorAll("input[type=hidden][name$='-id']"), (field) => field.value).join();
}

/* What was written into a form, for whoever can only copy it. */
export function textsOf(values) {
  return Object.values(values).flat().filter((text) => typeof text === "string" && text.trim());
}

export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/* Fill in these fields; return the texts for which the form has no field any more. */
export function fillForm(form, values) {
  const left = [];
  Object.entries(values).forEach(([name, wanted]) => {
    const fields = keptFields(form).filter((field) => field.name === name);
    if (!fields.length) left.push(...textsOf({ [name]: wanted }));
    fields.forEach((field, index) => fill(field, wanted, index));
  });
  return left;
}

function fill(field, wanted, index) {
  if (field.tagName === "SELECT") choose(field, wanted);
  else if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
  else if (index < wanted.length) field.value = wanted[index];
  ["input", "change"].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));
}

/* A field that searches for its choices has none yet but the one that was chosen. */
function choose(field, wanted) {
  wanted.forEach(({ value, label }) => {
    const known = Array.from(field.options).some((option) => option.value === value);
    if (!known && field.classList.contains("admin-autocomplete")) field.append(new Option(label, value));
  });
  const values = new Set(wanted.map((option) => option.value));
  Array.from(field.options).forEach((option) => { option.selected = values.has(option.value); });
}
