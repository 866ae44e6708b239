"""The page of a submission with more rows than fit on one: in steps, all of it counted, no mark lost on the way."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import BarisDikembalikan, ButirPK, Indikator, Pengajuan, Pengguna, Realisasi, Target
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Cast, Office
from tests.indicators import way

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]
MOST = 1_500_000
LONG = (
    "Persentase layanan informasi publik dan kehumasan pemerintah daerah yang ditindaklanjuti sesuai standar pelayanan"
)


def widen(office: Office, number: int) -> list[Indikator]:
    """Give the Bidang so many rows more, each far above its target."""
    remove(connection, TRIGGERS)
    rows = Indikator.objects.bulk_create(
        Indikator(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"{LONG} {n}", urutan=9 + n
        )
        for n in range(number)
    )
    listed = [ButirPK(pk_induk=office.pk, indikator=row, unit=row.unit, urutan=row.urutan) for row in rows]
    for butir, row in zip(listed, rows, strict=True):
        butir.take_over(row)
    ButirPK.objects.bulk_create(listed)
    Target.objects.bulk_create(Target(butir=butir, triwulan=q, nilai=12) for butir in listed for q in range(5))
    Realisasi.objects.bulk_create(
        Realisasi(
            indikator=row,
            triwulan=office.tw1,
            status="terisi",
            nilai=99,
            kendala="Anggaran belum cair sampai akhir triwulan sehingga kegiatan ditunda.",
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
        for row in rows
    )
    install(connection, TRIGGERS)
    return rows


def hand_in_wide(office: Office, cast: Cast, number: int) -> tuple[Pengajuan, list[Indikator]]:
    """The rows come after the unit handed in: what is read is the sheet as it stands."""
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    return pengajuan, widen(office, number)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def rows_on(content: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-row="(\d+)"', content)]


def test_1500_rows_come_in_steps_and_are_counted_whole(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan, rows = hand_in_wide(office, cast, 1_497)
    client, address = client_of(cast.kepala), f"/admin/pengajuan/{pengajuan.pk}/"
    read(client, address)
    with CaptureQueriesContext(connection) as wide:
        first = read(client, address)
    assert len(first.encode()) < MOST, len(first.encode())
    assert 1 <= len(rows_on(first)) <= 100
    assert "1500 dari 1500 baris" in first
    last = rows[-1]
    # Every row has something odd: each is in the list, and leads to its step.
    found = re.search(r"<h2>(\d+) hal perlu dicermati pada (\d+) baris</h2>", first)
    assert found is not None
    assert int(found.group(2)) >= 1_497
    assert f'href="{address}?baris={last.pk}#baris-{last.pk}"' in first
    there = client.get(address, {"baris": last.pk})
    content = there.content.decode()
    assert last.pk in rows_on(content)
    assert f'data-to-row="{last.pk}"' in content
    assert last.pk in there.context["baris_terbuka"]
    assert len(content.encode()) < MOST

    with CaptureQueriesContext(connection) as again:
        read(client, f"{address}?langkah=9&saring=temuan&cari=persentase")
    assert len(again) == len(wide)


@pytest.fixture
def in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three rows be a long unit."""
    monkeypatch.setattr("indicators.selectors.sheet_part.ONE_PAGE", 2)
    monkeypatch.setattr("indicators.selectors.sheet_part.STEP_ROWS", 2)


@pytest.mark.usefixtures("in_steps")
def test_what_is_marked_goes_along_and_is_returned(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    layanan, dokumen, indeks = office.indikator(office.bidang)
    client, address = client_of(cast.kepala), f"/admin/pengajuan/{pengajuan.pk}/"
    first = read(client, address)
    assert rows_on(first) == [indeks.pk]
    assert f'formaction="{address}?saring=semua&amp;langkah=2"' in first
    typed = {
        "versi": pengajuan.versi,
        "baris": [indeks.pk],
        f"alasan_{indeks.pk}": "Salah <b>satuan</b>.",
        "alasan": "x",
    }

    moved = client.post(f"{address}?langkah=2", typed)

    assert (moved.status_code, moved["Location"]) == (302, f"{address}?langkah=2")
    second = read(client, f"{address}?langkah=2")
    assert rows_on(second) == [dokumen.pk, layanan.pk]
    assert "1 baris yang Anda tandai atau beri alasan pada langkah lain" in second
    assert f'<input type="checkbox" name="baris" value="{indeks.pk}" checked>' in second
    assert "Salah &lt;b&gt;satuan&lt;/b&gt;." in second
    assert not BarisDikembalikan.objects.exists()
    # A slip comes back on the step where it was made, with all that was marked.
    every = {**typed, "baris": [indeks.pk, dokumen.pk], "langkah": "2", "saring": "semua", "cari": ""}
    refused = client.post(f"{address}periksa/", every)
    assert refused.status_code == 422
    content = refused.content.decode()
    assert rows_on(content) == [dokumen.pk, layanan.pk]
    assert f'href="{address}?saring=semua"' in content
    assert "Salah &lt;b&gt;satuan&lt;/b&gt;." in content

    assert client.post(f"{address}kembalikan/", every).status_code == 302

    asked = dict(BarisDikembalikan.objects.values_list("indikator_id", "alasan"))
    assert asked == {indeks.pk: "Salah <b>satuan</b>.", dokumen.pk: "x"}
    assert "pada langkah lain" not in read(client, f"{address}?langkah=2")


@pytest.mark.usefixtures("in_steps")
def test_filters_search_and_a_row_in_the_address(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    layanan, dokumen, indeks = office.indikator(office.bidang)
    client, address = client_of(cast.kepala), f"/admin/pengajuan/{pengajuan.pk}/"
    assert rows_on(read(client, f"{address}?baris={layanan.pk}")) == [dokumen.pk, layanan.pk]
    assert rows_on(read(client, f"{address}?cari={indeks.nama.split()[0]}&saring=semua")) == [indeks.pk]
    none = read(client, f"{address}?cari=%3Cb%3E&langkah=x&baris=999999")
    assert rows_on(none) == []
    assert 'value="&lt;b&gt;"' in none
    # What another version left marked is not the mark of this one, nor is that of another submission.
    client.post(address, {"baris": [indeks.pk], "alasan": "Lama"})
    Pengajuan.objects.filter(pk=pengajuan.pk).update(nomor_versi=2)
    assert "Lama" not in read(client, f"{address}?langkah=2")


def test_a_short_unit_is_one_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    content = read(client_of(cast.kepala), f"/admin/pengajuan/{pengajuan.pk}/?langkah=2&cari=zzz")
    assert len(rows_on(content)) == 3
    assert "data-carry" not in content
    assert 'id="saring-semua"' in content
