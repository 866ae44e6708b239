"""What is odd about a figure beside what stands around it: its evidence, the money, the rows below."""

from decimal import Decimal

from indicators.capaian import EntryStatus, ValueKind, is_below_target, write_number
from indicators.capaian.exact import as_fraction, ratio
from indicators.rules.realisasi.facts import RowFacts, Said
from indicators.triwulan import LAST_QUARTER

# Per cent of the pagu. Money flows before its output is there: only when half is gone and nothing made is it odd.
MONEY_FIRST = Decimal(50)


def evidence_missing(fakta: RowFacts) -> Said | None:
    if fakta.bukti is None or fakta.bukti or fakta.status != EntryStatus.TERISI:
        return None
    return Said(
        "Baris ini belum mempunyai bukti dukung.",
        "Unggah buktinya pada Rincian.",
        "Minta unit mengunggah buktinya.",
    )


def money_without_output(fakta: RowFacts, batas: Decimal) -> Said | None:
    """`batas` in per cent of the pagu; at the end of the year any money at all."""
    uang = fakta.uang
    if uang is None or not uang.keuangan or uang.hasil_lain or fakta.realisasi is None or fakta.realisasi != 0:
        return None
    spent = None if not uang.pagu else ratio(uang.keuangan, uang.pagu) * 100
    if fakta.triwulan != LAST_QUARTER and (spent is None or spent < as_fraction(batas)):
        return None
    return Said(
        f"Realisasi masih 0, padahal uang sub kegiatannya sudah terpakai {_rupiah(uang.keuangan)}.",
        "Periksa lagi realisasinya, atau jelaskan mengapa hasilnya belum ada.",
        "Tanyakan untuk apa uangnya dipakai.",
        _rupiah(uang.keuangan),
    )


def output_without_money(fakta: RowFacts) -> Said | None:
    """Money that is blank is not known; 0 is an answer."""
    uang = fakta.uang
    if uang is None or uang.keuangan is None or uang.keuangan != 0 or not uang.pagu or not fakta.hasil:
        return None
    return Said(
        f"Realisasi {fakta.write(fakta.hasil)}, padahal uang sub kegiatannya belum terpakai sama sekali.",
        "Periksa lagi realisasi keuangannya, atau jelaskan dari mana hasil ini.",
        "Periksa realisasi keuangannya dan bukti hasilnya.",
        _rupiah(uang.keuangan),
    )


def parent_reached_while_child_fails(fakta: RowFacts) -> Said | None:
    if fakta.capaian is None or not fakta.dinilai or is_below_target(fakta.capaian) or not fakta.anak:
        return None
    rows = "; ".join(f"{anak.nama} ({anak.realisasi} dari {anak.target})" for anak in fakta.anak)
    return Said(
        f"Baris ini mencapai targetnya, padahal di bawahnya ada yang tidak: {rows}.",
        "Periksa lagi kedua angkanya, atau jelaskan mengapa keduanya benar.",
        "Periksa apakah angka induknya masih benar.",
        rows,
    )


def _rupiah(value: Decimal) -> str:
    return write_number(value, jenis=ValueKind.RUPIAH)
