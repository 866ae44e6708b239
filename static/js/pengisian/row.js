/* One row of the sheet: its fields, what the server has of them, and what is not saved yet. */

import { refreshBeside } from "./beside.js";
import { createNode } from "./dom.js";

const TEXTS = new Set(["kendala", "tindak_lanjut", "faktor_pendorong", "faktor_penghambat", "catatan"]);
/* A number, "tidak tersedia" and its reason are one answer: they are sent, refused and undone together. */
export const VALUE_GROUP = ["realisasi", "tidak_tersedia", "alasan"];
export const LABELS = {
  realisasi: "Realisasi", tidak_tersedia: "Tidak tersedia", alasan: "Alasan", kendala: "Kendala",
  tindak_lanjut: "Tindak lanjut", faktor_pendorong: "Faktor pendorong", faktor_penghambat: "Faktor penghambat",
  catatan: "Catatan",
};
const PROBLEMS = { periksa: "Periksa", salah: "Perbaiki", berubah: "Berubah", gagal: "Gagal" };

/* A browser fills in what stood in a field on an earlier visit; only what the server printed counts. */
function takePrinted(field) {
  if (field.type === "checkbox") {
    field.checked = field.defaultChecked;
    return field.checked;
  }
  if (field.value !== field.defaultValue) field.value = field.defaultValue;
  return field.value;
}

class Row {
  constructor(node) {
    this.node = node;
    this.id = Number(node.dataset.row);
    this.nama = node.dataset.name;
    this.satuan = node.dataset.satuan;
    this.versi = Number(node.dataset.version);
    this.fields = {};
    node.querySelectorAll("[data-entry]").forEach((field) => { this.fields[field.dataset.entry] = field; });
    this.saved = {};        // what the server has, as far as this page was told
    this.known = {};        // what stands in each field by our doing or the typist's
    Object.entries(this.fields).forEach(([name, field]) => {
      this.saved[name] = takePrinted(field);
      this.known[name] = this.saved[name];
    });
    this.exact = this.fields.realisasi.dataset.exact || "";  // the saved figure in plain digits
    this.putBack = null;    // a cell that undo or redo wrote: its text and the exact figure behind it
    this.session = null;    // the edit under way: what it began with and the states that it went through
    this.refused = {};      // field -> value that the server refused; not sent again until it is changed
    this.choice = null;     // the reading that was chosen, and for which text
    this.sent = null;
    this.failed = null;     // what a failed request held
    this.lost = null;       // of it, what may have reached the server after all
    this.problem = "";      // "", "periksa", "salah", "berubah", "gagal"
    this.retriable = false;
    this.newer = null;      // what somebody else saved, while the typist has not chosen yet
    this.state = node.querySelector(".state");
    this.message = node.querySelector(".row-message");
    this.messageRow = node.querySelector(".tr-message");
  }

  /* What else put something into a field is nobody's entry: it is neither sent nor kept. */
  value(name) {
    return this.known[name];
  }

  /* A field's content for the history: its text and, when the server printed it, the exact figure behind it. */
  cell(name) {
    const text = this.value(name);
    return { text, exact: name === "realisasi" ? this.exactOf(text) : "" };
  }

  exactOf(text) {
    if (this.putBack && this.putBack.text === text) return this.putBack.exact;
    return text === this.saved.realisasi ? this.exact : "";
  }

  write(name, value) {
    const field = this.fields[name];
    if (!field) return;
    if (field.type === "checkbox") {
      field.checked = value;
    } else if (field.value !== value) {
      const whole = document.activeElement === field && field.selectionStart === 0 && field.selectionEnd === field.value.length;
      field.value = value;
      // What was selected as a whole stays so: the next key replaces it.
      if (whole) field.select();
    }
    this.known[name] = field.type === "checkbox" ? field.checked : field.value;
    if (this.session && this.session.name === name) this.session.restart(this.cell(name));
  }

  putCell(name, cell) {
    if (name === "realisasi") this.putBack = cell.exact ? cell : null;
    this.write(name, cell.text);
  }

  /* What was sent for a field without an answer that says whether it was written; undefined when there is none. */
  unanswered(name) {
    return { ...this.lost, ...this.sent }[name];
  }

  /* What is on its way may become what the server has: a field that goes back meanwhile differs from it, too. */
  isChanged(name) {
    return this.value(name) !== this.saved[name] || this.unanswered(name) !== undefined;
  }

  changed() {
    // With "tidak tersedia" the number does not count, without it the reason does not.
    const idle = this.fields.tidak_tersedia.checked ? "realisasi" : "alasan";
    return Object.keys(this.fields).filter((name) => name !== idle && this.isChanged(name));
  }

  isUnsaved() {
    return this.sent !== null || this.changed().length > 0;
  }

