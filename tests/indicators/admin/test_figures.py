"""A figure with two readings in a form of the admin: both are offered, the chosen one is stored, nothing is guessed."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indikator, PengaturanTahun, Pengguna, TargetRenstra
from tests.cast import Cast, Office
from tests.indicators.admin.test_rencana import errors_of, post_of

ClientOf = Callable[[Pengguna], Client]
FIELD = "target_renstra-0-target"


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def iku(office: Office) -> Indikator:
    return Indikator.objects.get(nama="Nilai Indeks SPBE")


def address(iku: Indikator) -> str:
    return reverse("admin:indicators_indikator_change", args=[iku.pk])


def send(client: Client, iku: Indikator, **changes: str) -> Any:
    return client.post(address(iku), post_of(client.get(address(iku)), **changes))


def choices_of(answer: Any, field: str = FIELD) -> list[tuple[str, str]]:
    """Return the offered readings of a field: what a choice sends and what it says."""
    pattern = rf'<input type="radio" name="{field}-bacaan" value="([^"]*)">\s*([^<]*?)\s*</label>'
    return re.findall(pattern, answer.content.decode())


def stored(iku: Indikator) -> Decimal | None:
    value: Decimal | None = TargetRenstra.objects.get(indikator=iku, tahun=2023).nilai
    return value


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("1.234", [("1234", "1.234 (ribuan)"), ("1,2340", "1,234 (desimal)")]),
        ("12,500", [("12,5", "12,5 (desimal)"), ("12500", "12.500 (ribuan)")]),
        ("-1.234 Indeks Poin", [("-1234", "-1.234 (ribuan)"), ("-1,2340", "-1,234 (desimal)")]),
    ],
)
def test_both_readings_are_offered_and_nothing_is_stored(
    planner: Client, iku: Indikator, typed: str, offered: list[tuple[str, str]]
) -> None:
    answer = send(planner, iku, **{FIELD: typed})
    assert choices_of(answer) == offered
    assert f'name="{FIELD}-dibaca" value="{typed}"' in answer.content.decode()
    assert stored(iku) == Decimal("2.0")


@pytest.mark.parametrize(("chosen", "value"), [("1234", Decimal(1234)), ("1,2340", Decimal("1.234"))])
def test_the_chosen_reading_is_stored(planner: Client, iku: Indikator, chosen: str, value: Decimal) -> None:
    answer = send(planner, iku, **{FIELD: "1.234", f"{FIELD}-dibaca": "1.234", f"{FIELD}-bacaan": chosen})
    assert answer.status_code == 302
    assert stored(iku) == value


def test_a_choice_does_not_outlive_its_text(planner: Client, iku: Indikator) -> None:
    answer = send(planner, iku, **{FIELD: "5.678", f"{FIELD}-dibaca": "1.234", f"{FIELD}-bacaan": "1234"})
    assert choices_of(answer) == [("5678", "5.678 (ribuan)"), ("5,6780", "5,678 (desimal)")]
    assert stored(iku) == Decimal("2.0")


def test_a_choice_is_kept_while_another_field_is_refused(planner: Client, iku: Indikator) -> None:
    answer = send(
        planner,
        iku,
        **{
            FIELD: "1.234",
            f"{FIELD}-dibaca": "1.234",
            f"{FIELD}-bacaan": "1,2340",
            "target_renstra-1-target": "2.345",
        },
    )
    text = answer.content.decode()
    assert re.search(rf'name="{FIELD}" value="1,2340"', text)
    assert choices_of(answer) == []
    assert [value for value, _ in choices_of(answer, "target_renstra-1-target")] == ["2345", "2,3450"]


def test_a_choice_is_read_like_any_other_text(planner: Client, iku: Indikator) -> None:
    answer = send(planner, iku, **{FIELD: "1.234", f"{FIELD}-dibaca": "1.234", f"{FIELD}-bacaan": "<b>dua</b>"})
    assert errors_of(answer)[0].startswith("“<b>dua</b>” bukan angka.")
    assert "<b>dua" not in answer.content.decode()


def test_what_was_typed_is_escaped(planner: Client, iku: Indikator) -> None:
    answer = send(planner, iku, **{FIELD: '1.234 (dok"><i>)'})
    assert len(choices_of(answer)) == 2
    assert '"><i>' not in answer.content.decode()


def test_settings_of_a_year_are_read_the_same_way(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client, page = client_of(cast.administrator), reverse("admin:indicators_pengaturantahun_add")
    data = post_of(client.get(page), opd=str(office.opd.pk), tahun="2025", batas_capaian="1.234")
    answer = client.post(page, data)
    assert choices_of(answer, "batas_capaian")[0] == ("1234", "1.234 (ribuan)")
    assert client.post(page, data | {"batas_capaian": "112,5", "batas_tinggi": "76,25"}).status_code == 302
    saved = PengaturanTahun.objects.get(tahun=2025)
    assert (saved.batas_capaian, saved.batas_tinggi) == (Decimal("112.5"), Decimal("76.25"))
