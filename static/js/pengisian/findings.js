/* What is odd about a row, as the checker will see it, and the unit's explanation of it. The server finds and words it;
   here it is shown, and an explanation is saved when its field is left, as a row is. */

import { announce, fromTemplate, page } from "./dom.js";
import { post } from "./posting.js";
import { rowOf } from "./row.js";

const STAYS = "Penjelasan Anda masih di sini; tekan Simpan penjelasan untuk mengirimnya lagi.";
const SIGNED_OUT = "Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Simpan penjelasan; teks Anda tetap di sini.";

const listOf = (row) => row.node.querySelector("[data-findings]");
const formOf = (item) => item.querySelector(".finding-form");
const textOf = (form) => form.querySelector("textarea");
// What was sent without an answer may be saved or not: nothing is known to be the same.
const isDirty = (form) => textOf(form).value.trim() !== form.dataset.saved;

/* Show what a save found. What rests on other rows too is asked only when the page opens and on Ajukan: until then it
   stays where the row's own figure stays. */
export function showFindings(row, now) {
  const list = listOf(row);
  const old = Array.from(list.children);
  const related = old.filter((item) => item.dataset.related !== undefined
    && item.dataset.about.split(" | ")[0] === now.persis && !now.temuan.some((found) => found.kode === item.dataset.finding));
  show(list, [...now.temuan.map((found) => itemFor(old, found)), ...related]);
}

function show(list, items) {
  list.replaceChildren(...items);
  list.closest("[data-findings-row]").hidden = !items.length;
}

/* One that is being explained stays as it is, with what was typed. */
function itemFor(old, found) {
  const open = old.find((item) => formOf(item) && item.dataset.finding === found.kode && item.dataset.about === found.perihal);
  return open || makeItem(found);
}

function makeItem(found) {
  const item = fromTemplate("pola-temuan");
  const find = (name) => item.querySelector("[data-" + name + "]");
  item.dataset.finding = found.kode;
  item.dataset.about = found.perihal;
  if (found.berkait) item.dataset.related = "";
  find("finding-label").textContent = found.label;
  find("finding-label").className = "badge badge-" + (found.menahan ? "bad" : "warn");
  find("explain-label").textContent = found.label;
  find("finding-text").textContent = found.kalimat;
  find("finding-must").hidden = !found.menahan;
  find("finding-explained").textContent = found.dijelaskan;
  find("finding-by").textContent = found.oleh ? "(" + found.oleh + ")" : "";
  find("finding-note").hidden = !found.dijelaskan;
  find("finding-stale-text").textContent = found.usang;
  find("finding-stale").hidden = !found.usang;
  find("explain-word").textContent = found.dijelaskan ? "Ubah penjelasan" : "Jelaskan";
  return item;
}

/* What a screen reader hears after "tersimpan". */
export function sayFindings(now) {
  const news = now ? now.temuan.filter((found) => !found.dijelaskan) : [];
  return news.length ? " Perlu dicermati: " + news.map((found) => found.kalimat).join(" ") : "";
}

export function dropFinding(row, kode) {
  const list = listOf(row);
  show(list, Array.from(list.children).filter((item) => item.dataset.finding !== kode));
}

/* --- Explaining --------------------------------------------------------------------------------------------------- */

function openForm(item, opener) {
  const known = item.querySelector("[data-finding-explained]").textContent;
  const form = fromTemplate("pola-penjelasan");
  const field = textOf(form);
  form.dataset.saved = known;
  field.value = known || item.querySelector("[data-finding-stale-text]").textContent;
  field.setAttribute("aria-label", "Penjelasan: " + item.querySelector("[data-finding-label]").textContent + ", "
    + rowOf(item).nama);
  field.addEventListener("change", () => send(item, form));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(item, form);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(item, form);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  form.querySelector("[data-proceed]").addEventListener("click", () => send(item, form));
  form.querySelector("[data-cancel]").addEventListener("click", () => close(item, form));
  opener.setAttribute("aria-expanded", "true");
  item.append(form);
  field.focus();
}

/* A field that is taken away tells as its last that it was changed: by then it has been dealt with. */
function remove(form) {
  form.dataset.sending = "";
  form.remove();
}

function close(item, form) {
  remove(form);
  const opener = item.querySelector("[data-explain]");
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
}

async function send(item, form) {
  if (form.dataset.sending !== undefined || !form.isConnected) return;
  const text = textOf(form).value;
  if (!isDirty(form) && text.trim()) {
    close(item, form);
    return;
  }
  form.dataset.sending = "";
  const row = rowOf(item);
  const answer = await explain(row, { aturan: item.dataset.finding, perihal: item.dataset.about, teks: text });
  delete form.dataset.sending;
  if (answer.isUnsure) delete form.dataset.saved;
  if (answer.jenis === "tersimpan" && form.isConnected) taken(row, item, form, answer, text);
  else refuse(form, answer);
}

/* What was typed meanwhile stays in its field and is sent when that is left. */
function taken(row, item, form, answer, text) {
  form.dataset.saved = text.trim();
  refuse(form, { pesan: "" });
  announce(row.nama + ": penjelasan tersimpan.");
  if (textOf(form).value !== text) return;
  const inside = form.contains(document.activeElement);
  remove(form);
  const list = listOf(row);
  const old = Array.from(list.children);
  show(list, answer.temuan.map((found) => itemFor(old, found)));
  const again = list.querySelector("[data-finding='" + item.dataset.finding + "'] [data-explain]");
  if (inside && again) again.focus();
}

function refuse(form, answer) {
  const refusal = form.querySelector(".refusal");
  refusal.textContent = answer.pesan;
  refusal.hidden = !answer.pesan;
  textOf(form).toggleAttribute("aria-invalid", Boolean(answer.pesan));
}

async function explain(row, explanation) {
  const address = page.dataset.explainUrl.replace("/0/", "/" + row.id + "/");
  // The link to Ajukan leaves the page in the moment in which the field is left.
  const { data, isSignedOut, sentence, isRetriable, isUnsure } = await post(address, explanation, { keepalive: true });
  if (data) return { ...data, isUnsure };
  if (isSignedOut) return { pesan: SIGNED_OUT, isUnsure };
  return { pesan: isRetriable ? `${sentence} ${STAYS}` : sentence, isUnsure };
}

export function watchFindings() {
  page.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-explain]");
    if (!opener) return;
    const item = opener.closest("[data-finding]");
    const form = formOf(item);
    if (form) textOf(form).focus();
    else openForm(item, opener);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!Array.from(page.querySelectorAll(".finding-form")).some(isDirty)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
