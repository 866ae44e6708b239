/* Orders siblings of the plan by dragging their handle, or by the arrow keys on it; every list keeps to itself. The page
   orders by number without this; here the new order goes to the same address at once. */

import { watchDragging } from "./dragging.js";
import { watchKeys } from "./keys.js";
import { canSave } from "./saving.js";

if (canSave()) {
  document.querySelectorAll(".script-only").forEach((node) => { node.hidden = false; });
  document.querySelectorAll("[data-grip]").forEach((handle) => {
    watchDragging(handle);
    watchKeys(handle);
  });
}
