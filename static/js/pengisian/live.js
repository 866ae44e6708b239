/* What others save appears without reloading: the page asks every few seconds whether anything changed, while somebody
   looks at it. A row that is being typed into is left alone; who was faster is found when it is saved. */

import { takeNews } from "./answers.js";
import { announce, createButton, createNode, page, sentHeaders } from "./dom.js";
import { showFiles } from "./files.js";
import { cut, isSignedOut, reached } from "./line.js";
import { rowById, rows } from "./row.js";
import { retryFailed } from "./saving.js";

const EVERY = 20000;
const SPREAD = 0.2;
const IDLE = 15 * 60 * 1000;
const ROWS_PER_REQUEST = 50;
const TOLD_ONE_BY_ONE = 3;

const box = document.getElementById("kotak-keadaan");
let seen = "";              // how the server calls what this page was told last
let clock = null;
let asking = false;
let active = Date.now();

async function get(query) {
  const answer = await fetch(`${page.dataset.url}kini/?${query}`, {
    credentials: "same-origin", redirect: "manual", headers: sentHeaders(),
  });
  if (answer.type === "opaqueredirect") {
    cut({ kind: "masuk", text: "" });
    return null;
  }
  if (answer.ok && isSignedOut()) {
    reached();
    retryFailed();
  }
  if (answer.status === 204 || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) return null;
  const data = await answer.json();
  if (data.jenis === "akun_lain") cut({ kind: "akun", text: data.pesan });
  return answer.ok ? data : null;
}

/* Ask at once; a page asks one thing at a time. */
export async function askNow() {
  clearTimeout(clock);
  if (asking) return;
  asking = true;
  try {
    const data = await get(`sidik=${seen}`);
    if (data) await take(data);
  } catch {
    // The line is broken: whatever waits for it says so.
  } finally {
    asking = false;
    plan();
  }
}

function plan() {
  clearTimeout(clock);
  if (document.visibilityState !== "visible" || Date.now() - active > IDLE) return;
  clock = setTimeout(askNow, EVERY * (1 - SPREAD + Math.random() * SPREAD));
}

async function take({ sidik, keadaan, terkunci, baris }) {
  showStanding(keadaan, terkunci);
  const news = baris.filter(({ id, versi, bukti }) => {
    const row = rowById(id);
    return row && row.sent === null && (versi > row.versi || bukti.join() !== filesOf(row));
  });
  // What cannot be shown now is asked for again.
  let complete = rows.every((row) => row.sent === null);
  const told = [];
  for (let at = 0; at < news.length; at += ROWS_PER_REQUEST) {
    const ids = news.slice(at, at + ROWS_PER_REQUEST).map(({ id }) => id);
    const data = await get(`baris=${ids.join()}`);
    const shown = data ? data.baris.map((item) => show(item, told)) : [false];
    complete = complete && shown.every(Boolean);
  }
  if (complete) seen = sidik;
  tell(told);
}

function filesOf(row) {
  return Array.from(row.node.querySelectorAll("[data-bukti]"), (item) => item.dataset.bukti).join();
}

/* Whether all of it is shown now. */
function show({ id, kini, bukti }, told) {
  const row = rowById(id);
  // A reason that is being written for a file stays.
  const isFree = !row.node.querySelector(".change-bukti");
  if (isFree) showFiles(row, { bukti });
  if (kini.versi <= row.versi) return isFree;
  if (row.isUnsaved() || row.problem) return false;
  takeNews(row, kini);
  told.push([row, kini.oleh]);
  return isFree;
}

function tell(told) {
  if (told.length > TOLD_ONE_BY_ONE) announce(`${told.length} baris diperbarui oleh pengguna lain.`);
  else told.forEach(([row, oleh]) => announce(`${row.nama}: diperbarui oleh ${oleh}.`));
}

/* The submission went on, came back or was locked: what may be typed has changed, and only a fresh page shows it. */
function showStanding(keadaan, terkunci) {
  const changed = keadaan !== page.dataset.standing;
  if (changed === !box.hidden) return;
  box.hidden = !changed;
  const left = rows.some((row) => row.isUnsaved()) ? " Isian Anda yang belum terkirim tetap tersimpan di perangkat ini." : "";
  const text = `${terkunci || "Keadaan data ini baru saja berubah."} Muat ulang halaman untuk melihat keadaan terbaru.${left}`;
  box.replaceChildren(createNode("p", "", text), createButton("Muat ulang", "", () => window.location.reload()));
}

export function watchOthers() {
  ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, () => {
    const slept = Date.now() - active > IDLE;
    active = Date.now();
    if (slept) askNow();
  }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      active = Date.now();
      askNow();
    } else {
      clearTimeout(clock);
    }
  });
  plan();
}
