/* Evidence on the entry page: uploads, and replacement and withdrawal with a reason. */

import { announce, fromTemplate, page } from "./dom.js";
import { post, refusalOf, showFiles } from "./files.js";
import { rowOf } from "./row.js";
import { uploadAll, uploads } from "./uploads.js";

/* The small form below a file: a reason, and for a replacement the new file. */
function openForm(row, item, replacing, origin) {
  const form = fromTemplate("pola-ubah-bukti");
  const reason = form.querySelector("[data-reason]");
  const file = form.querySelector("[data-file]");
  const proceed = form.querySelector("[data-proceed]");
  if (!replacing) form.querySelector(".change-file").remove();
  file.addEventListener("change", () => {
    form.querySelector(".chosen-name").textContent = file.files.length ? file.files[0].name : "Belum ada berkas pengganti";
  });
  proceed.textContent = replacing ? "Ganti berkas" : "Tarik berkas";
  form.querySelector("[data-cancel]").addEventListener("click", () => {
    form.remove();
    origin.focus();
  });
  reason.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    proceed.click();
  });
  proceed.addEventListener("click", () => sendForm(row, item, replacing, form));
  item.append(form);
  reason.focus();
}

async function sendForm(row, item, replacing, form) {
  const proceed = form.querySelector("[data-proceed]");
  const refusal = form.querySelector(".refusal");
  const chosen = replacing ? form.querySelector("[data-file]").files[0] : undefined;
  refusal.hidden = true;
  proceed.disabled = true;
  uploads.add(form);
  const data = new FormData();
  data.append("alasan", form.querySelector("[data-reason]").value);
  if (chosen) data.append("berkas", chosen);
  const tooLarge = chosen ? refusalOf(chosen) : "";
  const answer = tooLarge
    ? { jenis: "salah", pesan: tooLarge }
    : await post(page.dataset.url + "bukti/" + item.dataset.bukti + (replacing ? "/ganti/" : "/tarik/"), data);
  uploads.delete(form);
  proceed.disabled = false;
  if (answer.jenis === "tersimpan") {
    showFiles(row, answer);
    announce(replacing ? "Bukti diganti." : "Bukti ditarik.");
    row.node.querySelector("[data-upload]").focus();
    return;
  }
  refusal.textContent = answer.pesan;
  refusal.hidden = false;
}

/* Files dropped on a row are its evidence; so are those that are pasted into a cell, unless a spreadsheet copied its
   cells as a picture, too. */
function takeFiles(event, transfer) {
  const row = rowOf(event.target);
  const files = Array.from(transfer.files);
  if (!row || !files.length || transfer.getData("text/plain") || event.target.closest("input[type=file]")) return;
  event.preventDefault();
  uploadAll(row, files);
}

export function watchEvidence() {
  page.addEventListener("paste", (event) => takeFiles(event, event.clipboardData));
  page.addEventListener("drop", (event) => takeFiles(event, event.dataTransfer));
  page.addEventListener("change", (event) => {
    if (event.target.dataset.upload === undefined) return;
    const row = rowOf(event.target);
    const files = Array.from(event.target.files);
    event.target.value = "";
    uploadAll(row, files);
  });
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace-bukti], [data-withdraw-bukti]");
    if (!button) return;
    const item = button.closest(".bukti");
    const old = item.querySelector(".change-bukti");
    if (old) old.remove();
    openForm(rowOf(item), item, button.dataset.replaceBukti !== undefined, button);
  });
}
