"""The head's list and the page of a submission."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from indicators.models import BarisDikembalikan, Jejak, Pengguna, Realisasi
from indicators.selectors.review import ReviewFilter
from indicators.services.pengajuan import send_back, submit
from indicators.services.realisasi_entry import RowEntry
from indicators.services.returned_rows import answer_return
from tests.cast import Cast, Office
from tests.indicators import way
from tests.savers import save_row

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


def html(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.mark.parametrize("who", ["kepala", "sekretaris"])
def test_the_list_is_open_to_heads(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/pemeriksaan/").status_code == 200


@pytest.mark.parametrize("who", ["staf", "kadis", "perencana", "pembaca", "administrator", "asing"])
def test_the_list_is_forbidden_to_all_others(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/pemeriksaan/").status_code == 403


def test_the_list_shows_what_waits_and_where_the_rest_is(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client = client_of(cast.kepala)

    before = client.get("/admin/pemeriksaan/").context["daftar"]
    way.check(office, office.bidang, cast.kepala)
    after = client.get("/admin/pemeriksaan/").context["daftar"]

    assert [row.pengajuan.unit for row in before.menunggu] == [office.bidang]
    assert after.menunggu == []
    assert [(row.pengajuan.unit, row.menunggu) for row in after.lainnya] == [(office.bidang, "Sekretaris")]
    # The Sekretaris sees every unit, and heads the Sekretariat with the Subbag.
    (row,) = client_of(cast.sekretaris).get("/admin/pemeriksaan/").context["daftar"].lainnya
    assert row.pengajuan.unit == office.subbag


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("staf", 200),
        ("kepala", 200),
        ("sekretaris", 200),
        ("kadis", 200),
        ("perencana", 200),
        ("kasubbag", 404),
        ("staf_umum", 404),
        ("pembaca", 404),
        ("administrator", 404),
        ("asing", 404),
    ],
)
def test_a_submission_is_seen_in_its_scope_only(
    office: Office, cast: Cast, client_of: SignIn, who: str, status: int
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client = client_of(getattr(cast, who))

    assert client.get(f"/admin/pengajuan/{pengajuan.pk}/").status_code == status
    assert client.get(f"/admin/pengajuan/{pengajuan.pk}/versi/1/").status_code == status


def test_the_page_shows_values_capaian_and_its_sentence(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    page = html(client_of(cast.kepala).get(f"/admin/pengajuan/{pengajuan.pk}/"))

    assert "98,77 %" in page
    assert "80,18 / 81,18 x 100 = 98,77 %" in page
    assert "Periksa dan teruskan" in page
    assert ">Validasi TW I 2024" not in page


def test_a_version_keeps_the_sentence_it_was_handed_in_with(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client, address = client_of(cast.kepala), f"/admin/pengajuan/{pengajuan.pk}/versi/1/"
    Realisasi.objects.filter(nilai=Decimal("80.18")).update(nilai=Decimal("1"))

    page = html(client.get(address))

    assert "Maksimalkan: R / T x 100" in page
    assert "80,18 / 81,18 x 100 = 98,77 %" in page
    assert "6 / 12 x 100 = 50,00 %" in page
    assert '<span class="badge badge-good">Sangat Tinggi</span>' in page


def test_a_figure_that_could_not_be_computed_opens_to_its_reason(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)

    page = html(client_of(cast.kasubbag).get(f"/admin/pengajuan/{pengajuan.pk}/"))

    assert "Target 0: capaian tidak dihitung (n/a, belum ada target)." in page
    assert page.count('<details class="capaian-details">') == 2


def test_what_was_not_entered_has_nothing_to_open(office: Office, cast: Cast, client_of: SignIn) -> None:
    page = html(client_of(cast.kasubbag).get(f"/admin/pengajuan/{office.pengajuan(office.subbag).pk}/"))

    assert "capaian-details" not in page


def test_check_through_the_page_and_back_to_the_list(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.kepala).post(f"/admin/pengajuan/{pengajuan.pk}/periksa/", {"versi": pengajuan.versi})

    assert (response.status_code, response["Location"]) == (302, "/admin/pemeriksaan/?opd=contoh/diskominfo")
    assert office.pengajuan(office.bidang).status == "diperiksa"


def test_nothing_changes_by_get(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client = client_of(cast.kepala)

    for act in ("periksa", "validasi", "kembalikan", "buka-kembali"):
        assert client.get(f"/admin/pengajuan/{pengajuan.pk}/{act}/").status_code == 405
    assert office.pengajuan(office.bidang).status == "diajukan"


def test_a_post_without_its_token_is_refused(office: Office, cast: Cast) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.kepala, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(f"/admin/pengajuan/{pengajuan.pk}/periksa/", {"versi": pengajuan.versi}).status_code == 403
    assert office.pengajuan(office.bidang).status == "diajukan"


@pytest.mark.parametrize("act", ["periksa", "validasi", "kembalikan", "buka-kembali"])
def test_a_forbidden_act_answers_403_and_is_recorded(office: Office, cast: Cast, client_of: SignIn, act: str) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.staf).post(
        f"/admin/pengajuan/{pengajuan.pk}/{act}/", {"versi": pengajuan.versi, "alasan": "Coba."}
    )

    assert response.status_code == 403
    jejak = Jejak.objects.get(ditolak=True)
    assert jejak.pelaku == "Staf IKP (staf)"
    assert office.pengajuan(office.bidang).status == "diajukan"


@pytest.mark.parametrize("act", ["periksa", "validasi", "kembalikan", "buka-kembali"])
def test_an_act_on_another_units_submission_answers_404(
    office: Office, cast: Cast, client_of: SignIn, act: str
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.kasubbag).post(
        f"/admin/pengajuan/{pengajuan.pk}/{act}/", {"versi": pengajuan.versi, "alasan": "Coba."}
    )

    assert response.status_code == 404


def test_return_without_reason_keeps_what_was_typed(office: Office, cast: Cast, client_of: SignIn) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.kepala).post(
        f"/admin/pengajuan/{pengajuan.pk}/kembalikan/",
        {
            "versi": pengajuan.versi,
            "baris": [layanan.pk, dokumen.pk],
            f"alasan_{layanan.pk}": "Angka <b>tidak</b> cocok",
        },
    )

    page = html(response)
    assert response.status_code == 422
    assert "Tuliskan alasannya, agar unit tahu" in page
    assert "Angka &lt;b&gt;tidak&lt;/b&gt; cocok</textarea>" in page
    assert page.count('name="baris"') == 3
    assert page.count("checked></td>") == 2
    assert office.pengajuan(office.bidang).status == "diajukan"


def test_return_of_rows_where_the_general_reason_serves_rows_without_their_own(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    client_of(cast.kepala).post(
        f"/admin/pengajuan/{pengajuan.pk}/kembalikan/",
        {
            "versi": pengajuan.versi,
            "alasan": "Lampirkan bukti.",
            "baris": [layanan.pk, dokumen.pk],
            f"alasan_{layanan.pk}": "Angka tidak cocok.",
        },
    )

    assert dict(BarisDikembalikan.objects.values_list("indikator", "alasan")) == {
        layanan.pk: "Angka tidak cocok.",
        dokumen.pk: "Lampirkan bukti.",
    }


@pytest.mark.parametrize("extra", [{"alasan": "Tulis kendala."}, {"baris": ["1"]}])
def test_passing_up_with_a_typed_return_is_taken_for_a_slip(
    office: Office, cast: Cast, client_of: SignIn, extra: dict[str, object]
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.kepala).post(
        f"/admin/pengajuan/{pengajuan.pk}/periksa/", {"versi": pengajuan.versi, **extra}
    )

    assert response.status_code == 422
    assert "Tekan Kembalikan" in html(response)
    assert office.pengajuan(office.bidang).status == "diajukan"


@pytest.mark.parametrize("versi", ["", "abc", "1", "99999999999999999999999", "-1"])
def test_an_old_or_broken_version_is_changed_meanwhile(
    office: Office, cast: Cast, client_of: SignIn, versi: str
) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    response = client_of(cast.kepala).post(f"/admin/pengajuan/{pengajuan.pk}/periksa/", {"versi": versi})

    assert response.status_code == 409
    assert "Muat ulang halaman" in html(response)


def test_the_page_says_beforehand_that_one_act_serves_two_stations(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    pengajuan = way.check(office, office.subbag, cast.kasubbag)

    page = html(client_of(cast.sekretaris).get(f"/admin/pengajuan/{pengajuan.pk}/"))

    assert "sekaligus menjadi pemeriksaan sebagai kepala Sekretariat" in page
    assert ">Validasi TW I 2024 DISKOMINFO</button>" in page
    assert "Periksa dan teruskan" not in page


def test_resubmission_shows_what_changed(office: Office, cast: Cast, client_of: SignIn) -> None:
    layanan, *_ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={layanan.pk: "Salah hitung."})
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi=1, realisasi="7"))
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    response = client_of(cast.kepala).get(f"/admin/pengajuan/{pengajuan.pk}/")

    changes = {row.baris.indikator.pk: row.perubahan for row in response.context["tinjauan"].baris}
    assert [(item.kolom, item.lama, item.baru) for item in changes[layanan.pk]] == [("Realisasi", "6", "7")]
    assert sum(bool(items) for items in changes.values()) == 1
    assert "Salah hitung." in html(response)


def test_what_comes_back_shows_first_what_was_asked_and_answered(office: Office, cast: Cast, client_of: SignIn) -> None:
    layanan, *_ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={layanan.pk: "Mana <b>buktinya</b>?"})
    where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": layanan.pk}
    answer_return(by=cast.staf, **where, jawaban="Ada di <i>lampiran</i>.")
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    address = f"/admin/pengajuan/{pengajuan.pk}/"
    client = client_of(cast.kepala)

    response = client.get(address)

    tinjauan = response.context["tinjauan"]
    assert response.context["saring"] == ReviewFilter.CHANGED
    assert response.context["baris_terbuka"] == {layanan.pk}
    assert [(item.value, count) for item, count in tinjauan.filters] == [
        ("semua", 3),
        ("berubah", 1),
        ("tanpa_bukti", 3),
        ("dikembalikan", 1),
    ]
    page = html(response)
    assert "Mana &lt;b&gt;buktinya&lt;/b&gt;?" in page
    assert "Ada di &lt;i&gt;lampiran&lt;/i&gt;." in page
    assert "Isiannya tidak berubah sejak versi 1." in page
    for wanted, shown in (("semua", "semua"), ("tanpa_bukti", "tanpa_bukti"), ("temuan", "berubah"), ("x", "berubah")):
        assert client.get(address, {"saring": wanted}).context["saring"] == shown
    assert "Jawaban Staf IKP (staf):</b> Ada di &lt;i&gt;lampiran&lt;/i&gt;." in html(client.get(f"{address}versi/2/"))


def test_a_whole_that_was_returned_says_so_once(office: Office, cast: Cast, client_of: SignIn) -> None:
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan="Lengkapi semuanya.")
    where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": None}
    answer_return(by=cast.staf, **where, jawaban="Sudah lengkap.")
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    response = client_of(cast.kepala).get(f"/admin/pengajuan/{pengajuan.pk}/")

    assert response.context["saring"] == ReviewFilter.ALL
    assert "Dikembalikan seluruhnya oleh Kepala Bidang IKP (kepala):</b> Lengkapi semuanya." in html(response)
    assert html(response).count("Sudah lengkap.") == 1


def test_rows_stand_as_on_the_entry_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    layanan, dokumen, indeks = office.indikator(office.bidang)

    tinjauan = client_of(cast.kepala).get(f"/admin/pengajuan/{pengajuan.pk}/").context["tinjauan"]

    assert [(row.baris.nomor, row.baris.indikator) for row in tinjauan.baris] == [
        (1, indeks),
        (2, dokumen),
        (3, layanan),
    ]
    assert [group.judul for group in tinjauan.kelompok] == [
        ("Program Informasi Publik",),
        ("Pengelolaan Informasi",),
    ]
    assert tinjauan.last_year == ""


def test_a_version_that_does_not_exist_answers_404(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    assert client_of(cast.kepala).get(f"/admin/pengajuan/{pengajuan.pk}/versi/2/").status_code == 404
