"""Ways of signing a PDF, found by name, and the one function that signs."""

from __future__ import annotations

from reports.signing.adapters.base import Signer, SigningSession, get_signer, register_signer
from reports.signing.adapters.bsre import BsreSigner, make_bsre_signer
from reports.signing.adapters.pkcs12 import Pkcs12Signer
from reports.signing.adapters.sign import sign

__all__ = [
    "BsreSigner",
    "Pkcs12Signer",
    "Signer",
    "SigningSession",
    "get_signer",
    "make_bsre_signer",
    "register_signer",
    "sign",
]

register_signer("pkcs12", Pkcs12Signer)
register_signer("bsre", make_bsre_signer)
