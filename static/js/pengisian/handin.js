/* Ajukan and leaving the page: only when nothing is left in this browser. */

import { createNode } from "./dom.js";
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
  return rows.some((row) => row.isUnsaved()) || uploads.size > 0;
}

function listItem(row) {
  const link = createNode("a", "", row.nama);
  link.href = "#" + row.node.id;
  link.addEventListener("click", (event) => {
    event.preventDefault();
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
      await settled();
      if (isLeft()) showLeft(document.getElementById("kotak-ajukan"));
      else window.location.assign(link.href);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!isLeft()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  // The browser shows a page as it was left: by now the quarter may be handed in and the values others.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !isLeft()) window.location.reload();
  });
  if (window.location.hash.startsWith("#baris-")) {
    const row = rows.find((item) => "#" + item.node.id === window.location.hash);
    if (row) row.focus();
  }
}
