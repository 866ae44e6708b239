"""What a target may be: the same check for the PK's quarters and the Renstra's years."""

from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from indicators.capaian import MAX_DECIMALS, NotANumber, Polaritas, ValueKind, read_cell
from indicators.models import Target, TargetRenstra
from indicators.models.fields import as_stored
from indicators.models.rencana import MeasureFields
from indicators.rules.facts import MeasureFacts, Severity
from indicators.rules.measuring import check_row
from indicators.selectors.skala import list_letters
from sakip.refusals import NotValid, refuse

# A figure that is checked equals the one that is read back: nothing is recorded as a change that is none.


@dataclass(frozen=True)
class TargetEntry:
    """A target as entered: a figure, for `rentang` with its upper bound, or a letter of the scale. All blank: none."""

    nilai: Decimal | None = None
    batas_atas: Decimal | None = None
    predikat: str = ""

    @classmethod
    def of(cls, row: Target | TargetRenstra) -> "TargetEntry":
        """Return the target that a row holds."""
        return cls(row.nilai, row.batas_atas, row.predikat)

    def put_into(self, row: Target | TargetRenstra) -> None:
        row.nilai, row.batas_atas, row.predikat = self.nilai, self.batas_atas, self.predikat

    @property
    def kosong(self) -> bool:
        return self.nilai is None and self.batas_atas is None and not self.predikat


class Letters:
    """The letters of the scales in use: one query, however many rows are checked."""

    def __init__(self, skala_ids: Iterable[int | None]) -> None:
        self._letters = list_letters(skala_ids)

    def of(self, cara: MeasureFields) -> list[str]:
        return self._letters.get(cara.skala_id or 0, [])


def check_measure(cara: MeasureFields) -> None:
    """Check what the database also holds about how something is measured, without asking it. Raises NotValid."""
    if cara.jenis_nilai == ValueKind.PREDIKAT and cara.skala_id is None:
        raise refuse("skala", "Pilih skala predikat untuk indikator berjenis predikat.")
    if not 0 <= cara.desimal_minimal <= MAX_DECIMALS:
        raise refuse("desimal_minimal", f"Angka desimal paling banyak {MAX_DECIMALS}.")
    if cara.realisasi_terburuk is not None:
        cara.realisasi_terburuk = check_figure(cara.realisasi_terburuk, "realisasi_terburuk")


def refuse_broken(fakta: MeasureFacts) -> None:
    """Refuse what breaks DOMAIN 3, each sentence at its field (`rules.measuring`). Raises NotValid."""
    wrong: dict[str, str] = {}
    for temuan in check_row(fakta):
        if temuan.keparahan is Severity.SALAH:
            wrong.setdefault(temuan.bidang, temuan.kalimat)
    if wrong:
        raise NotValid(next(iter(wrong.values())), wrong)


def check_figure(nilai: Decimal, field: str) -> Decimal:
    """Return the figure as it is stored, with all its decimals. Raises NotValid when it has too many digits."""
    try:
        read = read_cell(nilai).nilai
    except NotANumber as wrong:
        raise refuse(field, str(wrong)) from None
    if read is None:
        raise refuse(field, "Tulis angkanya, misalnya 81,18.")
    return as_stored(read)


def check_target(cara: MeasureFields, isian: TargetEntry, huruf: Letters, *, field: str = "nilai") -> TargetEntry:
    """Return the target as it is stored. Raises NotValid; `field` names the column that the sentence stands at."""
    if isian.kosong:
        return TargetEntry()
    if cara.jenis_nilai == ValueKind.PREDIKAT:
        return _check_letter(cara, isian, huruf, field)
    if isian.predikat:
        raise refuse(field, "Indikator ini diukur dengan angka. Tulis angkanya, misalnya 81,18.")
    if isian.nilai is None:
        raise refuse(field, "Isi batas bawahnya juga, bukan hanya batas atas.")
    nilai = check_figure(isian.nilai, field)
    if cara.polaritas != Polaritas.RENTANG:
        if isian.batas_atas is not None:
            raise refuse(field, "Batas atas hanya untuk polaritas rentang. Kosongkan, atau ubah polaritasnya.")
        return TargetEntry(nilai)
    if isian.batas_atas is None:
        raise refuse(field, "Polaritas rentang memerlukan batas bawah dan batas atas. Isi keduanya.")
    atas = check_figure(isian.batas_atas, field)
    if atas < nilai:
        raise refuse(field, "Batas atas tidak boleh di bawah batas bawah. Tukar keduanya bila terbalik.")
    return TargetEntry(nilai, atas)


def _check_letter(cara: MeasureFields, isian: TargetEntry, huruf: Letters, field: str) -> TargetEntry:
    known = huruf.of(cara)
    match = next((letter for letter in known if letter.casefold() == isian.predikat.strip().casefold()), None)
    if match is None or isian.nilai is not None or isian.batas_atas is not None:
        choices = ", ".join(known) or "skala predikat belum diisi"
        raise refuse(field, f"Target indikator ini adalah predikat. Pilih salah satu: {choices}.")
    return TargetEntry(predikat=match)


@contextmanager
def naming(row: object, rows: Sized) -> Iterator[None]:
    """Let a refusal name its row, unless it is the only one of the call."""
    try:
        yield
    except NotValid as refusal:
        raise refusal if len(rows) == 1 else at_row(refusal, row) from None


def at_row(refusal: NotValid, row: object, objek: object = None) -> NotValid:
    """Return the refusal with its row named in front, for writes of many rows; `objek` where `row` is its name only."""
    return NotValid(f"{row}: {refusal}", refusal.fields, row if objek is None else objek)
