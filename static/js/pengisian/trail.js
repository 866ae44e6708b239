/* The history of a row over the sheet: its page, in a window. Without it, or for a new tab, the link leads there. */

import { createButton, createNode, page, sentHeaders } from "./dom.js";

async function read(address) {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", headers: sentHeaders() });
  if (!answer.ok) return null;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  return parsed.querySelector("[data-row-history]");
}

function open(content) {
  const dialog = createNode("dialog", "row-history-window");
  const heading = createNode("h2", "", "Riwayat isian");
  heading.id = "judul-riwayat-baris";
  dialog.setAttribute("aria-labelledby", heading.id);
  const bar = createNode("div", "sakip-toolbar");
  const close = createButton("Tutup", "", () => dialog.close());
  bar.append(close);
  dialog.append(heading, document.adoptNode(content), bar);
  dialog.addEventListener("close", () => dialog.remove());
  page.append(dialog);
  dialog.showModal();
}

export function watchTrail() {
  page.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-row-history]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const content = await read(link.href).catch(() => null);
    if (content) open(content);
    else window.location.assign(link.href);
  });
}
