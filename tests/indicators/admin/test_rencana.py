"""The plan in the admin: who sees, who changes, what a filter may name, what a page costs."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna
from tests.cast import Cast, Office

MODELS = (
    "perioderenstra",
    "tujuan",
    "sasaran",
    "program",
    "kegiatan",
    "subkegiatan",
    "indikator",
    "skalapredikat",
    "perjanjiankinerja",
    "butirpk",
)
ClientOf = Callable[[Pengguna], Client]


@pytest.mark.parametrize("model", MODELS)
def test_changelist_opens_for_planner_and_readers_only(
    office: Office, cast: Cast, client_of: ClientOf, model: str
) -> None:
    url = reverse(f"admin:indicators_{model}_changelist")
    for user in (cast.perencana, cast.sekretaris, cast.kadis):
        assert client_of(user).get(url).status_code == 200
    for user in (cast.staf, cast.kepala, cast.pembaca, cast.administrator):
        assert client_of(user).get(url).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_change_page_opens_with_every_field(office: Office, cast: Cast, client_of: ClientOf, model: str) -> None:
    model_admin = next(value for key, value in admin.site._registry.items() if key._meta.model_name == model)
    obj = model_admin.model._default_manager.first()
    for user in (cast.perencana, cast.sekretaris):
        client = client_of(user)
        if obj is not None:
            for page in ("change", "history"):
                assert client.get(reverse(f"admin:indicators_{model}_{page}", args=[obj.pk])).status_code == 200
        for page in ("add", "import"):
            expected = 200 if user is cast.perencana else 403
            assert client.get(reverse(f"admin:indicators_{model}_{page}")).status_code == expected
        assert client.get(reverse(f"admin:indicators_{model}_export")).status_code == 200
