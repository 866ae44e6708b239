/* Keys in the sheet, as in a spreadsheet. Keys of undo never reach the browser's own: that one knows nothing of rows. */

import { isBeside } from "./beside.js";
import { cellOf, fieldAt, furthest, isCards, neighbour } from "./cells.js";
import { openAsked, returnFrom } from "./details.js";
import { announce, sheet } from "./dom.js";
import { WRITABLE } from "./placement.js";
import { bodies } from "./row.js";
import { clear, collapse, extend, hasBlock } from "./selection.js";
import { cancel, editCell, sessionOf, setText, stay } from "./session.js";
import { historyKey, redo, undo } from "./undo.js";

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const EDGES = new Set(["Home", "End", "PageUp", "PageDown"]);
const LINES_OF_A_PAGE = 10;

/* Where a run of Tab began: Enter goes to that column of the next line. */
let runColumn = null;

function go(cell) {
  const field = cell ? fieldAt(cell) : null;
  if (field) field.focus();
  return Boolean(field);
}

/* --- Undo ---------------------------------------------------------------------------------------------------------- */

function takeBack(session, way) {
  const text = session.step(way === "undo" ? -1 : 1);
  if (text !== undefined) {
    session.selected = false;
    setText(session, text);
    return;
  }
  if (way === "undo") undo({ focus: true });
  else if (!session.isDirty()) redo({ focus: true });
}

/* A box that is ticked has no states of its own: its steps are the page's. */
function redoOrUndo(way) {
  if (way === "undo") undo({ focus: true }); else redo({ focus: true });
}

/* --- Moving -------------------------------------------------------------------------------------------------------- */

function moveByEnter(session, down) {
  const here = cellOf(session.field);
  const start = runColumn === null ? here.column : runColumn;
  runColumn = null;
  const next = neighbour({ line: here.line, column: start }, down, 0) || neighbour(here, down, 0);
  if (!go(next)) stay(session);
}

/* Tab goes from cell to cell, passing by the capaian where that stands explained beside the sheet; from the last column
   on as everywhere, or nobody would get out of the sheet. */
function moveByTab(event, session) {
  const here = cellOf(session.field);
  const next = isCards() || !isBeside() ? null : neighbour(here, 0, event.shiftKey ? -1 : 1);
  if (!next) return;
  event.preventDefault();
  if (runColumn === null) runColumn = here.column;
  go(next);
}

function isWhole(event) {
  return event.ctrlKey || event.metaKey;
}

/* To an edge of the line with Home and End, with Ctrl of the sheet; with Ctrl and an arrow of the column or line. */
function edgeOf(event, here) {
  const before = { line: -1, column: 0 };
  const after = { line: bodies.length, column: WRITABLE.length - 1 };
  switch (event.key) {
    case "Home": return isWhole(event) ? neighbour(before, 1, 0) : neighbour({ line: here.line, column: -1 }, 0, 1);
    case "End": return isWhole(event) ? neighbour(after, -1, 0) : neighbour({ line: here.line, column: WRITABLE.length }, 0, -1);
    case "PageDown": return furthest(here, 1, 0, LINES_OF_A_PAGE);
    case "PageUp": return furthest(here, -1, 0, LINES_OF_A_PAGE);
    default: return furthest(here, ...ARROWS[event.key]);
  }
}

/* --- A selected cell, an edited one -------------------------------------------------------------------------------- */

function handleSelected(event, session) {
  if (moveSelected(event, session) || isShortcut(event)) return;
  const { field } = session;
  if (event.key === "F2") {
    event.preventDefault();
    collapse();
    editCell(session);
    announce("Sel disunting. Esc mengembalikan isinya.");
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    clear(field);
  } else if (event.key.length === 1) {
    // Whatever moved the selection meanwhile (an answer that printed the number): the cell is selected, not edited.
    field.select();
    session.isReplacing = true;
  }
}

function moveSelected(event, { field }) {
  const arrow = ARROWS[event.key];
  const isEdge = arrow ? isWhole(event) : EDGES.has(event.key);
  if (!arrow && !isEdge) return false;
  event.preventDefault();
  runColumn = null;
  if (isEdge) go(edgeOf(event, cellOf(field)));
  else if (event.shiftKey) extend(field, ...arrow);
  else go(neighbour(cellOf(field), ...arrow));
  return true;
}

function isShortcut(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/* A figure is one line: up and down leave it, also while it is edited. One that is typed over another is left with every
   arrow, as in a spreadsheet; F2 gives it its caret. */
function handleEdited(event, session) {
  if (session.name !== "realisasi" || event.shiftKey) return;
  if (event.key === "F2") session.isReplacing = false;
  else if (session.isReplacing) moveSelected(event, session);
  else if (!isShortcut(event) && ["ArrowUp", "ArrowDown"].includes(event.key)) moveSelected(event, session);
}

function insertLine(field) {
  field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertLineBreak" }));
}

function handleEnter(event, session) {
  const isText = session.name !== "realisasi";
  if (isText && !session.selected && isCards()) return;
  event.preventDefault();
  if (event.altKey) {
    if (isText) insertLine(session.field);
  } else {
    moveByEnter(session, event.shiftKey ? -1 : 1);
  }
}

function handleCell(event, session) {
  if (event.key === "Enter") handleEnter(event, session);
  else if (event.key === "Tab" && !isShortcut(event)) moveByTab(event, session);
  else if (session.selected) handleSelected(event, session);
  else handleEdited(event, session);
}

/* --- Everything ---------------------------------------------------------------------------------------------------- */

function handleEscape(event, session) {
  if (hasBlock()) collapse();
  else if (session && (session.isCell || session.isDirty())) cancel(session);
  else if (event.target.closest(".tr-details, .tr-message")) returnFrom(event.target.closest("tbody"));
}

function handleHistory(event, session, way) {
  if (session) takeBack(session, way);
  else if (event.target.dataset.entry === "tidak_tersedia") redoOrUndo(way);
  else return;
  event.preventDefault();
}

function handleKey(event) {
  if (event.isComposing) return;
  const session = sessionOf(event.target);
  const way = historyKey(event);
  const body = event.target.closest("tbody.entry-row");
  if (way) {
    handleHistory(event, session, way);
  } else if (body && event.key === "Enter" && isWhole(event)) {
    event.preventDefault();
    openAsked(body);
  } else if (event.key === "Escape") {
    handleEscape(event, session);
  } else if (session && session.isCell) {
    handleCell(event, session);
  }
}

export function watchKeys() {
  sheet.addEventListener("keydown", handleKey);
  sheet.addEventListener("pointerdown", () => { runColumn = null; });
}

