"""The one way in: who proved himself by a password or at the provider of single sign-on is asked for his second factor,
then the session begins, the browser is known, the trail is told."""

from dataclasses import asdict, dataclass
from math import ceil
from time import time
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth import login as begin_django_session
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sakip.answers import TOO_OFTEN
from sakip.labelled import Labelled
from sakip.network import client_address
from sakip.sign_in.browsers import browser_in_words
from sakip.sign_in.devices import bound_to, remember_device
from sakip.sign_in.events import Event, tell
from sakip.sign_in.forms import SignInForm
from sakip.sign_in.second_factor import find_factor
from sakip.sign_in.sessions import WHY, Ending, SessionStore
from sakip.sign_in.trusted import is_trusted

# Where a session keeps who proved himself and still owes a code, and how long he may take.
PENDING = "menunggu_kode"
PENDING_SECONDS = 600
# Where it keeps that a second factor was asked, by us or by the provider, and what the provider needs at the sign-out.
FACTOR_ASKED = "faktor_kedua"
SSO = "sso"


class Unfinished(Labelled):
    """Why a sign-in has to begin anew, as the sign-in page says it."""

    CODE = "kode", "Waktu untuk mengetik kode sudah habis. Masuk kembali."


@dataclass(frozen=True)
class Proof:
    """Who proved himself, `sso`: at the provider, with what its sign-out needs; and where he wants to go."""

    account: int
    bound: str
    at: float
    back: str
    sso: dict[str, str] | None = None


class SignInView(LoginView):
    """Django's, but for what follows a right password."""

    template_name = "admin/login.html"
    authentication_form = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        return go_on(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        return response if form.wait_until is None else answer_too_soon(response, form.wait_until)


def answer_too_soon(response: HttpResponse, until: Any) -> HttpResponse:
    """Tell the client too when it may try again."""
    response.status_code = TOO_OFTEN
    response["Retry-After"] = str(max(1, ceil((until - timezone.now()).total_seconds())))
    return response


def go_on(request: HttpRequest, account: Any, back: str, sso: dict[str, str] | None = None) -> HttpResponse:
    """Ask the account that proved itself for a code where it has to type one, else let it in. `back` is safe."""
    by_provider = sso is not None and settings.OIDC_SECOND_FACTOR
    factor = None if by_provider else find_factor(account.pk)
    if factor is None or is_trusted(request, account, factor):
        return let_in(request, account, back, asked=by_provider or factor is not None, sso=sso)
    # Whoever knew the session's key before has no part in what follows.
    request.session.cycle_key()
    request.session[PENDING] = asdict(Proof(account.pk, bound_to(account), time(), back, sso))
    return HttpResponseRedirect(reverse("sign_in:code"))


def find_pending(request: HttpRequest) -> tuple[Proof, Any] | None:
    """Return who still owes a code in this browser; None for nobody, or when he took too long or may not any more."""
    kept = request.session.get(PENDING)
    if kept is None:
        return None
    proof = Proof(**kept)
    account = get_user_model()._default_manager.filter(pk=proof.account, is_active=True).first()
    late = not 0 <= time() - proof.at <= PENDING_SECONDS
    if account is None or late or not constant_time_compare(bound_to(account), proof.bound):
        del request.session[PENDING]
        return None
    return proof, account


def let_in(
    request: HttpRequest, account: Any, back: str, *, asked: bool, sso: dict[str, str] | None = None
) -> HttpResponse:
    """Begin the account's session; `asked`: it passed a second factor."""
    for name in (PENDING, FACTOR_ASKED, SSO):
        request.session.pop(name, None)
    begin_django_session(request, account)
    browser = browser_in_words(request.headers.get("User-Agent", ""))
    cast(SessionStore, request.session).begin(address=client_address(request), browser=browser)
    if asked:
        request.session[FACTOR_ASKED] = True
    if sso is not None:
        request.session[SSO] = sso
    response = HttpResponseRedirect(back)
    remember_device(request, response, account)
    tell(Event.SIGNED_IN, account, **({} if sso is None else {"cara": settings.OIDC_NAME}))
    return response


def begun_by_sso(request: HttpRequest) -> bool:
    return SSO in request.session


def why_signed_out(request: HttpRequest) -> str:
    """Return the sentence of the reason that the address names, "" for none."""
    named = request.GET.get(WHY)
    return next((item.label for item in (*Ending, *Unfinished) if item.value == named), "")
