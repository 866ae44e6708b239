"""The pages of a report inside the admin: who sees what, what comes back, nothing by GET."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Jejak, Pengguna
from reports.models import Dokumen, Laporan
from reports.services.dokumen import request_preview
from sakip.jobs.models import Job
from sakip.jobs.workers import LifeSign
from tests.cast import Cast, Office
from tests.files import body_of
from tests.reports.steps import PASSPHRASE, approve_again, do, read_stored

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
PAGE = [2024, 1]
WRITERS = ("sekretaris", "kadis", "perencana")
READERS = ("staf", "kepala", "staf_umum", "kasubbag", "pembaca")
OUTSIDERS = ("asing", "administrator")
EVERYONE = (*WRITERS, *READERS, *OUTSIDERS)


def status(client: Client, address: str) -> int:
    response = client.get(address)
    body_of(response)
    return response.status_code


def page(client: Client) -> str:
    return client.get(reverse("reports:laporan", args=PAGE)).content.decode()


@pytest.mark.parametrize("who", [*WRITERS, *READERS])
def test_list_shows_the_quarters(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    html = client_of(getattr(cast, who)).get(reverse("reports:list")).content.decode()
    assert "Laporan Pengukuran Kinerja Triwulan I Tahun 2024" in html


def test_page_of_a_writer_offers_preview_and_form(office: Office, cast: Cast, client_of: ClientOf) -> None:
    html = page(client_of(cast.sekretaris))
    assert "Susun pratinjau" in html
    assert 'name="bab_5"' in html
    assert "Finalkan laporan" not in html


def test_page_of_a_reader_offers_nothing_but_issued_documents(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    html = page(client_of(cast.pembaca))
    assert "Belum ada dokumen yang terbit" in html
    assert "Susun pratinjau" not in html
    assert final.token not in html


def test_reader_sees_and_saves_the_signed_document(signed: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.pembaca)
    assert "Ditandatangani" in page(client)
    response = client.get(reverse("reports:download", args=[signed.pk]))
    assert body_of(response) == read_stored(signed.berkas_ttd.name)
    assert client.get(reverse("reports:download", args=[signed.pk]), {"asli": "1"}).status_code == 403


def test_administrator_has_no_reports(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    assert client.get(reverse("reports:list")).status_code == 403
    assert client.get(reverse("reports:laporan", args=PAGE)).status_code == 403


def test_another_office_is_not_there(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.asing)
    assert client.get(reverse("reports:laporan", args=PAGE)).status_code == 404
    assert client.get(reverse("reports:laporan", args=PAGE), {"opd": "diskominfo"}).status_code == 404
    assert client.get(reverse("reports:download", args=[final.pk])).status_code == 404
    assert client.post(reverse("reports:sign", args=[final.pk])).status_code == 404


# Every role in one test: a signed document costs more than all the questions about it.
@pytest.mark.parametrize("name", ["download", "show"])
def test_final_document_is_for_writers(final: Dokumen, cast: Cast, client_of: ClientOf, name: str) -> None:
    address = reverse(f"reports:{name}", args=[final.pk])
    found = {who: status(client_of(getattr(cast, who)), address) for who in EVERYONE}
    assert found == dict.fromkeys(EVERYONE, 404) | dict.fromkeys(WRITERS, 200)


@pytest.mark.parametrize("name", ["download", "show"])
def test_signed_document_is_for_the_office(signed: Dokumen, cast: Cast, client_of: ClientOf, name: str) -> None:
    address = reverse(f"reports:{name}", args=[signed.pk])
    found = {who: status(client_of(getattr(cast, who)), address) for who in EVERYONE}
    assert found == dict.fromkeys(EVERYONE, 200) | dict.fromkeys(OUTSIDERS, 404)


@pytest.mark.parametrize("name", ["sign", "scan"])
def test_signing_is_for_the_kepala_dinas(final: Dokumen, cast: Cast, client_of: ClientOf, name: str) -> None:
    address = reverse(f"reports:{name}", args=[final.pk])
    form = {"versi": final.versi, "passphrase": "salah-salah"}
    found = {who: client_of(getattr(cast, who)).post(address, form).status_code for who in EVERYONE}
    assert found == dict.fromkeys(EVERYONE, 404) | {"kadis": 302, "sekretaris": 403, "perencana": 403}
    final.refresh_from_db()
    assert final.status == "final"


def test_delivery_is_safe_and_in_the_trail(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    saved = client.get(reverse("reports:download", args=[final.pk]))
    shown = client.get(reverse("reports:show", args=[final.pk]))
    assert body_of(saved) == body_of(shown) == read_stored(final.berkas.name)
    assert saved["Content-Type"] == shown["Content-Type"] == "application/pdf"
    assert saved["Content-Disposition"].startswith(
        'attachment; filename="laporan-kinerja-diskominfo-contoh-raya-2024-tw1'
    )
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["X-Content-Type-Options"] == shown["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Security-Policy"].startswith("sandbox")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert list(Jejak.objects.order_by("pk").values_list("tindakan", flat=True))[-2:] == [
        "unduh_dokumen",
        "lihat_dokumen",
    ]


def test_preview_is_queued_and_its_progress_told(office: Office, cast: Cast, client_of: ClientOf, quick: None) -> None:
    client = client_of(cast.kadis)
    client.post(reverse("reports:preview", args=PAGE))
    address = reverse("reports:progress", args=PAGE)
    waiting = page(client)
    assert address in waiting
    assert "Hasilnya muncul di sini setelah selesai disusun." in waiting, "no document yet, whatever it becomes"
    assert "Disusun pada" not in waiting
    assert client.get(address).json() == {
        "aktif": True,
        "status": "waiting",
        "kemajuan": 0,
        "pesan": "Menunggu giliran",
    }
    do(Job.objects.get())
    assert client.get(address).json()["aktif"] is False
    assert "Buka pratinjau" in page(client)


def test_a_rendering_is_cancelled_from_its_page(office: Office, cast: Cast, client_of: ClientOf, quick: None) -> None:
    client = client_of(cast.kadis)
    client.post(reverse("reports:preview", args=PAGE))
    assert "Batalkan penyusunan" in page(client)
    client.post(reverse("reports:cancel", args=PAGE))
    html = page(client)
    assert "Pratinjau tidak disusun. Dibatalkan oleh Kepala Dinas (kadis)." in html
    assert "Batalkan penyusunan" not in html
    again = client.post(reverse("reports:cancel", args=PAGE), follow=True).content.decode()
    assert "Tidak ada yang sedang disusun" in again
    assert Jejak.objects.filter(tindakan="batalkan_penyusunan").count() == 1


def test_who_waits_for_a_worker_that_does_not_run_is_told_after_a_minute(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    """By the page and by what its script asks; with a worker he is told how many come before him."""
    client = client_of(cast.kadis)
    client.post(reverse("reports:preview", args=PAGE))
    told = "Program pekerja di server tidak berjalan, jadi permintaan Anda menunggu."
    address = reverse("reports:progress", args=PAGE)
    assert told not in client.get(address).json()["pesan"] + page(client)
    Job.objects.update(queued_at=timezone.now() - timedelta(seconds=61))
    assert told in client.get(address).json()["pesan"]
    assert told in page(client)
    LifeSign().give()
    assert client.get(address).json()["pesan"] == "Menunggu giliran"
    assert told not in page(client)


def test_progress_is_not_for_readers(office: Office, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.pembaca).get(reverse("reports:progress", args=PAGE)).status_code == 403


def test_refused_form_comes_back_as_typed(office: Office, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.kadis).post(
        reverse("reports:save", args=PAGE),
        {"versi": "0", "nomor": "700/9", "tempat": "Liwa", "tanggal": "31-02-2024", "bab_5": "Teks <b>saya</b>."},
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "Tulis tanggal seperti 31/12/2024" in html
    assert 'value="31-02-2024"' in html
    assert "Teks &lt;b&gt;saya&lt;/b&gt;." in html
    assert not Laporan.objects.exists()


def test_refused_form_keeps_what_was_emptied(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    client.post(reverse("reports:save", args=PAGE), {"versi": "0", "nomor": "7", "tempat": "Liwa", "bab_5": "Satu."})
    refused = {"versi": "1", "nomor": "", "tempat": "", "tanggal": "31-02-2024", "bab_5": ""}
    answer = client.post(reverse("reports:save", args=PAGE), refused)
    shown = answer.context["isian"]
    texts = {item["nama"]: item["teks"] for item in shown["bagian"]}
    assert (answer.status_code, shown["nomor"], shown["tempat"], texts.pop("bab_5")) == (422, "", "", "")
    # What the form did not send was not emptied.
    assert texts
    assert all(texts.values())


def test_form_of_someone_who_was_slower_comes_back_too(office: Office, cast: Cast, client_of: ClientOf) -> None:
    data = {"versi": "0", "nomor": "1", "tempat": "Liwa", "tanggal": "31-03-2024", "bab_5": "Satu."}
    first = client_of(cast.kadis).post(reverse("reports:save", args=PAGE), data)
    second = client_of(cast.sekretaris).post(reverse("reports:save", args=PAGE), {**data, "bab_5": "Dua."})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Dua." in second.content.decode()
    assert Laporan.objects.get().narasi["bab_5"][0]["teks"] == "Satu."


def test_default_wording_can_be_brought_back(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    client.post(reverse("reports:save", args=PAGE), {"versi": "0", "nomor": "", "tempat": "", "bab_5": "Satu."})
    assert "Kembali ke bawaan" in page(client)
    client.post(reverse("reports:restore_default", args=[*PAGE, "bab_5"]), {"versi": Laporan.objects.get().versi})
    assert Laporan.objects.get().narasi == {}
    assert client.post(reverse("reports:restore_default", args=[*PAGE, "bab_9"])).status_code == 404


def test_way_of_the_kepala_dinas(
    approved: Office, cast: Cast, client_of: ClientOf, quick: None, certificate: object
) -> None:
    client = client_of(cast.kadis)
    assert "Finalkan laporan" in page(client)
    client.post(reverse("reports:final", args=PAGE))
    assert "baru saja diubah orang lain" in page(client)
    client.post(reverse("reports:final", args=PAGE), {"versi": "0"})
    do(Job.objects.get())
    final = Dokumen.objects.get()
    assert "Tanda tangani laporan" in page(client)
    wrong = client.post(
        reverse("reports:sign", args=[final.pk]),
        {"versi": final.versi, "passphrase": "salah-salah"},
        follow=True,
    )
    assert "Kata sandi sertifikat salah" in wrong.content.decode()
    assert "salah-salah" not in wrong.content.decode()
    client.post(reverse("reports:sign", args=[final.pk]), {"versi": final.versi, "passphrase": PASSPHRASE})
    html = page(client)
    assert "Unduh laporan bertanda tangan" in html
    assert "Sertifikat DEMO" in html


def test_acts_are_refused_by_get(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    for name in ("save", "preview", "final", "cancel", "revise"):
        assert client.get(reverse(f"reports:{name}", args=PAGE)).status_code == 405
    assert client.get(reverse("reports:restore_default", args=[*PAGE, "bab_5"])).status_code == 405
    assert client.get(reverse("reports:sign", args=[final.pk])).status_code == 405
    assert client.get(reverse("reports:scan", args=[final.pk])).status_code == 405


def test_wrong_period_is_not_there(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.kadis)
    for period in ([2024, 0], [2024, 5], [2024, 2], [1900, 1]):
        assert client.get(reverse("reports:laporan", args=period)).status_code == 404


def test_forged_version_is_answered_with_a_sentence(final: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.kadis).post(
        reverse("reports:sign", args=[final.pk]), {"versi": "x", "passphrase": "apa saja"}, follow=True
    )
    assert "Muat ulang halaman" in response.content.decode()


def test_menu_leads_readers_and_writers_here(office: Office, cast: Cast, client_of: ClientOf) -> None:
    address = f'href="{reverse("reports:list")}"'
    assert address in client_of(cast.pembaca).get(reverse("reports:list")).content.decode()
    assert address not in client_of(cast.administrator).get(reverse("admin:index")).content.decode()


def test_outdated_document_is_named(final: Dokumen, office: Office, cast: Cast, client_of: ClientOf) -> None:
    approve_again(office, cast)
    shown = page(client_of(cast.kadis))
    assert "Laporan final ini tidak dapat ditandatangani." in shown
    assert "Angka TW I 2024 dikoreksi dan disahkan kembali." in shown
    assert "Finalkan laporan Triwulan I Tahun 2024 DISKOMINFO</button>" in shown
    assert "Buka laporan final" not in shown


def test_page_shows_times_in_the_zone_of_the_installation(
    office: Office, cast: Cast, client_of: ClientOf, quick: None
) -> None:
    do(request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
    now = timezone.localtime()
    html = page(client_of(cast.kadis))
    assert any(f"{moment:%H.%M}" in html for moment in (now, now - timedelta(minutes=1)))


def test_form_shows_placeholders_their_values_and_figures_out_of_date(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.kadis)
    form = {"versi": "0", "nomor": "", "tempat": "", "bab_5": "Sebanyak 987 dari {jumlah_indikator} indikator."}
    client.post(reverse("reports:save", args=PAGE), form)
    Laporan.objects.update(angka_narasi={"bab_5": {"jumlah_indikator": ["987"]}})
    html = page(client)
    assert "<code>{jumlah_indikator}</code>" in html
    assert "Sebanyak 987 dari {jumlah_indikator} indikator." in html
    assert "Tertulis 987 (jumlah_indikator saat teks disimpan)" in html
    sidik = html.partition('name="sidik" value="')[2].partition('"')[0]
    address = reverse("reports:confirm_figures", args=[*PAGE, "bab_5"])
    client.post(address, {"versi": Laporan.objects.get().versi, "sidik": sidik})
    assert "menyatakan sudah memeriksanya" in page(client)
    assert client.post(reverse("reports:confirm_figures", args=[*PAGE, "bab_9"])).status_code == 404
    assert client.get(address).status_code == 405
