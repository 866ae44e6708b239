/* The tree of the plan: folded and searched in place, walked with the arrow keys. For who may order
   it, siblings are moved by dragging their handle, or by the arrow keys on it; every list keeps to itself. The page
   searches, opens and orders by number without this. */

import { watchDragging } from "./dragging.js";
import { watchFolding } from "./folding.js";
import { watchKeys } from "./keys.js";
import { canSave } from "./saving.js";
import { watchSearch } from "./search.js";
import { watchWalking } from "./walking.js";

function watchHandles(part) {
  if (!canSave()) return;
  part.querySelectorAll("[data-grip]").forEach((handle) => {
    handle.hidden = false;
    watchDragging(handle);
    watchKeys(handle);
  });
}

const tree = document.querySelector("[data-tree]");
if (tree) {
  document.querySelectorAll(".fold-buttons, [data-guide]").forEach((node) => { node.hidden = false; });
  watchFolding(tree, watchHandles);
  watchWalking(tree);
  watchSearch(tree);
  watchHandles(tree);
}
