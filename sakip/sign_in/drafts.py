"""Tells the page that keeps what was typed into a form that the server has it now."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from sakip.pages import was_refused

# The field in which a form names what the device keeps of it, and the cookie that says of which form it was accepted.
FIELD = "_draf"
COOKIE = "draf_diterima"
# Long enough for the page that the answer leads to.
LIVES = 300


class AcceptedDraftMiddleware:
    """An act of ours answers with a redirect when it was done. What was refused, even if it is told on another page, or
    led to the sign-in stays on the device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect) or was_refused(request):
            return response
        # What nobody may send is not read either.
        if _leads_to_sign_in(response):
            return response
        draft = request.POST.get(FIELD, "")
        if draft.isalnum() and draft.isascii():
            response.set_cookie(COOKIE, draft[:32], max_age=LIVES, samesite="Strict", secure=settings.HTTPS)
        return response


def _leads_to_sign_in(response: HttpResponseRedirect) -> bool:
    return response.url.split("?")[0] == resolve_url(settings.LOGIN_URL)
