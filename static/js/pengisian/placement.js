/* Where the cells of a pasted block belong: which line is a header or a sum, which column is what, which line meets
   which row. Nothing here touches the page: `sheet` is a list of plain rows (see `describeSheet` in `paste`). */

import { looksLikeFigure, nameKey, sameFigureKey } from "./clipboard.js";
import { stepAfter, stepNamed } from "./elsewhere.js";

export const WRITABLE = ["realisasi", "kendala", "tindak_lanjut"];  // in the order of the sheet
// "Rencana tindak lanjut" is no plan, "Tindak lanjut atas kendala" no kendala: what is narrower stands first.
const HEADERS = [
  ["tindak_lanjut", /tindak|rtl|solusi|rencana\s+aksi/i],
  ["kendala", /kendala|hambatan|penghambat|masalah/i],
  ["target", /target|rencana/i],
  ["realisasi", /realisasi|hasil/i],
  ["", /satuan|capaian|predikat|keterangan|^no\.?$|^%$/i],
];
const TOTAL = /^(sub\s*)?(grand\s*)?(jumlah|total|rata\s*-?\s*rata)(\s+(total|keseluruhan|seluruhnya))?\s*:?$/i;

const filled = (cells) => cells.filter((cell) => cell.trim() !== "");
const column = (lines, at) => lines.map((line) => line.cells[at] || "");
const mostly = (part, whole) => whole > 0 && part * 5 >= whole * 4;

/* Lines of the block with what each is: "data", "judul" (headers, and the column numbers below them), "jumlah". */
export function readLines(cells, sheet, at) {
  let head = true;
  return cells.map((line, index) => {
    let kind = "data";
    if (filled(line).length && head && isHeader(cells, index, sheet[at])) kind = "judul";
    else if (index > 0 && head && isNumbering(line)) kind = "judul";
    else if (filled(line).length) head = false;
    if (kind === "data" && line.some((cell) => TOTAL.test(cell.trim()))) kind = "jumlah";
    return { cells: line, kind, taken: kind === "data" };
  });
}

function isHeader(cells, index, row) {
  const line = cells[index];
  if (filled(line).some((cell) => looksLikeFigure(cell) || isLetter(row, cell))) return false;
  if (line.some((cell) => HEADERS.some(([, words]) => words.test(cell) && cell.trim().length <= 40))) return true;
  const below = cells.slice(index + 1);
  return line.some((cell, at) => {
    const others = filled(below.map((other) => other[at] || ""));
    return cell.trim() !== "" && others.length > 0 && others.every(looksLikeFigure);
  });
}

/* The line "(1) (2) (3)" that forms put below their header. */
function isNumbering(line) {
  return line.length > 1 && line.every((cell, at) => cell.replace(/[()\s]/g, "") === String(Number(line[0].replace(/[()\s]/g, "")) + at));
}

function isLetter(row, text) {
  return Boolean(row) && row.letters.some((letter) => letter.toLowerCase() === text.trim().toLowerCase());
}

/* What each pasted column is taken for: a column of the sheet, "target", "indikator", or "" for none. */
export function guessColumns(lines, sheet, at, anchor) {
  const width = Math.max(...lines.map((line) => line.cells.length));
  const data = lines.filter((line) => line.taken);
  if (width === 1) return [guessByWords(lines, 0) ?? guessSingle(data, anchor)];
  const indexes = Array.from({ length: width }, (_, index) => index);
  const byName = indexes.find((index) => isNames(column(data, index), sheet));
  const following = sheet.slice(at).filter((row) => !row.hidden);
  const met = data.map((line, index) => (byName === undefined ? following[index]
    : sheet.find((row) => nameKey(row.nama) === nameKey(line.cells[byName] || ""))));
  const roles = indexes.map((index) => (index === byName ? "indikator"
    : guessByWords(lines, index) ?? guessByValues(column(data, index), index, met)));
  const free = (role) => !roles.includes(role);
  const open = (kind) => roles.flatMap((role, index) => (role === kind ? [index] : []));
  // Everything is on target: the last column that says so is the realisasi.
  if (free("realisasi") && free("angka") && open("target").length > 1) roles[open("target").pop()] = "angka";
  // One column of figures is left: it is the realisasi. Of several nobody can know.
  if (free("realisasi") && open("angka").length === 1) roles[open("angka")[0]] = "realisasi";
  open("teks").forEach((index) => { roles[index] = ["kendala", "tindak_lanjut"].find(free) || ""; });
  return roles.map((role, index) => ([...WRITABLE, "target", "indikator"].includes(role) && roles.indexOf(role) === index ? role : ""));
}

function guessSingle(data, anchor) {
  const texts = filled(column(data, 0));
  const figures = texts.filter(looksLikeFigure).length;
  return anchor !== "realisasi" && mostly(figures, texts.length) ? "" : anchor;
}

function guessByWords(lines, index) {
  const head = lines.filter((line) => line.kind === "judul").map((line) => (line.cells[index] || "").trim());
  const found = HEADERS.find(([, words]) => head.some((text) => words.test(text)));
  return found ? found[0] : undefined;
}

function isNames(texts, sheet) {
  const names = new Set(sheet.map((row) => nameKey(row.nama)));
  const count = filled(texts).length;
  return count > 0 && texts.filter((text) => names.has(nameKey(text)) || stepNamed(nameKey(text))).length * 2 >= count;
}

