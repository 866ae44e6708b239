/* Typed text is not lost, and a form is submitted once. */

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

function askFirst(event) {
  if (changed && !window.confirm("Perubahan pada isian belum disimpan dan tidak akan ikut. Lanjutkan?")) {
    event.preventDefault();
    return;
  }
  leave();
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
