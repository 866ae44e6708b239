"""The files of signatures and scans, stored before the row that names them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files import File

from reports.models import Dokumen
from sakip.storage import kept_with_its_row


@contextmanager
def kept_file(dokumen: Dokumen, pdf: File[Any]) -> Iterator[str]:
    """Store a file of a document and give its name; it goes again when the row that is to name it is not written."""
    storage = dokumen.berkas_ttd.storage
    name = storage.save(dokumen.berkas_ttd.field.generate_filename(dokumen, "laporan.pdf"), pdf)
    with kept_with_its_row(storage, name):
        yield name
