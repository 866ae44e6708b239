/* Where the page begins: at the row that its address names, else in the first empty cell. */

import { isCards } from "./cells.js";
import { bodies, rows } from "./row.js";

function namedRow() {
  const wanted = new URLSearchParams(window.location.search).get("baris");
  const id = wanted ? "baris-" + wanted : window.location.hash.slice(1);
  return bodies.find((body) => body.id === id);
}

/* The first field; of a filled row that is asked for, what is to be explained. */
function firstAsked(body) {
  const row = rows.find((item) => item.node === body);
  const opener = row && row.value("realisasi") ? body.querySelector("[data-explain]") : null;
  return opener || firstField(body);
}

function firstField(body) {
  return Array.from(body.querySelectorAll("[data-entry], .open-details")).find((field) => !field.disabled);
}

export function arrive() {
  const body = namedRow();
  if (body) {
    body.scrollIntoView({ block: "center" });
    firstAsked(body).focus({ preventScroll: true });
    return;
  }
  const shown = rows.filter((row) => !row.node.hidden);
  const empty = shown.find((row) => !row.value("realisasi") && !row.fields.realisasi.disabled) || shown[0];
  // On a phone the sheet begins at its top: nobody has a key to press yet.
  if (empty && !isCards()) firstField(empty.node).focus();
}
