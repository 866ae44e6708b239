"""The staff's page: what it shows, what a row save answers, who may, and how many queries it takes."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import (
    BarisDikembalikan,
    Indikator,
    JadwalPengisian,
    Jejak,
    Pengguna,
    PerjanjianKinerja,
    Realisasi,
    Triwulan,
    UnitKerja,
    VersiPengajuan,
)
from indicators.selectors.pengisian import get_content
from indicators.services.pengajuan import send_back
from indicators.services.realisasi_entry import RowEntry
from indicators.views.pengisian import as_shown
from indicators.workflow import StatusPengajuan
from sakip.posted import UnreadableRequest, read_json
from tests.cast import Cast, Office, freeze, make_butir, make_quarter
from tests.indicators.way import BIDANG, fill, hand_in
from tests.savers import save_row

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Any], Client]


def url(office: Office, name: str = "pengisian_sheet", unit: UnitKerja | None = None) -> str:
    return reverse(f"indicators:{name}", args=[office.tw1.pk, (unit or office.bidang).pk])


def post(client: Client, office: Office, *rows: dict[str, Any], unit: UnitKerja | None = None) -> Any:
    return client.post(
        url(office, "pengisian_save", unit), json.dumps({"baris": rows}), content_type="application/json"
    )


def first_answer(response: HttpResponse) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(response.content)["baris"][0]
    return answer


@pytest.fixture
def staf(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.staf)


@pytest.fixture
def layanan(office: Office) -> Indikator:
    return office.indikator(office.bidang)[0]


# --- The landing ----------------------------------------------------------------------------------------------------


def test_landing_goes_straight_to_the_only_open_quarter(office: Office, staf: Client) -> None:
    response = staf.get(reverse("indicators:pengisian"))
    assert response.status_code == 302
    assert response["Location"] == url(office)


def test_landing_lists_several_quarters(office: Office, staf: Client) -> None:
    make_quarter(office.opd, 2024, 2, [office.bidang])
    page = staf.get(reverse("indicators:pengisian")).content.decode()
    assert "Triwulan I Tahun 2024" in page
    assert "Triwulan II Tahun 2024" in page
    assert office.subbag.nama not in page


def test_landing_without_an_open_quarter_says_so(office: Office, staf: Client) -> None:
    Triwulan.objects.update(status="disahkan", disahkan_pada=timezone.now())
    page = staf.get(reverse("indicators:pengisian")).content.decode()
    assert "tidak ada triwulan yang terbuka" in page
    assert "Triwulan yang sudah disahkan" in page


@pytest.mark.parametrize("who", ["pembaca", "administrator", "perencana", "kadis"])
def test_landing_is_for_who_enters(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    assert client_of(getattr(cast, who)).get(reverse("indicators:pengisian")).status_code == 403


# --- The page -------------------------------------------------------------------------------------------------------


def test_page_shows_rows_under_their_program_and_kegiatan(office: Office, staf: Client) -> None:
    page = staf.get(url(office)).content.decode()
    order = [
        page.index(text)
        for text in (
            "Program Informasi Publik",
            "Indeks keterbukaan",
            "Pengelolaan Informasi",
            "Jumlah dokumen informasi",
            "Jumlah layanan media",
        )
    ]
    assert order == sorted(order)
    assert "Sub kegiatan · Layanan Media" in page
    assert "81,18" in page
    assert "Jumlah surat" not in page, "another unit's row"


def test_page_shows_earlier_quarters(office: Office, staf: Client) -> None:
    fill(office, office.bidang, BIDANG)
    tw2 = make_quarter(office.opd, 2024, 2, [office.bidang])
    page = staf.get(reverse("indicators:pengisian_sheet", args=[tw2.pk, office.bidang.pk])).content.decode()
    assert 'data-label="Realisasi TW I">80,18</td>' in page


def test_page_escapes_what_people_wrote(office: Office, cast: Cast, staf: Client, layanan: Indikator) -> None:
    post(staf, office, {"id": layanan.pk, "versi": 0, "teks": {"kendala": "</textarea><script>alert(1)</script>"}})
    page = staf.get(url(office)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("staf", 200),
        ("kepala", 200),
        ("staf_umum", 404),
        ("kasubbag", 404),
        ("asing", 404),
        ("administrator", 404),
        ("pembaca", 404),
        ("sekretaris", 403),
        ("kadis", 403),
        ("perencana", 403),
    ],
)
def test_page_belongs_to_the_unit(office: Office, cast: Cast, client_of: ClientOf, who: str, status: int) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(url(office)).status_code == status
    assert client.get(url(office, "pengisian_submit")).status_code == status


def test_page_asks_for_login(office: Office) -> None:
    assert Client().get(url(office))["Location"].startswith("/admin/login/")


def test_submitted_page_is_read_only_and_says_where_it_waits(office: Office, cast: Cast, staf: Client) -> None:
    hand_in(office, office.bidang, cast.staf, BIDANG)
    page = staf.get(url(office)).content.decode()
    assert "menunggu pemeriksaan kepala Bidang Informasi dan Komunikasi Publik" in page
    assert "data-entry=" not in page
    assert "80,18" in page


def test_returned_page_opens_only_the_returned_row(office: Office, cast: Cast, staf: Client) -> None:
    first, *_ = office.indikator(office.bidang)
    handed_in = hand_in(office, office.bidang, cast.staf, BIDANG)
    send_back(by=cast.kepala, pengajuan=handed_in, versi=handed_in.versi, alasan_baris={first.pk: "Angka < bulan lalu"})
    page = staf.get(url(office)).content.decode()
    assert page.count('data-entry="realisasi"') == 1
    assert f'id="realisasi-{first.pk}"' in page
    assert "Dikembalikan oleh Kepala Bidang IKP (kepala):</strong> Angka &lt; bulan lalu" in page


def test_reason_of_a_return_of_the_whole_stands_once(office: Office, cast: Cast, staf: Client) -> None:
    pengajuan = office.pengajuan(office.bidang)
    pengajuan.status = StatusPengajuan.DIKEMBALIKAN.value
    pengajuan.save()
    BarisDikembalikan.objects.bulk_create(
        BarisDikembalikan(pengajuan=pengajuan, indikator=row, alasan="Lengkapi", oleh="x", pada=timezone.now())
        for row in office.indikator(office.bidang)
    )
    page = staf.get(url(office)).content.decode()
    assert page.count("Lengkapi") == 1
    assert page.count('data-entry="realisasi"') == 3


def test_closed_quarter_says_so(office: Office, staf: Client) -> None:
    day = timezone.localdate() - timedelta(days=2)
    JadwalPengisian.objects.update(mulai=day, tenggat=day, tutup=day)
    page = staf.get(url(office)).content.decode()
    assert "sudah ditutup pada" in page
    assert "data-entry=" not in page


# --- Saving a row ---------------------------------------------------------------------------------------------------


def test_save_answers_with_the_capaian_and_its_sentence(office: Office, staf: Client, layanan: Indikator) -> None:
    response = post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "3 layanan"})

    assert response.status_code == 200
    answer = first_answer(response)
    assert answer["jenis"] == "tersimpan"
    now = answer["kini"]
    assert (now["versi"], now["realisasi"], now["capaian"], now["progres"]) == (1, "3", "25,00 %", "25,00 %")
    assert now["kalimat"] == "3 / 12 x 100 = 25,00 %"
    assert now["predikat"] == "Belum dinilai", "pola tetap is judged in TW IV"
    assert now["oleh"] == "Staf IKP (staf)"


def test_save_judges_a_bertahap_row_at_once(office: Office, staf: Client) -> None:
    dokumen = office.indikator(office.bidang)[1]
    now = first_answer(post(staf, office, {"id": dokumen.pk, "versi": 0, "realisasi": "1"}))["kini"]
    assert (now["capaian"], now["predikat"], now["kelas"]) == ("50,00 %", "Sangat Rendah", "bad")
    assert now["progres"] == "12,50 %"


def test_save_against_target_zero_is_na(office: Office, cast: Cast, client_of: ClientOf) -> None:
    gedung = office.indikator(office.subbag)[1]
    response = post(
        client_of(cast.staf_umum), office, {"id": gedung.pk, "versi": 0, "realisasi": "0"}, unit=office.subbag
    )
    assert first_answer(response)["kini"]["capaian"] == "n/a"


def test_save_refuses_a_wrong_number_and_keeps_the_row(office: Office, staf: Client, layanan: Indikator) -> None:
    response = post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "banyak"})
    assert response.status_code == 422
    answer = first_answer(response)
    assert answer["jenis"] == "salah"
    assert "bukan angka" in answer["galat"]["realisasi"]
    assert not Realisasi.objects.exists()


def test_save_asks_for_an_ambiguous_number_once_per_satuan(office: Office, staf: Client, layanan: Indikator) -> None:
    response = post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "1.234"})
    assert response.status_code == 422
    answer = first_answer(response)
    assert (answer["jenis"], answer["satuan"]) == ("periksa", "Layanan")
    assert answer["pilihan"] == [
        {"nilai": "indonesia", "teks": "1.234 (ribuan)"},
        {"nilai": "inggris", "teks": "1,234 (desimal)"},
    ]

    chosen = post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "1.234", "pilihan": "indonesia"})
    assert first_answer(chosen)["kini"]["realisasi"] == "1.234"
    again = first_answer(post(staf, office, {"id": layanan.pk, "versi": 1, "realisasi": "12,500"}))
    assert again["kini"]["realisasi"] == "12,5"
    assert again["dibaca"] == {
        "teks": "12,5 (desimal)",
        "lain": {"nilai": "inggris", "teks": "12.500 (ribuan)"},
    }
    other = office.indikator(office.bidang)[1]
    asked = post(staf, office, {"id": other.pk, "versi": 0, "realisasi": "1.234"})
    assert first_answer(asked)["jenis"] == "periksa", "another unit of measure"


def test_an_exact_figure_is_read_as_it_stands_and_teaches_no_choice(
    office: Office, staf: Client, layanan: Indikator
) -> None:
    """What an undo puts back: the print of 1234 is "1.234", which this typist reads as 1,234."""
    post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "1.234", "pilihan": "inggris"})
    answer = first_answer(post(staf, office, {"id": layanan.pk, "versi": 1, "persis": "1234"}))
    assert (answer["kini"]["realisasi"], answer["kini"]["persis"]) == ("1.234", "1234")
    assert "dibaca" not in answer
    again = first_answer(post(staf, office, {"id": layanan.pk, "versi": 2, "persis": "0"}))
    assert (again["kini"]["realisasi"], again["kini"]["persis"]) == ("0", "0")
    typed = first_answer(post(staf, office, {"id": layanan.pk, "versi": 3, "realisasi": "5.678"}))
    assert typed["kini"]["persis"] == "5.678", "the earlier choice still holds"


@pytest.mark.parametrize("exact", ["1.234,5", "1e9", "NaN", "", " 1", "1" * 16, 5, ["1"]])
def test_what_is_no_exact_figure_is_unreadable(office: Office, staf: Client, layanan: Indikator, exact: object) -> None:
    response = post(staf, office, {"id": layanan.pk, "versi": 0, "persis": exact})
    assert response.status_code == 400
    assert not Realisasi.objects.exists()


def test_a_choice_of_one_typist_is_not_anothers(
    office: Office, cast: Cast, client_of: ClientOf, staf: Client, layanan: Indikator
) -> None:
    post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "1.234", "pilihan": "indonesia"})
    response = post(client_of(cast.kepala), office, {"id": layanan.pk, "versi": 1, "realisasi": "5.678"})
    assert first_answer(response)["jenis"] == "periksa"


def test_save_over_a_newer_value_is_409_with_that_value(
    office: Office, cast: Cast, client_of: ClientOf, staf: Client, layanan: Indikator
) -> None:
    post(client_of(cast.kepala), office, {"id": layanan.pk, "versi": 0, "realisasi": "7"})
    response = post(staf, office, {"id": layanan.pk, "versi": 0, "realisasi": "3"})
    assert response.status_code == 409
    answer = first_answer(response)
    assert answer["jenis"] == "berubah"
    assert (answer["kini"]["realisasi"], answer["kini"]["versi"]) == ("7", 1)
    assert answer["kini"]["oleh"] == "Kepala Bidang IKP (kepala)"
    assert str(Realisasi.objects.get().nilai) == "7.0000"


def test_several_rows_answer_each_with_its_own_status(office: Office, staf: Client) -> None:
    first, second, third = office.indikator(office.bidang)
    response = post(
        staf,
        office,
        {"id": first.pk, "versi": 0, "realisasi": "3"},
        {"id": second.pk, "versi": 0, "realisasi": "x"},
        {"id": third.pk, "versi": 4, "realisasi": "80"},
    )
    assert response.status_code == 207
    assert [row["kode"] for row in json.loads(response.content)["baris"]] == [200, 422, 409]


def test_save_of_another_units_row_is_not_found(office: Office, staf: Client) -> None:
    foreign = office.indikator(office.subbag)[0]
    response = post(staf, office, {"id": foreign.pk, "versi": 0, "realisasi": "3"})
    assert (response.status_code, first_answer(response)["jenis"]) == (404, "hilang")
    assert first_answer(response)["kini"] is None


@pytest.mark.parametrize(
    ("who", "status"), [("staf_umum", 404), ("asing", 404), ("pembaca", 404), ("sekretaris", 403), ("kadis", 403)]
)
def test_save_is_for_the_units_people(
    office: Office, cast: Cast, client_of: ClientOf, layanan: Indikator, who: str, status: int
) -> None:
    response = post(client_of(getattr(cast, who)), office, {"id": layanan.pk, "versi": 0, "realisasi": "3"})
    assert response.status_code == status
    assert not Realisasi.objects.exists()
    refused = Jejak.objects.get(ditolak=True)
    assert (refused.tindakan == "cari_yang_tertutup") == (status == 404)
    assert status == 404 or (refused.opd_nomor, refused.tindakan) == (office.opd.pk, "isi_realisasi")


def test_save_after_submission_is_refused_with_a_sentence(
    office: Office, cast: Cast, staf: Client, layanan: Indikator
) -> None:
    hand_in(office, office.bidang, cast.staf, BIDANG)
    response = post(staf, office, {"id": layanan.pk, "versi": 1, "realisasi": "9"})
    assert response.status_code == 409
    assert json.loads(response.content)["jenis"] == "terkunci"
    assert "sudah diajukan" in json.loads(response.content)["pesan"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '{"baris": []}',
        '{"baris": {}}',
        '{"baris": [1]}',
        '{"baris": [{"id": "1", "versi": 0}]}',
        '{"baris": [{"id": true, "versi": 0}]}',
        '{"baris": [{"id": 1, "versi": -1}]}',
        '{"baris": [{"id": 99999999999999999999, "versi": 0}]}',
        '{"baris": [{"id": 1, "versi": 0, "realisasi": 3}]}',
        '{"baris": [{"id": 1, "versi": 0, "pilihan": "lain"}]}',
        '{"baris": [{"id": 1, "versi": 0, "teks": []}]}',
        '{"baris": [{"id": 1, "versi": 0, "tidak_tersedia": "ya"}]}',
        '{"baris": [{"id": 1, "versi": 0, "teks": {"kendala": null}}]}',
        "[" * 50_000,
    ],
)
def test_save_of_nonsense_is_400(office: Office, staf: Client, body: str) -> None:
    response = staf.post(url(office, "pengisian_save"), body, content_type="application/json")
    assert response.status_code == 400
    assert "pesan" in response.content.decode()
    assert not Realisasi.objects.exists()


def test_nonsense_to_another_units_sheet_finds_no_sheet(office: Office, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.asing).post(url(office, "pengisian_save"), "[]", content_type="application/json")
    assert response.status_code == 404


def test_the_answer_to_a_save_is_what_the_page_shows(office: Office, staf: Client, layanan: Indikator) -> None:
    """Measured from what was read under the lock: an unrounded value, a refusal over it, a blank one."""
    for versi, typed in enumerate(["2,12345678901234", "tiga", ""]):
        answer = first_answer(post(staf, office, {"id": layanan.pk, "versi": min(versi, 1), "realisasi": typed}))
        shown = get_content(office.pengajuan(office.bidang), [layanan.pk])[layanan.pk]
        assert as_shown(shown) == answer["kini"]


def test_a_form_in_the_place_of_json_is_unreadable(rf: RequestFactory) -> None:
    request = rf.post("/", {"csrfmiddlewaretoken": "x"})
    assert request.POST["csrfmiddlewaretoken"] == "x"  # as the look for the token does
    with pytest.raises(UnreadableRequest, match="tidak dapat dibaca"):
        read_json(request)


def test_nothing_is_saved_by_get_or_without_the_token(office: Office, cast: Cast, layanan: Indikator) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url(office, "pengisian_save")).status_code == 405
    assert post(client, office, {"id": layanan.pk, "versi": 0, "realisasi": "3"}).status_code == 403
    assert not Realisasi.objects.exists()


# --- Handing in -----------------------------------------------------------------------------------------------------


def seen_on(page: str) -> dict[str, str]:
    """Return what the page hands back of what it showed."""
    found = re.search(r'name="dilihat" value="([0-9a-f]{64})"', page)
    assert found is not None
    return {"dilihat": found[1]}


def test_submitting_lists_what_is_missing(office: Office, staf: Client) -> None:
    page = staf.get(url(office, "pengisian_submit")).content.decode()
    assert "3 dari 3 baris belum lengkap" in page
    assert "Realisasi belum diisi" in page
    layanan = office.indikator(office.bidang)[0]
    assert f'?baris={layanan.pk}">3. Jumlah layanan media</a>' in page, "the number that it bears on the entry page"
    response = staf.post(url(office, "pengisian_submit"))
    assert response.status_code == 422
    assert not VersiPengajuan.objects.exists()


def test_submitting_submits_by_post_only(office: Office, cast: Cast, staf: Client) -> None:
    fill(office, office.bidang, BIDANG)
    page = staf.get(url(office, "pengisian_submit")).content.decode()
    assert "Semua 3 baris sudah terisi" in page
    assert not VersiPengajuan.objects.exists()

    response = staf.post(url(office, "pengisian_submit"), seen_on(page), follow=True)
    assert "sudah diajukan" in response.content.decode()
    assert VersiPengajuan.objects.get().pengaju == cast.staf
    twice = staf.post(url(office, "pengisian_submit"))
    assert twice.status_code == 409
    assert "sudah diajukan" in twice.content.decode()


def test_kumulatif_may_not_fall_without_a_note(office: Office, staf: Client, layanan: Indikator) -> None:
    fill(office, office.bidang, BIDANG)
    tw2 = make_quarter(office.opd, 2024, 2, [office.bidang])
    fill(office, office.bidang, ("5", "4", "81.18"), quarter=tw2)
    address = reverse("indicators:pengisian_submit", args=[tw2.pk, office.bidang.pk])
    page = staf.get(address).content.decode()
    assert "turun dari 6 (TW I) menjadi 5 (TW II)" in page
    assert staf.post(address).status_code == 422
    Realisasi.objects.filter(triwulan=tw2, indikator=layanan).update(catatan="Satu layanan ditutup")
    assert staf.post(address, seen_on(staf.get(address).content.decode())).status_code == 302


def test_submitting_hands_in_only_what_the_page_showed(office: Office, staf: Client, layanan: Indikator) -> None:
    fill(office, office.bidang, BIDANG)
    page = staf.get(url(office, "pengisian_submit")).content.decode()
    save_row(
        by=Pengguna.objects.get(username="kepala"),
        triwulan=office.tw1,
        unit=office.bidang,
        isian=RowEntry(layanan.pk, 1, realisasi="7"),
    )
    for stale in (seen_on(page), {}):
        response = staf.post(url(office, "pengisian_submit"), stale)
        assert response.status_code == 409
        assert "baru saja diubah orang lain" in response.content.decode()
        assert not VersiPengajuan.objects.exists()
    again = seen_on(response.content.decode())
    assert staf.post(url(office, "pengisian_submit"), again).status_code == 302


def test_submitting_is_for_the_units_people(office: Office, cast: Cast, client_of: ClientOf) -> None:
    fill(office, office.bidang, BIDANG)
    assert client_of(cast.staf_umum).post(url(office, "pengisian_submit")).status_code == 404
    assert client_of(cast.kadis).post(url(office, "pengisian_submit")).status_code == 403
    assert not VersiPengajuan.objects.exists()


# --- Queries --------------------------------------------------------------------------------------------------------


def widen(office: Office, rows: int, *, perubahan: int) -> list[Indikator]:
    """Give the unit so many rows by a perubahan of the PK."""
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=perubahan, alasan="uji", berlaku_mulai=date(2024, 2, perubahan)
    )
    made = [
        Indikator.objects.create(
            opd=office.opd, unit=office.bidang, program=office.program, nama=f"Indikator {perubahan}.{number}"
        )
        for number in range(rows)
    ]
    for indikator in made:
        make_butir(pk, indikator, ("1", "2", "3", "4"))
    freeze(pk)
    return made


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code in (200, 207)
    return len(captured)


def count_queries(office: Office, staf: Client, made: list[Indikator]) -> dict[str, int]:
    post(staf, office, *[{"id": row.pk, "versi": 0, "realisasi": "1"} for row in made])
    several = [{"id": row.pk, "versi": 1, "realisasi": "3"} for row in made[1:]]
    return {
        "page": queries_of(lambda: staf.get(url(office))),
        "one row": queries_of(lambda: post(staf, office, {"id": made[0].pk, "versi": 1, "realisasi": "2"})),
        "pasted rows": queries_of(lambda: post(staf, office, *several)),
        "ajukan": queries_of(lambda: staf.get(url(office, "pengisian_submit"))),
    }


def test_query_counts_do_not_grow_with_the_rows(office: Office, staf: Client) -> None:
    few = count_queries(office, staf, widen(office, 3, perubahan=1))
    many = count_queries(office, staf, widen(office, 30, perubahan=2))
    assert many == few
    assert few["one row"] == few["pasted rows"] == SAVE_QUERIES


# Session and account; in one transaction (its begin and end) assignments, lock, PK with settings, its rows, what
# stands, the value and its audit row; then the targets that measure it, and what is odd about it.
SAVE_QUERIES = 13


@pytest.fixture
def in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three rows be a long sheet."""
    monkeypatch.setattr("indicators.selectors.sheet_part.ONE_PAGE", 2)
    monkeypatch.setattr("indicators.selectors.sheet_part.STEP_ROWS", 2)


