"""The audit trail, to read and to search."""

import re
from collections.abc import Collection, Iterator
from typing import Any, cast
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from indicators.acts import Act
from indicators.admin.base import ScopedAdmin
from indicators.admin.changelist import AnyAddressChangeList
from indicators.admin.rantai import ChainMixin
from indicators.audit_words import action_of, kind_in_words, outcome_of, sentences_of
from indicators.models import Jejak
from indicators.models.jejak import kind_of
from indicators.permissions import Izin
from indicators.selectors.atur_ulang import MARKS, with_mark
from indicators.selectors.jejak import Newest, Period, first_year, latest_of, newest_of, of_offices, read_period
from sakip.dates import MONTHS
from sakip.digits import key_in

# Whose objects stand in the trail.
KEPT_APPS = ("indicators", "reports")
SESI = re.compile("[0-9a-f]{16}")


class JejakChangeList(AnyAddressChangeList):
    """The newest rows of the trail: counting, searching or sorting all of a million would take seconds."""

    terbaru: Newest

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        found = super().get_queryset(request, exclude_parameters)
        asked = {spec.parameter_name: spec.value() for spec in self.filter_specs if isinstance(spec, _Chosen)}
        self.terbaru = newest_of(
            cast(JejakAdmin, self.model_admin).shown_ids(request),
            period=read_period(asked.get("masa") or ""),
            pelaku=key_in(asked.get("pelaku_nomor") or ""),
            sesi=asked.get("sesi") or "",
        )
        return found.filter(self.terbaru.where)


class _Chosen(admin.SimpleListFilter):
    """A filter that only keeps what was chosen; `newest_of` finds the rows along an index."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Jejak]) -> QuerySet[Jejak]:
        return queryset


class PeriodFilter(_Chosen):
    """The years of the trail, and the months of the one that is chosen, the newest first."""

    title = "waktu"
    parameter_name = "masa"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        chosen, today = read_period(self.used_parameters.get("masa") or ""), timezone.localdate()
        found = []
        for tahun in range(today.year, first_year() - 1, -1):
            found.append((str(tahun), str(tahun)))
            if tahun == (today.year if chosen is None else chosen.tahun):
                last = today.month if tahun == today.year else len(MONTHS)
                found += [
                    (str(Period(tahun, number)), f"{MONTHS[number - 1]} {tahun}") for number in range(last, 0, -1)
                ]
        return found


class AccountFilter(_Chosen):
    """All that one account did, whatever its name was; chosen by the link on the page of a row."""

    title = "pelaku"
    parameter_name = "pelaku_nomor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        nomor = key_in(self.used_parameters.get(self.parameter_name) or "")
        if nomor is None:
            return []
        row = latest_of(model_admin.shown_ids(request), nomor)
        return [(str(nomor), f"akun nomor {nomor}" if row is None else f"{row.pelaku}, akun nomor {nomor}")]


class SessionFilter(_Chosen):
    """All that was done in one session; chosen by the link on the page of a row."""

    title = "sesi"
    parameter_name = "sesi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        sesi = self.used_parameters.get(self.parameter_name) or ""
        return [(sesi, sesi)] if SESI.fullmatch(sesi) else []


class _ListedChoice(admin.SimpleListFilter):
    """A column's value out of a list too long to stand beside the rows: chosen in a field."""

    parameter_name: str
    template = "admin/indicators/jejak/choice_filter.html"
    # What the address asks for besides.
    lainnya: list[tuple[str, str]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Jejak]) -> QuerySet[Jejak]:
        wanted = self.value()
        return queryset.filter(**{self.parameter_name: wanted}) if wanted else queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        self.lainnya = [
            (name, text)
            for name, texts in changelist.filter_params.items()
            if name != self.parameter_name
            for text in texts
        ]
        yield {"nilai": "", "display": "Semua", "selected": not self.value()}
        for value, label in self.lookup_choices:
            yield {"nilai": value, "display": label, "selected": self.value() == value}


