"""The sweep of documents and evidence knows every column that names a file."""

import os
import time

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField

from indicators.models import BuktiDukung
from indicators.services.orphans import sweep_evidence
from reports.models import Dokumen
from reports.services.orphans import COLUMNS, sweep_documents
from sakip.jobs.registry import list_daily
from tests.cast import Cast
from tests.reports import steps

DAY = 24 * 3600


def test_every_file_column_is_known() -> None:
    """A logo is a column of its office, in a folder of its own."""
    models = (*apps.get_app_config("reports").get_models(), BuktiDukung)
    found = {(model, field.name) for model in models for field in model._meta.fields if isinstance(field, FileField)}
    assert found == {*COLUMNS, (BuktiDukung, "berkas")}


def test_both_are_done_every_night() -> None:
    assert {"documents.sweep", "evidence.sweep"} <= set(list_daily())


def make_old() -> None:
    moment = time.time() - 2 * DAY
    for folder, _, names in os.walk(default_storage.path("")):
        for name in names:
            os.utime(os.path.join(folder, name), (moment, moment))


def test_sweep_documents_keeps_what_rows_name(signed: Dokumen, cast: Cast) -> None:
    orphan = default_storage.save("dokumen/zz/yatim.pdf", ContentFile(b"isi"))
    make_old()
    assert sweep_documents() == 1
    assert not default_storage.exists(orphan)
    assert steps.read_stored(signed.berkas.name)
    assert steps.read_stored(signed.berkas_ttd.name)


@pytest.mark.django_db
def test_sweep_evidence_deletes_what_no_row_names() -> None:
    orphan = default_storage.save("bukti/zz/yatim.pdf", ContentFile(b"isi"))
    make_old()
    assert sweep_evidence() == 1
    assert not default_storage.exists(orphan)
