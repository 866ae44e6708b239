"""Quarter targets that could be written either way: who is asked, and who has said it already."""

from typing import Any

import pytest

from indicators.exchange.workbook.downloads import flat_book, plan_book
from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import ButirPK, Pengguna, PerangkatDaerah, PeriodeRenstra, PerjanjianKinerja
from tests.indicators.exchange.workbook.tools import make_book, said, small_office

pytestmark = pytest.mark.one_database

PILIHAN = BookChoices(tahun=2026, renstra_awal=2025, renstra_akhir=2029)
TW = ["Target TW I", "Target TW II", "Target TW III", "Target TW IV"]
WRITTEN = "Target triwulan ditulis"
ASKED = "atau “Sejak awal tahun” (setahun"
Kantor = tuple[PerangkatDaerah, Pengguna]
Row = dict[str, Any]
PATH: Row = {"Tujuan": "T", "Sasaran": "S", "Program": "P", "Indikator": "Laporan", "Kode unit": "umum"}


@pytest.fixture
def kantor(db: None) -> Kantor:
    return small_office("cara", "Dinas Cara", {"umum": "Sekretariat"})


def quarters(*figures: int) -> Row:
    return dict(zip(TW, figures, strict=True))


def flat(**more: Any) -> bytes:
    cells = PATH | {name.replace("_", " "): value for name, value in more.items()}
    return make_book({"Rencana aksi": [list(cells), list(cells.values())]})


def check(kantor: Kantor, data: bytes) -> BookOutcome:
    return check_plan(by=kantor[1], opd=kantor[0], files=[("rencana.xlsx", data)], pilihan=PILIHAN)


def load(kantor: Kantor, data: bytes) -> None:
    preview = check(kantor, data)
    assert said(preview) == []
    files = [("rencana.xlsx", data)]
    import_plan(by=kantor[1], opd=kantor[0], files=files, pilihan=PILIHAN, dilihat=preview.digest())


def asked(result: BookOutcome) -> list[str]:
    return [item.kalimat for item in result.galat if ASKED in item.kalimat and item.jenis == "tanya"]


def targets(opd: PerangkatDaerah) -> list[int]:
    rows = ButirPK.objects.get(pk_induk__opd=opd).target.order_by("triwulan")
    return [int(row.nilai) for row in rows if row.nilai is not None]


def test_changed_targets_of_a_stored_sum_are_asked_about(kantor: Kantor) -> None:
    load(kantor, flat(Konsolidasi="Penjumlahan", Target_tahun=8, **quarters(2, 4, 6, 8)))
    assert targets(kantor[0]) == [8, 2, 4, 6, 8]
    (question,) = asked(check(kantor, flat(**quarters(3, 4, 5, 6))))
    assert "“Per triwulan” (setahun 18) atau “Sejak awal tahun” (setahun 6)" in question
    # What stands there already was said before.
    assert asked(check(kantor, flat(**quarters(2, 4, 6, 8)))) == []


def test_stored_targets_that_are_only_now_called_a_sum_are_asked_about(kantor: Kantor) -> None:
    load(kantor, flat(**quarters(2, 2, 2, 2)))
    (question,) = asked(check(kantor, flat(Konsolidasi="Penjumlahan", **quarters(2, 2, 2, 2))))
    assert "“Per triwulan” (setahun 8) atau “Sejak awal tahun” (setahun 2)" in question


@pytest.mark.parametrize(
    ("more", "questions"),
    [({}, 1), ({"Pola target": "Bertahap"}, 1), ({"Pola target": "Tetap"}, 0), ({WRITTEN: "Sejak awal tahun"}, 0)],
)
def test_a_flat_sheet_that_says_it_is_not_asked(kantor: Kantor, more: Row, questions: int) -> None:
    result = check(kantor, flat(Konsolidasi="Penjumlahan", **quarters(2, 2, 2, 2), **more))
    assert len(asked(result)) == questions
    assert len(result.galat) == questions


@pytest.mark.parametrize(
    ("more", "questions"),
    [
        ({}, 1),
        ({"Target Tahun": None}, 1),
        ({"Target Tahun": 2}, 0),
        ({"Pola target": "Tetap"}, 0),
        ({WRITTEN: "Per triwulan"}, 0),
    ],
)
def test_rows_of_the_templates_sheet_of_targets_are_asked_alike(kantor: Kantor, more: Row, questions: int) -> None:
    below = dict.fromkeys(("Program", "Kegiatan", "Sub kegiatan"))
    path = {"Tujuan": "T", "Sasaran strategis": "S", **below, "Indikator": "Laporan"}
    measure = path | {"Kode unit": "umum", "Konsolidasi": "Penjumlahan", "Pola target": "Bertahap"}
    target = path | quarters(2, 2, 2, 2) | more
    sheets: dict[str, list[list[Any]]] = {
        "Renstra": [["Awal Renstra", "Akhir Renstra"], [2025, 2029]],
        "Tujuan": [["Nama"], ["T"]],
        "Sasaran strategis": [["Tujuan", "Nama"], ["T", "S"]],
        "Indikator": [list(measure), list(measure.values())],
        "Perjanjian kinerja": [["Tahun", "Perubahan ke", "Berlaku mulai"], [2026, 0, "2026-01-01"]],
        "Target PK": [list(target), list(target.values())],
    }
    result = check(kantor, make_book(sheets))
    assert len(asked(result)) == questions
    if WRITTEN not in more:
        assert len(result.galat) == questions


@pytest.mark.parametrize("konsolidasi", ["Penjumlahan", "Rata-rata"])
def test_our_own_file_is_never_asked(kantor: Kantor, konsolidasi: str) -> None:
    load(kantor, flat(Konsolidasi=konsolidasi, Target_tahun=8, **quarters(2, 4, 6, 8)))
    opd, by = kantor
    periode, pk = PeriodeRenstra.objects.get(), PerjanjianKinerja.objects.get()
    other = small_office("lain", "Dinas Cara", {"umum": "Sekretariat"})
    for data in (
        flat_book(by=by, opd=opd, periode=periode, pk=pk),
        plan_book(by=by, opd=opd, periode=periode, pk=pk),
    ):
        same = check(kantor, data)
        assert (said(same), same.jumlah["baru"], same.jumlah["berubah"]) == ([], 0, 0)
    # The sheet per level holds the whole plan: read as a new one, it is not asked about either.
    load(other, data)
    assert targets(other[0]) == [8, 2, 4, 6, 8]
