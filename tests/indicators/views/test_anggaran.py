"""The page of the money and the page on which a unit enters its own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Anggaran, Pengajuan, Pengguna, RealisasiAnggaran
from tests.cast import Cast, Office, make_quarter
from tests.indicators.money import add_sub_kegiatan, make_anggaran, make_rak, make_sources, spend
from tests.indicators.way import BIDANG, fill

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


@pytest.fixture
def media(office: Office) -> Anggaran:
    row = make_anggaran(office, pagu="2360141080", pptk="Budi Santoso")
    make_rak(row, "100", "200", "300", "400")
    make_sources(row, dau="2360141080")
    return row


def sheet(office: Office, name: str = "anggaran_unit") -> str:
    return reverse(f"indicators:{name}", args=[office.tw1.pk, office.bidang.pk])


def post(client: Client, office: Office, row: Anggaran, shown: dict[str, str] | None = None, **typed: str) -> Any:
    """Send the form as a browser does: everything that the page showed, with what was typed over it."""
    stored = RealisasiAnggaran.objects.filter(anggaran=row, triwulan=office.tw1).first()
    data = {f"versi-{row.pk}": str(stored.versi if stored else 0)}
    for name in ("keuangan", "fisik", "catatan"):
        text = (shown or {}).get(name, "")
        data |= {f"awal-{name}-{row.pk}": text, f"{name}-{row.pk}": text}
    data |= {name if "-" in name else f"{name}-{row.pk}": text for name, text in typed.items()}
    return client.post(sheet(office, "anggaran_save"), data)


# What a serapan is counted from, wherever one is shown.
COUNTED = "Serapan dihitung dari sub kegiatan yang mempunyai pagu dan realisasi keuangan."


# --- the page of the office ----------------------------------------------------------------------------------------


def test_an_office_without_money_is_told_where_it_begins(office: Office, cast: Cast, client_of: SignIn) -> None:
    assert "Catat pagu per sub kegiatan" in client_of(cast.perencana).get(reverse("indicators:anggaran")).text
    page = client_of(cast.sekretaris).get(reverse("indicators:anggaran")).text
    assert "Perencana mencatat pagu per sub kegiatan." in page


def test_the_page_of_a_quarter_shows_rows_sums_warnings_and_the_plan(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    fill(office, office.bidang, BIDANG)
    make_anggaran(office, add_sub_kegiatan(office), pagu="1000")
    spend(media, office.tw1, "2360141081", "62.5")
    page = client_of(cast.sekretaris).get(reverse("indicators:anggaran_triwulan", args=[2024, 1])).text
    for text in (
        "PPTK Budi Santoso",
        "DAU 2.360.141.080",
        "2.360.142.080",  # the sum of both pagu
        "1 dari 2 belum diisi",
        "melebihi pagu Rp2.360.141.080.",
        "RAK setahun berjumlah Rp1.000,",
        "62,50",
        "Serapan dan rencana kas",
        "1 dari 2 sub kegiatan",
    ):
        assert text in page, text
    assert "Efisiensi dihitung pada akhir tahun." in page
    assert page.count(COUNTED) == 1


def test_the_page_of_the_year_shows_efisiensi(office: Office, cast: Cast, client_of: SignIn, media: Anggaran) -> None:
    """81,18 of 81,18 = 100,00 of the program; 1.180.070.540 of 2.360.141.080 spent."""
    last = make_quarter(office.opd, 2024, 4, [])
    fill(office, office.bidang, BIDANG, quarter=last)
    spend(media, last, "1180070540")
    page = client_of(cast.sekretaris).get(reverse("indicators:anggaran_triwulan", args=[2024, 4])).text
    assert "1 dari 1 sub kegiatan" in page
    assert "98,77 % - 50,00 % = 48,77 poin persen" in page
    assert page.count(COUNTED) == 2, "below the table, and with the efisiensi"
    assert "Rencana RAK" not in page


def test_the_page_is_for_those_who_see_every_unit(office: Office, cast: Cast, client_of: SignIn) -> None:
    url = reverse("indicators:anggaran_triwulan", args=[2024, 1])
    assert client_of(cast.staf).get(url).status_code == 403
    assert client_of(cast.asing).get(url).status_code == 404
    assert client_of(cast.kadis).get(reverse("indicators:anggaran_triwulan", args=[2024, 2])).status_code == 404


def test_the_board_leads_to_the_money_only_where_it_is_kept(office: Office, cast: Cast, client_of: SignIn) -> None:
    client, url = client_of(cast.sekretaris), reverse("indicators:validasi_triwulan", args=[2024, 1])
    assert "Anggaran dan efisiensi" not in client.get(url).text
    make_anggaran(office)
    assert "Anggaran dan efisiensi" in client.get(url).text


# --- the page of a unit --------------------------------------------------------------------------------------------


def test_staff_find_the_page_only_where_their_unit_has_money(office: Office, cast: Cast, client_of: SignIn) -> None:
    staf, umum = client_of(cast.staf), client_of(cast.staf_umum)
    own = reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])
    other = reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.subbag.pk])
    assert sheet(office) not in staf.get(own).text
    make_anggaran(office)
    assert sheet(office) in staf.get(own).text
    assert "anggaran" not in umum.get(other).text.lower()


def test_submitting_says_which_money_is_missing(office: Office, cast: Cast, client_of: SignIn) -> None:
    fill(office, office.bidang, BIDANG)
    client, url = client_of(cast.staf), reverse("indicators:pengisian_submit", args=[office.tw1.pk, office.bidang.pk])
    sentence = "sub kegiatan belum mempunyai realisasi keuangan"
    assert sentence not in client.get(url).text
    row = make_anggaran(office)
    assert f"1 {sentence}" in client.get(url).text
    spend(row, office.tw1, "0")
    assert sentence not in client.get(url).text


def test_the_planner_finds_the_list_of_the_year(office: Office, cast: Cast, client_of: SignIn, media: Anggaran) -> None:
    client = client_of(cast.perencana)
    url = f"{reverse('admin:indicators_anggaran_changelist')}?tahun=2024"
    assert url in client.get(reverse("indicators:anggaran")).text
    assert "Rp2.360.141.080" in client.get(url).text
    assert reverse("indicators:anggaran") in client.get(reverse("admin:index")).text


def test_a_unit_without_money_is_told_so(office: Office, cast: Cast, client_of: SignIn) -> None:
    assert "tidak mengisi realisasi anggaran" in client_of(cast.staf).get(sheet(office)).text


def test_saving_leads_back_to_the_page_that_shows_it(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    client = client_of(cast.staf)
    response = post(client, office, media, keuangan="2.000.000.000", fisik="40", catatan="Termin kedua")
    assert (response.status_code, response["Location"]) == (302, sheet(office))
    page = client.get(sheet(office)).text
    assert "1 baris tersimpan." in page
    assert 'value="2.000.000.000"' in page
    assert "84,74" in page  # 2.000.000.000 of 2.360.141.080
    assert RealisasiAnggaran.objects.get().diubah_oleh == "Staf IKP (staf)"


def test_a_refusal_keeps_everything_that_was_typed(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    response = post(client_of(cast.staf), office, media, keuangan="dua miliar", fisik="140", catatan="Termin kedua")
    assert response.status_code == 422
    page = response.text
    assert 'value="dua miliar"' in page
    assert 'value="140"' in page
    assert "Termin kedua" in page
    assert "“dua miliar” bukan angka." in page
    assert "Realisasi fisik paling tinggi 100 persen." in page
    assert not RealisasiAnggaran.objects.exists()


def test_an_ambiguous_number_comes_back_with_both_readings(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    client = client_of(cast.staf)
    page = post(client, office, media, keuangan="1.234").text
    assert "1.234 (ribuan)" in page
    assert "1,234 (desimal)" in page
    assert f'name="keuangan-{media.pk}-dibaca" value="1.234"' in page
    assert f'name="keuangan-{media.pk}-bacaan" value="1234"' in page
    chosen = {f"keuangan-{media.pk}-bacaan": "1234", f"keuangan-{media.pk}-dibaca": "1.234"}
    other = post(client, office, media, keuangan="5.678", **chosen)
    assert "5.678 (ribuan)" in other.text, "a reading is chosen for the number that was shown"
    assert not RealisasiAnggaran.objects.exists()
    response = post(client, office, media, keuangan="1.234", **chosen)
    assert response.status_code == 302
    assert RealisasiAnggaran.objects.get().keuangan == Decimal(1234)


def test_the_loser_of_two_saves_may_save_once_more(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    client = client_of(cast.staf)
    post(client, office, media, keuangan="5.000.000", catatan="Termin 1")
    late = post(client, office, media, keuangan="7.000.000", **{f"versi-{media.pk}": "0"})
    assert late.status_code == 409
    assert "keuangan Rp5.000.000, fisik kosong, catatan “Termin 1”." in late.text
    assert 'value="7.000.000"' in late.text
    assert f'name="versi-{media.pk}" value="1"' in late.text
    post(client, office, media, {"keuangan": "5.000.000"}, keuangan="7.000.000")
    assert RealisasiAnggaran.objects.get().keuangan == Decimal(7000000)


def test_a_row_that_was_not_touched_is_not_a_conflict(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    spend(media, office.tw1, "5", "6")
    response = post(client_of(cast.staf), office, media, {"keuangan": "4"}, **{f"versi-{media.pk}": "0"})
    assert response.status_code == 302
    assert RealisasiAnggaran.objects.get().keuangan == Decimal(5)


def test_a_locked_quarter_keeps_what_was_typed_on_the_page(
    office: Office, cast: Cast, client_of: SignIn, media: Anggaran
) -> None:
    Pengajuan.objects.filter(unit=office.bidang).update(status="diajukan")
    response = post(client_of(cast.staf), office, media, keuangan="5")
    assert response.status_code == 409
    assert "sudah diajukan" in response.text
    assert '<button class="btn btn-primary">' not in response.text


def test_another_units_page_does_not_exist(office: Office, cast: Cast, client_of: SignIn, media: Anggaran) -> None:
    client = client_of(cast.staf_umum)
    assert client.get(sheet(office)).status_code == 404
    assert post(client, office, media, keuangan="5").status_code == 404
    assert client_of(cast.staf).get(sheet(office, "anggaran_save")).status_code == 405
    assert not RealisasiAnggaran.objects.exists()
