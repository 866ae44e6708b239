/* Reading what a spreadsheet copied, without knowing the sheet: cells, and what kind of thing stands in one. */

/* Cells of a copied block: tabs between columns, line ends between lines, quotes around a cell that holds either. A
   quote that closes nowhere, or around nothing that needs it, is the writer's own. */
export function readCells(text) {
  const plain = text.replace(/\r\n?/g, "\n");
  const lines = [[]];
  let at = 0;
  while (at <= plain.length) {
    const [cell, end] = quotedCell(plain, at) || plainCell(plain, at);
    lines[lines.length - 1].push(cell);
    if (plain[end] === "\n") lines.push([]);
    at = end + 1;
  }
  const last = lines[lines.length - 1];
  if (lines.length > 1 && last.length === 1 && last[0] === "") lines.pop();
  return lines;
}

function plainCell(text, at) {
  let end = at;
  while (end < text.length && text[end] !== "\t" && text[end] !== "\n") end += 1;
  return [text.slice(at, end), end];
}

function quotedCell(text, at) {
  if (text[at] !== '"') return null;
  let end = at + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  const inner = text.slice(at + 1, end);
  const closes = end < text.length && [undefined, "\t", "\n"].includes(text[end + 1]);
  return closes && /[\t\n]/.test(inner) ? [inner.replaceAll('""', '"'), end + 1] : null;
}

/* Cells as a spreadsheet copies them; what `readCells` reads. */
export function writeTable(lines) {
  return lines.map((cells) => cells.map(quote).join("\t")).join("\n");
}

function quote(text) {
  return /[\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/* Whether a cell can be meant as a figure: "2 dok", "Rp5.000", "(5.000)", "81,18 %", "1:17,9". The server reads it. */
export function looksLikeFigure(text) {
  return /^[(\-−+]?\s*(rp\.?\s*)?-?\d[\d.,\s]*(:\s*\d[\d.,]*)?\s*%?\)?([^\d]{0,60})$/i.test(text.trim());
}

/* The digits of a figure in one spelling, for comparing only: "1.200,50" and "1200,5 dok" are the same. */
export function sameFigureKey(text) {
  const found = /-?\d[\d.,]*/.exec(text.replace(/^\s*1\s*:/, ""));
  if (!found) return null;
  let digits = found[0].replace(/[.,]+$/, "");
  const mark = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
  const onlyGroups = /^-?\d{1,3}(\.\d{3})+$/.test(digits);
  if (mark >= 0 && !onlyGroups) digits = digits.slice(0, mark).replace(/[.,]/g, "") + "." + digits.slice(mark + 1);
  else digits = digits.replaceAll(".", "");
  if (digits.includes(".")) digits = digits.replace(/0+$/, "").replace(/\.$/, "");
  return digits.replace(/^(-?)0+(?=\d)/, "$1");
}

/* A name without its numbering, case and spacing: "1. Jumlah  Layanan" is "jumlah layanan". */
export function nameKey(text) {
  return text.trim().toLowerCase().replace(/^(\d+(\.\d+)*|[a-z])[.)]\s+/, "").replace(/\s+/g, " ");
}
