"""Accounts and assignments in the admin: a password is given once, on the page that follows, and then changed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from indicators.admin.base import ScopedAdmin, user_of
from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import get_kewenangan, list_several_stations, today_in
from indicators.services import pengguna
from sakip.pages import attempt, report_success, site


class ChangePasswordForm(AdminPasswordChangeForm):
    """The user's own change of password, through the service that also ends "change it first"."""

    def save(self, commit: bool = True) -> Pengguna:
        return pengguna.change_own_password(
            by=self.user, sandi_lama=self.cleaned_data["old_password"], sandi_baru=self.cleaned_data["new_password1"]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_password1") and cleaned.get("new_password1") == cleaned.get("old_password"):
            self.add_error("new_password1", "Kata sandi baru harus berbeda dari yang lama.")
        return cleaned


site().password_change_form = ChangePasswordForm


class PenggunaForm(forms.ModelForm[Pengguna]):
    class Meta:
        model = Pengguna
        fields = ("username", "nama", "nip", "email")


class NewPenggunaForm(PenggunaForm):
    """A new account with its first assignment; an account without one could do nothing."""

    unit = forms.ModelChoiceField(UnitKerja.objects.none(), label="Unit kerja")
    peran = forms.ChoiceField(
        label="Peran",
        choices=[(peran.value, peran.label) for peran in Peran],
        help_text="Peran yang mencakup seluruh dinas (Sekretaris, Kepala Dinas, perencana, pembaca, administrator) "
        "dipasang pada unit puncak.",
    )
    mulai = forms.DateField(label="Berlaku mulai", widget=AdminDateWidget)


@admin.register(Pengguna)
class PenggunaAdmin(ScopedAdmin[Pengguna]):
    """The accounts of the administrator's own offices."""

    izin_lihat = Izin.KELOLA_PENGGUNA
    izin_ubah = Izin.KELOLA_PENGGUNA
    can_add = True
    can_save = True
    list_display = ("username", "nama", "nip", "is_active", "wajib_ganti_sandi", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "nama", "nip")
    ordering = ("username",)
    change_form_template = "admin/indicators/pengguna/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pengguna]:
        here = Penugasan.objects.filter(unit__opd_id__in=self.shown_ids(request))
        rows = Pengguna.objects.filter(pk__in=here.values("pengguna_id"))
        assigned = Prefetch("daftar_penugasan", here.select_related("unit__opd__pemda"), to_attr="tugas_di_sini")
        return rows if len(self.shown_ids(request)) == 1 else rows.prefetch_related(assigned)

    def opd_id_of(self, obj: Pengguna) -> int:
        """Return one of his offices, the page's before others; the service asks for every one of them."""
        ids = [assignment.unit.opd_id for assignment in self._assignments(obj)]
        return ids[0] if ids else 0

    def opd_of(self, request: HttpRequest, obj: Pengguna) -> PerangkatDaerah | None:
        """Return the only office of the administrator in which he has an assignment; None when there are several."""
        ids = {assignment.unit.opd_id for assignment in self._assignments(obj)}
        found = [opd for opd in self.offices(request) if opd.pk in ids]
        return found[0] if len(found) == 1 else None

    @admin.display(description="perangkat daerah")
    def office_of_row(self, obj: Any) -> str:
        return "; ".join(dict.fromkeys(f"{row.unit.opd}, {row.unit.opd.pemda}" for row in obj.tugas_di_sini))

    def history_related(self, obj: Pengguna) -> Iterable[Penugasan]:
        return obj.daftar_penugasan.all()

    def _assignments(self, obj: Pengguna) -> Iterable[Penugasan]:
        return obj.daftar_penugasan.select_related("unit")

    def get_form(
        self, request: HttpRequest, obj: Pengguna | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Pengguna]]:
        kwargs["form"] = PenggunaForm if change else NewPenggunaForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change:
            units = self.choices_for(UnitKerja, request)
            form.base_fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
            form.base_fields["mulai"].initial = today_in()
        return form

    def get_fields(self, request: HttpRequest, obj: Pengguna | None = None) -> Any:
        fields = ["username", "nama", "nip", "email"]
        return fields if obj is not None else [*fields, "unit", "peran", "mulai"]

    def save_model(self, request: HttpRequest, obj: Pengguna, form: forms.ModelForm[Pengguna], change: bool) -> None:
        by = user_of(request)
        if change:
            pengguna.update_user(by=by, user=obj)
            return
        data = form.cleaned_data
        given = pengguna.generate_password()
        created = pengguna.create_user(
            by=by,
            username=obj.username,
            nama=obj.nama,
            nip=obj.nip,
            email=obj.email,
            sandi=given,
            tugas=[pengguna.NewPenugasan(data["unit"], Peran(data["peran"]), data["mulai"])],
        )
        obj.pk = created.pk
        self._show_password(request, created, given)

    def _show_password(self, request: HttpRequest, user: Pengguna, given: str) -> None:
        messages.warning(
            request,
            format_html(
                "Kata sandi sementara untuk {}: <code>{}</code>. Catat sekarang, karena tidak ditampilkan lagi; "
                "pengguna diminta menggantinya saat masuk pertama.",
                user.username,
                given,
            ),
        )

    # --- acts on one account: each a POST of its own ----------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        acts = {"sandi": self.reset_view, "aktif": self.active_view}
        own = [
            path(
                f"<angka:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"indicators_pengguna_{name}",
            )
            for name, view in acts.items()
        ]
        return own + super().get_urls()

    def _target(self, request: HttpRequest, pk: int) -> Pengguna:
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = self.get_object(request, str(pk))
        if found is None:
            raise Http404
        return found

    def _back(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:indicators_pengguna_change", args=[pk]))

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._target(request, pk)
        given = attempt(request, lambda: pengguna.reset_password(by=user_of(request), user=user))
        if given is not None:
            self._show_password(request, user, given)
        return self._back(pk)

    def active_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._target(request, pk)
        active = request.POST.get("aktif") == "1"
        if attempt(request, lambda: pengguna.set_active(by=user_of(request), user=user, aktif=active)) is not None:
            report_success(request, f"Akun {user.username} {'diaktifkan' if user.is_active else 'dinonaktifkan'}.")
        return self._back(pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj: Pengguna | None = kwargs.get("obj")
        if obj is not None:
            context["daftar_penugasan"] = obj.daftar_penugasan.select_related("unit__opd__pemda").order_by("-mulai")
            context["kantor_sendiri"] = {opd.pk for opd in self.offices(request)}
            context["sebut_kantor"] = len({row.unit.opd_id for row in context["daftar_penugasan"]}) > 1
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Penugasan)
class PenugasanAdmin(ScopedAdmin[Penugasan]):
    """Assignments: made here, ended by their last day, never rewritten."""

    izin_lihat = Izin.KELOLA_PENGGUNA
    izin_ubah = Izin.KELOLA_PENGGUNA
    opd_path = "unit__opd_id"
    can_add = True
    can_save = True
    list_display = ("pengguna", "peran", "unit", "mulai", "sampai")
    list_filter = ("peran",)
    list_select_related = ("pengguna", "unit")
    search_fields = ("pengguna__username", "pengguna__nama", "unit__nama")
    fields = ("pengguna", "unit", "peran", "mulai", "sampai")
    change_list_template = "admin/indicators/penugasan/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        offices = get_kewenangan(user_of(request)).opd_ids(Izin.KELOLA_PENGGUNA)
        context = {**(extra_context or {}), "rangkap": list_several_stations(offices)}
        return super().changelist_view(request, context)

    def get_readonly_fields(self, request: HttpRequest, obj: Penugasan | None = None) -> tuple[str, ...]:
        return () if obj is None else ("pengguna", "unit", "peran", "mulai")

    def choices_for(self, model: type[Any], request: HttpRequest) -> QuerySet[Any] | None:
        if model is Pengguna:
            offices = get_kewenangan(user_of(request)).opd_ids(Izin.KELOLA_PENGGUNA)
            today = today_in()
            current = Q(daftar_penugasan__sampai__isnull=True) | Q(daftar_penugasan__sampai__gte=today)
            return Pengguna.objects.filter(current, daftar_penugasan__unit__opd_id__in=offices).distinct()
        return super().choices_for(model, request)

    def perform_save(self, by: Pengguna, obj: Penugasan, form: forms.ModelForm[Penugasan]) -> None:
        pengguna.save_accounts(by=by, daftar=[obj])
