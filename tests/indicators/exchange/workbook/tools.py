"""What the tests of books share: the office of 2023 without a plan, the plan as plain rows, workbooks made by hand."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from openpyxl import Workbook, load_workbook

from indicators.demo.source import read_kantor
from indicators.exchange.plan_keys import path_text
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import (
    ButirPK,
    Indikator,
    Pemda,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    TargetRenstra,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.models.tingkat import MODEL_OF
from indicators.permissions import Peran
from tests.cast import make_unit, make_user

FOLDER = settings.BASE_DIR / "fixtures" / "lampung-barat-2023"
CSV_FILES = (
    "lampiran2_iku.csv",
    "lampiran1_program.csv",
    "lampiran1_kegiatan.csv",
    "lampiran1_sub_kegiatan.csv",
    "cara_ukur.csv",
)


def csv_files() -> list[tuple[str, bytes]]:
    return [(name, (FOLDER / name).read_bytes()) for name in CSV_FILES]


def bare_office(kode: str) -> tuple[PerangkatDaerah, dict[str, UnitKerja], Pengguna]:
    """Return an office with the units of 2023 and its planner, but without a plan."""
    pemda, _ = Pemda.objects.get_or_create(jenis="Kabupaten", nama="Lampung Barat", kode="18.04", ibu_kota="Liwa")
    opd = PerangkatDaerah.objects.create(pemda=pemda, kode=kode, nama=f"Dinas {kode}")
    units: dict[str, UnitKerja] = {}
    for row in read_kantor()["unit"]:
        parent = None if row["induk"] is None else units[row["induk"]]
        units[row["kode"]] = make_unit(opd, row["kode"], row["nama"], Jenjang(row["jenjang"]), parent)
    return opd, units, make_user(f"perencana.{kode}", "Perencana", (units["dinas"], Peran.PERENCANA))


def small_office(kode: str, nama: str, units: Mapping[str, str]) -> tuple[PerangkatDaerah, Pengguna]:
    """Return an office without a plan, with these units by code below its root, and its planner."""
    pemda, _ = Pemda.objects.get_or_create(jenis="Kabupaten", nama="Contoh", kode="18.99", ibu_kota="Contoh")
    opd = PerangkatDaerah.objects.create(pemda=pemda, kode=kode, nama=nama)
    root = make_unit(opd, "puncak", opd.nama, Jenjang.ESELON_II, None)
    for unit, name in units.items():
        make_unit(opd, unit, name, Jenjang.ESELON_III, root)
    return opd, make_user(f"perencana.{kode}", "Perencana", (root, Peran.PERENCANA))


def plan_of(opd: PerangkatDaerah) -> dict[str, list[Any]]:
    """Return every column of an office's plan by natural keys, to compare it with another office's."""

    def columns(row: Any) -> dict[str, Any]:
        return {
            field.name: getattr(row, field.name)
            for field in row._meta.concrete_fields
            if not field.is_relation and not field.primary_key
        }

    found: dict[str, list[Any]] = {}
    for level, model in MODEL_OF.items():
        rows = model._default_manager.filter(**{f"{level.way_to_periode}__opd": opd}).order_by("urutan", "pk")
        found[level] = [
            {**columns(row), "jalur": path_text(row), "induk": str(getattr(row, level.parent_field))} for row in rows
        ]
    indicators = Indikator.objects.filter(opd=opd).select_related("unit", "skala").order_by("urutan", "pk")
    found["indikator"] = [
        {**columns(row), "jalur": path_text(row.simpul), "unit": row.unit.kode, "skala": str(row.skala)}
        for row in indicators
    ]
    found["target_renstra"] = [
        {**columns(row), "indikator": row.indikator.nama}
        for row in TargetRenstra.objects.filter(indikator__opd=opd).select_related("indikator").order_by("tahun", "pk")
    ]
    butir = ButirPK.objects.filter(pk_induk__opd=opd, pk_induk__tahun=2023).order_by("urutan", "pk")
    found["butir"] = [
        {
            **columns(row),
            "jalur": path_text(row.indikator.simpul),
            "indikator": row.indikator.nama,
            "unit": row.unit.kode,
            "skala": str(row.skala),
            "target": [columns(target) for target in row.target.order_by("triwulan")],
        }
        for row in butir
    ]
    pk = PerjanjianKinerja.objects.get(opd=opd, tahun=2023)
    found["pk"] = [
        {"perubahan": pk.perubahan, "berlaku_mulai": pk.berlaku_mulai, "nomor": pk.nomor, "alasan": pk.alasan}
    ]
    return found


def make_book(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rows_of_book(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def said(result: BookOutcome, *jenis: str) -> list[tuple[str, str, str, str]]:
    return [(item.lembar, item.sel, item.isi, item.kalimat) for item in result.found(*(jenis or ("galat", "tanya")))]
