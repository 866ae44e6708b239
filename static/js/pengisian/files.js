/* The files of a row: how one is sent, and how the server's list of them is shown. */

import { createNode, fromTemplate, page, sentHeaders, statusSentence } from "./dom.js";
import { dropFinding } from "./findings.js";
import { calm } from "../pictures/patience.js";

// How often a file is sent again to a server that is busy with others' photos.
const MOST_SENT = 20;
const LIMIT = Number(page.dataset.limit);

/* What refuses a file before it is sent, or "". */
export function refusalOf(file) {
  if (file.size <= LIMIT) return "";
  return "Berkas ini lebih besar dari " + page.dataset.limitMb + " MB. Kecilkan atau pecah menjadi beberapa berkas.";
}

/* Send a form with progress, again by itself when the server asks for that. */
export async function post(address, data, progress) {
  let answer = await send(address, data, progress);
  for (let sent = 1; answer.jenis === "sibuk" && sent < MOST_SENT; sent += 1) {
    await calm(answer.seconds);
    answer = await send(address, data, progress);
  }
  return answer;
}

/* Send a form once; fetch cannot tell how far an upload is. */
function send(address, data, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    Object.entries(sentHeaders()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.setRequestHeader("Accept", "application/json");
    if (progress) {
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress(event.loaded, event.total);
      });
    }
    const fail = (pesan) => resolve({ jenis: "gagal", pesan, retriable: true });
    request.addEventListener("load", () => {
      if ((request.getResponseHeader("Content-Type") || "").startsWith("application/json")) {
        const answer = JSON.parse(request.responseText);
        if (request.status < 500) resolve(answer);
        else if (answer.jenis === "sibuk") resolve({ ...answer, seconds: request.getResponseHeader("Retry-After"), retriable: true });
        else fail(answer.pesan);
      } else if (request.status === 200) fail("Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Coba lagi.");
      else fail(`${statusSentence(request.status)[0]} Tekan Coba lagi sebentar lagi.`);
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
  if (answer.bukti.length) dropFinding(row, "tanpa_bukti");
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
