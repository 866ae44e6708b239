"""What probes and monitoring programs ask: whether the process lives, whether the server is ready, what it counted."""

from collections.abc import Sequence
from threading import Lock
from time import monotonic

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sakip.answers import UNAVAILABLE
from sakip.condition.conditions import Condition, State
from sakip.condition.exposition import list_gauges
from sakip.condition.registry import read_all, read_vital
from sakip.metrics import CONTENT_TYPE, write_exposition
from sakip.network import is_monitor

# Whoever asks again within so many seconds gets the same answer.
KEPT_SECONDS = 5.0
_PLAIN = "text/plain; charset=utf-8"


class _Lately:
    """The latest conditions of this process: many who ask cost no more than one, and while one waits for what does not
    answer, the others get the answer before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._conditions: Sequence[Condition] = ()
        self._until = 0.0

    def read(self) -> Sequence[Condition]:
        if self._lock.acquire(blocking=not self._conditions):
            try:
                self._renew()
            finally:
                self._lock.release()
        return self._conditions

    def _renew(self) -> None:
        if monotonic() >= self._until:
            self._conditions = read_vital()
            self._until = monotonic() + KEPT_SECONDS


_lately = _Lately()


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves. It asks nothing: what a database or a disk lacks no new process mends."""
    return HttpResponse("sehat\n", content_type=_PLAIN)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether all is there that the server needs, in one word; to the listed networks also what is not."""
    conditions = _lately.read()
    broken = any(condition.state is State.BROKEN for condition in conditions)
    lines = ["belum siap" if broken else "siap"]
    if is_monitor(request):
        lines += [f"{condition.key}: {condition.state.label}. {condition.kalimat}" for condition in conditions]
    response = HttpResponse("\n".join(lines) + "\n", content_type=_PLAIN, status=UNAVAILABLE if broken else 200)
    if broken:
        response["Retry-After"] = "30"
        # Django would log an error for each probe, all day long.
        response._has_been_logged = True  # type: ignore[attr-defined]  # what its own log_response asks for
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Hand out the metrics to the listed networks; for anybody else there is nothing here."""
    if not is_monitor(request):
        raise Http404
    return HttpResponse(write_exposition(list_gauges(read_all())), content_type=CONTENT_TYPE)
