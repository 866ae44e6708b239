"""The history of one row of a unit's quarter, for the unit and for those who check it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from indicators.audit_words import Fact, Names, action_of, changes_of, names_of
from indicators.models import BuktiDukung, Jejak, Realisasi
from indicators.models.jejak import kind_of
from indicators.selectors.pengajuan import find_pengajuan
from indicators.selectors.row_history import HandedIn, Happening, TakenBack, Typed, get_row_history
from indicators.views.support import acting_user
from sakip.owners import belongs_to
from sakip.pages import page, render_page


@page
@require_safe
def show(request: HttpRequest, pk: int, indikator_pk: int) -> HttpResponse:
    """Who changed what from what to what, when, and in which version it was handed in."""
    pengajuan = find_pengajuan(acting_user(request), pk)
    history = None if pengajuan is None else get_row_history(pengajuan, indikator_pk)
    if pengajuan is None or history is None:
        raise Http404("Riwayat baris ini tidak ditemukan.")
    belongs_to(request, pengajuan.unit.opd)
    names = names_of([item.jejak for item in history.kejadian if isinstance(item, Typed)], [Realisasi()])
    return render_page(
        request,
        "indicators/pengisian/row_history.html",
        {
            "pengajuan": pengajuan,
            "butir": history.butir,
            "terpotong": history.terpotong,
            "kejadian": [_told(item, names) for item in history.kejadian],
        },
        title=f"Riwayat: {history.butir.indikator}",
    )


def _told(item: Happening, names: Names) -> dict[str, Any]:
    if isinstance(item, HandedIn):
        return {"waktu": item.waktu, "oleh": item.versi.diajukan_oleh, "diajukan": item.versi.nomor}
    if not isinstance(item, Typed):
        act = item.peristiwa if isinstance(item, TakenBack) else item.putusan
        return {"waktu": item.waktu, "oleh": act.oleh, "putusan": act.get_tindakan_display(), "alasan": act.alasan}
    return {
        "waktu": item.waktu,
        "oleh": item.jejak.pelaku,
        "tindakan": action_of(item.jejak),
        "alasan": item.jejak.alasan,
        "fakta": _facts(item.jejak, names),
        "versi": item.versi,
    }


def _facts(entry: Jejak, names: Names) -> list[Fact]:
    if entry.objek_jenis == kind_of(BuktiDukung):
        return [("Berkas", (entry.sebelum or {}).get("nama", ""), (entry.sesudah or {}).get("nama", ""))]
    facts, labels = changes_of(entry, names), names.labels[kind_of(Realisasi)]
    told = {labels[name] for name in ("nilai", "predikat", "alasan")}
    # A value that came or went says as much as its status.
    redundant = any(label in told for label, _, _ in facts)
    return [fact for fact in facts if not (redundant and fact[0] == labels["status"])]
