/* Typing in a cell as in a spreadsheet. A cell is selected (typing replaces it) or edited (F2, a second click); Escape
   gives back what stood there, and keys of undo never reach the browser's own: that one knows nothing of rows. */

import { refreshConflict } from "./answers.js";
import { sheet } from "./dom.js";
import { bodies, LABELS, rowOf, rows } from "./row.js";
import { save, saveAll, showSummary } from "./saving.js";
import { extendLast, record, showButtons } from "./steps.js";
import { historyKey, redo, undo } from "./undo.js";

/* One edit of one field, from its focus to its leaving. */
class Session {
  constructor(row, name) {
    this.row = row;
    this.name = name;
    this.selected = true;
    this.restart(row.cell(name));
  }

  restart(cell) {
    this.start = cell;
    this.states = [cell.text];
    this.at = 0;
    this.kind = "";
  }

  isDirty() {
    return this.row.value(this.name) !== this.start.text;
  }

  /* Remember a state inside the edit; letters of one word are one state. */
  note(text, kind) {
    const goesOn = kind === this.kind && this.at > 0 && !/\s$/.test(text);
    this.states.length = this.at + 1;
    if (goesOn) this.states[this.at] = text;
    else this.at = this.states.push(text) - 1;
    this.kind = kind;
  }

  /* The state before or after the present one inside the edit; undefined when there is none. */
  step(by) {
    const text = this.states[this.at + by];
    if (text !== undefined) this.at += by;
    this.kind = "";
    return text;
  }
}

function sessionOf(field) {
  const row = field.dataset && field.dataset.entry ? rowOf(field) : undefined;
  return row && row.session && row.session.name === field.dataset.entry ? row.session : null;
}

/* Make a step of what was typed; the edit may go on. */
export function commit(row) {
  const { session } = row;
  if (!session || !session.isDirty()) return;
  const { name } = session;
  const change = { row, name, before: session.start, after: { text: row.value(name), exact: "" } };
  const joins = name === "alasan" && !row.saved.tidak_tersedia && extendLast(row, change);
  if (!joins) record(labelOf(session), [change]);
  session.restart(row.cell(name));
  if (row.problem === "berubah") refreshConflict(row);
}

function setText(session, text) {
  session.row.fields[session.name].value = text;
  session.row.known[session.name] = text;
  session.row.putBack = text === session.start.text && session.start.exact ? session.start : null;
  session.row.showState();
  showTyping(session);
}

function showTyping(session) {
  showButtons(session.isDirty() ? labelOf(session) : "");
  showSummary();
}

function labelOf({ row, name }) {
  return `isian ${LABELS[name].toLowerCase()} ${row.nama}`;
}

/* --- Keys ---------------------------------------------------------------------------------------------------------- */

function move(field, by) {
  let at = bodies.indexOf(field.closest("tbody")) + by;
  while (bodies[at]) {
    const target = bodies[at].querySelector(`[data-entry=${field.dataset.entry}]`);
    if (target && !target.disabled) {
      target.focus();
      target.select();
      return true;
    }
    at += by;
  }
  return false;
}

/* Enter in the last cell keeps it selected: what is typed next must not get lost. */
function stay(session) {
  commit(session.row);
  save(session.row);
  session.selected = true;
  session.row.fields[session.name].select();
}

function moveByKey(event, session) {
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  if (!down && event.key !== "ArrowUp" && event.key !== "Enter") return false;
  event.preventDefault();
  if (!move(event.target, down ? 1 : -1) && event.key === "Enter") stay(session);
  return true;
}

function cancel(session) {
  if (session.isDirty()) setText(session, session.start.text);
  session.restart(session.start);
  session.selected = true;
  if (session.name === "realisasi") session.row.fields.realisasi.select();
}

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

function handleKey(event) {
  const session = sessionOf(event.target);
  const way = historyKey(event);
  if (!session || event.isComposing) {
    if (way && event.target.dataset.entry === "tidak_tersedia") handleBoxKey(event, way);
  } else if (way) {
    event.preventDefault();
    takeBack(session, way);
  } else if (event.key === "Escape") {
    cancel(session);
  } else if (session.name === "realisasi" && !isShortcut(event)) {
    handleCellKey(event, session);
  }
}

function isShortcut(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/* A box that is ticked has no states of its own: its steps are the page's. */
function handleBoxKey(event, way) {
  event.preventDefault();
  if (way === "undo") undo({ focus: true }); else redo({ focus: true });
}

function handleCellKey(event, session) {
  if (moveByKey(event, session)) return;
  const field = event.target;
  if (event.key === "F2") {
    event.preventDefault();
    session.selected = false;
    field.setSelectionRange(field.value.length, field.value.length);
  } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    session.selected = false;
  } else if (session.selected && (event.key.length === 1 || event.key === "Backspace" || event.key === "Delete")) {
    // Whatever moved the selection meanwhile (an answer that printed the number): the cell is selected, not edited.
    field.select();
  }
}

/* --- Focus, pointer and input ---------------------------------------------------------------------------------------- */

function begin(field) {
  const row = rowOf(field);
  if (!row || !field.dataset.entry || field.type === "checkbox") return;
  // The window was left and is back: the edit goes on where it was.
  if (row.session && row.session.name === field.dataset.entry) return;
  row.session = new Session(row, field.dataset.entry);
  if (field.dataset.entry === "realisasi") field.select();
}

function end(field) {
  const row = rowOf(field);
  if (!row || !field.dataset.entry) return;
  commit(row);
  if (document.activeElement !== field) row.session = null;
  // The next field gets the focus first: a reason is waited for, a button is not pulled away under the pointer.
  setTimeout(() => save(row), 0);
}

let entered = null;

function watchPointer() {
  sheet.addEventListener("pointerdown", (event) => {
    entered = event.target.dataset.entry === "realisasi" && document.activeElement !== event.target ? event.target : null;
  });
  sheet.addEventListener("click", (event) => {
    const session = sessionOf(event.target);
    if (!session || session.name !== "realisasi") return;
    const field = event.target;
    if (entered === field && field.selectionStart === field.selectionEnd) field.select();
    else session.selected = field.selectionStart === 0 && field.selectionEnd === field.value.length;
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
  sheet.addEventListener("keydown", handleKey);
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
