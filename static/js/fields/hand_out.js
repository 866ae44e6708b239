/* What is shown once may be copied or printed: the buttons appear where a script can do it. */

async function copy(button, said) {
  const items = Array.from(document.querySelectorAll(`${button.dataset.copy} code`), (item) => item.textContent);
  try {
    await navigator.clipboard.writeText(items.join("\n"));
    said.textContent = "Sudah disalin.";
  } catch {
    said.textContent = "Peramban tidak mengizinkan penyalinan. Pilih kodenya, lalu salin sendiri.";
  }
}

export function handOut(tools) {
  const said = tools.querySelector("[data-copied]");
  tools.querySelector("[data-copy]").addEventListener("click", (event) => copy(event.currentTarget, said));
  tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  tools.hidden = false;
}
