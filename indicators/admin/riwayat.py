"""The history page of an object: our own audit rows in place of Django's log."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from indicators.capaian import write_number
from indicators.imports.teks import tidy
from indicators.models import Jejak
from sakip.pages import render_page

PER_PAGE = 50
Fact = tuple[str, str, str]


class RiwayatMixin:
    """Mix in before ScopedAdmin."""

    def history_related(self, obj: Any) -> Iterable[models.Model]:
        """Return rows that are kept on the object's own page and whose changes belong to its history."""
        return ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        admin: Any = self
        if not admin.has_view_permission(request):
            raise PermissionDenied
        obj = admin.get_object(request, object_id)
        if obj is None:
            raise Http404
        rows = [obj, *self.history_related(obj)]
        wanted = Q(pk__in=[])
        for model, ids in _ids_by_model(rows).items():
            wanted |= Q(objek_jenis=str(model._meta.verbose_name), objek_id__in=ids)
        page = Paginator(Jejak.objects.filter(wanted, ditolak=False), PER_PAGE).get_page(request.GET.get("p"))
        entries = list(page)
        names = _names_of(entries, rows)
        context = {
            **(extra_context or {}),
            "opts": admin.opts,
            "object": obj,
            "page": page,
            "daftar": [(entry, action_of(entry), changes_of(entry, names)) for entry in entries],
        }
        return render_page(request, "admin/indicators/riwayat.html", context, title=f"Riwayat: {obj}")


def _ids_by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], list[str]]:
    found: dict[type[models.Model], list[str]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(str(row.pk))
    return found


class _Names:
    """What columns and ids in audit rows are called today."""

    def __init__(self) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.fields: dict[str, dict[str, Any]] = defaultdict(dict)
        self.objects: dict[tuple[type[models.Model], Any], str] = {}

    def value(self, kind: str, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        field = self.fields[kind].get(column)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if field is None:
            return str(value)
        if field.is_relation:
            return self.objects.get((field.related_model, value), str(value))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DecimalField):
            return write_number(field.to_python(value))
        if isinstance(value, bool):
            return "Ya" if value else "Tidak"
        return tidy(str(value))


def _names_of(entries: list[Jejak], rows: Iterable[models.Model]) -> _Names:
    """Look up the names behind the ids that the entries mention: one query per kind of row."""
    names = _Names()
    for model in {type(row) for row in rows}:
        kind = str(model._meta.verbose_name)
        for field in model._meta.concrete_fields:
            names.labels[kind][field.attname] = str(field.verbose_name)
            names.fields[kind][field.attname] = field
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for entry in entries:
        for facts in (entry.sebelum or {}, entry.sesudah or {}):
            for column, value in facts.items():
                known = names.fields[entry.objek_jenis].get(column)
                if known is not None and known.is_relation and value is not None:
                    wanted[known.related_model].add(value)
    for model, ids in wanted.items():
        for pk, found in model._default_manager.in_bulk(ids).items():
            names.objects[model, pk] = str(found)
    return names


def action_of(entry: Jejak) -> str:
    """Return the entry's action as people say it: "Ubah indikator"."""
    verb = entry.tindakan.split("_")[0].capitalize()
    return f"{verb} {entry.objek_jenis}"


def changes_of(entry: Jejak, names: _Names) -> list[Fact]:
    """Return what an entry changed as (label, before, after); the object's own number is no news."""
    before, after = entry.sebelum or {}, entry.sesudah or {}
    facts = []
    for column in dict.fromkeys([*before, *after]):
        if column == "id" or before.get(column) == after.get(column):
            continue
        if isinstance(before.get(column), dict) or isinstance(after.get(column), dict):
            facts += _nested(column, before.get(column) or {}, after.get(column) or {})
            continue
        old = names.value(entry.objek_jenis, column, before.get(column))
        new = names.value(entry.objek_jenis, column, after.get(column))
        if old != new:
            facts.append((names.labels[entry.objek_jenis].get(column, column.replace("_", " ")), old, new))
    return facts


def _nested(column: str, before: dict[str, Any], after: dict[str, Any]) -> list[Fact]:
    """A PK row's targets stand in its entry by quarter, "0" for the year."""
    facts = []
    for key in sorted({*before, *after}):
        label = f"{column} {'tahun' if key == '0' else f'triwulan {key}'}"
        old, new = _target_text(before.get(key)), _target_text(after.get(key))
        if old != new:
            facts.append((label, old, new))
    return facts


def _target_text(target: Any) -> str:
    if not isinstance(target, dict):
        return str(target or "")
    parts = [
        write_number(models.DecimalField().to_python(target[name]))
        for name in ("nilai", "batas_atas")
        if target.get(name) is not None
    ]
    return str(target.get("predikat") or " - ".join(parts))
