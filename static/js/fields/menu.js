/* The menu of a narrow page: a button that says where one is and opens all entries, and below them what is about the
   reader himself. Without this they stand there all the time. */

export function foldMenu(button) {
  const header = button.closest("header");
  header.classList.add("folds");
  button.hidden = false;
  const open = (isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    header.classList.toggle("unfolded", isOpen);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  header.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    button.focus();
  });
}