class ActFilter(_ListedChoice):
    title = "tindakan"
    parameter_name = "tindakan"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return sorted(((act.value, act.label) for act in Act), key=_by_label)


class KindFilter(_ListedChoice):
    title = "jenis objek"
    parameter_name = "objek_jenis"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        kinds = {kind_of(model) for name in KEPT_APPS for model in apps.get_app_config(name).get_models()}
        return sorted(((kind, capfirst(kind_in_words(kind))) for kind in kinds), key=_by_label)


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


@admin.register(Jejak)
class JejakAdmin(ChainMixin, ScopedAdmin[Jejak]):
    """Rows of the user's own offices; nobody changes them, the database refuses it too."""

    izin_lihat = Izin.LIHAT_JEJAK
    izin_ubah = Izin.LIHAT_JEJAK
    opd_path = "opd_nomor"
    list_display = ("waktu", "pelaku", "act_in_words", "objek", "alasan", "outcome")
    list_filter = (PeriodFilter, AccountFilter, SessionFilter, "ditolak", ActFilter, KindFilter)
    search_fields = ("pelaku", "objek", "tindakan", "alasan", "unit", "alamat")
    show_facets = admin.ShowFacets.NEVER
    fields = (
        "number",
        "waktu",
        "who",
        "alamat",
        "session",
        "opd",
        "unit",
        "act_in_words",
        "kind",
        "objek_id",
        "objek",
        "perubahan",
        "alasan",
        "outcome",
        "link",
    )
    readonly_fields = fields

    def of_offices(self, rows: QuerySet[Jejak], opd_ids: Collection[int]) -> QuerySet[Jejak]:
        return of_offices(rows, opd_ids)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[JejakChangeList]:
        return JejakChangeList

    @admin.display(description="nomor jejak")
    def number(self, entry: Jejak) -> int:
        """As other rows and `verify_trail` name it."""
        return entry.pk

    @admin.display(description="pelaku", ordering="pelaku")
    def who(self, entry: Jejak) -> str:
        if entry.pelaku_nomor is None:
            return entry.pelaku
        return self._with_all(f"{entry.pelaku}, akun nomor {entry.pelaku_nomor}", "pelaku_nomor", "oleh akun", entry)

    @admin.display(description="sesi", ordering="sesi")
    def session(self, entry: Jejak) -> str:
        return self._with_all(entry.sesi, "sesi", "dari sesi", entry) if entry.sesi else self.get_empty_value_display()

    def _with_all(self, text: str, parameter: str, whose: str, entry: Jejak) -> str:
        """Return a text with a link to all rows that have the same value in a column."""
        address = f"{reverse('admin:indicators_jejak_changelist')}?{urlencode({parameter: getattr(entry, parameter)})}"
        return format_html('{} · <a href="{}">Semua {} ini</a>', text, address, whose)

    @admin.display(description="tindakan", ordering="tindakan")
    def act_in_words(self, entry: Jejak) -> str:
        return action_of(entry)

    @admin.display(description="jenis objek", ordering="objek_jenis")
    def kind(self, entry: Jejak) -> str:
        return capfirst(kind_in_words(entry.objek_jenis)) or self.get_empty_value_display()

    @admin.display(description="hasil", ordering="ditolak")
    def outcome(self, entry: Jejak) -> str:
        """In words: the stock tick would be green for what was refused; and whether it is in doubt that the account's
        owner did it."""
        mark = MARKS.get(getattr(entry, "keraguan", None))
        return outcome_of(entry) if mark is None else f"{outcome_of(entry)}, {mark}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Jejak]:
        return with_mark(super().get_queryset(request))

    @admin.display(description="perubahan")
    def perubahan(self, entry: Jejak) -> str:
        sentences = sentences_of(entry)
        return format_html_join("", "<div>{}</div>", ((text,) for text in sentences)) or self.get_empty_value_display()
