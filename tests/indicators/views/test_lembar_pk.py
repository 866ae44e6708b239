"""The page of a PK's sheets: arrange, see parties and rows, correct a party, and nothing once the PK is fixed."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import ButirPK, Jejak, LembarPK, Pengguna, PerangkatDaerah, PerjanjianKinerja
from indicators.selectors.lembar_pk import find_lembar
from indicators.services.lembar_pk import arrange_lembar
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import remove_butir
from indicators.services.perubahan import make_perubahan
from tests.cast import Cast, Office, make_pk

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    return make_perubahan(by=cast.perencana, pk=office.pk, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1))


@pytest.fixture
def lembar(office: Office, cast: Cast, draft: PerjanjianKinerja) -> LembarPK:
    arrange_lembar(by=cast.perencana, pk=draft)
    return LembarPK.objects.get(pk_induk=draft, unit=office.dinas)


def page_of(pk: PerjanjianKinerja) -> str:
    return reverse("indicators:lembar_pk", args=[pk.pk])


def arrange_url(pk: PerjanjianKinerja) -> str:
    return reverse("indicators:lembar_pk_arrange", args=[pk.pk])


def edit_url(lembar: LembarPK) -> str:
    return reverse("indicators:lembar_pk_edit", args=[lembar.pk])


FORM = {
    "nomor": "1/PK/2024",
    "tanggal": "2024-07-02",
    "pertama_nama": "Kepala Contoh, S.Sos.",
    "pertama_jabatan": "Kepala Dinas Komunikasi dan Informatika",
    "pertama_nip": "197007241996031003",
    "pertama_pangkat": "Pembina Utama Muda",
    "kedua_nama": "Bupati (contoh)",
    "kedua_jabatan": "Bupati Contoh Raya",
    "kedua_nip": "",
    "kedua_pangkat": "",
}


def filled(planner: Client, lembar: LembarPK) -> dict[str, str]:
    """Return the form filled in, with what it shows."""
    return FORM | {"dilihat": planner.get(edit_url(lembar)).context["dilihat"]}


def test_sheets_are_arranged_and_shown_with_parties_and_year_targets(
    office: Office, planner: Client, draft: PerjanjianKinerja
) -> None:
    change = reverse("admin:indicators_perjanjiankinerja_change", args=[draft.pk])
    assert f'href="{page_of(draft)}"' in planner.get(change).content.decode()
    assert "Lembar perjanjian belum disusun." in planner.get(page_of(draft)).content.decode()
    answer = planner.post(arrange_url(draft), follow=True).content.decode()
    assert "3 lembar perjanjian tersusun." in answer
    assert answer.count("nama belum diisi") == 4
    assert "Nama Bupati Contoh Raya belum diisi." in answer
    assert "Pejabat yang memimpin Sekretariat pada 1 Juli 2024 belum tercatat." in answer
    assert "NIP 197007241996031003" in answer
    assert "81,18" in answer
    assert "Target 2024" in answer


def test_party_is_corrected_by_hand(planner: Client, lembar: LembarPK) -> None:
    form = planner.get(edit_url(lembar)).content.decode()
    assert 'value="Bupati Contoh Raya"' in form
    assert "Ambil lagi dari data pejabat" not in form
    answer = planner.post(edit_url(lembar), filled(planner, lembar), follow=True).content.decode()
    assert "Bupati (contoh)" in answer
    assert "Nomor 1/PK/2024, 2 Juli 2024" in answer
    lembar.refresh_from_db()
    assert (lembar.kedua_nama, lembar.kedua_sendiri, lembar.pertama_sendiri) == ("Bupati (contoh)", True, False)
    assert "Ambil lagi dari data pejabat" in planner.get(edit_url(lembar)).content.decode()
    planner.post(edit_url(lembar), filled(planner, lembar) | {"kedua_otomatis": "on"})
    lembar.refresh_from_db()
    assert (lembar.kedua_nama, lembar.kedua_sendiri) == ("", False)


def test_wrong_nip_stands_at_its_field_and_nothing_is_lost(planner: Client, lembar: LembarPK) -> None:
    answer = planner.post(edit_url(lembar), filled(planner, lembar) | {"kedua_nip": "123"})
    assert answer.status_code == 422
    assert "NIP terdiri atas 18 angka tanpa spasi" in answer.content.decode()
    assert "Bupati (contoh)" in answer.content.decode()
    lembar.refresh_from_db()
    assert lembar.kedua_nama == ""


def test_a_sheet_that_somebody_saved_meanwhile_comes_back_with_what_was_typed(
    planner: Client, lembar: LembarPK
) -> None:
    seen = planner.get(edit_url(lembar)).context["dilihat"]
    planner.post(edit_url(lembar), filled(planner, lembar))
    second = FORM | {"nomor": "2/PK/2024", "dilihat": seen}
    answer = planner.post(edit_url(lembar), second)
    assert answer.status_code == 409
    assert "menjadi “1/PK/2024”." in answer.content.decode()
    assert 'value="2/PK/2024"' in answer.content.decode()
    assert planner.post(edit_url(lembar), FORM).status_code == 409
    planner.post(edit_url(lembar), second | {"dilihat": answer.context["dilihat"]})
    lembar.refresh_from_db()
    assert lembar.nomor == "2/PK/2024"


def test_rows_that_left_their_sheet_are_named_before_fixing(
    cast: Cast, planner: Client, draft: PerjanjianKinerja, lembar: LembarPK
) -> None:
    fix = reverse("admin:indicators_perjanjiankinerja_fix", args=[draft.pk])
    assert "Nama Bupati Contoh Raya belum diisi." in planner.get(fix).content.decode()
    for row in ButirPK.objects.filter(pk_induk=draft, indikator__nama="Nilai Indeks SPBE"):
        remove_butir(by=cast.perencana, butir=row)
    sentence = "tidak lagi sesuai dengan butir, unit, atau pejabatnya"
    assert sentence in planner.get(page_of(draft)).content.decode()
    text = planner.get(fix).content.decode()
    assert sentence in text
    assert "0 butir baru, 1 dihapus" in " ".join(text.split())


def test_fixing_confirms_the_sheets_that_were_shown(
    planner: Client, draft: PerjanjianKinerja, lembar: LembarPK
) -> None:
    fix = reverse("admin:indicators_perjanjiankinerja_fix", args=[draft.pk])
    seen = planner.get(fix).context["dilihat"]
    planner.post(edit_url(lembar), filled(planner, lembar))
    answer = planner.post(fix, {"dilihat": seen}, follow=True).content.decode()
    assert "baru saja diubah orang lain" in answer
    planner.post(fix, {"dilihat": planner.get(fix).context["dilihat"]})
    draft.refresh_from_db()
    assert draft.frozen


def test_fixed_pk_shows_its_sheets_only(
    cast: Cast, planner: Client, draft: PerjanjianKinerja, lembar: LembarPK
) -> None:
    fix_pk(by=cast.perencana, pk=draft)
    text = planner.get(page_of(draft)).content.decode()
    assert "Susun ulang" not in text
    assert edit_url(lembar) not in text
    assert "sudah ditetapkan" in planner.post(arrange_url(draft), follow=True).content.decode()
    assert "sudah ditetapkan" in planner.post(edit_url(lembar), FORM, follow=True).content.decode()
    lembar.refresh_from_db()
    assert lembar.kedua_nama == ""


def test_pk_fixed_without_sheets_says_so(office: Office, planner: Client) -> None:
    assert "PK ini ditetapkan tanpa lembar perjanjian." in planner.get(page_of(office.pk)).content.decode()


def test_readers_see_sheets_but_change_none(
    cast: Cast, client_of: ClientOf, draft: PerjanjianKinerja, lembar: LembarPK
) -> None:
    for user in (cast.sekretaris, cast.kadis):
        client = client_of(user)
        text = client.get(page_of(draft)).content.decode()
        assert "Susun ulang" not in text
        assert edit_url(lembar) not in text
        before = Jejak.objects.filter(ditolak=True).count()
        assert client.post(arrange_url(draft)).status_code == 403
        assert client.post(edit_url(lembar), FORM).status_code == 403
        assert Jejak.objects.filter(ditolak=True).count() == before + 2


def test_sheets_of_another_office_do_not_exist(office: Office, planner: Client) -> None:
    opd = PerangkatDaerah.objects.get(kode="dinkes")
    other = make_pk(opd, 2024)
    sheet = LembarPK.objects.create(
        pk_induk=other,
        jenjang="bupati_kadis",
        unit=opd.units.get(),
        nama_unit="Dinas Kesehatan",
        nama_unit_kedua="Kabupaten Contoh Raya",
    )
    assert planner.get(page_of(other)).status_code == 404
    assert planner.post(arrange_url(other)).status_code == 404
    assert planner.post(edit_url(sheet), FORM).status_code == 404


def test_history_of_a_pk_tells_of_its_sheets(planner: Client, draft: PerjanjianKinerja, lembar: LembarPK) -> None:
    planner.post(edit_url(lembar), filled(planner, lembar))
    text = planner.get(reverse("admin:indicators_perjanjiankinerja_history", args=[draft.pk])).content.decode()
    assert "Ubah lembar perjanjian kinerja" in text
    assert "Bupati (contoh)" in text


def test_each_sheet_is_found_by_its_own_number(cast: Cast, draft: PerjanjianKinerja, lembar: LembarPK) -> None:
    sheets = list(LembarPK.objects.filter(pk_induk=draft))
    assert len(sheets) > 1
    assert [find_lembar(cast.perencana, row.pk) for row in sheets] == sheets
