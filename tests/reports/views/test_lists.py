"""The list of reports: what a reader sees of the figures of one office, and of several."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Peran
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Laporan
from reports.selectors import list_issued
from tests.cast import Cast, Office, make_opd
from tests.indicators import way
from tests.reports.steps import approve_quarter

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
# The mean of the kegiatan in TW I 2024, which no other figure of the page equals; of how many; judged.
KEGIATAN = '<strong class="figure">100,00 %</strong>'
SUB = '<strong class="figure">50,00 %</strong>'


def page(client: Client, query: str = "") -> str:
    return client.get(f"{reverse('reports:list')}{query}").content.decode()


def read_several(cast: Cast, *offices: UnitKerja) -> None:
    """Let the reader read other offices too."""
    for unit in offices:
        Penugasan.objects.create(pengguna=cast.pembaca, unit=unit, peran=Peran.PEMBACA.value, mulai=date(2023, 1, 1))


def dinkes() -> UnitKerja:
    return UnitKerja.objects.get(opd__kode="dinkes", induk__isnull=True)


@pytest.mark.parametrize("who", ["pembaca", "staf", "sekretaris"])
def test_nothing_of_drafts_is_shown(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    way.validate_all(office, cast)
    html = page(client_of(getattr(cast, who)))
    assert "Belum disahkan" in html
    assert (KEGIATAN in html, SUB in html) == (False, False)


def test_a_reader_sees_means_with_coverage_and_predicate_once_they_are_approved(
    approved: Office, cast: Cast, client_of: ClientOf
) -> None:
    html = page(client_of(cast.pembaca))
    assert "Belum ada yang terbit; angka di bawah ini sudah disahkan Kepala Dinas." in html
    kegiatan = html.partition('data-label="Kegiatan"')[2].partition("</td>")[0]
    assert KEGIATAN in kegiatan
    assert "1 dari 1" in kegiatan
    assert ">Sangat Tinggi</span>" in kegiatan
    sub = html.partition('data-label="Sub Kegiatan"')[2].partition("</td>")[0]
    assert SUB in sub
    assert "2 dari 3" in sub
    assert "Belum dinilai" in sub


def test_what_was_opened_again_is_shown_no_more(approved: Office, cast: Cast, client_of: ClientOf) -> None:
    approved.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=approved.tw1, versi=approved.tw1.versi, alasan="Keliru.")
    html = page(client_of(cast.pembaca))
    assert SUB not in html
    assert "Dibuka kembali" in html
    # The reason is the office's own affair.
    assert "Keliru." not in html


def test_an_issued_document_is_found_beside_its_figures(signed: Dokumen, cast: Cast, client_of: ClientOf) -> None:
    html = page(client_of(cast.pembaca))
    assert "Belum ada yang terbit" not in html
    assert f'href="{reverse("reports:download", args=[signed.pk])}"' in html


def test_several_offices_stand_in_one_table(office: Office, cast: Cast, client_of: ClientOf) -> None:
    approve_quarter(office, cast)
    read_several(cast, dinkes())
    client = client_of(cast.pembaca)

    html = page(client)

    rows = html.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    names = ["Dinas Kesehatan" in row for row in rows], ["Informatika" in row for row in rows]
    assert names == ([True, False], [False, True])
    assert "Belum dibuka" in rows[0]
    assert "Belum disahkan" in rows[0]
    assert SUB in rows[1]
    assert f'href="{reverse("reports:list")}?opd={office.opd.full_code}"' in rows[1]
    assert "Laporan Pengukuran Kinerja Triwulan I Tahun 2024" in page(client, f"?opd={office.opd.full_code}")


def issue(opd: PerangkatDaerah, tahun: int, triwulan: int) -> Dokumen:
    """Write a signed document without any service and without a file."""
    now = timezone.now()
    return Dokumen.objects.create(
        laporan=Laporan.objects.create(opd=opd, jenis="lpk", tahun=tahun, triwulan=triwulan),
        status="ditandatangani",
        nomor_urut=1,
        snapshot={},
        skema=1,
        template_version="v1",
        versi_triwulan=1,
        dibuat_oleh="uji",
        dibuat_pada=now,
        berkas="uji.pdf",
        sha256="0" * 64,
        difinalkan_oleh="uji",
        difinalkan_pada=now,
        cara_ttd="tte",
        berkas_ttd="uji.pdf",
        sha256_ttd="0" * 64,
        ditandatangani_oleh="uji",
        ditandatangani_pada=now,
    )


def test_issued_documents_are_found_by_office_and_period(office: Office, cast: Cast) -> None:
    other = dinkes().opd
    made = {when: issue(*when) for when in ((office.opd, 2024, 1), (office.opd, 2024, 2), (office.opd, 2023, 1))}
    foreign = issue(other, 2024, 1)
    for (opd, tahun, triwulan), document in made.items():
        assert list_issued([opd.pk], tahun, triwulan) == {opd.pk: [document]}
    assert list_issued([other.pk], 2024, 1) == {other.pk: [foreign]}


def test_issued_documents_of_several_offices_lead_to_their_pages(
    signed: Dokumen, cast: Cast, client_of: ClientOf
) -> None:
    read_several(cast, dinkes())
    html = page(client_of(cast.pembaca), "?periode=2024-1")
    assert f'<a href="/admin/laporan/2024/1/?opd={signed.laporan.opd.full_code}">' in html


@pytest.mark.parametrize("asked", ["2024-2", "2024", "2024-9", "x", "2024-1 ", "99999-1"])
def test_a_period_that_nobody_opened_is_not_there(office: Office, cast: Cast, client_of: ClientOf, asked: str) -> None:
    read_several(cast, dinkes())
    assert client_of(cast.pembaca).get(reverse("reports:list"), {"periode": asked}).status_code == 404


def test_more_offices_cost_no_more_queries(office: Office, cast: Cast, client_of: ClientOf) -> None:
    approve_quarter(office, cast)
    read_several(cast, dinkes())
    client = client_of(cast.pembaca)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    count()
    few = count()
    read_several(cast, *(make_opd(office.opd.pemda, f"lain{number}", f"Dinas {number}")[1] for number in range(5)))
    assert PerangkatDaerah.objects.count() == 7
    assert count() == few
