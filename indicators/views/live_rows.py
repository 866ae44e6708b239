"""What others did meanwhile, for the entry pages that are open: their script asks every few seconds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from indicators.models import Pengajuan
from indicators.permissions import Izin
from indicators.selectors.live_rows import list_marks, page_mark, standing_mark
from indicators.selectors.pengisian import get_content, list_bukti_among
from indicators.views.pengisian import as_shown, locked_sentence, pengisian_or_404, require_page
from sakip.answers import answers_in_json
from sakip.digits import key_in
from sakip.pages import page
from sakip.posted import UNREADABLE, UnreadableRequest
from sakip.sign_in.middleware import asked_by_script

# A page asks in steps for what changed.
MOST_ROWS = 50
NOTHING_NEW = 204


@asked_by_script
@page
@require_GET
@answers_in_json
def show_changes(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Answer nothing (204) while all is as `?sidik=` says, else how each row is recognised now; with `?baris=` what
    stands in those rows."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    require_page(request, Izin.ISI_REALISASI, pengajuan)
    if "baris" in request.GET:
        return JsonResponse({"baris": _contents(pengajuan, _wanted(request.GET["baris"]))})
    locked = locked_sentence(pengajuan)
    standing, marks = standing_mark(pengajuan, locked), list_marks(pengajuan)
    sidik = page_mark(standing, marks)
    if request.GET.get("sidik") == sidik:
        return HttpResponse(status=NOTHING_NEW)
    rows = [{"id": key, "versi": mark.versi, "bukti": mark.bukti} for key, mark in marks.items()]
    return JsonResponse({"sidik": sidik, "keadaan": standing, "terkunci": locked, "baris": rows})


def _wanted(text: str) -> list[int]:
    found = [key_in(part) for part in text.split(",")]
    keys = [key for key in found if key is not None]
    if len(keys) < len(found) or len(keys) > MOST_ROWS:
        raise UnreadableRequest(UNREADABLE)
    return keys


def _contents(pengajuan: Pengajuan, wanted: list[int]) -> list[dict[str, Any]]:
    files = list_bukti_among(pengajuan, wanted)
    contents = get_content(pengajuan, wanted)
    return [{"id": key, "kini": as_shown(now), "bukti": files.get(key, [])} for key, now in contents.items()]
