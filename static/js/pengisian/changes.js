/* Writing several cells at once, as one step of the history: pasting and emptying. */

import { arrangeQuestions, refreshConflict } from "./answers.js";
import { save, showSummary } from "./saving.js";
import { record } from "./steps.js";

/* `writes` are of the form `{ row, name, text }`. */
export function writeCells(label, writes) {
  const changes = writes.map(({ row, name, text }) => ({ row, name, before: row.cell(name), after: { text, exact: "" } }));
  record(label, changes);
  changes.forEach(({ row, name, after }) => {
    row.choice = null;
    row.putCell(name, after);
  });
  new Set(changes.map((change) => change.row)).forEach((row) => {
    if (row.problem === "berubah") refreshConflict(row);
    row.showState();
    save(row);
  });
  arrangeQuestions();
  showSummary();
}
