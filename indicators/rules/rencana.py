"""What is odd about the plan of a year: the rules of the page "Kesehatan rencana".

A rule over a node takes `FaktaSimpul`, one over an indicator `FaktaIndikator`. What does not count in the year is asked
about one thing only: whether the year's PK lists it all the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from indicators.capaian import Polaritas, PolaTarget, write_number
from indicators.capaian.exact import total
from indicators.capaian.kinds import ACCUMULATING
from indicators.rules.fakta_rencana import (
    BERTARGET_RENSTRA,
    FaktaIndikator,
    FaktaSimpul,
    Keparahan,
    Tempat,
    Temuan,
)
from indicators.rules.ukuran import check_row, first_fall
from indicators.tingkat import IKU, Tingkat

# --- Nodes -----------------------------------------------------------------------------------------------------------


def node_without_indicator(fakta: FaktaSimpul) -> Temuan | None:
    """A Tujuan may go without: its Sasaran carry the IKU. Anything else without an indicator is never measured."""
    if fakta.indikator:
        return None
    if fakta.tingkat == Tingkat.TUJUAN:
        severity, advice = Keparahan.PETUNJUK, "Tambahkan bila tujuan ini diukur sendiri di samping sasarannya."
    else:
        severity, advice = Keparahan.SALAH, "Tambahkan indikatornya, atau isi tahun terakhir bila tidak dipakai lagi."
    return Temuan(
        "tanpa_indikator", "Tanpa indikator", severity, Tempat.SIMPUL, f"Bagian ini tidak mempunyai indikator. {advice}"
    )


def same_name_twice(fakta: FaktaSimpul) -> Temuan | None:
    """Names that differ by nothing but spaces and capitals are one name written twice."""
    twice = [*_twice(fakta.indikator), *_twice(fakta.anak)]
    if not twice:
        return None
    names = ", ".join(f"“{name}”" for name in twice)
    return Temuan(
        "nama_ganda",
        "Nama ganda",
        Keparahan.PERLU_DILIHAT,
        Tempat.SIMPUL,
        f"Di bawah bagian ini ada nama yang sama lebih dari satu kali: {names}. Hapus atau bedakan salah satunya.",
    )


def _twice(names: Sequence[str]) -> list[str]:
    plain = {name: " ".join(name.split()).casefold() for name in names}
    counts = Counter(" ".join(name.split()).casefold() for name in names)
    return list({key: name for name, key in reversed(plain.items()) if counts[key] > 1}.values())[::-1]


# --- What an indicator lacks -----------------------------------------------------------------------------------------


def missing_in_pk(fakta: FaktaIndikator) -> Temuan | None:
    if not fakta.ada_pk or fakta.dalam_pk:
        return None
    return Temuan(
        "tidak_dalam_pk",
        "Tidak ada dalam PK",
        Keparahan.PERLU_DILIHAT,
        Tempat.INDIKATOR,
        f"Indikator ini berlaku pada {fakta.tahun}, tetapi tidak ada dalam perjanjian kinerja tahun itu. "
        "Tambahkan butirnya, atau isi tahun terakhir simpulnya.",
    )


def listed_though_ended(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.berlaku or not fakta.dalam_pk:
        return None
    return Temuan(
        "di_luar_masa",
        "Dalam PK di luar masa berlaku",
        Keparahan.SALAH,
        Tempat.BUTIR,
        f"Simpul indikator ini tidak berlaku pada {fakta.tahun}, tetapi indikatornya ada dalam perjanjian kinerja. "
        "Hapus butirnya, atau perbaiki tahun pertama dan terakhir simpulnya.",
    )


def listed_beside_its_successor(fakta: FaktaIndikator) -> Temuan | None:
    """A node or an indicator and what replaces it are one place of the tree: both in a PK are counted twice."""
    if not fakta.dalam_pk or not fakta.kembar:
        return None
    return Temuan(
        "butir_kembar",
        "Dua butir untuk satu simpul",
        Keparahan.SALAH,
        Tempat.BUTIR,
        f"PK ini juga memuat {', '.join(f'“{name}”' for name in fakta.kembar)}, yang bergantian dengan indikator ini. "
        "Hapus butir yang lama.",
    )


def without_pk_target(fakta: FaktaIndikator) -> Temuan | None:
    if not fakta.dalam_pk or any(target.angka is not None for target in (fakta.target_tahun, *fakta.target.values())):
        return None
    return Temuan(
        "tanpa_target_pk",
        "Tanpa target PK",
        Keparahan.SALAH,
        Tempat.BUTIR,
        f"Indikator ini ada dalam perjanjian kinerja {fakta.tahun} tanpa target. Isi target tahun dan triwulannya.",
    )


def without_renstra_target(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.tingkat not in BERTARGET_RENSTRA:
        return None
    blank = [str(year) for year, target in fakta.renstra if target.angka is None]
    if not blank:
        return None
    return Temuan(
        "tanpa_target_renstra",
        "Tanpa target Renstra",
        Keparahan.SALAH if fakta.tingkat in IKU else Keparahan.PERLU_DILIHAT,
        Tempat.INDIKATOR,
        f"Target Renstra belum ada untuk {', '.join(blank)}. Isi di halaman indikatornya.",
    )


def owner_has_ended(fakta: FaktaIndikator) -> Temuan | None:
    if not fakta.unit_berakhir:
        return None
    return Temuan(
        "unit_berakhir",
        "Unit sudah berakhir",
        Keparahan.SALAH,
        Tempat.BUTIR if fakta.dalam_pk else Tempat.INDIKATOR,
        f"{fakta.unit} hanya berlaku sampai {fakta.unit_berakhir}. Pilih unit penanggung jawab yang masih ada.",
    )


def without_definition(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.definisi.strip():
        return None
    return Temuan(
        "tanpa_definisi",
        "Tanpa definisi operasional",
        Keparahan.PERLU_DILIHAT,
        Tempat.INDIKATOR,
        "Definisi operasional belum ditulis. Jelaskan apa yang dihitung dan apa yang tidak.",
    )


def without_explanation(fakta: FaktaIndikator) -> Temuan | None:
    """What evaluators ask for beside the definition: formula, source of the data, who answers for it."""
    if not fakta.keterangan_kosong:
        return None
    return Temuan(
        "tanpa_penjelasan",
        "Penjelasan belum lengkap",
        Keparahan.PETUNJUK,
        Tempat.INDIKATOR,
        f"Belum ditulis: {', '.join(fakta.keterangan_kosong)}. Lengkapi sebelum evaluasi.",
    )


def without_unit_of_measure(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.satuan.strip() or fakta.predikat:
        return None
    return Temuan(
        "tanpa_satuan",
        "Tanpa satuan",
        Keparahan.SALAH,
        Tempat.BUTIR if fakta.dalam_pk else Tempat.INDIKATOR,
        "Satuan belum ditulis, misalnya Dokumen, Orang, atau persen. Isi agar angkanya dapat dibaca.",
    )


# --- Targets that go the wrong way -----------------------------------------------------------------------------------


def target_falls_within_year(fakta: FaktaIndikator) -> Temuan | None:
    """Of what accumulates a fall is wrong (`rules.ukuran`); a standing target may fall, but seldom should."""
    if fakta.polaritas != Polaritas.MAKSIMALKAN or fakta.pola_target != PolaTarget.BERTAHAP:
        return None
    if fakta.konsolidasi in ACCUMULATING:
        return None
    step = first_fall(fakta.target.items())
    if step is None:
        return None
    earlier, later = (fakta.target[quarter] for quarter in step)
    return Temuan(
        "target_turun",
        "Target turun dalam tahun",
        Keparahan.PERLU_DILIHAT,
        Tempat.BUTIR,
        f"Target triwulan turun dari {earlier.teks} menjadi {later.teks}, padahal makin tinggi makin baik. "
        "Periksa angkanya, atau pastikan penurunannya memang direncanakan.",
    )


def renstra_target_worsens(fakta: FaktaIndikator) -> Temuan | None:
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
    return Temuan(
        "renstra_memburuk",
        "Target Renstra memburuk",
        Keparahan.PERLU_DILIHAT,
        Tempat.INDIKATOR,
        f"Target Renstra {direction} dari {earlier.teks} menjadi {later.teks} pada tahun berikutnya. "
        "Periksa angkanya dan polaritasnya.",
    )


def iku_below_last_year(fakta: FaktaIndikator) -> Temuan | None:
    target, before = fakta.target_tahun.angka, fakta.realisasi_lalu.angka
    if fakta.tingkat not in IKU or target is None or before is None:
        return None
    below = fakta.polaritas == Polaritas.MAKSIMALKAN and target < before
    above = fakta.polaritas == Polaritas.MINIMALKAN and target > before
    if not below and not above:
        return None
    return Temuan(
        "iku_di_bawah_lalu",
        "IKU lebih rendah dari realisasi lalu",
        Keparahan.PERLU_DILIHAT,
        Tempat.BUTIR,
        f"Target {fakta.tahun} adalah {fakta.target_tahun.teks}, padahal realisasi {fakta.tahun - 1} sudah "
        f"{fakta.realisasi_lalu.teks}. Naikkan tantangannya, atau siapkan alasannya.",
    )


# --- Cascading -------------------------------------------------------------------------------------------------------


def children_do_not_add_up(fakta: FaktaIndikator) -> Temuan | None:
    if not fakta.dijumlahkan or fakta.target_tahun.angka is None:
        return None
    blank = [row.nama for row in fakta.dijumlahkan if row.target is None]
    found = total(row.target for row in fakta.dijumlahkan if row.target is not None)
    if not blank and found == fakta.target_tahun.angka:
        return None
    advice = "Samakan targetnya, atau hapus tanda “target dijumlahkan”."
    if blank:
        advice = f"Belum bertarget dalam PK: {', '.join(blank)}. {advice}"
    return Temuan(
        "tidak_berjumlah",
        "Jumlah target tidak cocok",
        Keparahan.SALAH,
        Tempat.BUTIR,
        f"Target {fakta.tahun} adalah {fakta.target_tahun.teks}, tetapi {len(fakta.dijumlahkan)} pendukung "
        f"yang dijumlahkan bertarget {write_number(found)}. {advice}",
    )


def summed_in_other_units(fakta: FaktaIndikator) -> Temuan | None:
    """Documents and people do not add up to one figure."""
    if not fakta.dijumlahkan:
        return None
    own = " ".join(fakta.satuan.split()).casefold()
    other = [
        row.satuan or "tanpa satuan" for row in fakta.dijumlahkan if " ".join(row.satuan.split()).casefold() != own
    ]
    if not other:
        return None
    return Temuan(
        "satuan_berbeda",
        "Dijumlahkan dengan satuan berbeda",
        Keparahan.PERLU_DILIHAT,
        Tempat.INDIKATOR,
        f"Satuan indikator ini {fakta.satuan or 'kosong'}, satuan pendukung yang dijumlahkan "
        f"{', '.join(dict.fromkeys(other))}. Samakan satuannya, atau hapus tanda “target dijumlahkan”.",
    )


def supported_by_nobody(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.tingkat == Tingkat.SUB_KEGIATAN or fakta.pendukung:
        return None
    return Temuan(
        "tanpa_pendukung",
        "Tanpa pendukung",
        Keparahan.PETUNJUK,
        Tempat.INDIKATOR,
        "Belum ada indikator di bawahnya yang mendukung indikator ini. Pilih pendukungnya di halaman indikator.",
    )


def supports_nobody(fakta: FaktaIndikator) -> Temuan | None:
    if fakta.tingkat in IKU or fakta.mendukung:
        return None
    return Temuan(
        "tidak_mendukung",
        "Tidak mendukung apa pun",
        Keparahan.PETUNJUK,
        Tempat.INDIKATOR,
        "Indikator ini belum mendukung indikator di atasnya. Pilih yang didukungnya di halaman indikator.",
    )


NODE_RULES: tuple[Callable[[FaktaSimpul], Temuan | None], ...] = (node_without_indicator, same_name_twice)
INDICATOR_RULES: tuple[Callable[[FaktaIndikator], Temuan | None], ...] = (
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


def _apply(rules: Sequence[Callable[[F], Temuan | None]], fakta: F) -> list[Temuan]:
    return [found for rule in rules if (found := rule(fakta)) is not None]


def check_node(fakta: FaktaSimpul) -> list[Temuan]:
    """Return everything that is odd about one node, in the order of NODE_RULES."""
    return _apply(NODE_RULES, fakta)


def check_indicator(fakta: FaktaIndikator) -> list[Temuan]:
    """Return everything that is odd about one indicator; of one that does not count in the year only that it is listed.

    What breaks the rules of measuring (`rules.ukuran`) first, then in the order of INDICATOR_RULES.
    """
    if not fakta.berlaku:
        return _apply((listed_though_ended, listed_beside_its_successor), fakta)
    return [*check_row(fakta), *_apply(INDICATOR_RULES, fakta)]
