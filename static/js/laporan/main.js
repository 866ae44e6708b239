/* The page of a report. */

import { watchForms } from "./forms.js";
import { watchProgress } from "./progress.js";

watchForms();
watchProgress();
