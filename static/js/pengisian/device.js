/* What the server does not have yet of this sheet is kept on the device, row by row, with the version it was typed
   against; reopened, it is there again and sent. */

import { account } from "../drafts/account.js";
import { ask } from "../fields/ask.js";
import { timeText } from "../drafts/form.js";
import { isUsable, keep, keyOf, list, sweep, takeOver } from "../drafts/store.js";
import { findLiving, listen, tab } from "../drafts/tabs.js";
import { openDetails } from "./details.js";
import { createNode, page, showText } from "./dom.js";
import { clearButton, isSignedOut, lineState, tryNow } from "./line.js";
import { bodies, LABELS, rowById, rows } from "./row.js";
import { save, showSummary } from "./saving.js";

const KIND = "baris";
const WAIT = 300;
const IN_SHEET = new Set(["realisasi", "kendala", "tindak_lanjut"]);
const NOT_KEPT = "Peramban ini tidak menyimpan isian di perangkat, misalnya karena jendela pribadi. Jangan menutup halaman ini sebelum semua isian tersimpan.";

const address = page.dataset.url;
const isStep = document.querySelector("#saringan:not([data-here])") !== null;
const box = document.getElementById("kotak-perangkat");
const kept = new Map();     // row -> what the device has of it, as text
let clock = null;
let writing = Promise.resolve();
let stopped = false;
let restored = 0;
let stranded = [];          // items whose rows cannot be changed any more
let elsewhere = [];         // items whose rows stand in another step of a long sheet

export function keepSoon() {
  if (!clock) clock = setTimeout(keepNow, WAIT);
  showBox();
}

/* Write what changed since the last time; resolves when the device has all of it. */
export function keepNow() {
  clearTimeout(clock);
  clock = null;
  if (stopped) return Promise.resolve();
  const items = [];
  const gone = [];
  rows.forEach((row) => {
    const item = itemOf(row);
    const text = item ? JSON.stringify(item) : "";
    if (text === (kept.get(row) || "")) return;
    kept.set(row, text);
    if (item) items.push({ ...item, pada: Date.now() });
    else gone.push(keyOf(emptyItem(row.id)));
  });
  if (items.length || gone.length) writing = keep(items, gone).catch(sayNotKept);
  return writing;
}

/* A page keeps its own items: another one of the same sheet neither sends nor removes them. */
function emptyItem(id) {
  return { akun: account, jenis: KIND, alamat: address, bagian: `${id} ${tab}` };
}

function itemOf(row) {
  const names = row.changed();
  if (!names.length) return null;
  const isi = Object.fromEntries(names.map((name) => [name, {
    ...row.cell(name), dasar: row.saved[name], dikirim: row.unanswered(name),
  }]));
  return { ...emptyItem(row.id), tab, baris: row.id, nama: row.nama, versi: row.versi, persis: row.exact, isi };
}

/* Of two items of a row the newer one counts, field by field. */
function merge(items) {
  const byRow = new Map();
  items.forEach((item) => {
    const other = byRow.get(item.baris) || item;
    const [older, newer] = other.pada <= item.pada ? [other, item] : [item, other];
    byRow.set(item.baris, { ...newer, ...emptyItem(item.baris), tab, isi: { ...older.isi, ...newer.isi } });
  });
  return Array.from(byRow.values());
}

/* A step of a long sheet shows some rows only: what was typed in others is sent where they stand. */
function isHere(item) {
  return !isStep || bodies.some((body) => Number(body.dataset.row) === item.baris);
}

export async function restore() {
  try {
    await sweep();
    const found = await list(account, KIND, address);
    if (!found.length) return;
    const living = await findLiving();
    const left = found.filter((item) => !living.has(item.tab));
    elsewhere = left.filter((item) => !isHere(item));
    const mine = await takeOver(left.filter(isHere), merge);
    mine.forEach(putBack);
    stranded = mine.filter((item) => !rowById(item.baris));
  } catch {
    sayNotKept();
  }
  showSummary();
}

