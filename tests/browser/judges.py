"""What a page is judged by besides axe: the size of what is pointed at, and the words that somebody meets on it."""

from playwright.sync_api import Locator, Page

from tests.english import english_in

# Links within a sentence are as high as its lines (WCAG 2.5.8 exempts them), and what only a keyboard or a screen
# reader meets is not pointed at.
_SMALL = """() => {
  const isInSentence = (link) => {
    if (link.tagName !== "A" || getComputedStyle(link).display !== "inline") return false;
    let around = link.parentElement;
    while (getComputedStyle(around).display === "inline") around = around.parentElement;
    return around.textContent.trim().length > link.textContent.trim().length;
  };
  const boxOf = (node) => {
    const { width, height, right, bottom } = node.getBoundingClientRect();
    const label = /checkbox|radio/.test(node.type) && node.closest("label");
    const around = label ? label.getBoundingClientRect() : { width, height };
    return { width: Math.max(width, around.width), height: Math.max(height, around.height), right, bottom };
  };
  const pointed = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const found = [];
  for (const node of document.querySelectorAll(pointed)) {
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { width, height, right, bottom } = boxOf(node);
    if (width <= 1 || height <= 1 || right <= 0 || bottom <= 0 || isInSentence(node)) continue;
    const isPressed = node.matches("button, input, select, textarea, .btn, .sakip-menu a");
    const needed = isPressed && !/checkbox|radio/.test(node.type) ? 44 : 24;
    if (height < needed - 0.5 || width < 23.5) {
      const name = (node.textContent.trim() || node.getAttribute("aria-label") || node.name || "").slice(0, 40);
      const size = `${Math.round(width)} x ${Math.round(height)}`;
      found.push(`${node.tagName.toLowerCase()}.${node.className} “${name}” ${size}`);
    }
  }
  return [...new Set(found)];
}"""

# Folded and hidden parts too: somebody opens them.
_SAID = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (!parent.closest("script, style, code, noscript")) texts.push(data);
  }
  for (const node of document.querySelectorAll("body *")) {
    for (const name of ["aria-label", "title", "placeholder", "alt", "label", "abbr", "aria-roledescription"]) {
      if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
    }
    if (/^(submit|button|reset)$/.test(node.type) && node.value) texts.push(node.value);
  }
  return [document.title, ...texts];
}"""


def follow(page: Page, pressed: Locator) -> None:
    """Press what leads to another page and wait for that one: a click alone returns while the old one still stands, or
    none does, and whoever judges then judges what he did not ask for."""
    with page.expect_navigation():
        pressed.click()


def too_small(page: Page) -> list[str]:
    """Return what a thumb misses: below 24 px, or 44 px for what is pressed or typed into."""
    found: list[str] = page.evaluate(_SMALL)
    return found


def english_on(page: Page) -> list[str]:
    """Return the texts with English words, each with them."""
    texts: list[str] = page.evaluate(_SAID)
    return [f"{found}: {text.strip()[:80]}" for text in dict.fromkeys(texts) if (found := english_in(text))]
