/* Pasting into the sheet: a plain column goes straight in, everything else is shown first. Either way it is one step of
   the history. */

import { arrangeQuestions, refreshConflict } from "./answers.js";
import { readCells } from "./clipboard.js";
import { page, sheet, showNotice } from "./dom.js";
import { commit } from "./editing.js";
import { countLeft, guessColumns, isPlain, planPaste, readLines, WRITABLE } from "./placement.js";
import { openPreview, watchPreview } from "./preview.js";
import { bodies, rowById, rowOf } from "./row.js";
import { save, showSummary } from "./saving.js";
import { record } from "./steps.js";

/* The sheet as `placement` reads it. Every row takes a line of a block, those that are locked too: lines must not slip. */
function describeSheet() {
  return bodies.map((body) => {
    const row = rowOf(body);
    const text = (selector) => Array.from(body.querySelectorAll(selector), (cell) => cell.textContent.replace("–", "").trim());
    return {
      id: Number(body.dataset.row),
      nama: body.dataset.name,
      satuan: body.dataset.satuan,
      known: [...text(".c-target").reverse(), ...text(".c-earlier")],
      letters: Array.from(body.querySelectorAll("datalist option"), (option) => option.value),
      values: row ? Object.fromEntries(WRITABLE.map((name) => [name, row.value(name)])) : {},
      closed: Object.fromEntries(WRITABLE.map((name) => [name, closedReason(row, name)])),
    };
  });
}

function closedReason(row, name) {
  if (!row) return "Baris ini tidak dapat diubah";
  return row.fields[name].disabled ? "Baris ini ditandai tidak tersedia" : "";
}

/* The cells that are to be spread from the field on, or null: the browser then pastes as everywhere. */
function readPasted(clipboard, anchor) {
  const text = clipboard.getData("text/plain");
  const isTable = /<t(able|d|r)[\s>]/i.test(clipboard.getData("text/html"));
  const inText = anchor !== "realisasi";
  // In a text field several lines may be one text: only cells are spread.
  if (inText && !isTable && !text.includes("\t")) return null;
  const cells = readCells(text);
  const isSingle = cells.length === 1 && cells[0].length === 1;
  const isFigureForText = inText && isTable && /^[\d.,\s%]+$/.test(cells[0][0]);
  return isSingle && !isFigureForText ? null : cells;
}

function handlePaste(event) {
  const field = event.target;
  const anchor = field.dataset ? field.dataset.entry : "";
  if (!WRITABLE.includes(anchor) || !event.clipboardData) return;
  const cells = readPasted(event.clipboardData, anchor);
  if (!cells) return;
  event.preventDefault();
  commit(rowOf(field));
  place(field, anchor, cells);
}

function place(field, anchor, cells) {
  const described = describeSheet();
  const at = bodies.indexOf(field.closest("tbody"));
  const lines = readLines(cells, described, at);
  const plan = planPaste({ lines, roles: guessColumns(lines, described, at, anchor), sheet: described, at });
  if (isPlain(lines, plan) && plan.some((item) => item.writes.length)) {
    write(plan);
    return;
  }
  const period = page.dataset.period;
  openPreview({ lines, sheet: described, at, anchor, period }, (chosen) => {
    write(chosen);
    field.focus();
  });
}

function write(plan) {
  const items = plan.filter((item) => item.writes.length);
  const changes = items.flatMap((item) => {
    const row = rowById(item.row.id);
    return item.writes.map(({ name, text }) => ({ row, name, before: row.cell(name), after: { text, exact: "" } }));
  });
  record(`tempelan ${items.length} baris`, changes);
  changes.forEach(({ row, name, after }) => {
    row.choice = null;
    row.putCell(name, after);
  });
  new Set(changes.map((change) => change.row)).forEach((row) => {
    if (row.problem === "berubah") refreshConflict(row);
    row.showState();
    save(row);
  });
  arrangeQuestions();
  showSummary();
  const left = countLeft(plan);
  showNotice(left ? "warn" : "info", `${items.length} baris diisi dari tempelan.${left ? " " + left : ""}`);
}

export function watchPasting() {
  sheet.addEventListener("paste", handlePaste);
  watchPreview();
}
