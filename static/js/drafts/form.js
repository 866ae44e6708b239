/* One form of the page: kept on the device while it is typed into, filled in again when its page is opened again, and
   forgotten once the server has accepted it. */

import { account, isAnswer } from "./account.js";
import { fillForm, isSame, readForm, readPrinted, rowsOf, textsOf } from "./fields.js";
import { drop, keep, list } from "./store.js";

export const KIND = "formulir";
const WAIT = 400;

export class Draft {
  constructor(form, address) {
    this.form = form;
    this.key = [account, KIND, address, new URL(form.getAttribute("action") || address, window.location.href).pathname];
    this.id = "";
    this.printed = readPrinted(form);
    this.clock = null;
    this.notice = null;
  }

  watch() {
    ["input", "change"].forEach((kind) => this.form.addEventListener(kind, () => this.keepSoon()));
    this.form.addEventListener("submit", () => this.markSent());
    this.form.addEventListener("reset", () => this.forget());
    window.addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.flush(); });
  }

  keepSoon() {
    if (!this.clock) this.clock = setTimeout(() => this.keepNow(), WAIT);
  }

  /* The fields that differ from what the server printed, and what it had printed there. */
  changes() {
    const now = readForm(this.form);
    const names = Object.keys(now).filter((name) => !isSame(now[name], this.printed[name]));
    return { isi: pick(now, names), dasar: pick(this.printed, names) };
  }

  flush() {
    if (this.clock) this.keepNow();
  }

  keepNow() {
    clearTimeout(this.clock);
    this.clock = null;
    const { isi, dasar } = this.changes();
    if (!Object.keys(isi).length) return this.forget();
    const [akun, jenis, alamat, bagian] = this.key;
    this.id = this.id || newId();
    // Where the browser keeps nothing, the form is as any other.
    return keep([{ akun, jenis, alamat, bagian, pada: Date.now(), id: this.id, baris: rowsOf(this.form), isi, dasar }]).catch(() => {});
  }

  /* The form names itself to the server, whose answer says whether it was accepted. */
  markSent() {
    this.keepNow();
    if (!this.id) return;
    const field = this.form.querySelector("input[name=_draf]") || document.createElement("input");
    field.type = "hidden";
    field.name = "_draf";
    field.value = this.id;
    this.form.append(field);
  }

  forget() {
    this.id = "";
    return drop(...this.key).catch(() => {});
  }

  async restore() {
    const kept = await list(...this.key.slice(0, 3));
    const item = kept.find((one) => one.bagian === this.key[3]);
    if (!item) {
      if (Object.keys(this.changes().isi).length) await this.keepNow();
      return;
    }
    this.id = item.id;
    // What was sent and refused stands in the fields; what the page had before it is known from what was kept.
    if (isAnswer) this.printed = { ...this.printed, ...item.dasar };
    const now = readForm(this.form);
    const wanted = Object.keys(item.isi).filter((name) => !isSame(item.isi[name], now[name]));
    if (!wanted.length) {
      // The server printed all of it: it has it, or it says in its answer what is wrong with it.
      if (!isAnswer) this.forget();
      return;
    }
    if (isAnswer) return;
    if (item.baris !== rowsOf(this.form)) this.showTexts(item);
    else if (wanted.some((name) => name in now && !isSame(item.dasar[name], now[name]))) this.offer(item);
    else this.fill(item);
  }

  fill(item) {
    const left = fillForm(this.form, item.isi);
    this.show(`Isian Anda dari ${timeText(item.pada)} yang belum terkirim sudah dikembalikan. Periksa, lalu kirim.${left.length ? " Untuk teks berikut tidak ada lagi tempatnya." : ""}`, left, [["Buang isian itu", () => this.discard()]]);
  }

  showTexts(item) {
    this.show(`Ada isian Anda dari ${timeText(item.pada)} yang belum terkirim, sedangkan baris formulir ini sudah lain. Salin bila masih diperlukan.`, textsOf(item.isi), [["Buang isian itu", () => this.discard()]]);
  }

  offer(item) {
    this.show(`Ada isian Anda dari ${timeText(item.pada)} yang belum terkirim, sedangkan isi formulir ini sudah berubah sejak itu.`, [], [
      ["Pakai isian saya", () => this.fill(item)],
      ["Buang isian saya", () => this.discard()],
    ]);
  }

  async discard() {
    await this.forget();
    fillForm(this.form, this.printed);
    clearTimeout(this.clock);
    this.clock = null;
    this.notice.remove();
  }

  show(text, left, buttons) {
    if (this.notice) this.notice.remove();
    this.notice = document.createElement("div");
    this.notice.className = "message-info draft-notice";
    this.notice.setAttribute("role", "status");
    this.notice.append(paragraph(text));
    left.forEach((one) => this.notice.append(paragraph(one, "draft-text")));
    buttons.forEach(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-small";
      button.textContent = label;
      button.addEventListener("click", act);
      this.notice.append(button);
    });
    this.form.before(this.notice);
  }
}

function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function paragraph(text, classes = "") {
  const node = document.createElement("p");
  node.className = classes;
  node.textContent = text;
  return node;
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* A moment as the pages write it: "3 Januari 2024 14.05". */
export function timeText(moment) {
  const time = new Date(moment);
  const day = time.toLocaleDateString("id-ID", { day: "numeric", month: "long", year: "numeric" });
  const [hour, minute] = [time.getHours(), time.getMinutes()].map((number) => String(number).padStart(2, "0"));
  return `${day} ${hour}.${minute}`;
}