  /* The changed fields that are worth sending: not those that were refused and stayed as they are, and nothing that is
     still being typed. */
  sendable() {
    if (this.problem === "berubah") return [];
    const names = this.changed().filter((name) => this.refused[name] !== this.value(name));
    const open = this.openField();
    if (!open) return names;
    return names.filter((name) => name !== open && !(VALUE_GROUP.includes(open) && VALUE_GROUP.includes(name)));
  }

  /* The field that is being typed into. "Tidak tersedia" without its reason waits for the reason, too. */
  openField() {
    if (this.session && this.session.isDirty()) return this.session.name;
    const waits = this.fields.tidak_tersedia.checked && !this.value("alasan").trim();
    return waits && document.activeElement === this.fields.alasan ? "alasan" : "";
  }

  payload(names) {
    const data = { id: this.id, versi: this.versi };
    if (names.some((name) => VALUE_GROUP.includes(name))) {
      if (this.fields.tidak_tersedia.checked) {
        data.tidak_tersedia = true;
        data.alasan = this.value("alasan");
      } else {
        Object.assign(data, this.figure());
        if (names.includes("tidak_tersedia")) data.tidak_tersedia = false;
      }
    }
    const teks = {};
    names.filter((name) => TEXTS.has(name)).forEach((name) => { teks[name] = this.value(name); });
    if (Object.keys(teks).length) data.teks = teks;
    return data;
  }

  /* A figure that the server printed goes back as it is stored: its text may be rounded or read two ways. */
  figure() {
    const text = this.value("realisasi");
    const exact = this.exactOf(text);
    if (exact && !this.choice) return { persis: exact };
    const data = { realisasi: text };
    if (this.choice && this.choice.text === text) data.pilihan = this.choice.reading;
    return data;
  }

  /* Take over what the server has; `isFree` says in which fields it may stand. */
  accept(now, isFree) {
    const free = Object.keys(this.fields).filter(isFree);
    this.exact = now.persis;
    this.lost = null;
    this.failed = null;
    Object.keys(this.fields).forEach((name) => { this.saved[name] = now[name]; });
    free.forEach((name) => this.write(name, now[name]));
    this.settleAvailability();
  }

  settleAvailability() {
    const missing = this.fields.tidak_tersedia.checked;
    this.fields.realisasi.disabled = missing;
    this.fields.realisasi.placeholder = missing ? "tidak tersedia" : this.fields.realisasi.dataset.hint;
    this.node.querySelector(".reason-unavailable").hidden = !missing;
  }

  mark(state, text) {
    this.state.dataset.state = state;
    this.state.textContent = text;
    this.node.dataset.problem = state in PROBLEMS ? state : "";
    // The capaian is of the figure that was saved: it does not stand beside another one.
    this.node.toggleAttribute("data-uncounted", this.changed().some((name) => VALUE_GROUP.includes(name)));
    refreshBeside(this.node);
  }

  markProblem() {
    // What only waits for the line is no fault of the typist's.
    if (this.retriable) this.mark("menunggu", "Belum terkirim");
    else this.mark(this.problem, PROBLEMS[this.problem]);
  }

  /* Say how the row stands after its fields were typed into or put back. */
  showState() {
    if (this.sent !== null || this.problem === "berubah") return;
    const names = this.changed();
    const waiting = this.problem === "gagal" ? this.failed || {} : this.refused;
    if (!names.length) {
      this.clear();
      this.mark("", "");
    } else if (this.problem && names.every((name) => waiting[name] === this.value(name))) {
      this.markProblem();
    } else {
      this.mark("belum", "Belum tersimpan");
    }
  }

  clear() {
    this.problem = "";
    this.retriable = false;
    this.newer = null;
    this.message.replaceChildren();
    this.message.hidden = true;
    this.message.className = "row-message";
    Object.values(this.fields).forEach((field) => field.removeAttribute("aria-invalid"));
    this.tidyMessages();
  }

  tidyMessages() {
    this.messageRow.hidden = this.message.hidden && this.node.querySelector("[data-needs-note]").hidden;
  }

  notify(kind, text, ...content) {
    this.message.className = "row-message message-" + kind;
    this.message.replaceChildren(createNode("span", "message-text", text), ...content);
    this.message.hidden = false;
    this.tidyMessages();
  }

  focus() {
    if (!this.fields.realisasi.disabled) this.fields.realisasi.focus();
  }
}

/* Every row of the sheet in its order; those that are locked have no Row. */
export const bodies = Array.from(document.querySelectorAll("tbody.entry-row"));
export const rows = bodies.filter((node) => node.dataset.open !== undefined).map((node) => new Row(node));
const byId = new Map(rows.map((row) => [row.id, row]));

export function rowById(id) {
  return byId.get(id);
}

export function rowOf(node) {
  const body = node.closest("tbody.entry-row");
  return body ? byId.get(Number(body.dataset.row)) : undefined;
}
