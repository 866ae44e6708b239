/* One box ticks all that may be ticked. */

export function watchChoices(form) {
  const all = form.querySelector("[data-choose-all]");
  const boxes = [...form.querySelectorAll('input[name="pilih"]:not(:disabled)')];
  if (!all || !boxes.length) return;
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", (event) => {
    if (event.target !== all) show(all, boxes);
  });
  show(all, boxes);
}

function show(all, boxes) {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}
