"""One's own second factor: setting it up, its recovery codes, taking it off."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sakip.answers import status_of
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable, NotNow, NotValid
from sakip.sign_in.attempts import WrongPassword, counted_attempt, own_password
from sakip.sign_in.codes import app_address, make_secret
from sakip.sign_in.counting import code_counts
from sakip.sign_in.models import SecondFactor
from sakip.sign_in.roles import holds_one_of
from sakip.sign_in.sealing import Unreadable, seal, unseal
from sakip.sign_in.second_factor import (
    WrongSecondFactor,
    count_recovery_codes,
    find_factor,
    renew_codes,
    set_up,
    take_off,
)
from sakip.sign_in.signing_in import FACTOR_ASKED, begun_by_sso

# Where a session keeps, sealed, the secret that is being set up and the codes that are being shown.
PAIRING = "pemasangan"
CODES = "kode_baru"
NOT_MATCHING = "Kata sandi tidak cocok. Ketik kembali kata sandi Anda yang sekarang."
REQUIRED = "Peran Anda mewajibkan verifikasi dua langkah, jadi tidak dapat dimatikan. Anda dapat memindahkannya."


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _render(request)


@sensitive_post_parameters("sandi", "kode", "kode_lama")
@page
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """Show the secret that a phone takes over, and set the second factor up once it shows the right code."""
    secret = _secret_of(request)
    if request.method != "POST":
        return _render_pairing(request, secret)

    def act() -> list[str]:
        return set_up(
            by=request.user,
            secret=secret,
            typed=request.POST.get("kode", ""),
            before=request.POST.get("kode_lama", ""),
            keep_session=request.session.session_key,
        )

    try:
        codes = _prove_and(request, act)
    except Correctable as error:
        return _render_pairing(request, secret, error)
    del request.session[PAIRING]
    request.session[FACTOR_ASKED] = True
    return _show_once(request, codes)


@sensitive_post_parameters("sandi", "kode")
@page
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes."""
    try:
        codes = _prove_and(request, lambda: renew_codes(by=request.user, typed=request.POST.get("kode", "")))
    except Correctable as error:
        return _render(request, error)
    return _show_once(request, codes)


@sensitive_post_parameters("sandi", "kode")
@page
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take the second factor off, unless a role needs it."""
    try:
        if _is_required(request):
            raise NotNow(REQUIRED)
        _prove_and(request, lambda: take_off(by=request.user, typed=request.POST.get("kode", "")))
    except Correctable as error:
        return _render(request, error)
    request.session.pop(FACTOR_ASKED, None)
    report_success(request, "Verifikasi dua langkah dimatikan. Akun Anda kini hanya dijaga kata sandi.")
    return HttpResponseRedirect(reverse("sign_in:factor"))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show_codes(request: HttpRequest) -> HttpResponse:
    """Show recovery codes until their owner says that he has them; nobody can show them again."""
    kept = request.session.get(CODES)
    if request.method == "POST" or kept is None:
        request.session.pop(CODES, None)
        return HttpResponseRedirect(reverse("home" if kept else "sign_in:factor"))
    context = {"daftar_kode": json.loads(unseal(kept)), "situs": request.get_host(), "menu_aktif": ""}
    return render_page(request, "sign_in/recovery_codes.html", context, title="Kode pemulihan Anda")


def _show_once(request: HttpRequest, codes: list[str]) -> HttpResponse:
    request.session[CODES] = seal(json.dumps(codes))
    return HttpResponseRedirect(reverse("sign_in:recovery_codes"))


def _prove_and(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Do something with the second factor after the owner typed his password, and count wrong codes. Who came by single
    sign-on may know no password. Raises TooSoon, WrongPassword, what `act` does."""
    user: Any = request.user
    if not begun_by_sso(request):
        with counted_attempt([own_password(user)], wrong=WrongPassword):
            if not user.check_password(request.POST.get("sandi", "")):
                raise WrongPassword(NOT_MATCHING, {"sandi": NOT_MATCHING})
    with counted_attempt(code_counts(request, user), wrong=WrongSecondFactor):
        return act()


def _secret_of(request: HttpRequest) -> str:
    """Return the secret that this session sets up: the same until it is done, so that the page may be loaded again."""
    try:
        return unseal(request.session[PAIRING])
    except (KeyError, Unreadable):
        secret = make_secret()
        request.session[PAIRING] = seal(secret)
        return secret


def _factor_of(request: HttpRequest) -> SecondFactor | None:
    user: Any = request.user
    return find_factor(user.pk)


def _is_required(request: HttpRequest) -> bool:
    return holds_one_of(request.user, settings.SECOND_FACTOR_ROLES)


def _render(request: HttpRequest, error: Correctable | None = None) -> HttpResponse:
    factor = _factor_of(request)
    context = {
        **_context(request, factor, error),
        "sisa_kode": 0 if factor is None else count_recovery_codes(factor),
    }
    return render_page(
        request, "sign_in/second_factor.html", context, title="Verifikasi dua langkah", status=status_of(error)
    )


def _render_pairing(request: HttpRequest, secret: str, error: Correctable | None = None) -> HttpResponse:
    address = app_address(secret, account=request.user.get_username(), issuer=_issuer())
    factor = _factor_of(request)
    title = "Pindahkan verifikasi dua langkah" if factor else "Pasang verifikasi dua langkah"
    context = {
        **_context(request, factor, error),
        "gambar": segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="white"),
        "rahasia": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "alamat": address,
    }
    return render_page(request, "sign_in/pair.html", context, title=title, status=status_of(error))


def _context(request: HttpRequest, factor: SecondFactor | None, error: Correctable | None) -> dict[str, Any]:
    return {
        "faktor": factor,
        "wajib": _is_required(request),
        "tanya_sandi": not begun_by_sso(request),
        "galat": error,
        "galat_isian": error.fields if isinstance(error, NotValid) else {},
        "menu_aktif": "",
    }


def _issuer() -> str:
    """Return what the app on the phone calls this installation."""
    return f"SAKIP-{urlsplit(settings.PUBLIC_BASE_URL).hostname}"
