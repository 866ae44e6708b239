#!/usr/bin/env python
"""What an office costs a year: rows and bytes of each table with its indexes, rows of the trail of each act, files.

    .venv/bin/python benchmarks/office_year.py [--grown 10] [--saves 3] [--file-kb 800] [--days 62] [--offices 40 600]

On PostgreSQL, in a database of its own that is thrown away. So many offices like the demo's (55 rows, 15 accounts) are
loaded, then each lives one quarter through the services as people do: each row is saved several times and has a file,
two look at each file, a unit gets a row back, everything is checked, validated and approved, the report is drafted,
made final and signed, and everybody signs in on every working day. Printed is the mean of an office; a year is four
such quarters. Files are written small and counted as large as --file-kb says.
"""

import argparse
import copy
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
MB = 1024 * 1024
TAHUN, QUARTERS = 2024, 4


@dataclass(frozen=True)
class Size:
    """Rows and bytes of a table, or of all; bytes with indexes and long values."""

    rows: int = 0
    total: int = 0
    indexes: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.rows + other.rows, self.total + other.total, self.indexes + other.indexes)

    def times(self, number: float) -> "Size":
        return Size(round(self.rows * number), round(self.total * number), round(self.indexes * number))


def sizes() -> dict[str, Size]:
    """Return what each table holds: its live rows, packed as autovacuum would leave it."""
    from django.apps import apps
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'VACUUM FULL "{table}"')
            cursor.execute(
                f'SELECT (SELECT count(*) FROM "{table}"), pg_total_relation_size(%s), pg_indexes_size(%s)',  # noqa: S608 - of models
                [f'"{table}"', f'"{table}"'],
            )
            found[table] = Size(*cursor.fetchone())
    return found


def grown(before: dict[str, Size], after: dict[str, Size], offices: int) -> dict[str, Size]:
    """Return what an office added to each table, in the mean."""
    return {table: (size + before[table].times(-1)).times(1 / offices) for table, size in after.items()}


def load_offices(number: int) -> None:
    """Load the demo office so often, under other codes and user names, into one Pemda."""
    from indicators.demo import office
    from indicators.demo.source import read_kantor
    from indicators.services.pengguna import save_accounts

    facts = read_kantor()
    for turn in range(number):
        mine = copy.deepcopy(facts)
        mine["opd"]["kode"] = f"{facts['opd']['kode']}{turn}"
        for row in (mine["pejabat"], *(row for row in mine["akun"] if "nip" in row)):
            row["nip"] = f"{row['nip'][:-3]}{turn + 1:03}"

        def save_renamed(*, by: Any, users: list[Any], daftar: Any, turn: int = turn) -> Any:
            for user in users:
                user.username = f"{user.username}.{turn}"
            return save_accounts(by=by, users=users, daftar=daftar)

        with patch.multiple(office, read_kantor=lambda mine=mine: mine, save_accounts=save_renamed):
            office.load_office("kata-sandi-Panjang-99")


# --- a quarter's life -------------------------------------------------------------------------------------------------


def live_quarter(quarter: Any, saves: int, days: int) -> None:
    from indicators.demo.source import read_kantor
    from indicators.models import Pengguna, UnitKerja
    from indicators.services.triwulan import approve

    found = Pengguna.objects.filter(daftar_penugasan__unit__opd=quarter.opd).distinct()
    people = {user.username.rpartition(".")[0]: user for user in found}
    for kode, (staf, kepala) in read_kantor()["pengisian"].items():
        unit = UnitKerja.objects.get(opd=quarter.opd, kode=kode)
        _fill(quarter, unit, people[staf], (people[kepala], people["sekretaris"]), saves)
        _pass(quarter, unit, people[staf], people[kepala], people["sekretaris"])
    kadis: Pengguna = people["kadis"]
    quarter.refresh_from_db()
    approve(by=kadis, quarter=quarter, versi=quarter.versi)
    _report(quarter, kadis)
    _sign_in(list(people.values()), days)