def rows_on(content: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-row="(\d+)"', content)]


@pytest.mark.usefixtures("in_steps")
def test_a_long_sheet_comes_in_steps(office: Office, cast: Cast, staf: Client) -> None:
    layanan, dokumen, indeks = office.indikator(office.bidang)
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 0, realisasi="3"))

    first = staf.get(url(office)).content.decode()
    # The row of the program stands before those of its kegiatan, which stay together.
    assert rows_on(first) == [indeks.pk]
    assert 'data-elsewhere="1">1</strong> dari 3 baris terisi' in first
    assert "Langkah 1 dari 2" in first
    assert f'<ul data-step="2" data-after><li>{dokumen.nama}</li><li>{layanan.nama}</li></ul>' in first
    second = staf.get(url(office), {"langkah": "2"}).content.decode()
    assert rows_on(second) == [dokumen.pk, layanan.pk]
    assert 'data-elsewhere="0">1</strong>' in second
    assert 'href="?" rel="prev"' in second

    assert rows_on(staf.get(url(office), {"baris": layanan.pk}).content.decode()) == rows_on(second)
    assert rows_on(staf.get(url(office), {"saring": "belum"}).content.decode()) == [indeks.pk, dokumen.pk]
    found = staf.get(url(office), {"cari": f"dokumen {office.kegiatan.kode}"}).content.decode()
    assert rows_on(found) == [dokumen.pk]
    assert "baris-langkah-lain" not in found
    none = staf.get(url(office), {"cari": '"><b>', "saring": "cermati", "langkah": "x"}).content.decode()
    assert rows_on(none) == []
    assert 'value="&quot;&gt;&lt;b&gt;"' in none
    # Ajukan looks at the whole, and leads to the step of a row.
    answer = staf.get(url(office, "pengisian_submit")).content.decode()
    assert "2 dari 3 baris belum lengkap" in answer
    assert f'?baris={dokumen.pk}"' in answer


def test_a_short_sheet_is_one_page_with_all_rows(office: Office, staf: Client) -> None:
    content = staf.get(url(office), {"saring": "dikembalikan", "langkah": "2"}).content.decode()
    assert len(rows_on(content)) == 3
    assert "data-here" in content
    assert "Langkah 1 dari" not in content


def test_page_says_which_pk_its_targets_stand_in(office: Office, staf: Client) -> None:
    assert "Target: PK 2024 (Murni)" in staf.get(url(office)).content.decode()
