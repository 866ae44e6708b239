"""The resources of an office's beginning: its units and its officials. Its accounts stand in `exchange.pengguna`.

A row is found by what identifies it. One that is not found but looks like a stored one is asked about: it corrects that
one, or it is another. The answer stands in the column Koreksi, so that the file can be uploaded again as it is.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from import_export.widgets import Widget

from indicators.exchange.cells import (
    AmbiguousCell,
    ChoiceCell,
    DateCell,
    IntegerCell,
    TextCell,
    WrongCell,
    YesNoCell,
    text_in,
)
from indicators.exchange.plan_keys import KOLOM_OPD, PlanKeys
from indicators.exchange.references import (
    KOLOM_KODE,
    KOLOM_NAMA,
    NewUnitColumn,
    UnitReference,
    make_resource,
    opd_column,
)
from indicators.exchange.resource import IncomingRow, KeyColumn, PlanColumn, PlanResource, ShownColumn
from indicators.exchange.texts import is_blank
from indicators.models import Pejabat, PerangkatDaerah, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.permissions import Izin
from sakip.dates import write_date
from sakip.sentences import enumerate_in_words

KOLOM_INDUK, KOLOM_UNIT, KOLOM_KOREKSI = "Kode unit atasan", "Kode unit", "Koreksi"
KOLOM_NIP, KOLOM_JABATAN, KOLOM_MULAI, KOLOM_SAMPAI = "NIP", "Jabatan", "Mulai", "Sampai"
WAJIB = "Sel ini wajib diisi."
NIP_TEXT = (
    "Sel ini berupa angka, dan Excel membulatkan angka sepanjang 18 digit. "
    "Tulis kembali NIP lengkapnya sebagai teks (format sel Teks)."
)
YA, BARU = "ya", "baru"
ANSWER = "Tulis “ya” atau “baru” di kolom ini, atau kosongkan."
NOTHING_ALIKE = (
    "Tidak ada data tersimpan yang mirip dengan baris ini, jadi tidak ada yang dikoreksi. Kosongkan sel ini."
)
_ESELON = re.compile(r"es(?:elon)?[. ]*(?P<tingkat>ii|iii|iv)[./ ]*[ab]?")


class OptionalDateCell(DateCell):
    """A day, or none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return None if is_blank(value) else super().clean(value, row, **kwargs)


class LineCell(TextCell):
    """A name: one line, whatever line ends and doubled spaces were typed into the cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return " ".join(super().clean(value, row, **kwargs).split())


class NIPCell(TextCell):
    """Eighteen digits as text; a number has lost the last of them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise AmbiguousCell(NIP_TEXT)
        return "".join(super().clean(value, row, **kwargs).split())


