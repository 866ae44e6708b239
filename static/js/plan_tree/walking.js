/* The arrow keys on the name of a node: up and down to the next one in sight, right into it, left out of it. */

function nodes(tree) {
  return Array.from(tree.querySelectorAll(".simpul")).filter((node) => node.checkVisibility());
}

function foldOf(node) {
  return node.querySelector(":scope > details[data-node]");
}

function beside(tree, node, step) {
  const all = nodes(tree);
  return all[all.indexOf(node) + step];
}

function into(tree, node) {
  const fold = foldOf(node);
  if (!fold) return null;
  if (fold.open) return fold.querySelector(".simpul");
  fold.open = true;
  return null;
}

function outOf(tree, node) {
  const fold = foldOf(node);
  if (!fold || !fold.open) return node.parentElement.closest(".simpul");
  fold.open = false;
  return null;
}

const STEPS = {
  ArrowUp: (tree, node) => beside(tree, node, -1),
  ArrowDown: (tree, node) => beside(tree, node, 1),
  ArrowRight: into,
  ArrowLeft: outOf,
  Home: (tree) => nodes(tree)[0],
  End: (tree) => nodes(tree).at(-1),
};

export function watchWalking(tree) {
  tree.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!event.target.matches(".simpul-name, details[data-node] > summary")) return;
    event.preventDefault();
    const next = step(tree, event.target.closest(".simpul"));
    if (next) next.querySelector(".simpul-name").focus();
  });
}
