"""What a unit answers to a return, typed on its entry page: saved by itself, like a row."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from indicators.selectors.pengisian import answer_of
from indicators.services.returned_rows import answer_return
from indicators.views.pengisian import pengisian_or_404
from indicators.views.support import acting_user
from sakip.answers import answers_in_json, saved_data
from sakip.pages import page
from sakip.posted import read_json, text_of


@page
@require_POST
@answers_in_json
def answer_row(request: HttpRequest, triwulan_pk: int, unit_pk: int, indikator_pk: int) -> HttpResponse:
    """Save the answer to a returned row: `{"jawaban": "..."}`."""
    return _answer(request, triwulan_pk, unit_pk, indikator_pk)


@page
@require_POST
@answers_in_json
def answer_whole(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Save the answer to a return of the whole: `{"jawaban": "..."}`."""
    return _answer(request, triwulan_pk, unit_pk, None)


def _answer(request: HttpRequest, triwulan_pk: int, unit_pk: int, indikator_pk: int | None) -> JsonResponse:
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    data: dict[str, Any] = read_json(request)
    rows = answer_return(
        by=acting_user(request),
        triwulan=pengajuan.triwulan,
        unit=pengajuan.unit,
        indikator_id=indikator_pk,
        jawaban=text_of(data.get("jawaban", "")),
    )
    return JsonResponse({**saved_data(), **answer_of(rows[0])})
