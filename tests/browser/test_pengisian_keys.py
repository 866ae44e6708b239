"""The entry page as a spreadsheet in real Chromium: keys, blocks, views, and what stands beside a cell."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Indikator, PerjanjianKinerja, Realisasi
from tests.browser.sheet import Sheet, stored
from tests.browser.test_every_page import DESK, PHONE, sideways, violations
from tests.cast import Cast, Office, freeze, make_butir
from tests.files import PDF

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

SHOWN_ROWS = """() => {
    const head = document.querySelector(".entry-table thead th").getBoundingClientRect().bottom;
    return Array.from(document.querySelectorAll(".tr-main"), (row) => row.getBoundingClientRect())
        .filter((box) => box.top >= head - 1 && box.bottom <= window.innerHeight).length;
}"""


def many_rows(office: Office, count: int) -> list[Indikator]:
    """Give the bidang a PK of so many rows, named "Dokumen 1" and so on."""
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="uji", berlaku_mulai=date(2024, 2, 1)
    )
    rows = [
        Indikator.objects.create(
            opd=office.opd,
            unit=office.bidang,
            program=office.program,
            nama=f"Dokumen {number}",
            satuan="Orang/bulan",
            urutan=number,
        )
        for number in range(1, count + 1)
    ]
    for row in rows:
        make_butir(pk, row, ("1", "2", "3", "4"))
    office.pk = freeze(pk)
    return rows


def copied(page: Page, kind: str = "copy") -> str:
    """Return what a copy of now would put on the clipboard."""
    text: str = page.evaluate(
        """(kind) => {
            const data = new DataTransfer();
            document.activeElement.dispatchEvent(
                new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData("text/plain");
        }""",
        kind,
    )
    return text


def test_thirty_rows_by_keyboard_alone(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]
) -> None:
    rows = many_rows(office, 30)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    keys = page.keyboard
    expect(sheet.field(rows[0])).to_be_focused()
    assert page.evaluate(SHOWN_ROWS) >= 14
    assert page.locator(".c-number").all_inner_texts() == [str(number) for number in range(1, 31)]
    for number in range(1, 31):
        keys.type(str(number))
        keys.press("Tab")
        keys.type("Macet")
        keys.press("Tab")
        keys.type("Ulangi")
        keys.press("Enter")
    sheet.all_saved()
    saved = Realisasi.objects.order_by("indikator__urutan").values_list("nilai", "kendala", "tindak_lanjut")
    assert list(saved) == [(Decimal(number), "Macet", "Ulangi") for number in range(1, 31)]
    expect(page.locator("#jumlah-terisi")).to_have_text("30")
    # Nothing is hidden under the head or the edge of the window on the way.
    keys.press("Control+Home")
    for _ in range(29):
        keys.press("ArrowDown")
        assert page.evaluate("""() => {
            const box = document.activeElement.getBoundingClientRect();
            const head = document.querySelector(".entry-table thead th").getBoundingClientRect();
            return box.top >= head.bottom && box.bottom <= window.innerHeight;
        }""")
    expect(sheet.field(rows[29])).to_be_focused()


def test_a_cell_is_selected_or_edited(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    keys = sheet.page.keyboard
    expect(sheet.field(indeks)).to_be_focused()

    # Arrows in four directions, to the edges, and out of the sheet.
    keys.press("ArrowRight")
    expect(sheet.field(indeks, "kendala")).to_be_focused()
    keys.press("ArrowDown")
    expect(sheet.field(dokumen, "kendala")).to_be_focused()
    keys.press("End")
    expect(sheet.field(dokumen, "tindak_lanjut")).to_be_focused()
    keys.press("Control+ArrowDown")
    expect(sheet.field(layanan, "tindak_lanjut")).to_be_focused()
    keys.press("Home")
    expect(sheet.field(layanan)).to_be_focused()
    keys.press("ArrowLeft")
    expect(sheet.field(layanan)).to_be_focused()
    keys.press("Control+End")
    expect(sheet.field(layanan, "tindak_lanjut")).to_be_focused()
    keys.press("Tab")
    expect(sheet.row(layanan).locator(".open-details")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    expect(sheet.field(layanan, "kendala")).to_be_focused()

    # A figure that is typed over another is left with every arrow; F2 gives it its caret.
    keys.press("Home")
    keys.type("11")
    keys.press("ArrowRight")
    expect(sheet.field(layanan, "kendala")).to_be_focused()
    keys.press("Home")
    keys.type("22")
    keys.press("F2")
    keys.press("ArrowLeft")
    keys.type("1")
    expect(sheet.field(layanan)).to_have_value("212")
    keys.press("Escape")
    expect(sheet.field(layanan)).to_have_value("11")
    keys.press("Delete")
    keys.press("ArrowRight")

    # A text: typing replaces, F2 edits with arrows of its own, Alt+Enter is a new line, Escape gives back.
    text = sheet.field(layanan, "kendala")
    keys.type("Listrik")
    keys.press("Enter")
    expect(text).to_be_focused()
    keys.press("F2")
    keys.press("Alt+Enter")
    keys.type("padam")
    keys.press("ArrowUp")
    expect(text).to_be_focused()
    expect(text).to_have_value("Listrik\npadam")
    keys.press("Shift+Enter")
    expect(sheet.field(dokumen, "kendala")).to_be_focused()
    keys.press("ArrowDown")
    keys.type("x")
    expect(text).to_have_value("x")
    keys.press("Escape")
    expect(text).to_have_value("Listrik\npadam")
    # One line where it is read, room where it is written.
    height = text.evaluate("node => node.clientHeight")
    keys.press("F2")
    assert text.evaluate("node => node.clientHeight") > 2 * height
    keys.press("Escape")

    # By mouse: the first click selects, the second one edits.
    sheet.field(dokumen, "kendala").click()
    expect(sheet.field(dokumen, "kendala")).to_have_attribute("data-mode", "selected")
    sheet.field(dokumen, "kendala").click()
    expect(sheet.field(dokumen, "kendala")).to_have_attribute("data-mode", "edited")

    # Details, and the way back; a question is gone to before them.
    keys.press("Control+Enter")
    expect(sheet.field(dokumen, "faktor_pendorong")).to_be_focused()
    keys.type("Cepat")
    keys.press("Escape")
    expect(sheet.field(dokumen, "faktor_pendorong")).to_have_value("")
    keys.press("Escape")
    expect(sheet.field(dokumen)).to_be_focused()
    expect(sheet.field(dokumen, "faktor_pendorong")).to_be_hidden()
    keys.type("1.234")
    keys.press("Enter")
    expect(sheet.state(dokumen)).to_have_text("Periksa")
    keys.press("ArrowUp")
    keys.press("Control+Enter")
    expect(sheet.message(dokumen).get_by_role("button").first).to_be_focused()
    sheet.page.reload()
    expect(sheet.field(indeks)).to_be_focused()
    sheet.page.goto(f"{sheet.page.url}?baris={layanan.pk}")
    expect(sheet.field(layanan)).to_be_focused()
    assert violations(sheet.page) == []


def test_blocks_are_copied_emptied_filled_and_undone(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    page, keys = sheet.page, sheet.page.keyboard
    announced = page.locator("#pengumuman")
    # Columns as they stand in the sheet go straight in, from the cell on.
    sheet.paste(indeks, '80,5\t"Satu\ndua"\tUlangi\n1234,5\tMacet\t')
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen)) == (Decimal("80.5"), Decimal("1234.5"))
    row = Realisasi.objects.get(indikator=indeks)
    assert (row.kendala, row.tindak_lanjut) == ("Satu\ndua", "Ulangi")
    sheet.paste(layanan, "Hujan\tTunda", name="kendala")
    sheet.all_saved()
    assert Realisasi.objects.get(indikator=layanan).tindak_lanjut == "Tunda"

    sheet.field(indeks).focus()
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowRight")
    keys.press("Shift+ArrowRight")
    expect(announced).to_have_text("Blok 2 baris, 3 kolom dipilih.")
    expect(page.locator(".in-block")).to_have_count(6)
    # A figure without dots between thousands, which another sheet may read as decimals.
    block = copied(page)
    assert block == '80,5\t"Satu\ndua"\tUlangi\n1234,5\tMacet\t'
    keys.press("Delete")
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen)) == (None, None)
    assert Realisasi.objects.get(indikator=indeks).kendala == ""
    keys.press("Control+z")
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen)) == (Decimal("80.5"), Decimal("1234.5"))
    assert Realisasi.objects.get(indikator=dokumen).kendala == "Macet"

    # With the mouse: from the focus to a click with Shift, or dragged. One cell fills the block.
    sheet.field(indeks, "kendala").click()
    sheet.field(layanan, "kendala").click(modifiers=["Shift"])
    expect(page.locator(".in-block")).to_have_count(3)
    expect(sheet.field(indeks, "kendala")).to_be_focused()
    paste_here(page, "Sama")
    sheet.all_saved()
    assert set(Realisasi.objects.values_list("kendala", flat=True)) == {"Sama"}
    sheet.field(dokumen).hover()
    page.mouse.down()
    sheet.field(layanan, "kendala").hover()
    page.mouse.up()
    expect(announced).to_have_text("Blok 2 baris, 2 kolom dipilih.")
    assert copied(page, "cut") == "1234,5\tSama\n\tSama"
    sheet.all_saved()
    assert stored(dokumen) is None
    keys.press("Escape")
    expect(page.locator(".in-block")).to_have_count(0)
    # A single cell with line ends comes without the quotes that a spreadsheet puts around it.
    sheet.field(indeks, "tindak_lanjut").click()
    paste_here(page, '"Satu\ndua"')
    expect(sheet.field(indeks, "tindak_lanjut")).to_have_value("Satu\ndua")
    keys.press("Enter")
    sheet.all_saved()


def test_a_pasted_or_dropped_file_is_the_rows_evidence(sheet: Sheet) -> None:
    layanan, _, indeks = sheet.rows
    for indikator, kind in ((indeks, "paste"), (layanan, "drop")):
        sheet.field(indikator).evaluate(
            """(field, [kind, content]) => {
                const data = new DataTransfer();
                data.items.add(new File([content], `${kind}.pdf`, { type: "application/pdf" }));
                const event = kind === "paste"
                    ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true })
                    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
                field.dispatchEvent(event);
            }""",
            [kind, PDF.decode()],
        )
        expect(sheet.row(indikator).locator("[data-bukti-count]")).to_have_text("1 bukti")
        expect(sheet.row(indikator).locator(".bukti-name")).to_have_text([f"{kind}.pdf"])
    expect(sheet.field(layanan)).to_have_value("")


def paste_here(page: Page, text: str) -> None:
    """Paste without moving the focus, which would end a block."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


