"""The history of a row: who, when, from, to, and in which version it was handed in."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import BuktiDukung, Indikator, Jejak, Pengguna
from indicators.selectors.row_history import HandedIn, SentBack, TakenBack, Typed, get_row_history
from indicators.services.bukti import add_evidence, deliver_evidence
from indicators.services.evidence_pictures import open_evidence
from indicators.services.pengajuan import send_back, submit, withdraw
from indicators.services.realisasi_entry import RowEntry
from tests.cast import Cast, Office
from tests.files import PDF
from tests.indicators import way
from tests.savers import save_row

ClientOf = Callable[[Pengguna], Client]


def save(office: Office, by: Pengguna, indikator: Indikator, text: str, versi: int, **teks: str) -> None:
    entry = RowEntry(indikator.pk, versi, realisasi=text, teks=teks)
    save_row(by=by, triwulan=office.tw1, unit=office.bidang, isian=entry)


@pytest.fixture
def layanan(office: Office, cast: Cast) -> Indikator:
    """A row that was typed, corrected, handed in, sent back and typed again."""
    layanan, dokumen, indeks = office.indikator(office.bidang)
    save(office, cast.staf, dokumen, "2", 0)
    save(office, cast.staf, indeks, "80,18", 0)
    save(office, cast.staf, layanan, "3", 0)
    save(office, cast.kepala, layanan, "4", 1, kendala="Listrik <padam>")
    add_evidence(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        indikator_id=layanan.pk,
        file=SimpleUploadedFile("bukti.pdf", PDF),
    )
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    send_back(
        by=cast.sekretaris,
        pengajuan=pengajuan,
        versi=pengajuan.versi,
        alasan="",
        alasan_baris={layanan.pk: "Hitung lagi"},
    )
    save(office, cast.staf, layanan, "5", 2)
    return layanan


def test_what_became_of_a_row_from_the_newest_on(office: Office, layanan: Indikator) -> None:
    history = get_row_history(office.pengajuan(office.bidang), layanan.pk)
    assert history is not None
    assert [type(item) for item in history.kejadian] == [Typed, SentBack, HandedIn, Typed, Typed, Typed]
    typed = [item for item in history.kejadian if isinstance(item, Typed)]
    assert [item.jejak.tindakan for item in typed] == [
        "isi_realisasi",
        "unggah_bukti",
        "isi_realisasi",
        "isi_realisasi",
    ]
    assert [item.versi for item in typed] == [None, 1, 1, 1]
    assert not history.terpotong


def test_what_became_of_another_units_submission_is_none_of_it(office: Office, cast: Cast, layanan: Indikator) -> None:
    """The Subbag's is returned as a whole and taken back."""
    pengajuan = office.pengajuan(office.bidang)
    before = get_row_history(pengajuan, layanan.pk)
    seen = way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    send_back(by=cast.kasubbag, pengajuan=seen, versi=seen.versi, alasan="Semua belum.")
    again = way.resubmit(office, office.subbag, cast.staf_umum)
    withdraw(by=cast.staf_umum, pengajuan=again, versi=again.versi, alasan="Salah hitung")
    assert get_row_history(pengajuan, layanan.pk) == before


def test_who_opened_or_took_a_file_changed_nothing(office: Office, cast: Cast, layanan: Indikator) -> None:
    pengajuan, bukti = office.pengajuan(office.bidang), BuktiDukung.objects.get()
    before = get_row_history(pengajuan, layanan.pk)
    open_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti)
    deliver_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti).close()
    assert Jejak.objects.filter(objek_id=str(bukti.pk), tindakan__in=["lihat_bukti", "unduh_bukti"]).count() == 2
    assert get_row_history(pengajuan, layanan.pk) == before


def test_a_version_that_was_taken_back_says_so(office: Office, cast: Cast, client_of: ClientOf) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, ("24", "2", "80.18"))
    withdraw(by=cast.staf, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Salah hitung")
    row = office.indikator(office.bidang)[0]
    history = get_row_history(pengajuan, row.pk)
    assert history is not None
    assert [type(item) for item in history.kejadian] == [TakenBack, HandedIn]
    html = client_of(cast.kepala).get(reverse("indicators:row_history", args=[pengajuan.pk, row.pk])).content.decode()
    assert re.search(r"Ditarik unit</span> oleh Staf IKP \(staf\) <q>Salah hitung</q>", html)


def test_a_row_of_another_unit_has_none_here(office: Office, cast: Cast, layanan: Indikator) -> None:
    other = office.indikator(office.subbag)[0]
    assert get_row_history(office.pengajuan(office.bidang), other.pk) is None
    blank = get_row_history(office.pengajuan(office.subbag), other.pk)
    assert blank is not None
    assert blank.kejadian == []


@pytest.mark.one_database
def test_the_page_says_from_what_to_what(office: Office, cast: Cast, layanan: Indikator, client_of: ClientOf) -> None:
    url = reverse("indicators:row_history", args=[office.pengajuan(office.bidang).pk, layanan.pk])
    pages = [client_of(user).get(url).content.decode() for user in (cast.staf, cast.kepala, cast.sekretaris)]
    for html in pages:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        assert re.search(r"Realisasi 4 → menjadi 5\b", text)
        assert re.search(r"Kendala kosong → menjadi Listrik &lt;padam&gt;", text)
        assert "Berkas kosong → menjadi bukti.pdf" in text
        assert "Versi 1 diajukan oleh Staf IKP (staf)" in text
        assert "Dikembalikan oleh Sekretaris (sekretaris) Hitung lagi" in text
        assert "belum diajukan" in text
        assert text.count("masuk versi 1") == 3
        assert "Status" not in text
    sheet = client_of(cast.staf).get(reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk]))
    checks = client_of(cast.kepala).get(reverse("indicators:pengajuan", args=[office.pengajuan(office.bidang).pk]))
    assert f'href="{url}"' in sheet.content.decode()
    assert f'href="{url}"' in checks.content.decode()


@pytest.mark.one_database
def test_the_page_of_a_row_that_is_not_there(office: Office, cast: Cast, client_of: ClientOf) -> None:
    pengajuan = office.pengajuan(office.bidang)
    other = office.indikator(office.subbag)[0]
    url = reverse("indicators:row_history", args=[pengajuan.pk, other.pk])
    assert client_of(cast.staf).get(url).status_code == 404


@pytest.mark.one_database("sqlite")  # PostgreSQL reads so few rows without any index
def test_the_trail_is_read_along_its_index(office: Office, layanan: Indikator) -> None:
    with CaptureQueriesContext(connection) as queries:
        get_row_history(office.pengajuan(office.bidang), layanan.pk)
    (trail,) = [query["sql"] for query in queries if 'FROM "indicators_jejak"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {trail}")
        plan = str(cursor.fetchall())
    assert plan.count("jejak_by_object") == 2
    assert "SCAN" not in plan
