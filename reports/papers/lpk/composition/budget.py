"""The money in Bab IV: serapan beside the RAK's plan, in the year's report beside the capaian (DOMAIN 4, Efisiensi)."""

from indicators.capaian import MeanResult
from indicators.selectors.reporting import AnggaranFacts, LaporanFacts
from indicators.tingkat import Tingkat
from indicators.triwulan import LAST_QUARTER
from reports.papers.lpk.schema import SnapshotAnggaran, SnapshotAnggaranRow

LABELS = {"opd": "", "program": "Program: ", "kegiatan": "Kegiatan: "}


def compose_budget(facts: LaporanFacts) -> SnapshotAnggaran | None:
    """Return the rows of money with the office's sentences; None where no money is known."""
    if not facts.anggaran:
        return None
    office = facts.anggaran[0]
    return {
        "setahun": facts.triwulan == LAST_QUARTER,
        "kalimat": " ".join([*_absorbed(office), *_compared(office), *_left_out(office)]),
        "baris": [_row(row) for row in facts.anggaran],
    }


def _row(row: AnggaranFacts) -> SnapshotAnggaranRow:
    return {
        "uraian": f"{_level_in_front(row.tingkat)}{row.nama}",
        "catatan": f"dihitung {row.dihitung} dari {row.jumlah} sub kegiatan",
        "pagu": row.pagu,
        "realisasi": row.realisasi,
        "serapan": row.serapan.teks,
        "rencana": row.rencana.teks,
        "catatan_rencana": _of_planned(row),
        "capaian": "" if row.capaian is None else row.capaian.teks,
        "catatan_capaian": "" if row.capaian is None or row.capaian.nilai is None else _counted(row.capaian),
        "efisiensi": "" if row.efisiensi is None else row.efisiensi.teks,
    }


def _level_in_front(tingkat: str) -> str:
    """Return "Program: " in front of a program's name, nothing in front of the office's."""
    return f"{Tingkat(tingkat).judul}: " if tingkat in {*Tingkat} else ""


def _of_planned(row: AnggaranFacts) -> str:
    """Name how many sub kegiatan have a plan, where that is not all that the serapan counts."""
    if row.rencana.nilai is None or row.berencana == row.dihitung:
        return ""
    return f"RAK {row.berencana} dari {row.dihitung}"


def _counted(capaian: MeanResult) -> str:
    return f"{capaian.jumlah_dihitung} dari {capaian.jumlah} indikator"


def _absorbed(office: AnggaranFacts) -> list[str]:
    if office.serapan.nilai is None:
        return [f"Serapan belum dapat dihitung: {office.serapan.kalimat[:1].lower()}{office.serapan.kalimat[1:]}"]
    return [
        f"Dari pagu Rp{office.pagu} pada {office.dihitung} dari {office.jumlah} sub kegiatan, yaitu yang mempunyai "
        f"pagu dan realisasi keuangan, terserap Rp{office.realisasi} atau {office.serapan.teks} persen."
    ]


def _compared(office: AnggaranFacts) -> list[str]:
    """Before the year's end the plan stands beside it, never a difference; then the capaian, with the difference."""
    if office.serapan.nilai is None:
        return []
    if office.capaian is None or office.efisiensi is None:
        if office.rencana.nilai is None:
            return ["Rencana anggaran kas (RAK) sampai dengan triwulan ini belum diisi."]
        rows = f" ({of})" if (of := _of_planned(office)) else ""
        return [f"Menurut RAK, sampai dengan triwulan ini direncanakan {office.rencana.teks} persen{rows}."]
    if office.efisiensi.nilai is None:
        return ["Efisiensi perangkat daerah belum dapat dihitung karena capaian Indikator Kinerja Utama belum ada."]
    capped = " setelah dibatasi" if office.capaian.dibatasi else ""
    return [
        f"Rata-rata capaian Indikator Kinerja Utama setahun {office.capaian.teks} persen{capped} "
        f"({_counted(office.capaian)}), sehingga efisiensinya {office.efisiensi.teks} poin persen."
    ]


def _left_out(office: AnggaranFacts) -> list[str]:
    if not office.tanpa_pagu:
        return []
    return [
        f"Realisasi Rp{office.realisasi_tanpa_pagu} pada {office.tanpa_pagu} sub kegiatan tanpa pagu tidak dihitung "
        "dalam serapan."
    ]
