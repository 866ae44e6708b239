"""What every paper says of the office and of whoever signs."""

import base64

from indicators.selectors.reporting import OfficeFacts, PejabatFacts
from reports.snapshot import Kantor, Logo, Penandatangan

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def compose_office(kantor: OfficeFacts) -> Kantor:
    return {
        "nama": kantor.nama,
        "pemda": kantor.pemda,
        "kepala_daerah": kantor.kepala_daerah,
        "alamat": kantor.alamat,
        "kertas": kantor.kertas,
        "huruf": kantor.huruf,
        "teks_kaki_tte": kantor.teks_kaki_tte,
        "logo": _logo(kantor.logo),
    }


def _logo(data: bytes | None) -> Logo | None:
    if data is None:
        return None
    media_type = next((name for signature, name in _SIGNATURES.items() if data.startswith(signature)), None)
    if media_type is None:
        return None
    return {"media_type": media_type, "base64": base64.b64encode(data).decode("ascii")}


def compose_signer(signer: PejabatFacts | None) -> Penandatangan:
    if signer is None:
        return {"jabatan": "", "nama": "", "pangkat": "", "nip": ""}
    return {"jabatan": signer.jabatan, "nama": signer.nama, "pangkat": signer.pangkat, "nip": signer.nip}
