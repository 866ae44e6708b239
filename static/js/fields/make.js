/* Elements made by a script. */

export function make(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

export function append(parent, children) {
  parent.append(...children);
  return parent;
}
