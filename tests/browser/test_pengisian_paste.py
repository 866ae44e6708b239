"""Pasting blocks into the entry page in real Chromium: nothing is written before it was shown."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Realisasi
from tests.browser.sheet import Sheet, stored
from tests.browser.test_every_page import PHONE, sideways, violations

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database

# Rows of the sheet from the top: Indeks (target 60), Dokumen (8 in the year, 2 in TW I), Layanan (12).
BLOCK = (
    "Target\tRealisasi\tHambatan\n"
    '78\t80,5\t"Baris satu\nbaris dua"\n'
    "2\tbelum ada\t\n"
    "12\t3\tMacet\n"
    "92\t99\tJUMLAH\n"
    "5\t6\tLebih\n"
)


@pytest.mark.django_db(transaction=True)
def test_a_block_is_shown_before_it_is_written(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    dialog = sheet.page.get_by_role("dialog", name="Periksa tempelan sebelum ditulis")
    sheet.paste(indeks, BLOCK)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("3 baris akan ditulis. 3 baris tempelan tidak dipakai.")
    expect(dialog.locator("tbody tr")).to_have_count(6)
    lines = dialog.locator("tbody tr")
    expect(lines.nth(0)).to_contain_text("Judul kolom: tidak ditulis.")
    expect(lines.nth(1)).to_contain_text("Indeks keterbukaan")
    expect(lines.nth(1)).to_contain_text("Realisasi: 80,5")
    expect(lines.nth(2)).to_contain_text("Bukan angka; sel ini akan ditandai")
    expect(lines.nth(4)).to_contain_text("Baris jumlah: tidak ditulis.")
    expect(lines.nth(5)).to_contain_text("Lembar tidak punya baris lagi: tidak ditulis.")
    for size in (PHONE, {"width": 1366, "height": 768}):
        sheet.page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        assert violations(sheet.page) == []
        assert sideways(sheet.page) <= 0

    # Escape writes nothing and gives the cell back.
    sheet.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(sheet.field(indeks)).to_be_focused()
    sheet.all_saved()
    assert not Realisasi.objects.exists()

    # By keyboard alone, with another column chosen.
    sheet.paste(indeks, BLOCK)
    dialog.get_by_label("Kolom 3").select_option("tindak_lanjut")
    expect(lines.nth(3)).to_contain_text("Tindak lanjut: Macet")
    dialog.get_by_label("Kolom 3").press("Tab")
    sheet.page.keyboard.press("Shift+Tab")
    dialog.get_by_role("button", name="Tulis 3 baris").press("Enter")
    expect(dialog).to_be_hidden()
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.state(dokumen)).to_have_text("Perbaiki")
    assert (stored(indeks), stored(layanan)) == (Decimal("80.5"), Decimal(3))
    assert Realisasi.objects.get(indikator=indeks).tindak_lanjut == "Baris satu\nbaris dua"
    # What was refused stays in sight with its sentence.
    expect(sheet.field(dokumen)).to_have_value("belum ada")
    expect(sheet.message(dokumen)).to_contain_text("bukan angka")

    sheet.page.locator("#urungkan").click()
    sheet.all_saved()
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (None, None, None)
    expect(sheet.field(dokumen)).to_have_value("")


@pytest.mark.django_db(transaction=True)
def test_figures_for_a_text_are_asked_where_they_belong(sheet: Sheet) -> None:
    layanan, dokumen, _indeks = sheet.rows
    dialog = sheet.page.get_by_role("dialog")
    sheet.paste(dokumen, "2\n12\n", name="kendala", html="<table><tr><td>2</td></tr></table>")
    expect(dialog).to_contain_text("Pilih dahulu kolom mana yang berisi realisasi atau uraian.")
    expect(dialog.locator("[data-write]")).to_be_disabled()
    dialog.get_by_label("Kolom 1").select_option("realisasi")
    dialog.get_by_role("button", name="Tulis 2 baris").click()
    sheet.all_saved()
    assert (stored(dokumen), stored(layanan)) == (Decimal(2), Decimal(12))
    assert not Realisasi.objects.exclude(kendala="").exists()


ROWS = [
    {"nama": "Indeks", "satuan": "Poin", "known": ["60", "60"], "letters": []},
    {"nama": "Dokumen", "satuan": "Dokumen", "known": ["2", "8"], "letters": []},
    {"nama": "Opini", "satuan": "Predikat", "known": ["WTP", "WTP"], "letters": ["WTP", "WDP"]},
]
GUESSES = [
    # block, cell that it was pasted into -> kinds of the lines, meaning of the columns
    ("60\t55\n2\t1", "realisasi", "dd", ["target", "realisasi"]),
    ("55\t60\n1\t2", "realisasi", "dd", ["realisasi", "target"]),
    ("60\t60\n2\t2", "realisasi", "dd", ["target", "realisasi"]),
    ("55\t54\n1\t3", "realisasi", "dd", ["", ""]),
    ("55\tMacet\tUlangi\n1\tHujan\tTunda", "realisasi", "dd", ["realisasi", "kendala", "tindak_lanjut"]),
    ("1. Dokumen\tDokumen\t1\n2. Indeks\tPoin\t55", "realisasi", "dd", ["indikator", "", "realisasi"]),
    ("No\tTarget\tRealisasi\n(1)\t(2)\t(3)\n1\t60\t55", "realisasi", "hhd", ["", "target", "realisasi"]),
    (
        "Realisasi\tFaktor penghambat\tRencana Tindak Lanjut\n55\tHujan\tTunda\n1\tMacet\tUlangi",
        "realisasi",
        "hdd",
        ["realisasi", "kendala", "tindak_lanjut"],
    ),
    ("Realisasi TW I\n55\n1", "realisasi", "hdd", ["realisasi"]),
    ("Target 2024\n60\n2", "realisasi", "hdd", ["target"]),
    ("55\n1\nJumlah", "realisasi", "ddj", ["realisasi"]),
    ("Hujan\nMacet", "kendala", "dd", ["kendala"]),
    ("55\n1", "kendala", "dd", [""]),
]
CELLS = [
    ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
    ('"a\nb ""c"""\tx\n', [['a\nb "c"', "x"]]),
    ('"Macet" kata warga\t"\n19" layar\t2\n', [['"Macet" kata warga', '"'], ['19" layar', "2"]]),
    ("80\n\n6\n", [["80"], [""], ["6"]]),
]
FIGURES = {
    "2 dok": True,
    "Rp2.360.141.080": True,
    "(5.000)": True,
    "81,18 %": True,
    "1:17,9": True,
    "12 (dua belas) dokumen": True,
    "-3": True,
    "JUMLAH": False,
    "belum ada": False,
    "TW I 2024": False,
    "": False,
}


