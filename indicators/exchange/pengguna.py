"""The resource of an office's accounts: a row is an assignment, and the account behind it comes along.

People change units, leave, are corrected and come back by the same sheet. What of an account or an assignment cannot be
changed by it is said at its cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from indicators.exchange.cells import ChoiceCell, TextCell, WrongCell
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.kantor import (
    KOLOM_MULAI,
    KOLOM_NIP,
    KOLOM_SAMPAI,
    KOLOM_UNIT,
    WAJIB,
    LineCell,
    NIPCell,
    OfficeResource,
    OptionalDateCell,
    answers,
    correction_column,
    fold,
    text_of,
)
from indicators.exchange.outcome import RowOutcome
from indicators.exchange.plan_keys import KOLOM_OPD
from indicators.exchange.references import KOLOM_NAMA, make_resource, opd_column
from indicators.exchange.resource import KeyColumn, PlanColumn
from indicators.models import Pengguna, Penugasan, UnitKerja
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import find_users, today_in
from indicators.services.pengguna_checks import OfficesOfPengguna, offices_in
from sakip.dates import write_date, write_in_figures
from sakip.sentences import enumerate_in_words

KOLOM_PENGGUNA, KOLOM_PERAN, KOLOM_SUREL = "Nama pengguna", "Peran", "Surel"
# The columns of the account behind an assignment: its attribute and how a cell of it is read.
PENGGUNA: dict[str, tuple[str, TextCell]] = {
    KOLOM_NAMA: ("nama", LineCell()),
    KOLOM_NIP: ("nip", NIPCell()),
    KOLOM_SUREL: ("email", TextCell()),
}
NO_NAME = "Tulis nama lengkap pemilik akun baru ini."
ELSEWHERE = "Akun ini tercatat di kantor lain, jadi nama, NIP, dan surelnya tidak diubah lewat berkas ini."
ELSEWHERE_USERNAME = "Akun {lama} tercatat di kantor lain, jadi nama penggunanya tetap. Tulis {lama}."
SOMEBODY_ELSE = (
    "Nama pengguna ini milik {nama}, {opd}. Bila orangnya sama, tulis namanya seperti itu; "
    "bila lain, pilih nama pengguna lain."
)
OFF = "Akun ini nonaktif. Penugasannya disimpan, tetapi akunnya diaktifkan di halaman Pengguna."
KEPT = "Sel kosong tidak menghapus isi yang tersimpan. Kosongkan di halaman Pengguna bila memang harus hilang."
TWO_VALUES = "Baris {nomor} menulis “{lain}” untuk akun yang sama. Samakan keduanya."
OTHER_START = (
    "Penugasan ini berlaku mulai {mulai}, dan tanggal mulainya tidak dapat diubah. Tulis tanggal itu. "
    "Bila ia berhenti lalu bertugas lagi, isi Sampai pada baris lama dan tulis masa barunya di baris lain."
)
LATER = "Tulis hari pertamanya di tempat yang baru, sesudah {mulai}. Penugasan lamanya berakhir sehari sebelumnya."


class PenggunaColumn(Field):
    """A column of the account behind an assignment."""

    def __init__(self, attribute: str, column_name: str) -> None:
        super().__init__(column_name=column_name, readonly=True)
        self.name = attribute

    def export(self, instance: Penugasan, **kwargs: Any) -> Any:
        return getattr(instance.pengguna, self.name)


@dataclass
class IncomingPengguna:
    """An account of the file: whose it is, whether the file may change it, and which row said what of it."""

    pengguna: Pengguna
    baru: bool
    anggota: bool
    # Per column: the number of the row that tells it, and what it tells.
    kata: dict[str, tuple[int, str]] = field(default_factory=dict)
    kosong: dict[str, IncomingRow] = field(default_factory=dict)
    baris: list[IncomingRow] = field(default_factory=list)
    lama: tuple[str, str, str, str] = ("", "", "", "")

    def __post_init__(self) -> None:
        self.lama = self._facts()

    def _facts(self) -> tuple[str, str, str, str]:
        user = self.pengguna
        return user.username, user.nama, user.nip, user.email

    @property
    def berubah(self) -> bool:
        return self.baru or self.lama != self._facts()


class _PenggunaResource(OfficeResource):
    izin = Izin.KELOLA_PENGGUNA
    kunci = (KOLOM_OPD, KOLOM_PENGGUNA, KOLOM_UNIT, KOLOM_PERAN)
    # The hashed first passwords of new accounts by user name; a dry run has none.
    sandi_tersimpan: Mapping[str, str] = {}

    def read_rows(self, rows: Sequence[IncomingRow]) -> None:
        names = {text_of(row.sel.get(KOLOM_PENGGUNA)) for row in rows}
        self._known = find_users(names)
        self._names = {name.lower() for name in names}
        self._load_office()
        self._claimed = {key for row in rows if (key := self._claim(row)) is not None}
        self.akun: dict[str, IncomingPengguna] = {}
        # The assignments that end because somebody moves, by `id` of the row that says so.
        self.pindah: dict[int, Penugasan] = {}
        # The old user name, by `id` of the row that corrects it.
        self._renamed_from: dict[int, str] = {}
        super().read_rows(rows)
        for account in self.akun.values():
            self._say_kept(account)

    def _load_office(self) -> None:
        self._load_terms()
        self._kantor = OfficesOfPengguna({user.pk for user in (*self._known.values(), *self._members.values())})

    def _load_terms(self) -> None:
        """Read the office's assignments, those that have ended too, and whose accounts they are: one query. Deputies
        for days are no rows of a file."""
        today = today_in(self.opd_of(None))
        rows = Penugasan.objects.filter(unit__opd__in=self.peta.offices, mewakili=None).order_by("mulai")
        self._members: dict[int, Pengguna] = {}
        self._terms: dict[tuple[int, int, str], list[Penugasan]] = {}
        self._current: dict[int, list[Penugasan]] = {}
        for row in rows.select_related("pengguna", "unit__opd"):
            # One object per account, whatever brought it.
            user = self._known.get(row.pengguna.username.lower(), row.pengguna)
            row.pengguna = self._members.setdefault(row.pengguna_id, user)
            self._terms.setdefault((row.pengguna_id, row.unit_id, row.peran), []).append(row)
            if row.sampai is None or row.sampai >= today:
                self._current.setdefault(row.pengguna_id, []).append(row)

    # --- finding the row's assignment ---------------------------------------------------------------------------------

    def _claim(self, row: IncomingRow) -> tuple[str, str, str, date | None] | None:
        """Return which assignment a row names, as far as it can be read; without a day it names any of its kind."""
        try:
            peran = ChoiceCell(Peran).clean(row.sel.get(KOLOM_PERAN))
            mulai = OptionalDateCell().clean(row.sel.get(KOLOM_MULAI))
        except WrongCell:
            return None
        return text_of(row.sel.get(KOLOM_PENGGUNA)).lower(), text_of(row.sel.get(KOLOM_UNIT)).casefold(), peran, mulai

    def _is_claimed(self, term: Penugasan) -> bool:
        key = (term.pengguna.username.lower(), term.unit.kode.casefold(), term.peran)
        return (*key, term.mulai) in self._claimed or (*key, None) in self._claimed

    def locate(self, row: IncomingRow) -> tuple[Penugasan, bool]:
        opd = self.office_named(row)
        username = row.text_of(KOLOM_PENGGUNA)
        if not username:
            raise WrongCell(WAJIB, KOLOM_PENGGUNA)
        unit = self.peta.unit(opd, row.text_of(KOLOM_UNIT), KOLOM_UNIT)
        peran = self.cell(row, KOLOM_PERAN, ChoiceCell(Peran))
        mulai = self.cell(row, KOLOM_MULAI, OptionalDateCell())
        account = self._account(row, username)
        account.baris.append(row)
        user = account.pengguna
        found = self._term(user, unit, peran, mulai)
        if found is not None:
            return found, False
        first = mulai or today_in(opd)
        if not account.baru and user != self.user:
            self._ask_moved(row, user, peran, unit, first)
        return Penugasan(pengguna=user, unit=unit, peran=peran, mulai=first), True

    def _term(self, user: Pengguna, unit: UnitKerja, peran: str, mulai: date | None) -> Penugasan | None:
        """Return the stored assignment that a row means: by its first day, or the one that has not ended. Raises
        WrongCell when that one began on another day and no row of its own ends it."""
        terms = self._terms.get((user.pk, unit.pk, peran), []) if user.pk and unit.pk else []
        exact = next((term for term in terms if term.mulai == mulai), None)
        current = next((term for term in terms if term in self._current.get(user.pk, [])), None)
        if exact is not None or current is None or mulai is None:
            return exact or current
        if self._is_claimed(current) or (current.sampai is not None and current.sampai < mulai):
            return None
        raise WrongCell(OTHER_START.format(mulai=write_date(current.mulai)), KOLOM_MULAI)

    def _ask_moved(self, row: IncomingRow, user: Pengguna, peran: str, unit: UnitKerja, first: date) -> None:
        """A new assignment of somebody whose present one the file does not list any more: did he move?"""
        left = [term for term in self._current.get(user.pk, []) if not self._is_claimed(term)]
        left = [term for term in left if term not in self.pindah.values()]
        left.sort(key=lambda term: (term.peran != peran, term.unit_id != unit.pk))
        alike = left[:1]
        old = self.corrects(row, alike, KOLOM_UNIT, lambda term: _moved(user, term)) if alike else None
        if old is None:
            return
        if first <= old.mulai:
            raise WrongCell(LATER.format(mulai=write_date(old.mulai)), KOLOM_MULAI)
        old.sampai = first - timedelta(days=1)
        self.pindah[id(row)] = old

    # --- the account behind it ----------------------------------------------------------------------------------------

    def _account(self, row: IncomingRow, username: str) -> IncomingPengguna:
        """Return the account: the stored one, the one that an earlier row begins, or a new one. Raises WrongCell."""
        found = self.akun.get(username.lower())
        if found is not None:
            return found
        user = self._known.get(username.lower()) or self._renamed(row, username)
        if user is None:
            nama = " ".join(row.text_of(KOLOM_NAMA).split())
            if not nama:
                raise WrongCell(NO_NAME, KOLOM_NAMA)
            user = Pengguna(username=username, nama=nama, wajib_ganti_sandi=True)
            user.password = self.sandi_tersimpan.get(username, "")
            account = IncomingPengguna(user, baru=True, anggota=True)
        else:
            self._refuse_somebody_else(row, user)
            account = IncomingPengguna(user, baru=False, anggota=self._keeps(user))
            if fold(user.username) != fold(username):
                if not account.anggota:
                    raise WrongCell(ELSEWHERE_USERNAME.format(lama=user.username), KOLOM_PENGGUNA)
                self._renamed_from[id(row)], user.username = user.username, username
        self.akun[username.lower()] = account
        return account

    def _keeps(self, user: Pengguna) -> bool:
        """Say whether the account is of the offices of the file and of no other: else they would take turns in it."""
        offices = self._kantor.last(user.pk)
        return bool(offices) and offices <= self.peta.offices.keys()

    def _refuse_somebody_else(self, row: IncomingRow, user: Pengguna) -> None:
        """Raise WrongCell when a row without an administrator behind it gives somebody of another office a namesake's
        work. An administrator assigns nobody of another office at all, and is not told who that is."""
        if self.user is not None or user.pk in self._members:
            return
        nip, nama = _person(row)
        if not _is_person(user, nip, nama):
            names = [str(opd) for opd in offices_in(self._kantor.last(user.pk)).values()]
            raise WrongCell(
                SOMEBODY_ELSE.format(nama=user.nama, opd=enumerate_in_words(names) or "tanpa penugasan"), KOLOM_PENGGUNA
            )

    def _renamed(self, row: IncomingRow, username: str) -> Pengguna | None:
        """Return the member whose user name the row corrects, None when it is somebody new. Raises WrongCell."""
        nip, nama = _person(row)
        taken = {id(account.pengguna) for account in self.akun.values()}
        alike = [
            user
            for user in self._members.values()
            if user.username.lower() not in self._names and id(user) not in taken and _is_person(user, nip, nama)
        ]
        if not alike:
            return None
        found: Pengguna | None = self.corrects(row, alike, KOLOM_PENGGUNA, lambda user: _other_name(user, username))
        return found

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        account = self.akun[row.text_of(KOLOM_PENGGUNA).lower()]
        if row.sebelum and id(row) in self._renamed_from:
            row.sebelum[self.get_diff_headers().index(KOLOM_PENGGUNA)] = self._renamed_from[id(row)]
        if not account.anggota:
            self._say_elsewhere(row, account.pengguna)
            return
        if not account.baru and not account.pengguna.is_active:
            row.peringatan[KOLOM_PENGGUNA] = OFF
        for column, (attribute, widget) in PENGGUNA.items():
            try:
                self._fill_account(row, account, column, attribute, self.cell(row, column, widget))
            except WrongCell as wrong:
                row.note(column, wrong)

    @staticmethod
    def _fill_account(row: IncomingRow, account: IncomingPengguna, column: str, attribute: str, text: str) -> None:
        if not text:
            if column in row.sel:
                account.kosong.setdefault(column, row)
            return
        number, told = account.kata.setdefault(column, (row.nomor, text))
        if told != text:
            raise WrongCell(TWO_VALUES.format(nomor=number, lain=told))
        setattr(account.pengguna, attribute, text)

    def _say_elsewhere(self, row: IncomingRow, user: Pengguna) -> None:
        for column, (attribute, widget) in PENGGUNA.items():
            try:
                text = self.cell(row, column, widget)
            except WrongCell as wrong:
                row.note(column, wrong)
                continue
            if text and text != getattr(user, attribute):
                row.peringatan[column] = ELSEWHERE

    @staticmethod
    def _say_kept(account: IncomingPengguna) -> None:
        for column, row in account.kosong.items():
            if account.anggota and column not in account.kata and getattr(account.pengguna, PENGGUNA[column][0]):
                row.peringatan[column] = KEPT

    # --- what the others ask ------------------------------------------------------------------------------------------

    def key_of(self, instance: Penugasan) -> Any:
        return instance.pengguna.username.lower(), instance.unit.kode.casefold(), instance.peran, instance.mulai

    def row_result(self, row: IncomingRow) -> RowOutcome:
        result = super().row_result(row)
        ended = self.pindah.get(id(row))
        if ended is not None and ended.sampai is not None:
            label = f"Sampai, {Peran(ended.peran).label} di {ended.unit}"
            result.perubahan.append((label, "", write_in_figures(ended.sampai)))
        return result

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("pengguna", "unit__opd__pemda")


def _person(row: IncomingRow) -> tuple[str, str]:
    """Return by what a row tells who somebody is: his NIP, blank when it says none, and his name."""
    return "".join(text_of(row.sel.get(KOLOM_NIP)).split()), fold(text_of(row.sel.get(KOLOM_NAMA)))


def _is_person(user: Pengguna, nip: str, nama: str) -> bool:
    return user.nip == nip if user.nip and nip else fold(user.nama) == nama


def _moved(user: Pengguna, term: Penugasan) -> str:
    place = f"{Peran(term.peran).label} di {term.unit}"
    answer = answers("ia pindah dan penugasan itu berakhir sehari sebelum Mulai", "ia memegang keduanya")
    return f"{user} masih {place}, tetapi penugasan itu tidak ada di berkas. {answer}"


def _other_name(user: Pengguna, username: str) -> str:
    answer = answers(f"nama penggunanya diganti menjadi {username}", "ini orang lain")
    return f"{user} sudah mempunyai akun {user.username}. {answer}"


SumberAkun = make_resource(
    _PenggunaResource,
    Penugasan,
    "Pengguna",
    {
        "opd": opd_column(),
        "pengguna": KeyColumn(KOLOM_PENGGUNA, lambda row: row.pengguna.username),
        "nama": PenggunaColumn("nama", KOLOM_NAMA),
        "nip": PenggunaColumn("nip", KOLOM_NIP),
        "surel": PenggunaColumn("email", KOLOM_SUREL),
        "unit": KeyColumn(KOLOM_UNIT, lambda row: row.unit.kode),
        "peran": KeyColumn(KOLOM_PERAN, lambda row: Peran(row.peran).label),
        "mulai": KeyColumn(KOLOM_MULAI, lambda row: row.mulai),
        "sampai": PlanColumn("sampai", KOLOM_SAMPAI, OptionalDateCell()),
        "koreksi": correction_column(),
    },
)