class JenjangCell(ChoiceCell):
    """A level; "Eselon III.a" is Eselon III."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        found = _ESELON.fullmatch(text_in(value).casefold())
        return f"eselon_{found['tingkat']}" if found else super().clean(value, row, **kwargs)


def fold(text: str) -> str:
    """Return a name as it is compared: without case and doubled spaces."""
    return " ".join(text.split()).casefold()


def text_of(value: Any) -> str:
    """Return the text of a cell, blank for what is none: that is said when the row is read."""
    try:
        return text_in(value)
    except WrongCell:
        return ""


def correction_column() -> ShownColumn:
    """The answer to a question about the row; stored nowhere."""
    return ShownColumn(KOLOM_KOREKSI, None)


class OfficeResource(PlanResource):
    """What the three share: the one office, whose administrator imports, and the question what a row corrects."""

    izin = Izin.KELOLA_KANTOR

    def use(self, peta: PlanKeys) -> None:
        """Look rows up in what the sheets before have read, too: nothing of it need be stored."""
        self._peta = peta

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        return next(iter(self.peta.offices.values()))

    def read_rows(self, rows: Sequence[IncomingRow]) -> None:
        # What a row corrects of the key of its object, by `id` of the row.
        self._corrected: dict[int, dict[str, Any]] = {}
        super().read_rows(rows)

    def fill(self, row: IncomingRow) -> None:
        for name, value in self._corrected.get(id(row), {}).items():
            setattr(row.objek, name, value)
        super().fill(row)

    def cell(self, row: IncomingRow, column: str, widget: Widget) -> Any:
        """Return what the widget reads in a cell of the key. Raises SelSalah at the column."""
        try:
            return widget.clean(row.sel.get(column))
        except AmbiguousCell as wrong:
            raise AmbiguousCell(str(wrong), column) from None
        except WrongCell as wrong:
            raise WrongCell(str(wrong), column) from None

    def corrects(self, row: IncomingRow, alike: Sequence[Any], column: str, question: Callable[[Any], str]) -> Any:
        """Return which of the stored objects that look like the row's it corrects, None when it is another.

        Asks unless the row answers. Raises SelSalah.
        """
        answer = row.text_of(KOLOM_KOREKSI).casefold()
        if answer not in ("", YA, BARU):
            raise WrongCell(ANSWER, KOLOM_KOREKSI)
        if answer == BARU or not (answer or alike):
            return None
        if not alike:
            raise WrongCell(NOTHING_ALIKE, KOLOM_KOREKSI)
        if answer == YA and len(alike) == 1:
            return alike[0]
        raise AmbiguousCell(question(alike[0]), column)


def answers(correct: str, other: str) -> str:
    """Return how a question is answered in the file."""
    return f"Tulis “ya” di kolom Koreksi bila {correct}, atau “baru” bila {other}."


# --- units ----------------------------------------------------------------------------------------------------------


class _UnitResource(OfficeResource):
    kunci = (KOLOM_OPD, KOLOM_KODE)

    def read_rows(self, rows: Sequence[IncomingRow]) -> None:
        # A superior may stand further down in the same file.
        self._new: dict[str, UnitKerja] = {}
        self._codes = {text_of(row.sel.get(KOLOM_KODE)).casefold() for row in rows}
        super().read_rows(rows)
        self.peta.add_units(())  # by their new codes from here on
        for row in rows:
            if not row.galat:
                self._place(row)

    def locate(self, row: IncomingRow) -> tuple[UnitKerja, bool]:
        opd = self.office_named(row)
        kode = row.text_of(KOLOM_KODE)
        if not kode:
            raise WrongCell(WAJIB, KOLOM_KODE)
        found = self.peta.find_unit(opd, kode)
        if found is not None:
            self._corrected[id(row)] = {"kode": kode}  # the same in other letters
            return found, False
        nama = fold(text_of(row.sel.get(KOLOM_NAMA)))
        alike = [
            unit for unit in self.peta.units if fold(unit.nama) == nama and unit.kode.casefold() not in self._codes
        ]
        old = self.corrects(row, alike, KOLOM_KODE, lambda unit: _other_code(unit, kode))
        if old is not None:
            self._corrected[id(row)] = {"kode": kode}
            return old, False
        return self._new.setdefault(kode.casefold(), UnitKerja(opd=opd, kode=kode)), True

    def key_of(self, instance: UnitKerja) -> Any:
        return instance.kode.casefold()

    def _place(self, row: IncomingRow) -> None:
        """Read the superior, once all units of the file are known, and look at the row again."""
        if KOLOM_INDUK not in row.sel:
            return
        try:
            text = row.text_of(KOLOM_INDUK)
            unit: UnitKerja = row.objek
            unit.induk = self._superior(unit.opd, text) if text else None
            row.sesudah = self._values(unit)
        except WrongCell as wrong:
            row.note(KOLOM_INDUK, wrong)

    def _superior(self, opd: PerangkatDaerah, text: str) -> UnitKerja:
        found = self.peta.find_unit(opd, text) or self._new.get(text.casefold())
        if found is None:
            raise WrongCell(NO_SUPERIOR.format(text), KOLOM_INDUK)
        return found

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda", "induk").order_by("path")


NO_SUPERIOR = "Unit atasan “{}” tidak ada. Tulis kodenya seperti di kolom Kode."


def _other_code(unit: UnitKerja, kode: str) -> str:
    answer = answers(f"kode unit itu diganti menjadi {kode}", "ini unit lain")
    return f"Unit {unit.nama} sudah ada dengan kode {unit.kode}. {answer}"


SumberUnit = make_resource(
    _UnitResource,
    UnitKerja,
    "Unit kerja",
    {
        "opd": opd_column(),
        "kode": KeyColumn(KOLOM_KODE, lambda row: row.kode),
        "induk": KeyColumn(KOLOM_INDUK, lambda row: row.induk.kode if row.induk is not None else ""),
        "nama": PlanColumn("nama", KOLOM_NAMA, LineCell(wajib=True)),
        "singkatan": PlanColumn("singkatan", "Singkatan", TextCell()),
        "jenjang": PlanColumn("jenjang", "Jenjang", JenjangCell(Jenjang)),
        "urutan": PlanColumn("urutan", "Urutan", IntegerCell(wajib=True)),
        "berlaku_dari": PlanColumn("berlaku_dari", "Berlaku dari", OptionalDateCell()),
        "berlaku_sampai": PlanColumn("berlaku_sampai", "Berlaku sampai", OptionalDateCell()),
        "koreksi": correction_column(),
    },
)

# --- officials ------------------------------------------------------------------------------------------------------


class _PejabatResource(OfficeResource):
    kunci = (KOLOM_OPD, KOLOM_NIP, KOLOM_JABATAN, KOLOM_MULAI)

    def read_rows(self, rows: Sequence[IncomingRow]) -> None:
        self._claimed = {key for row in rows if (key := self._key_in(row)) is not None}
        super().read_rows(rows)

    def _key_in(self, row: IncomingRow) -> tuple[str, str, date] | None:
        try:
            return self._key(row)
        except WrongCell:
            return None  # said when the row is read

    def _key(self, row: IncomingRow) -> tuple[str, str, date]:
        return (
            self.cell(row, KOLOM_NIP, NIPCell(wajib=True)),
            self.cell(row, KOLOM_JABATAN, LineCell(wajib=True)),
            self.cell(row, KOLOM_MULAI, DateCell()),
        )

    def locate(self, row: IncomingRow) -> tuple[Pejabat, bool]:
        opd = self.office_named(row)
        nip, jabatan, mulai = key = self._key(row)
        found = self._stored.get(key)
        if found is not None:
            return found, False
        nama = fold(text_of(row.sel.get(KOLOM_NAMA)))
        free = [other for other_key, other in self._stored.items() if other_key not in self._claimed]
        alike = [other for other in free if _alike(other, key, nama)]
        old = self.corrects(row, alike, KOLOM_NIP, lambda other: _other_term(other, key))
        if old is not None:
            self._corrected[id(row)] = {"nip": nip, "jabatan": jabatan, "mulai": mulai}
            return old, False
        return Pejabat(opd=opd, nip=nip, jabatan=jabatan, mulai=mulai), True

    @property
    def _stored(self) -> dict[tuple[str, str, date], Pejabat]:
        def load() -> dict[tuple[str, str, date], Pejabat]:
            rows = Pejabat.objects.filter(opd__in=self.peta.offices).select_related("unit", "opd")
            return {(row.nip, row.jabatan, row.mulai): row for row in rows}

        return self.peta.remember("pejabat", load)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda", "unit")


def _alike(other: Pejabat, key: tuple[str, str, date], nama: str) -> bool:
    """Say whether a stored term may be the row's with one part of its key mistyped: a later term is another."""
    nip, jabatan, mulai = key
    if other.sampai is not None and other.sampai < mulai:
        return False
    same_post = fold(other.jabatan) == fold(jabatan)
    if other.nip == nip:
        return same_post or other.mulai == mulai
    return same_post and other.mulai == mulai and fold(other.nama) == nama


