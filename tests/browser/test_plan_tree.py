"""Ordering the plan in real Chromium: by keyboard, by pointer, by numbers; what the server refuses goes back."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import SubKegiatan
from tests.browser.test_every_page import sign_in
from tests.cast import Cast, Office

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
NAMES = ["Layanan Media", "Kedua", "Ketiga"]


@pytest.fixture
def tree(live_server: LiveServer, page: Page, office: Office, cast: Cast) -> Page:
    for number, nama in enumerate(NAMES[1:], start=2):
        SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=nama, urutan=number)
    sign_in(page, live_server, cast.perencana)
    page.goto(f"{live_server.url}/admin/rencana/pohon/")
    return page


def stored() -> list[str]:
    return list(SubKegiatan.objects.order_by("urutan", "pk").values_list("nama", flat=True))


def shown(page: Page) -> list[str]:
    return [row.get_attribute("data-name") or "" for row in page.locator(".simpul-sub_kegiatan").all()]


def handle(page: Page, nama: str) -> Locator:
    return page.get_by_role("button", name=f"Pindahkan sub kegiatan {nama}", exact=True)


def test_arrow_keys_move_a_row_and_keep_the_focus(tree: Page) -> None:
    handle(tree, "Ketiga").focus()
    tree.keyboard.press("ArrowUp")
    expect(tree.get_by_role("status")).to_have_text("Tersimpan: Ketiga kini nomor 2 dari 3.")
    assert stored() == shown(tree) == ["Layanan Media", "Ketiga", "Kedua"]
    expect(handle(tree, "Ketiga")).to_be_focused()
    # Quicker than the answers come: the last place is the one that is stored.
    tree.keyboard.press("ArrowUp")
    tree.keyboard.press("ArrowUp")
    tree.keyboard.press("ArrowDown")
    tree.keyboard.press("ArrowUp")
    expect(tree.get_by_role("status")).to_have_text("Tersimpan: Ketiga kini nomor 1 dari 3.")
    expect(tree.locator("[data-busy]")).to_have_count(0)
    assert stored() == shown(tree) == ["Ketiga", "Layanan Media", "Kedua"]


def test_dragging_a_handle_moves_a_row_among_its_siblings(tree: Page) -> None:
    grip, target = handle(tree, "Ketiga"), tree.locator(".simpul-sub_kegiatan").first
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), target.bounding_box()
    assert start is not None
    assert goal is not None
    tree.mouse.move(start["x"] + 8, start["y"] + 8)
    tree.mouse.down()
    tree.mouse.move(start["x"] + 8, goal["y"] + 60, steps=6)
    tree.mouse.move(start["x"] + 8, goal["y"] + 4, steps=4)
    tree.mouse.up()
    expect(tree.get_by_role("status")).to_have_text("Tersimpan: Ketiga kini nomor 1 dari 3.")
    assert stored() == shown(tree) == ["Ketiga", "Layanan Media", "Kedua"]
    tree.reload()
    assert shown(tree) == ["Ketiga", "Layanan Media", "Kedua"]


def test_escape_takes_a_drag_back(tree: Page) -> None:
    grip = handle(tree, "Layanan Media")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    tree.mouse.move(box["x"] + 8, box["y"] + 8)
    tree.mouse.down()
    tree.mouse.move(box["x"] + 8, box["y"] + 900, steps=5)
    assert shown(tree) == ["Kedua", "Ketiga", "Layanan Media"]
    tree.keyboard.press("Escape")
    tree.mouse.up()
    assert shown(tree) == NAMES
    assert stored() == NAMES


def test_a_tree_that_changed_meanwhile_refuses_and_goes_back(tree: Page) -> None:
    SubKegiatan.objects.filter(nama="Ketiga").update(urutan=0)
    handle(tree, "Kedua").focus()
    tree.keyboard.press("ArrowUp")
    expect(tree.get_by_role("status")).to_contain_text("Susunan ini baru saja diubah orang lain.")
    assert shown(tree) == NAMES
    assert stored() == ["Ketiga", "Layanan Media", "Kedua"]


def test_without_a_script_numbers_do_it(live_server: LiveServer, tree: Page) -> None:
    browser = tree.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, storage_state=tree.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/rencana/pohon/")
    expect(handle(page, "Kedua")).to_have_count(0)
    page.get_by_role("link", name="Atur urutan sub kegiatan").click()
    page.get_by_label("Ketiga").fill("1")
    page.get_by_label("Layanan Media").fill("2")
    page.get_by_role("button", name="Simpan urutan").click()
    expect(page.locator(".messagelist")).to_contain_text("sudah disimpan")
    assert stored() == ["Ketiga", "Layanan Media", "Kedua"]
    context.close()
