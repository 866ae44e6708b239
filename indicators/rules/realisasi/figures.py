"""What is odd about a figure beside its target and its own kind."""

import re
from decimal import Decimal

from indicators.capaian import EntryStatus, Polaritas, ValueKind, is_below_target, write_percent
from indicators.capaian.exact import as_fraction, ratio
from indicators.rules.realisasi.facts import RowFacts, Said
from indicators.triwulan import LAST_QUARTER, QUARTERS

WHOLE = 100
# Per cent of the year's target. A good year ends at 110 or 120; half as much again is rather a slip of the pen.
FAR_ABOVE = Decimal(150)
# Kinds that are measured, not counted: to meet a target to the last digit is chance. Counts are planned and met.
MEASURED = frozenset({ValueKind.INDEKS, ValueKind.PERSEN, ValueKind.RASIO, ValueKind.DURASI, ValueKind.RUPIAH})
SCALE_IN_TEXT = re.compile(r"(?<![\d,.])(\d{1,3})\s*(?:-|–|s\.?/?d\.?|sampai)\s*(\d{1,3})(?![\d,.])")


def below_target_without_kendala(fakta: RowFacts) -> Said | None:
    if fakta.capaian is None or not fakta.dinilai or not is_below_target(fakta.capaian) or fakta.kendala.strip():
        return None
    return Said(
        f"Capaian {write_percent(fakta.capaian)} % di bawah target, tetapi kendalanya tidak ditulis.",
        "Tulis kendala dan tindak lanjutnya.",
        "Minta unit menuliskan kendala dan tindak lanjutnya.",
    )


def engine_note(fakta: RowFacts) -> Said | None:
    """What the engine wants explained (a cumulative figure that fell, a worst case) and the unit did not explain."""
    if not fakta.catatan_mesin or fakta.penjelasan.strip():
        return None
    return Said(fakta.catatan_mesin, "Tulis pada kolom Catatan baris ini.", "")


def below_zero(fakta: RowFacts) -> Said | None:
    """A target below zero says that the indicator may be: growth, a balance."""
    targets = (*fakta.target.values(), fakta.target_tahun)
    if fakta.realisasi is None or fakta.realisasi >= 0 or any(target and target < 0 for target in targets):
        return None
    return Said(
        "Realisasi kurang dari nol.",
        "Periksa lagi tanda minusnya; angka seperti jumlah dokumen tidak dapat negatif.",
        "Periksa tanda minusnya; angka seperti jumlah dokumen tidak dapat negatif.",
    )


def share_above_whole(fakta: RowFacts) -> Said | None:
    """More than the whole of something. A target above 100 says that the figure is no share (growth, an index)."""
    targets = [target for target in (*fakta.target.values(), fakta.target_tahun) if target is not None]
    is_share = fakta.jenis_nilai == ValueKind.PERSEN and fakta.polaritas == Polaritas.MAKSIMALKAN
    if not is_share or fakta.sampai_kini is None or fakta.sampai_kini <= WHOLE:
        return None
    if any(target > WHOLE for target in targets):
        return None
    return Said(
        f"Realisasi {fakta.write(fakta.sampai_kini)} % lebih dari seluruhnya (100 %).",
        "Periksa lagi letak koma dan titiknya, dan apa yang menjadi pembaginya.",
        "Periksa letak koma, pembagi, dan buktinya.",
    )


def scale_in(text: str) -> tuple[int, int] | None:
    """Return the scale that a satuan names: "Indeks (1-5)", "Skala 0 s.d. 100"; None when it names none."""
    found = SCALE_IN_TEXT.search(text)
    if found is None:
        return None
    low, high = int(found[1]), int(found[2])
    return (low, high) if low < high else None


def outside_scale(fakta: RowFacts) -> Said | None:
    scale = scale_in(fakta.satuan) if fakta.jenis_nilai == ValueKind.INDEKS else None
    if scale is None or fakta.realisasi is None or scale[0] <= fakta.realisasi <= scale[1]:
        return None
    return Said(
        f"Realisasi {fakta.write(fakta.realisasi)} di luar skala {scale[0]} sampai {scale[1]} pada satuannya.",
        "Periksa lagi letak koma dan titiknya.",
        "Periksa letak koma dan buktinya.",
    )


def far_above_year_target(fakta: RowFacts, batas: Decimal) -> Said | None:
    """`batas` in per cent of the year's target."""
    now, target = fakta.sampai_kini, fakta.target_tahun
    if now is None or target is None or target <= 0:
        return None
    percent = ratio(now, target) * WHOLE
    if percent <= as_fraction(batas):
        return None
    return Said(
        f"Realisasi {fakta.write(now)} sudah {write_percent(percent)} % dari target tahun {fakta.write(target)}.",
        "Periksa lagi letak koma dan titik, satuan, dan apakah angkanya sejak Januari.",
        "Periksa angka, satuan, dan buktinya; bila benar, targetnya perlu ditinjau.",
    )


def above_target(fakta: RowFacts, batas: Decimal) -> Said | None:
    """`batas` in per cent of the quarter's target."""
    if fakta.capaian is None or fakta.capaian <= as_fraction(batas):
        return None
    return Said(
        f"Capaian {write_percent(fakta.capaian)} % melampaui target.",
        "Periksa lagi angka dan satuannya; bila benar, jelaskan sebabnya.",
        "Periksa kembali angka, satuan, dan buktinya.",
    )


def always_equal_to_target(fakta: RowFacts) -> Said | None:
    """A measured figure that is its target in every quarter of the year was rather copied than measured; a share that
    is complete is no such chance."""
    if fakta.triwulan != LAST_QUARTER or fakta.jenis_nilai not in MEASURED or fakta.realisasi is None:
        return None
    entries = {**fakta.tahun_ini, fakta.triwulan: fakta.realisasi}
    pairs = [(entries.get(quarter), fakta.target.get(quarter)) for quarter in QUARTERS]
    if any(entry is None or entry != target for entry, target in pairs):
        return None
    if fakta.jenis_nilai == ValueKind.PERSEN and fakta.realisasi in (0, WHOLE):
        return None
    return Said(
        "Realisasi sama persis dengan target pada keempat triwulan, padahal nilainya hasil pengukuran.",
        "Periksa lagi apakah yang diisi memang hasil ukur, bukan salinan targetnya.",
        "Minta sumber angkanya.",
    )


def not_available_but_was(fakta: RowFacts) -> Said | None:
    """Said to be not available although last year knew it. A blank cannot be handed in at all and needs no rule."""
    before = fakta.entry_of_last_year(fakta.triwulan)
    if fakta.status != EntryStatus.TIDAK_TERSEDIA or before is None:
        return None
    return Said(
        f"Dinyatakan tidak tersedia, padahal triwulan yang sama tahun lalu terisi {fakta.write(before)}.",
        "Cari lagi angkanya, atau jelaskan apa yang berubah.",
        "Tanyakan apa yang berubah sejak tahun lalu.",
    )
