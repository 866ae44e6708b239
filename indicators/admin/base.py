"""What every model's admin shares: rights from assignments, rows of one's own offices, writes through services."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.forms import ModelForm, Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from indicators.admin.changelist import LONGEST_SEARCH, AnyAddressChangeList
from indicators.admin.history import HistoryMixin
from indicators.audit_words import describe_changes
from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan, list_offices_with
from indicators.services.concurrency import refuse_changed, seal
from sakip.answers import INVALID, denied_again, sentence_of, status_of
from sakip.date_fields import DateField, DateInput
from sakip.digits import key_in
from sakip.owners import KEPT_FILTERS, PARAMETER, belongs_to, choose, mark_missing, narrow, owner_of
from sakip.pages import office_name, report_refusal
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotValid, ServiceError

M = TypeVar("M", bound=models.Model)
# Where a request remembers what the service answered.
REFUSAL = "_sakip_refusal"
# The field in which a form brings back what it showed, see `services.concurrency`.
SEEN = "dilihat"
# The column that names the office of each row of a list over several.
KANTOR = "office_of_row"


def user_of(request: HttpRequest) -> Pengguna:
    """Return the signed-in account; the admin lets nobody else in."""
    if not isinstance(request.user, Pengguna):
        raise PermissionDenied
    return request.user


class OfficeInAddress(admin.SimpleListFilter):
    """Takes `?opd=` from the address, which would be no filter of the model; the page's chooser shows the offices and
    the rows are narrowed in `get_queryset`."""

    title = "perangkat daerah"
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


class SearchedChoice(AutocompleteSelect):
    """A search field that comes back empty when what was sent, or stands in the address, can be no key: the stock one
    would ask the database for it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [text for text in map(str, value) if text == "" or key_in(text) is not None]
        return super().optgroups(name, keys, attr)


def field_path(model: type[models.Model], lookup: str) -> str:
    """Return the fields that a lookup of an address leads over, without the comparison at its end and without the key
    of the last relation: "tujuan__periode" of "tujuan__periode__id__exact"; "" where it names no field at all."""
    names: list[str] = []
    present: type[models.Model] | None = model
    for part in lookup.split(LOOKUP_SEP):
        if present is None:
            break
        name = str(present._meta.pk.name) if part == "pk" and present._meta.pk is not None else part
        try:
            field = present._meta.get_field(name)
        except FieldDoesNotExist:
            break
        if names and getattr(field, "primary_key", False):
            break
        names.append(name)
        present = field.related_model if field.is_relation else None
    return LOOKUP_SEP.join(names)


def _narrowed(request: HttpRequest, offices: Collection[int]) -> frozenset[int]:
    """Return these offices, or of them only the one that the page belongs to."""
    owner = owner_of(request)
    return frozenset(offices) if owner is None else frozenset(offices) & {owner.pk}


