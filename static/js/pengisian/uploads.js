/* Files on their way to the server, one line each below their row. */

import { openDetails } from "./details.js";
import { announce, fromTemplate, page } from "./dom.js";
import { post, refusalOf, showFiles } from "./files.js";

/* What is being uploaded or has failed: the page is not left with it unasked. */
export const uploads = new Set();
const failed = new Set();

/* The server is reached again: what failed for that goes on its way by itself. */
export function retryUploads() {
  Array.from(failed).forEach((upload) => upload.start());
}

class Upload {
  constructor(row, file) {
    this.row = row;
    this.file = file;
    this.item = fromTemplate("pola-unggahan");
    this.message = this.item.querySelector(".uploading-message");
    this.bar = this.item.querySelector("progress");
    this.again = this.item.querySelector("[data-retry]");
    this.discard = this.item.querySelector("[data-discard]");
    this.item.querySelector(".uploading-name").textContent = file.name;
    this.bar.setAttribute("aria-label", "Unggahan " + file.name);
    this.message.textContent = "Menunggu…";
    this.again.addEventListener("click", () => this.start());
    this.discard.addEventListener("click", () => this.remove());
    row.node.querySelector("[data-upload-list]").append(this.item);
    uploads.add(this.item);
  }

  remove() {
    uploads.delete(this.item);
    failed.delete(this);
    this.item.remove();
  }

  refuse(text, retriable) {
    this.item.classList.add("uploading-failed");
    this.message.textContent = text;
    this.bar.hidden = true;
    this.again.hidden = !retriable;
    this.discard.hidden = false;
    if (retriable) failed.add(this);
    else uploads.delete(this.item);
    openDetails(this.row.node, true);
  }

  async start() {
    failed.delete(this);
    this.item.classList.remove("uploading-failed");
    this.again.hidden = true;
    this.discard.hidden = true;
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.message.textContent = "Mengunggah…";
    const refusal = refusalOf(this.file);
    if (refusal) this.refuse(refusal, false);
    else await this.send();
  }

  async send() {
    const data = new FormData();
    data.append("berkas", this.file);
    const answer = await post(page.dataset.url + "baris/" + this.row.id + "/bukti/", data, (done, whole) => {
      this.bar.max = whole;
      this.bar.value = done;
    });
    showFiles(this.row, answer);
    if (answer.jenis === "tersimpan") {
      this.remove();
      announce("Bukti " + this.file.name + " terunggah.");
    } else {
      this.refuse(answer.pesan, Boolean(answer.retriable));
    }
  }
}

/* Upload files one after another; all of them stand below the row at once. */
export function uploadAll(row, files) {
  files.map((file) => new Upload(row, file)).reduce((chain, upload) => chain.then(() => upload.start()), Promise.resolve());
}
