#!/usr/bin/env python
"""The pages of the trail as it grows: the same pages with ten thousand rows and with a million, over twenty offices.

    .venv/bin/python benchmarks/trail.py [--rows 1000000] [--explain]

On a SQLite database of its own, or on the empty database that DATABASE_URL names. Printed are milliseconds in the
server, the best of seven, and how many times as long a page takes as it did with ten thousand rows.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
OFFICES = 20
FEW = 10_000
# As `indicators.selectors.jejak` has it.
NEWEST = 10_000
TIMES = 7
# The moment of row number i: a row every half minute, a million in a year.
MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', '2025-01-01', (i * 30) || ' seconds') || '.500000'",
    "postgresql": "timestamptz '2025-01-01' + i * interval '30 seconds'",
}
GROW = """
WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
INSERT INTO indicators_jejak (waktu, pelaku, pelaku_nomor, alamat, sesi, opd, opd_nomor, unit, tindakan, objek_jenis,
    objek_id, objek, sebelum, sesudah, alasan, ditolak, jumlah)
SELECT {moment}, 'Pegawai ' || (i % 400) || ' (pegawai' || (i % 400) || ')', 1000 + i % 400,
    '10.0.' || (i % 200) || '.7', 'abcdef' || (1000000000 + i / 40),
    'opd' || (i % {offices}), {base} + i % {offices}, 'Bidang Informatika',
    CASE WHEN i % 5000 = 0 THEN 'sahkan' WHEN i % 50 = 0 THEN 'buka_halaman' ELSE 'isi_realisasi' END,
    'indicators.realisasi', '' || (i % 50000), 'Persentase layanan nomor ' || i, {empty}, {empty}, '',
    i % 50 = 0, 1
FROM n
"""


def make_offices() -> tuple[Any, Any]:
    """Return administrators of one office and of all; the offices' numbers follow each other."""
    from indicators.models import Pemda, UnitKerja
    from indicators.permissions import Peran
    from indicators.services.founding import found_office
    from indicators.services.pengguna import NewPenugasan, create_user

    pemda = Pemda.objects.create(jenis="Kabupaten", nama="Contoh", kode="99.01", ibu_kota="Contoh")
    for number in range(OFFICES):
        found_office(by=None, pemda=pemda, kode=f"opd{number:02}", nama=f"Dinas {number:02}", renstra=(2025, 2029))
    roots = list(UnitKerja.objects.filter(induk=None).order_by("opd_id"))
    tasks = [NewPenugasan(root, Peran.ADMINISTRATOR, date(2025, 1, 1)) for root in roots]
    make: dict[str, Any] = {"by": None, "sandi": "kata-sandi-Panjang-99", "wajib_ganti_sandi": False}
    one = create_user(username="satu", nama="Administrator", tugas=tasks[:1], **make)
    return one, create_user(username="semua", nama="Administrator Semua", tugas=tasks, **make)


def grow(first: int, last: int) -> None:
    from django.db import connection

    from indicators.models import PerangkatDaerah

    base = PerangkatDaerah.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        empty = "NULL" if connection.vendor == "sqlite" else "NULL::jsonb"
        moment = MOMENT[connection.vendor]
        cursor.execute(GROW.format(first=first, last=last, base=base, offices=OFFICES, empty=empty, moment=moment))
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "SELECT 1")


PAGES = {
    "list": "",
    "second page": "p=2",
    "last page": "p={last}",
    "refused": "ditolak__exact=1",
    "rare act": "tindakan=sahkan",
    "search found": "q=nomor",
    "search not found": "q=tiada",
    "sorted by object": "o=4",
    "a month": "masa=2025-03",
    "a month, search": "masa=2025-03&q=tiada",
    "an account": "pelaku_nomor=1020",
    "a session": "sesi=abcdef1000000100",
}


def addresses(row: int, opd: str, rows: int) -> dict[str, tuple[str, str]]:
    """Return who asks for what: by the name of a page."""
    found = {}
    for who, own in (("satu", rows // OFFICES), ("semua", rows)):
        last = min(own, NEWEST) // 50
        for name, query in PAGES.items():
            found[f"{who}: {name}"] = (who, f"/admin/indicators/jejak/?{query.format(last=last)}")
    found["semua: one office"] = ("semua", f"/admin/indicators/jejak/?opd={opd}")
    found["satu: a row"] = ("satu", f"/admin/indicators/jejak/{row}/change/")
    found["satu: history of an object"] = ("satu", "/admin/indicators/unitkerja/1/history/")
    return found


def measure(clients: dict[str, Any], explain: bool) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from indicators.models import Jejak, PerangkatDaerah, UnitKerja

    first = PerangkatDaerah.objects.order_by("pk").select_related("pemda")[0]
    row = Jejak.objects.filter(opd_nomor=first.pk).order_by("-pk").values_list("pk", flat=True)[0]
    unit = UnitKerja.objects.filter(opd=first).values_list("pk", flat=True)[0]
    found = {}
    for name, (who, address) in addresses(row, first.full_code, Jejak.objects.count()).items():
        address = address.replace("unitkerja/1/", f"unitkerja/{unit}/")
        clients[who].get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = clients[who].get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        if explain:
            tell_slow(name, captured)
        found[name] = min(time_of(clients[who], address) for _ in range(TIMES))
    return found


def time_of(client: Any, address: str) -> float:
    start = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - start) * 1000


def tell_slow(name: str, captured: Any) -> None:
    """Print how the database finds what takes longest."""
    from django.db import connection

    sql = max(captured.captured_queries, key=lambda query: float(query["time"]))
    print(f"--- {name}: {sql['time']} s of {sum(float(query['time']) for query in captured.captured_queries):.3f}")
    if float(sql["time"]) >= 0.02:
        with connection.cursor() as cursor:
            plan = "EXPLAIN ANALYZE " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
            cursor.execute(plan + sql["sql"])
            print(sql["sql"][:1500])
            print("\n".join(str(line) for line in cursor.fetchall()[:30]))


def run(rows: int, explain: bool) -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    clients = {}
    for user in make_offices():
        clients[user.username] = Client()
        clients[user.username].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    grow(1, FEW)
    few = measure(clients, explain=False)
    start = time.perf_counter()
    grow(FEW + 1, rows)
    print(f"{rows} rows made in {time.perf_counter() - start:.0f} s")
    for name, took in measure(clients, explain).items():
        print(f"{name:<32} {took:7.1f} ms  {took / few[name]:5.1f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--explain", action="store_true", help="print how the database finds what takes long")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["VAR_DIR"] = scratch
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/trail.sqlite3")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        run(given.rows, given.explain)


if __name__ == "__main__":
    main()
