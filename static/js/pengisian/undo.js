/* Undo and redo, by key and by button. A step that goes back is saved like everything that is typed. */

import { arrangeQuestions, refreshConflict } from "./answers.js";
import { openDetails } from "./details.js";
import { announce, createButton, hasNotice, showNotice, showText } from "./dom.js";
import { LABELS } from "./row.js";
import { save, settled, showSummary } from "./saving.js";
import { history, showButtons, watchButtons } from "./steps.js";

const IN_SHEET = new Set(["realisasi", "kendala", "tindak_lanjut"]);
const BACK = { to: "before", from: "after", done: "Diurungkan", verb: "urungkan", none: "Tidak ada yang dapat diurungkan." };
const FORTH = { to: "after", from: "before", done: "Diulangi", verb: "ulangi", none: "Tidak ada yang dapat diulangi." };

/* Take back the last step; `focus` says whether the cell gets the focus (a phone would open its keyboard). */
export function undo({ focus }) {
  apply(history.undo(), BACK, focus);
}

export function redo({ focus }) {
  apply(history.redo(), FORTH, focus);
}

function apply(step, way, focus) {
  showButtons();
  if (!step) {
    announce(way.none);
    return;
  }
  const wanted = step.changes.filter((change) => change[way.to]);
  const stale = wanted.filter((change) => isStale(change, way));
  const sound = wanted.filter((change) => !stale.includes(change));
  byRow(sound).forEach((changes, row) => putBack(row, changes, way));
  // After the answers that are under way: each of them clears what its row said before.
  if (stale.length) settled().then(() => byRow(stale).forEach((changes, row) => ask(row, changes, way)));
  arrangeQuestions();
  // A notice of a paste that was taken back would no longer be true.
  if (hasNotice()) showNotice("info", way.done + ": " + step.label + ".");
  else announce(way.done + ": " + step.label + ".");
  show(wanted[0] || step.changes[0], focus);
  showSummary();
}

function byRow(changes) {
  const groups = new Map();
  changes.forEach((change) => groups.set(change.row, [...(groups.get(change.row) || []), change]));
  return groups;
}

/* Whether the cell no longer holds what the step left in it: somebody else's value came in between. */
function isStale(change, way) {
  const now = change.row.value(change.name);
  return Boolean(change[way.from]) && now !== change[way.from].text && now !== change[way.to].text;
}

function putBack(row, changes, way) {
  row.choice = null;
  changes.forEach((change) => {
    delete row.refused[change.name];
    row.putCell(change.name, change[way.to]);
  });
  row.settleAvailability();
  if (row.problem === "berubah") refreshConflict(row);
  row.showState();
  save(row);
}

function ask(row, changes, way) {
  const now = changes.map((change) => `${LABELS[change.name]} kini ${showText(row.value(change.name))}, bukan lagi ${showText(change[way.from].text)}.`);
  row.notify("warn", `${now.join(" ")} Nilai itu bukan dari langkah yang Anda ${way.verb}.`,
    createButton(`Tetap ${way.verb} menjadi ${changes.map((change) => showText(change[way.to].text)).join(", ")}`, "", () => {
      row.clear();
      putBack(row, changes, way);
      row.focus();
    }),
    createButton("Biarkan", "", () => {
      row.clear();
      row.showState();
      row.focus();
    }));
}

function show({ row, name }, focus) {
  if (!IN_SHEET.has(name)) openDetails(row.node, true);
  const field = row.fields[name];
  if (focus && !field.disabled) {
    field.focus();
    // A text is not selected: the next key would replace all of it.
    if (name === "realisasi") field.select();
  } else {
    row.node.scrollIntoView({ block: "nearest" });
  }
}

/* "undo", "redo" or "" for a key, as spreadsheets know them. */
export function historyKey(event) {
  if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey)) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : "";
}

export function watchUndo() {
  watchButtons(() => undo({ focus: false }), () => redo({ focus: false }));
  // With the focus outside every field. Fields of the sheet answer in `editing`; others keep their own.
  document.addEventListener("keydown", (event) => {
    const way = historyKey(event);
    if (!way || event.defaultPrevented || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    if (way === "undo") undo({ focus: true }); else redo({ focus: true });
  });
}
