"""No list tells by its filters what it does not show: a walk over every list, every relation and every secret."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from indicators.admin.base import ScopedAdmin, field_path
from indicators.models import Indikator, Jejak, Pengguna, Penugasan, Sasaran
from reports.models import Sertifikat
from sakip.sign_in.models import Attempt, Session
from tests.cast import Cast, Office
from tests.test_permission_matrix import POLICIES

# What a lookup answers differs between no databases: none of these reaches one.
pytestmark = pytest.mark.one_database

LISTS = [page for page in admin.site._registry.values() if isinstance(page, ScopedAdmin)]
WAYS = ("", "__exact", "__startswith", "__contains", "__gt", "__in", "__isnull", "__regex")
# Columns by which somebody could become another, or learn what opens something.
SECRETS = {"password", "is_superuser", "is_staff", "session_data", "session_key", "berkas", "key", "lease", "token"}
# What every list is asked for over HTTP too.
ASKED = (
    "password__regex=^a",
    "password__gt=m",
    "pengguna__password__startswith=a",
    "daftar_penugasan__pengguna__password__gt=a",
    "penugasan__pengguna__is_superuser=1",
)


def role_of(listing: ScopedAdmin[Any]) -> str:
    policy = POLICIES[str(listing.opts.model_name)]
    return str(policy["perbuatan"] or policy["lihat"][0])


def paths(model: type[Model], depth: int = 3) -> Iterator[tuple[str, bool]]:
    """Return every way over fields and relations, there and back, and whether a relation or a secret is at its end."""
    for field in model._meta.get_fields():
        yield field.name, field.is_relation or field.name in SECRETS
        if field.is_relation and depth > 1 and field.related_model is not None:
            for rest, closed in paths(field.related_model, depth - 1):
                yield f"{field.name}__{rest}", closed or rest.rpartition("__")[2] in SECRETS


def offered_by_hand(listing: ScopedAdmin[Any]) -> set[str]:
    named = (item[0] if isinstance(item, tuple) else item for item in listing.list_filter)
    return {item for item in named if isinstance(item, str)}


@pytest.mark.parametrize("field", ["penugasan&field_name=pengguna", "penugasan&field_name=unit"])
def test_choices_of_accounts_and_units_are_answered_to_who_keeps_them(
    office: Office, cast: Cast, client: Client, field: str
) -> None:
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    names = client.get(f"/admin/autocomplete/?app_label=indicators&model_name={field}").json()["results"]
    assert names
    assert all(set(row) == {"id", "text"} for row in names)
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/admin/autocomplete/?app_label=indicators&model_name={field}").status_code == 403


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.opts.model_name)
def test_no_relation_and_no_secret_is_looked_up_that_the_list_does_not_offer(
    cast: Cast, rf: RequestFactory, listing: ScopedAdmin[Any]
) -> None:
    request = rf.get("/")
    request.user = getattr(cast, role_of(listing))
    offered = offered_by_hand(listing)
    # The chooser's own parameter, which asks no column.
    chooser = {"opd"}
    judged, let_through = 0, []
    for path, closed in paths(listing.model):
        if not closed or path in offered or path.removesuffix("__id") in offered:
            continue
        judged += 1
        asked = {f"{path}{way}" for way in WAYS} - chooser
        let_through += [lookup for lookup in sorted(asked) if listing.lookup_allowed(lookup, "1", request)]
    assert let_through == []
    assert judged > 2


def test_the_walk_meets_every_secret() -> None:
    found = {path for listing in LISTS for path, _ in paths(listing.model)}
    assert {"password", "pengguna__password", "daftar_penugasan__pengguna__password"} <= found
    models = (Pengguna, Sertifikat, Session, Attempt)
    known = {field.name for model in models for field in model._meta.concrete_fields}
    assert SECRETS - known == {"lease", "token"}


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.opts.model_name)
def test_a_list_answers_as_the_stock_one_does_to_what_is_not_allowed(
    office: Office, cast: Cast, listing: ScopedAdmin[Any]
) -> None:
    client = Client()
    client.force_login(getattr(cast, role_of(listing)))
    url = reverse(f"admin:indicators_{listing.opts.model_name}_changelist")
    for asked in ASKED:
        first = asked.partition("__")[0].partition("=")[0]
        known = first in {field.name for field in listing.model._meta.get_fields()} or first == "password"
        expected = 400 if known and (first != "password" or "regex" in asked or listing.model is Pengguna) else 200
        assert (asked, client.get(f"{url}?{asked}").status_code) == (asked, expected)
    for harmless in ("o=-1.2", "o=99", "e=1", "_facets=1", "p=1", "q=a", f"{listing.opts.pk.name}__in=1,2"):
        assert (harmless, client.get(f"{url}?{harmless}").status_code in (200, 302)) == (harmless, True)


def test_what_a_list_offers_still_narrows_it(office: Office, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)

    def shown(model: type[Model], query: str) -> set[str]:
        page = client.get(f"{reverse(f'admin:indicators_{model._meta.model_name}_changelist')}?{query}")
        assert page.status_code == 200
        return {str(row.pk) for row in page.context["cl"].result_list}

    Pengguna.objects.filter(pk=cast.staf.pk).update(is_active=False)
    assert shown(Pengguna, "is_active__exact=0") == {str(cast.staf.pk)}
    assert shown(Pengguna, "username__exact=kepala") == {str(cast.kepala.pk)}
    assert shown(Penugasan, "peran__exact=administrator") == {
        str(pk) for pk in Penugasan.objects.filter(pengguna=cast.administrator).values_list("pk", flat=True)
    }
    client.force_login(cast.perencana)
    periode = office.renstra.pk
    assert shown(Sasaran, f"tujuan__periode={periode}") == {str(office.sasaran.pk)}
    assert shown(Sasaran, f"tujuan__periode={periode + 1}") == set()


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.opts.model_name)
def test_no_search_choice_or_export_reaches_a_secret(listing: ScopedAdmin[Any]) -> None:
    """The term of a search is matched against these columns, letter by letter."""
    columns = [*listing.search_fields, *listing.list_display, *(listing.ordering or ()), listing.date_hierarchy or ""]
    assert not {part for name in columns for part in str(name).lstrip("-^=@").split("__")} & SECRETS
    for resource in getattr(listing, "resource_classes", ()):
        assert not set(resource().fields) & SECRETS


@pytest.mark.parametrize(
    ("model", "lookup", "path"),
    [
        (Sasaran, "tujuan__periode__id__exact", "tujuan__periode"),
        (Sasaran, "pk__in", "id"),
        (Sasaran, "tidak_ada__exact", ""),
        (Penugasan, "pengguna__password__gt", "pengguna__password"),
        (Penugasan, "pengguna__pk__gt", "pengguna"),
        (Indikator, "nama__startswith", "nama"),
        (Jejak, "sesudah__password", "sesudah"),
        (Jejak, "waktu__year", "waktu"),
    ],
)
def test_field_path(model: type[Model], lookup: str, path: str) -> None:
    assert field_path(model, lookup) == path
