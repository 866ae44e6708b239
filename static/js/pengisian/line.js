/* The line to the server: whether it holds, what is said when it does not, and when it is tried again. Said once for
   the page, whatever number of rows waits for it. */

import { isUsable } from "../drafts/store.js";
import { createButton, createNode, page } from "./dom.js";
import { rows } from "./row.js";
import { uploads } from "./uploads.js";

const WAITS = [1000, 2000, 5000, 5000, 10000, 10000, 15000, 30000, 60000];
const TIME_SPREAD = 0.2;

const box = document.getElementById("kotak-kirim");
let state = "";         // "" it holds, "putus", "masuk" the session ended, "akun" another account is signed in
let reason = "";
let tries = 0;
let clock = null;
let resend = null;
let leave = null;
let clear = null;

/* `sending` sends again what waits; `leaving` lets the page be left for the sign-in without being asked; `clearing`
   removes what the device keeps. */
export function onReach({ sending, leaving, clearing }) {
  resend = sending;
  leave = leaving;
  clear = clearing;
}

export function lineState() {
  return state;
}

/* Whether what is typed waits for someone to sign in. */
export function isSignedOut() {
  return state === "masuk" || state === "akun";
}

export function cut({ kind, text }) {
  state = kind;
  reason = text;
  showLine();
  // Whoever has to sign in first is waited for.
  if (kind === "putus" && !clock) clock = setTimeout(tryAgain, nextWait());
}

/* Others whose line broke at the same moment try at other moments. */
function nextWait() {
  const wait = WAITS[Math.min(tries, WAITS.length - 1)];
  tries += 1;
  return wait * (1 - TIME_SPREAD + Math.random() * 2 * TIME_SPREAD);
}

function tryAgain() {
  clock = null;
  resend();
}

/* Something speaks for the line: try at once. */
export function tryNow() {
  clearTimeout(clock);
  clock = null;
  tries = 0;
  resend();
}

export function reached() {
  clearTimeout(clock);
  clock = null;
  tries = 0;
  if (!state) return;
  state = "";
  showLine();
}

export function showLine() {
  const waiting = rows.filter((row) => row.isUnsaved()).length;
  const text = sentence(waiting);
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.hidden = !text;
  if (!text) {
    box.replaceChildren();
    return;
  }
  box.className = isSignedOut() ? "message-bad line-box" : "message-warn line-box";
  const act = { putus: () => createButton("Kirim sekarang", "", tryNow), masuk: signInLink, akun: signInLink }[state];
  const parts = [createNode("p", "", text), act()];
  if (waiting && isUsable()) parts.push(clearButton());
  box.replaceChildren(...parts);
}

export function clearButton() {
  return createButton("Hapus isian di perangkat ini", "btn-plain", clear);
}

function sentence(waiting) {
  if (!state || (state === "putus" && !waiting)) return "";
  const count = waiting ? `${waiting} baris belum terkirim. ` : "";
  if (state === "akun") return count + reason;
  const place = isUsable() ? "tersimpan di perangkat ini" : "masih ada di halaman ini";
  if (state === "putus") return `${count}${reason} Isian Anda ${place} dan dikirim sendiri begitu server terjangkau.`;
  return waiting
    ? `Sesi Anda sudah berakhir. ${count}Isian Anda ${place}: masuk kembali, lalu semuanya terkirim sendiri.`
    : "Sesi Anda sudah berakhir. Masuk kembali sebelum melanjutkan.";
}

/* What the device keeps is sent when this page is opened again; what it does not keep waits here. */
function signInLink() {
  const here = window.location.pathname + window.location.search;
  const link = createNode("a", "btn btn-small", state === "akun" ? "Ke halaman masuk" : "Masuk kembali");
  link.href = `${page.dataset.login}?next=${encodeURIComponent(here)}`;
  if (!isUsable() || uploads.size) {
    link.textContent = "Masuk di tab baru";
    link.target = "_blank";
    link.rel = "noopener";
  } else {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      await leave();
      window.location.assign(link.href);
    });
  }
  return link;
}
