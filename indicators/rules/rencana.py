"""What is odd about the plan of a year: the rules of the page "Kesehatan rencana".

A rule over a node takes `SimpulFacts`, one over an indicator `IndikatorFacts`. What does not count in the year is asked
about one thing only: whether the year's PK lists it all the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from indicators.capaian import Polaritas, PolaTarget, write_number
from indicators.capaian.exact import total
from indicators.capaian.kinds import ACCUMULATING
from indicators.rules.facts import (
    BERTARGET_RENSTRA,
    Finding,
    IndikatorFacts,
    Place,
    Severity,
    SimpulFacts,
)
from indicators.rules.measuring import check_row, first_fall
from indicators.tingkat import IKU, Tingkat

# --- Nodes -----------------------------------------------------------------------------------------------------------


def node_without_indicator(fakta: SimpulFacts) -> Finding | None:
    """A Tujuan may go without: its Sasaran carry the IKU. Anything else without an indicator is never measured."""
    if fakta.indikator:
        return None
    if fakta.tingkat == Tingkat.TUJUAN:
        severity, advice = Severity.PETUNJUK, "Tambahkan bila tujuan ini diukur sendiri di samping sasarannya."
    else:
        severity, advice = Severity.SALAH, "Tambahkan indikatornya, atau isi tahun terakhir bila tidak dipakai lagi."
    return Finding(
        "tanpa_indikator", "Tanpa indikator", severity, Place.SIMPUL, f"Bagian ini tidak mempunyai indikator. {advice}"
    )


def same_name_twice(fakta: SimpulFacts) -> Finding | None:
    """Names that differ by nothing but spaces and capitals are one name written twice."""
    twice = [*_twice(fakta.indikator), *_twice(fakta.anak)]
    if not twice:
        return None
    names = ", ".join(f"“{name}”" for name in twice)
    return Finding(
        "nama_ganda",
        "Nama ganda",
        Severity.PERLU_DILIHAT,
        Place.SIMPUL,
        f"Di bawah bagian ini ada nama yang sama lebih dari satu kali: {names}. Hapus atau bedakan salah satunya.",
    )


def _twice(names: Sequence[str]) -> list[str]:
    plain = {name: " ".join(name.split()).casefold() for name in names}
    counts = Counter(" ".join(name.split()).casefold() for name in names)
    return list({key: name for name, key in reversed(plain.items()) if counts[key] > 1}.values())[::-1]


# --- What an indicator lacks -----------------------------------------------------------------------------------------


def missing_in_pk(fakta: IndikatorFacts) -> Finding | None:
    if not fakta.ada_pk or fakta.dalam_pk:
        return None
    return Finding(
        "tidak_dalam_pk",
        "Tidak ada dalam PK",
        Severity.PERLU_DILIHAT,
        Place.INDIKATOR,
        f"Indikator ini berlaku pada {fakta.tahun}, tetapi tidak ada dalam perjanjian kinerja tahun itu. "
        "Tambahkan butirnya, atau isi tahun terakhir simpulnya.",
    )


def listed_though_ended(fakta: IndikatorFacts) -> Finding | None:
    if fakta.berlaku or not fakta.dalam_pk:
        return None
    return Finding(
        "di_luar_masa",
        "Dalam PK di luar masa berlaku",
        Severity.SALAH,
        Place.BUTIR,
        f"Simpul indikator ini tidak berlaku pada {fakta.tahun}, tetapi indikatornya ada dalam perjanjian kinerja. "
        "Hapus butirnya, atau perbaiki tahun pertama dan terakhir simpulnya.",
    )


def listed_beside_its_successor(fakta: IndikatorFacts) -> Finding | None:
    """A node or an indicator and what replaces it are one place of the tree: both in a PK are counted twice."""
    if not fakta.dalam_pk or not fakta.kembar:
        return None
    return Finding(
        "butir_kembar",
        "Dua butir untuk satu simpul",
        Severity.SALAH,
        Place.BUTIR,
        f"PK ini juga memuat {', '.join(f'“{name}”' for name in fakta.kembar)}, yang bergantian dengan indikator ini. "
        "Hapus butir yang lama.",
    )


def without_pk_target(fakta: IndikatorFacts) -> Finding | None:
    if not fakta.dalam_pk or any(target.angka is not None for target in (fakta.target_tahun, *fakta.target.values())):
        return None
    return Finding(
        "tanpa_target_pk",
        "Tanpa target PK",
        Severity.SALAH,
        Place.BUTIR,
        f"Indikator ini ada dalam perjanjian kinerja {fakta.tahun} tanpa target. Isi target tahun dan triwulannya.",
    )


def without_renstra_target(fakta: IndikatorFacts) -> Finding | None:
    if fakta.tingkat not in BERTARGET_RENSTRA:
        return None
    blank = [str(year) for year, target in fakta.renstra if target.angka is None]
    if not blank:
        return None
    return Finding(
        "tanpa_target_renstra",
        "Tanpa target Renstra",
        Severity.SALAH if fakta.tingkat in IKU else Severity.PERLU_DILIHAT,
        Place.INDIKATOR,
        f"Target Renstra belum ada untuk {', '.join(blank)}. Isi di halaman indikatornya.",
    )


def owner_has_ended(fakta: IndikatorFacts) -> Finding | None:
    if not fakta.unit_berakhir:
        return None
    return Finding(
        "unit_berakhir",
        "Unit sudah berakhir",
        Severity.SALAH,
        Place.BUTIR if fakta.dalam_pk else Place.INDIKATOR,
        f"{fakta.unit} hanya berlaku sampai {fakta.unit_berakhir}. Pilih unit penanggung jawab yang masih ada.",
    )


def without_definition(fakta: IndikatorFacts) -> Finding | None:
    if fakta.definisi.strip():
        return None
    return Finding(
        "tanpa_definisi",
        "Tanpa definisi operasional",
        Severity.PERLU_DILIHAT,
        Place.INDIKATOR,
        "Definisi operasional belum ditulis. Jelaskan apa yang dihitung dan apa yang tidak.",
    )


def without_explanation(fakta: IndikatorFacts) -> Finding | None:
    """What evaluators ask for beside the definition: formula, source of the data, who answers for it."""
    if not fakta.keterangan_kosong:
        return None
    return Finding(
        "tanpa_penjelasan",
        "Penjelasan belum lengkap",
        Severity.PETUNJUK,
        Place.INDIKATOR,
        f"Belum ditulis: {', '.join(fakta.keterangan_kosong)}. Lengkapi sebelum evaluasi.",
    )


def without_unit_of_measure(fakta: IndikatorFacts) -> Finding | None:
    if fakta.satuan.strip() or fakta.predikat:
        return None
    return Finding(
        "tanpa_satuan",
        "Tanpa satuan",
        Severity.SALAH,
        Place.BUTIR if fakta.dalam_pk else Place.INDIKATOR,
        "Satuan belum ditulis, misalnya Dokumen, Orang, atau persen. Isi agar angkanya dapat dibaca.",
    )


# --- Targets that go the wrong way -----------------------------------------------------------------------------------


def target_falls_within_year(fakta: IndikatorFacts) -> Finding | None:
    """Of what accumulates a fall is wrong (`rules.measuring`); a standing target may fall, but seldom should."""
    if fakta.polaritas != Polaritas.MAKSIMALKAN or fakta.pola_target != PolaTarget.BERTAHAP:
        return None
    if fakta.konsolidasi in ACCUMULATING:
        return None
    step = first_fall(fakta.target.items())
    if step is None:
        return None
    earlier, later = (fakta.target[quarter] for quarter in step)
    return Finding(
        "target_turun",
        "Target turun dalam tahun",
        Severity.PERLU_DILIHAT,
        Place.BUTIR,
        f"Target triwulan turun dari {earlier.teks} menjadi {later.teks}, padahal makin tinggi makin baik. "
        "Periksa angkanya, atau pastikan penurunannya memang direncanakan.",
    )


def renstra_target_worsens(fakta: IndikatorFacts) -> Finding | None:
    if fakta.polaritas == Polaritas.MAKSIMALKAN:
        years, direction = first_fall(fakta.renstra), "turun"
    elif fakta.polaritas == Polaritas.MINIMALKAN:
        years, direction = first_fall(reversed(fakta.renstra)), "naik"
    else:
        return None
    if years is None:
        return None
    targets = dict(fakta.renstra)
    earlier, later = (targets[year] for year in sorted(years))
    return Finding(
        "renstra_memburuk",
        "Target Renstra memburuk",
        Severity.PERLU_DILIHAT,
        Place.INDIKATOR,
        f"Target Renstra {direction} dari {earlier.teks} menjadi {later.teks} pada tahun berikutnya. "
        "Periksa angkanya dan polaritasnya.",
    )


def iku_below_last_year(fakta: IndikatorFacts) -> Finding | None:
    target, before = fakta.target_tahun.angka, fakta.realisasi_lalu.angka
    if fakta.tingkat not in IKU or target is None or before is None:
        return None
    below = fakta.polaritas == Polaritas.MAKSIMALKAN and target < before
    above = fakta.polaritas == Polaritas.MINIMALKAN and target > before
    if not below and not above:
        return None
    return Finding(
        "iku_di_bawah_lalu",
        "IKU lebih rendah dari realisasi lalu",
        Severity.PERLU_DILIHAT,
        Place.BUTIR,
        f"Target {fakta.tahun} adalah {fakta.target_tahun.teks}, padahal realisasi {fakta.tahun - 1} sudah "
        f"{fakta.realisasi_lalu.teks}. Naikkan tantangannya, atau siapkan alasannya.",
    )


# --- Cascading -------------------------------------------------------------------------------------------------------


def children_do_not_add_up(fakta: IndikatorFacts) -> Finding | None:
    if not fakta.dijumlahkan or fakta.target_tahun.angka is None:
        return None
    if fakta.predikat or any(row.predikat for row in fakta.dijumlahkan):
        return _not_a_sum("Predikat tidak dapat dijumlahkan. Hapus tanda “target dijumlahkan”.")
    blank = [row.nama for row in fakta.dijumlahkan if row.target is None]
    found = total(row.target for row in fakta.dijumlahkan if row.target is not None)
    if not blank and found == fakta.target_tahun.angka:
        return None
    advice = "Samakan targetnya, atau hapus tanda “target dijumlahkan”."
    if blank:
        advice = f"Belum bertarget dalam PK: {', '.join(blank)}. {advice}"
    return _not_a_sum(
        f"Target {fakta.tahun} adalah {fakta.target_tahun.teks}, tetapi {len(fakta.dijumlahkan)} pendukung "
        f"yang dijumlahkan bertarget {write_number(found)}. {advice}"
    )


def _not_a_sum(kalimat: str) -> Finding:
    return Finding("tidak_berjumlah", "Jumlah target tidak cocok", Severity.SALAH, Place.BUTIR, kalimat)


def summed_in_other_units(fakta: IndikatorFacts) -> Finding | None:
    """Documents and people do not add up to one figure."""
    if not fakta.dijumlahkan:
        return None
    own = " ".join(fakta.satuan.split()).casefold()
    other = [
        row.satuan or "tanpa satuan" for row in fakta.dijumlahkan if " ".join(row.satuan.split()).casefold() != own
    ]
    if not other:
        return None
    return Finding(
        "satuan_berbeda",
        "Dijumlahkan dengan satuan berbeda",
        Severity.PERLU_DILIHAT,
        Place.INDIKATOR,
        f"Satuan indikator ini {fakta.satuan or 'kosong'}, satuan pendukung yang dijumlahkan "
        f"{', '.join(dict.fromkeys(other))}. Samakan satuannya, atau hapus tanda “target dijumlahkan”.",
    )


def supported_by_nobody(fakta: IndikatorFacts) -> Finding | None:
    if fakta.tingkat == Tingkat.SUB_KEGIATAN or fakta.pendukung:
        return None
    return Finding(
        "tanpa_pendukung",
        "Tanpa pendukung",
        Severity.PETUNJUK,
        Place.INDIKATOR,
        "Belum ada indikator di bawahnya yang mendukung indikator ini. Pilih pendukungnya di halaman indikator.",
    )


def supports_nobody(fakta: IndikatorFacts) -> Finding | None:
    if fakta.tingkat in IKU or fakta.mendukung:
        return None
    return Finding(
        "tidak_mendukung",
        "Tidak mendukung apa pun",
        Severity.PETUNJUK,
        Place.INDIKATOR,
        "Indikator ini belum mendukung indikator di atasnya. Pilih yang didukungnya di halaman indikator.",
    )


NODE_RULES: tuple[Callable[[SimpulFacts], Finding | None], ...] = (node_without_indicator, same_name_twice)
INDICATOR_RULES: tuple[Callable[[IndikatorFacts], Finding | None], ...] = (
    listed_though_ended,
    listed_beside_its_successor,
    without_pk_target,
    owner_has_ended,
    without_unit_of_measure,
    children_do_not_add_up,
    missing_in_pk,
    without_renstra_target,
    target_falls_within_year,
    renstra_target_worsens,
    iku_below_last_year,
    summed_in_other_units,
    without_definition,
    without_explanation,
    supported_by_nobody,
    supports_nobody,
)
F = TypeVar("F")


def _apply(rules: Sequence[Callable[[F], Finding | None]], fakta: F) -> list[Finding]:
    return [found for rule in rules if (found := rule(fakta)) is not None]


def check_node(fakta: SimpulFacts) -> list[Finding]:
    """Return everything that is odd about one node, in the order of NODE_RULES."""
    return _apply(NODE_RULES, fakta)


def check_indicator(fakta: IndikatorFacts) -> list[Finding]:
    """Return everything that is odd about one indicator; of one that does not count in the year only that it is listed.

    What breaks the rules of measuring (`rules.measuring`) first, then in the order of INDICATOR_RULES.
    """
    if not fakta.berlaku:
        return _apply((listed_though_ended, listed_beside_its_successor), fakta)
    return [*check_row(fakta), *_apply(INDICATOR_RULES, fakta)]
