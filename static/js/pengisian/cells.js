/* The sheet as a grid: which field stands in which line and column, and which one is reached from another. */

import { WRITABLE } from "./placement.js";
import { bodies, rowOf } from "./row.js";

const cards = window.matchMedia("(max-width: 1099px)");

/* Whether the rows are shown as cards: there a text is written like any other. */
export function isCards() {
  return cards.matches;
}

/* Line and column of a field, or null: the fields of the details are no cells. */
export function cellOf(field) {
  const column = WRITABLE.indexOf(field.dataset ? field.dataset.entry : "");
  const body = column < 0 ? null : field.closest("tbody.entry-row");
  return body ? { line: bodies.indexOf(body), column } : null;
}

/* The field of a cell that can be entered; null for one that is locked, "tidak tersedia" or filtered away. */
export function fieldAt({ line, column }) {
  const body = bodies[line];
  const field = body && !body.hidden ? body.querySelector(`.tr-main [data-entry=${WRITABLE[column]}]`) : null;
  return field && !field.disabled ? field : null;
}

/* The next cell that can be entered in a direction; null at the edge. */
export function neighbour(cell, down, right) {
  let at = { line: cell.line + down, column: cell.column + right };
  while (bodies[at.line] && WRITABLE[at.column]) {
    if (fieldAt(at)) return at;
    at = { line: at.line + down, column: at.column + right };
  }
  return null;
}

/* The furthest cell that can be entered, up to `most` steps away; null where there is none. */
export function furthest(cell, down, right, most = Infinity) {
  let found = null;
  for (let next = neighbour(cell, down, right), steps = 0; next && steps < most; steps += 1) {
    found = next;
    next = neighbour(next, down, right);
  }
  return found;
}

/* The table's own cell, also of a locked row. */
export function tableCell({ line, column }) {
  return bodies[line].querySelectorAll(".tr-main > :is(.c-realisasi, .c-notes)")[column];
}

/* What a cell is copied as. A figure goes without dots between thousands, which another sheet may read as decimals. */
export function copyText(cell) {
  const row = rowOf(bodies[cell.line]);
  const name = WRITABLE[cell.column];
  if (!row) return lockedText(tableCell(cell), name);
  const { text, exact } = row.cell(name);
  return exact && row.fields.realisasi.inputMode === "decimal" ? exact.replace(".", ",") : text;
}

function lockedText(node, name) {
  const text = (name === "realisasi" ? node.querySelector(".fixed-value") : node).innerText.trim();
  return text === "–" ? "" : text;
}
