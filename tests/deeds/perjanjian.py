"""The agreement (PK): its rows, its sheets, fixing one, opening a year."""

from datetime import date
from decimal import Decimal

from indicators.models import (
    PerjanjianKinerja,
)
from indicators.services import lembar_pk, perjanjian
from indicators.services.penetapan import fix_pk
from indicators.services.perubahan import make_perubahan
from indicators.services.tahun_anggaran import open_year
from indicators.services.target_entry import TargetEntry
from tests.crowd import Life
from tests.deeds.deed import Deed, deed

D = Decimal


def _change_pk(it: Life) -> None:
    it.draft.nomor = "PK-2"
    perjanjian.save_pk(by=it.cast.perencana, pk=it.draft)


def _change_butir(it: Life) -> None:
    row = it.draft.butir.order_by("pk")[0]
    row.satuan = "Satuan ketiga"
    perjanjian.save_butir(by=it.cast.perencana, butir=row, target={0: TargetEntry(D(9)), 4: TargetEntry(D(9))})


def _copy_rows(it: Life) -> None:
    """The draft lacks one row of the agreement in force."""
    perjanjian.copy_rows(by=it.cast.perencana, from_pk=it.office.pk, to_pk=it.draft)


def _remove_butir(it: Life) -> None:
    perjanjian.remove_butir(by=it.cast.perencana, butir=it.draft.butir.order_by("pk")[0])


def _arrange(it: Life) -> None:
    _remove_butir(it)
    lembar_pk.arrange_lembar(by=it.cast.perencana, pk=it.draft)


def _change_sheet(it: Life) -> None:
    sheet = it.draft.lembar.get(unit=it.office.bidang)
    sheet.nomor = "1/PK"
    lembar_pk.save_lembar(by=it.cast.perencana, lembar=sheet)


def _fix_last_year(it: Life) -> None:
    """Fix a perubahan of last year that measures a row otherwise, whose figure is cleared."""
    first = PerjanjianKinerja.objects.get(opd=it.office.opd, tahun=2023)
    change = make_perubahan(by=it.cast.perencana, pk=first, alasan="Uji", berlaku_mulai=date(2023, 1, 1))
    row = change.butir.get(indikator=it.office.indikator(it.office.bidang)[0])
    row.konsolidasi = "posisi_akhir"
    perjanjian.save_butir(by=it.cast.perencana, butir=row)
    lembar_pk.arrange_lembar(by=it.cast.perencana, pk=change)
    fix_pk(by=it.cast.perencana, pk=change)


ROWS = "PerjanjianKinerja ButirPK Target LembarPK ButirLembar"
DRAFT = {"tahun": 2024, "perubahan": 1}

DEEDS: dict[str, Deed] = {
    "change a PK": deed(_change_pk, "UBAH", "PerjanjianKinerja", **DRAFT),
    "delete a PK": deed(lambda it: perjanjian.delete_pk(by=it.cast.perencana, pk=it.draft), "HAPUS", ROWS, **DRAFT),
    "change a row": deed(_change_butir, "UBAH", "ButirPK Target", **DRAFT),
    "copy rows": deed(_copy_rows, "TAMBAH", "ButirPK Target", **DRAFT),
    "remove a row": deed(_remove_butir, "HAPUS", "ButirPK Target ButirLembar", **DRAFT, unit="bidang"),
    "arrange sheets": deed(_arrange, "HAPUS", "ButirPK Target ButirLembar", **DRAFT),
    "change a sheet": deed(_change_sheet, "UBAH", "LembarPK", **DRAFT, unit="bidang"),
    "fix a PK": deed(
        _fix_last_year,
        "TAMBAH UBAH TETAPKAN_PK KOSONGKAN_REALISASI",
        f"{ROWS} Realisasi",
        tahun=2023,
        perubahan=1,
        triwulan=1,
    ),
    "open a year": deed(
        lambda it: open_year(by=it.cast.perencana, opd=it.office.opd, tahun=2025),
        "TAMBAH",
        "PerjanjianKinerja ButirPK Target",
        tahun=2025,
        perubahan=0,
    ),
}