def _other_term(other: Pejabat, key: tuple[str, str, date]) -> str:
    nip, jabatan, mulai = key
    wrong = [
        f"{label} {old} menjadi {new}"
        for label, old, new in (
            ("NIP", other.nip, nip),
            ("jabatan", other.jabatan, jabatan),
            ("tanggal mulai", write_date(other.mulai), write_date(mulai)),
        )
        if old != new
    ]
    answer = answers(f"yang dikoreksi adalah {enumerate_in_words(wrong)}", "ini masa jabatan lain")
    return f"{other.nama} sudah tercatat sebagai {other.jabatan} mulai {write_date(other.mulai)}. {answer}"


SumberPejabat = make_resource(
    _PejabatResource,
    Pejabat,
    "Pejabat",
    {
        "opd": opd_column(),
        "nip": KeyColumn(KOLOM_NIP, lambda row: row.nip),
        "nama": PlanColumn("nama", KOLOM_NAMA, LineCell(wajib=True)),
        "pangkat": PlanColumn("pangkat", "Pangkat", LineCell(wajib=True)),
        "jabatan": KeyColumn(KOLOM_JABATAN, lambda row: row.jabatan),
        "unit": NewUnitColumn("unit", KOLOM_UNIT, UnitReference()),
        "penanda_tangan": PlanColumn("penanda_tangan", "Menandatangani laporan", YesNoCell()),
        "mulai": KeyColumn(KOLOM_MULAI, lambda row: row.mulai),
        "sampai": PlanColumn("sampai", KOLOM_SAMPAI, OptionalDateCell()),
        "koreksi": correction_column(),
    },
)