def _fill(quarter: Any, unit: Any, staf: Any, readers: tuple[Any, ...], saves: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from indicators.models import ButirPK, Realisasi
    from indicators.services.bukti import add_evidence
    from indicators.services.evidence_pictures import record_look
    from indicators.services.realisasi_entry import RowEntry
    from tests.files import PDF
    from tests.savers import save_row

    where = {"triwulan": quarter, "unit": unit}
    rows = ButirPK.objects.filter(pk_induk__opd=quarter.opd, pk_induk__tahun=TAHUN, unit=unit)
    for pk in rows.values_list("indikator_id", flat=True):
        before = Realisasi.objects.get(indikator=pk, triwulan__tahun=TAHUN - 1, triwulan__triwulan=1)
        texts = [{"kendala": f"{before.kendala or 'Tidak ada kendala yang berarti.'} {n}"} for n in range(1, saves)]
        versi = 0
        for entry in [_value(before), *texts]:
            given = {"teks": entry} if entry in texts else entry
            row = save_row(by=staf, **where, isian=RowEntry(pk, versi, **given))
            assert row is not None
            versi = row.versi
        file = SimpleUploadedFile(f"bukti {pk}.pdf", PDF + b"%%%d\n%%%%EOF\n" % pk)
        bukti = add_evidence(by=staf, **where, indikator_id=pk, file=file)
        for reader in readers:
            record_look(by=reader, unit=unit, bukti=bukti)


def _value(before: Any) -> dict[str, Any]:
    if before.nilai is None:
        return {"tidak_tersedia": True, "alasan": "Belum dinilai pada triwulan ini."}
    return {"realisasi": Decimal(before.nilai), "teks": {"kendala": before.kendala}}


def _pass(quarter: Any, unit: Any, staf: Any, kepala: Any, sekretaris: Any) -> None:
    """Hand a unit's rows in, get one back, answer it, and take them through every station."""
    from indicators.models import Pengajuan, Realisasi
    from indicators.services.pengajuan import check, send_back, submit, validate
    from indicators.services.returned_rows import answer_return

    given = submit(by=staf, pengajuan=Pengajuan.objects.get(triwulan=quarter, unit=unit))
    row = Realisasi.objects.filter(triwulan=quarter, indikator__unit=unit).earliest("pk").indikator_id
    if len(unit.indikator.all()) > 1:
        send_back(by=kepala, pengajuan=given, versi=given.versi, alasan_baris={row: "Lengkapi bukti."})
        answer_return(by=staf, triwulan=quarter, unit=unit, indikator_id=row, jawaban="Bukti sudah lengkap.")
        given = submit(by=staf, pengajuan=Pengajuan.objects.get(triwulan=quarter, unit=unit))
    given = check(by=kepala, pengajuan=given, versi=given.versi)
    validate(by=sekretaris, pengajuan=given, versi=given.versi)


def _report(quarter: Any, kadis: Any) -> None:
    from reports.services.dokumen import request_final, request_preview
    from reports.services.signature import sign_document
    from tests.reports import steps

    which = {"opd": quarter.opd, "jenis": "lpk", "tahun": TAHUN, "triwulan": 1}
    assert steps.do(request_preview(by=kadis, **which)).status == "done"
    done = steps.do(request_final(by=kadis, **which))
    assert done.status == "done", done.message
    steps.give_certificate(kadis, quarter.opd)
    final = steps.document_of(done)
    sign_document(by=kadis, dokumen=final, versi=final.versi, passphrase=steps.PASSPHRASE)


def _sign_in(people: list[Any], days: int) -> None:
    from sakip.sign_in.events import Event, tell

    for _ in range(days):
        for user in people:
            tell(Event.SIGNED_IN, user)
            tell(Event.SIGNED_OUT, user)


# --- what is told -----------------------------------------------------------------------------------------------------


def tell_tables(title: str, found: dict[str, Size], least: int = 4096) -> None:
    print(f"\n{title:<46}{'rows':>9}{'MB':>9}{'of it indexes':>15}")
    for table, size in sorted(found.items(), key=lambda each: -each[1].total):
        if size.total >= least:
            print(f"  {table:<44}{size.rows:>9}{size.total / MB:>9.2f}{size.indexes / MB:>15.2f}")
    every = sum(found.values(), Size())
    print(f"  {'all tables':<44}{every.rows:>9}{every.total / MB:>9.2f}{every.indexes / MB:>15.2f}")


def tell_trail(link: Callable[[], int], rows: int) -> None:
    """Print how fast the new rows of the trail are linked, and how fast all are proved."""
    from indicators.selectors.rantai_proof import check_chains

    begun = time.perf_counter()
    linked = link()
    between = time.perf_counter()
    assert not [each for each in check_chains() if each.patah]
    proved = time.perf_counter() - between
    print(f"Linked {linked / (between - begun):.0f} rows of the trail a second, proved {rows / proved:.0f} a second")


def tell_acts(after: int, offices: int) -> None:
    from django.db import connection

    print(f"\n{'Rows of the trail in the quarter, by act':<46}{'rows':>9}{'bytes a row':>15}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tindakan, count(*), avg(pg_column_size(j.*))::int FROM indicators_jejak j WHERE id > %s "
            "GROUP BY tindakan ORDER BY 2 DESC",
            [after],
        )
        for act, rows, size in cursor.fetchall():
            print(f"  {act:<44}{rows / offices:>9.1f}{size:>15}")


def list_files(media: Path) -> dict[str, list[int]]:
    """Return the sizes of what is stored, by the folder it lies in."""
    found: dict[str, list[int]] = {}
    for path in media.rglob("*"):
        if path.is_file():
            found.setdefault(path.relative_to(media).parts[0], []).append(path.stat().st_size)
    return found


def run(options: argparse.Namespace, media: Path) -> None:
    from indicators.models import BuktiDukung, Jejak, Triwulan
    from indicators.services.rantai import link_all

    many, empty = options.grown, sizes()
    load_offices(many)
    link_all()
    loaded, last = sizes(), Jejak.objects.latest("pk").pk
    for quarter in Triwulan.objects.filter(tahun=TAHUN, triwulan=1).select_related("opd"):
        live_quarter(quarter, options.saves, options.days)
    tell_trail(link_all, Jejak.objects.count())
    lived = grown(loaded, sizes(), many)
    tell_tables("An office, its plan, a bare 2023, the PK of 2024", grown(empty, loaded, many))
    tell_tables("A quarter as people live it", lived)
    tell_acts(last, many)
    files = list_files(media)
    for folder, lengths in sorted(files.items()):
        print(f"  files in {folder:<35}{len(lengths) / many:>9.1f}{sum(lengths) / many / MB:>9.2f}")
    evidence = BuktiDukung.objects.filter(realisasi__triwulan__tahun=TAHUN).count() / many
    a_quarter = evidence * options.file_kb * 1024 + sum(files["dokumen"]) / many
    tell_scale(sum(lived.values(), Size()).times(QUARTERS), a_quarter * QUARTERS, lived, options.offices)


def tell_scale(year: Size, files: float, lived: dict[str, Size], offices: list[int]) -> None:
    trail = (lived["indicators_jejak"] + lived["indicators_matarantai"]).times(QUARTERS)
    print(f"\n{'A year (four quarters)':<24}{'rows':>14}{'database GB':>14}{'of it trail':>14}{'files GB':>12}")
    for number in [1, *offices]:
        print(
            f"{number:>7} office(s){'':<7}{year.rows * number:>14,}{year.total * number / MB / 1024:>14.2f}"
            f"{trail.total * number / MB / 1024:>14.2f}{files * number / MB / 1024:>12.1f}"
        )


@contextmanager
def installation() -> Iterator[Path]:
    """Give a database of its own and a folder for its files."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "postgresql":
        raise SystemExit("Set DATABASE_URL to a PostgreSQL where databases may be made.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR_DIR, settings.MEDIA_ROOT = Path(folder), Path(folder) / "media"
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield Path(folder) / "media"
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grown", type=int, default=10, help="how many offices are made")
    parser.add_argument("--saves", type=int, default=3, help="how often a row is saved in a quarter")
    parser.add_argument("--file-kb", type=int, default=800, help="how large an evidence file is")
    parser.add_argument("--days", type=int, default=62, help="working days of a quarter")
    parser.add_argument("--offices", type=int, nargs="+", default=[40, 600, 20_560])
    options = parser.parse_args()
    with installation() as media:
        run(options, media)


if __name__ == "__main__":
    main()