class ScopedAdmin(HistoryMixin, admin.ModelAdmin[M], Generic[M]):
    """A model of an office. Django's own permission rows play no part: `izin_*` are asked of the user's assignments.

    `opd_path` leads from the model to the office's id. Writes go through `perform_save` and `perform_delete`, which
    call the service; its refusals come back as sentences and nothing that was typed is lost.
    """

    izin_lihat: ClassVar[Izin] = Izin.LIHAT_RENCANA
    izin_ubah: ClassVar[Izin] = Izin.KELOLA_RENCANA
    opd_path: ClassVar[str] = "opd_id"
    can_add: ClassVar[bool] = False
    can_save: ClassVar[bool] = False
    can_delete_rows: ClassVar[bool] = False
    list_per_page = 50

    class Media:
        js = (Script("js/admin/names.js", type="module"),)

    show_full_result_count = False
    actions = None

    # --- whose page it is -------------------------------------------------------------------------------------------

    def offices(self, request: HttpRequest) -> list[PerangkatDaerah]:
        """Return the offices whose rows the user may see."""
        return list_offices_with(user_of(request), self.izin_lihat, self.izin_ubah)

    def shown_ids(self, request: HttpRequest) -> frozenset[int]:
        """Return the offices whose rows the page is about: the one that it belongs to, or all of the user's."""
        return _narrowed(request, {opd.pk for opd in self.offices(request)})

    def opd_of(self, request: HttpRequest, obj: M) -> PerangkatDaerah | None:
        """Return the office of an object, None for one of several."""
        # Asked along with the row: climbing the plan to its office would cost a query per level.
        wanted = getattr(obj, "_opd_id", None) or self.opd_id_of(obj)
        return next((opd for opd in self.offices(request) if opd.pk == wanted), None)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        """Find an object of the user's offices; its page is its office's."""
        found = super().get_object(request, object_id, from_field or None)
        if found is None:
            mark_missing(request)  # the stock admin answers with its index and a message
        elif (opd := self.opd_of(request, found)) is not None:
            belongs_to(request, opd)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if offices := self.offices(request):
            narrow(request, offices)
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[AnyAddressChangeList]:
        return AnyAddressChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if len(search_term) > LONGEST_SEARCH:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the list offers, as a column or a filter, and the stock admin too; but no patterns, which may run
        for minutes. What is not offered could be guessed letter by letter. An unknown field is no lookup: the list
        says so."""
        if {"regex", "iregex"} & set(lookup.split(LOOKUP_SEP)):
            return False
        filters = [item[0] if isinstance(item, tuple | list) else item for item in self.get_list_filter(request)]
        # Filters of our own read their parameter alone: it is no lookup, whatever field it is called like.
        if lookup in {item.parameter_name for item in filters if not isinstance(item, str)}:
            return True
        own = {field.name for field in self.opts.concrete_fields if not field.is_relation}
        columns = own & {self.opts.pk.name, self.date_hierarchy, *self.get_list_display(request)}
        path = field_path(self.model, lookup)
        offered = not path or path in columns or path in filters
        return offered and super().lookup_allowed(lookup, value, request)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (OfficeInAddress, *super().get_list_filter(request))

    def get_list_display(self, request: HttpRequest) -> Any:
        return self.with_office(request, super().get_list_display(request))

    def with_office(self, request: HttpRequest, columns: Iterable[Any]) -> tuple[Any, ...]:
        """Return the columns of a list, and over several offices one more that names each row's."""
        found = tuple(columns)
        named = len(self.shown_ids(request)) == 1 or {"opd", "pemda"} & set(found)
        return found if named else (*found, KANTOR)

    @admin.display(description="perangkat daerah", ordering="_opd_id")
    def office_of_row(self, obj: Any) -> str:
        return obj._nama_opd or ""

    def get_preserved_filters(self, request: HttpRequest) -> str:
        """Keep the office in the address of the list, also for a form that was not opened from the list."""
        kept: str = super().get_preserved_filters(request)
        owner = owner_of(request)
        if kept or owner is None or len(self.offices(request)) == 1:
            return kept
        return urlencode({KEPT_FILTERS: urlencode({PARAMETER: owner.full_code})})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        owner = owner_of(request)
        return initial if owner is None else {**initial, PARAMETER: owner.pk}

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        name = office_name(request)
        super().message_user(request, format_html("{}: {}", name, message) if name else message, *args, **kwargs)

    # --- rights ---------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        rows = self.of_offices(super().get_queryset(request), self.shown_ids(request))
        placed = rows.annotate(_opd_id=F(self.opd_path))
        if len(self.shown_ids(request)) == 1:
            return cast(QuerySet[M], placed)
        names = {opd.pk: Value(f"{opd.nama}, {opd.pemda}") for opd in self.offices(request)}
        whens = [When(**{self.opd_path: pk}, then=name) for pk, name in names.items()]
        return cast(QuerySet[M], placed.annotate(_nama_opd=Case(*whens, output_field=CharField())))

    def of_offices(self, rows: QuerySet[M], opd_ids: Collection[int]) -> QuerySet[M]:
        return rows.filter(**{f"{self.opd_path}__in": opd_ids})

    def _may(self, request: HttpRequest, izin: Izin, obj: M | None) -> bool:
        if not isinstance(request.user, Pengguna):
            return False  # the sign-in page lists the models too
        kewenangan = get_kewenangan(request.user)
        if obj is None or obj.pk is None:
            return bool(_narrowed(request, kewenangan.opd_ids(izin)))
        return kewenangan.may(izin, opd_id=self.opd_id_of(obj))

    def opd_id_of(self, obj: M) -> int:
        value: Any = obj
        for part in self.opd_path.split("__"):
            value = getattr(value, part)
        return int(value)

    def frozen(self, obj: M | None) -> bool:
        """Say whether the object is past changing; its page is then read-only."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self._may(request, self.izin_lihat, obj) or self._may(request, self.izin_ubah, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.can_add and self._may(request, self.izin_ubah, None)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.can_save and self._may(request, self.izin_ubah, obj) and not self.frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.can_delete_rows and self._may(request, self.izin_ubah, obj) and not self.frozen(obj)

    # --- fields: days as our own pages ask for them ------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if type(db_field) is models.DateField:
            return db_field.formfield(form_class=DateField, widget=DateInput, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # --- choices: only rows of the user's offices --------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "queryset" not in kwargs and (queryset := self.choices_for(db_field.related_model, request)) is not None:
            kwargs["queryset"] = queryset
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchedChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any] | None:
        """Return the rows of a related model that may be chosen: those of the page's office, if the user may change
        there."""
        offices = _narrowed(request, get_kewenangan(user_of(request)).opd_ids(self.izin_ubah))
        if model is PerangkatDaerah:
            return PerangkatDaerah.objects.filter(pk__in=offices)
        other = self.admin_site._registry.get(model)
        if isinstance(other, ScopedAdmin):
            return model._default_manager.filter(**{f"{other.opd_path}__in": offices})
        return None

    # --- writes -------------------------------------------------------------------------------------------------------

    def perform_save(self, by: Pengguna, obj: M, form: ModelForm[M]) -> None:
        """Save the object through its service; the base class knows none."""
        raise PermissionDenied

    def perform_delete(self, by: Pengguna, obj: M) -> None:
        """Delete the object through its service; the base class knows none."""
        raise PermissionDenied

    def save_model(self, request: HttpRequest, obj: M, form: ModelForm[M], change: bool) -> None:
        self.perform_save(user_of(request), obj, form)

    # --- two people with one form -----------------------------------------------------------------------------------

    def shown_rows(self, obj: M) -> Iterable[models.Model]:
        """Return rows that the object's form shows besides it: their change by somebody else is noticed too."""
        return ()

    def _stored_rows(self, obj: M) -> list[models.Model]:
        """Return the object as it is stored, whatever a form did to it meanwhile, and what is shown with it."""
        stored = type(obj)._default_manager.filter(pk=obj.pk).first()
        return [] if stored is None else [stored, *self.shown_rows(stored)]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        obj = super().save_form(request, form, change)
        if change:
            refuse_changed(objek=obj, rows=lambda: self._stored_rows(obj), dilihat=request.POST.get(SEEN, ""))
        return obj

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            told = isinstance(getattr(request, REFUSAL, None), ChangedMeanwhile)
            # A form that comes back for another reason still stands on what it showed first.
            seen = None if told else request.POST.get(SEEN)
            fresh = request.method == "GET"
            context[SEEN] = seen or seal([obj, *self.shown_rows(obj)] if fresh else self._stored_rows(obj))
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            refused: ServiceError | None = getattr(request, REFUSAL, None)
            response.status_code = INVALID if refused is None else status_of(refused)
        return response

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        self.perform_delete(user_of(request), obj)

    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[M]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal: ServiceError | None = getattr(request, REFUSAL, None)
        return form if refusal is None else refused_form(form, refusal)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None and self.has_add_permission(request):
            choose(request, list_offices_with(user_of(request), self.izin_ubah))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        except ServiceError as refusal:
            # Once more, with a form that carries the sentence: the page comes back with everything that was typed.
            setattr(request, REFUSAL, refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        except ServiceError as refusal:
            report_refusal(request, sentence_of(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        title = f"Hapus {self.opts.verbose_name} dari {office_name(request)}?"
        return super().render_delete_form(request, {**context, "title": title})

    # Django's own log is not the trail: services write Jejak.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None


def refused_form(form: type[ModelForm[Any]], refusal: ServiceError) -> type[ModelForm[Any]]:
    """Return the form with the service's refusal as its error: at the fields it names, else above the form."""

    class RefusedForm(form):  # type: ignore[valid-type,misc]  # the admin makes its form classes at run time too
        def clean(self) -> None:
            super().clean()
            raise as_validation_error(refusal, self)

    return RefusedForm


def as_validation_error(refusal: ServiceError, form: ModelForm[Any]) -> ValidationError:
    """Turn a refusal into what a form shows: at its fields where the form has them, else above the form."""
    if isinstance(refusal, NotValid) and refusal.fields:
        known = {name if name in form.fields else "__all__": text for name, text in refusal.fields.items()}
        return ValidationError({name: [text] for name, text in known.items()})
    if isinstance(refusal, ChangedMeanwhile):
        return ValidationError([str(refusal), *describe_changes(refusal.current.get("perubahan", ()))])
    return ValidationError(str(refusal))
