"""The colour of what pages say of a state, a predicate or a finding: the style sheet's badges, once for every page.

Presentation: nothing that is stored or read knows of it.
"""

from collections.abc import Mapping

from indicators.models.perjanjian import StatusPK
from indicators.rules.facts import Severity
from indicators.selectors.perubahan_nomenklatur import NomenklaturState
from indicators.selectors.roll_over import RollOverMark
from indicators.workflow import StatusPengajuan, StatusTriwulan
from sakip.labelled import Labelled

NETRAL = "neutral"

STATUS_BADGES: dict[str, str] = {
    StatusPengajuan.DRAF: NETRAL,
    StatusPengajuan.DIAJUKAN: "info",
    StatusPengajuan.DIPERIKSA: "info",
    StatusPengajuan.DIVALIDASI: "good",
    StatusPengajuan.DISAHKAN: "good",
    StatusPengajuan.DIKEMBALIKAN: "warn",
    StatusTriwulan.TERBUKA: "info",
    StatusTriwulan.DIBUKA_KEMBALI: "warn",
    StatusTriwulan.DITANGGUHKAN: "warn",
    StatusPK.DITETAPKAN: "good",
}
PREDICATE_BADGES: dict[str, str] = {
    "Sangat Tinggi": "good",
    "Tinggi": "good",
    "Sedang": "warn",
    "Rendah": "bad",
    "Sangat Rendah": "bad",
}
# By list: two lists may use the same word and mean another thing.
BADGES: dict[type[Labelled], Mapping[Labelled, str]] = {
    NomenklaturState: {
        NomenklaturState.BELUM: "warn",
        NomenklaturState.TETAP: NETRAL,
        NomenklaturState.DIGANTIKAN: "good",
        NomenklaturState.DIHENTIKAN: "info",
    },
    RollOverMark: {
        RollOverMark.DISALIN: NETRAL,
        RollOverMark.DIGANTIKAN: "info",
        RollOverMark.TANPA_INDIKATOR: "warn",
        RollOverMark.TIDAK_BERLANJUT: "warn",
    },
    Severity: {
        Severity.SALAH: "bad",
        Severity.PERLU_DILIHAT: "warn",
        Severity.PETUNJUK: "info",
    },
}


def badge_of(member: Labelled) -> str:
    """Return the badge of a member of one of the lists in `BADGES`. Raises KeyError for another list."""
    return BADGES[type(member)][member]


def badge_of_status(status: str) -> str:
    """Return the badge of a state of a submission, a quarter or a PK."""
    return STATUS_BADGES.get(status, NETRAL)


def badge_of_predicate(predikat: str | None) -> str:
    """Return the badge of a predicate of capaian as a page prints it; neutral while it is not judged."""
    return PREDICATE_BADGES.get(predikat or "", NETRAL)