function isUnit(text, row) {
  return Boolean(row && row.satuan) && row.satuan.toLowerCase() === text.trim().toLowerCase();
}

/* Guess from what stands in the column; `met` are the rows that its lines would meet. */
function guessByValues(texts, index, met) {
  const count = filled(texts).length;
  if (!count) return "";
  if (mostly(texts.filter((text, line) => isUnit(text, met[line])).length, count)) return "";
  if (index === 0 && count > 1 && texts.every((text, line) => text.replace(/[.)\s]/g, "") === String(line + 1))) return "";
  if (isKnownColumn(texts, met)) return "target";
  const figures = texts.filter((text, line) => looksLikeFigure(text) || isLetter(met[line], text)).length;
  return figures * 2 >= count ? "angka" : "teks";
}

/* Whether the column repeats one that the sheet shows beside the entry: a target, or an earlier quarter. */
function isKnownColumn(texts, met) {
  const width = Math.max(0, ...met.map((row) => (row ? row.known.length : 0)));
  return Array.from({ length: width }, (_, index) => index).some((index) => {
    const pairs = texts.map((text, line) => [text, met[line] ? met[line].known[index] : ""]).filter(([text, known]) => text.trim() && known);
    const equal = pairs.filter(([text, known]) => sameFigureKey(text) !== null && sameFigureKey(text) === sameFigureKey(known));
    return mostly(equal.length, pairs.length);
  });
}

/* What would be written where: one item per line, with its row, its writes and why something is left out. Lines that
   are not taken (header, sum) use up no row of the sheet; a blank line does. Rows that a filter hides take no line
   unless it names them. */
export function planPaste({ lines, roles, sheet, at }) {
  const byName = roles.indexOf("indikator");
  const take = byName >= 0 ? takeByName(sheet, byName) : takeInOrder(sheet, at);
  return lines.map((line) => {
    if (!line.taken) return { line, row: null, writes: [], reasons: [line.kind === "judul" ? "Judul kolom" : "Baris jumlah"] };
    const { row, step, missing } = take(line);
    if (!filled(line.cells).length) return { line, row: row || null, writes: [], reasons: [] };
    if (!row) return { line, row: null, writes: [], step, reasons: [step ? `Barisnya ada di langkah ${step}` : missing] };
    return { line, row, ...planLine(line, roles, row) };
  });
}

function takeByName(sheet, at) {
  const unused = [...sheet];
  return (line) => {
    const key = nameKey(line.cells[at] || "");
    const found = unused.findIndex((item) => nameKey(item.nama) === key);
    return found >= 0 ? { row: unused.splice(found, 1)[0] } : { step: stepNamed(key), missing: "Tidak ada baris bernama ini di lembar" };
  };
}

function takeInOrder(sheet, at) {
  let next = at;
  return () => {
    while (sheet[next] && sheet[next].hidden) next += 1;
    next += 1;
    const row = sheet[next - 1];
    return row ? { row } : { step: stepAfter(next - sheet.length), missing: "Lembar tidak punya baris lagi" };
  };
}

function planLine(line, roles, row) {
  const writes = [];
  const reasons = [];
  roles.forEach((name, index) => {
    const text = (line.cells[index] || "").trim();
    // An empty cell leaves its row as it is: blank is not a value.
    if (!WRITABLE.includes(name) || text === "") return;
    const why = row.closed[name];
    if (why) reasons.push(why);
    else writes.push({ name, before: row.values[name], text, doubt: doubt(name, text, row) });
  });
  return { writes, reasons: [...new Set(reasons)] };
}

function doubt(name, text, row) {
  if (name !== "realisasi") return looksLikeFigure(text) && /^[\d.,\s%()-]+$/.test(text) ? "Angka di kolom uraian" : "";
  if (row.letters.length) return isLetter(row, text) ? "" : "Bukan predikat dari skalanya; sel ini akan ditandai";
  return looksLikeFigure(text) ? "" : "Bukan angka; sel ini akan ditandai";
}

/* A sentence on what of the block would not be written, or "". */
export function countLeft(plan) {
  const whole = plan.filter((item) => item.reasons.length && !item.writes.length).length;
  const part = plan.filter((item) => item.reasons.length && item.writes.length).length;
  const sentences = [];
  if (whole) sentences.push(`${whole} baris tempelan tidak dipakai.`);
  if (part) sentences.push(`Pada ${part} baris ada isi yang tidak dipakai.`);
  const steps = [...new Set(plan.map((item) => item.step).filter(Boolean))];
  if (steps.length) sentences.push(`Barisnya ada di langkah ${steps.join(", ")}: buka langkah itu, lalu tempel lagi di sana.`);
  return sentences.join(" ");
}

/* Whether the block can be written without a look: its columns are the sheet's from the cell on, every cell is of their
   kind, and there is a row for each line. */
export function isPlain({ lines, roles, plan, anchor }) {
  const from = WRITABLE.indexOf(anchor);
  return roles.every((role, index) => role && role === WRITABLE[from + index])
    && lines.every((line) => line.kind === "data")
    && plan.every((item) => !item.reasons.length && item.writes.every((write) => !write.doubt));
}