@pytest.mark.parametrize("with_header", [True, False])
def test_forty_rows_of_four_columns_are_pasted(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str], with_header: bool
) -> None:
    rows = many_rows(office, 40)
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    # In another order than the sheet's: the names say where each line belongs.
    lines = [f"Dokumen {number}\t{number},5\tMacet {number}\tUlangi {number}" for number in range(40, 0, -1)]
    head = ["Indikator\tRealisasi\tKendala\tTindak lanjut"] if with_header else []
    sheet.paste(rows[0], "\n".join(head + lines))
    dialog = page.get_by_role("dialog", name="Periksa tempelan sebelum ditulis")
    expect(dialog).to_contain_text("40 baris akan ditulis.")
    expect(dialog.locator("tbody tr").nth(len(head))).to_contain_text("40. Dokumen 40")
    dialog.get_by_role("button", name="Tulis 40 baris").press("Enter")
    sheet.all_saved()
    saved = Realisasi.objects.order_by("indikator__urutan").values_list("nilai", "kendala", "tindak_lanjut")
    assert list(saved) == [(Decimal(f"{n}.5"), f"Macet {n}", f"Ulangi {n}") for n in range(1, 41)]
    page.keyboard.press("Control+z")
    sheet.all_saved()
    assert not Realisasi.objects.filter(nilai__isnull=False).exists()
    assert not Realisasi.objects.exclude(kendala="", tindak_lanjut="").exists()


