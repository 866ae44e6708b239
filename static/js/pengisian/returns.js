/* The unit's answers to a return: each is saved when its field is left, and again when it did not arrive. */

import { announce, createButton, page } from "./dom.js";
import { post } from "./posting.js";

const STAYS = "Jawaban Anda masih ada di halaman ini.";
const SIGNED_OUT = "Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Coba lagi; jawaban Anda tetap di sini.";

const answers = [];

class ReturnAnswer {
  constructor(box) {
    this.address = box.dataset.address;
    this.field = box.querySelector("[data-answer]");
    this.state = box.querySelector("[data-answer-state]");
    this.saved = this.field.value;
    this.isUnsure = false;  // something was sent, and no answer says whether it was written
    this.running = null;
    this.field.addEventListener("input", () => this.say(this.isLeft() ? "Belum tersimpan" : ""));
    this.field.addEventListener("change", () => this.save());
  }

  isLeft() {
    return this.isUnsure || this.field.value !== this.saved;
  }

  say(text, ...acts) {
    this.state.replaceChildren(text, ...acts);
  }

  /* One request at a time; what was typed meanwhile follows. */
  save() {
    if (!this.running && this.isLeft()) this.running = this.send().finally(() => { this.running = null; });
    return this.running || Promise.resolve();
  }

  async send() {
    const sent = this.field.value;
    this.isUnsure = true;
    this.say("Menyimpan…");
    const problem = await this.problemOf(sent);
    if (problem) {
      this.say(problem + " ", createButton("Coba lagi", "", () => this.save()));
      announce("Jawaban belum tersimpan. " + problem);
      return;
    }
    this.saved = sent;
    if (this.isLeft()) await this.send();
  }

  /* Returns what stands in the way, nothing when it was saved. */
  async problemOf(text) {
    const { data, isSignedOut, sentence, isRetriable, isUnsure } = await post(this.address, { jawaban: text });
    this.isUnsure = isUnsure;
    if (isSignedOut) return SIGNED_OUT;
    if (!data) return isRetriable ? `${sentence} ${STAYS}` : sentence;
    if (data.jenis !== "tersimpan") return data.pesan;
    this.say(data.pada ? "Tersimpan, " + data.oleh + ", " + data.pada + "." : "Jawaban dihapus.");
    announce("Jawaban tersimpan.");
    return "";
  }
}

export function answersLeft() {
  return answers.some((answer) => answer.isLeft());
}

export function saveAnswers() {
  return Promise.all(answers.map((answer) => answer.save()));
}

export function watchAnswers() {
  page.querySelectorAll("[data-answer-box]").forEach((box) => answers.push(new ReturnAnswer(box)));
  window.addEventListener("online", saveAnswers);
}
