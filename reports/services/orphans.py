"""The files of documents that no row names, swept every night."""

from collections.abc import Iterator
from itertools import chain

from reports.models import Dokumen, Perpanjangan, TandaTangan
from reports.models.dokumen import FOLDER
from sakip.jobs.registry import register_daily
from sakip.orphans import sweep
from sakip.stored_names import know

# Every column that names a file in the folder of documents.
COLUMNS = ((Dokumen, "berkas"), (Dokumen, "berkas_ttd"), (TandaTangan, "berkas"), (Perpanjangan, "berkas"))


def register_daily_tasks() -> None:
    know(FOLDER, _named)
    register_daily("documents.sweep", sweep_documents, label="Hapus berkas dokumen yang tidak dipakai")


def sweep_documents() -> int:
    return sweep(FOLDER, _named)


def _named() -> Iterator[str]:
    return chain.from_iterable(
        model._default_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator()
        for model, column in COLUMNS
    )
