"""The stock admin under our name: who may enter, the menu that the apps contribute, where a user lands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sakip.answers import MALFORMED, answers_refusals
from sakip.owners import PARAMETER, AskFirst, Belonging, Owner, belonging_of, narrow, owner_of, with_owner
from sakip.sign_in.events import Event, tell
from sakip.sign_in.same_account import account_mark
from sakip.sign_in.signing_in import SignInView, why_signed_out
from sakip.sign_in.sso import provider_sign_out, sso_button, why_sso_failed


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu: `urutan` orders it; `menunggu` is what waits behind it in each office where it may be
    opened, by the office's key.

    `jumlah` is what waits behind `tautan`, shown when not 0: in the office of the page, or in all of them.
    """

    label: str
    url: str
    urutan: int
    menunggu: Mapping[int, int] = field(default_factory=dict)
    kantor: Owner | None = None

    @property
    def tautan(self) -> str:
        return self.url if self.kantor is None else with_owner(self.url, self.kantor)

    @property
    def jumlah(self) -> int:
        return sum(self.menunggu.values()) if self.kantor is None else self.menunggu.get(self.kantor.pk, 0)

    def within(self, owner: Owner | None) -> "MenuItem":
        """Return the entry as it stands on a page of this office. One that is not open there leads out of it, and one
        that is open in a single office need not name it."""
        named = owner is not None and owner.pk in self.menunggu and len(self.menunggu) > 1
        return replace(self, kantor=owner) if named else self


@dataclass(frozen=True)
class Branding:
    """What the header shows: the office's name, its region and the address of its logo, if it has one.

    `sebutan` is what acts and messages call the office: short, and no other office of the reader is called so.
    """

    nama: str
    keterangan: str
    logo_url: str | None = None
    sebutan: str = ""


@dataclass(frozen=True)
class Choice:
    """An office to choose: where it leads, and what waits there."""

    nama: str
    keterangan: str
    url: str
    terpilih: bool
    jumlah: int = 0


@dataclass(frozen=True)
class ToolItem:
    """A page beside the lists of models on the page "Data dan pengaturan": what it is called and what it is for."""

    label: str
    url: str
    keterangan: str


@dataclass(frozen=True)
class Notice:
    """What somebody has to look after, on the page "Data dan pengaturan": a sentence, and where it leads if it does."""

    kalimat: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Task:
    """Something that waits for this user alone and is shown first: what it is, its page, and whose it is."""

    label: str
    url: str
    keterangan: str


@dataclass(frozen=True)
class NamedObject:
    """What an address names by an argument: an object of this model, from which `opd_path` leads to its office's id."""

    model: type[Model]
    opd_path: str


# Groups mean nothing beside assignments.
HIDDEN_MODELS = frozenset({"auth.group"})

MenuProvider = Callable[[HttpRequest], list[MenuItem]]
TaskProvider = Callable[[HttpRequest], list[Task]]
ToolProvider = Callable[[HttpRequest], list[ToolItem]]
NoticeProvider = Callable[[HttpRequest], list[Notice]]
BrandingProvider = Callable[[HttpRequest], Branding | None]
OfficesProvider = Callable[[HttpRequest], Sequence[Owner]]
View = Callable[..., HttpResponse]
DenialRecorder = Callable[[HttpRequest, PermissionDenied], None]
MissingRecorder = Callable[[HttpRequest], None]


