"""What an open entry page is told of others: nothing while nothing changed, then which rows, then what stands there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Pengguna, PerjanjianKinerja
from indicators.services.bukti import add_evidence, withdraw_evidence
from indicators.services.pengajuan import submit
from indicators.services.realisasi_entry import RowEntry
from sakip.sign_in.models import Session
from tests.cast import Cast, Office, make_butir
from tests.files import PDF
from tests.indicators.way import SUBBAG, fill
from tests.savers import save_row

ClientOf = Callable[[Pengguna], Client]
pytestmark = pytest.mark.one_database


def url(office: Office, query: str = "") -> str:
    return reverse("indicators:pengisian_live", args=[office.tw1.pk, office.bidang.pk]) + query


def ask(client: Client, office: Office, query: str = "") -> dict[str, Any]:
    answer = client.get(url(office, query))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def save(office: Office, by: Pengguna, at: int, text: str, versi: int = 0) -> None:
    entry = RowEntry(office.indikator(office.bidang)[at].pk, versi, realisasi=text)
    save_row(by=by, triwulan=office.tw1, unit=office.bidang, isian=entry)


def test_nothing_new_is_said_with_nothing(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    seen = ask(client, office)
    assert seen["baris"] == []
    assert client.get(url(office, f"?sidik={seen['sidik']}")).status_code == 204
    # Of another unit: a draft of the PK gives it a row of the Subbag's.
    draft = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, berlaku_mulai=date(2024, 7, 1), alasan="Uji"
    )
    butir = make_butir(draft, office.indikator(office.subbag)[0], ("1", "1", "1", "1"))
    butir.unit = office.bidang
    butir.save()
    fill(office, office.subbag, SUBBAG)
    assert client.get(url(office, f"?sidik={seen['sidik']}")).status_code == 204


def test_a_saved_row_and_its_files_are_told_and_read(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    seen = ask(client, office)
    layanan, dokumen, _ = office.indikator(office.bidang)
    save(office, cast.kepala, 0, "3")
    now = ask(client, office, f"?sidik={seen['sidik']}")
    assert now["keadaan"] == seen["keadaan"]
    assert now["baris"] == [{"id": layanan.pk, "versi": 1, "bukti": []}]

    file = SimpleUploadedFile("a.pdf", PDF)
    where = {"by": cast.kepala, "triwulan": office.tw1, "unit": office.bidang}
    bukti = add_evidence(**where, indikator_id=layanan.pk, file=file)
    with_file = ask(client, office, f"?sidik={now['sidik']}")
    assert with_file["baris"] == [{"id": layanan.pk, "versi": 1, "bukti": [bukti.pk]}]
    other = office.indikator(office.subbag)[0]
    (row,) = ask(client, office, f"?baris={layanan.pk},{other.pk}")["baris"]
    assert (row["id"], row["kini"]["realisasi"], row["kini"]["oleh"]) == (
        layanan.pk, "3", "Kepala Bidang IKP (kepala)",
    )  # fmt: skip
    assert row["kini"]["capaian"] == "25,00 %"
    assert row["kini"]["kelas"]
    assert [item["nama"] for item in row["bukti"]] == ["a.pdf"]
    withdraw_evidence(**where, bukti=bukti, alasan="Salah berkas")
    assert ask(client, office, f"?sidik={with_file['sidik']}")["baris"] == now["baris"]
    assert ask(client, office, f"?baris={dokumen.pk}")["baris"][0]["kini"]["versi"] == 0


def test_that_it_was_handed_in_is_told_with_its_sentence(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    page = client.get(reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])).content.decode()
    for at, text in enumerate(("6", "2", "80,18")):
        save(office, cast.kepala, at, text)
    before = ask(client, office)
    assert f'data-standing="{before["keadaan"]}"' in page
    assert before["terkunci"] == ""
    submit(by=cast.kepala, pengajuan=office.pengajuan(office.bidang))
    after = ask(client, office, f"?sidik={before['sidik']}")
    assert after["keadaan"] != before["keadaan"]
    assert after["terkunci"].startswith("Data ini sudah diajukan")


@pytest.mark.parametrize("baris", ["", "a", "1,", "0", "-1", ",".join("1" for _ in range(51))])
def test_unreadable_rows_are_refused(office: Office, cast: Cast, client_of: ClientOf, baris: str) -> None:
    answer = client_of(cast.staf).get(url(office, f"?baris={baris}"))
    assert answer.status_code == 400
    assert answer.json()["jenis"] == "salah"


def test_it_keeps_no_session_alive(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)
    long_ago = timezone.now() - timedelta(minutes=30)
    Session.objects.update(seen_at=long_ago)
    ask(client, office)
    assert Session.objects.get().seen_at == long_ago


def test_rows_cost_no_more_queries(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.staf)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(client, office)
        return len(queries)

    few = count()
    assert few <= 12
    for at, text in enumerate(("6", "2", "80,18")):
        save(office, cast.kepala, at, text)
    assert count() == few
