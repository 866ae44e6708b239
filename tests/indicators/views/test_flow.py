"""The pages of the flow: on to the next, together from a list, taking back, being late, naming a deputy."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from indicators.models import JadwalPengisian, Jejak, Pengguna, Penugasan, UnitKerja
from indicators.services.pelaksana_harian import name_deputy
from tests.cast import Cast, Office
from tests.indicators import way

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


def html(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def messages(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def ready(office: Office, cast: Cast) -> None:
    """Bring all three units to the Sekretaris, the Bidang's with something odd."""
    way.hand_in(office, office.bidang, cast.staf, ("24", "2", "81.18"))
    way.check(office, office.bidang, cast.kepala)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.hand_in(office, office.subbag, cast.staf_umum, ("100", "0"))
    way.check(office, office.subbag, cast.kasubbag)


def address(office: Office, unit: UnitKerja, act: str = "") -> str:
    return f"/admin/pengajuan/{office.pengajuan(unit).pk}/{act}"


def sheet(office: Office, unit: UnitKerja, act: str = "") -> str:
    return f"/admin/pengisian/{office.tw1.pk}/{unit.pk}/{act}"


def validate(client: Client, office: Office, unit: UnitKerja) -> HttpResponse:
    return client.post(address(office, unit, "validasi/"), {"versi": office.pengajuan(unit).versi})


def test_deciding_leads_to_the_next_and_at_the_end_to_the_list(office: Office, cast: Cast, client_of: SignIn) -> None:
    ready(office, cast)
    client = client_of(cast.sekretaris)

    assert "Berikutnya (2 lagi)" in html(client.get(address(office, office.subbag)))
    first = validate(client, office, office.subbag)
    assert first["Location"] == address(office, office.bidang)
    # Passed over, it comes again after the last.
    assert validate(client, office, office.tim)["Location"] == address(office, office.bidang)
    last = validate(client, office, office.bidang)
    assert last["Location"].startswith("/admin/validasi/2024/1/")
    assert messages(last)[-1].endswith("Tidak ada lagi data yang menunggu Anda.")

    # Now the quarter waits for the Kepala Dinas.
    assert "Berikutnya (1 lagi)" in html(client_of(cast.kadis).get(address(office, office.tim)))


def test_when_all_were_opened_the_list_is_next(office: Office, cast: Cast, client_of: SignIn) -> None:
    ready(office, cast)
    client = client_of(cast.sekretaris)
    for unit, left in ((office.subbag, 2), (office.bidang, 1)):
        assert f"Berikutnya ({left} lagi)" in html(client.get(address(office, unit)))
    page = html(client.get(address(office, office.tim)))
    assert "Berikutnya (" not in page
    assert "Semua yang menunggu Anda sudah dibuka." in page


