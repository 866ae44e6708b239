/* Rows: opened to their texts, marked for a return, found from the list of what is odd. */

function openRow(row, open) {
  const button = row.querySelector(".open-row");
  button.setAttribute("aria-expanded", String(open));
  row.classList.toggle("is-open", open);
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
}

export function rowNamed(key) {
  return document.getElementById("baris-" + key);
}

/* A row that the chosen filter hides is shown with all others. */
export function showRow(row) {
  if (row.offsetParent === null) {
    const all = document.getElementById("saring-semua");
    if (all) all.checked = true;
  }
}

function watchMarks(page, rows) {
  const count = page.querySelector("[data-marked]");
  if (!count) return;
  const tell = () => {
    const marked = page.querySelectorAll("input[name=baris]:checked").length;
    count.textContent = marked ? marked + " baris ditandai" : "";
  };
  rows.forEach((row) => {
    const box = row.querySelector(".c-choose input");
    box.addEventListener("change", () => {
      if (box.checked) openRow(row, true);
    });
  });
  page.addEventListener("change", tell);
  tell();
}

function find(row) {
  document.querySelectorAll(".is-found").forEach((other) => other.classList.remove("is-found"));
  showRow(row);
  openRow(row, true);
  row.classList.add("is-found");
}

function watchAll(rows) {
  const button = document.getElementById("buka-semua");
  if (!button) return;
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Tutup semua uraian" : "Buka semua uraian";
    rows.forEach((row) => openRow(row, open));
  });
}

export function watchRows(page) {
  const rows = Array.from(page.querySelectorAll(".review-row"));
  rows.forEach((row) => row.classList.toggle("is-open", row.querySelector(".open-row").getAttribute("aria-expanded") === "true"));
  page.addEventListener("click", (event) => {
    const button = event.target.closest(".open-row");
    if (button) openRow(button.closest(".review-row"), button.getAttribute("aria-expanded") !== "true");
    const link = event.target.closest("[data-to-row]");
    if (link) find(rowNamed(link.dataset.toRow));
  });
  page.addEventListener("change", (event) => {
    if (event.target.id !== "saring-berubah") return;
    rows.filter((row) => row.classList.contains("in-changed")).forEach((row) => openRow(row, true));
  });
  watchMarks(page, rows);
  watchAll(rows);
  const named = location.hash.startsWith("#baris-") ? document.getElementById(location.hash.slice(1)) : null;
  if (named) {
    find(named);
    named.scrollIntoView({ block: "center" });
  }
}
