/* What checkers work with: the page of a submission, with rows that open, rows that are marked and evidence beside the
   numbers, and the lists in which several units are ticked and passed together. No figure is computed here. */

import { watchChoices } from "./choices.js";
import { watchRows } from "./rows.js";
import { watchSteps } from "./steps.js";
import { watchEvidence } from "./viewer.js";

const page = document.getElementById("tinjauan");

if (page) {
  watchRows(page);
  watchEvidence(page);
  watchSteps(page);
}
for (const form of document.querySelectorAll("form.together")) watchChoices(form);
