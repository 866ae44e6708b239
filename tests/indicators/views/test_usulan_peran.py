"""The second person's page: what he typed comes back when it was refused."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna, UsulanPeran
from indicators.permissions import Peran
from tests.assignments import assign
from tests.cast import Cast, Office


def test_a_reason_that_was_refused_comes_back(
    office: Office, cast: Cast, client_of: Callable[[Pengguna], Client]
) -> None:
    assign(by=cast.administrator, pengguna=cast.staf, unit=office.dinas, peran=Peran.SEKRETARIS, mulai=date(2026, 1, 1))
    usulan = UsulanPeran.objects.get()
    address = reverse("indicators:usulan_peran_reject", args=[usulan.pk])
    answer = client_of(cast.kadis).post(address, {"alasan": "Belum ada surat. " * 20})
    assert answer.status_code == 422
    assert f'value="{"Belum ada surat. " * 20}"' in answer.content.decode()
