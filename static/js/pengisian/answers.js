/* What the server's answer to a row means: saved, refused, to be asked, changed by somebody else, or not arrived. */

import { closeSentence, openDetails } from "./details.js";
import { announce, createButton, createNode, showText } from "./dom.js";
import { sayFindings, showFindings } from "./findings.js";
import { LABELS, rows, VALUE_GROUP } from "./row.js";
import { retry, save, showSummary } from "./saving.js";
import { history, record } from "./steps.js";

export function handleAnswer(row, sent, answer, failure) {
  if (failure) fail(row, sent, failure);
  else {
    row.choice = null;
    const handle = { tersimpan: saved, berubah: overtaken, periksa: question, salah: refuse }[answer.jenis];
    if (handle) handle(row, answer, sent);
    else fail(row, sent, { text: answer.pesan, retriable: false, unknown: false });
  }
  arrangeQuestions();
}

function fail(row, sent, { kind, text, retriable, unknown }) {
  row.problem = "gagal";
  row.retriable = retriable;
  row.failed = sent;
  if (unknown) row.lost = { ...row.lost, ...sent };
  row.showState();
  // What is wrong with the line is said once for the page.
  if (kind) return;
  row.notify("bad", text, createButton("Coba lagi", "", () => retry(row)));
  announce(row.nama + ": gagal disimpan. " + text);
}

/* --- Saved ------------------------------------------------------------------------------------------------------- */

function saved(row, answer, sent) {
  const before = row.problem;
  if (answer.kini) takeSaved(row, answer.kini, sent);
  const names = row.changed();
  if (names.length && before && names.every((name) => row.refused[name] === row.value(name))) {
    // The texts are saved; what was refused before still waits for its typist.
    row.markProblem();
    return;
  }
  row.clear();
  row.refused = {};
  if (names.length) {
    row.showState();
    save(row);
    return;
  }
  row.mark("tersimpan", "Tersimpan");
  if (answer.dibaca) showReading(row, answer.dibaca, sent.realisasi);
  announce(row.nama + ": tersimpan" + (answer.kini && answer.kini.capaian ? ", capaian " + answer.kini.capaian : "") + "."
    + sayFindings(answer.kini));
}

/* A field that was typed into while the answer was under way keeps what was typed. */
function takeSaved(row, now, sent) {
  Object.keys(sent).forEach((name) => {
    const cell = { text: now[name], exact: name === "realisasi" ? now.persis : "" };
    history.settle(row, name, sent[name], cell);
    if (row.session && row.session.name === name && row.session.start.text === sent[name]) row.session.start = cell;
  });
  // What was sent and then typed over or put back stays, also when it is what the server had before.
  const settled = (name) => (name in sent ? sent[name] === row.value(name) : !row.isChanged(name));
  const idle = (name) => (now.tidak_tersedia && row.fields.tidak_tersedia.checked ? name === "realisasi"
    : name === "alasan" && !now.tidak_tersedia && !row.fields.tidak_tersedia.checked);
  row.accept(now, (name) => settled(name) || idle(name));
  if (row.value("realisasi") === row.saved.realisasi) row.putBack = null;
  showResult(row, now);
}

/* Show the result of the last save: all of it is text that the server printed. */
function showResult(row, now) {
  row.versi = now.versi;
  row.node.dataset.status = now.status;
  const find = (selector) => row.node.querySelector(selector);
  const capaian = find("[data-capaian]");
  capaian.textContent = now.capaian;
  capaian.hidden = !now.capaian;
  capaian.setAttribute("aria-label", "Capaian " + now.capaian + ": lihat cara menghitung");
  find(".no-capaian").hidden = Boolean(now.capaian);
  if (!now.capaian) closeSentence(row.node);
  const predikat = find("[data-predikat]");
  predikat.textContent = now.predikat;
  predikat.className = "predikat badge badge-" + now.kelas;
  predikat.hidden = !now.predikat;
  find("[data-course]").innerHTML = now.jalan;
  find("[data-formula]").textContent = now.rumus;
  find("[data-sentence]").textContent = now.kalimat;
  find("[data-progres]").textContent = now.progres;
  find("[data-progres-sentence]").textContent = now.kalimat_progres;
  find("[data-progres-block]").hidden = !now.kalimat_progres;
  find("[data-attention]").textContent = now.perhatian;
  find("[data-attention]").hidden = !now.perhatian;
  find("[data-needs-sentence]").textContent = now.perhatian;
  find("[data-needs-note]").hidden = !now.perlu_catatan;
  find("[data-latest]").textContent = now.oleh ? "Terakhir diubah oleh " + now.oleh + ", " + now.pada + "." : "";
  row.tidyMessages();
  showFindings(row, now);
  countFilled();
}

function countFilled() {
  const bodies = document.querySelectorAll("tbody.entry-row");
  const blank = document.querySelectorAll("tbody.entry-row[data-status=belum_diisi]").length;
  const counter = document.getElementById("jumlah-terisi");
  counter.textContent = Number(counter.dataset.elsewhere) + bodies.length - blank;
}

/* A number was read by an earlier choice: say how, and offer the other reading. */
function showReading(row, dibaca, typed) {
  row.notify("info", "Dibaca sebagai " + dibaca.teks + ", sesuai pilihan Anda untuk " + (row.satuan || "kolom ini") + ".",
    createButton("Baca sebagai " + dibaca.lain.teks, "", () => {
      const before = row.cell("realisasi");
      row.clear();
      row.putCell("realisasi", { text: typed, exact: "" });
      row.saved.realisasi = null;
      row.choice = { text: typed, reading: dibaca.lain.nilai };
      record("bacaan angka " + row.nama, [{ row, name: "realisasi", before, after: { text: typed, exact: "" } }]);
      save(row);
    }));
}

