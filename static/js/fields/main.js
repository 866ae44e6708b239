/* What every page does for its fields, whatever language the browser speaks: days from a calendar, chosen files by
   their names, sentences where something is missing. And for itself: the menu that folds on a phone, what is printed. */

import { watchDays } from "./calendar.js";
import { dressFiles } from "./files.js";
import { handOut } from "./hand_out.js";
import { foldMenu } from "./menu.js";
import { watchMissing } from "./missing.js";
import { unfoldForPrint } from "./print.js";

document.querySelectorAll("input[data-day]").forEach(watchDays);
document.querySelectorAll("input[type=file]").forEach(dressFiles);
document.querySelectorAll("[data-menu]").forEach(foldMenu);
document.querySelectorAll("[data-recovery]").forEach(handOut);
watchMissing();
unfoldForPrint();
