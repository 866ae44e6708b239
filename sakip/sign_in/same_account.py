"""Whose page a browser shows: what a page keeps on the device, and sends later, is of the account that typed it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac

from sakip.answers import LOCKED

# Where a script of ours names the account of its page, see `account_mark`.
HEADER = "X-Akun"
OTHER_ACCOUNT = (
    "Di peramban ini kini masuk pengguna lain. Isian ini tidak dikirim atas namanya: keluar dahulu, lalu masuk kembali "
    "dengan akun Anda."
)


def account_mark(account: Any) -> str:
    """Return what pages call the account: the same at every sign-in, of no use elsewhere, "" for nobody."""
    if not account.is_authenticated:
        return ""
    return salted_hmac("sakip.sign_in.same_account", str(account.pk)).hexdigest()[:24]


class SameAccountMiddleware:
    """Refuses what a page of one account sends after another one signed in: the browser has one session for all its
    tabs. Whoever is signed out is sent to sign in, as ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.headers.get(HEADER, "")
        if named and request.user.is_authenticated and named != account_mark(request.user):
            return JsonResponse({"kode": LOCKED, "jenis": "akun_lain", "pesan": OTHER_ACCOUNT}, status=LOCKED)
        return self.get_response(request)