class NamedAutocomplete(AutocompleteJsonView):
    """The choices of a search field, each with its office before a user of several: names repeat between offices."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        offices = cast(SakipAdminSite, self.admin_site).data_offices(self.request)
        if len(offices) > 1:
            named = next((office for office in offices if office.pk == getattr(obj, "_opd_id", None)), None)
            result["text"] += "" if named is None else f" ({named.nama}, {named.keterangan})"
        return result


class SakipAdminSite(AdminSite):
    """Every active account may enter; what it sees is decided page by page from its assignments."""

    site_title = "SAKIP"
    site_header = "Akuntabilitas Kinerja"
    index_title = "Data dan pengaturan"
    site_url = None
    empty_value_display = "-"
    enable_nav_sidebar = False
    # The app that owns the accounts puts its own form here, whose save is its service.
    password_change_form: type[PasswordChangeForm] = AdminPasswordChangeForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.menu_providers: list[MenuProvider] = []
        self.task_providers: list[TaskProvider] = []
        self.tool_providers: list[ToolProvider] = []
        self.notice_providers: list[NoticeProvider] = []
        self.branding_providers: list[BrandingProvider] = []
        self.data_offices_providers: list[OfficesProvider] = []
        self.denial_recorders: list[DenialRecorder] = []
        self.missing_recorders: list[MissingRecorder] = []
        # By the name of an address, or by an argument that means the same in all of them.
        self.named_objects: dict[str, NamedObject] = {}

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models as the stock admin does, but not those of packages that no user of ours may touch."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        own = [model for model in models if model._meta.label_lower not in HIDDEN_MODELS]
        super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_authenticated)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        response = PasswordChangeView.as_view(
            form_class=self.password_change_form,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            template_name="registration/password_change_form.html",
            extra_context={
                **self.each_context(request),
                # A page about the reader himself stands under no entry of the menu.
                "menu_aktif": "",
                "title": "Ganti kata sandi",
                **(extra_context or {}),
            },
        )(request)
        return cast(TemplateResponse, response)

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().password_change_done(request, {"menu_aktif": "", **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the models in the order in which they were registered: the order of the work, not of the alphabet.

        They are looked up where they are shown: Django hands them to every page, for a sidebar that no page has.
        """
        return cast("list[Any]", SimpleLazyObject(lambda: self._list_apps(request, app_label)))

    def _list_apps(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        order = {model: number for number, model in enumerate(self._registry)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: order[entry["model"]])
        owner = owner_of(request)
        if owner is not None and len(self.data_offices(request)) > 1:
            for entry in (entry for app in apps for entry in app["models"]):
                for name in {"admin_url", "add_url"} & {key for key, url in entry.items() if url}:
                    entry[name] = with_owner(entry[name], owner)
        return apps

    def menu(self, request: HttpRequest) -> list[MenuItem]:
        items = [item for provider in self.menu_providers for item in provider(request)]
        return sorted(items, key=lambda item: item.urutan)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]  # narrower names
        """Frame a page of the admin: it asks first where the address leaves open which office is meant, and "not you"
        and "not there" are the installation's pages."""

        @wraps(view)
        @answers_refusals
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except AskFirst:
                return self.ask_first(request)

        return cast(View, super().admin_view(asking, cacheable))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return NamedAutocomplete.as_view(admin_site=self)(request)  # type: ignore[return-value]  # a JsonResponse

    def data_offices(self, request: HttpRequest) -> list[Owner]:
        """Return the offices whose data the user keeps or reads in the admin."""
        return [office for provider in self.data_offices_providers for office in provider(request)]

    def tasks(self, request: HttpRequest) -> list[Task]:
        return [task for provider in self.task_providers for task in provider(request)]

    def landing_url(self, request: HttpRequest) -> str:
        """Return the page where this user's work begins: what waits for him alone, else the first entry of his menu."""
        items = [] if self.tasks(request) else self.menu(request)
        return items[0].url if items else reverse("admin:index")

    def branding(self, request: HttpRequest) -> Branding:
        """Return the head of the page: the office of what it shows, or the installation's own."""
        found = next((item for provider in self.branding_providers if (item := provider(request))), None)
        return found or Branding(self.site_header, "SAKIP")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in and go on where the user's work begins, unless he came for a certain page."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": "Masuk",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "alasan_keluar": why_signed_out(request) or why_sso_failed(request),
            "sso": sso_button(request),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("home")
        return cast(HttpResponse, SignInView.as_view(extra_context=context)(request))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        if request.method == "POST" and request.user.is_authenticated:
            tell(Event.SIGNED_OUT, request.user)
            if address := provider_sign_out(request):
                logout(request)
                return TemplateResponse(request, "sign_in/signed_out.html", self._signed_out_context(request, address))
        return super().logout(request, extra_context)

    def _signed_out_context(self, request: HttpRequest, address: str) -> dict[str, Any]:
        return {
            **self.each_context(request),
            "title": "Anda sudah keluar",
            "alamat": address,
            "nama": settings.OIDC_NAME,
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the data, or send on whoever has none to look after: an empty page would be a dead end."""
        if offices := self.data_offices(request):
            narrow(request, offices)
        tasks = self.tasks(request)
        tools = [item for provider in self.tool_providers for item in provider(request)]
        if not tasks and not tools and not self.get_app_list(request) and self.menu(request):
            return cast(TemplateResponse, HttpResponseRedirect(self.landing_url(request)))
        notices = [item for provider in self.notice_providers for item in provider(request)]
        waiting = self._waiting_besides(request, tasks)
        context = {"tugas": tasks, "menunggu_sakip": waiting, "alat": tools, "pemberitahuan": notices}
        return super().index(request, {**context, **(extra_context or {})})

    def _waiting_besides(self, request: HttpRequest, tasks: Sequence[Task]) -> list[MenuItem]:
        """Return the entries of the menu behind which something waits that no task names already."""
        owner = owner_of(request)
        items = [item.within(owner) for item in self.menu(request)]
        return [item for item in items if item.jumlah and not any(task.url.startswith(item.url) for task in tasks)]

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        if offices := self.data_offices(request):
            narrow(request, offices)
        return super().app_index(request, app_label, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["merek"] = self.branding(request)
        if not self.has_permission(request):
            return context
        context["tanda_akun"] = account_mark(request.user)
        menu, owner = self.menu(request), owner_of(request)
        context["menu_aktif"] = _current_item(menu, request.path)
        context["menu_sakip"] = entries = [item.within(owner) for item in menu]
        context["alamat_awal"] = entries[0].tautan if entries and entries[0].kantor else reverse("home")
        context["kode_kantor"] = "" if owner is None else owner.full_code
        several = owner is not None and len(self.data_offices(request)) > 1
        context["akhiran_kantor"] = with_owner("", owner) if several and owner is not None else ""
        if (belonging := belonging_of(request)) is not None and len(belonging.choices) > 1:
            waiting = next((item.menunggu for item in menu if item.url == context["menu_aktif"]), {})
            context["pilihan_kantor"] = _choices(request, belonging, waiting)
        return context

    def ask_first(self, request: HttpRequest) -> TemplateResponse:
        """Ask for which office the page is meant; nothing was done yet."""
        context = self.each_context(request)
        page = next((item.label for item in self.menu(request) if item.url == context["menu_aktif"]), "")
        context["title"] = f"{page}: pilih perangkat daerah" if page else "Pilih perangkat daerah"
        status = 200 if request.method in ("GET", "HEAD") else MALFORMED
        return TemplateResponse(request, "admin/choose_office.html", context, status=status)


def _choices(request: HttpRequest, belonging: Belonging, waiting: Mapping[int, int]) -> list[Choice]:
    """Return the offices to choose from. Switching leaves behind what only the present office has."""
    query = request.GET.copy() if belonging.asks else QueryDict(mutable=True)
    query.pop(PARAMETER, None)
    address = f"{belonging.switch}?{query.urlencode()}" if query else belonging.switch
    present = None if belonging.owner is None else belonging.owner.pk
    every = Choice("Semua kantor Anda", "", address, present is None, sum(waiting.values()))
    return [every] * belonging.whole + [
        Choice(
            office.nama, office.keterangan, with_owner(address, office), office.pk == present, waiting.get(office.pk, 0)
        )
        for office in belonging.choices
    ]


def _current_item(menu: list[MenuItem], path: str) -> str:
    """Return the address of the entry that the path stands under: the longest that it begins with."""
    matches = [item.url for item in menu if path.startswith(item.url)]
    return max(matches, key=len, default="")
