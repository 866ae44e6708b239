"""The two addresses of single sign-on: where it begins, and where the provider sends the browser back to."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sakip.sign_in.sso import WHY, NotLetIn, begin, end, is_offered


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _answer(request, begin)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    return _answer(request, end)


def _answer(request: HttpRequest, step: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Take a step of the walk; whoever is signed in has nothing to do here."""
    if not is_offered():
        raise Http404
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("home"))
    try:
        return step(request)
    except NotLetIn as refusal:
        return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({WHY: refusal.failure.value})}")
