/* Typed text is not lost, and a form is submitted once. */

import { ask } from "../fields/ask.js";

const form = document.querySelector("[data-entry]");
let changed = false;
let leaving = false;

/* Whether something was typed that the server does not have. */
export function isChanged() {
  return changed;
}

/* The page is left on purpose: the browser asks nothing. */
export function leave() {
  leaving = true;
}

function watchTyping() {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", leave);
  window.addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
}

async function askFirst(event) {
  if (!changed) {
    leave();
    return;
  }
  event.preventDefault();
  const sure = await ask({
    text: "Perubahan pada isian belum disimpan dan tidak akan ikut. Lanjutkan?", yes: "Lanjutkan",
  });
  if (!sure) return;
  changed = false;
  event.target.requestSubmit(event.submitter);
}

function submitOnce(once) {
  leave();
  const button = once.querySelector("button");
  button.disabled = true;
  button.textContent = "Sedang diproses…";
}

export function watchForms() {
  if (form) watchTyping();
  document.querySelectorAll("[data-needs-saved]").forEach((other) => other.addEventListener("submit", askFirst));
  document.querySelectorAll("[data-once]").forEach((once) => once.addEventListener("submit", () => submitOnce(once)));
}
