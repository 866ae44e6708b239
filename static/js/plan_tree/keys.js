/* The arrow keys on a handle move its row. */

import { shift } from "./list.js";
import { save } from "./saving.js";

const DIRECTIONS = { ArrowUp: -1, ArrowDown: 1 };

export function watchKeys(handle) {
  handle.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const row = handle.closest("li");
    if (shift(row, direction)) save(row.parentElement, row);
  });
}
