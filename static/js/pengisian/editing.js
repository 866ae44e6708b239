/* Typing in the sheet: where an edit begins and ends, what the pointer does, what was typed. Keys are for `keys`. */

import { refreshConflict } from "./answers.js";
import { sheet } from "./dom.js";
import { rowOf, rows } from "./row.js";
import { save, saveAll, showSummary } from "./saving.js";
import { commit, endSession, Session, sessionOf, showTyping } from "./session.js";
import { record } from "./steps.js";
import { redo, undo } from "./undo.js";

/* --- Focus --------------------------------------------------------------------------------------------------------- */

function begin(field) {
  const row = rowOf(field);
  if (!row || !field.dataset.entry || field.type === "checkbox") return;
  // The window was left and is back: the edit goes on where it was.
  if (row.session && row.session.name === field.dataset.entry) return;
  row.session = new Session(row, field.dataset.entry);
  if (!row.session.isCell) return;
  // Under a thumb a cell is written like any field.
  if (touched) row.session.selected = false;
  else field.select();
}

function end(field) {
  const row = rowOf(field);
  if (!row || !field.dataset.entry) return;
  commit(row);
  if (document.activeElement !== field) endSession(row);
  // The next field gets the focus first: a reason is waited for, a button is not pulled away under the pointer.
  setTimeout(() => save(row), 0);
}

/* --- Pointer: the first click selects a cell, the second one edits it ------------------------------------------------ */

let entered = null;
let touched = false;

function watchPointer() {
  sheet.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    entered = !touched && event.target.dataset.entry && document.activeElement !== event.target ? event.target : null;
  });
  sheet.addEventListener("keydown", () => { touched = false; });
  sheet.addEventListener("click", (event) => {
    const session = sessionOf(event.target);
    if (!session || !session.isCell || touched || event.shiftKey) return;
    const field = event.target;
    session.isReplacing = false;
    if (entered === field && field.selectionStart === field.selectionEnd) field.select();
    else session.selected = entered === field && field.selectionStart === 0 && field.selectionEnd === field.value.length;
    entered = null;
  });
}

function isField(target) {
  return target.closest && target.closest("[data-entry]");
}

/* Text is neither dragged out of a cell nor dropped into one, and a file that misses its button does not replace the
   page. */
function watchDragging() {
  document.addEventListener("dragstart", (event) => { if (isField(event.target)) event.preventDefault(); });
  ["dragover", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
    if (!event.target.closest("input[type=file]")) event.preventDefault();
  }));
}

/* --- Input --------------------------------------------------------------------------------------------------------- */

function toggleAvailability(row) {
  const { checked } = row.fields.tidak_tersedia;
  const changes = [{ row, name: "tidak_tersedia", before: { text: !checked, exact: "" }, after: { text: checked, exact: "" } }];
  ["realisasi", "alasan"].forEach((name) => {
    if (row.value(name)) changes.push({ row, name, before: row.cell(name), after: null });
  });
  record(`tidak tersedia ${row.nama}`, changes);
  row.known.tidak_tersedia = checked;
  row.settleAvailability();
  if (row.problem === "berubah") refreshConflict(row);
  if (checked) row.fields.alasan.focus(); else save(row);
}

function handleInput(event) {
  const field = event.target;
  const row = rowOf(field);
  const name = field.dataset.entry;
  if (!row || !name) return;
  if (name === "tidak_tersedia") {
    toggleAvailability(row);
  } else {
    const session = sessionOf(field);
    const foreign = event.inputType && event.inputType.startsWith("history");
    if (!session || foreign) {
      // The browser's own undo, or a program that fills in fields nobody is in: not what the typist did.
      field.value = row.known[name];
      if (foreign) (event.inputType === "historyUndo" ? undo : redo)({ focus: false });
      return;
    }
    session.selected = false;
    session.note(field.value, event.inputType || "");
    row.known[name] = field.value;
    row.putBack = null;
    showTyping(session);
  }
  row.showState();
  showSummary();
}

export function watchEditing() {
  sheet.addEventListener("focusin", (event) => begin(event.target));
  sheet.addEventListener("focusout", (event) => end(event.target));
  sheet.addEventListener("input", handleInput);
  watchPointer();
  watchDragging();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    rows.forEach(commit);
    saveAll();
  });
}
