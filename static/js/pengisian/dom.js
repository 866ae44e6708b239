/* The page's own elements, and the few ways in which every module makes and announces things. */

import { account } from "../drafts/account.js";

export const page = document.getElementById("pengisian");
export const sheet = document.getElementById("isian");

const announcer = document.getElementById("pengumuman");

export function announce(text) {
  announcer.textContent = text;
}

const notice = document.getElementById("kotak-tempel");

/* Say above the sheet what a paste did, or what became of it. */
export function showNotice(kind, text) {
  notice.className = "message-" + kind;
  notice.textContent = text;
  notice.hidden = false;
  announce(text);
}

export function hasNotice() {
  return !notice.hidden;
}

/* What every request of the page says of itself: that it is ours, and whose page it is. */
export function sentHeaders() {
  return { "X-CSRFToken": csrfToken(), "X-Akun": account };
}

export function createNode(tag, classes, text) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function createButton(text, classes, act) {
  const node = createNode("button", "btn btn-small " + (classes || ""), text);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

/* A copy of what a template of the page holds. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : page.querySelector("[name=csrfmiddlewaretoken]").value;
}

/* What an answer that is no data means: the sentence, and whether trying again by itself makes sense. */
export function statusSentence(status) {
  if (status === 403) return ["Server menolak kiriman ini. Muat ulang halaman di tab lain, lalu tekan Coba lagi.", false];
  if (status === 404) return ["Halaman ini tidak lagi tersedia untuk Anda. Salin isian Anda, lalu muat ulang.", false];
  return ["Server sedang bermasalah.", true];
}

/* A field's content inside a sentence. */
export function showText(value) {
  if (value === true) return "ya";
  if (value === false) return "tidak";
  return value || "(kosong)";
}
