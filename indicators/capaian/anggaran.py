"""The money beside the performance: what holds in a quarter, sums, what is left, serapan, efisiensi (DOMAIN 4).

| figure | formula | over |
|---|---|---|
| pagu of a quarter | the pagu, from the revision's quarter on the revised one | one sub kegiatan |
| RAK until a quarter | sum of the planned cash of its periods (months or quarters) | one sub kegiatan |
| sum | sum of the figures that are known, with the number of blank ones | all rows |
| sisa | pagu - realisasi keuangan | rows with a pagu |
| serapan | realisasi keuangan / pagu x 100 | rows with a pagu above 0 and a realisasi keuangan |
| rencana | RAK / pagu x 100 | those of them with a RAK |
| efisiensi | capaian kinerja - serapan, in percentage points; the year's only | as serapan |
| fisik | simple mean of the physical progress, in per cent | rows that have one |

Blank (None) is not 0. Amounts are rupiah, exact; both sides of every quotient are made of the same rows. Source:
"Efisiensi: in the year's report only: capaian kinerja minus serapan anggaran, both shown, over rows that have both pagu
and realisasi keuangan, said as 'n dari N'. In TW I-III serapan stands beside the RAK's plan, without a difference to
capaian. Pagu blank or 0: no serapan, and its spending is in no quotient (R)."
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from indicators.capaian.exact import Angka, as_fraction, difference, total, total_of_decimals
from indicators.capaian.formulas import number_text, percent_text
from indicators.capaian.kinds import ResultStatus
from indicators.capaian.values import EfisiensiResult, MeanResult, Result
from indicators.triwulan import LAST_QUARTER

SERAPAN = "Serapan anggaran"
EFISIENSI = "Efisiensi"


def pagu_in_quarter(
    pagu: Decimal | None, perubahan: Decimal | None, perubahan_mulai: int | None, triwulan: int
) -> Decimal | None:
    """The pagu that holds in a quarter: the revised one from the quarter on that the revision names."""
    revised = perubahan_mulai is not None and triwulan >= perubahan_mulai
    return perubahan if revised else pagu


def planned_until(rak: Mapping[int, Decimal], periods: int, triwulan: int) -> Decimal | None:
    """The cash planned from January to the end of the quarter; None without a RAK.

    `rak` holds amounts by the number of their period, 1 to `periods` (12 months or 4 quarters of a year); one that is
    not in it plans nothing.
    """
    if not rak:
        return None
    last = triwulan * periods // LAST_QUARTER
    return total_of_decimals(nilai for nomor, nilai in rak.items() if nomor <= last)


@dataclass(frozen=True)
class Total:
    """A sum of the rows that have a figure, None when none has, and how many have none."""

    nilai: Fraction | None
    kosong: int


def add_up(values: Iterable[Angka | None]) -> Total:
    """The sum of the known figures."""
    everything = list(values)
    known = [value for value in everything if value is not None]
    return Total(total(known) if known else None, len(everything) - len(known))


def sources_fit(sumber: Total, pagu: Decimal) -> bool:
    """Whether the sources of the money add up to the pagu; while one is blank they may stay below it."""
    return sumber.nilai is None or sumber.nilai == pagu or (sumber.kosong > 0 and sumber.nilai < pagu)


def serapan(realisasi_keuangan: Angka | None, pagu: Angka | None) -> Result:
    """Money spent of the budget ceiling, in per cent. Blank stays blank; without a pagu it is n/a.

    Raises NilaiTidakSah.
    """
    if pagu is None or as_fraction(pagu, "Pagu") <= 0:
        return Result(ResultStatus.BELUM_ADA_TARGET, rumus=SERAPAN, kalimat="Pagu belum diisi atau 0 (n/a).")
    if realisasi_keuangan is None:
        return Result(ResultStatus.BELUM_DIISI, rumus=SERAPAN, kalimat="Realisasi keuangan belum diisi.")
    spent, ceiling = as_fraction(realisasi_keuangan, "Realisasi keuangan"), as_fraction(pagu, "Pagu")
    value = spent / ceiling * 100
    sentence = f"{number_text(spent)} / {number_text(ceiling)} x 100 = {percent_text(value)}"
    return Result(ResultStatus.DIHITUNG, value, SERAPAN, sentence)


def efisiensi(capaian: Result | Angka | None, serapan: Result | Angka | None) -> EfisiensiResult:
    """Capaian kinerja minus serapan anggaran, in percentage points; both figures stand in the sentence.

    Takes results or plain per cents; None is unknown. Positive: more achieved than spent. Raises NilaiTidakSah.
    """
    performance, absorbed = _as_result(capaian), _as_result(serapan)
    if performance.nilai is None or absorbed.nilai is None:
        missing = "Capaian kinerja" if performance.nilai is None else "Serapan anggaran"
        return EfisiensiResult(
            ResultStatus.TIDAK_TERDEFINISI,
            rumus=EFISIENSI,
            kalimat=f"{missing} belum diketahui: efisiensi tidak dihitung (n/a).",
            capaian=performance,
            serapan=absorbed,
        )
    value = performance.nilai - absorbed.nilai
    points = percent_text(value).removesuffix(" %")
    return EfisiensiResult(
        ResultStatus.DIHITUNG,
        value,
        EFISIENSI,
        f"{percent_text(performance.nilai)} - {percent_text(absorbed.nilai)} = {points} poin persen",
        capaian=performance,
        serapan=absorbed,
    )


def _as_result(value: Result | Angka | None) -> Result:
    if isinstance(value, Result):
        return value
    if value is None:
        return Result(ResultStatus.BELUM_DIISI, kalimat="Belum diisi.")
    return Result(ResultStatus.DIHITUNG, as_fraction(value))


@dataclass(frozen=True, kw_only=True)
class Money:
    """The money of one sub kegiatan at a quarter, year to date: rupiah, `fisik` in per cent."""

    pagu: Decimal | None
    rak: Decimal | None
    keuangan: Decimal | None
    fisik: Decimal | None

    @property
    def sisa(self) -> Fraction | None:
        """What is left of the pagu; negative when more was spent."""
        return _left(self.pagu, self.keuangan)

    @property
    def serapan(self) -> Result:
        return serapan(self.keuangan, self.pagu)


def _left(pagu: Angka | None, keuangan: Angka | None) -> Fraction | None:
    return None if pagu is None or keuangan is None else difference(pagu, keuangan)


Baris = TypeVar("Baris", bound=Money)


@dataclass(frozen=True, kw_only=True)
class MoneySummary(Generic[Baris]):
    """The money of several sub kegiatan, summed. `capaian` is the mean of the year beside it, None before TW IV.

    Every quotient is made of the same rows on both sides: those with a pagu and a realisasi keuangan (`lengkap`).
    """

    semua: Sequence[Baris]
    capaian: MeanResult | None

    @property
    def banyak(self) -> int:
        return len(self.semua)

    @property
    def pagu(self) -> Total:
        return add_up(row.pagu for row in self.semua)

    @property
    def rak(self) -> Total:
        return add_up(row.rak for row in self.semua)

    @property
    def keuangan(self) -> Total:
        return add_up(row.keuangan for row in self.semua)

    @property
    def fisik(self) -> Total:
        """The simple mean of the rows' physical progress, with the number of blank ones."""
        found = add_up(row.fisik for row in self.semua)
        counted = self.banyak - found.kosong
        return Total(None if found.nilai is None else found.nilai / counted, found.kosong)

    @property
    def sisa(self) -> Fraction | None:
        """What is left of the pagu; spending of a row without one takes nothing from the others."""
        return _left(self.pagu.nilai, add_up(row.keuangan for row in self.semua if row.pagu is not None).nilai)

    @property
    def lengkap(self) -> list[Baris]:
        """The rows that have both a pagu above 0 and a realisasi keuangan."""
        return [row for row in self.semua if row.pagu and row.keuangan is not None]

    @property
    def tanpa_pagu(self) -> list[Baris]:
        """The rows whose spending is in no quotient, because there is no pagu to measure it by."""
        return [row for row in self.semua if not row.pagu and row.keuangan]

    @property
    def pagu_lengkap(self) -> Fraction | None:
        """The pagu of the rows that count in the serapan."""
        return add_up(row.pagu for row in self.lengkap).nilai

    @property
    def keuangan_lengkap(self) -> Fraction | None:
        """What was spent of the pagu of the rows that count in the serapan."""
        return add_up(row.keuangan for row in self.lengkap).nilai

    @property
    def keuangan_tanpa_pagu(self) -> Fraction | None:
        return add_up(row.keuangan for row in self.tanpa_pagu).nilai

    @property
    def serapan(self) -> Result:
        if not self.lengkap:
            sentence = "Belum ada sub kegiatan yang mempunyai pagu dan realisasi keuangan."
            return Result(ResultStatus.BELUM_DIISI, kalimat=sentence)
        return serapan(self.keuangan_lengkap, self.pagu_lengkap)

    @property
    def berencana(self) -> list[Baris]:
        """The rows of `lengkap` that have a RAK."""
        return [row for row in self.lengkap if row.rak is not None]

    @property
    def rencana(self) -> Result:
        """The part of the pagu that the RAK plans to have spent by the quarter, over the rows that have one."""
        rows = self.berencana
        if not rows:
            return Result(ResultStatus.BELUM_DIISI, kalimat="RAK belum diisi.")
        return serapan(add_up(row.rak for row in rows).nilai, add_up(row.pagu for row in rows).nilai)

    @property
    def efisiensi(self) -> EfisiensiResult | None:
        """The year's capaian minus serapan, over the rows of `lengkap`; None before TW IV."""
        return None if self.capaian is None else efisiensi(self.capaian, self.serapan)