def test_from_the_board_what_was_opened_without_findings_is_passed_together(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    ready(office, cast)
    client = client_of(cast.sekretaris)
    rows = {unit: office.pengajuan(unit) for unit in (office.subbag, office.bidang, office.tim)}

    def bersama() -> dict[UnitKerja, str | None]:
        found = client.get("/admin/validasi/").context["bersama"]
        return {unit: found[row.pk] and found[row.pk].kode for unit, row in rows.items()}

    assert set(bersama().values()) == {"belum_dibuka"}
    assert "Tandai semua" not in html(client.get("/admin/validasi/"))
    for unit in (office.subbag, office.bidang):
        client.get(address(office, unit))
    assert bersama() == {office.subbag: None, office.bidang: "perlu_dicermati", office.tim: "belum_dibuka"}

    # Whatever a form sends: the service asks again.
    posted = {"dari": "papan", "pilih": [row.pk for row in rows.values()]}
    response = client.post(
        "/admin/pemeriksaan/bersama/", posted | {f"versi_{row.pk}": row.versi for row in rows.values()}
    )

    assert response["Location"].startswith("/admin/validasi/2024/1/")
    told = messages(response)
    assert told[0].endswith("Data 1 unit sudah divalidasi: Subbag Umum.")
    assert "Ada 1 hal yang perlu dicermati." in told[1]
    assert "Buka halaman unit ini lebih dahulu" in told[2]
    assert [office.pengajuan(unit).status for unit in rows] == ["divalidasi", "diperiksa", "diperiksa"]


def test_a_look_at_an_older_version_does_not_count(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.kepala)
    seen = way.hand_in(office, office.bidang, cast.staf, ("12", "2", "81.18"))
    client.get(address(office, office.bidang))
    way.services.send_back(by=cast.kepala, pengajuan=seen, versi=seen.versi, alasan="Perbaiki.")
    again = way.resubmit(office, office.bidang, cast.staf)
    posted = {"pilih": [again.pk], f"versi_{again.pk}": again.versi}

    refused = client.post("/admin/pemeriksaan/bersama/", posted)
    assert "Buka halaman unit ini lebih dahulu" in messages(refused)[0]
    client.get(address(office, office.bidang))
    done = client.post("/admin/pemeriksaan/bersama/", posted)

    assert messages(done)[-1].endswith("Data 1 unit sudah diteruskan: Bidang Informasi dan Komunikasi Publik.")
    assert done["Location"].startswith("/admin/pemeriksaan/")
    assert office.pengajuan(office.bidang).status == "diperiksa"


def test_nothing_ticked_is_said(cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.kepala).post("/admin/pemeriksaan/bersama/", {"pilih": ["x", "0", "²"]})
    assert messages(response)[-1].endswith("lalu tekan tombolnya lagi.")


def test_the_unit_takes_back_from_its_sheet(office: Office, cast: Cast, client_of: SignIn) -> None:
    client, where = client_of(cast.staf), sheet(office, office.bidang, "tarik/")
    assert "Yang dapat ditarik hanya" in html(client.get(where))
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    assert where in html(client.get(sheet(office, office.bidang)))
    versi = office.pengajuan(office.bidang).versi
    assert "Setelah ditarik, semua baris dapat diubah lagi." in html(client.get(where))

    late = client.post(where, {"versi": versi - 1, "alasan": "Maret <b>belum</b> masuk."})
    assert late.status_code == 409
    assert "Maret &lt;b&gt;belum&lt;/b&gt; masuk." in html(late)
    done = client.post(where, {"versi": versi, "alasan": "Maret belum masuk."})

    assert done["Location"] == sheet(office, office.bidang)
    assert office.pengajuan(office.bidang).status == "draf"
    history = html(client_of(cast.kepala).get(address(office, office.bidang)))
    assert "Ditarik unit" in history
    assert "versi 1</a> (ditarik)" in history
    assert "Maret belum masuk." in history
    version = html(client.get(address(office, office.bidang, "versi/1/")))
    assert "Versi ini ditarik kembali oleh unitnya" in version


def test_a_late_unit_reads_it_on_its_own_pages(office: Office, cast: Cast, client_of: SignIn) -> None:
    Penugasan.objects.create(pengguna=cast.staf, unit=office.tim, peran="staf", mulai=date(2023, 1, 1))
    client = client_of(cast.staf)
    pages = ("/admin/pengisian/", sheet(office, office.bidang))
    assert not any("lewat" in html(client.get(page)) for page in pages)
    for days, words in ((12, "Tenggat lewat 12 hari"), (867, "Tenggat lewat sejak ")):
        day = timezone.localdate() - timedelta(days=days)
        JadwalPengisian.objects.update(mulai=day, tenggat=day)
        assert all(words in html(client.get(page)) for page in pages)
    assert "867" not in html(client.get(pages[1]))

    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    assert "Diajukan terlambat, tenggat " in html(client.get(pages[1]))


def test_a_head_names_and_ends_a_deputy_on_his_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    client, where = client_of(cast.kepala), "/admin/pemeriksaan/pelaksana-harian/"
    today = timezone.localdate()
    typed = {
        "unit": office.bidang.pk,
        "pengguna": cast.staf_umum.pk,
        "mulai": today.strftime("%d-%m-%Y"),
        "sampai": (today + timedelta(days=31)).strftime("%d-%m-%Y"),
    }
    people = [str(label) for _, label in client.get(where).context["form"].fields["pengguna"].choices]
    assert "Staf Umum (staf.umum)" in people
    assert not any(name in " ".join(people) for name in ("Pembaca", "Administrator", "Staf Dinas Lain", "Bidang IKP"))

    refused = client.post(where, typed)
    assert refused.status_code == 422
    assert "paling lama 31 hari" in html(refused)
    assert f'value="{cast.staf_umum.pk}" selected' in html(refused)
    assert client.post(where, typed | {"pengguna": cast.asing.pk}).status_code == 422
    tomorrow = (today + timedelta(days=1)).strftime("%d-%m-%Y")
    assert client.post(where, typed | {"sampai": tomorrow})["Location"].startswith(where)

    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    deputy = client_of(cast.staf_umum)
    assert "Anda Plh. Kepala Bidang Informasi dan Komunikasi Publik" in html(deputy.get("/admin/pemeriksaan/"))
    assert "Anda bertindak sebagai Plh. Kepala Bidang" in html(deputy.get(address(office, office.bidang)))
    assert "tidak menunjuk penggantinya" in html(deputy.get(where))
    assert "Tunjuk seseorang" not in html(deputy.get(where))
    assert "Berhalangan?" not in html(deputy.get("/admin/pemeriksaan/"))
    assert "Berhalangan?" in html(client_of(cast.kepala).get("/admin/pemeriksaan/"))
    assert "(Plh. Staf Umum)" in html(client_of(cast.sekretaris).get("/admin/validasi/"))

    row = Penugasan.objects.get(mewakili=cast.kepala)
    assert client_of(cast.kasubbag).post(f"{where}{row.pk}/akhiri/").status_code == 404
    ended = client.post(f"{where}{row.pk}/akhiri/")
    assert messages(ended)[-1].endswith("Tugas Staf Umum sebagai pelaksana harian berakhir malam ini.")
    assert Jejak.objects.filter(tindakan="akhiri_plh", ditolak=False).count() == 1


def test_the_pages_say_how_a_guarded_deputy_is_made(office: Office, cast: Cast, client_of: SignIn) -> None:
    today = timezone.localdate()
    name_deputy(by=cast.kepala, unit=office.bidang, pengguna=cast.staf, mulai=today, sampai=today)
    assert "Plh. Sekretaris dan Kepala Dinas diberikan oleh dua orang" in html(
        client_of(cast.kepala).get("/admin/pemeriksaan/pelaksana-harian/")
    )
    assert "pelaksana harian (Plh.) Sekretaris dan Kepala Dinas" in html(
        client_of(cast.sekretaris).get("/admin/akun/usulan-peran/")
    )
