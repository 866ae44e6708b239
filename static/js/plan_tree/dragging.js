/* A row follows the pointer that holds its handle; Escape puts it back. */

import { moveTo, orderOf, restore } from "./list.js";
import { save } from "./saving.js";

/* Nearer to the edge of the window than this, the page scrolls along. */
const EDGE = 60;
const SCROLL = 16;

function scrollAlong(y) {
  if (y < EDGE) window.scrollBy(0, -SCROLL);
  if (y > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
}

function drag(handle, row, pointerId) {
  const list = row.parentElement;
  const before = orderOf(list);
  const watching = new AbortController();
  const { signal } = watching;

  function end(keep) {
    watching.abort();
    row.classList.remove("dragged");
    if (keep) save(list, row); else restore(list, before);
  }

  row.classList.add("dragged");
  handle.setPointerCapture(pointerId);
  handle.addEventListener("pointermove", (event) => {
    moveTo(list, row, event.clientY);
    scrollAlong(event.clientY);
  }, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); }, { signal });
}

export function watchDragging(handle) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    drag(handle, handle.closest("li"), event.pointerId);
  });
}