/* --- Refused, or read two ways ------------------------------------------------------------------------------------- */

function concerns(name, galat) {
  if (!galat) return true;
  return name in galat || (VALUE_GROUP.includes(name) && VALUE_GROUP.some((other) => other in galat));
}

function refuse(row, answer, sent) {
  row.lost = null;
  row.problem = "salah";
  Object.keys(sent).forEach((name) => { if (concerns(name, answer.galat)) row.refused[name] = sent[name]; });
  if (!Object.keys(row.refused).length) Object.assign(row.refused, sent);
  row.showState();
  row.notify("bad", answer.pesan);
  Object.keys(answer.galat || {}).forEach((name) => {
    if (!row.fields[name]) return;
    row.fields[name].setAttribute("aria-invalid", "true");
    if (!["realisasi", "kendala", "tindak_lanjut"].includes(name)) openDetails(row.node, true);
  });
  announce(row.nama + ": belum tersimpan. " + answer.pesan);
  if (row.sendable().length) save(row);
}

function question(row, answer, sent) {
  row.lost = null;
  row.problem = "periksa";
  VALUE_GROUP.forEach((name) => { if (name in sent) row.refused[name] = sent[name]; });
  row.showState();
  row.fields.realisasi.setAttribute("aria-invalid", "true");
  row.question = answer;
  row.asked = "";
  announce(row.nama + ": periksa. " + answer.pesan);
  if (row.sendable().length) save(row);
}

/* Of the rows with the same unit of measure the first asks; the others wait for its answer. What already stands there
   is left alone: a button must not be exchanged under the pointer. */
export function arrangeQuestions() {
  const asking = new Map();
  rows.filter((row) => row.problem === "periksa").forEach((row) => {
    const first = asking.get(row.satuan);
    if (!first) asking.set(row.satuan, row);
    const key = first ? "menunggu " + first.id : "bertanya";
    if (row.asked === key && !row.message.hidden) return;
    row.asked = key;
    if (first) {
      row.notify("warn", "Angka ini juga dapat dibaca dua cara; menunggu pilihan Anda pada " + first.nama + ".");
    } else {
      row.notify("warn", row.question.pesan, ...row.question.pilihan.map((reading) => createButton(
        reading.teks, "btn-choice", () => choose(row, reading.nilai))));
    }
  });
}

/* One choice settles every row of the same unit of measure that waits for it with the number that was asked about. */
function choose(row, reading) {
  rows.filter((other) => other.problem === "periksa" && other.satuan === row.satuan).forEach((other) => {
    const text = other.value("realisasi");
    other.choice = other.refused.realisasi === text ? { text, reading } : null;
    other.clear();
    other.refused = {};
    other.showState();
    save(other);
  });
  row.fields.realisasi.focus();
}

/* --- Somebody else was faster ---------------------------------------------------------------------------------------- */

function overtaken(row, answer, sent) {
  if (!answer.kini) {
    fail(row, sent, { text: answer.pesan, retriable: false, unknown: false });
    return;
  }
  row.newer = answer.kini;
  row.problem = "berubah";
  if (refreshConflict(row)) announce(row.nama + ": " + answer.pesan);
}

/* Nobody types in the row: what somebody else saved appears, with his name. */
export function takeNews(row, now) {
  row.putBack = null;
  row.accept(now, () => true);
  showResult(row, now);
  row.mark("baru", `Diubah ${now.oleh || "pengguna lain"}`);
}

/* Compare what is typed with what the other one saved; return whether the typist has to choose. */
export function refreshConflict(row) {
  const now = row.newer;
  const own = row.lost || {};
  const names = row.changed().filter((name) => now[name] !== row.saved[name] && now[name] !== row.value(name)
    && !(name in own && own[name] === now[name]));
  if (!names.length) {
    // He changed other fields, or it was our own request whose answer got lost: his appear, ours are saved beside them.
    keepMine(row, now);
    return false;
  }
  row.mark("berubah", "Berubah");
  const list = createNode("dl", "comparison");
  names.forEach((name) => {
    const part = createNode("div");
    part.append(
      createNode("dt", "", LABELS[name]),
      createNode("dd", "", "Terbaru: " + showText(now[name])),
      createNode("dd", "", "Isian Anda: " + showText(row.value(name))),
    );
    list.append(part);
  });
  row.notify("warn", "Baris ini baru saja diubah oleh " + (now.oleh || "pengguna lain") + ".", list,
    createButton("Pakai nilai terbaru", "", () => takeNewer(row, now)),
    createButton("Simpan isian saya", "", () => { keepMine(row, now); row.focus(); }));
  return true;
}

function takeNewer(row, now) {
  const changes = row.changed().map((name) => ({
    row, name, before: row.cell(name), after: { text: now[name], exact: name === "realisasi" ? now.persis : "" },
  }));
  row.clear();
  row.refused = {};
  row.putBack = null;
  row.accept(now, () => true);
  showResult(row, now);
  row.mark("tersimpan", "Tersimpan");
  record("nilai terbaru " + row.nama, changes);
  showSummary();
  row.focus();
}

function keepMine(row, now) {
  const mine = row.changed().map((name) => [name, row.cell(name)]);
  row.clear();
  row.refused = {};
  row.accept(now, (name) => !row.isChanged(name));
  showResult(row, now);
  mine.forEach(([name, cell]) => row.putCell(name, cell));
  row.settleAvailability();
  if (row.changed().length) {
    row.showState();
    save(row);
  } else {
    row.mark("tersimpan", "Tersimpan");
  }
  showSummary();
}
