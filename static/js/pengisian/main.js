/* The entry page: each row saves on its own when a field is left. No figure is computed here: the server reads what was
   typed and answers with printed text. */

import { handleAnswer } from "./answers.js";
import { watchDetails } from "./details.js";
import { page, sheet } from "./dom.js";
import { watchEditing } from "./editing.js";
import { watchEvidence } from "./evidence.js";
import { watchLeaving } from "./handin.js";
import { watchPasting } from "./paste.js";
import { onAnswer, retryFailed } from "./saving.js";
import { watchUndo } from "./undo.js";

if (page && sheet) {
  onAnswer(handleAnswer);
  watchDetails();
  watchEditing();
  watchUndo();
  watchPasting();
  watchEvidence();
  window.addEventListener("online", retryFailed);
  sheet.disabled = false;
  watchLeaving();
}
