"""The pages beside a PK: making the next perubahan, and what it changed."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import ButirPK, Jejak, Pengguna, PerangkatDaerah, PerjanjianKinerja
from indicators.services.perjanjian import save_butir
from indicators.services.perubahan import make_perubahan
from tests.cast import Cast, Office, make_pk
from tests.indicators.services.test_perjanjian import make_entry

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
FORM = {"alasan": "Pergeseran anggaran", "berlaku_mulai": "2024-07-01", "nomor": "700/2"}


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1))
    row = ButirPK.objects.get(pk_induk=draft, indikator__nama="Jumlah surat")
    save_butir(by=cast.perencana, butir=row, target=make_entry("100", "200", "300", "4500"))
    return draft


def address(name: str, pk: PerjanjianKinerja) -> str:
    return reverse(f"indicators:{name}", args=[pk.pk])


def pk_page(pk: PerjanjianKinerja) -> str:
    return reverse("admin:indicators_perjanjiankinerja_change", args=[pk.pk])


def test_one_act_makes_the_next_draft(office: Office, planner: Client) -> None:
    page = planner.get(pk_page(office.pk)).content.decode()
    assert f'href="{address("pk_perubahan", office.pk)}"' in page
    form = planner.get(address("pk_perubahan", office.pk)).content.decode()
    assert "Alasan perubahan" in form
    answer = planner.post(address("pk_perubahan", office.pk), FORM)
    draft = PerjanjianKinerja.objects.get(perubahan=1)
    assert answer["Location"] == pk_page(draft)
    assert (draft.alasan, draft.nomor, draft.butir.count()) == ("Pergeseran anggaran", "700/2", 6)
    assert "Draf Perjanjian Kinerja 2024 (Perubahan 1) dibuat" in planner.get(pk_page(draft)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alasan": ""}, "Tuliskan alasan perubahan."),
        ({"berlaku_mulai": ""}, "Isi tanggalnya."),
        ({"berlaku_mulai": "2025-01-01"}, "Tanggal mulai berlaku harus di dalam tahun 2024."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    office: Office, planner: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = planner.post(address("pk_perubahan", office.pk), FORM | changes)
    assert answer.status_code == 422
    assert f"{sentence}</p>" in answer.content.decode()
    assert "700/2" in answer.content.decode()
    assert PerjanjianKinerja.objects.count() == 1


def test_second_perubahan_waits_for_the_first(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    answer = planner.post(address("pk_perubahan", office.pk), FORM)
    assert answer.status_code == 409
    assert "Perjanjian Kinerja 2024 (Perubahan 1) sudah ada dan masih draf." in answer.content.decode()


def test_changes_are_shown_with_before_and_after(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    assert f'href="{address("pk_comparison", draft)}"' in planner.get(pk_page(draft)).content.decode()
    text = planner.get(address("pk_comparison", draft)).content.decode()
    assert "<strong>1</strong> butir berubah" in text
    assert "<strong>5</strong> butir tetap" in text
    assert "<del>400</del>" in text
    assert "<ins>4.500</ins>" in text
    assert "Refocusing" in text
    assert "1 Juli 2024, dipakai dari TW III" in text
    PerjanjianKinerja.objects.filter(pk=draft.pk).update(berlaku_mulai=date(2024, 6, 30))
    assert "30 Juni 2024, dipakai dari TW II<" in planner.get(address("pk_comparison", draft)).content.decode()


def test_another_earlier_pk_may_be_chosen(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    earlier = make_pk(office.opd, 2023)
    answer = planner.get(address("pk_comparison", draft), {"dengan": str(earlier.pk)})
    assert "<strong>6</strong> butir baru" in answer.content.decode()
    for wrong in (str(draft.pk), "0", "x"):
        assert planner.get(address("pk_comparison", draft), {"dengan": wrong}).status_code == 404


def test_first_pk_has_nothing_before_it(office: Office, planner: Client) -> None:
    text = planner.get(address("pk_comparison", office.pk)).content.decode()
    assert "Belum ada PK sebelumnya yang dapat dibandingkan." in text
    assert "Lihat yang berubah" not in planner.get(pk_page(office.pk)).content.decode()


def test_readers_see_changes_but_make_none(
    office: Office, cast: Cast, client_of: ClientOf, draft: PerjanjianKinerja
) -> None:
    for user in (cast.sekretaris, cast.kadis):
        client = client_of(user)
        assert client.get(address("pk_comparison", draft)).status_code == 200
        assert client.get(address("pk_perubahan", office.pk)).status_code == 403
        assert address("pk_perubahan", office.pk) not in client.get(pk_page(office.pk)).content.decode()
        before = Jejak.objects.filter(ditolak=True).count()
        assert client.post(address("pk_perubahan", office.pk), FORM).status_code == 403
        assert Jejak.objects.filter(ditolak=True).count() == before + 1


def test_pk_of_another_office_does_not_exist(planner: Client) -> None:
    other = make_pk(PerangkatDaerah.objects.get(kode="dinkes"), 2024, ditetapkan=True)
    assert planner.get(address("pk_comparison", other)).status_code == 404
    assert planner.post(address("pk_perubahan", other), FORM).status_code == 404


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("kepala", "/admin/pengajuan/{pengajuan}/"),
        ("sekretaris", "/admin/pengajuan/{pengajuan}/"),
        ("sekretaris", "/admin/validasi/2024/1/"),
        ("kadis", "/admin/pengesahan/2024/1/"),
    ],
)
def test_pages_of_review_say_which_pk_the_targets_stand_in(
    office: Office, cast: Cast, client_of: ClientOf, who: str, path: str
) -> None:
    address = path.format(pengajuan=office.pengajuan(office.bidang).pk)
    text = re.sub(r"<[^>]+>", " ", client_of(getattr(cast, who)).get(address).content.decode())
    assert re.search(r"Target:? +PK 2024 \(Murni\)", text)
