"""Every column that holds content of its own form: who makes and reads it, and by which number it is known."""

from django.apps import apps
from django.db import models

from tests.test_architecture import APPS

# By field: how its content is known. A new field is asked: frozen content that a later program reads bears a number.
STORED = {
    "indicators.gantinomenklatur.isi": "number in the content: selectors.ganti_nomenklatur",
    "indicators.jejak.sebelum": "values by column; every column that is not known is shown by its name",
    "indicators.jejak.sesudah": "values by column; every column that is not known is shown by its name",
    "indicators.pengesahan.isi": "number in the content: selectors.pengesahan_content",
    "indicators.versipengajuan.isi": "number in the content: selectors.version_content",
    "indicators.versipengajuan.pengisi": "ids of accounts",
    "reports.dokumen.dasar": "number in the content: selectors.basis",
    "reports.dokumen.snapshot": "number beside it and in it: Dokumen.skema",
    "reports.laporan.angka_narasi": "of a report that is being written: figures by name, by section",
    "reports.laporan.narasi": "of a report that is being written: checked blocks by section",
    "reports.laporan.pemeriksaan_narasi": "of a report that is being written: who looked at it, by section",
    "jobs.job.payload": "keys for work that is done within the hour",
}


def test_every_stored_content_has_its_reader() -> None:
    fields = {
        f"{field.model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in APPS
        for field in model._meta.local_fields
        if isinstance(field, models.JSONField)
    }
    assert fields == set(STORED)
