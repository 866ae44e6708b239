"""The trail in words: codes are for the database."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from indicators.acts import Act
from indicators.audit_words import action_of, sentences_of
from indicators.models import Jejak, SubKegiatan
from indicators.services.jejak import make_jejak, record, state_of
from tests.cast import Cast, Office


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        ("isi_realisasi", "indicators.realisasi", "Isi realisasi"),
        ("tambah", "indicators.targetrenstra", "Tambah target Renstra"),
        ("ubah", "indicators.butirpk", "Ubah butir perjanjian kinerja"),
        ("hapus", "indicators.perjanjiankinerja", "Hapus perjanjian kinerja"),
        ("buka_halaman", "", "Buka halaman"),
        ("minta_final", "reports.dokumen", "Minta laporan final"),
        # Of a kind that is no longer kept, and an act that another version of the program wrote.
        ("tambah", "indicators.bagan", "Tambah indicators.bagan"),
        ("lipat_kertas", "indicators.program", "lipat_kertas"),
    ],
)
def test_a_row_of_the_trail_reads_as_words(act: str, kind: str, words: str) -> None:
    assert action_of(Jejak(tindakan=act, objek_jenis=kind)) == words


def test_a_better_word_for_a_kind_does_not_hide_what_was_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_jejak(by=None, tindakan=Act.UBAH, objek=SubKegiatan(nama="Layanan"))
    monkeypatch.setattr(SubKegiatan._meta, "verbose_name", "subkegiatan")
    assert row.objek_jenis == "indicators.subkegiatan"
    assert action_of(row) == "Ubah subkegiatan"


def test_list_and_row_show_the_words(client: Client, office: Office, cast: Cast) -> None:
    facts = {"waktu": "2024-04-01T00:00:00Z", "pelaku": "Staf", "opd_nomor": office.opd.pk}
    entry = Jejak.objects.create(tindakan="isi_realisasi", objek_jenis="indicators.realisasi", objek="Dokumen", **facts)
    Jejak.objects.create(tindakan="tambah", objek_jenis="indicators.targetrenstra", objek="Aplikasi", **facts)
    Jejak.objects.create(tindakan="buka_halaman", objek="/admin/jadwal/", **facts)
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:indicators_jejak_changelist")
    whole = text_of(client.get(address).content.decode())
    for words in ("Isi realisasi", "Tambah target Renstra", "Buka halaman", "Target Renstra", "Realisasi", "Berhasil"):
        assert words in whole
    assert "isi_realisasi" not in whole
    assert "indicators." not in whole
    by_act = client.get(address, {"tindakan": "isi_realisasi"}).context["cl"].result_list
    assert [row.objek for row in by_act] == ["Dokumen"]
    by_kind = client.get(address, {"objek_jenis": "indicators.targetrenstra"}).context["cl"].result_list
    assert [row.objek for row in by_kind] == ["Aplikasi"]
    shown = text_of(client.get(reverse("admin:indicators_jejak_change", args=[entry.pk])).content.decode())
    assert "Isi realisasi" in shown
    assert "isi_realisasi" not in shown
    assert "indicators." not in shown


def test_a_correction_beyond_what_is_printed_is_told(db: None) -> None:
    before, after = {"nilai": "80.123456"}, {"nilai": "80.123459"}
    of_entry = Jejak(objek_jenis="indicators.realisasi", sebelum=before, sesudah=after)
    assert sentences_of(of_entry) == ["Realisasi: “80,123456” menjadi “80,123459”."]
    of_target = Jejak(
        objek_jenis="indicators.butirpk", sebelum={"target": {"1": before}}, sesudah={"target": {"1": after}}
    )
    assert sentences_of(of_target) == ["Target triwulan 1: “80,123456” menjadi “80,123459”."]


def test_a_row_tells_its_change_in_sentences(client: Client, office: Office, cast: Cast) -> None:
    term = cast.staf.daftar_penugasan.get()
    before = state_of(term)
    term.sampai = date(2024, 6, 30)
    entry = record(
        by=None,
        tindakan=Act.UBAH,
        objek=term,
        opd=office.opd,
        sebelum=before,
        sesudah=state_of(term) | {"peran": "kepala_unit"},
    )
    imported = record(by=None, tindakan=Act.IMPOR_BUKU_KANTOR, objek=office.opd, opd=office.opd, sesudah={"baru": 2})
    assert sentences_of(imported) == ["Baru: “2”."]
    denied = record(by=None, tindakan=Act.BUKA_HALAMAN, objek="/admin/jadwal/", opd=office.opd, ditolak=True)
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    shown = text_of(client.get(reverse("admin:indicators_jejak_change", args=[entry.pk])).content.decode())
    assert "Berlaku sampai: kosong menjadi “30 Juni 2024”." in shown
    assert "Peran: “Staf pengisi data” menjadi “Kepala unit”." in shown
    assert "unit_id" not in shown
    page = text_of(client.get(reverse("admin:indicators_jejak_change", args=[denied.pk])).content.decode())
    assert "None" not in page


def text_of(page: str) -> str:
    """Return what stands between the tags."""
    return re.sub(r"<[^>]*>", " ", page)


def test_what_a_change_keeps_to_be_undone_is_not_read_out() -> None:
    row = Jejak(
        tindakan="ubah_nomenklatur",
        objek_jenis="indicators.gantinomenklatur",
        sesudah={"tahun": 2025, "isi": {"skema": 1, "diganti": {}, "indikator": [{"lama": 5, "baru": 6}]}},
    )
    assert sentences_of(row) == ["Mulai tahun: “2025”."]
