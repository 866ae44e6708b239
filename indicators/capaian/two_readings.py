"""A number that reads two ways, and the question that is asked back about it, wherever it was typed (DOMAIN 5)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.capaian.writing import text_of_figure, write_number


class ReadingChoice(StrEnum):
    """How a writer uses dot and comma. It is the convention that is remembered, not "thousands" or "decimal": who
    groups with dots writes 12,500 for twelve and a half, and must not get twelve thousand."""

    INDONESIA = "indonesia"  # dot groups thousands, comma is the decimal mark
    INGGRIS = "inggris"  # comma groups thousands, dot is the decimal mark


@dataclass(frozen=True, slots=True)
class OneReading:
    """One of the two readings: the convention that reads it so and what it comes to; `ribuan`: the mark groups."""

    pilihan: ReadingChoice
    nilai: Decimal
    ribuan: bool

    @property
    def teks(self) -> str:
        """In words that tell it from the other one: "1.234 (ribuan)" beside "1,234 (desimal)"."""
        return f"{write_number(self.nilai)} ({'ribuan' if self.ribuan else 'desimal'})"

    @property
    def tulisan(self) -> str:
        """Written so that it is read back without a question: "1234", "1,2340"."""
        return text_of_figure(self.nilai)

    def as_data(self) -> dict[str, str]:
        """Return it as a choice in JSON."""
        return {"nilai": self.pilihan.value, "teks": self.teks}


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """What was typed, the unit of measure of its row, and what it comes to by each convention."""

    teks: str
    indonesia: Decimal
    inggris: Decimal
    satuan: str = ""

    @property
    def bacaan(self) -> tuple[OneReading, OneReading]:
        """Both readings, the Indonesian one first."""
        indonesian_groups = abs(self.indonesia) > abs(self.inggris)
        return (
            OneReading(ReadingChoice.INDONESIA, self.indonesia, indonesian_groups),
            OneReading(ReadingChoice.INGGRIS, self.inggris, not indonesian_groups),
        )

    def read_as(self, pilihan: ReadingChoice) -> OneReading:
        return next(reading for reading in self.bacaan if reading.pilihan == pilihan)

    @property
    def pilih(self) -> str:
        """The question where both readings stand below it as choices."""
        return f"Angka {self.teks} dapat dibaca dua cara. Pilih yang Anda maksud."

    @property
    def pilih_lalu_simpan(self) -> str:
        """The question of a form that is sent as a whole."""
        return f"“{self.teks}” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi."

    @property
    def tulis_ulang(self) -> str:
        """The question about a file's cell: each reading is shown as it can be typed without another question."""
        ribuan, desimal = sorted(self.bacaan, key=lambda reading: not reading.ribuan)
        return (
            f"“{self.teks}” dapat dibaca dengan dua cara. "
            f"Tulis {ribuan.tulisan} bila ribuan, atau {desimal.tulisan} bila pecahan desimal."
        )


@dataclass(frozen=True, slots=True)
class ChosenReading:
    """A question that was answered by a choice, made for it or before."""

    pertanyaan: TwoReadings
    pilihan: ReadingChoice

    @property
    def diambil(self) -> OneReading:
        return self.pertanyaan.read_as(self.pilihan)

    @property
    def lain(self) -> OneReading:
        """The reading that was not taken."""
        return next(reading for reading in self.pertanyaan.bacaan if reading.pilihan != self.pilihan)