def test_blocks_are_read_as_they_are_meant(page: Page, live_server: LiveServer) -> None:
    """The pure half of pasting and of the history, through the browser that runs it."""
    page.goto(live_server.url + reverse("admin:login"))

    def run(module: str, body: str, data: Any) -> Any:
        return page.evaluate(
            f"async (data) => {{ const m = await import('/static/js/pengisian/{module}.js'); {body} }}", data
        )

    cells = run("clipboard", "return data.map((text) => m.readCells(text));", [text for text, _ in CELLS])
    assert cells == [expected for _, expected in CELLS]
    figures = run("clipboard", "return data.map((text) => m.looksLikeFigure(text));", list(FIGURES))
    assert dict(zip(FIGURES, figures, strict=True)) == FIGURES
    same = [["1.200,50", "1200,5 dok"], ["Rp2.000", "2000"], ["0,50", ".5"], ["1:17,9", "17.9"], ["12", "12,1"]]
    keys = run("clipboard", "return data.map(([a, b]) => m.sameFigureKey(a) === m.sameFigureKey(b));", same)
    assert keys == [True, True, False, True, False]
    guess = """const { readCells } = await import('/static/js/pengisian/clipboard.js');
        return data.blocks.map(([text, anchor]) => {
            const lines = m.readLines(readCells(text), data.rows, 0);
            return [lines.map((line) => line.kind), m.guessColumns(lines, data.rows, 0, anchor)];
        });"""
    found = run("placement", guess, {"rows": ROWS, "blocks": [[text, anchor] for text, anchor, _, _ in GUESSES]})
    words = {"d": "data", "h": "judul", "j": "jumlah"}
    for (text, anchor, kinds, roles), answer in zip(GUESSES, found, strict=True):
        assert answer == [[words[kind] for kind in kinds], roles], (text, anchor)

    history = run(
        "history",
        """const history = new m.History(), seen = [];
        const step = (label, before, after) => ({ label, changes: [{ row: 1, name: 'realisasi', before, after }] });
        history.push(step('a', { text: '', exact: '' }, { text: '1.234', exact: '' }));
        history.settle(1, 'realisasi', '1.234', { text: '1,234', exact: '1.234' });
        history.push(step('b', { text: '1,234', exact: '1.234' }, { text: '5', exact: '' }));
        seen.push(history.undo().label, history.undo().label, history.undo() === undefined);
        seen.push(history.redo().changes[0].after.exact);
        history.push(step('c', { text: '1', exact: '' }, { text: '2', exact: '' }));
        seen.push(history.redo() === undefined, history.last().label);
        return seen;""",
        None,
    )
    assert history == ["b", "a", True, "1.234", True, "c"]
