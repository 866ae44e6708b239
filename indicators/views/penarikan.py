"""The unit takes back what it handed in, before anybody has checked it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.models import Pengajuan
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.penarikan import may_withdraw, status_before_hand_in
from indicators.selectors.pengisian import waiting_sentence
from indicators.services import pengajuan as services
from indicators.views.badges import badge_of_status
from indicators.views.pengisian import pengisian_or_404, require_page
from indicators.views.support import acting_user
from indicators.workflow import StatusPengajuan
from sakip.answers import status_of
from sakip.digits import version_in
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable


@page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """The question whether to take it back, with room for a reason; POST takes it back."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    if request.method != "POST":
        require_page(request, Izin.AJUKAN, pengajuan)
        return _render(request, pengajuan)
    try:
        versi, alasan = version_in(request.POST.get("versi", "")), request.POST.get("alasan", "")
        services.withdraw(by=acting_user(request), pengajuan=pengajuan, versi=versi, alasan=alasan)
    except Correctable as refused:
        return _render(request, pengisian_or_404(request, triwulan_pk, unit_pk), error=refused)
    report_success(request, f"{pengajuan} sudah ditarik. Isiannya dapat diubah; ajukan kembali setelah selesai.")
    return HttpResponseRedirect(reverse("indicators:pengisian_sheet", args=(triwulan_pk, unit_pk)))


def _render(request: HttpRequest, pengajuan: Pengajuan, *, error: Correctable | None = None) -> HttpResponse:
    status = StatusPengajuan(pengajuan.status)
    offered = may_withdraw(get_kewenangan(acting_user(request)), pengajuan)
    return render_page(
        request,
        "indicators/pengisian/withdraw.html",
        {
            "pengajuan": pengajuan,
            "status": status.label,
            "kelas": badge_of_status(status),
            "dapat_ditarik": offered,
            "menunggu": waiting_sentence(pengajuan),
            "sebelumnya": status_before_hand_in(pengajuan) if offered else None,
            "alasan": request.POST.get("alasan", ""),
            "galat": error,
            "menu_aktif": reverse("indicators:pengisian"),
        },
        title="Tarik kembali data triwulan",
        status=status_of(error),
    )
