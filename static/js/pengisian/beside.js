/* Beside the sheet: with what the row of the cell is compared, and how its capaian came about. A copy of what stands in
   the row's details, where a phone shows it. */

import { createNode, page } from "./dom.js";

const panel = document.getElementById("samping");

let shown = null;

function copyOf(node) {
  return Array.from(node.childNodes, (child) => child.cloneNode(true));
}

function resultOf(body) {
  const text = (selector) => body.querySelector(selector).textContent;
  const counted = text("[data-capaian]") && !body.hasAttribute("data-uncounted");
  const line = createNode("p", "beside-result", "Capaian ");
  line.append(createNode("strong", "", counted ? text("[data-capaian]") : "–"));
  if (!counted) return [line];
  if (text("[data-predikat]")) line.append(" ", body.querySelector("[data-predikat]").cloneNode(true));
  return [line, ...copyOf(body.querySelector(".sentence"))];
}

/* Whether there is room for it. */
export function isBeside() {
  return panel.getClientRects().length > 0;
}

function showBeside(body) {
  shown = body;
  const heading = createNode("h2", "", `${body.dataset.number}. ${body.dataset.name}`);
  const place = createNode("p", "muted fine", [body.querySelector(".level").textContent, body.dataset.satuan].filter((text) => text).join(" · "));
  panel.replaceChildren(heading, place, ...copyOf(body.querySelector("[data-context]")), ...resultOf(body));
}

/* The row was saved, or what stands in it no longer counts. */
export function refreshBeside(body) {
  if (body === shown) showBeside(body);
}

export function watchBeside() {
  ["focusin", "click"].forEach((kind) => page.addEventListener(kind, (event) => {
    const body = event.target.closest("tbody.entry-row");
    if (body && body !== shown) showBeside(body);
  }));
}
