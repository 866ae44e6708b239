/* Saving: one request at a time, any number of rows in it. What an answer means is for `answers`, what becomes of the
   line for `line`. */

import { page } from "./dom.js";
import { cut, reached, showLine } from "./line.js";
import { post } from "./posting.js";
import { rows } from "./row.js";

const ROWS_PER_REQUEST = 50;

const summary = document.getElementById("ringkasan-simpan");
const refusalBox = document.getElementById("kotak-ajukan");
const queue = new Set();
let running = null;
let answered = null;
let arrived = null;
let changed = null;

/* `handler` gets each row's answer: what was sent, the server's data or the failure; `after` is told when every row of a
   request has had its own. */
export function onAnswer(handler, after) {
  answered = handler;
  arrived = after;
}

/* `handler` is told whenever something is typed, saved or refused. */
export function onChange(handler) {
  changed = handler;
}

export function showSummary() {
  changed();
  showLine();
  if (!summary) return;
  const unsaved = rows.filter((row) => row.isUnsaved());
  const saving = rows.some((row) => row.sent !== null);
  if (!unsaved.length && refusalBox) refusalBox.hidden = true;
  summary.dataset.state = saving ? "menyimpan" : unsaved.length ? "belum" : "tersimpan";
  summary.textContent = saving ? "Menyimpan…"
    : unsaved.length ? unsaved.length + " baris belum tersimpan" : "Semua isian tersimpan";
}

export function save(row) {
  const names = row.sendable();
  // All of it is on its way already.
  if (row.sent !== null && names.every((name) => row.sent[name] === row.value(name))) return running;
  if (!names.length) {
    if (row.problem) row.showState();
    showSummary();
    return running || Promise.resolve();
  }
  queue.add(row);
  row.mark("menyimpan", "Menyimpan…");
  showSummary();
  if (!running) running = run().finally(() => { running = null; showSummary(); });
  return running;
}

export function saveAll() {
  rows.filter((row) => row.sendable().length).forEach(save);
}

/* Resolves when nothing is under way any more. */
export async function settled() {
  if (!running) return;
  await running;
  await settled();
}

export function retry(row) {
  row.clear();
  row.refused = {};
  save(row);
}

/* Send again what never arrived: nothing flickers, and nobody is told a second time. */
export function retryFailed() {
  rows.filter((row) => row.retriable).forEach((row) => {
    row.refused = {};
    save(row);
  });
}

async function run() {
  while (queue.size) {
    const batch = [];
    for (const row of queue) {
      queue.delete(row);
      const names = row.sendable();
      if (row.sent === null && names.length) {
        row.sent = {};
        names.forEach((name) => { row.sent[name] = row.value(name); });
        batch.push([row, row.payload(names)]);
      } else if (row.sent === null && !names.length && row.state.dataset.state === "menyimpan") {
        row.showState();
      }
      if (batch.length === ROWS_PER_REQUEST) break;
    }
    if (batch.length) await send(batch);
  }
}

async function send(batch) {
  const { data, failure } = read(await post(page.dataset.saveUrl, { baris: batch.map((item) => item[1]) }));
  if (failure && failure.kind) giveUp(failure);
  batch.forEach(([row]) => {
    const sent = row.sent;
    row.sent = null;
    const answer = data && data.baris ? data.baris.find((item) => item.id === row.id) : null;
    if (answer) answered(row, sent, answer, null);
    else answered(row, sent, null, data && data.pesan ? { text: data.pesan, retriable: false, unknown: false } : failure);
  });
  arrived();
  if (failure && failure.kind) {
    cut(failure);
    return;
  }
  reached();
  // Whatever waits for the line follows.
  if (data && data.baris) retryFailed();
}

/* What stands behind a request that did not arrive does not either. */
function giveUp(failure) {
  Array.from(queue).forEach((row) => {
    queue.delete(row);
    const unsent = Object.fromEntries(row.sendable().map((name) => [name, row.value(name)]));
    if (row.sent === null) answered(row, unsent, null, { ...failure, unknown: false });
  });
}

/* `unknown` says that the server may have written rows although no answer says so. */
function read({ data, isSignedOut, sentence, isRetriable, isUnsure }) {
  if (isSignedOut) return { failure: { kind: "masuk", text: "", retriable: true, unknown: false } };
  if (!data) return { failure: { kind: isRetriable ? "putus" : "", text: sentence, retriable: isRetriable, unknown: isUnsure } };
  if (data.jenis === "akun_lain") return { failure: { kind: "akun", text: data.pesan, retriable: true, unknown: false } };
  // The server is in trouble and says with what.
  if (isUnsure) return { failure: { kind: "putus", text: data.pesan, retriable: true, unknown: true } };
  return { data };
}
