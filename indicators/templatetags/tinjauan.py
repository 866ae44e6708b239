"""What the templates of the numbers share: the colour of a state, the print of a figure."""

from django import template

from indicators.capaian import Hasil
from indicators.workflow import StatusPengajuan, StatusTriwulan

register = template.Library()

STATUS_BADGES: dict[str, str] = {
    StatusPengajuan.DRAF: "netral",
    StatusPengajuan.DIAJUKAN: "info",
    StatusPengajuan.DIPERIKSA: "info",
    StatusPengajuan.DIVALIDASI: "baik",
    StatusPengajuan.DISAHKAN: "baik",
    StatusPengajuan.DIKEMBALIKAN: "awas",
    StatusTriwulan.TERBUKA: "info",
    StatusTriwulan.DIBUKA_KEMBALI: "awas",
}
PREDICATE_BADGES = {
    "Sangat Tinggi": "baik",
    "Tinggi": "baik",
    "Sedang": "info",
    "Rendah": "awas",
    "Sangat Rendah": "bahaya",
}


@register.filter
def lencana_status(status: str) -> str:
    """Return the badge class of a state of a submission or a quarter."""
    return f"lencana-{STATUS_BADGES.get(status, 'netral')}"


@register.filter
def lencana_predikat(predikat: str) -> str:
    """Return the badge class of a predicate of capaian; neutral while it is not judged."""
    return f"lencana-{PREDICATE_BADGES.get(predikat, 'netral')}"


@register.filter
def persen(hasil: Hasil) -> str:
    """Print a result: "78,95 %", "n/a", or a dash while it is blank."""
    if hasil.nilai is None:
        return hasil.teks or "–"
    return f"{hasil.teks} %"


@register.filter
def butir(mapping: dict[object, object], key: object) -> object:
    """Return an entry of a mapping by a key that is only known at run time; "" when there is none."""
    return mapping.get(key, "")
