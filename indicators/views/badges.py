"""The colour of what pages say of a state, a predicate or a finding: the style sheet's badges, once for every page.

Presentation: nothing that is stored or read knows of it.
"""

from collections.abc import Mapping

from indicators.models.perjanjian import StatusPK
from indicators.rules.fakta_rencana import Keparahan
from indicators.selectors.pergantian_tahun import Tanda
from indicators.selectors.perubahan_nomenklatur import Keadaan
from indicators.workflow import StatusPengajuan, StatusTriwulan
from sakip.labelled import Labelled

NETRAL = "netral"

STATUS_BADGES: dict[str, str] = {
    StatusPengajuan.DRAF: NETRAL,
    StatusPengajuan.DIAJUKAN: "info",
    StatusPengajuan.DIPERIKSA: "info",
    StatusPengajuan.DIVALIDASI: "baik",
    StatusPengajuan.DISAHKAN: "baik",
    StatusPengajuan.DIKEMBALIKAN: "awas",
    StatusTriwulan.TERBUKA: "info",
    StatusTriwulan.DIBUKA_KEMBALI: "awas",
    StatusTriwulan.DITANGGUHKAN: "awas",
    StatusPK.DITETAPKAN: "baik",
}
PREDICATE_BADGES: dict[str, str] = {
    "Sangat Tinggi": "baik",
    "Tinggi": "baik",
    "Sedang": "awas",
    "Rendah": "bahaya",
    "Sangat Rendah": "bahaya",
}
# By list: two lists may use the same word and mean another thing.
BADGES: dict[type[Labelled], Mapping[Labelled, str]] = {
    Keadaan: {
        Keadaan.BELUM: "awas",
        Keadaan.TETAP: NETRAL,
        Keadaan.DIGANTIKAN: "baik",
        Keadaan.DIHENTIKAN: "info",
    },
    Tanda: {
        Tanda.DISALIN: NETRAL,
        Tanda.DIGANTIKAN: "info",
        Tanda.TANPA_INDIKATOR: "awas",
        Tanda.TIDAK_BERLANJUT: "awas",
    },
    Keparahan: {
        Keparahan.SALAH: "bahaya",
        Keparahan.PERLU_DILIHAT: "awas",
        Keparahan.PETUNJUK: "info",
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
