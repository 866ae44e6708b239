/* A block of cells: from the cell that has the focus to the corner that was reached with Shift or the mouse. */

import { cellOf, copyText, fieldAt, neighbour, tableCell } from "./cells.js";
import { writeCells } from "./changes.js";
import { writeTable } from "./clipboard.js";
import { announce, sheet } from "./dom.js";
import { WRITABLE } from "./placement.js";
import { bodies, rowOf } from "./row.js";
import { sessionOf } from "./session.js";

let anchor = null;
let corner = null;

export function hasBlock() {
  return anchor !== null;
}

function range(from, to) {
  const [first, last] = from < to ? [from, to] : [to, from];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/* Lines of cells; a single cell is the smallest block. Rows that are filtered away are not in it. */
function linesOf(cell) {
  const from = anchor || cell;
  const to = corner || cell;
  const columns = range(from.column, to.column);
  return range(from.line, to.line).filter((line) => !bodies[line].hidden)
    .map((line) => columns.map((column) => ({ line, column })));
}

/* Where a paste begins. */
export function firstCell(field) {
  return linesOf(cellOf(field))[0][0];
}

function draw() {
  sheet.querySelectorAll(".in-block").forEach((node) => node.classList.remove("in-block"));
  if (anchor) linesOf(anchor).flat().forEach((cell) => tableCell(cell).classList.add("in-block"));
}

export function collapse() {
  if (!anchor) return;
  anchor = null;
  corner = null;
  draw();
}

function extendTo(field, cell) {
  anchor = cellOf(field);
  corner = cell;
  if (anchor.line === corner.line && anchor.column === corner.column) {
    collapse();
    return;
  }
  draw();
  const lines = linesOf(anchor);
  announce(`Blok ${lines.length} baris, ${lines[0].length} kolom dipilih.`);
}

/* Move the corner of the block that begins at a field. */
export function extend(field, down, right) {
  const next = neighbour(corner || cellOf(field), down, right);
  if (!next) return;
  extendTo(field, next);
  tableCell(next).scrollIntoView({ block: "nearest" });
}

/* The cells of the block that can be written: `{ row, name }`. */
export function writable(field) {
  return linesOf(cellOf(field)).flat().filter(fieldAt)
    .map((cell) => ({ row: rowOf(bodies[cell.line]), name: WRITABLE[cell.column] }));
}

/* Empty the block, or the cell. */
export function clear(field) {
  const writes = writable(field).filter(({ row, name }) => row.value(name)).map(({ row, name }) => ({ row, name, text: "" }));
  if (!writes.length) return;
  writeCells(`pengosongan ${writes.length} sel`, writes);
  announce(`${writes.length} sel dikosongkan.`);
}

/* --- Copying ------------------------------------------------------------------------------------------------------- */

function copy(event) {
  const session = event.target.closest ? sessionOf(event.target) : null;
  if (!session || !cellOf(event.target) || !(session.selected || hasBlock())) return;
  const lines = linesOf(cellOf(event.target));
  event.preventDefault();
  event.clipboardData.setData("text/plain", writeTable(lines.map((line) => line.map(copyText))));
  announce(`${lines.flat().length} sel disalin.`);
  if (event.type === "cut") clear(event.target);
}

/* --- The mouse ----------------------------------------------------------------------------------------------------- */

function cellUnder(target) {
  const node = target.closest(".tr-main > :is(.c-realisasi, .c-notes)");
  const field = node && node.querySelector("[data-entry]");
  return field ? cellOf(field) : null;
}

function handlePointerDown(event) {
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  const focused = document.activeElement;
  const cell = cellUnder(event.target);
  if (event.shiftKey && cell && cellOf(focused) && focused !== event.target) {
    event.preventDefault();
    extendTo(focused, cell);
  } else {
    collapse();
  }
}

function handlePointerOver(event) {
  const session = event.buttons === 1 && event.pointerType === "mouse" ? sessionOf(document.activeElement) : null;
  const cell = session && session.selected ? cellUnder(event.target) : null;
  if (cell && cellOf(session.field)) extendTo(session.field, cell);
}

export function watchSelection() {
  sheet.addEventListener("pointerdown", handlePointerDown);
  // A mouse's press moves the focus by its own event, after the pointer's.
  sheet.addEventListener("mousedown", (event) => { if (event.shiftKey && hasBlock()) event.preventDefault(); });
  sheet.addEventListener("pointerover", handlePointerOver);
  sheet.addEventListener("focusout", collapse);
  sheet.addEventListener("input", collapse);
  sheet.addEventListener("copy", copy);
  sheet.addEventListener("cut", copy);
}
