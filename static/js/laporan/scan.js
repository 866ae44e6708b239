/* The pages of a scan beside those of its document. */

import { watchPicture } from "../pictures/patience.js";

export function watchScan() {
  document.querySelectorAll(".scan-pages img").forEach((image) => watchPicture(image));
}
