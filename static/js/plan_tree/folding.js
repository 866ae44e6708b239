/* What of the tree is open: as it was left on this device, all of it, or nothing. What the page left out of a large tree
   comes when it is opened. */

const FAILED = "Bagian ini belum dapat dimuat. Periksa sambungan, lalu lipat dan buka lagi.";

function detailsOf(tree) {
  return Array.from(tree.querySelectorAll("details[data-node]"));
}

/* A browser may forbid to keep anything: then nothing is remembered. */
function remembered(name) {
  try {
    const kept = JSON.parse(window.localStorage.getItem(name));
    return Array.isArray(kept) ? new Set(kept) : null;
  } catch {
    return null;
  }
}

function remember(name, tree) {
  try {
    const open = detailsOf(tree).filter((details) => details.open).map((details) => details.dataset.node);
    window.localStorage.setItem(name, JSON.stringify(open));
  } catch {
    /* As if it had never been folded. */
  }
}

async function bring(details, ready) {
  const address = details.dataset.far;
  if (!address || details.dataset.coming) return;
  const waiting = details.querySelector("[data-waiting]");
  details.dataset.coming = "1";
  try {
    const answer = await fetch(`${address}&bagian=1`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(FAILED);
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    waiting.replaceWith(part.content);
    delete details.dataset.far;
    ready(details);
  } catch {
    waiting.append(` ${FAILED}`);
  } finally {
    delete details.dataset.coming;
  }
}

export function openAbove(node) {
  for (let details = node.closest("details"); details; details = details.parentElement.closest("details")) {
    details.open = true;
  }
}

function showTarget() {
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (!target) return;
  openAbove(target);
  target.scrollIntoView({ block: "center" });
}

export function watchFolding(tree, ready) {
  const name = tree.dataset.remember;
  const open = name && !tree.hasAttribute("data-found-only") ? remembered(name) : null;
  if (open) detailsOf(tree).forEach((details) => { details.open = open.has(details.dataset.node); });
  // A toggle event does not bubble.
  tree.addEventListener("toggle", (event) => {
    if (event.target.open) bring(event.target, ready);
  }, true);
  tree.addEventListener("click", (event) => {
    // The click comes before the fold.
    if (name && event.target.closest("summary")) window.setTimeout(() => remember(name, tree));
  });
  document.querySelectorAll("[data-fold]").forEach((button) => button.addEventListener("click", () => {
    detailsOf(tree).forEach((details) => {
      if (button.dataset.fold === "closed" || !details.dataset.far) details.open = button.dataset.fold === "open";
    });
    if (name) remember(name, tree);
  }));
  detailsOf(tree).filter((details) => details.open).forEach((details) => bring(details, ready));
  window.addEventListener("hashchange", showTarget);
  showTarget();
}
