"""Accounts and assignments in the admin: a password is given once, on the page that follows, and then changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from indicators.admin.base import ScopedAdmin, user_of
from indicators.models import Pengguna, Penugasan, PerangkatDaerah, UnitKerja, UsulanPeran
from indicators.permissions import GUARDED_ROLES, Izin, Peran
from indicators.rules.peran import deciders_in_words
from indicators.selectors.kewenangan import get_kewenangan, list_several_stations, where_today
from indicators.selectors.peran import list_waiting_usulan
from indicators.services import pengguna
from indicators.services.faktor_kedua import reset_second_factor
from sakip.date_fields import DateField
from sakip.owners import with_owner
from sakip.pages import attempt, redirect_after, report_success, report_warning, site
from sakip.sign_in.attempts import TooSoon, clock_of, counted_attempt, list_locks, own_password
from sakip.sign_in.readable import make_readable_secret
from sakip.sign_in.second_factor import find_factor

TWO_PEOPLE = (
    f"Peran {', '.join(peran.label for peran in GUARDED_ROLES[:-1])}, dan {GUARDED_ROLES[-1].label} menunggu "
    "persetujuan orang kedua, bila kantornya sudah mempunyai Sekretaris dan Kepala Dinas."
)
# Where a request remembers what of its form waits for a second person.
WAITING = "_menunggu_orang_kedua"


class ChangePasswordForm(AdminPasswordChangeForm):
    """The user's own change of password, through the service that also ends "change it first"."""

    def clean_old_password(self) -> str:
        """Slow down who guesses it: a session left open must not tell the password."""
        try:
            with counted_attempt([own_password(self.user)], wrong=ValidationError):
                return str(super().clean_old_password())
        except TooSoon as refusal:
            raise ValidationError(str(refusal)) from None

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
        f"dipasang pada unit puncak. {TWO_PEOPLE}",
    )
    mulai = DateField(label="Berlaku mulai")


def say_waiting(request: HttpRequest, waiting: Sequence[UsulanPeran]) -> None:
    """Say on the next page which roles are only proposed yet, and who grants them."""
    for row in waiting:
        peran = Peran(row.peran)
        report_warning(
            request,
            f"Peran {peran.label} untuk {row.pengguna} belum berlaku: menunggu persetujuan {deciders_in_words(peran)} "
            "di menu Usulan Peran.",
        )


