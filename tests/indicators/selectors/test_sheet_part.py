"""Which rows a page shows: steps where headings begin, filters and words, and the row that an address names."""

from collections.abc import Sequence

import pytest

from indicators.selectors.sheet_part import ONE_PAGE, STEP_ROWS, RowMarks, SheetFilter, SheetPart, Wanted, choose_part

BELUM, CERMATI, DIKEMBALIKAN = SheetFilter


def mark(pk: int, kelompok: str = "Kegiatan", *, terisi: bool = False, cermati: bool = False) -> RowMarks:
    found = {BELUM} if not terisi else set()
    nama = f"Indikator {pk}"
    kata = f"2.16.{pk} {nama} program {kelompok}".casefold()
    return RowMarks(pk, nama, ("Program", kelompok), kata, terisi, frozenset(found | ({CERMATI} if cermati else set())))


def sheet(*groups: int) -> list[RowMarks]:
    """Return rows numbered from 1 in groups of these lengths, every tenth filled."""
    names = [f"Kegiatan {number}" for number, length in enumerate(groups, start=1) for _ in range(length)]
    return [mark(pk, name, terisi=pk % 10 == 0) for pk, name in enumerate(names, start=1)]


def spans(part: SheetPart) -> list[tuple[int, int]]:
    return [(step.awal, step.akhir) for step in part.langkah]


def ids(rows: Sequence[RowMarks], part: SheetPart) -> list[int]:
    return [rows[at].id for at in part.baris]


def test_a_sheet_that_fits_is_one_page_whatever_is_asked() -> None:
    rows = sheet(ONE_PAGE)
    part = choose_part(rows, Wanted(langkah=3, saring=BELUM, cari="indikator 10"))
    assert (len(part.baris), part.langkah, part.bertahap, part.terisi_lain) == (ONE_PAGE, (), False, 0)
    assert part.jumlah == {BELUM: 135, CERMATI: 0, DIKEMBALIKAN: 0}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        # Whole groups as long as they fit, then the next step.
        ((60, 40, 60), [(1, 100), (101, 160)]),
        ((60, 41, 60), [(1, 60), (61, 101), (102, 161)]),
        # One that is too long for a step is cut evenly, and what follows fills up its last piece.
        ((250, 10), [(1, 83), (84, 166), (167, 260)]),
        ((1500,), [(1 + 100 * n, 100 + 100 * n) for n in range(15)]),
    ],
)
def test_steps_begin_where_headings_do(groups: tuple[int, ...], expected: list[tuple[int, int]]) -> None:
    part = choose_part(sheet(*groups), Wanted())
    assert spans(part) == expected
    assert all(step.jumlah <= STEP_ROWS for step in part.langkah)
    assert part.bertahap


def test_steps_cover_every_row_once_and_count_what_is_filled() -> None:
    rows = sheet(70, 3, 1, 220, 99, 5)
    steps = choose_part(rows, Wanted()).langkah
    shown = [pk for step in steps for pk in ids(rows, choose_part(rows, Wanted(langkah=step.nomor)))]
    assert shown == [row.id for row in rows]
    assert sum(step.terisi for step in steps) == sum(row.terisi for row in rows) == 39
    second = choose_part(rows, Wanted(langkah=2))
    assert second.kini is not None
    assert second.terisi_lain == 39 - second.kini.terisi
    assert (second.sebelum, second.sesudah) == (steps[0], steps[2])


def test_a_step_is_named_by_its_headings() -> None:
    first, second = choose_part(sheet(60, 40, 60), Wanted()).langkah
    assert (first.judul, second.judul) == ("Kegiatan 1 s.d. Kegiatan 2", "Kegiatan 3")


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (1, 1), (2, 2), (99, 2)])
def test_a_step_that_does_not_exist_is_the_nearest(asked: int, shown: int) -> None:
    part = choose_part(sheet(100, 60), Wanted(langkah=asked))
    assert part.kini is not None
    assert part.kini.nomor == shown


def test_filter_and_words_narrow_together_and_are_stepped_anew() -> None:
    rows = [*sheet(160), mark(500, "Arsip", cermati=True)]
    assert ids(rows, choose_part(rows, Wanted(saring=CERMATI))) == [500]
    assert ids(rows, choose_part(rows, Wanted(cari=" ARSIP  2.16.5 "))) == [500]
    assert ids(rows, choose_part(rows, Wanted(saring=CERMATI, cari="kegiatan"))) == []
    blank = choose_part(rows, Wanted(saring=BELUM))
    assert (blank.cocok, spans(blank)) == (145, [(1, 72), (73, 145)])
    # What stands elsewhere counts for the whole sheet.
    assert blank.terisi_lain == 16


def test_nothing_found_is_no_step_of_a_long_sheet() -> None:
    part = choose_part(sheet(160), Wanted(cari="tiada"))
    assert (list(part.baris), part.kini, part.cocok, part.bertahap) == ([], None, 0, True)


def test_a_named_row_is_on_the_page_whatever_else_is_asked() -> None:
    rows = sheet(100, 60)
    part = choose_part(rows, Wanted(saring=CERMATI, cari="tiada", baris=130))
    assert part.kini is not None
    assert part.kini.nomor == 2
    assert 130 in ids(rows, part)
    assert not part.diminta.narrows


def test_a_row_that_is_not_the_units_changes_nothing() -> None:
    part = choose_part(sheet(100, 60), Wanted(langkah=2, baris=9999))
    assert part.kini is not None
    assert part.kini.nomor == 2
