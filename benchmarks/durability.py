#!/usr/bin/env python
"""What it costs that a save outlasts a power cut: each save with the disk's word for it and without, in one run.

    .venv/bin/python benchmarks/durability.py [--runs 40] [--folder FOLDER]

A sheet of twelve rows and a file of 1 MB are saved through the services, on SQLite in a database that is thrown away,
below FOLDER (default: the project's, which lies on a real disk; a folder in memory syncs for nothing). The two ways
take turns, so that both meet the same disk. Wall-clock milliseconds, median and slowest of twenty.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
ROWS = 12
FILE_BYTES = 1024 * 1024


def build() -> Any:
    """Return an office whose Bidang has twelve rows, without a value yet."""
    from django.db import connection

    from indicators.models import ButirPK, Indikator, Target
    from indicators.triggers import TRIGGERS
    from sakip.triggers import install, remove
    from tests.cast import build_cast, build_office

    office = build_office()
    build_cast(office)
    remove(connection, TRIGGERS)
    missing = ROWS - len(office.indikator(office.bidang))
    for number in range(missing):
        row = Indikator.objects.create(
            opd=office.opd,
            unit=office.bidang,
            sub_kegiatan=office.sub_kegiatan,
            nama=f"Indikator {number:02d}",
            urutan=10 + number,
        )
        butir = ButirPK(pk_induk=office.pk, indikator=row, unit=row.unit, urutan=row.urutan)
        butir.take_over(row)
        butir.save()
        Target.objects.bulk_create(Target(butir=butir, triwulan=q, nilai=12) for q in range(5))
    install(connection, TRIGGERS)
    return office


def acts(office: Any) -> dict[str, Callable[[int], None]]:
    """Return what is measured, by name; each is told which run it is."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from indicators.models import Pengguna, Realisasi
    from indicators.services.bukti import add_evidence, withdraw_evidence
    from indicators.services.realisasi import save_rows
    from indicators.services.realisasi_entry import RowEntry

    by = Pengguna.objects.get(username="staf")
    where: dict[str, Any] = {"by": by, "triwulan": office.tw1, "unit": office.bidang}
    indicators = [row.pk for row in office.indikator(office.bidang)]

    def save_sheet(run: int) -> None:
        versions = dict(Realisasi.objects.filter(triwulan=office.tw1).values_list("indikator", "versi"))
        entries = [RowEntry(pk, versions.get(pk, 0), teks={"kendala": f"Uraian {run}"}) for pk in indicators]
        answers = save_rows(**where, isian=entries)
        if any(answer.galat for answer in answers):
            raise SystemExit("The sheet was not saved.")

    def save_file(run: int) -> None:
        content = b"%PDF-1.4\n" + os.urandom(FILE_BYTES) + b"\n%%EOF\n"
        file = SimpleUploadedFile("bukti.pdf", content)
        bukti = add_evidence(**where, indikator_id=indicators[0], file=file)
        withdraw_evidence(**where, bukti=bukti, alasan="Tolok ukur.")

    return {f"sheet of {ROWS} rows": save_sheet, "file of 1 MB, and its withdrawal": save_file}


def use(*, synced: bool) -> None:
    """Let saves wait for the disk, or not."""
    from django.db import connection

    from sakip import storage

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
    setattr(storage, "os", os if synced else _Unsynced())  # noqa: B010 - in this program only


class _Unsynced:
    """The operating system without its promise."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _: None) if name == "fsync" else getattr(os, name)


def measure(act: Callable[[int], None], runs: int) -> dict[bool, list[float]]:
    times: dict[bool, list[float]] = {True: [], False: []}
    for run in range(2 * runs + 2):
        use(synced=run % 2 == 0)
        start = time.perf_counter()
        act(run)
        if run > 1:
            times[run % 2 == 0].append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=ROOT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        os.environ |= {"VAR_DIR": scratch, "DATABASE_URL": f"sqlite:///{scratch}/ukur.sqlite3"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        print(f"{'':<36}{'synced':>18}{'not synced':>18}   ratio")
        for name, act in acts(build()).items():
            found = measure(act, options.runs)
            text = [f"{median(times):6.1f} ({quantiles(times, n=20)[-1]:6.1f}) ms" for times in found.values()]
            print(f"{name:<36}{text[0]:>18}{text[1]:>18}   {median(found[True]) / median(found[False]):.2f}")
        connections.close_all()


if __name__ == "__main__":
    main()
