/* How far a rendering is, asked until it ends. */

import { isChanged, leave } from "./forms.js";

const FIRST = 500;
const EVERY = 1000;
const FAILURES = 20;

const box = document.querySelector("[data-progress]");
let failures = 0;

function say(text) {
  box.querySelector("[data-message]").textContent = text;
}

function show(state) {
  box.querySelector("progress").value = state.kemajuan;
  box.querySelector("[data-percent]").textContent = state.kemajuan;
  say(state.pesan);
}

function finish() {
  if (isChanged()) {
    say("Selesai. Simpan isian Anda, lalu muat ulang halaman.");
    return;
  }
  leave();
  window.location.reload();
}

async function ask() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    failures = 0;
    show(state);
    if (!state.aktif) {
      finish();
      return;
    }
  } catch {
    failures += 1;
    if (failures > FAILURES) {
      say("Kemajuan tidak dapat dibaca. Muat ulang halaman.");
      return;
    }
  }
  window.setTimeout(ask, EVERY);
}

export function watchProgress() {
  if (box) window.setTimeout(ask, FIRST);
}
