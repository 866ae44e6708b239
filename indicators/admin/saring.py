"""Filters whose choices come from the user's own offices: a filter must not list another office's names."""

from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin
from indicators.models import Indikator
from indicators.models.rencana import NODE_FIELDS


class SaringMilikSendiri(RelatedFieldListFilter):
    """A filter by a related row of the offices whose plan the user sees."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        other = model_admin.admin_site._registry.get(field.related_model)
        path = other.opd_path if isinstance(other, ScopedAdmin) else "pk"
        offices = model_admin.shown_ids(request) if isinstance(model_admin, ScopedAdmin) else frozenset()
        rows = field.related_model._default_manager.filter(**{f"{path}__in": offices})
        return [(row.pk, str(row)) for row in rows.order_by(*self.field_admin_ordering(field, request, model_admin))]


class TingkatFilter(SimpleListFilter):
    """A filter by the level of the node that an indicator hangs on."""

    title = "tingkat"
    parameter_name = "tingkat"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(level, str(Indikator._meta.get_field(level).verbose_name)) for level in NODE_FIELDS]  # type: ignore[union-attr]  # own fields

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        level = self.value()
        return queryset.filter(**{f"{level}__isnull": False}) if level in NODE_FIELDS else queryset
