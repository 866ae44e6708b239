/* The entry page: each row saves on its own when a field is left. No figure is computed here: the server reads what was
   typed and answers with printed text. */

import { handleAnswer } from "./answers.js";
import { arrive } from "./arrival.js";
import { watchBeside } from "./beside.js";
import { watchDensity } from "./density.js";
import { watchDetails } from "./details.js";
import { clear, keepNow, keepSoon, letGo, watchDevice } from "./device.js";
import { page, sheet } from "./dom.js";
import { watchEditing } from "./editing.js";
import { watchEvidence } from "./evidence.js";
import { watchFilters } from "./filter.js";
import { watchFindings } from "./findings.js";
import { watchLeaving } from "./handin.js";
import { watchKeys } from "./keys.js";
import { lineState, onReach, tryNow } from "./line.js";
import { askNow, watchOthers } from "./live.js";
import { watchPasting } from "./paste.js";
import { watchAnswers } from "./returns.js";
import { onAnswer, onChange, retryFailed } from "./saving.js";
import { watchSelection } from "./selection.js";
import { watchTrail } from "./trail.js";
import { watchUndo } from "./undo.js";
import { retryUploads } from "./uploads.js";

function sendAll() {
  retryFailed();
  retryUploads();
  askNow();
}

if (page && sheet) {
  // What is saved leaves the device at once: a page that is opened right after would send it again.
  onAnswer(handleAnswer, keepNow);
  onChange(keepSoon);
  onReach({ sending: sendAll, leaving: letGo, clearing: clear });
  watchDetails();
  watchBeside();
  watchDensity();
  watchKeys();
  watchSelection();
  watchEditing();
  watchUndo();
  watchPasting();
  watchEvidence();
  watchAnswers();
  watchTrail();
  window.addEventListener("online", tryNow);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && lineState()) tryNow(); });
  sheet.disabled = false;
  watchFilters();
  watchFindings();
  watchLeaving();
  arrive();
  watchDevice();
  watchOthers();
}
