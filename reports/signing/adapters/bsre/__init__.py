"""The adapter of BSrE's Esign Client Service: NIK and passphrase travel in one request and are kept nowhere."""

from __future__ import annotations

from reports.signing.adapters.bsre.signer import BsreSigner, make_bsre_signer

__all__ = ["BsreSigner", "make_bsre_signer"]
