"""The colour of a state and of a predicate, once for every page: names of the style sheet's badges."""

from indicators.workflow import StatusPengajuan, StatusTriwulan

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
}
PREDICATE_BADGES: dict[str, str] = {
    "Sangat Tinggi": "baik",
    "Tinggi": "baik",
    "Sedang": "awas",
    "Rendah": "bahaya",
    "Sangat Rendah": "bahaya",
}


def badge_of_status(status: str) -> str:
    return STATUS_BADGES.get(status, NETRAL)


def badge_of_predicate(predikat: str | None) -> str:
    """Return the badge of a predicate of capaian; neutral while it is not judged."""
    return PREDICATE_BADGES.get(predikat or "", NETRAL)
