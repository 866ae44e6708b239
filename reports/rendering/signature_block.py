"""What the signature block of every paper is filled with besides the official's own words: the QR, and whose parafs
come before the signature. A snapshot without these parts prints a block without them."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString

from reports.rendering.errors import RenderError
from reports.rendering.field_names import paraf_field
from reports.rendering.qr import MINIMUM_MODULE_POINTS, POINTS_PER_MM, ROOM_MM, draw_qr, place_qr
from reports.snapshot import Snapshot


def signing_data(snapshot: Snapshot) -> dict[str, Any]:
    """Return `verifikasi` (None where the print carries no QR) and `pemaraf`. Raises RenderError."""
    address = snapshot.get("verifikasi")
    officials = snapshot.get("pemaraf", [])
    return {
        "verifikasi": None if address is None else _qr(address),
        "pemaraf": [{**official, "kolom": paraf_field(number)} for number, official in enumerate(officials, start=1)],
    }


def _qr(address: str) -> dict[str, str]:
    width, height = (side * POINTS_PER_MM for side in ROOM_MM)
    place = place_qr(width, height)
    modules, drawing = draw_qr(address, place.side, title=f"Kode QR untuk memeriksa dokumen ini: {address}")
    if place.side / modules < MINIMUM_MODULE_POINTS:
        raise RenderError(
            "Alamat pemeriksaan dokumen terlalu panjang untuk kode QR. Minta administrator memendekkan PUBLIC_BASE_URL."
        )
    return {"qr": SafeString(drawing), "alamat": urlsplit(address).netloc}
