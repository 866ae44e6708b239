#!/usr/bin/env python
"""The entry page and the saving of one row with 15, 150 and 1,500 rows, beside the stock changelist, in one run.

    .venv/bin/python benchmarks/entry.py [--runs 5] [--rows 15 150 1500]

The stock changelist is Django's own, with `list_editable` on the same rows on one page. Both are asked through the test
client of one process, turn by turn, on the database of DATABASE_URL's engine, in a test database that is thrown away.
Milliseconds of this process's processor, median, which other programs on the machine do not change; what a PostgreSQL
server computes is not in them. Queries in brackets; the ratio is stock against ours.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")


def timed(runs: int, *acts: Callable[[], Any]) -> list[tuple[float, int]]:
    """Return for each act the median milliseconds of processor and the queries of one more run. They take turns; the
    first run of each is not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    figures: list[list[float]] = [[] for _ in acts]
    for run in range(runs + 1):
        for act, found in zip(acts, figures, strict=True):
            start = time.process_time()
            act()
            if run:
                found.append((time.process_time() - start) * 1000)
    queries = []
    for act in acts:
        with CaptureQueriesContext(connection) as captured:
            act()
        queries.append(len(captured))
    return [(median(found), number) for found, number in zip(figures, queries, strict=True)]


def build(number: int) -> Any:
    """Return a small office whose Bidang has `number` rows more, all of them with a value."""
    from django.db import connection
    from django.utils import timezone

    from indicators.models import ButirPK, Indikator, Realisasi, Target
    from indicators.triggers import TRIGGERS
    from sakip.triggers import install, remove
    from tests.cast import build_office

    office = build_office()
    remove(connection, TRIGGERS)
    rows = Indikator.objects.bulk_create(
        Indikator(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Indikator {n:05d}", urutan=n
        )
        for n in range(number)
    )
    listed = []
    for row in rows:
        butir = ButirPK(pk_induk=office.pk, indikator=row, unit=row.unit, urutan=row.urutan)
        butir.take_over(row)
        listed.append(butir)
    ButirPK.objects.bulk_create(listed)
    Target.objects.bulk_create(Target(butir=b, triwulan=q, nilai=12) for b in listed for q in range(5))
    Realisasi.objects.bulk_create(
        Realisasi(
            indikator=row,
            triwulan=office.tw1,
            status="terisi",
            nilai=3,
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
        for row in rows
    )
    install(connection, TRIGGERS)
    return office


def stock_site(number: int) -> Any:
    """Return a stock admin site with the same rows editable in its list."""
    from django.contrib import admin

    from indicators.models import Realisasi

    site = admin.AdminSite("stok")

    class StockAdmin(admin.ModelAdmin[Realisasi]):
        list_display = ("indikator", "nilai", "kendala")
        list_editable = ("nilai", "kendala")
        list_per_page = number + 100
        list_max_show_all = number + 100
        list_select_related = ("indikator",)

    site.register(Realisasi, StockAdmin)
    return site


def stock_acts(number: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Return (show the changelist, save it with one changed row) for the stock admin."""
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory

    from indicators.models import Pengguna, Realisasi
    from sakip.sign_in.sessions import SessionStore

    view = stock_site(number)._registry[Realisasi].changelist_view
    user = Pengguna.objects.create(username=f"stok{number}", nama="Stok", is_staff=True, is_superuser=True)
    factory = RequestFactory()

    def ask(request: Any) -> Any:
        request.user, request.session, request._dont_enforce_csrf_checks = user, SessionStore(), True
        request._messages = FallbackStorage(request)
        response = view(request)
        return response.render() if hasattr(response, "render") else response

    rows = list(Realisasi.objects.order_by("-pk").values_list("pk", flat=True))
    turn = iter(range(10**6))

    def save() -> Any:
        data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Simpan"}
        value = str(1 + next(turn) % 9)
        for index, pk in enumerate(ask_order()):
            data |= {f"form-{index}-id": pk, f"form-{index}-nilai": value if index == 0 else "3"}
            data[f"form-{index}-kendala"] = ""
        response = ask(factory.post("/", data))
        if response.status_code != 302:
            raise SystemExit("The stock changelist did not save.")

    def ask_order() -> list[int]:
        return [row.pk for row in response_of().context_data["cl"].result_list]

    cached: list[Any] = []

    def response_of() -> Any:
        if not cached:
            request = factory.get("/")
            request.user, request.session = user, SessionStore()
            setattr(request, "_messages", FallbackStorage(request))  # noqa: B010 - as Django's middleware puts it there
            cached.append(view(request))
        return cached[0]

    return lambda: ask(factory.get("/")), save


def our_acts(office: Any) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Return (show the entry page, save one changed row) for ours."""
    from django.test import Client
    from django.urls import reverse

    from indicators.models import Realisasi
    from indicators.permissions import Peran
    from tests.cast import make_user

    user = make_user(f"staf{office.opd.pk}", "Staf", (office.bidang, Peran.STAF))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sheet = reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])
    target = reverse("indicators:pengisian_save", args=[office.tw1.pk, office.bidang.pk])
    row = Realisasi.objects.filter(triwulan=office.tw1).latest("pk")
    turn = iter(range(10**6))

    def show() -> None:
        if client.get(sheet).status_code != 200:
            raise SystemExit("The entry page did not answer.")

    def save() -> None:
        row.refresh_from_db(fields=["versi"])
        data = {"baris": [{"id": row.indikator_id, "versi": row.versi, "realisasi": str(1 + next(turn) % 9)}]}
        response = client.post(target, json.dumps(data), content_type="application/json")
        if response.status_code != 200:
            raise SystemExit(f"The row was not saved: {response.content.decode()[:300]}")

    return show, save


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=[15, 150, 1500])
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    print(f"{connection.vendor}; median of {options.runs}, milliseconds of processor [queries]; ratio stock / ours")
    for number in options.rows:
        with transaction.atomic():
            compare(number, options.runs)
            transaction.set_rollback(True)


def compare(number: int, runs: int) -> None:
    office = build(number)
    show, save = our_acts(office)
    stock_show, stock_save = stock_acts(number)
    for name, ours, stock in (("show page", show, stock_show), ("save one row", save, stock_save)):
        (mine, mine_queries), (theirs, their_queries) = timed(runs, ours, stock)
        print(
            f"{number:>5} rows  {name:<13} ours {mine:8.1f} [{mine_queries}]"
            f"   stock {theirs:8.1f} [{their_queries}]   {theirs / mine:6.1f} x"
        )


if __name__ == "__main__":
    main()
