/* Finds in the tree while one types. A large tree, of which the page holds a part, is searched by the server. */

import { openAbove } from "./folding.js";

const NOTHING = "Tidak ada yang cocok. Periksa ejaannya, atau cari dengan satu kata saja.";

function wordsOf(text) {
  return text.toLocaleLowerCase("id").split(/\s+/).filter(Boolean);
}

/* What a row says of itself, without what hangs below it. */
function textOf(row) {
  const own = row.matches(".simpul") ? ".simpul-code, .simpul-name" : ".indikator-name, .indikator-unit";
  const parts = row.querySelector(".simpul-body, .indikator-body").querySelectorAll(own);
  return Array.from(parts, (part) => part.textContent).join(" ").toLocaleLowerCase("id");
}

function show(row) {
  for (let node = row; node; node = node.parentElement.closest(".simpul")) node.hidden = false;
  openAbove(row);
}

export function watchSearch(tree) {
  const field = document.querySelector("[data-search]");
  if (!field || tree.hasAttribute("data-in-steps") || tree.hasAttribute("data-found-only")) return;
  const rows = Array.from(tree.querySelectorAll(".simpul, .indikator"));
  const notice = document.querySelector("[data-found]");
  let left = null;

  function find() {
    const words = wordsOf(field.value);
    const folds = Array.from(tree.querySelectorAll("details"));
    left = left || folds.filter((details) => details.open);
    folds.forEach((details) => { details.open = left.includes(details); });
    rows.forEach((row) => { row.hidden = words.length > 0; });
    // Where some are out of sight, none is moved.
    tree.toggleAttribute("data-searching", words.length > 0);
    if (!words.length) {
      left = null;
      notice.textContent = "";
      return;
    }
    const found = rows.filter((row) => words.every((word) => textOf(row).includes(word)));
    found.forEach(show);
    notice.textContent = found.length ? `${found.length} bagian dan indikator cocok.` : NOTHING;
  }

  field.addEventListener("input", find);
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  if (field.value) find();
}
