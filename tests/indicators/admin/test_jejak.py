"""The trail in words: codes are for the database."""

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from indicators.admin.tindakan import LABELS, action_label
from indicators.models import Jejak
from tests.cast import Cast, Office


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("isi_realisasi", "Isi realisasi"),
        ("tambah_targetrenstra", "Tambah target Renstra"),
        ("ubah_butirpk", "Ubah butir perjanjian kinerja"),
        ("get indicators:validasi", "Buka halaman"),
        ("post indicators:sahkan", "Kirim isian"),
        ("save_rows", "Isi realisasi"),
        ("delete_pk", "Hapus perjanjian kinerja"),
        ("sesuatu_baru", "Sesuatu baru"),
    ],
)
def test_codes_read_as_words(code: str, label: str) -> None:
    assert action_label(code) == label


def test_every_write_has_words_for_its_refusal() -> None:
    """A refused write bears the name of its function, which is English."""
    root = Path(__file__).resolve().parents[3]
    writes = {
        node.name
        for app in ("indicators", "reports")
        for file in (root / app).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(name) == "write" for name in node.decorator_list)
    }
    assert "save_rows" in writes
    assert sorted(writes - set(LABELS)) == []


def test_list_and_row_show_the_words(client: Client, office: Office, cast: Cast) -> None:
    entry = Jejak.objects.create(
        waktu="2024-04-01T00:00:00Z", pelaku="Staf", tindakan="isi_realisasi", objek="Dokumen", opd_nomor=office.opd.pk
    )
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get(reverse("admin:indicators_jejak_changelist"), {"tindakan": "Isi realisasi"}).content.decode()
    assert "Isi realisasi" in listed
    assert "isi_realisasi" not in listed
    assert "Berhasil" in listed
    assert "icon-no" not in listed
    shown = client.get(reverse("admin:indicators_jejak_change", args=[entry.pk])).content.decode()
    assert "Isi realisasi" in shown
    assert "isi_realisasi" not in shown
