"""What the rules find in the office's real figures of 2023, quarter by quarter: few things, each worth a look.

Read from the fixtures through the sheet and the engine, without a database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

import pytest

from indicators.capaian import EntryStatus, MeasureSettings
from indicators.demo.source import SourceRow, figure, read_rows
from indicators.models import (
    ButirPK,
    Indikator,
    Kegiatan,
    Program,
    Realisasi,
    Sasaran,
    SubKegiatan,
    Target,
    Tujuan,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN
from indicators.selectors.kewajaran import judge, look_around
from indicators.selectors.kewajaran_facts import Beside
from indicators.selectors.quarter_sheet import SheetRow, make_row
from indicators.selectors.row_values import Scores
from indicators.tingkat import Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS, quarters_until

SASARAN = Sasaran(pk=1, nama="Sasaran", tujuan=Tujuan(pk=1, nama="Tujuan"))
MEASURES = ("satuan", "jenis_nilai", "polaritas", "konsolidasi", "pola_target")
# Parts of a code up to the kegiatan and up to the program.
KEGIATAN, PROGRAM = 5, 3
Found = list[tuple[str, str]]


@cache
def _program(kode: str) -> Program:
    return Program(pk=int(kode.replace(".", "")), sasaran=SASARAN, kode=kode, nama=kode)


@cache
def _kegiatan(kode: str) -> Kegiatan:
    program = _program(".".join(kode.split(".")[:PROGRAM]))
    return Kegiatan(pk=int(kode.replace(".", "")), program=program, kode=kode, nama=kode)


@cache
def _sub_kegiatan(kode: str) -> SubKegiatan:
    kegiatan = _kegiatan(".".join(kode.split(".")[:KEGIATAN]))
    return SubKegiatan(pk=int(kode.replace(".", "")), kegiatan=kegiatan, kode=kode, nama=kode)


@cache
def _unit(kode: str) -> UnitKerja:
    return UnitKerja(pk=int.from_bytes(kode.encode()), nama=kode)


def _node(row: SourceRow) -> Sasaran | Program | Kegiatan | SubKegiatan:
    makers = {Tingkat.PROGRAM: _program, Tingkat.KEGIATAN: _kegiatan, Tingkat.SUB_KEGIATAN: _sub_kegiatan}
    return SASARAN if row.tingkat == Tingkat.SASARAN else makers[row.tingkat](row.kode)


def make_sheet(triwulan: int) -> list[SheetRow]:
    """Return the 55 rows as they stood in that quarter, as the printed report has them."""
    return [_sheet_row(number, row, triwulan) for number, row in enumerate(read_rows(), start=1)]


def _sheet_row(number: int, row: SourceRow, triwulan: int) -> SheetRow:
    measures = {name: row.cara_ukur[name] for name in MEASURES}
    unit = _unit(row.cara_ukur["unit"])
    indikator = Indikator(pk=number, nama=row.indikator, unit=unit, **{row.tingkat.value: _node(row)}, **measures)
    butir = ButirPK(indikator=indikator, unit=unit, **measures)
    values = {**dict(zip(QUARTERS, row.target, strict=True)), TAHUN: row.target[-1]}
    butir.daftar_target = [Target(triwulan=quarter, nilai=value) for quarter, value in values.items()]
    entered = {
        quarter: Realisasi(indikator=indikator, status=EntryStatus.TERISI.value, nilai=figure(row.realisasi(quarter)))
        for quarter in quarters_until(triwulan)
    }
    held = dict.fromkeys(QUARTERS, butir)
    return make_row(butir, held, entered, triwulan, Scores([]), MeasureSettings())


def find(rows: Iterable[SheetRow], tahun_lalu: Mapping[int, dict[int, Decimal]] | None = None) -> Found:
    """Return (indicator, rule) of everything that is odd, in the order of the report."""
    daftar = list(rows)
    beside = Beside(tahun_lalu=defaultdict(dict, tahun_lalu or {}))
    look_around(beside, daftar)
    return [(row.indikator.nama, found.kode) for row in daftar for found in judge(row, beside)]


IKU = ("Nilai Indeks SPBE", "melampaui")  # 2,76 of 2,0
PERENCANAAN = ("Jumlah Dokumen Perencanaan Perangkat Daerah", "melampaui")  # 8 of 4, then 8 of 6


@pytest.mark.parametrize(
    ("triwulan", "expected"),
    [
        (1, [IKU]),
        (2, [IKU, PERENCANAAN]),
        (3, [IKU, PERENCANAAN]),
        (
            4,
            [
                IKU,
                # To the last digit its target in every quarter, though an evaluation measures it.
                ("Nilai Sakip OPD", "selalu_sama"),
                ("Indeks Keterbukaan Informasi Publik", "selalu_sama"),
                ("Persentase Perangkat Daerah Yang Memanfaatkan SPBE", "selalu_sama"),
                ("Persentase Data Statistik Sektoral Yang Dimanfaatkan", "selalu_sama"),
                # 3 of 3 over 15 of 19.
                (
                    "Jumlah Penyediaan Jasa Pemeliharaan, Pemeliharaan dan Pajak Kendaraan Dinas",
                    "induk_tercapai",
                ),
                # The printed report names no cause.
                ("Jumlah Peralatan dan Mesin Lainnya yang Dipelihara", "tanpa_kendala"),
            ],
        ),
    ],
)
def test_the_findings_of_2023(triwulan: int, expected: Found) -> None:
    assert find(make_sheet(triwulan)) == expected


def test_the_same_first_quarter_a_year_later() -> None:
    """What last year printed alike in every quarter is not known in March; what is counted is."""
    year = make_sheet(LAST_QUARTER)
    last = {row.indikator.pk: {q: row.triwulan[q].nilai.nilai for q in QUARTERS} for row in year}

    found = find(make_sheet(1), last)

    assert [name for name, kode in found if kode == "sekali_setahun"] == [
        "Nilai Indeks SPBE",
        "Nilai Sakip OPD",
        "Indeks Keterbukaan Informasi Publik",
        "Persentase Perangkat Daerah Yang Memanfaatkan SPBE",
        "Persentase Data Statistik Sektoral Yang Dimanfaatkan",
    ]
    assert [item for item in found if item[1] != "sekali_setahun"] == [IKU]
