/* A list of siblings: which order its rows stand in, and how one of them moves. */

const TALLEST = 160;

function rowsOf(list) {
  return Array.from(list.children);
}

/* The ids of the rows as they stand, in one text: the server takes and gives them so. */
export function orderOf(list) {
  return rowsOf(list).map((row) => row.dataset.id).join(",");
}

/* The place of a row, counted from 1. */
export function placeOf(list, row) {
  return rowsOf(list).indexOf(row) + 1;
}

export function restore(list, order) {
  const byId = new Map(rowsOf(list).map((row) => [row.dataset.id, row]));
  list.append(...order.split(",").map((id) => byId.get(id)));
}

/* Move a row by one place, up or down, and say whether there was one. The neighbours step aside instead of the row
   itself: an element that leaves the page, even for a moment, loses the focus and the pointer. */
export function shift(row, direction) {
  const sibling = direction < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!sibling) return false;
  if (direction < 0) row.after(sibling); else row.before(sibling);
  return true;
}

/* Move a row to where the pointer is. */
export function moveTo(list, row, y) {
  const all = rowsOf(list);
  const others = all.filter((sibling) => sibling !== row);
  const below = others.findIndex((sibling) => {
    const box = sibling.getBoundingClientRect();
    return y < box.top + Math.min(box.height, TALLEST) / 2;
  });
  const target = below < 0 ? others.length : below;
  for (let at = all.indexOf(row); at !== target; at += Math.sign(target - at)) shift(row, target - at);
}
