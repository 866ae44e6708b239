#!/usr/bin/env python
"""A quarter's realisasi from one XLSX file, beside django-import-export's bulk mode on the same file, in one run.

    .venv/bin/python benchmarks/imports.py [--runs 3] [--rows 10000] [--preview]

Ours: the guarded reader, rows found by name, every check of the entry grid, versions, lock, one audit row per row.
Theirs: the package's own XLSX reader, `use_bulk`, keys and instances cached, no diff, no check, no audit. Once with
rows that are all new, once with rows that all change. Each import runs in a process of its own on the database of
DATABASE_URL's engine, in a test database that is thrown away, and is taken back. Seconds of wall clock and processor
(median) and the growth of the resident memory at its peak; ratios against the package in the same run.
"""

import argparse
import gc
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

from _measure import Usage, middle, row  # noqa: E402 - the path is set just above

from indicators.triwulan import short_name  # noqa: E402 - the path is set just above

REALISASI = f"Realisasi {short_name(1)}"
HEADER = ["Tahun", "Triwulan", "Kode unit", "Indikator", "Satuan", REALISASI, "Kendala", "Versi"]


def status_kb(name: str) -> int:
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith(f"{name}:")))


def measured(act: Callable[[], None]) -> Usage:
    """Run `act` in a child process inside a transaction that is taken back; return what it took."""
    from django.db import connection, transaction

    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            gc.collect()
            with transaction.atomic():
                Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
                start, wall, cpu = status_kb("VmRSS"), time.perf_counter(), time.process_time()
                act()
                took = time.perf_counter() - wall, time.process_time() - cpu
                os.write(writing, json.dumps([*took, (status_kb("VmHWM") - start) / 1024]).encode())
                transaction.set_rollback(True)
            connection.close()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit("An import failed; its message stands above.")
    return Usage(*json.loads(text))


def make_file(office: Any, number: int, *, versi: int, value: str) -> bytes:
    """Return a workbook with a row for every indicator of the Bidang, written as our export writes cells."""
    from decimal import Decimal

    from openpyxl import Workbook

    from indicators.exchange.formats import typed_cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{short_name(1)} 2024")
    sheet.append([typed_cell(sheet, title, bold=True) for title in HEADER])
    for index in range(number):
        cells = [
            2024,
            1,
            office.bidang.kode,
            f"Indikator {index:05d}",
            "Layanan",
            Decimal(value),
            "Listrik padam",
            versi,
        ]
        sheet.append([typed_cell(sheet, cell) for cell in cells])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ours(office: Any, data: bytes) -> None:
    from indicators.exchange.quarter_preview import save_sheet
    from indicators.exchange.tables import read_sheet
    from indicators.exchange.uploads import check_file
    from indicators.models import Pengguna

    check_file(io.BytesIO(data), len(data))
    by = Pengguna.objects.get(username="staf.impor")
    save_sheet(by=by, pengajuan=office.pengajuan(office.bidang), sheet=read_sheet(data))


def preview(office: Any, data: bytes) -> None:
    from indicators.exchange.quarter_preview import preview_sheet
    from indicators.exchange.tables import read_sheet
    from indicators.exchange.uploads import check_file
    from indicators.models import Pengguna

    check_file(io.BytesIO(data), len(data))
    by = Pengguna.objects.get(username="staf.impor")
    preview_sheet(by=by, pengajuan=office.pengajuan(office.bidang), sheet=read_sheet(data))


def theirs(office: Any, data: bytes) -> None:
    """The package at its best on this file."""
    from django.utils import timezone
    from import_export import fields, resources, widgets
    from import_export.formats.base_formats import XLSX
    from import_export.instance_loaders import BaseInstanceLoader

    from indicators.models import Indikator, Realisasi

    keys = {row.nama: row for row in Indikator.objects.filter(unit=office.bidang)}
    stored = {row.indikator_id: row for row in Realisasi.objects.filter(triwulan=office.tw1)}

    class CachedKey(widgets.ForeignKeyWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return keys[value]

    class CachedInstances(BaseInstanceLoader):
        def get_instance(self, row: Any) -> Any:
            return stored.get(keys[row["Indikator"]].pk)

    class Resource(resources.ModelResource):
        indikator = fields.Field("indikator", "Indikator", CachedKey(Indikator, "nama"))
        nilai = fields.Field("nilai", REALISASI, widgets.DecimalWidget())
        kendala = fields.Field("kendala", "Kendala")

        class Meta:
            model = Realisasi
            fields = ("indikator", "nilai", "kendala")
            import_id_fields = ("indikator",)
            instance_loader_class = CachedInstances
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_html_diff = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.triwulan, instance.status = office.tw1, "terisi"
            instance.versi = (instance.versi or 0) + 1
            instance.diubah_oleh, instance.diubah_pada = "staf", timezone.now()

    result = Resource().import_data(XLSX().create_dataset(data), dry_run=False, raise_errors=True)
    if result.has_errors():
        raise SystemExit("The package did not import the file.")


def prepare(number: int) -> Any:
    """Return a committed office whose Bidang has `number` rows, none of them with a value."""
    from entry import build

    from indicators.models import Realisasi
    from indicators.permissions import Peran
    from tests.cast import make_user

    office = build(number)
    Realisasi.objects.all().delete()
    make_user("staf.impor", "Staf", (office.bidang, Peran.STAF))
    return office


def fill(office: Any, data: bytes, number: int) -> None:
    from indicators.models import Realisasi

    ours(office, data)
    if Realisasi.objects.count() != number:
        raise SystemExit("The rows were not stored.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--preview", action="store_true", help="also time the preview, which measures every row")
    options = parser.parse_args()
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    if connection.vendor == "sqlite":
        # A database in memory would not be there in another process.
        folder = tempfile.mkdtemp(prefix="impor-")
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "uji.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        compare(options.rows, options.runs, with_preview=options.preview)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def compare(number: int, runs: int, *, with_preview: bool) -> None:
    from django.db import connection

    office = prepare(number)
    new, changed = make_file(office, number, versi=0, value="3"), make_file(office, number, versi=1, value="4.5")
    print(f"{connection.vendor}; {number} rows, file of {len(new) // 1024} KB; median of {runs}")
    for name, data in (("all new", new), ("all changed", changed)):
        if data is changed:
            fill(office, new, number)
        acts = {"theirs": theirs, "ours": ours} | ({"preview": preview} if with_preview else {})
        found: dict[str, list[Usage]] = {who: [] for who in acts}
        for _ in range(runs):
            for who, act in acts.items():
                found[who].append(measured(partial(act, office, data)))
        base = middle(found["theirs"])
        print(row(f"{name}: import-export, bulk, cached keys", base))
        print(row(f"{name}: ours, checked and audited", middle(found["ours"]), base))
        if with_preview:
            print(row(f"{name}: ours, preview before it", middle(found["preview"]), base))


if __name__ == "__main__":
    main()
