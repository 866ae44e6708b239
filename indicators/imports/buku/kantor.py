"""The workbook of an office's beginning: units, officials and accounts, imported by its administrator.

The plan may stand in the same file; the perencana imports it in a second step, because an administrator keeps no plan
(ADR 15).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.imports.berkas_buku import LembarMentah, read_book
from indicators.imports.buku.impor import Files, dry_run, one_by_one, record_import, refuse_changed, sort_sheets
from indicators.imports.buku.jalankan import HasilBuku, run_tables
from indicators.imports.buku.susunan import JenisLembar, Konteks, Temuan
from indicators.imports.kantor import KOLOM_PENGGUNA, SumberAkun, SumberPejabat, SumberUnit, text_of
from indicators.imports.peta import KOLOM_OPD
from indicators.imports.sumber import SumberRencana
from indicators.models import Pengguna, Penugasan, PerangkatDaerah
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import find_users
from indicators.services.akses import require
from indicators.services.akun_massal import make_passwords

UNIT = JenisLembar("Unit kerja", SumberUnit, (KOLOM_OPD,))
PEJABAT = JenisLembar("Pejabat", SumberPejabat, (KOLOM_OPD,))
PENGGUNA = JenisLembar("Pengguna", SumberAkun, (KOLOM_OPD,), bawaan=(("Peran", Peran.STAF.value),))
KANTOR = (UNIT, PEJABAT, PENGGUNA)
# Hashing a password takes a third of a second on purpose.
MAX_NEW_ACCOUNTS = 100
TOO_MANY = f"Paling banyak {MAX_NEW_ACCOUNTS} akun baru sekaligus. Pecah menjadi beberapa berkas."


@dataclass(frozen=True)
class AkunBaru:
    """A new account with its first password, for the list that is shown once."""

    username: str
    nama: str
    tugas: str
    sandi: str


def check_office(*, by: Pengguna, opd: PerangkatDaerah, files: Files) -> HasilBuku:
    """Say what the import of an office would change; nothing stays. Raises NotAllowed, RefusedFile."""
    _require(by, opd)
    sheets = read_book(files)
    with dry_run():
        return _run(by, opd, sheets, None)


def import_office(
    *, by: Pengguna, opd: PerangkatDaerah, files: Files, dilihat: str
) -> tuple[HasilBuku, list[AkunBaru]]:
    """Write an office as its preview, whose digest is `dilihat`, showed it: all or nothing.

    Returns also the new accounts with their passwords, which are kept nowhere in clear. Raises NotAllowed,
    RefusedFile, ChangedMeanwhile.
    """
    _require(by, opd)
    sheets = read_book(files)
    clear, hashed = make_passwords(_new_names(sheets)[:MAX_NEW_ACCOUNTS])

    def hand_over(resource: SumberRencana) -> None:
        if isinstance(resource, SumberAkun):
            resource.sandi_tersimpan = hashed

    with one_by_one():
        result = _run(by, opd, sheets, hand_over)
        refuse_changed(result, dilihat)
        record_import(by, opd, "impor_buku_kantor", files, result)
    return result, _new_accounts(result, clear)


def _require(by: Pengguna, opd: PerangkatDaerah) -> None:
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    require(by, Izin.KELOLA_PENGGUNA, opd=opd)


def _run(by: Pengguna, opd: PerangkatDaerah, sheets: Sequence[LembarMentah], siapkan: object) -> HasilBuku:
    tables, _, temuan = sort_sheets(sheets, KANTOR)
    if not tables:
        sentence = "Berkas ini tidak memuat lembar Unit kerja, Pejabat, atau Pengguna. Pakai templatnya."
        temuan.append(Temuan("galat", sheets[0].nama, "", "", sentence))
    if len(_new_names(sheets)) > MAX_NEW_ACCOUNTS:
        temuan.append(Temuan("galat", PENGGUNA.nama, "", "", TOO_MANY))
    hook = siapkan if callable(siapkan) else None
    return run_tables(by=by, opd=opd, tables=tables, konteks=Konteks(opd=opd.kode), temuan=temuan, siapkan=hook)


def _new_names(sheets: Sequence[LembarMentah]) -> list[str]:
    """Return the user names of the file that no account has yet: one query."""
    tables, _, _ = sort_sheets(sheets, (PENGGUNA,))
    names = {text_of(row.sel.get(KOLOM_PENGGUNA)): None for table in tables for row in table.baris}
    known = find_users(list(names))
    return [name for name in names if name and name.lower() not in known]


def _new_accounts(result: HasilBuku, clear: dict[str, str]) -> list[AkunBaru]:
    """Return the accounts that were made, each once, with all its assignments."""
    tasks: dict[str, list[str]] = {}
    users: dict[str, Pengguna] = {}
    for row in result.objek:
        if isinstance(row, Penugasan) and row.pengguna.username in clear:
            users[row.pengguna.username] = row.pengguna
            tasks.setdefault(row.pengguna.username, []).append(f"{Peran(row.peran).label}, {row.unit}")
    return [AkunBaru(name, user.nama, "; ".join(tasks[name]), clear[name]) for name, user in users.items()]