def test_the_view_is_chosen_and_what_is_refused_is_not_counted(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    page = sheet.page
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    beside = page.get_by_role("complementary", name="Pembanding baris yang dipilih")
    expect(beside).to_contain_text("1. Indeks keterbukaan")
    sheet.type(layanan, "3")
    page.keyboard.press("Enter")
    expect(beside).to_contain_text("3 / 12 x 100 = 25,00 %")
    words = beside.get_by_role("img").get_attribute("aria-label") or ""
    assert words.startswith("TW I: realisasi 3, target 12; TW II: realisasi belum ada, target 12;")
    # An old capaian does not stand beside what was refused.
    page.keyboard.type("banyak")
    expect(sheet.row(layanan).locator(".capaian")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(sheet.state(layanan)).to_have_text("Perbaiki")
    expect(sheet.row(layanan).locator(".no-capaian")).to_be_visible()
    expect(beside).to_contain_text("Capaian –")
    page.keyboard.press("Control+z")
    expect(sheet.row(layanan).locator(".capaian")).to_have_text("25,00 %")
    expect(sheet.row(layanan).locator(".capaian")).to_be_visible()

    page.get_by_role("button", name="Tampilan lapang").click()
    expect(page.get_by_role("button", name="Tampilan lapang")).to_have_attribute("aria-pressed", "true")
    expect(beside).to_be_hidden()
    assert violations(page) == []
    page.reload()
    # Before the page was there, not after.
    assert page.evaluate("document.documentElement.dataset.density") == "comfortable"
    expect(sheet.row(dokumen).locator(".guide")).to_be_visible()
    page.get_by_role("button", name="Tampilan lapang").click()
    expect(sheet.row(dokumen).locator(".guide")).to_be_hidden()
    wraps = "nodes => Array.from(new Set(nodes.map((node) => getComputedStyle(node).overflowWrap)))"
    assert page.locator(".entry-table :is(td, th)").evaluate_all(wraps) == ["normal"]
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert violations(page) == []
    sheet.field(indeks).focus()
    page.keyboard.press("Shift+ArrowDown")
    assert violations(page) == []


def test_a_thumb_writes_straight_into_a_cell(
    browser: Browser, live_server: LiveServer, office: Office, cast: Cast
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]  # width and height
    page = context.new_page()
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    layanan, *_ = sheet.rows
    text = sheet.field(layanan, "kendala")
    text.tap()
    expect(text).to_have_attribute("data-mode", "edited")
    page.keyboard.type("Satu")
    page.keyboard.press("Enter")  # a new line: nobody has Alt there
    page.keyboard.type("dua")
    expect(text).to_have_value("Satu\ndua")
    sheet.row(layanan).locator(".open-details").tap()
    sheet.all_saved()
    expect(sheet.row(layanan).locator(".context")).to_contain_text("Realisasi TW I 2023")
    expect(sheet.row(layanan).get_by_role("img")).to_be_visible()
    expect(page.get_by_role("complementary", name="Pembanding baris yang dipilih")).to_be_hidden()
    assert sideways(page) <= 0
    assert violations(page) == []
    context.close()
