/* The new order of a list goes to the server, which says what became of it. */

import { orderOf, placeOf, restore } from "./list.js";

const FAILED = "Urutan tidak tersimpan. Periksa sambungan, muat ulang halaman, lalu ulangi.";

const notice = document.querySelector("[data-news]");
const token = document.querySelector("[data-token] [name=csrfmiddlewaretoken]");

export function canSave() {
  return Boolean(notice && token);
}

function say(text, isError) {
  notice.textContent = text;
  notice.toggleAttribute("data-error", isError);
}

async function send(list, before, after) {
  const answer = await fetch(list.dataset.order, {
    method: "POST",
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ csrfmiddlewaretoken: token.value, dilihat: before, urutan: after }),
  });
  if (answer.ok) return;
  const kind = answer.headers.get("Content-Type") || "";
  throw new Error(kind.startsWith("application/json") ? (await answer.json()).pesan : FAILED);
}

export async function save(list, row) {
  const before = list.dataset.seen;
  const after = orderOf(list);
  if (after === before || list.dataset.busy) return;
  list.dataset.busy = "1";
  try {
    await send(list, before, after);
    list.dataset.seen = after;
    say(`Tersimpan: ${row.dataset.name} kini nomor ${placeOf(list, row)} dari ${list.children.length}.`, false);
  } catch (error) {
    restore(list, before);
    say(error instanceof TypeError ? FAILED : error.message, true);
  } finally {
    delete list.dataset.busy;
    // What was moved while the answer was on its way follows.
    if (list.dataset.seen === after && orderOf(list) !== after) save(list, row);
  }
}
