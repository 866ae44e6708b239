"""Figures over several indicators, and performance beside money (DOMAIN 4: roll-up, cap, efisiensi)."""

from collections.abc import Iterable
from fractions import Fraction

from indicators.capaian.exact import Angka, as_fraction
from indicators.capaian.formulas import number_text, percent_text
from indicators.capaian.kinds import StatusHasil
from indicators.capaian.values import Hasil, HasilEfisiensi, HasilRataRata, PengaturanUkur

RATA_RATA = "Rata-rata sederhana"
SERAPAN = "Serapan anggaran"
EFISIENSI = "Efisiensi"


def mean(results: Iterable[Hasil], pengaturan: PengaturanUkur | None = None) -> HasilRataRata:
    """The simple mean of the unrounded capaian of a level; results without a figure stay out (DOMAIN 4, R).

    The year's cap, if any, acts here and nowhere else; the sentence names it where it lowered something. Without any
    figure the mean is n/a, never 0.
    """
    cap = None if pengaturan is None or pengaturan.batas_capaian is None else as_fraction(pengaturan.batas_capaian)
    everything = list(results)
    values = [result.nilai for result in everything if result.nilai is not None]
    left_out = len(everything) - len(values)
    if not values:
        return HasilRataRata(
            StatusHasil.TIDAK_TERDEFINISI,
            rumus=RATA_RATA,
            kalimat="Tidak ada indikator yang capaiannya dapat dihitung (n/a).",
            tanpa_nilai=left_out,
        )
    capped = values if cap is None else [min(value, cap) for value in values]
    value = sum(capped, Fraction(0)) / len(capped)
    lowered = 0 if cap is None else sum(value > cap for value in values)
    sentence = f"Rata-rata sederhana {len(capped)} dari {len(everything)} indikator = {percent_text(value)}"
    if cap is not None and lowered:
        sentence += f"; {lowered} capaian di atas {percent_text(cap)} dihitung {percent_text(cap)}"
    return HasilRataRata(
        StatusHasil.DIHITUNG,
        value,
        RATA_RATA,
        sentence,
        jumlah_dihitung=len(capped),
        tanpa_nilai=left_out,
        dibatasi=lowered,
    )


def serapan(realisasi_keuangan: Angka | None, pagu: Angka | None) -> Hasil:
    """Money spent of the budget ceiling, in per cent. Blank stays blank; without a pagu it is n/a.

    Raises NilaiTidakSah.
    """
    if pagu is None or as_fraction(pagu, "Pagu") <= 0:
        return Hasil(StatusHasil.BELUM_ADA_TARGET, rumus=SERAPAN, kalimat="Pagu belum diisi atau 0 (n/a).")
    if realisasi_keuangan is None:
        return Hasil(StatusHasil.BELUM_DIISI, rumus=SERAPAN, kalimat="Realisasi keuangan belum diisi.")
    spent, ceiling = as_fraction(realisasi_keuangan, "Realisasi keuangan"), as_fraction(pagu, "Pagu")
    value = spent / ceiling * 100
    sentence = f"{number_text(spent)} / {number_text(ceiling)} x 100 = {percent_text(value)}"
    return Hasil(StatusHasil.DIHITUNG, value, SERAPAN, sentence)


def efisiensi(capaian: Hasil | Angka | None, serapan: Hasil | Angka | None) -> HasilEfisiensi:
    """Capaian kinerja minus serapan anggaran, in percentage points; both figures stand in the sentence.

    Takes results or plain per cents; None is unknown. Positive: more achieved than spent. Raises NilaiTidakSah.
    """
    performance, absorbed = _as_result(capaian), _as_result(serapan)
    if performance.nilai is None or absorbed.nilai is None:
        missing = "Capaian kinerja" if performance.nilai is None else "Serapan anggaran"
        return HasilEfisiensi(
            StatusHasil.TIDAK_TERDEFINISI,
            rumus=EFISIENSI,
            kalimat=f"{missing} belum diketahui: efisiensi tidak dihitung (n/a).",
            capaian=performance,
            serapan=absorbed,
        )
    value = performance.nilai - absorbed.nilai
    points = percent_text(value).removesuffix(" %")
    return HasilEfisiensi(
        StatusHasil.DIHITUNG,
        value,
        EFISIENSI,
        f"{percent_text(performance.nilai)} - {percent_text(absorbed.nilai)} = {points} poin persen",
        capaian=performance,
        serapan=absorbed,
    )


def _as_result(value: Hasil | Angka | None) -> Hasil:
    if isinstance(value, Hasil):
        return value
    if value is None:
        return Hasil(StatusHasil.BELUM_DIISI, kalimat="Belum diisi.")
    return Hasil(StatusHasil.DIHITUNG, as_fraction(value))
