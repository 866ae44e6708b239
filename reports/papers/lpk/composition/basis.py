"""What a Laporan Pengukuran Kinerja is held against later: hashes of the quarters, PKs, printed names, last year."""

from indicators.selectors.reporting import Basis, LaporanFacts, PerangkatDaerah, get_basis


def compose_basis(opd: PerangkatDaerah, facts: LaporanFacts) -> Basis:
    signer = facts.penandatangan
    return get_basis(
        opd,
        facts.tahun,
        facts.triwulan,
        pejabat_id=None if signer is None else signer.pejabat_id,
        indikator_lalu=[
            row.indikator_id for row in facts.baris if row.perbandingan is not None and row.perbandingan.tahun_lalu
        ],
    )
