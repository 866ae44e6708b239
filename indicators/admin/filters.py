"""Filters whose choices come from the user's own offices: a filter must not list another office's names."""

from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.db.models import F, QuerySet
from django.http import HttpRequest

from indicators.admin.base import ScopedAdmin, user_of
from indicators.selectors.kewenangan import list_own_offices, short_name
from indicators.tingkat import Tingkat


class OwnOfficeFilter(RelatedFieldListFilter):
    """A filter by a related row of the offices whose plan the user sees."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        other = model_admin.admin_site._registry.get(field.related_model)
        path = other.opd_path if isinstance(other, ScopedAdmin) else "pk"
        offices = model_admin.shown_ids(request) if isinstance(model_admin, ScopedAdmin) else frozenset()
        rows = field.related_model._default_manager.filter(**{f"{path}__in": offices})
        rows = rows.order_by(*self.field_admin_ordering(field, request, model_admin))
        if len(offices) == 1:
            return [(row.pk, str(row)) for row in rows]
        own = list_own_offices(user_of(request))
        names = {opd.pk: short_name(opd, own) for opd in own}
        return [(row.pk, f"{row} ({names[row._opd_id]})") for row in rows.annotate(_opd_id=F(path))]


class TingkatFilter(SimpleListFilter):
    """A filter by the level of the node that an indicator hangs on."""

    title = "tingkat"
    parameter_name = "tingkat"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(level.value, level.label.lower()) for level in Tingkat]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        level = self.value()
        return queryset.filter(**{f"{level}__isnull": False}) if level in {*Tingkat} else queryset
