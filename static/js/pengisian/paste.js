/* Pasting into the sheet: what fits the columns as it stands goes straight in, everything else is shown first. Either way
   it is one step of the history. */

import { writeCells } from "./changes.js";
import { readCells } from "./clipboard.js";
import { page, sheet, showNotice } from "./dom.js";
import { countLeft, guessColumns, isPlain, planPaste, readLines, WRITABLE } from "./placement.js";
import { openPreview, watchPreview } from "./preview.js";
import { bodies, rowById, rowOf } from "./row.js";
import { firstCell, hasBlock, writable } from "./selection.js";
import { commit, sessionOf } from "./session.js";

/* The sheet as `placement` reads it. Every row takes a line of a block, those that are locked too: lines must not slip. */
function describeSheet() {
  return bodies.map((body) => {
    const row = rowOf(body);
    const text = (selector) => Array.from(body.querySelectorAll(selector), (cell) => cell.textContent.replace("–", "").trim());
    return {
      id: Number(body.dataset.row),
      nomor: body.dataset.number,
      hidden: body.hidden,
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

/* What was copied, and whether it is to be spread from the cell on: a text of several lines may be one text. */
function readPasted(clipboard, anchor) {
  const text = clipboard.getData("text/plain");
  const isTable = /<t(able|d|r)[\s>]/i.test(clipboard.getData("text/html"));
  const inText = anchor !== "realisasi";
  const cells = readCells(text);
  const isSingle = cells.length === 1 && cells[0].length === 1;
  const isFigureForText = inText && isTable && /^[\d.,\s%]+$/.test(cells[0][0]);
  if (isSingle) return { cells, spreads: isFigureForText, only: isFigureForText ? null : cells[0][0], isQuoted: cells[0][0] !== text.trim() };
  return { cells, spreads: !inText || isTable || text.includes("\t"), only: null, isQuoted: false };
}

function handlePaste(event) {
  const field = event.target;
  const anchor = field.dataset ? field.dataset.entry : "";
  const session = WRITABLE.includes(anchor) && event.clipboardData ? sessionOf(field) : null;
  if (!session) return;
  const { cells, spreads, only, isQuoted } = readPasted(event.clipboardData, anchor);
  if (only && hasBlock()) {
    event.preventDefault();
    const filled = writable(field);
    writeCells(`tempelan ${filled.length} sel`, filled.map(({ row, name }) => ({ row, name, text: only })));
  } else if (only && isQuoted) {
    event.preventDefault();
    insert(field, only);
  } else if (spreads) {
    event.preventDefault();
    commit(session.row);
    place(field, firstCell(field), cells);
  }
}

/* A single cell of a spreadsheet that bears quotes only because of its line ends. */
function insert(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}

function place(field, { line: at, column }, cells) {
  const described = describeSheet();
  const anchor = WRITABLE[column];
  const lines = readLines(cells, described, at);
  const roles = guessColumns(lines, described, at, anchor);
  const plan = planPaste({ lines, roles, sheet: described, at });
  if (isPlain({ lines, roles, plan, anchor }) && plan.some((item) => item.writes.length)) {
    write(plan);
    return;
  }
  openPreview({ lines, sheet: described, at, anchor, period: page.dataset.period }, (chosen) => {
    write(chosen);
    field.focus();
  });
}

function write(plan) {
  const items = plan.filter((item) => item.writes.length);
  writeCells(`tempelan ${items.length} baris`, items.flatMap((item) => {
    const row = rowById(item.row.id);
    return item.writes.map(({ name, text }) => ({ row, name, text }));
  }));
  const left = countLeft(plan);
  showNotice(left ? "warn" : "info", `${items.length} baris diisi dari tempelan.${left ? " " + left : ""}`);
}

export function watchPasting() {
  sheet.addEventListener("paste", handlePaste);
  watchPreview();
}
