"""Which PK the targets of a report stand in: its label, and the sentences that a report says it with."""

from collections.abc import Sequence

from indicators.selectors.reporting import LaporanFacts, PKFacts
from indicators.triwulan import LAST_QUARTER, short_name
from reports.papers.lpk.schema import Perjanjian


def pk_label(pk: PKFacts) -> str:
    """Return for example "Perjanjian Kinerja Tahun 2024 (Perubahan 1)"."""
    jenis = "Murni" if pk.perubahan == 0 else f"Perubahan {pk.perubahan}"
    return f"Perjanjian Kinerja Tahun {pk.tahun} ({jenis})"


def compose_agreements(facts: LaporanFacts) -> Perjanjian:
    """Return the report's own PK, every PK with its quarters, and the sentences about them."""
    last = facts.pk[-1]
    return {
        "label": pk_label(last),
        "perubahan": last.perubahan,
        "nomor": last.nomor,
        "daftar": [
            {"label": pk_label(pk), "perubahan": pk.perubahan, "nomor": pk.nomor, "triwulan": list(pk.triwulan)}
            for pk in facts.pk
        ],
        "kalimat": _sentences(facts),
    }


def _sentences(facts: LaporanFacts) -> list[str]:
    last = facts.pk[-1]
    if len(facts.pk) == 1:
        return [f"Target menurut {pk_label(last)}."]
    parts = [f"{name_quarters(pk.triwulan)} menurut {pk_label(pk)}" for pk in facts.pk]
    sentences = [
        f"Target {'; '.join(parts)}.",
        "Indikator diukur pada triwulan yang PK-nya memuat indikator itu: yang baru masuk pada suatu perubahan mulai "
        "triwulan PK itu, yang tidak dilanjutkan sampai triwulan sebelumnya.",
        "Progres tahun setiap triwulan dihitung terhadap target tahun dalam PK triwulan itu.",
    ]
    if facts.triwulan == LAST_QUARTER:
        sentences.append(f"Capaian tahun dinilai menurut PK terakhir, yaitu {pk_label(last)}.")
    return sentences


def name_quarters(quarters: Sequence[int]) -> str:
    """Return for example "TW I, TW II dan TW III"."""
    names = [short_name(quarter) for quarter in quarters]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} dan {names[-1]}"
