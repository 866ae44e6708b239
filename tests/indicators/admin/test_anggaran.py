"""The budget's page in the admin: one write for pagu, sources and RAK, refusals that keep what was typed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Anggaran, Jejak, Pengguna
from tests.cast import Cast, Office
from tests.indicators.money import make_anggaran, make_rak, make_sources, spend
from tests.trail import told

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


def url(page: str, *args: Any) -> str:
    return reverse(f"admin:indicators_anggaran_{page}", args=args)


def form(office: Office, **values: str) -> dict[str, str]:
    """Return what the browser sends of a new budget without sources and RAK."""
    data = {"sub_kegiatan": str(office.sub_kegiatan.pk), "tahun": "2024", "pagu": "Rp2.360.141.080", "pptk": ""}
    data |= {"pagu_perubahan": "", "perubahan_mulai": "", "cara_rak": ""}
    for prefix in ("sumber_dana", "rak"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {**data, **values}


def rows(prefix: str, **columns: list[str]) -> dict[str, str]:
    """Return new rows of an inline."""
    count = len(next(iter(columns.values())))
    data = {f"{prefix}-TOTAL_FORMS": str(count)}
    return data | {f"{prefix}-{at}-{name}": text for name, texts in columns.items() for at, text in enumerate(texts)}


def test_the_planner_adds_a_budget_with_sources_and_rak(office: Office, cast: Cast, client_of: ClientOf) -> None:
    data = form(office, cara_rak="triwulanan", pptk="Budi")
    data |= rows("sumber_dana", sumber=["dau", "pad"], nilai=["2.000.000.000", "360.141.080"])
    data |= rows("rak", nomor=["1", "2"], nilai=["1.000.000.000", "1.360.141.080"])
    response = client_of(cast.perencana).post(url("add"), data)
    assert response.status_code == 302, response.context["errors"]
    row = Anggaran.objects.get()
    assert (row.pagu, row.opd) == (Decimal(2360141080), office.opd)
    assert dict(row.sumber_dana.values_list("sumber", "nilai")) == {"dau": Decimal(2 * 10**9), "pad": 360141080}
    assert dict(row.rak.values_list("nomor", "nilai")) == {1: Decimal(10**9), 2: 1360141080}
    assert told(Jejak.objects.all()) == ["tambah anggaran"]


def test_a_refusal_keeps_what_was_typed(office: Office, cast: Cast, client_of: ClientOf) -> None:
    data = form(office, pptk="Budi Santoso") | rows("sumber_dana", sumber=["dau"], nilai=["5.000.000"])
    response = client_of(cast.perencana).post(url("add"), data)
    assert response.status_code == 422
    assert "Sumber dana berjumlah Rp5.000.000, sedangkan pagu Rp2.360.141.080." in response.text
    assert "Budi Santoso" in response.text
    assert not Anggaran.objects.exists()


def test_an_ambiguous_pagu_is_asked_back(office: Office, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.perencana).post(url("add"), form(office, pagu="1.234"))
    assert "dapat dibaca dengan dua cara" in response.text
    assert not Anggaran.objects.exists()


def test_a_missing_quarter_of_the_revision_is_refused(office: Office, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.perencana).post(url("add"), form(office, pagu_perubahan="5.000.000"))
    assert response.status_code == 422
    assert "triwulan mulai berlakunya" in response.text
    assert not Anggaran.objects.exists()


def page_data(page: Any, **changes: str) -> dict[str, Any]:
    """Return what the browser sends back from the page of a budget."""
    data: dict[str, Any] = {bound.html_name: bound.value() for bound in page.context["adminform"].form}
    data["dilihat"] = page.context["dilihat"]
    for inline in page.context["inline_admin_formsets"]:
        data |= {bound.html_name: bound.value() for bound in inline.formset.management_form}
        data |= {bound.html_name: bound.value() for child in inline.formset for bound in child}
    return {name: value for name, value in data.items() if value is not None} | changes


def test_the_page_sent_back_as_it_is_changes_nothing(office: Office, cast: Cast, client_of: ClientOf) -> None:
    row = make_anggaran(office)
    make_rak(row, "1234", "", "3", "")
    make_sources(row, dau="")
    client = client_of(cast.perencana)
    page = client.get(url("change", row.pk))
    # What was written of another year meanwhile is none of it.
    other = Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=2025, pagu=Decimal(7))
    make_rak(other, "7")
    make_sources(other, dau="7")
    assert client.post(url("change", row.pk), page_data(page)).status_code == 302
    assert not Jejak.objects.exists()


def test_rows_are_changed_added_and_deleted_in_one_write(office: Office, cast: Cast, client_of: ClientOf) -> None:
    row = make_anggaran(office)
    make_rak(row, "1", "2", "", "")
    make_sources(row, dau="")
    client = client_of(cast.perencana)
    changes = {"rak-0-nilai": "5.000.000", "rak-1-DELETE": "on", "rak-2-nilai": "7", "sumber_dana-0-DELETE": "on"}
    response = client.post(url("change", row.pk), page_data(client.get(url("change", row.pk)), **changes))
    assert response.status_code == 302, response.context["errors"]
    assert dict(row.rak.values_list("nomor", "nilai")) == {1: Decimal(5000000), 3: Decimal(7)}
    assert not row.sumber_dana.exists()
    assert told(Jejak.objects.all()) == ["ubah anggaran"]
    history = client.get(url("history", row.pk)).text
    assert "1: Rp5.000.000, 3: Rp7" in history
    assert "sumber dana" in history.lower()


def test_the_quarters_without_rak_wait_on_the_page(office: Office, cast: Cast, client_of: ClientOf) -> None:
    row = make_anggaran(office)
    make_rak(row, "1", "", "3", "")
    page = client_of(cast.perencana).get(url("change", row.pk))
    rak = page.context["inline_admin_formsets"][1].formset
    assert [child["nomor"].value() for child in rak] == [1, 3, 2, 4]


def test_a_budget_is_deleted_unless_something_was_spent(office: Office, cast: Cast, client_of: ClientOf) -> None:
    row = make_anggaran(office)
    spent = spend(row, office.tw1, "5")
    client = client_of(cast.perencana)
    client.post(url("delete", row.pk), {"post": "yes"})
    assert Anggaran.objects.exists()
    spent.delete()
    client.post(url("delete", row.pk), {"post": "yes"})
    assert not Anggaran.objects.exists()


@pytest.mark.parametrize("who", ["sekretaris", "kadis"])
def test_others_of_the_plan_only_look(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    row = make_anggaran(office)
    make_rak(row, "1", "2", "3", "4")
    client = client_of(getattr(cast, who))
    assert client.get(url("change", row.pk)).status_code == 200
    assert client.post(url("change", row.pk), {"pagu": "1"}).status_code == 403
