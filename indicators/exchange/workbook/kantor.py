"""The workbook of an office's beginning: units, officials and accounts, imported by its administrator.

The plan may stand in the same file; the perencana imports it in a second step, because an administrator keeps no plan
(ADR 15).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.acts import Act
from indicators.exchange.apart import read_book
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.kantor import KOLOM_INDUK, KOLOM_SAMPAI, KOLOM_UNIT, SumberPejabat, SumberUnit, text_of
from indicators.exchange.parsing import RawSheet
from indicators.exchange.pengguna import KOLOM_PENGGUNA, KOLOM_PERAN, SumberAkun
from indicators.exchange.plan_keys import KOLOM_OPD, PlanKeys
from indicators.exchange.references import KOLOM_KODE
from indicators.exchange.texts import is_blank
from indicators.exchange.trial.check import check
from indicators.exchange.workbook.importing import one_by_one, record_import, refuse_changed, sort_sheets
from indicators.exchange.workbook.runner import BookOutcome, BookRowOutcome, SheetOutcome
from indicators.exchange.workbook.structure import BookFinding, BookTable, SheetKind
from indicators.models import Pengguna, Penugasan, PerangkatDaerah
from indicators.permissions import Izin, Peran
from indicators.rules.peran import deciders_in_words
from indicators.selectors.kewenangan import find_users
from indicators.services.access import require
from indicators.services.kantor import OWN_SIGNER, check_pejabat, check_units, save_pejabat_many, save_units
from indicators.services.pengguna import check_accounts, check_waiting, make_passwords, save_accounts
from indicators.services.pengguna_checks import OWN, OWN_NIP, USED
from indicators.services.unit_tree import CIRCLE
from sakip.refusals import NotAllowed, NotValid, ServiceError
from sakip.waiting import Files

UNIT = SheetKind("Unit kerja", SumberUnit, (KOLOM_OPD,))
PEJABAT = SheetKind("Pejabat", SumberPejabat, (KOLOM_OPD,))
PENGGUNA = SheetKind("Pengguna", SumberAkun, (KOLOM_OPD,), bawaan=(("Peran", Peran.STAF.value),))
KANTOR = (UNIT, PEJABAT, PENGGUNA)
# Hashing a password takes a third of a second on purpose.
MAX_NEW_ACCOUNTS = 100
EMPTY = "Berkas ini tidak memuat lembar Unit kerja, Pejabat, atau Pengguna. Pakai templatnya."
WILL_WAIT = "Peran ini akan menunggu persetujuan {pemutus}; baris lain disimpan seperti biasa."
TOO_MANY = f"Paling banyak {MAX_NEW_ACCOUNTS} akun baru sekaligus. Pecah menjadi beberapa berkas."


@dataclass(frozen=True)
class NewPengguna:
    """A new account with its first password, for the list that is shown once."""

    username: str
    nama: str
    tugas: str
    sandi: str


@check(writes=False)
def check_office(*, by: Pengguna | None, opd: PerangkatDaerah, files: Files) -> BookOutcome:
    """Say what the import of an office would change; reads only. Raises NotAllowed, RefusedFile."""
    _require(by, opd)
    return OfficeBook(by, opd, read_book(files)).hasil


def import_office(
    *, by: Pengguna, opd: PerangkatDaerah, files: Files, dilihat: str
) -> tuple[BookOutcome, list[NewPengguna]]:
    """Write an office as its preview, whose digest is `dilihat`, showed it: all or nothing.

    Returns also the new accounts with their passwords, which are kept nowhere in clear. Raises NotAllowed,
    RefusedFile, ChangedMeanwhile.
    """
    _require(by, opd)
    sheets = read_book(files)
    clear, hashed = make_passwords(new_names(sheets)[:MAX_NEW_ACCOUNTS])
    with one_by_one():
        book = OfficeBook(by, opd, sheets, hashed)
        refuse_changed(book.hasil, dilihat)
        book.write()
        record_import(by, opd, Act.IMPOR_BUKU_KANTOR, files, book.hasil)
    return book.hasil, book.new_accounts(clear)


def _require(by: Pengguna | None, opd: PerangkatDaerah) -> None:
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    require(by, Izin.KELOLA_PENGGUNA, opd=opd)


def new_names(sheets: Sequence[RawSheet]) -> list[str]:
    """Return the user names of the file that no account has yet: one query."""
    tables, _, _ = sort_sheets(sheets, (PENGGUNA,))
    names = {text_of(row.sel.get(KOLOM_PENGGUNA)): None for table in tables for row in table.baris}
    known = find_users(list(names))
    return [name for name in names if name and name.lower() not in known]


class OfficeBook:
    """The workbook of an office, read and checked: reading writes nothing and holds no lock, `write` does the rest.

    Each sheet is checked by the services that would write it, against what the sheets before it bring. `terbatas`:
    only so many new accounts at once, for somebody waits while their passwords are hashed. Raises NotAllowed.
    """

    def __init__(
        self,
        by: Pengguna | None,
        opd: PerangkatDaerah,
        sheets: Sequence[RawSheet],
        sandi_tersimpan: Mapping[str, str] | None = None,
        *,
        terbatas: bool = True,
    ) -> None:
        self.by, self.opd, self.peta = by, opd, PlanKeys([opd])
        tables, _, temuan = sort_sheets(sheets, KANTOR)
        self.hasil = BookOutcome(temuan=list(temuan))
        if not tables:
            self._say(sheets[0].nama, EMPTY)
        if terbatas and len(new_names(sheets)) > MAX_NEW_ACCOUNTS:
            self._say(PENGGUNA.nama, TOO_MANY)
        self._failed: set[str] = set()
        self._sandi = sandi_tersimpan or {}
        self._sumber: dict[str, Any] = {}
        self._baris: dict[str, list[IncomingRow]] = {kind.nama: [] for kind in KANTOR}
        for table in tables:
            self._read(table)
            CHECKS[table.jenis.nama](self)
            self._collect(table)

    def _say(self, lembar: str, sentence: str) -> None:
        self.hasil.temuan.append(BookFinding("galat", lembar, "", "", sentence))

    def _read(self, table: BookTable) -> None:
        resource: Any = table.jenis.sumber(user=self.by, opd=self.opd)
        resource.use(self.peta)
        if table.jenis is PENGGUNA:
            resource.sandi_tersimpan = self._sandi
        for row in table.baris:
            if is_blank(row.sel.get(KOLOM_OPD)):
                row.sel[KOLOM_OPD] = self.opd.kode
        self._sumber[table.jenis.nama], self._baris[table.jenis.nama] = resource, table.baris
        resource.read_rows(table.baris)

    def _changed(self, kind: SheetKind) -> list[IncomingRow]:
        return [row for row in self._baris[kind.nama] if not row.galat and row.berubah]

    # --- what the services say ----------------------------------------------------------------------------------------

    def _check_units(self) -> None:
        rows = self._changed(UNIT)
        refusals = check_units(by=self.by, opd=self.opd, units=[row.objek for row in rows])
        for row in rows:
            self._note(UNIT, row, refusals.get(id(row.objek)))
        self.peta.add_units(row.objek for row in rows if row.baru and not row.galat)

    def _check_officials(self) -> None:
        rows = self._changed(PEJABAT)
        units = [row.objek for row in self._changed(UNIT) if row.baru]
        refusals = check_pejabat(by=self.by, opd=self.opd, daftar=[row.objek for row in rows], units=units)
        for row in rows:
            self._note(PEJABAT, row, refusals.get(id(row.objek)))

    def _check_accounts(self) -> None:
        units = [row.objek for row in self._changed(UNIT) if row.baru]
        refusals = check_accounts(by=self.by, users=self._users, daftar=self._assignments, units=units)
        resource = self._sumber[PENGGUNA.nama]
        for row in self._changed(PENGGUNA):
            ended = resource.pindah.get(id(row))
            for item in (row.objek, row.objek.pengguna, ended):
                self._note(PENGGUNA, row, refusals.pop(id(item), None))
        self._say_waiting()

    def _say_waiting(self) -> None:
        """Say before it is confirmed which roles are only proposed by it."""
        waiting = check_waiting(by=self.by, daftar=self._assignments)
        for row in self._changed(PENGGUNA):
            if id(row.objek) in waiting:
                row.peringatan[KOLOM_PERAN] = WILL_WAIT.format(pemutus=deciders_in_words(Peran(row.objek.peran)))

    def _note(self, kind: SheetKind, row: IncomingRow, refusal: ServiceError | None) -> None:
        """Put a refusal of a service at the cell of the row that it is about."""
        if refusal is None:
            return
        name, sentence = "", str(refusal)
        if isinstance(refusal, NotValid) and refusal.fields:
            name, sentence = next(iter(refusal.fields.items()))
        elif isinstance(refusal, NotAllowed) and sentence in (OWN_NIP, OWN_SIGNER):
            name = "nip"
        elif isinstance(refusal, NotAllowed):
            name, sentence = "pengguna", OWN if sentence == OWN else USED
        else:
            name = "sampai"
        row.galat.setdefault(self._column(kind, name), sentence)

    def _column(self, kind: SheetKind, name: str) -> str:
        field = self._sumber[kind.nama].fields.get({"username": "pengguna", "email": "surel"}.get(name, name))
        return str(field.column_name) if field is not None else kind.sumber.kunci[-1]

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _collect(self, table: BookTable) -> None:
        self.hasil.temuan += table.temuan
        sheet = SheetOutcome(table.jenis.nama)
        if table.jenis is UNIT:
            codes = [(text_of(row.sel.get(KOLOM_KODE)).casefold(), bool(row.galat)) for row in table.baris]
            self._failed = {code for code, wrong in codes if wrong} - {code for code, wrong in codes if not wrong}
        for row in table.baris:
            self._find(row)
            if row.galat:
                continue
            if not row.berubah:
                sheet.tetap += 1
                continue
            shown = self._sumber[table.jenis.nama].row_result(row)
            sheet.baris.append(BookRowOutcome(row.lembar, row.nomor, row.baru, shown.nama, shown.perubahan))
        sheet.baris.sort(key=lambda row: (row.lembar, row.nomor))
        self.hasil.lembar.append(sheet)

    def _find(self, row: IncomingRow) -> None:
        """Make the findings of a row; one that hangs on a refused unit is only counted."""
        for column, sentence in row.galat.items():
            if self._hangs_on_refused(row, column, sentence):
                self.hasil.tergantung += 1
                continue
            self._finding("tanya" if column in row.tanya else "galat", row, column, sentence)
        for column, sentence in row.peringatan.items():
            self._finding("peringatan", row, column, sentence)

    def _hangs_on_refused(self, row: IncomingRow, column: str, sentence: str) -> bool:
        if column not in (KOLOM_INDUK, KOLOM_UNIT) or column in row.tanya or sentence == CIRCLE:
            return False
        return text_of(row.sel.get(column)).casefold() in self._failed

    def _finding(self, jenis: str, row: IncomingRow, column: str, sentence: str) -> None:
        value = row.sel.get(column)
        place = row.alamat.get(column) or f"baris {row.nomor}"
        text = "" if value is None else str(value)[:200]
        self.hasil.temuan.append(BookFinding(jenis, row.lembar, place, text, f"{column}: {sentence}"))

    # --- what is written ----------------------------------------------------------------------------------------------

    @property
    def _users(self) -> list[Pengguna]:
        resource = self._sumber.get(PENGGUNA.nama)
        accounts = [] if resource is None else resource.akun.values()
        return [account.pengguna for account in accounts if account.anggota and account.berubah]

    @property
    def _assignments(self) -> list[Penugasan]:
        """The assignments that are new or end on another day, and those that end because somebody moves."""
        resource = self._sumber.get(PENGGUNA.nama)
        if resource is None:
            return []
        column = resource.get_diff_headers().index(KOLOM_SAMPAI)
        rows = [row for row in self._changed(PENGGUNA) if row.baru or row.sebelum[column] != row.sesudah[column]]
        return [*resource.pindah.values(), *(row.objek for row in rows)]

    def write(self) -> None:
        """Write what was read, inside the caller's transaction; nothing of it may be wrong. Raises ServiceError."""
        if self.hasil.galat:
            raise NotValid("Berkas ini masih memuat kesalahan. Perbaiki, lalu unggah kembali.")
        units = [row.objek for row in self._changed(UNIT)]
        officials = [row.objek for row in self._changed(PEJABAT)]
        if units:
            save_units(by=self.by, opd=self.opd, units=units)
        if officials:
            save_pejabat_many(by=self.by, opd=self.opd, daftar=officials)
        assignments = self._assignments
        if self._users or assignments:
            self.hasil.menunggu = len(save_accounts(by=self.by, users=self._users, daftar=assignments))
        self.hasil.objek = [*units, *officials, *(row for row in assignments if not row._state.adding)]

    def new_accounts(self, clear: Mapping[str, str]) -> list[NewPengguna]:
        """Return the accounts that were made, each once, with all its assignments."""
        tasks: dict[str, list[str]] = {}
        users: dict[str, Pengguna] = {}
        for row in self._assignments:
            name = row.pengguna.username
            if name in clear:
                users[name] = row.pengguna
                tasks.setdefault(name, []).append(f"{Peran(row.peran).label}, {row.unit}")
        return [NewPengguna(name, user.nama, "; ".join(tasks[name]), clear[name]) for name, user in users.items()]


CHECKS: dict[str, Callable[[OfficeBook], None]] = {
    UNIT.nama: OfficeBook._check_units,
    PEJABAT.nama: OfficeBook._check_officials,
    PENGGUNA.nama: OfficeBook._check_accounts,
}
