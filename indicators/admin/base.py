"""What every model's admin shares: rights from assignments, rows of one's own offices, writes through services."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from indicators.audit_words import describe_changes
from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.services.errors import ChangedMeanwhile, NotAllowed, NotValid, ServiceError
from indicators.services.serentak import refuse_changed, seal

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")
# Where a request remembers what the service answered.
REFUSAL = "_sakip_refusal"
# The field in which a form brings back what it showed, see `services.serentak`.
SEEN = "dilihat"


def user_of(request: HttpRequest) -> Pengguna:
    """Return the signed-in account; the admin lets nobody else in."""
    if not isinstance(request.user, Pengguna):
        raise PermissionDenied
    return request.user


class ScopedAdmin(admin.ModelAdmin[M], Generic[M]):
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
        js = ("js/admin_nama.js",)

    show_full_result_count = False
    actions = None

    # --- rights ---------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        kewenangan = get_kewenangan(user_of(request))
        offices = kewenangan.opd_ids(self.izin_lihat) | kewenangan.opd_ids(self.izin_ubah)
        return super().get_queryset(request).filter(**{f"{self.opd_path}__in": offices})

    def _may(self, request: HttpRequest, izin: Izin, obj: M | None) -> bool:
        if not isinstance(request.user, Pengguna):
            return False  # the sign-in page lists the models too
        kewenangan = get_kewenangan(request.user)
        if obj is None or obj.pk is None:
            return kewenangan.may_anywhere(izin)
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

    # --- choices: only rows of the user's offices --------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "queryset" not in kwargs and (queryset := self.choices_for(db_field.related_model, request)) is not None:
            kwargs["queryset"] = queryset
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices_for(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any] | None:
        """Return the rows of a related model that may be chosen: those of the offices where the user may change."""
        offices = get_kewenangan(user_of(request)).opd_ids(self.izin_ubah)
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
            refuse_changed(objek=obj, rows=lambda: self._stored_rows(obj), dilihat=request.POST.get(SEEN))
        return obj

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and self.has_change_permission(request, obj):
            told = isinstance(getattr(request, REFUSAL, None), ChangedMeanwhile)
            # A form that comes back for another reason still stands on what it showed first.
            seen = None if told else request.POST.get(SEEN)
            fresh = request.method == "GET"
            context[SEEN] = seen or seal([obj, *self.shown_rows(obj)] if fresh else self._stored_rows(obj))
        return super().render_change_form(request, context, *args, **kwargs)

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
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.get_full_path())

    # Django's own log is not the trail: services write Jejak.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None


def denied_again(refusal: NotAllowed) -> PermissionDenied:
    """Return the refusal for the page, without the service's as its cause: the stock admin's transaction took the
    service's audit row back with it, so that the one of the page has to stand."""
    return PermissionDenied(str(refusal))


def attempt(request: HttpRequest, act: Callable[[], R]) -> R | None:
    """Do an act of a page outside the forms: its result, or None when the service refused with a sentence, which is
    then a message. Raises PermissionDenied for "not you"."""
    try:
        return act()
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ServiceError as refusal:
        messages.error(request, sentence_of(refusal))
        return None


def sentence_of(refusal: ServiceError) -> str:
    if isinstance(refusal, NotValid) and refusal.fields:
        return " ".join(dict.fromkeys(refusal.fields.values()))
    return str(refusal)


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
