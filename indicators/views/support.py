"""What the pages of the numbers share: who acts, and for which office."""

from collections.abc import Sequence
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan, list_offices_with
from indicators.services.access import DEFAULT_SENTENCE, SENTENCES
from sakip.owners import choose, narrow
from sakip.pages import report_info, report_refusal, report_warning
from sakip.waiting import Expired, SavedBefore


def acting_user(request: HttpRequest) -> Pengguna:
    return cast(Pengguna, request.user)


def require_anywhere(request: HttpRequest, *izin: Izin) -> None:
    """Answer 403 when the user holds none of the permissions in any office."""
    kewenangan = get_kewenangan(acting_user(request))
    if not any(kewenangan.may_anywhere(item) for item in izin):
        raise PermissionDenied(SENTENCES.get(izin[0], DEFAULT_SENTENCE))


def chosen_opd(request: HttpRequest, *izin: Izin, switch: str = "") -> PerangkatDaerah:
    """Return the office that the page is about: `?opd=CODE` among those where the user holds any of `izin`, or the
    only one. `switch` is the address to which choosing another office leads; "" is the page itself.

    Raises PermissionDenied when he holds them nowhere, Http404 for an office outside his scope, AskFirst when several
    offices are possible and none was named.
    """
    require_anywhere(request, *izin)
    return choose(request, list_offices_with(acting_user(request), *izin), switch=switch)


def shown_offices(request: HttpRequest, *izin: Izin) -> Sequence[PerangkatDaerah]:
    """Return the offices of a list over all of the user's: those where he holds any of `izin`, or the one of `?opd=`.

    Raises as `chosen_opd`; AskFirst only for a code that several of the offices have.
    """
    require_anywhere(request, *izin)
    return narrow(request, list_offices_with(acting_user(request), *izin))


def answer_gone(
    request: HttpRequest, gone: Expired | SavedBefore, *, upload: str, done: str, besides: str = ""
) -> HttpResponse:
    """Answer a confirmation whose files do not wait: the second of two clicks goes where the first one went (`done`)
    and hears that it saved, and `besides`; whoever comes too late goes to where he may upload again."""
    if isinstance(gone, SavedBefore):
        report_info(request, f"{gone} {besides}".strip())
        return HttpResponseRedirect(done)
    report_refusal(request, str(gone))
    return HttpResponseRedirect(upload)


def warn_replaced(request: HttpRequest, names: Sequence[str]) -> None:
    """Say which rows of a draft gave way to those that replace them."""
    if names:
        report_warning(request, f"{len(names)} butir lama digantikan dan dihapus dari draf: {'; '.join(names)}.")
