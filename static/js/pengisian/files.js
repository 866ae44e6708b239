/* The files of a row: how one is sent, and how the server's list of them is shown. */

import { createNode, csrfToken, page, statusSentence } from "./dom.js";

const LIMIT = Number(page.dataset.limit);

/* What refuses a file before it is sent, or "". */
export function refusalOf(file) {
  if (file.size <= LIMIT) return "";
  return "Berkas ini lebih besar dari " + page.dataset.limitMb + " MB. Kecilkan atau pecah menjadi beberapa berkas.";
}

/* A copy of what a template of the page holds. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/* Send a form with progress; fetch cannot tell how far an upload is. */
export function post(address, data, progress) {
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
export function showFiles(row, answer) {
  if (!answer.bukti) return;
  row.node.querySelector("[data-bukti-list]").replaceChildren(...answer.bukti.map(fileItem));
  row.node.querySelector("[data-no-bukti]").hidden = answer.bukti.length > 0;
  const count = row.node.querySelector("[data-bukti-count]");
  count.textContent = answer.bukti.length + " bukti";
  count.hidden = answer.bukti.length === 0;
}

function fileItem(bukti) {
  const item = fromTemplate("pola-bukti");
  item.dataset.bukti = bukti.id;
  const name = item.querySelector(".bukti-name");
  name.textContent = bukti.nama;
  name.href = page.dataset.downloadUrl.replace("/0/", "/" + bukti.id + "/");
  item.querySelector(".bukti-facts").textContent = bukti.jenis + ", " + bukti.ukuran + ", " + bukti.pada;
  item.querySelectorAll("button").forEach((button) => button.append(createNode("span", "sr-only", " " + bukti.nama)));
  return item;
}
