"""The installation's Esign Client Service, as its settings say."""

from pathlib import Path

from django.conf import settings

from reports.signing.adapters import BsreSigner, make_bsre_signer


def configured_bsre() -> BsreSigner:
    return make_bsre_signer(
        url=settings.BSRE_URL,
        user=settings.BSRE_USER,
        password=settings.BSRE_PASSWORD,
        version=settings.BSRE_VERSION,
        answer_seconds=settings.BSRE_TIMEOUT_SECONDS,
        ca_file=Path(settings.BSRE_CA_FILE) if settings.BSRE_CA_FILE else None,
    )