@admin.register(Pengguna)
class PenggunaAdmin(ScopedAdmin[Pengguna]):
    """The accounts of the administrator's own offices."""

    izin_lihat = Izin.KELOLA_PENGGUNA
    izin_ubah = Izin.KELOLA_PENGGUNA
    can_add = True
    can_save = True
    list_display = ("username", "nama", "nip", "is_active", "lock", "wajib_ganti_sandi", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "nama", "nip")
    ordering = ("username",)
    change_form_template = "admin/indicators/pengguna/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pengguna]:
        here = Penugasan.objects.filter(unit__opd_id__in=self.shown_ids(request))
        proposed = UsulanPeran.objects.filter(unit__opd_id__in=self.shown_ids(request))
        rows = Pengguna.objects.filter(Q(pk__in=here.values("pengguna")) | Q(pk__in=proposed.values("pengguna")))
        rows = rows.order_by(*self.ordering)
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

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Ask for the locks of the accounts on the page at once."""
        found = super().get_changelist_instance(request)
        locks = list_locks([row.pk for row in found.result_list])
        for row in found.result_list:
            row.terkunci_sampai = locks.get(row.pk)
        return found

    @admin.display(description="kunci", empty_value="")
    def lock(self, obj: Any) -> str | None:
        return f"Terkunci sampai pukul {clock_of(obj.terkunci_sampai)}" if obj.terkunci_sampai else None

    def history_related(self, obj: Pengguna) -> Iterable[Penugasan]:
        return obj.daftar_penugasan.all()

    def _assignments(self, obj: Pengguna) -> Sequence[Penugasan | UsulanPeran]:
        """Return his assignments; of a new account whose role waits for a second person, that one."""
        return list(obj.daftar_penugasan.select_related("unit")) or list(obj.daftar_usulan.select_related("unit"))

    def get_form(
        self, request: HttpRequest, obj: Pengguna | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Pengguna]]:
        kwargs["form"] = PenggunaForm if change else NewPenggunaForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change:
            units = self.choices_for(UnitKerja, request)
            form.base_fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
            form.base_fields["mulai"].initial = timezone.localdate()
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
        given = make_readable_secret()
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
        say_waiting(request, list(created.daftar_usulan.all()))

    def _show_password(self, request: HttpRequest, user: Pengguna, given: str) -> None:
        messages.warning(
            request,
            format_html(
                "Kata sandi sementara untuk {}: <code>{}</code>. Catat sekarang, karena tidak ditampilkan lagi; "
                "pengguna diminta menggantinya saat masuk berikutnya.",
                user.username,
                given,
            ),
        )

    # --- acts on one account: each a POST of its own ----------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        acts = {
            "sandi": self.reset_view,
            "faktor": self.factor_view,
            "aktif": self.active_view,
            "kunci": self.unlock_view,
        }
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

    def factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._target(request, pk)
        return redirect_after(
            request,
            reverse("admin:indicators_pengguna_change", args=[pk]),
            lambda: reset_second_factor(by=user_of(request), user=user),
            f"Verifikasi dua langkah {user.username} diatur ulang. Ia masuk dengan kata sandinya, lalu memasang lagi.",
        )

    def active_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._target(request, pk)
        active = request.POST.get("aktif") == "1"
        if attempt(request, lambda: pengguna.set_active(by=user_of(request), user=user, aktif=active)) is None:
            return self._back(pk)
        if user.is_active == active:
            report_success(request, f"Akun {user.username} {'diaktifkan' if active else 'dinonaktifkan'}.")
        else:
            say_waiting(request, list(list_waiting_usulan().filter(pengguna=user)))
        return self._back(pk)

    def unlock_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._target(request, pk)
        return redirect_after(
            request,
            reverse("admin:indicators_pengguna_change", args=[pk]),
            lambda: pengguna.unlock_account(by=user_of(request), user=user),
            f"Akun {user.username} tidak lagi terkunci. Kata sandinya tetap.",
        )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj: Pengguna | None = kwargs.get("obj")
        if obj is not None:
            locked = list_locks([obj.pk]).get(obj.pk)
            context["terkunci_sampai"] = "" if locked is None else clock_of(locked)
            context["faktor"] = find_factor(obj.pk)
            context["daftar_penugasan"] = obj.daftar_penugasan.select_related("unit__opd__pemda").order_by("-mulai")
            context["daftar_usulan"] = list_waiting_usulan().filter(pengguna=obj).select_related("unit__opd__pemda")
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
            ended = where_today(lambda day: Q(sampai__lt=day), "unit__opd")
            rows = Penugasan.objects.filter(unit__opd_id__in=offices).exclude(ended)
            waiting = list_waiting_usulan().filter(unit__opd_id__in=offices)
            return Pengguna.objects.filter(Q(pk__in=rows.values("pengguna")) | Q(pk__in=waiting.values("pengguna")))
        return super().choices_for(model, request)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_choice_field(db_field, request, **{"help_text": TWO_PEOPLE, **kwargs})

    def save_model(self, request: HttpRequest, obj: Penugasan, form: forms.ModelForm[Penugasan], change: bool) -> None:
        setattr(request, WAITING, pengguna.save_accounts(by=user_of(request), daftar=[obj]))

    def response_add(self, request: HttpRequest, obj: Penugasan, post_url_continue: str | None = None) -> HttpResponse:
        return self._response_of_waiting(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Penugasan) -> HttpResponse:
        return self._response_of_waiting(request, obj) or super().response_change(request, obj)

    def _response_of_waiting(self, request: HttpRequest, obj: Penugasan) -> HttpResponse | None:
        """Lead to what waits when the form only proposed; None when it is in force."""
        waiting: list[UsulanPeran] = getattr(request, WAITING, [])
        if not waiting and not obj._state.adding:
            return None
        say_waiting(request, waiting or list(list_waiting_usulan().filter(pengguna=obj.pengguna, unit=obj.unit)))
        return HttpResponseRedirect(with_owner(reverse("indicators:usulan_peran"), obj.unit.opd))
