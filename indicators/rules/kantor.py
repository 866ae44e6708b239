"""What is odd about the people and the year behind a plan: rules of the page "Kesehatan rencana"."""

from itertools import combinations

from indicators.rules.facts import Finding, OfficeTerm, Place, PlanFacts, Severity, UnitFacts


def unit_without_entry(fakta: UnitFacts) -> Finding | None:
    """Nobody can type the figures of the unit's indicators."""
    if fakta.pengisi:
        return None
    return Finding(
        "unit_tanpa_pengisi",
        "Unit tanpa pengisi",
        Severity.PERLU_DILIHAT,
        Place.UNIT,
        f"{fakta.nama} mempunyai indikator, tetapi belum ada yang dapat mengisi datanya. "
        "Minta administrator menugaskan staf atau kepala unitnya.",
    )


def unit_without_check(fakta: UnitFacts) -> Finding | None:
    """Nobody checks his own figures: a head who is the only one to type leaves nobody to check."""
    if not fakta.pemeriksa:
        then = "datanya langsung sampai ke Sekretaris" if fakta.koordinator else "juga belum ada Sekretaris"
        sentence = f"{fakta.nama} mempunyai indikator, tetapi belum ada kepala unit yang memeriksa; {then}."
    elif len(fakta.pengisi) == 1 and fakta.pemeriksa == fakta.pengisi:
        sentence = f"Satu-satunya pemeriksa {fakta.nama} adalah pengisi datanya sendiri, padahal harus orang lain."
    else:
        return None
    return Finding(
        "unit_tanpa_pemeriksa",
        "Unit tanpa pemeriksa",
        Severity.PERLU_DILIHAT,
        Place.UNIT,
        f"{sentence} Minta administrator menugaskan kepala unitnya, atau kepala unit di atasnya.",
    )


def two_signers_at_once(fakta: PlanFacts) -> Finding | None:
    """A document is signed by the official in office on the day: there is one."""
    for one, other in combinations(fakta.penanda_tangan, 2):
        if _overlap(one, other):
            return Finding(
                "dua_penanda_tangan",
                "Dua penanda tangan pada hari yang sama",
                Severity.SALAH,
                Place.PEJABAT,
                f"{one.nama} dan {other.nama} sama-sama penanda tangan pada hari yang sama dalam {fakta.tahun}. "
                "Isi “sampai” pada pejabat yang sudah berakhir, atau hapus tanda penanda tangannya.",
            )
    return None


def _overlap(one: OfficeTerm, other: OfficeTerm) -> bool:
    starts = max(one.mulai, other.mulai)
    return all(term.sampai is None or term.sampai >= starts for term in (one, other))


def year_without_iku(fakta: PlanFacts) -> Finding | None:
    if fakta.iku:
        return None
    where = "Perjanjian kinerja" if fakta.ada_pk else "Rencana"
    return Finding(
        "tanpa_iku",
        "Tahun tanpa IKU",
        Severity.PERLU_DILIHAT,
        Place.PK,
        f"{where} {fakta.tahun} tidak memuat indikator kinerja utama (indikator tujuan atau sasaran). "
        "Tambahkan IKU-nya: Bab IV dan Lampiran II laporan tidak berisi tanpanya.",
    )


def check_unit(fakta: UnitFacts) -> list[Finding]:
    return [found for rule in (unit_without_entry, unit_without_check) if (found := rule(fakta)) is not None]


def check_office(fakta: PlanFacts) -> list[Finding]:
    return [found for rule in (two_signers_at_once, year_without_iku) if (found := rule(fakta)) is not None]
