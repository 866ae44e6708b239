"""What administrators see of stored files that are not what they were."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import DamagedFile, Pengguna, PerangkatDaerah
from tests.cast import Cast, Office

ClientOf = Callable[[Pengguna], Client]
LIST = "admin:indicators_damagedfile_changelist"


def damaged(opd: PerangkatDaerah, nomor: int = 7, *, whole: bool = False) -> DamagedFile:
    now = timezone.now()
    return DamagedFile.objects.create(
        opd=opd,
        jenis="bukti",
        nomor=nomor,
        nama=f"Bukti dukung rekap-{nomor}.pdf",
        sebab="hilang",
        ditemukan_pada=now - timedelta(days=2),
        terakhir_pada=now,
        selesai_pada=now if whole else None,
    )


def test_the_front_page_of_the_administrator_says_it(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    index = reverse("admin:index")
    damaged(office.opd, 8, whole=True)
    assert "hilang atau berubah" not in client.get(index).content.decode()
    damaged(office.opd)
    html = client.get(index).content.decode()
    assert "1 berkas tersimpan hilang atau berubah, sehingga tidak dapat diunduh." in html
    assert f'href="{reverse(LIST)}?keadaan=terbuka&amp;opd=' in html


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "perencana", "staf", "asing"])
def test_nobody_else_is_told(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    damaged(office.opd)
    client = client_of(getattr(cast, who))
    assert "hilang atau berubah" not in client.get(reverse("admin:index"), follow=True).content.decode()
    assert client.get(reverse(LIST)).status_code == 403


def test_the_list_says_since_when_and_what_to_do(office: Office, cast: Cast, client_of: ClientOf) -> None:
    damaged(office.opd)
    damaged(office.opd, 8, whole=True)
    client = client_of(cast.administrator)
    html = client.get(reverse(LIST), {"keadaan": "terbuka"}).content.decode()
    assert "Bukti dukung rekap-7.pdf" in html
    assert "rekap-8" not in html
    assert "bukti-7" in html
    assert "memulihkannya dari cadangan" in html
    whole = client.get(reverse(LIST), {"keadaan": "selesai"}).content.decode()
    assert "Tidak ada: pulih sejak" in whole
    assert "rekap-7" not in whole


def test_a_case_is_only_read(office: Office, cast: Cast, client_of: ClientOf) -> None:
    case = damaged(office.opd)
    client = client_of(cast.administrator)
    page = client.get(reverse("admin:indicators_damagedfile_change", args=[case.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse("admin:indicators_damagedfile_add")).status_code == 403
