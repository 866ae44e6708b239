"""Ordering the plan in real Chromium: by keyboard, by pointer, by numbers; what the server refuses goes back."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import SubKegiatan
from indicators.selectors import plan_parts
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
    page.get_by_role("button", name="Buka semua").click()
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
    expect(tree.locator("[data-news]")).to_have_text("Tersimpan: Ketiga kini nomor 2 dari 3.")
    assert stored() == shown(tree) == ["Layanan Media", "Ketiga", "Kedua"]
    expect(handle(tree, "Ketiga")).to_be_focused()
    # Quicker than the answers come: the last place is the one that is stored.
    tree.keyboard.press("ArrowUp")
    tree.keyboard.press("ArrowUp")
    tree.keyboard.press("ArrowDown")
    tree.keyboard.press("ArrowUp")
    expect(tree.locator("[data-news]")).to_have_text("Tersimpan: Ketiga kini nomor 1 dari 3.")
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
    expect(tree.locator("[data-news]")).to_have_text("Tersimpan: Ketiga kini nomor 1 dari 3.")
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
    expect(tree.locator("[data-news]")).to_contain_text("Susunan ini baru saja diubah orang lain.")
    assert shown(tree) == NAMES
    assert stored() == ["Ketiga", "Layanan Media", "Kedua"]


def test_without_a_script_numbers_do_it(live_server: LiveServer, tree: Page) -> None:
    browser = tree.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, storage_state=tree.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/rencana/pohon/")
    expect(handle(page, "Kedua")).to_have_count(0)
    page.locator("details > summary").filter(has_text="1 kegiatan").click()
    page.locator("details > summary").filter(has_text="3 sub kegiatan").click()
    page.get_by_role("link", name="Atur urutan sub kegiatan").click()
    page.get_by_label("Ketiga").fill("1")
    page.get_by_label("Layanan Media").fill("2")
    page.get_by_role("button", name="Simpan urutan").click()
    expect(page.locator(".messagelist")).to_contain_text("sudah disimpan")
    assert stored() == ["Ketiga", "Layanan Media", "Kedua"]
    context.close()


def test_the_tree_is_folded_searched_walked_and_printed(live_server: LiveServer, tree: Page) -> None:
    layanan = tree.get_by_role("link", name="Layanan Media", exact=True)
    tree.get_by_role("button", name="Lipat semua").click()
    expect(tree.get_by_role("link", name="Program Informasi Publik", exact=True)).to_be_hidden()
    # What was left stays so on this device.
    tree.reload()
    expect(tree.get_by_role("link", name="Program Informasi Publik", exact=True)).to_be_hidden()
    # A search opens the way to what it finds, hides the rest, and gives the folds back.
    tree.get_by_label("Cari kode, nama, atau unit").fill("layanan bidang")
    expect(tree.locator("[data-found]")).to_have_text("1 bagian dan indikator cocok.")
    expect(tree.get_by_role("link", name="Jumlah layanan media")).to_be_visible()
    expect(tree.get_by_role("link", name="Kedua", exact=True)).to_be_hidden()
    tree.get_by_label("Cari kode, nama, atau unit").fill("tidak ada")
    expect(tree.locator("[data-found]")).to_contain_text("Tidak ada yang cocok.")
    tree.get_by_label("Cari kode, nama, atau unit").fill("")
    expect(layanan).to_be_hidden()
    # As in a tree: right goes in, left goes out.
    tree.locator(".simpul-tujuan .simpul-name").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        tree.keyboard.press(key)
    expect(tree.locator(".simpul-program > .simpul-head .simpul-name").first).to_be_focused()
    tree.keyboard.press("ArrowLeft")
    expect(tree.locator(".simpul-sasaran .simpul-name").first).to_be_focused()
    # On paper nothing is folded, and afterwards the screen is as it was.
    tree.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(layanan).to_be_visible()
    tree.emulate_media(media="print")
    for gone in (".sakip-menu", "[data-search]", ".grip", ".breadcrumbs", "[data-fold]"):
        expect(tree.locator(gone).first).to_be_hidden()
    tree.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(layanan).to_be_hidden()


def test_a_large_tree_brings_what_is_opened(
    live_server: LiveServer,
    page: Page,
    office: Office,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    complaints: list[str],
) -> None:
    monkeypatch.setattr(plan_parts, "AT_ONCE", 3)
    sign_in(page, live_server, cast.perencana)
    page.goto(f"{live_server.url}/admin/rencana/pohon/")
    layanan = page.get_by_role("link", name="Layanan Media", exact=True)
    expect(layanan).to_have_count(0)
    for summary in ("indikator di bawah Program Informasi Publik", "indikator di bawah Pengelolaan Informasi"):
        page.locator("summary").filter(has_text=summary).click()
    expect(layanan).to_be_visible()
    page.get_by_label("Cari kode, nama, atau unit").fill("layanan")
    page.get_by_role("button", name="Cari").click()
    expect(page.locator("[data-found]")).to_contain_text("cocok")
    expect(layanan).to_be_visible()
