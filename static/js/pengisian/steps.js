/* The one history of this page: what was done in it, and the two buttons that say so. */

import { History } from "./history.js";

export const history = new History();
const undoButton = document.getElementById("urungkan");
const redoButton = document.getElementById("ulangi");

/* Remember a step; `changes` as in `history`. Changes that change nothing are left out. */
export function record(label, changes) {
  const real = changes.filter((change) => !change.after || change.before.text !== change.after.text
    || change.before.exact !== change.after.exact);
  if (!real.length) return;
  history.push({ label, changes: real });
  showButtons();
}

/* The reason of a fresh "tidak tersedia" belongs to its step. */
export function extendLast(row, change) {
  const step = history.last();
  const toggled = step && step.changes.some((item) => item.row === row && item.name === "tidak_tersedia");
  if (!toggled) return false;
  const same = step.changes.find((item) => item.name === change.name);
  step.changes = step.changes.filter((item) => item !== same)
    .concat({ ...change, before: same ? same.before : change.before });
  return true;
}

/* Say what can be undone and redone; `typing` is a label for what is not a step yet. */
export function showButtons(typing) {
  if (!undoButton) return;
  [[undoButton, typing ? { label: typing } : history.last(), "Urungkan"], [redoButton, history.next(), "Ulangi"]].forEach(([button, step, verb]) => {
    button.setAttribute("aria-disabled", String(!step));
    button.title = step ? `${verb}: ${step.label}` : `Tidak ada yang dapat di${verb.toLowerCase()}`;
  });
}

export function watchButtons(undo, redo) {
  if (!undoButton) return;
  undoButton.addEventListener("click", undo);
  redoButton.addEventListener("click", redo);
  showButtons();
}
