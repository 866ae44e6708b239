/* Ajukan and leaving the page: only when nothing is left in this browser. */

import { isLetGo, keepNow } from "./device.js";
import { createNode } from "./dom.js";
import { reveal } from "./filter.js";
import { answersLeft, saveAnswers } from "./returns.js";
import { rows } from "./row.js";
import { saveAll, settled } from "./saving.js";
import { uploads } from "./uploads.js";

const REASONS = {
  periksa: "pilih bacaan angkanya",
  berubah: "pilih nilai terbaru atau isian Anda",
  salah: "perbaiki isiannya seperti tertulis pada barisnya",
  gagal: "belum tersimpan, coba lagi",
};

function isLeft() {
  return rows.some((row) => row.isUnsaved()) || uploads.size > 0 || answersLeft();
}

function listItem(row) {
  const link = createNode("a", "", row.nama);
  link.href = "#" + row.node.id;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    reveal(row.node);
    row.node.scrollIntoView({ block: "center" });
    row.focus();
  });
  const item = createNode("li");
  item.append(link, document.createTextNode(": " + (REASONS[row.problem] || "belum tersimpan") + "."));
  return item;
}

function showLeft(box) {
  const list = createNode("ul");
  rows.filter((row) => row.isUnsaved()).forEach((row) => list.append(listItem(row)));
  if (uploads.size) list.append(createNode("li", "", "Masih ada bukti yang sedang atau gagal diunggah. Tunggu, ulangi, atau singkirkan dahulu."));
  if (answersLeft()) list.append(createNode("li", "", "Jawaban atas pengembalian belum tersimpan. Coba lagi pada jawabannya."));
  box.replaceChildren(createNode("strong", "", "Belum dapat diajukan. Selesaikan dahulu:"), list);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

export function watchLeaving() {
  const link = document.getElementById("ajukan");
  if (link) {
    link.addEventListener("click", async (event) => {
      if (!isLeft()) return;
      event.preventDefault();
      saveAll();
      await Promise.all([settled(), saveAnswers()]);
      await keepNow();
      if (isLeft()) showLeft(document.getElementById("kotak-ajukan"));
      else window.location.assign(link.href);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!isLeft() || isLetGo()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  // The browser shows a page as it was left: by now the quarter may be handed in and the values others.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !isLeft()) window.location.reload();
  });
}
