"""The workbooks that people download: the plan as it stands, and templates to fill in."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from indicators.acts import Act
from indicators.capaian import Konsolidasi, MinimalkanFormula, Polaritas, PolaTarget, ValueKind
from indicators.capaian.target_triwulan import TargetStyle
from indicators.exchange.cells import short_label
from indicators.exchange.workbook.contents import columns_of, flat_columns, flat_rows, plan_rows
from indicators.exchange.workbook.explanations import CONTOH, UMUM, explanation_of
from indicators.exchange.workbook.kantor import KANTOR, PEJABAT, PENGGUNA, UNIT
from indicators.exchange.workbook.structure import KOLOM_CATATAN, RENCANA, SheetKind
from indicators.exchange.workbook.writing import OutgoingSheet, write_book
from indicators.models import (
    Pejabat,
    Pengguna,
    Penugasan,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    SkalaPredikat,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from indicators.selectors.kewenangan import today_in
from indicators.services.jejak import record
from indicators.tingkat import NOMENKLATUR

FLAT = "Lampiran I"
# Which list stands behind which column.
_LISTS = {
    "Kode unit": "Kode unit",
    "Kode unit atasan": "Kode unit",
    "Jenis nilai": "Jenis nilai",
    "Polaritas": "Polaritas",
    "Rumus minimalkan": "Rumus minimalkan",
    "Konsolidasi": "Konsolidasi",
    "Pola target": "Pola target",
    "Skala predikat": "Skala predikat",
    "Target triwulan ditulis": "Target triwulan ditulis",
    "Jenjang": "Jenjang",
    "Peran": "Peran",
    "Menandatangani laporan": "Ya/Tidak",
}
# In these sheets the column is the row's own name, which nobody picks from a list.
_OWN_NAMES = {"Skala predikat"}
_TEXTS = ("Kode", "NIP", *(level.label for level in NOMENKLATUR))


def plan_book(
    *, by: Pengguna, opd: PerangkatDaerah, periode: PeriodeRenstra | None, pk: PerjanjianKinerja | None
) -> bytes:
    """Return the plan with a sheet per level; its import changes nothing."""
    rows = plan_rows(by, opd, periode, pk)
    sheets = [_sheet(kind, columns_of(kind), rows[kind.nama]) for kind in RENCANA]
    _record(by, opd, Act.EKSPOR_BUKU_RENCANA)
    return _write(opd, sheets)


def flat_book(*, by: Pengguna, opd: PerangkatDaerah, periode: PeriodeRenstra, pk: PerjanjianKinerja | None) -> bytes:
    """Return the plan as one flat sheet as in Lampiran I; its import changes nothing."""
    sheet = _flat_sheet(flat_columns(periode, None if pk is None else pk.tahun), flat_rows(opd, periode, pk))
    _record(by, opd, Act.EKSPOR_BUKU_RENCANA)
    return _write(opd, [sheet])


def plan_template(*, opd: PerangkatDaerah) -> bytes:
    return _write(opd, [_example(kind.nama, columns_of(kind)) for kind in RENCANA])


def flat_template(*, opd: PerangkatDaerah, periode: PeriodeRenstra | None) -> bytes:
    return _write(opd, [_example(FLAT, flat_columns(periode))])


def office_book(*, by: Pengguna, opd: PerangkatDaerah) -> bytes:
    """Return the office's units, officials and assignments; its import changes nothing."""
    current = Q(sampai__isnull=True) | Q(sampai__gte=today_in(opd))
    querysets = {
        UNIT.nama: UnitKerja.objects.filter(opd=opd),
        PEJABAT.nama: Pejabat.objects.filter(opd=opd),
        # Deputies for days are named by heads and not by this book.
        PENGGUNA.nama: Penugasan.objects.filter(current, unit__opd=opd, mewakili=None),
    }
    sheets = []
    for kind in KANTOR:
        data = kind.sumber(user=by, opd=opd).export(queryset=querysets[kind.nama])
        keep = [index for index, name in enumerate(data.headers) if name not in kind.tersirat]
        sheets.append(_sheet(kind, columns_of(kind), [[row[index] for index in keep] for row in data]))
    _record(by, opd, Act.EKSPOR_BUKU_KANTOR)
    return _write(opd, sheets)


def office_template(*, opd: PerangkatDaerah) -> bytes:
    """Return the template of a whole office: what the administrator imports, and the plan for the perencana."""
    return _write(opd, [_example(kind.nama, columns_of(kind)) for kind in (*KANTOR, *RENCANA)])


def _record(by: Pengguna, opd: PerangkatDaerah, tindakan: Act) -> None:
    record(by=by, tindakan=tindakan, objek=opd, opd=opd)


def _sheet(kind: SheetKind, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> OutgoingSheet:
    return OutgoingSheet(kind.nama, columns, rows, _explained(columns), _picked(kind.nama, columns), teks=_TEXTS)


def _flat_sheet(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> OutgoingSheet:
    return OutgoingSheet(FLAT, columns, rows, _explained(columns), _picked(FLAT, columns), teks=_TEXTS)


def _example(name: str, columns: Sequence[str]) -> OutgoingSheet:
    """Return an empty sheet with example rows, which an import passes over."""
    names = [KOLOM_CATATAN, *columns]
    rows = [[row.get(column) for column in names] for row in CONTOH.get(name, [])]
    for row in rows:
        row[0] = "contoh: hapus atau biarkan"
    return OutgoingSheet(name, names, (), _explained(names), _picked(name, columns), rows, _TEXTS)


def _explained(columns: Sequence[str]) -> dict[str, str]:
    return {name: explanation_of(name) for name in columns}


def _picked(sheet: str, columns: Sequence[str]) -> dict[str, str]:
    return {name: _LISTS[name] for name in columns if name in _LISTS and not (name == sheet and name in _OWN_NAMES)}


def _write(opd: PerangkatDaerah, sheets: Sequence[OutgoingSheet]) -> bytes:
    return write_book(sheets, petunjuk=_guide(opd, sheets), pilihan=_lists(opd))


def _guide(opd: PerangkatDaerah, sheets: Sequence[OutgoingSheet]) -> list[list[str]]:
    rows: list[list[str]] = [[f"Buku kerja {opd.nama}"], *UMUM, [], ["Lembar", "Kolom", "Isi"]]
    for sheet in sheets:
        rows += [[sheet.nama, name, explanation_of(name)] for name in sheet.kolom]
    return rows


def _lists(opd: PerangkatDaerah) -> dict[str, list[str]]:
    enumerations = {
        "Jenis nilai": ValueKind,
        "Polaritas": Polaritas,
        "Rumus minimalkan": MinimalkanFormula,
        "Konsolidasi": Konsolidasi,
        "Pola target": PolaTarget,
        "Target triwulan ditulis": TargetStyle,
        "Jenjang": Jenjang,
        "Peran": Peran,
    }
    return {
        "Kode unit": list(UnitKerja.objects.filter(opd=opd).order_by("path").values_list("kode", flat=True)),
        "Skala predikat": list(SkalaPredikat.objects.filter(opd=opd).values_list("nama", flat=True)),
        **{name: [short_label(member) for member in enumeration] for name, enumeration in enumerations.items()},
        "Ya/Tidak": ["Ya", "Tidak"],
    }