/* What somebody else saved meanwhile is found by the version when it is sent, as ever. */
function putBack(item) {
  const row = rowById(item.baris);
  if (!row) return;
  kept.set(row, "?");
  const wanted = Object.entries(item.isi).filter(([name, cell]) => row.fields[name]
    && row.value(name) !== cell.text && !row.changed().includes(name));
  if (!wanted.length) return;
  wanted.forEach(([name, { text, exact, dasar, dikirim }]) => {
    row.saved[name] = dasar;
    if (dikirim !== undefined) row.lost = { ...row.lost, [name]: dikirim };
    if (name === "realisasi") row.exact = item.persis;
    row.putCell(name, { text, exact });
    if (!IN_SHEET.has(name)) openDetails(row.node, true);
  });
  row.versi = item.versi;
  row.settleAvailability();
  row.mark("belum", "Belum terkirim");
  restored = Math.max(restored, item.pada);
  save(row);
}

/* --- What is said about it ----------------------------------------------------------------------------------------- */

function sayNotKept() {
  box.className = "message-info line-box";
  box.replaceChildren(createNode("p", "", NOT_KEPT));
  box.dataset.text = NOT_KEPT;
  box.hidden = false;
}

function showBox() {
  if (box.dataset.text === NOT_KEPT) return;
  if (restored && !rows.some((row) => row.isUnsaved())) restored = 0;
  const parts = boxParts();
  const text = parts.map((part) => part.textContent).join();
  if ((box.dataset.text || "") === text) return;
  box.dataset.text = text;
  box.hidden = !parts.length;
  box.className = stranded.length ? "message-warn line-box" : "message-info line-box";
  box.replaceChildren(...parts);
}

function boxParts() {
  const parts = [];
  if (restored) parts.push(createNode("p", "", `Isian dari ${timeText(restored)} yang belum terkirim sudah dikembalikan dari perangkat ini.`));
  if (stranded.length) parts.push(strandedList());
  if (elsewhere.length) parts.push(elsewhereList());
  // The message about the line has the same button.
  if (parts.length && (stranded.length || !lineState())) parts.push(clearButton());
  return parts;
}

function strandedList() {
  const part = createNode("div");
  const items = createNode("ul");
  stranded.forEach((item) => {
    const values = Object.entries(item.isi).map(([name, cell]) => `${LABELS[name]} ${showText(cell.text)}`);
    items.append(createNode("li", "", `${item.nama}: ${values.join("; ")}`));
  });
  part.append(createNode("p", "", "Isian ini tersimpan di perangkat Anda, tetapi barisnya tidak dapat diubah lagi. Salin bila masih diperlukan."), items);
  return part;
}

function elsewhereList() {
  const part = createNode("div");
  const items = createNode("ul");
  new Map(elsewhere.map((item) => [item.baris, item.nama])).forEach((nama, id) => {
    const link = createNode("a", "", nama);
    link.href = `?baris=${id}`;
    const entry = createNode("li");
    entry.append(link);
    items.append(entry);
  });
  part.append(createNode("p", "", "Isian baris ini di langkah lain belum terkirim. Buka barisnya; isiannya lalu terkirim sendiri."), items);
  return part;
}

export async function clear() {
  const sure = await ask({
    title: "Hapus isian yang tersimpan di perangkat ini?",
    text: "Isian yang belum terkirim dari halaman ini hilang; barisnya kembali ke nilai yang tersimpan di server.",
    yes: "Hapus isian",
    danger: true,
  });
  if (!sure) return;
  stopped = true;
  const items = await list(account, KIND, address);
  await keep([], items.filter((item) => item.tab === tab).map(keyOf));
  window.location.reload();
}

/* Whether the page may be left without a question: on purpose, with everything kept. */
export function isLetGo() {
  return stopped;
}

export async function letGo() {
  await keepNow();
  stopped = true;
}

/* --- Other pages of this browser ------------------------------------------------------------------------------------ */

async function meet(other) {
  if (other !== account) {
    // The server takes nothing of this page in the other's name either way.
    if (!isUsable()) return;
    // The next one at this computer sees his own page, or that there is none for him.
    await letGo();
    window.location.reload();
  } else if (isSignedOut()) {
    tryNow();
  }
}

export function watchDevice() {
  restore();
  window.addEventListener("pagehide", keepNow);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepNow(); });
  listen("masuk", (message) => meet(message.account));
  listen("keluar", (message) => {
    if (message.account !== account) return;
    // Its owner has just agreed that nothing is kept.
    stopped = true;
    window.setTimeout(() => window.location.reload(), 1000);
  });
}
