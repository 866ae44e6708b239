"""The second step of signing in: the page that asks for a code."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sakip.answers import answers_refusals, status_of
from sakip.pages import render_page
from sakip.refusals import Correctable
from sakip.sign_in.attempts import TooSoon, counted_attempt
from sakip.sign_in.counting import code_counts
from sakip.sign_in.events import Event, log_failed, log_held, tell
from sakip.sign_in.second_factor import WrongSecondFactor, check_code, find_factor
from sakip.sign_in.sessions import WHY
from sakip.sign_in.signing_in import Proof, Unfinished, answer_too_soon, find_pending, let_in
from sakip.sign_in.trusted import DAYS, trust


@sensitive_post_parameters("kode")
@never_cache
@csrf_protect
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask whoever proved himself for a code, and let him in with it."""
    pending = find_pending(request)
    if pending is None:
        return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({WHY: Unfinished.CODE.value})}")
    proof, account = pending
    if request.method != "POST":
        return _render(request, account)
    try:
        _check(request, account)
    except TooSoon as refusal:
        return answer_too_soon(_render(request, account, refusal), refusal.until)
    except Correctable as refusal:
        return _render(request, account, refusal)
    return _let_in(request, proof, account)


def _check(request: HttpRequest, account: Any) -> None:
    """Take the typed code. Raises TooSoon, WrongSecondFactor, NotNow; the trail and the log tell of wrong ones."""
    try:
        with counted_attempt(code_counts(request, account), wrong=WrongSecondFactor) as taken:
            check_code(account=account, typed=request.POST.get("kode", ""))
    except TooSoon:
        log_held(request, account)
        raise
    except WrongSecondFactor:
        log_failed(request, account)
        tell(Event.FAILED, account, langkah="kode verifikasi")
        if any(each.began_longest and each.count.account is not None for each in taken):
            tell(Event.LOCKED, account)
        raise


def _let_in(request: HttpRequest, proof: Proof, account: Any) -> HttpResponse:
    response = let_in(request, account, proof.back, asked=True, sso=proof.sso)
    factor = find_factor(account.pk)
    if request.POST.get("percaya") and factor is not None:
        trust(response, account, factor)
    return response


def _render(request: HttpRequest, account: Any, error: Correctable | None = None) -> HttpResponse:
    context = {
        "nama_akun": str(account),
        "pemulihan": "pemulihan" in request.GET,
        "galat": error,
        "hari": DAYS,
        "alamat": request.get_full_path(),
    }
    return render_page(request, "sign_in/code.html", context, title="Kode verifikasi", status=status_of(error))
