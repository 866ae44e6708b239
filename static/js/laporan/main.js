/* The pages of a report. */

import { watchForms } from "./forms.js";
import { watchProgress } from "./progress.js";
import { watchScan } from "./scan.js";

watchForms();
watchProgress();
watchScan();
