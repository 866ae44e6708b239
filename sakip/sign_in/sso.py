"""Signing in at the provider of single sign-on: whose account it is, and every way in which it may fail, as a
sentence."""

import logging
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sakip.labelled import Labelled
from sakip.sign_in.attempts import TooSoon, counted_attempt
from sakip.sign_in.counting import address_count
from sakip.sign_in.events import Event, log_failed, log_held, tell
from sakip.sign_in.signing_in import SSO, go_on

log = logging.getLogger(__name__)
# The parameter of the sign-in page that says why it failed, and where a session keeps where its user wants to go.
WHY = "sso"
BACK = "sso_kembali"


class Failure(Labelled):
    """Why nobody was let in, as the sign-in page says it; `{nama}` is what the provider is called."""

    CANCELLED = "batal", "Anda belum masuk: masuk lewat {nama} dibatalkan. Coba lagi bila Anda tetap ingin masuk."
    NOT_BEGUN = "hilang", "Masuk lewat {nama} terlalu lama atau dimulai di peramban lain. Mulai lagi dari halaman ini."
    AWAY = (
        "jauh",
        "{nama} tidak dapat dihubungi, atau jawabannya tidak dapat dipakai. Coba lagi nanti, atau beri tahu "
        "administrator.",
    )
    UNREGISTERED = (
        "tidak_terdaftar",
        "{nama} menolak aplikasi ini, jadi siapa pun belum dapat masuk lewat sana. Beri tahu administrator.",
    )
    NOT_PROVEN = "tidak_sah", "Jawaban {nama} tidak dapat dipercaya, jadi Anda belum masuk. Beri tahu administrator."
    UNKNOWN = (
        "tidak_dikenal",
        "Akun {nama} Anda tidak terhubung dengan akun mana pun di sini. Bila itu akun orang lain, keluar dahulu dari "
        "{nama}; bila akun Anda sendiri, minta administrator kantor Anda memeriksanya.",
    )
    INACTIVE = "nonaktif", "Akun Anda di sini tidak aktif. Hubungi administrator kantor Anda."
    TOO_SOON = "terlalu_sering", "Terlalu banyak percobaan dari jaringan Anda. Tunggu beberapa menit, lalu coba lagi."


class NotLetIn(Exception):
    """The sign-in failed: `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class NotVouchedFor(NotLetIn):
    """The provider's answer proves nothing, or names somebody without an account that may sign in: counted as a wrong
    attempt."""


def is_offered() -> bool:
    return bool(settings.OIDC_ISSUER)


def sso_button(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the sign-in page shows of the provider: its name, where it begins, whether there is another way."""
    if not is_offered():
        return None
    back = request.POST.get(REDIRECT_FIELD_NAME, request.GET.get(REDIRECT_FIELD_NAME, ""))
    query = f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back else ""
    return {"nama": settings.OIDC_NAME, "alamat": reverse("sign_in:sso") + query, "saja": settings.OIDC_ONLY}


def why_sso_failed(request: HttpRequest) -> str:
    """Return the sentence of the failure that the address names, "" for none."""
    named = request.GET.get(WHY)
    label = next((item.label for item in Failure if item.value == named), "")
    return label.replace("{nama}", settings.OIDC_NAME)


def callback_address() -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse('sign_in:sso_back')}"


def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. Raises NotLetIn."""
    # Here and below: half a second and 20 MB, for those who use it.
    from sakip.sign_in import oidc

    try:
        response = oidc.start(request, callback_address())
    except oidc.Away as reason:
        log.warning("The provider of single sign-on is away: %s", reason)
        raise NotLetIn(Failure.AWAY) from None
    request.session[BACK] = _safe_back(request)
    return response


def end(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider's answer vouches for, or ask him for a code. Raises NotLetIn."""
    try:
        with counted_attempt([address_count(request)], wrong=NotVouchedFor):
            account, sso = _prove(request)
    except TooSoon:
        log_held(request, None)
        raise NotLetIn(Failure.TOO_SOON) from None
    back = request.session.pop(BACK, "") or reverse("home")
    return go_on(request, account, back, sso)


def _prove(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    from sakip.sign_in import oidc

    try:
        found = oidc.finish(request)
    except oidc.Cancelled:
        raise NotLetIn(Failure.CANCELLED) from None
    except oidc.NotBegun:
        raise NotLetIn(Failure.NOT_BEGUN) from None
    except oidc.Away as reason:
        log.warning("The provider of single sign-on is away: %s", reason)
        raise NotLetIn(Failure.AWAY) from None
    except oidc.Unregistered as reason:
        log.error("The provider of single sign-on does not take this installation as its client: %s", reason)
        raise NotLetIn(Failure.UNREGISTERED) from None
    except oidc.NotProven as reason:
        log.warning("An answer of the provider of single sign-on proves nothing: %s", reason)
        log_failed(request, None)
        tell(Event.FAILED, None, cara=settings.OIDC_NAME)
        raise NotVouchedFor(Failure.NOT_PROVEN) from None
    return _account_of(request, found.name), {"keluar": found.sign_out, "id_token": found.id_token}


def _account_of(request: HttpRequest, name: str) -> Any:
    """Return the one account whose column equals the claim exactly. Raises NotVouchedFor."""
    users = get_user_model()._default_manager
    rows = list(users.filter(**{settings.OIDC_ACCOUNT_FIELD: name})) if name else []
    active = [row for row in rows if row.is_active]
    if len(active) == 1:
        return active[0]
    closed = rows[0] if len(rows) == 1 else None
    log_failed(request, closed)
    tell(Event.FAILED, closed, cara=settings.OIDC_NAME)
    raise NotVouchedFor(Failure.UNKNOWN if closed is None else Failure.INACTIVE)


def _safe_back(request: HttpRequest) -> str:
    back = request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else ""


def provider_sign_out(request: HttpRequest) -> str:
    """Return where the session at the provider ends too; "" where it began otherwise, or the provider offers none."""
    kept = request.session.get(SSO)
    if not kept or not kept["keluar"] or not is_offered():
        return ""
    values = {
        "id_token_hint": kept["id_token"],
        "client_id": settings.OIDC_CLIENT_ID,
        "post_logout_redirect_uri": f"{settings.PUBLIC_BASE_URL}{reverse('admin:login')}",
    }
    return f"{kept['keluar']}{'&' if '?' in kept['keluar'] else '?'}{urlencode(values)}"
