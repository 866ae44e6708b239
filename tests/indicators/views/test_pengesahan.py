"""The Kepala Dinas's page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from indicators.models import Indikator, JadwalPengisian, Jejak, Pengguna, Realisasi, Triwulan
from indicators.selectors.kewenangan import today_in
from indicators.selectors.pengesahan import compare_with_approval
from indicators.services.triwulan import approve, reopen_quarter
from tests.cast import Cast, Office
from tests.indicators import way
from tests.indicators.approval_chain import approve_up_to, build_year

pytestmark = pytest.mark.one_database


def seen(quarter: Triwulan) -> str:
    """Return what the page of a quarter says back of the figures that it shows."""
    return compare_with_approval(quarter).dilihat


SignIn = Callable[[Pengguna], Client]


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "perencana", "pembaca", "administrator", "asing"])
def test_the_page_is_for_the_kepala_dinas(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/pengesahan/").status_code == 403


def test_the_page_says_who_is_missing_and_offers_nothing(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)

    page = client_of(cast.kadis).get("/admin/pengesahan/").content.decode()

    assert "Belum dapat disahkan: 3 dari 3 unit belum divalidasi." in page
    assert "Giliran Kepala Tim IKU untuk memeriksa." in page
    assert "Unit masih mengisi: 0 dari 3 baris." in page
    assert f'<a href="/admin/pengajuan/{office.pengajuan(office.bidang).pk}/">' in page
    assert "Sahkan TW I" not in page


def test_the_page_says_how_late_a_missing_unit_is(office: Office, cast: Cast, client_of: SignIn) -> None:
    """Only what was not handed in is late; the two others wait for somebody else."""
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    today = today_in(office.opd)
    JadwalPengisian.objects.update(mulai=today - timedelta(days=30), tenggat=today - timedelta(days=12))

    page = client_of(cast.kadis).get("/admin/pengesahan/2024/1/").content.decode()

    assert page.count('<span class="badge badge-bad">lewat 12 hari</span>') == 2


def test_approve_and_reopen_through_the_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.validate_all(office, cast)
    client = client_of(cast.kadis)
    address = f"/admin/pengesahan/2024/1/?opd={office.opd.full_code}"

    assert "Sahkan TW I 2024 DISKOMINFO</button>" in client.get(address).content.decode()
    unseen = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert unseen.status_code == 409
    response = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1", "dilihat": seen(office.tw1)})
    assert (response.status_code, response["Location"]) == (302, address)
    assert Triwulan.objects.get().status == "disahkan"

    refused = client.post(f"/admin/triwulan/{office.tw1.pk}/buka-kembali/", {"versi": "2", "alasan": " "})
    assert refused.status_code == 422
    assert "Tuliskan alasannya" in refused.content.decode()
    assert '<a href="#alasan">Tulis alasannya</a>' in refused.content.decode()
    response = client.post(f"/admin/triwulan/{office.tw1.pk}/buka-kembali/", {"versi": "2", "alasan": "Temuan."})
    assert response.status_code == 302
    assert Triwulan.objects.get().status == "dibuka_kembali"


def test_an_early_or_late_press_comes_back_with_a_sentence(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.kadis)

    early = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert early.status_code == 409
    assert "Belum divalidasi:" in early.content.decode()
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)
    late = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert late.status_code == 409
    assert "Muat ulang halaman" in late.content.decode()


@pytest.mark.parametrize("act", ["sahkan", "buka-kembali"])
def test_others_are_forbidden_and_another_office_finds_nothing(
    office: Office, cast: Cast, client_of: SignIn, act: str
) -> None:
    address = f"/admin/triwulan/{office.tw1.pk}/{act}/"

    forbidden = client_of(cast.sekretaris).post(address, {"versi": "1", "alasan": "Coba."})
    foreign = client_of(cast.asing).post(address, {"versi": "1", "alasan": "Coba."})
    by_get = client_of(cast.kadis).get(address)

    assert (forbidden.status_code, foreign.status_code, by_get.status_code) == (403, 404, 405)
    refused = Jejak.objects.filter(ditolak=True).order_by("pk").values_list("tindakan", flat=True)
    assert list(refused) == [act.replace("-", "_") + "_triwulan", "cari_yang_tertutup"]


def test_the_page_names_what_reopening_suspends_and_what_changed(office: Office, cast: Cast, client_of: SignIn) -> None:
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 4)
    client = client_of(cast.kadis)

    first = client.get("/admin/pengesahan/2025/1/").content.decode()
    assert "pengesahan TW II 2025, TW III 2025, dan TW IV 2025 ditangguhkan" in first
    post = {"versi": str(rantai.at(1).versi), "alasan": "Temuan."}
    unnamed = client.post(f"/admin/triwulan/{rantai.at(1).pk}/buka-kembali/", post)
    assert unnamed.status_code == 409
    done = client.post(f"/admin/triwulan/{rantai.at(1).pk}/buka-kembali/", post | {"bergantung": "2,3,4"})
    assert done.status_code == 302

    last = client.get("/admin/pengesahan/2025/4/").content.decode()
    assert "Sahkan lebih dahulu:" in last
    assert "TW I 2025, dibuka kembali</a>" in last
    assert "TW II 2025, pengesahan ditangguhkan</a>" in last
    assert "Sahkan TW IV 2025 DISKOMINFO</button>" not in last
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 3)
    last = client.get("/admin/pengesahan/2025/4/").content.decode()
    assert "Capaian: <del>100,00</del> menjadi <ins>75,00</ins>" in last
    assert "Periksa angka yang berubah, lalu sahkan sekali lagi.</p>" in last
    assert "Tidak ada angka yang berubah; sahkan" not in last
    assert "Sahkan TW IV 2025 DISKOMINFO</button>" in last
    board = client_of(cast.sekretaris).get("/admin/validasi/2025/4/").content.decode()
    assert "Pengesahan Triwulan IV Tahun 2025 ditangguhkan" in board


def test_accounts_with_several_stations_are_shown_to_the_sekretaris_and_the_administrator(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    expected = "<b>Sekretaris</b>: kepala Sekretariat, Sekretaris (validasi)"
    assert expected in client_of(cast.sekretaris).get("/admin/validasi/").content.decode()
    assert expected in client_of(cast.administrator).get("/admin/indicators/penugasan/").content.decode()
    # The stranger holds two stations too, of another office.
    assert "Staf Dinas Lain" not in client_of(cast.sekretaris).get("/admin/validasi/").content.decode()


@pytest.mark.one_database
def test_what_is_below_its_target_stands_with_its_kendala_and_a_link_to_its_row(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    way.validate_all(office, cast)
    Realisasi.objects.filter(indikator__nama="Jumlah surat").update(kendala="Pos <b>libur</b>.")

    html = client_of(cast.kadis).get("/admin/pengesahan/").content.decode()

    assert "1 dari 5 indikator yang capaiannya dihitung tidak mencapai target." in html
    assert "2 lagi di bawah target yang baru dinilai pada akhir tahun." in html
    assert "2 indikator di bawah target, belum dinilai" in html
    assert "Triwulan yang sama tahun 2023 belum disahkan, jadi belum ada yang dapat dibandingkan." in html
    assert "Pos &lt;b&gt;libur&lt;/b&gt;." in html
    surat = Indikator.objects.get(nama="Jumlah surat")
    assert f'/admin/pengajuan/{office.pengajuan(office.subbag).pk}/#baris-{surat.pk}"' in html
    assert "dari 5 indikator, 1 di bawah target, 2 di bawah target, belum dinilai, 1 mencapai target" in html
    assert "Rata-rata capaian Kegiatan. Tahun 2024: TW I 100,00 persen." in html
    assert " style=" not in html


@pytest.mark.one_database
def test_after_the_approval_the_next_step_is_the_report_and_opening_again_is_folded_away(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)

    html = client_of(cast.kadis).get("/admin/pengesahan/2024/1/").content.decode()

    bar = html.partition('<div class="decision-bar">')[2]
    assert 'class="btn btn-primary" href="/admin/laporan/2024/1/?opd=contoh/diskominfo">Finalkan laporan</a>' in bar
    assert "Buka kembali" not in bar
    assert '<details class="sakip-card reopen">' in html


@pytest.mark.one_database
def test_a_quarter_that_was_opened_again_says_by_whom_and_why(office: Office, cast: Cast, client_of: SignIn) -> None:
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 3)
    first = rantai.at(1)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan Inspektorat.")

    kadis, sekretaris = client_of(cast.kadis), client_of(cast.sekretaris)
    opened = kadis.get("/admin/pengesahan/2025/1/").content.decode()
    later = kadis.get("/admin/pengesahan/2025/3/").content.decode()
    board = sekretaris.get("/admin/validasi/2025/1/").content.decode()

    for html in (opened, board):
        assert "Dibuka kembali oleh Kepala Dinas (kadis) pada" in html
        assert "<b>Alasan:</b> Temuan Inspektorat." in html
        assert "Pengesahan TW II 2025 dan TW III 2025 ikut ditangguhkan dan menunggu triwulan ini." in html
    assert "<b>Alasan:</b> TW I 2025 dibuka kembali: Temuan Inspektorat." in later
    assert ">Buka TW I 2025</a>" in later
