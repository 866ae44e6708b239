"""What a page keeps on the device of its typist, as the browser has it."""

import json

from playwright.sync_api import Page

TENTHS = 50


def kept(page: Page) -> list[str]:
    """Return the items that the device keeps, whose ever they are, each as JSON."""
    items = page.evaluate(
        """() => new Promise((resolve) => {
            indexedDB.open("sakip").onsuccess = (opened) => {
                const store = opened.target.result.transaction("isian").objectStore("isian");
                store.getAll().onsuccess = (found) => resolve(found.target.result);
            };
        })"""
    )
    return [json.dumps(item) for item in items]


def expect_kept(page: Page, number: int, *texts: str) -> None:
    """Wait until the device keeps so many items, and in them these texts as cells; it writes a moment after a key."""
    cells = [json.dumps({"text": text})[1:-1] for text in texts]
    for _ in range(TENTHS):
        items = kept(page)
        if len(items) == number and all(any(cell in item for item in items) for cell in cells):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not {number} items with {texts}: {items}")
