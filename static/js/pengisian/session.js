/* One edit of one field, from its focus to its leaving. A cell is selected (typing replaces it) or edited (F2, a second
   click); Escape gives back what stood there. */

import { refreshConflict } from "./answers.js";
import { WRITABLE } from "./placement.js";
import { LABELS, rowOf } from "./row.js";
import { save, showSummary } from "./saving.js";
import { extendLast, record, showButtons } from "./steps.js";

export class Session {
  constructor(row, name) {
    this.row = row;
    this.name = name;
    this.field = row.fields[name];
    this.isCell = WRITABLE.includes(name);
    this.selected = true;
    this.isReplacing = false;  // what stood in the cell is being typed over
    this.restart(row.cell(name));
  }

  get selected() {
    return this.field.dataset.mode === "selected";
  }

  set selected(selected) {
    if (!this.isCell || this.selected === selected) return;
    this.field.dataset.mode = selected ? "selected" : "edited";
    // A text has more room while it is written.
    if (!selected) this.field.scrollIntoView({ block: "nearest" });
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

export function sessionOf(field) {
  const row = field.dataset && field.dataset.entry ? rowOf(field) : undefined;
  return row && row.session && row.session.name === field.dataset.entry ? row.session : null;
}

export function endSession(row) {
  if (row.session) delete row.session.field.dataset.mode;
  row.session = null;
}

function labelOf({ row, name }) {
  return `isian ${LABELS[name].toLowerCase()} ${row.nama}`;
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

export function setText(session, text) {
  session.field.value = text;
  session.row.known[session.name] = text;
  session.row.putBack = text === session.start.text && session.start.exact ? session.start : null;
  session.row.showState();
  showTyping(session);
}

export function showTyping(session) {
  showButtons(session.isDirty() ? labelOf(session) : "");
  showSummary();
}

function selectCell(session) {
  session.selected = true;
  session.isReplacing = false;
  session.field.select();
}

export function editCell(session) {
  session.selected = false;
  session.isReplacing = false;
  session.field.setSelectionRange(session.field.value.length, session.field.value.length);
}

/* Keep what was typed and stay: what is typed next must not get lost. */
export function stay(session) {
  commit(session.row);
  save(session.row);
  selectCell(session);
}

export function cancel(session) {
  if (session.isDirty()) setText(session, session.start.text);
  session.restart(session.start);
  if (session.isCell) selectCell(session);
}
