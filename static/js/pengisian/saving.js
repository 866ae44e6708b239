/* Saving: one request at a time, any number of rows in it. What an answer means is for `answers`. */

import { csrfToken, page, statusSentence } from "./dom.js";
import { rows } from "./row.js";

const ROWS_PER_REQUEST = 50;
const TIME_LIMIT = 30000;
const CUT_OFF = "Tidak tersambung ke server. Isian Anda masih ada di halaman ini dan dikirim lagi saat tersambung.";
export const SIGNED_OUT = "masuk";

const summary = document.getElementById("ringkasan-simpan");
const refusalBox = document.getElementById("kotak-ajukan");
const queue = new Set();
let running = null;
let answered = null;

/* `handler` gets each row's answer: what was sent, the server's data or the failure. */
export function onAnswer(handler) {
  answered = handler;
}

export function showSummary() {
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

export function retryFailed() {
  rows.filter((row) => row.retriable).forEach(retry);
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
  const { data, failure } = await post(batch.map((item) => item[1]));
  batch.forEach(([row]) => {
    const sent = row.sent;
    row.sent = null;
    const answer = data && data.baris ? data.baris.find((item) => item.id === row.id) : null;
    if (answer) answered(row, sent, answer, null);
    else answered(row, sent, null, data && data.pesan ? { text: data.pesan, retriable: false, unknown: false } : failure);
  });
  // The line is back: whatever waits for it follows.
  if (data && data.baris) rows.filter((row) => row.retriable && !batch.some((item) => item[0] === row)).forEach(retry);
}

/* Send rows; `unknown` says that the server may have written them although no answer came. */
async function post(payloads) {
  const limit = new AbortController();
  const clock = setTimeout(() => limit.abort(), TIME_LIMIT);
  try {
    const answer = await fetch(page.dataset.saveUrl, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      signal: limit.signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ baris: payloads }),
    });
    if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) return { data: await answer.json() };
    if (answer.type === "opaqueredirect") return { failure: { text: SIGNED_OUT, retriable: false, unknown: false } };
    const [text, retriable] = statusSentence(answer.status);
    return { failure: { text, retriable, unknown: retriable } };
  } catch {
    return { failure: { text: CUT_OFF, retriable: true, unknown: true } };
  } finally {
    clearTimeout(clock);
  }
}
