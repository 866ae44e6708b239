"""The audit trail, to read and to search."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.text import capfirst

from indicators.admin.base import ScopedAdmin
from indicators.audit_words import action_of, kind_in_words, known_act, sentences_of
from indicators.models import Jejak
from indicators.permissions import Izin


class _Occurring(admin.SimpleListFilter):
    """What occurs in a column of the trail, in words."""

    parameter_name: str

    @staticmethod
    def words(value: str) -> str:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        rows = model_admin.get_queryset(request).order_by().exclude(**{self.parameter_name: ""})
        found = rows.values_list(self.parameter_name, flat=True).distinct()
        return sorted(((value, self.words(value)) for value in found), key=lambda choice: choice[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Jejak]) -> QuerySet[Jejak]:
        wanted = self.value()
        return queryset if wanted is None else queryset.filter(**{self.parameter_name: wanted})


class ActFilter(_Occurring):
    title = "tindakan"
    parameter_name = "tindakan"

    @staticmethod
    def words(value: str) -> str:
        act = known_act(value)
        return value if act is None else act.label


class KindFilter(_Occurring):
    title = "jenis objek"
    parameter_name = "objek_jenis"

    @staticmethod
    def words(value: str) -> str:
        return capfirst(kind_in_words(value))


@admin.register(Jejak)
class JejakAdmin(ScopedAdmin[Jejak]):
    """Rows of the user's own offices; nobody changes them, the database refuses it too."""

    izin_lihat = Izin.LIHAT_JEJAK
    izin_ubah = Izin.LIHAT_JEJAK
    opd_path = "opd_nomor"
    list_display = ("waktu", "pelaku", "act_in_words", "objek", "alasan", "outcome")
    list_filter = ("ditolak", ActFilter, KindFilter)
    search_fields = ("pelaku", "objek", "tindakan", "alasan", "unit")
    date_hierarchy = "waktu"
    # Columns that hold a code, and what is shown of them.
    in_words = {"tindakan": "act_in_words", "objek_jenis": "kind", "ditolak": "outcome", "sesudah": "perubahan"}

    @admin.display(description="tindakan", ordering="tindakan")
    def act_in_words(self, entry: Jejak) -> str:
        return action_of(entry)

    @admin.display(description="jenis objek", ordering="objek_jenis")
    def kind(self, entry: Jejak) -> str:
        return capfirst(kind_in_words(entry.objek_jenis)) or self.get_empty_value_display()

    @admin.display(description="hasil", ordering="ditolak")
    def outcome(self, entry: Jejak) -> str:
        """In words: the stock tick would be green for what was refused."""
        return "Ditolak" if entry.ditolak else "Berhasil"

    @admin.display(description="perubahan")
    def perubahan(self, entry: Jejak) -> str:
        sentences = sentences_of(entry)
        return format_html_join("", "<div>{}</div>", ((text,) for text in sentences)) or self.get_empty_value_display()

    def get_fields(self, request: HttpRequest, obj: Jejak | None = None) -> list[Any]:
        names = [str(name) for name in super().get_fields(request, obj)]
        shown = (name for name in names if name != "sebelum" and name not in self.in_words.values())
        return [self.in_words.get(name, name) for name in shown]

    def get_readonly_fields(self, request: HttpRequest, obj: Jejak | None = None) -> list[Any]:
        return [*(str(name) for name in super().get_readonly_fields(request, obj)), *self.in_words.values()]
