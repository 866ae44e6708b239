"""The plan of 2023 rebuilt from what an office has: the same plan as the demo office's, column by column."""

from typing import Any

import pytest

from indicators.demo.plan import load_plan
from indicators.exchange.workbook.downloads import flat_book, plan_book
from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.models import Indikator, Jejak, Pengguna, PerangkatDaerah, PeriodeRenstra, PerjanjianKinerja
from indicators.services.penetapan import fix_pk
from sakip.refusals import ChangedMeanwhile
from tests.indicators.exchange.workbook.tools import bare_office, csv_files, make_book, plan_of, rows_of_book, said

pytestmark = pytest.mark.one_database

PILIHAN = BookChoices(tahun=2023)


@pytest.fixture
def contoh(db: None) -> PerangkatDaerah:
    """The office whose plan the demo loads."""
    opd, units, perencana = bare_office("contoh")
    load_plan(opd, units, perencana)
    return opd


def test_four_csv_files_give_the_plan_of_the_fixture(contoh: PerangkatDaerah) -> None:
    opd, _, perencana = bare_office("baru")
    preview = check_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN)
    assert said(preview) == []
    counts = {sheet.nama: (sheet.baru, sheet.berubah, sheet.tetap) for sheet in preview.lembar}
    assert counts == {
        "Renstra": (1, 0, 0),
        "Tujuan": (1, 0, 0),
        "Sasaran strategis": (1, 0, 0),
        "Program": (5, 0, 0),
        "Kegiatan": (11, 0, 0),
        "Sub kegiatan": (38, 0, 0),
        "Indikator": (55, 0, 0),
        "Target Renstra": (4, 0, 0),
        "Perjanjian kinerja": (1, 0, 0),
        "Target PK": (55, 0, 0),
    }
    assert not Jejak.objects.filter(opd_nomor=opd.pk).exists(), "a dry run leaves nothing"
    import_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN, dilihat=preview.digest())
    again = check_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN)
    assert (said(again), again.jumlah["baru"], again.jumlah["berubah"]) == ([], 0, 0)
    assert fixed_plan_of(opd, perencana) == plan_of(contoh)


def fixed_plan_of(opd: PerangkatDaerah, by: Pengguna) -> dict[str, list[Any]]:
    """Return the plan once its PK is ditetapkan, as that of the demo office is: only then its rows are numbered."""
    fix_pk(by=by, pk=PerjanjianKinerja.objects.get(opd=opd, tahun=2023))
    return plan_of(opd)


def renstra_and_pk(opd: PerangkatDaerah) -> tuple[PeriodeRenstra, PerjanjianKinerja]:
    return PeriodeRenstra.objects.get(opd=opd), PerjanjianKinerja.objects.get(opd=opd, tahun=2023)


@pytest.mark.parametrize("write", [plan_book, flat_book])
def test_exported_book_gives_the_same_plan_in_a_new_office(contoh: PerangkatDaerah, write: Any) -> None:
    periode, pk = renstra_and_pk(contoh)
    perencana = Pengguna.objects.get(username="perencana.contoh")
    files = [("buku.xlsx", write(by=perencana, opd=contoh, periode=periode, pk=pk))]
    same = check_plan(by=perencana, opd=contoh, files=files, pilihan=PILIHAN)
    assert said(same) == []
    assert (same.jumlah["baru"], same.jumlah["berubah"]) == (0, 0), "export then import changes nothing"
    assert same.jumlah["tetap"] > 170
    opd, _, other = bare_office("baru")
    preview = check_plan(by=other, opd=opd, files=files, pilihan=PILIHAN)
    assert said(preview) == []
    import_plan(by=other, opd=opd, files=files, pilihan=PILIHAN, dilihat=preview.digest())
    assert fixed_plan_of(opd, other) == plan_of(contoh)


@pytest.mark.django_db(transaction=True)
def test_check_apart_and_import_find_the_same(checks_apart: None) -> None:
    """As in a request: nothing around them, the check in a process of its own, the import in this one."""
    opd, _, perencana = bare_office("baru")
    preview = check_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN)
    assert (said(preview), preview.jumlah["baru"]) == ([], 172)
    assert not PeriodeRenstra.objects.exists()
    with pytest.raises(ChangedMeanwhile):
        import_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN, dilihat="lain")
    assert not PeriodeRenstra.objects.exists()
    import_plan(by=perencana, opd=opd, files=csv_files(), pilihan=PILIHAN, dilihat=preview.digest())
    assert Indikator.objects.filter(opd=opd).count() == 55


def test_code_without_dots_names_the_same_node(contoh: PerangkatDaerah) -> None:
    perencana = Pengguna.objects.get(username="perencana.contoh")
    periode, pk = renstra_and_pk(contoh)
    book = rows_of_book(plan_book(by=perencana, opd=contoh, periode=periode, pk=pk))
    for sheet in ("Program", "Kegiatan", "Sub kegiatan"):
        column = book[sheet][0].index("Kode")
        for row in book[sheet][1:]:
            row[column] = row[column].replace(".", "")
    files = [("buku.xlsx", make_book(book))]
    same = check_plan(by=perencana, opd=contoh, files=files, pilihan=PILIHAN)
    assert (said(same), same.jumlah["baru"], same.jumlah["berubah"]) == ([], 0, 0)
