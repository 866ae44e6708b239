"""Passing together what was ticked in a list: the head's, or the board of a quarter."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from indicators.models import Pengajuan, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.pengajuan import list_chosen
from indicators.services import pengajuan_together as services
from indicators.services.pengajuan_together import Chosen, Passed
from indicators.views.pemeriksaan import board_url
from indicators.views.seen_versions import seen_versions
from indicators.views.support import acting_user, shown_offices
from indicators.workflow import StatusPengajuan
from sakip.digits import key_in, version_in
from sakip.owners import with_owner
from sakip.pages import page, report_info, report_refusal, report_success

OF_THE_BOARD = "papan"
NOTHING_CHOSEN = "Belum ada unit yang dipilih. Tandai unit yang sudah Anda buka, lalu tekan tombolnya lagi."


@page
@require_POST
def pass_together(request: HttpRequest) -> HttpResponse:
    """Check or validate what was ticked; of each the next page says what became of it."""
    offices = shown_offices(request, Izin.PERIKSA, Izin.VALIDASI, Izin.SAHKAN)
    keys = {key for text in request.POST.getlist("pilih") if (key := key_in(text)) is not None}
    rows = list_chosen(acting_user(request), offices, keys)
    chosen = [Chosen(row, version_in(request.POST.get(f"versi_{row.pk}", ""))) for row in rows]
    outcomes = services.pass_together(by=acting_user(request), pilihan=chosen, dilihat=seen_versions(request))
    _report(request, outcomes)
    return HttpResponseRedirect(_list_url(request, rows, offices))


def _report(request: HttpRequest, outcomes: Sequence[Passed]) -> None:
    """Say on the next page which submissions moved on, and of each of the others why it did not."""
    done = [item.pengajuan for item in outcomes if item.galat is None]
    for validated, word in ((False, "diteruskan"), (True, "divalidasi")):
        units = [str(row.unit) for row in done if (row.status == StatusPengajuan.DIVALIDASI) is validated]
        if units:
            report_success(request, f"Data {len(units)} unit sudah {word}: {'; '.join(units)}.")
    for item in outcomes:
        if item.galat is not None:
            report_refusal(request, f"{item.pengajuan} belum diteruskan. {item.galat}")
    if not outcomes:
        report_info(request, NOTHING_CHOSEN)


def _list_url(request: HttpRequest, rows: Sequence[Pengajuan], offices: Sequence[PerangkatDaerah]) -> str:
    """Return the list on which the user ticked."""
    if request.POST.get("dari") == OF_THE_BOARD:
        if rows:
            return board_url(rows[0])
        address = reverse("indicators:validasi")
    else:
        address = reverse("indicators:pemeriksaan")
    return with_owner(address, offices[0]) if len(offices) == 1 else address
