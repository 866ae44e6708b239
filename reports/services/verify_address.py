"""The address at which anybody may verify a document: what its QR holds."""

from django.conf import settings
from django.urls import reverse

from reports.models import Dokumen


def verify_url(dokumen: Dokumen) -> str:
    """Return the public address that the QR holds; it is known before the document is stored."""
    return f"{settings.PUBLIC_BASE_URL}{reverse('verifikasi:dokumen', args=[dokumen.token])}"
