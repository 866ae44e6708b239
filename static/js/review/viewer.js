/* Evidence beside the numbers: one file after the other in the order of the rows, as pictures that the server made.
   Keys: n and the right arrow go on, p and the left arrow go back, Esc closes. */

import { askPatiently, watchPicture } from "../pictures/patience.js";
import { rowNamed, showRow } from "./rows.js";

const KEPT = 12;
const NARROW = window.matchMedia("(max-width: 1023px)");
const SIGNED_OUT = "Sesi Anda sudah berakhir. Muat ulang halaman ini, lalu masuk kembali.";
const CUT_OFF = "Tidak tersambung ke server. Periksa sambungan, lalu buka berkas ini kembali.";
const NO_PICTURE = "Berkas ini tidak dapat ditampilkan di sini. Unduh untuk membukanya.";
const NO_PAGE = "Halaman ini tidak dapat ditampilkan. Unduh berkasnya untuk membukanya.";

const shown = new Map();
let page = null;
let viewer = null;
let files = [];
let at = -1;
let origin = null;
let asking = null;

const part = (name) => viewer.querySelector("[data-" + name + "]");

function paragraph(text) {
  const node = document.createElement("p");
  node.textContent = text;
  return node;
}

function picture(id, number, count, name) {
  const image = document.createElement("img");
  image.alt = count > 1 ? "Halaman " + number + " dari " + count + ", " + name : name;
  image.loading = "lazy";
  image.addEventListener("load", () => image.classList.add("is-drawn"));
  image.src = viewer.dataset.picture.replace("/0/gambar/0/", "/" + id + "/gambar/" + number + "/");
  watchPicture(image, () => image.replaceWith(paragraph(NO_PAGE)));
  return image;
}

async function ask(id) {
  if (asking) asking.abort();
  asking = new AbortController();
  const answer = await askPatiently(viewer.dataset.address.replace("/0/", "/" + id + "/"), {
    credentials: "same-origin",
    redirect: "manual",
    headers: { Accept: "application/json" },
    signal: asking.signal,
  });
  const isData = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!isData) return { pesan: answer.type === "opaqueredirect" ? SIGNED_OUT : NO_PICTURE };
  return answer.json();
}

/* What stands for a file: its pictures, or a sentence. */
function contentOf(id, data) {
  if (data.gambar === undefined) return [paragraph(data.pesan || NO_PICTURE)];
  if (!data.gambar) return [paragraph(NO_PICTURE)];
  return Array.from({ length: data.gambar }, (_, index) => picture(id, index + 1, data.gambar, data.nama));
}

async function load(id) {
  const body = part("body");
  if (!shown.has(id)) {
    body.replaceChildren(paragraph("Membuka berkas…"));
    let data;
    try {
      data = await ask(id);
    } catch (error) {
      if (error.name === "AbortError") return;
      data = { pesan: CUT_OFF };
    }
    const content = contentOf(id, data);
    if (data.gambar !== undefined) {
      shown.set(id, { content, facts: data });
      if (shown.size > KEPT) shown.delete(shown.keys().next().value);
    } else {
      if (files[at].dataset.evidence === id) body.replaceChildren(...content);
      return;
    }
  }
  if (at < 0 || files[at].dataset.evidence !== id) return;
  const { content, facts } = shown.get(id);
  body.replaceChildren(...content);
  part("facts").textContent = facts.jenis + ", " + facts.ukuran + ", " + facts.pada + ", " + facts.oleh
    + (facts.gambar > 1 ? ", " + facts.gambar + " halaman" : "");
}

function textOf(row, selector) {
  const node = row.querySelector(selector);
  return node ? node.textContent.trim() : "–";
}

/* The numbers that the file is to prove, as they stand in its row. */
function showFacts(row) {
  const facts = part("row-facts");
  const strong = document.createElement("b");
  strong.textContent = textOf(row, ".c-number") + ". " + textOf(row, ".name");
  facts.replaceChildren(strong, " " + textOf(row, ".satuan") + ": target " + textOf(row, "[data-label='Target triwulan']")
    + ", realisasi ", Object.assign(document.createElement("b"), { textContent: textOf(row, "[data-label='Realisasi']") }),
    ", capaian " + textOf(row, ".capaian .figure").replace(" ", "\u00a0"));
}

function show(index) {
  at = index;
  const link = files[at];
  const row = rowNamed(link.closest(".row-details").id.slice("rincian-".length));
  page.querySelectorAll(".is-viewed").forEach((other) => other.classList.remove("is-viewed"));
  row.classList.add("is-viewed");
  showRow(row);
  row.scrollIntoView({ block: "nearest" });
  part("name").textContent = link.textContent;
  part("facts").textContent = "";
  part("place").textContent = at + 1 + " dari " + files.length;
  part("download").href = link.href;
  part("previous").disabled = at === 0;
  part("next").disabled = at === files.length - 1;
  showFacts(row);
  part("body").scrollTop = 0;
  load(link.dataset.evidence);
}

function step(by) {
  const next = at + by;
  if (next >= 0 && next < files.length) show(next);
}

function open(id, from) {
  const index = files.findIndex((link) => link.dataset.evidence === id);
  if (index < 0) return;
  origin = from;
  if (!viewer.open) {
    if (NARROW.matches) viewer.showModal();
    else viewer.show();
    page.classList.add("with-viewer");
  }
  show(index);
  part("body").focus();
}

function closed() {
  page.classList.remove("with-viewer");
  page.querySelectorAll(".is-viewed").forEach((row) => row.classList.remove("is-viewed"));
  if (asking) asking.abort();
  at = -1;
  if (origin && origin.isConnected) origin.focus();
}

/* By how many files a key goes on; 0 where it means something else: text is typed, or an enlarged picture is moved. */
function stepOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return 0;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return 0;
  if (event.key.startsWith("Arrow") && part("body").classList.contains("is-zoomed")) return 0;
  return { n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 }[event.key] || 0;
}

function pressed(event) {
  if (!viewer.open) return;
  const by = stepOf(event);
  if (event.key !== "Escape" && !by) return;
  event.preventDefault();
  if (by) step(by);
  else viewer.close();
}

function zoom() {
  const large = part("body").classList.toggle("is-zoomed");
  part("zoom").setAttribute("aria-pressed", String(large));
  part("zoom").textContent = large ? "Perkecil" : "Perbesar";
}

export function watchEvidence(found) {
  page = found;
  viewer = document.getElementById("peninjau-bukti");
  files = Array.from(page.querySelectorAll(".row-details [data-evidence]"));
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open-evidence], [data-evidence]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset.openEvidence || link.dataset.evidence, link);
  });
  viewer.addEventListener("close", closed);
  part("close").addEventListener("click", () => viewer.close());
  part("previous").addEventListener("click", () => step(-1));
  part("next").addEventListener("click", () => step(1));
  part("zoom").addEventListener("click", zoom);
  document.addEventListener("keydown", pressed);
}
