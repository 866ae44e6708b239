/* Filters and search of a sheet that is one page: rows are hidden at once, and the address says what is shown. A row that
   no longer fits, because it was filled, stays until the filter is chosen again. A long sheet is filtered by the server. */

import { announce, sheet } from "./dom.js";
import { bodies } from "./row.js";

const form = document.getElementById("saringan");
const noMatch = document.getElementById("tanpa-cocok");
const links = form ? Array.from(document.querySelectorAll("[data-filter]")) : [];
const search = form ? form.elements.cari : null;
const FITS = {
  belum: (body) => body.dataset.status === "belum_diisi",
  cermati: (body) => body.querySelector("[data-needs-note]:not([hidden]), [data-finding-note][hidden]") !== null,
  dikembalikan: (body) => body.classList.contains("returned-row"),
};
let chosen = "";
let words = new Map();

/* What a search reads of each row: its own words, its code, and the headings above it. */
function readWords() {
  const above = {};
  const found = new Map();
  sheet.querySelectorAll("tbody").forEach((body) => {
    if (body.classList.contains("group")) {
      if (body.classList.contains("group-program")) above.kegiatan = "";
      above[body.classList.contains("group-program") ? "program" : "kegiatan"] = body.textContent;
    } else {
      const own = body.querySelector(".c-indikator").textContent;
      found.set(body, [body.dataset.code, own, above.program, above.kegiatan].join(" ").toLowerCase());
    }
  });
  return found;
}

function fits(body) {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  return (!chosen || FITS[chosen](body)) && wanted.every((word) => words.get(body).includes(word));
}

/* A heading stays while one of its rows does; that of a program also for its kegiatan. */
function arrangeHeadings() {
  let program = null;
  let kegiatan = null;
  sheet.querySelectorAll("tbody").forEach((body) => {
    if (!body.classList.contains("group")) {
      if (body.hidden) return;
      [program, kegiatan].forEach((heading) => { if (heading) heading.hidden = false; });
      return;
    }
    body.hidden = true;
    if (body.classList.contains("group-program")) [program, kegiatan] = [body, null];
    else kegiatan = body;
  });
}

function apply() {
  bodies.forEach((body) => { body.hidden = !fits(body); });
  arrangeHeadings();
  const shown = bodies.filter((body) => !body.hidden).length;
  noMatch.hidden = shown > 0;
  links.forEach((link) => {
    if (link.dataset.filter === chosen && form.contains(link)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  const query = new URLSearchParams();
  if (chosen) query.set("saring", chosen);
  if (search.value.trim()) query.set("cari", search.value.trim());
  const text = query.toString();
  window.history.replaceState(window.history.state, "", window.location.pathname + (text ? "?" + text : "") + window.location.hash);
  return shown;
}

function choose(filter) {
  chosen = filter in FITS ? filter : "";
  announce(`${apply()} baris ditampilkan.`);
}

function countFits() {
  links.forEach((link) => {
    const count = link.querySelector("[data-filter-count]");
    if (count) count.textContent = link.dataset.filter ? bodies.filter(FITS[link.dataset.filter]).length : bodies.length;
  });
}

/* Show a row that somebody is led to, whatever the filter says. */
export function reveal(body) {
  if (!body || !body.hidden) return;
  chosen = "";
  search.value = "";
  apply();
}

function revealTarget() {
  reveal(bodies.find((body) => "#" + body.id === window.location.hash));
}

/* Show what the address asks for; a row that it names is shown with all others. */
function applyAddress() {
  const asked = new URLSearchParams(window.location.search);
  if (!asked.has("baris")) {
    chosen = asked.get("saring") in FITS ? asked.get("saring") : "";
    search.value = asked.get("cari") || "";
  }
  if (chosen || search.value) apply();
  revealTarget();
}

function handleLink(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!form.contains(event.currentTarget)) search.value = "";
  choose(event.currentTarget.dataset.filter);
}

export function watchFilters() {
  if (!form || !("here" in form.dataset)) return;
  words = readWords();
  links.forEach((link) => link.addEventListener("click", handleLink));
  search.addEventListener("input", () => choose(chosen));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(chosen);
  });
  new MutationObserver(countFits).observe(sheet, { subtree: true, attributes: true, attributeFilter: ["data-status", "hidden"] });
  applyAddress();
  window.addEventListener("hashchange", revealTarget);
}
