"""The office's logo as reports print it."""

from indicators.models import PerangkatDaerah
from sakip.refusals import Damaged


def read_logo(opd: PerangkatDaerah) -> bytes | None:
    """Return the office's logo. Raises Damaged where it has one that is no longer stored."""
    if not opd.logo:
        return None
    try:
        with opd.logo.open("rb") as stream:
            logo: bytes = stream.read()
    except FileNotFoundError:
        raise Damaged(
            f"Logo {opd.nama} tidak ada lagi di penyimpanan berkas. Unggah kembali logonya di halaman perangkat "
            "daerah, lalu ulangi.",
            hilang=True,
        ) from None
    return logo
