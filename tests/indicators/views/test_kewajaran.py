"""What is odd on the pages: at its row, in the answer to a save, on Ajukan, before the checker; and the rules' page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import AturanKewajaran, Pengguna, PenjelasanTemuan
from indicators.rules.realisasi import Aturan, RuleSetting, Sifat
from indicators.services.kewajaran import set_rules
from indicators.services.pengajuan import submit
from tests.cast import Cast, Office
from tests.indicators import way

pytestmark = pytest.mark.one_database
SignIn = Callable[[Pengguna], Client]
ODD = ("24", "2", "80.18")
SENTENCE = "Realisasi 24 sudah 200,00 % dari target tahun 12."
RULES = "/admin/kewajaran/"


def address(office: Office, name: str, *more: int) -> str:
    return reverse(f"indicators:pengisian_{name}", args=[office.tw1.pk, office.bidang.pk, *more])


def explain(client: Client, office: Office, **changes: str) -> Any:
    data = {"aturan": "jauh_di_atas_target", "perihal": "24", "teks": "Dua bulan sekaligus.", **changes}
    url = address(office, "explain", office.indikator(office.bidang)[0].pk)
    return client.post(url, data, content_type="application/json")


def test_a_save_answers_with_what_is_odd(office: Office, cast: Cast, client_of: SignIn) -> None:
    layanan, _, indeks = office.indikator(office.bidang)
    rows = [{"id": layanan.pk, "versi": 0, "realisasi": "24"}, {"id": indeks.pk, "versi": 0, "realisasi": "81,18"}]
    answer = client_of(cast.staf).post(address(office, "save"), {"baris": rows}, content_type="application/json")

    (odd,), fine = (row["kini"]["temuan"] for row in answer.json()["baris"])

    assert odd == {
        "kode": "jauh_di_atas_target",
        "label": "Jauh di atas target",
        "kalimat": f"{SENTENCE} Periksa lagi letak koma dan titik, satuan, dan apakah angkanya sejak Januari.",
        "perihal": "24",
        "berkait": False,
        "menahan": False,
        "dijelaskan": "",
        "oleh": "",
        "usang": "",
    }
    assert fine == []


def test_a_fall_is_said_once_where_the_note_is_written(office: Office, cast: Cast, client_of: SignIn) -> None:
    """What the row's own box asks for is not said a second time as a finding."""
    way.fill(office, office.subbag, ("50", "-1"))
    url = reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.subbag.pk])
    page = client_of(cast.staf_umum).get(url)
    kinds = [
        item["kode"] for row in page.context["halaman"].butir for item in getattr(row, "isi", {}).get("temuan", [])
    ]
    assert "catatan" not in kinds
    assert "negatif" in kinds


def test_the_row_shows_its_finding_and_takes_an_explanation(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.fill(office, office.bidang, ODD)
    client = client_of(cast.staf)
    page = client.get(address(office, "sheet")).content.decode()
    assert SENTENCE in page
    assert page.count("data-explain aria") == 2  # the finding, and the mould of the page's script

    answer = explain(client, office)

    assert answer.status_code == 200
    (found,) = answer.json()["temuan"]
    assert (found["dijelaskan"], found["oleh"]) == ("Dua bulan sekaligus.", "Staf IKP (staf)")
    assert "Dua bulan sekaligus." in client.get(address(office, "sheet")).content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"teks": ""}, 422, "Tuliskan penjelasannya"),
        ({"teks": "x" * 501}, 422, "paling banyak 500 huruf"),
        ({"perihal": "23"}, 409, "tidak lagi sama"),
        ({"teks": 7}, 400, "tidak dapat dibaca"),
    ],
)
def test_a_refused_explanation_says_why(
    office: Office, cast: Cast, client_of: SignIn, changes: dict[str, Any], status: int, sentence: str
) -> None:
    way.fill(office, office.bidang, ODD)
    answer = explain(client_of(cast.staf), office, **changes)
    assert answer.status_code == status
    assert sentence in answer.json()["pesan"]
    assert not PenjelasanTemuan.objects.exists()


