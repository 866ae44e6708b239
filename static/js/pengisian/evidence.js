/* Evidence on the entry page: uploads with progress, replacement and withdrawal with a reason. */

import { announce, createNode, csrfToken, page, statusSentence } from "./dom.js";
import { rowOf } from "./row.js";

/* What is being uploaded or has failed: the page is not left with it unasked. */
export const uploads = new Set();

const limit = Number(page.dataset.batas);
const tooLarge = (advice) => "Berkas ini lebih besar dari " + page.dataset.batasMb + " MB. " + advice;
const SPLIT = "Kecilkan atau pecah menjadi beberapa berkas.";
const fromTemplate = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/* Send a form with progress; fetch cannot tell how far an upload is. */
function post(address, data, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    if (progress) {
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress(event.loaded, event.total);
      });
    }
    const fail = (pesan) => resolve({ jenis: "gagal", pesan, retriable: true });
    request.addEventListener("load", () => {
      if ((request.getResponseHeader("Content-Type") || "").startsWith("application/json")) resolve(JSON.parse(request.responseText));
      else if (request.status === 200) fail("Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Coba lagi.");
      else fail(statusSentence(request.status)[0]);
    });
    request.addEventListener("error", () => fail("Unggahan terputus. Periksa sambungan, lalu tekan Coba lagi."));
    request.addEventListener("abort", () => fail("Unggahan dihentikan. Tekan Coba lagi untuk mengulang."));
    request.send(data);
  });
}

/* Show what the server says about the row's files. Its version is left alone: a file says nothing of the values, and
   the page must not pass for having seen somebody else's. */
function showFiles(row, answer) {
  if (!answer.bukti) return;
  row.node.querySelector("[data-daftar-bukti]").replaceChildren(...answer.bukti.map(fileItem));
  row.node.querySelector("[data-tanpa-bukti]").hidden = answer.bukti.length > 0;
  const count = row.node.querySelector("[data-jumlah-bukti]");
  count.textContent = answer.bukti.length + " bukti";
  count.hidden = answer.bukti.length === 0;
}

function fileItem(bukti) {
  const item = fromTemplate("pola-bukti");
  item.dataset.bukti = bukti.id;
  const name = item.querySelector(".bukti-nama");
  name.textContent = bukti.nama;
  name.href = page.dataset.unduh.replace("/0/", "/" + bukti.id + "/");
  item.querySelector(".bukti-ket").textContent = bukti.jenis + ", " + bukti.ukuran + ", " + bukti.pada;
  item.querySelectorAll("button").forEach((button) => button.append(createNode("span", "sr-only", " " + bukti.nama)));
  return item;
}

/* Show a file that is to be uploaded and return the function that uploads it. */
function prepareUpload(row, file) {
  const item = fromTemplate("pola-unggahan");
  const message = item.querySelector(".unggahan-pesan");
  const bar = item.querySelector("progress");
  const again = item.querySelector("[data-ulangi]");
  const discard = item.querySelector("[data-buang]");
  item.querySelector(".unggahan-nama").textContent = file.name;
  bar.setAttribute("aria-label", "Unggahan " + file.name);
  message.textContent = "Menunggu…";
  row.node.querySelector("[data-daftar-unggahan]").append(item);
  uploads.add(item);

  function refuse(text, retriable) {
    item.classList.add("unggahan-gagal");
    message.textContent = text;
    bar.hidden = true;
    again.hidden = !retriable;
    discard.hidden = false;
    if (!retriable) uploads.delete(item);
  }

  async function start() {
    item.classList.remove("unggahan-gagal");
    again.hidden = true;
    discard.hidden = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    message.textContent = "Mengunggah…";
    if (file.size > limit) {
      refuse(tooLarge(SPLIT), false);
      return;
    }
    const data = new FormData();
    data.append("berkas", file);
    const answer = await post(page.dataset.alamat + "baris/" + row.id + "/bukti/", data, (done, whole) => {
      bar.max = whole;
      bar.value = done;
    });
    showFiles(row, answer);
    if (answer.jenis === "tersimpan") {
      uploads.delete(item);
      item.remove();
      announce("Bukti " + file.name + " terunggah.");
    } else {
      refuse(answer.pesan, Boolean(answer.retriable));
    }
  }

  again.addEventListener("click", start);
  discard.addEventListener("click", () => {
    uploads.delete(item);
    item.remove();
  });
  return start;
}

/* The small form below a file: a reason, and for a replacement the new file. */
function openForm(row, item, replacing, origin) {
  const form = fromTemplate("pola-ubah-bukti");
  const reason = form.querySelector("[data-alasan]");
  const file = form.querySelector("[data-berkas]");
  const proceed = form.querySelector("[data-lanjut]");
  if (!replacing) form.querySelector(".ubah-berkas").remove();
  file.addEventListener("change", () => {
    form.querySelector(".nama-pilihan").textContent = file.files.length ? file.files[0].name : "Belum ada berkas pengganti";
  });
  proceed.textContent = replacing ? "Ganti berkas" : "Tarik berkas";
  form.querySelector("[data-batal]").addEventListener("click", () => {
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
  const proceed = form.querySelector("[data-lanjut]");
  const refusal = form.querySelector(".galat");
  const chosen = replacing ? form.querySelector("[data-berkas]").files[0] : undefined;
  refusal.hidden = true;
  proceed.disabled = true;
  uploads.add(form);
  const data = new FormData();
  data.append("alasan", form.querySelector("[data-alasan]").value);
  if (chosen) data.append("berkas", chosen);
  const answer = chosen && chosen.size > limit
    ? { jenis: "salah", pesan: tooLarge(SPLIT) }
    : await post(page.dataset.alamat + "bukti/" + item.dataset.bukti + (replacing ? "/ganti/" : "/tarik/"), data);
  uploads.delete(form);
  proceed.disabled = false;
  if (answer.jenis === "tersimpan") {
    showFiles(row, answer);
    announce(replacing ? "Bukti diganti." : "Bukti ditarik.");
    row.node.querySelector("[data-unggah]").focus();
    return;
  }
  refusal.textContent = answer.pesan;
  refusal.hidden = false;
}

export function watchEvidence() {
  page.addEventListener("change", (event) => {
    if (event.target.dataset.unggah === undefined) return;
    const row = rowOf(event.target);
    const files = Array.from(event.target.files);
    event.target.value = "";
    files.reduce((chain, file) => chain.then(prepareUpload(row, file)), Promise.resolve());
  });
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-bukti-ganti], [data-bukti-tarik]");
    if (!button) return;
    const item = button.closest(".bukti");
    const old = item.querySelector(".ubah-bukti");
    if (old) old.remove();
    openForm(rowOf(item), item, button.dataset.buktiGanti !== undefined, button);
  });
}
