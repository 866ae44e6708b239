/* What opens below a row or a figure: its details, and how its capaian is computed. */

import { announce, page } from "./dom.js";

export function openDetails(body, open) {
  const opener = body.querySelector(".open-details");
  opener.setAttribute("aria-expanded", String(open));
  document.getElementById(opener.getAttribute("aria-controls")).hidden = !open;
}

export function closeSentence(body) {
  const opener = body.querySelector(".capaian");
  opener.setAttribute("aria-expanded", "false");
  document.getElementById(opener.getAttribute("aria-controls")).hidden = true;
}

function toggleSentence(opener) {
  const open = opener.getAttribute("aria-expanded") !== "true";
  opener.setAttribute("aria-expanded", String(open));
  const sentence = document.getElementById(opener.getAttribute("aria-controls"));
  sentence.hidden = !open;
  if (open) announce(sentence.innerText);
}

/* Go to what the row asks, else open its details: the way there by key. */
export function openAsked(body) {
  const asked = body.querySelector(".tr-message:not([hidden]) :is(.row-message, .needs-note):not([hidden]) :is(button, a)");
  if (!asked) openDetails(body, true);
  (asked || body.querySelector(".tr-details :is(textarea, input, a, button):not(:disabled)") || body.querySelector(".open-details")).focus();
}

/* The way back: to the row's first cell. */
export function returnFrom(body) {
  openDetails(body, false);
  (body.querySelector(".tr-main [data-entry]:not(:disabled)") || body.querySelector(".open-details")).focus();
}

export function watchDetails() {
  page.addEventListener("click", (event) => {
    const opener = event.target.closest(".open-details");
    if (opener) openDetails(opener.closest("tbody"), opener.getAttribute("aria-expanded") !== "true");
    const figure = event.target.closest(".capaian");
    page.querySelectorAll(".capaian[aria-expanded=true]").forEach((other) => {
      if (other !== figure && !event.target.closest(".sentence")) closeSentence(other.closest("tbody"));
    });
    if (figure) toggleSentence(figure);
    const note = event.target.closest("[data-write-note]");
    if (note) {
      const body = note.closest("tbody");
      openDetails(body, true);
      body.querySelector("[data-entry=catatan]").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = page.querySelector(".capaian[aria-expanded=true]");
    if (!open) return;
    closeSentence(open.closest("tbody"));
    // Whoever types in a field stays there.
    if (!document.activeElement.dataset.entry) open.focus();
  });
}