def test_handing_in_lists_findings_with_the_way_to_their_rows(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.fill(office, office.bidang, ODD)
    client = client_of(cast.staf)
    layanan = office.indikator(office.bidang)[0]

    page = client.get(address(office, "submit")).content.decode()

    assert "1 hal akan dicermati pemeriksa" in page
    assert f'href="{address(office, "sheet")}?baris={layanan.pk}"' in page
    assert "Ajukan Bidang" in page
    assert "agar pemeriksa tidak perlu bertanya" in page
    explain(client, office)
    page = client.get(address(office, "submit")).content.decode()
    assert "Semuanya sudah dijelaskan; pemeriksa membaca penjelasannya." in page
    assert "agar pemeriksa tidak perlu bertanya" not in page


def test_a_holding_finding_takes_the_button_away_until_it_is_explained(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    way.fill(office, office.bidang, ODD)
    isian = {Aturan.JAUH_DI_ATAS_TARGET: RuleSetting(Sifat.TAHAN)}
    set_rules(by=cast.sekretaris, opd=office.opd, isian=isian)
    client = client_of(cast.staf)

    page = client.get(address(office, "submit")).content.decode()
    refused = client.post(address(office, "submit"))

    sentence = "1 temuan harus diperbaiki atau dijelaskan lebih dahulu"
    assert "Ajukan Bidang" not in page
    assert sentence in page
    assert (refused.status_code, refused.content.decode().count(sentence)) == (422, 1)
    explain(client, office)
    assert "Ajukan Bidang" in client.get(address(office, "submit")).content.decode()


def test_the_checker_reads_finding_and_explanation(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.fill(office, office.bidang, ODD)
    explain(client_of(cast.staf), office)
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    client = client_of(cast.kepala)

    response = client.get(f"/admin/pengajuan/{pengajuan.pk}/")
    page = response.content.decode()
    kept = client.get(f"/admin/pengajuan/{pengajuan.pk}/versi/1/").content.decode()

    assert f"{SENTENCE} Periksa angka, satuan, dan buktinya; bila benar, targetnya perlu ditinjau." in page
    assert "Dua bulan sekaligus." in page
    assert "Dua bulan sekaligus." in kept
    (listed,) = response.context["tinjauan"].temuan
    assert (listed.nomor, listed.indikator, listed.temuan.penjelasan) == (
        3,
        "Jumlah layanan media",
        "Dua bulan sekaligus.",
    )


# --- the rules' page --------------------------------------------------------------------------------------------------


def form(client: Client) -> dict[str, str]:
    """Return what the page would send back as it stands."""
    context = client.get(RULES).context
    fields = {"dilihat": context["dilihat"]}
    for bound in context["form"]:
        value = bound.value()
        if value not in (None, False, ""):
            fields[bound.html_name] = "on" if value is True else str(value)
    return fields


def test_the_sekretaris_sets_rules_and_others_read_them(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.sekretaris)
    page = client.get(RULES).content.decode()
    assert page.count("<select") == len(Aturan) - 1  # a missing note stops the row anyway
    sent = form(client) | {"melampaui_sifat": "tahan", "melampaui_batas": "120,5", "melampaui_cetak": "on"}

    answer = client.post(RULES, sent, follow=True)

    assert "1 aturan diubah." in answer.content.decode()
    (stored,) = AturanKewajaran.objects.all()
    assert (stored.aturan, stored.sifat, str(stored.batas.normalize()), stored.cetak) == (
        "melampaui",
        "tahan",
        "120.5",
        True,
    )
    assert "Tidak ada aturan yang diubah." in client.post(RULES, form(client), follow=True).content.decode()
    read = client_of(cast.perencana).get(RULES).content.decode()
    assert "120,5" in read
    assert "<select" not in read
    assert "penjelasannya dicetak" in read
    assert client_of(cast.perencana).post(RULES, sent).status_code == 403


@pytest.mark.parametrize("typed", ["0", "-5", "seratus", "1.234"])
def test_a_limit_that_is_none_comes_back_as_typed(office: Office, cast: Cast, client_of: SignIn, typed: str) -> None:
    client = client_of(cast.sekretaris)
    answer = client.post(RULES, form(client) | {"melampaui_batas": typed, "negatif_sifat": "tahan"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis angka di atas 0 seperti 120, atau kosongkan untuk memakai 100." in page
    assert f'value="{typed}"' in page
    assert not AturanKewajaran.objects.exists()


def test_settings_that_changed_meanwhile_are_shown_again(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.sekretaris)
    sent = form(client) | {"negatif_sifat": "mati"}
    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.MELAMPAUI: RuleSetting(Sifat.TAHAN)})

    answer = client.post(RULES, sent)

    assert answer.status_code == 409
    assert "baru saja diubah orang lain" in answer.content.decode()
    assert [row.aturan for row in AturanKewajaran.objects.all()] == ["melampaui"]
