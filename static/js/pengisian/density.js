/* The two views of the sheet on a desk: compact, or comfortable by choice. `first_paint` applies the choice. */

import { announce } from "./dom.js";

const button = document.getElementById("kepadatan");

function show() {
  button.setAttribute("aria-pressed", String(document.documentElement.dataset.density === "comfortable"));
}

function change() {
  const root = document.documentElement;
  root.dataset.density = root.dataset.density === "comfortable" ? "compact" : "comfortable";
  try {
    localStorage.setItem("sakip.density", root.dataset.density);
  } catch {
    announce("Peramban ini tidak menyimpan pilihan tampilan; pilihan berlaku sampai halaman dimuat ulang.");
  }
  show();
}

export function watchDensity() {
  show();
  button.addEventListener("click", change);
}
