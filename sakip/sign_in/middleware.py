"""Notes that a session is in use, and says on the sign-in page why one ended."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from sakip.sign_in.services import note_use
from sakip.sign_in.sessions import WHY, SessionStore

# What a view bears that a page's script asks by itself: it keeps no session alive.
ASKED_BY_SCRIPT = "asked_by_script"
# What may be asked for again without doing anything again.
SAFE = ("GET", "HEAD")


def asked_by_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that an open page asks again and again: nobody need sit before it."""
    setattr(view, ASKED_BY_SCRIPT, True)
    return view


class SessionUseMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        ending = cast(SessionStore, request.session).ending
        sent = request.method not in SAFE
        if not isinstance(response, HttpResponseRedirect) or not (
            ending or (sent and not request.user.is_authenticated)
        ):
            return response
        address = urlsplit(response.url)
        if address.path != resolve_url(settings.LOGIN_URL):
            return response
        back = page_behind(request)
        why = ending.value if ending else QueryDict(address.query).get(WHY, "")
        query = {**({REDIRECT_FIELD_NAME: back} if back else {}), **({WHY: why} if why else {})}
        return HttpResponseRedirect(f"{address.path}?{urlencode(query)}" if query else address.path)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        if not getattr(view, ASKED_BY_SCRIPT, False) and request.user.is_authenticated:
            row = cast(SessionStore, request.session).row
            if row is not None:
                note_use(row)


def page_behind(request: HttpRequest) -> str:
    """Return the address of the page that was asked for, or from which something was sent; "" for none of ours."""
    if request.method in SAFE:
        return request.get_full_path()
    sender = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure()):
        return ""
    sent = urlsplit(sender)
    if sent.path.startswith(resolve_url(settings.LOGIN_URL)):
        return ""
    # A path that begins with two slashes would be read as another host.
    path = escape_leading_slashes(sent.path)
    return f"{path}?{sent.query}" if sent.query else path
