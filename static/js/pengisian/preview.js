/* The preview of a pasted block: what will be written where, what is left out and why. Nothing is written before it is
   confirmed; Escape closes it without writing. */

import { createNode } from "./dom.js";
import { LABELS } from "./row.js";
import { countLeft, guessColumns, planPaste, WRITABLE } from "./placement.js";

const dialog = document.getElementById("pratinjau-tempel");
const SAMPLE = 3;

let current = null;

/* Open the preview; `confirm` gets the plan when the typist writes it. */
export function openPreview({ lines, sheet, at, anchor, period }, confirm) {
  current = { lines, sheet, at, anchor, period, confirm, roles: guessColumns(lines, sheet, at, anchor) };
  drawColumns();
  draw();
  dialog.showModal();
  const button = dialog.querySelector("[data-write]");
  (button.disabled ? dialog.querySelector("select") : button).focus();
}

function choices() {
  return [
    ["", "Tidak dipakai"],
    ["realisasi", "Realisasi " + current.period],
    ["kendala", LABELS.kendala],
    ["tindak_lanjut", LABELS.tindak_lanjut],
    ["indikator", "Nama indikator"],
    ["target", "Target (tidak ditulis)"],
  ];
}

function drawColumns() {
  const list = dialog.querySelector("[data-columns]");
  list.replaceChildren(...current.roles.map((role, index) => {
    const sample = current.lines.map((line) => (line.cells[index] || "").trim()).filter((text) => text).slice(0, SAMPLE);
    const label = createNode("label", "preview-columns");
    label.append(createNode("span", "", `Kolom ${index + 1}`), createNode("span", "muted fine preview-sample", sample.join("; ")));
    const select = createNode("select");
    choices().forEach(([value, text]) => select.append(new Option(text, value, false, value === role)));
    select.addEventListener("change", () => chooseRole(index, select.value));
    label.append(select);
    return label;
  }));
}

/* A column of the sheet takes one pasted column only. */
function chooseRole(index, role) {
  current.roles = current.roles.map((other, at) => (at === index ? role : role && other === role ? "" : other));
  dialog.querySelectorAll("[data-columns] select").forEach((select, at) => { select.value = current.roles[at]; });
  draw();
}

function draw() {
  current.plan = planPaste(current);
  const written = current.plan.filter((item) => item.writes.length).length;
  const chosen = current.roles.some((role) => WRITABLE.includes(role));
  dialog.querySelector("[data-summary]").textContent = chosen
    ? `${written} baris akan ditulis. ${countLeft(current.plan)}`
    : "Pilih dahulu kolom mana yang berisi realisasi atau uraian.";
  const button = dialog.querySelector("[data-write]");
  button.textContent = `Tulis ${written} baris`;
  button.disabled = !written;
  dialog.querySelector("tbody").replaceChildren(...current.plan.map(drawItem));
}

function drawItem(item, index) {
  const row = createNode("tr", item.writes.length ? "" : "preview-skipped");
  const number = createNode("td", "figure", String(index + 1));
  const name = createNode("td", "", item.row ? `${item.row.nomor}. ${item.row.nama}` : item.line.cells.filter((cell) => cell.trim()).join(" · ") || "(kosong)");
  const writes = createNode("td");
  item.writes.forEach((write) => {
    const line = createNode("div");
    line.append(createNode("span", "muted", LABELS[write.name] + ": "));
    if (write.before) line.append(createNode("del", "", write.before), createNode("span", "", " → "));
    line.append(createNode("ins", "", write.text));
    if (write.doubt) line.append(createNode("span", "preview-doubt", " " + write.doubt));
    writes.append(line);
  });
  const why = createNode("td", "preview-reason", [
    ...item.reasons.map((text) => text + ": tidak ditulis."),
    ...(item.writes.length || item.reasons.length ? [] : ["Tidak ada isi untuk kolom yang dipilih."]),
  ].join(" "));
  if (item.line.kind !== "data") why.append(drawInclude(item.line));
  row.append(number, name, writes, why);
  return row;
}

/* A line that was taken for a header or a sum can be used after all. */
function drawInclude(line) {
  const label = createNode("label", "tick");
  const box = createNode("input");
  box.type = "checkbox";
  box.checked = line.taken;
  box.addEventListener("change", () => {
    line.taken = box.checked;
    draw();
    dialog.querySelectorAll("tbody tr")[current.lines.indexOf(line)].querySelector("input").focus();
  });
  label.append(box, document.createTextNode(" Pakai baris ini"));
  return label;
}

export function watchPreview() {
  if (!dialog) return;
  dialog.querySelector("[data-write]").addEventListener("click", () => {
    const { confirm, plan } = current;
    dialog.close();
    confirm(plan);
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
}
