/* Rows of a long sheet that stand in other steps than this one: where a pasted line belongs that has no row here. */

import { nameKey } from "./clipboard.js";

const template = document.getElementById("baris-langkah-lain");
const lists = template ? Array.from(template.content.querySelectorAll("[data-step]")) : [];
const named = new Map();
lists.forEach((list) => {
  Array.from(list.children).forEach((item) => {
    const key = nameKey(item.textContent);
    if (!named.has(key)) named.set(key, Number(list.dataset.step));
  });
});
const following = lists.filter((list) => "after" in list.dataset);

/* The step that holds a row of that name; undefined when none does. */
export function stepNamed(key) {
  return named.get(key);
}

/* The step of the row that stands so many rows after the last one here; undefined behind the last of all. */
export function stepAfter(count) {
  let left = count;
  const list = following.find((item) => {
    left -= item.children.length;
    return left <= 0;
  });
  return list && Number(list.dataset.step);
}
