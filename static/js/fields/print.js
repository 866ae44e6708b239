/* What is folded on a page is printed unfolded: but for how a figure came about, and what was not fetched. */

const FOLDED = "#content details:not([open], [data-far], .choose-office, table details, .capaian-details)";

export function unfoldForPrint() {
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll(FOLDED));
    closed.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => {
    closed.forEach((details) => { details.open = false; });
    closed = [];
  });
}
