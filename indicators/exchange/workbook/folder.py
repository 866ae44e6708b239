"""The offices of a Pemda from a folder of workbooks: a file per office, all or nothing of each.

A file is named after the code of its office. An office that is not there yet is founded from its own workbook: its name
is that of the root unit, its years stand in the sheet Renstra, and one of its accounts administers it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from indicators.acts import Act
from indicators.exchange.apart import read_book
from indicators.exchange.cells import ChoiceCell, WrongCell, whole_number_in
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.kantor import KOLOM_INDUK, text_of
from indicators.exchange.parsing import RawSheet
from indicators.exchange.pengguna import KOLOM_PERAN
from indicators.exchange.plan_keys import KOLOM_RENSTRA
from indicators.exchange.references import KOLOM_KODE, KOLOM_NAMA
from indicators.exchange.trial.turns import without_turn
from indicators.exchange.workbook.importing import one_by_one, record_import, refuse_changed, sort_sheets
from indicators.exchange.workbook.kantor import PENGGUNA, UNIT, NewPengguna, OfficeBook, new_names
from indicators.exchange.workbook.runner import BookOutcome
from indicators.exchange.workbook.structure import RENSTRA, SheetKind, kind_of
from indicators.models import Pemda, PerangkatDaerah
from indicators.permissions import Peran
from indicators.services.founding import check_bare_office, found_bare_office
from indicators.services.pengguna import make_passwords
from sakip.files import RefusedFile
from sakip.refusals import NotValid, ServiceError
from sakip.sentences import enumerate_in_words

ENDING = ".xlsx"
KOLOM_AKHIR = "Akhir Renstra"
TWICE = "{berkas} untuk kantor yang sama. Gabungkan menjadi satu berkas."
NO_ROOT = "Kantor {kode} belum ada. Tulis unit puncaknya di lembar Unit kerja (kode unit atasan kosong)."
NO_YEARS = (
    "Kantor {kode} belum ada. Isi tahun awal dan akhir di lembar Renstra, atau beri --tahun-awal dan --tahun-akhir."
)
OTHER_CODE = "{nama} sudah ada dengan kode {kode}. Bila berkas ini untuk kantor itu, beri nama {kode}.xlsx."
NO_ADMIN = "Kantor {kode} belum ada. Tulis satu pengguna dengan peran Administrator pada unit puncaknya."
Years = tuple[int, int]


@dataclass
class FileOutcome:
    """What a file comes to. `galat` keeps the whole file out; else `hasil` says what it changes or what is wrong."""

    nama: str
    kantor: str = ""
    baru: bool = False
    galat: str = ""
    hasil: BookOutcome = field(default_factory=BookOutcome)

    @property
    def ditolak(self) -> bool:
        return bool(self.galat or self.hasil.galat)

    @property
    def berubah(self) -> bool:
        return self.baru or bool(self.hasil.jumlah["baru"] + self.hasil.jumlah["berubah"])


class FirstPasswords(Protocol):
    """Where the first passwords of new accounts go: what is added inside is kept when it ends well, else gone."""

    def staged(self) -> AbstractContextManager[Callable[[str, Sequence[NewPengguna]], None]]: ...


class OfficeFolder:
    """A folder of workbooks of one Pemda; `sandi` takes the passwords of the new accounts, office by office."""

    def __init__(self, folder: Path, pemda: Pemda, renstra: Years | None, sandi: FirstPasswords) -> None:
        self.pemda, self.renstra, self.sandi = pemda, renstra, sandi
        # Hidden files and what Excel keeps beside an open workbook are nobody's offices: not worth a word.
        paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$"))]
        self.berkas = [path for path in paths if path.is_file() and path.suffix.casefold() == ENDING]
        self.folder = [path.name for path in paths if path.is_dir()]
        self.dilewati = [path.name for path in paths if path not in self.berkas and path.name not in self.folder]

    def run(self, *, apply: bool) -> Iterator[FileOutcome]:
        """Check each file, and with `apply` write those that are right: each office in a transaction of its own."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.berkas:
            names[path.stem.casefold()].append(path.name)
        for path in self.berkas:
            same = names[path.stem.casefold()]
            if len(same) > 1:
                yield FileOutcome(path.name, galat=TWICE.format(berkas=enumerate_in_words(same)))
            else:
                yield self._file(path, apply=apply)

    def _file(self, path: Path, *, apply: bool) -> FileOutcome:
        result = FileOutcome(path.name, path.stem)
        try:
            files = [(path.name, path.read_bytes())]
            with without_turn():
                sheets = read_book(files)
            opd = self._stored(path.stem)
            result.baru, result.kantor = opd is None, path.stem if opd is None else opd.nama
            office = opd or self._describe(path.stem, sheets, check_bare_office)
            result.hasil = self._read(office, sheets, {}, baru=opd is None).hasil
            if apply and result.berubah and not result.ditolak:
                self._write(path.stem, opd, files, sheets, result)
        except (RefusedFile, ServiceError) as refusal:
            result.galat = str(refusal)
        except OSError:
            result.galat = "Berkas ini tidak dapat dibaca. Periksa hak aksesnya."
        return result

    def _stored(self, kode: str) -> PerangkatDaerah | None:
        return PerangkatDaerah.objects.select_related("pemda").filter(pemda=self.pemda, kode__iexact=kode).first()

    @staticmethod
    def _read(opd: PerangkatDaerah, sheets: Sequence[RawSheet], hashed: dict[str, str], *, baru: bool) -> OfficeBook:
        # The years of a new office have been read: nothing is to be said of their sheet.
        rest = [sheet for sheet in sheets if not baru or kind_of(sheet, (RENSTRA,)) is None]
        return OfficeBook(None, opd, rest, hashed, terbatas=False)

    def _write(
        self,
        kode: str,
        opd: PerangkatDaerah | None,
        files: Sequence[tuple[str, bytes]],
        sheets: Sequence[RawSheet],
        result: FileOutcome,
    ) -> None:
        clear, hashed = make_passwords(new_names(sheets))
        # Passwords are there before the accounts are, and are theirs only once the transaction has ended well.
        with self.sandi.staged() as keep, one_by_one():
            office = opd or self._describe(kode, sheets, partial(found_bare_office, by=None))
            book = self._read(office, sheets, hashed, baru=opd is None)
            refuse_changed(book.hasil, result.hasil.digest())
            book.write()
            record_import(None, book.opd, Act.IMPOR_BUKU_KANTOR, files, book.hasil)
            keep(book.opd.nama, book.new_accounts(clear))
            result.kantor = book.opd.nama

    def _describe(self, kode: str, sheets: Sequence[RawSheet], make: Callable[..., PerangkatDaerah]) -> PerangkatDaerah:
        """Return the office of the workbook as `make` makes it of Pemda, code, name and years. Raises NotValid."""
        root = next((row for row in _rows(sheets, UNIT) if not text_of(row.sel.get(KOLOM_INDUK))), None)
        if root is None or not text_of(root.sel.get(KOLOM_KODE)) or not text_of(root.sel.get(KOLOM_NAMA)):
            raise NotValid(NO_ROOT.format(kode=kode))
        years = next(filter(None, map(_years, _rows(sheets, RENSTRA))), None) or self.renstra
        if years is None:
            raise NotValid(NO_YEARS.format(kode=kode))
        if not any(_administers(row) for row in _rows(sheets, PENGGUNA)):
            raise NotValid(NO_ADMIN.format(kode=kode))
        name = " ".join(text_of(root.sel.get(KOLOM_NAMA)).split())
        known = PerangkatDaerah.objects.filter(pemda=self.pemda, nama__iexact=name).first()
        if known is not None:
            raise NotValid(OTHER_CODE.format(nama=known.nama, kode=known.kode))
        return make(pemda=self.pemda, kode=kode, nama=name, renstra=years)


def _rows(sheets: Sequence[RawSheet], kind: SheetKind) -> list[IncomingRow]:
    tables, _, _ = sort_sheets(sheets, (kind,))
    return [row for table in tables for row in table.baris]


def _years(row: IncomingRow) -> Years | None:
    try:
        first, last = (whole_number_in(row.sel.get(column)) for column in (KOLOM_RENSTRA, KOLOM_AKHIR))
    except WrongCell:
        return None
    return None if first is None or last is None else (first, last)


def _administers(row: IncomingRow) -> bool:
    try:
        peran: Any = ChoiceCell(Peran).clean(row.sel.get(KOLOM_PERAN))
    except WrongCell:
        return False
    return bool(peran == Peran.ADMINISTRATOR.value)
