#!/usr/bin/env python
"""The offices of a Kabupaten from one folder: makes the files, then times `import_offices` on a new SQLite database.

    .venv/bin/python benchmarks/offices.py [--offices 45] [--people 20] [--keep FOLDER]

Each office has a root, a secretariat, four fields of work, an official and its people. Printed are the wall-clock
seconds of the check, of the writing, of the second run and of the files after corrections, and what the last said.
"""

import argparse
import os
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
Rows = list[list[Any]]
FIELDS = ("sekretariat", "bidang1", "bidang2", "bidang3", "bidang4")


def sheets_of(kode: str, people: int) -> dict[str, Rows]:
    """Return the sheets of a made-up office, as its template asks for them."""
    units: Rows = [["Kode", "Kode unit atasan", "Nama", "Jenjang"], [kode, None, f"Dinas {kode}", "Eselon II"]]
    units += [[unit, kode, unit.title(), "Eselon III.a"] for unit in FIELDS]
    accounts: Rows = [
        ["Nama pengguna", "Nama", "Kode unit", "Peran", "Mulai", "Sampai"],
        [f"admin.{kode}", f"Admin {kode}", kode, "Administrator", "2025-01-01", None],
    ]
    accounts += [
        [f"staf{number}.{kode}", f"Staf {number} {kode}", FIELDS[number % len(FIELDS)], "Staf", "2025-01-01", None]
        for number in range(1, people)
    ]
    return {
        "Renstra": [["Awal Renstra", "Akhir Renstra"], [2025, 2029]],
        "Unit kerja": units,
        "Pejabat": [
            ["NIP", "Nama", "Pangkat", "Jabatan", "Kode unit", "Menandatangani laporan", "Mulai"],
            ["197005051995031009", f"Kepala {kode}", "Pembina", "Kepala Dinas", kode, "Ya", "1 Januari 2025"],
        ],
        "Pengguna": accounts,
    }


def write(folder: Path, kode: str, sheets: dict[str, Rows]) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / f"{kode}.xlsx")


def run(folder: Path, *options: str) -> tuple[float, list[str]]:
    """Return the seconds that the command took, and what it said."""
    from django.core.management import CommandError, call_command

    out = StringIO()
    start = time.perf_counter()
    try:
        call_command("import_offices", str(folder), *options, stdout=out)
    except CommandError as error:
        out.write(f"{error}\n")
    return time.perf_counter() - start, out.getvalue().splitlines()


def measure(folder: Path, offices: int, people: int) -> None:
    from indicators.models import Pemda

    Pemda.objects.create(jenis="Kabupaten", nama="Contoh", kode="99.01", ibu_kota="Contoh")
    codes = [f"opd{number:02d}" for number in range(1, offices + 1)]
    for kode in codes:
        write(folder, kode, sheets_of(kode, people))
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    steps = {"check": (), "write": ("--apply",), "second run": ("--apply",)}
    for step, options in steps.items():
        seconds, said = run(folder, *options)
        print(f"{step:12} {seconds:7.1f} s   {said[-1]}")
    (folder / "rusak.xlsx").unlink()
    moved, new = sheets_of(codes[0], people), sheets_of(codes[1], people)
    moved["Pengguna"][-1][-1] = "2025-06-30"
    new["Pengguna"].append([moved["Pengguna"][-1][0], "Pindahan", "bidang1", "Kepala unit", "2025-07-01", None])
    write(folder, codes[0], moved)
    write(folder, codes[1], new)
    seconds, said = run(folder, "--apply")
    print(f"{'corrected':12} {seconds:7.1f} s   {said[-1]}")
    print("\n".join(line for line in said if "sama dengan yang tersimpan" not in line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offices", type=int, default=45)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="where the files are left to look at")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"VAR_DIR": scratch, "DATABASE_URL": f"sqlite:///{scratch}/offices.sqlite3"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        folder = given.keep or Path(scratch) / "kantor"
        folder.mkdir(parents=True, exist_ok=True)
        measure(folder, given.offices, given.people)


if __name__ == "__main__":
    main()
