"""The money: the page of a quarter with its sums and efisiensi, and the page on which a unit enters its own rows."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.capaian import TwoReadings
from indicators.models import Pengajuan
from indicators.permissions import Izin
from indicators.selectors.anggaran import AnggaranRow, list_anggaran, list_unit_anggaran
from indicators.selectors.anggaran_summary import summarise_money
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.summary import list_quarters
from indicators.services.realisasi_anggaran import (
    FIELDS,
    FIGURES,
    MoneyAnswer,
    MoneyEntry,
    open_node_ids,
    print_money,
    save_money_rows,
    state_of_money,
)
from indicators.services.realisasi_entry import NeedsChecking
from indicators.triwulan import short_name
from indicators.views.pengisian import locked_sentence, pengisian_or_404, require_page
from indicators.views.reading_choice import posted_figure
from indicators.views.support import acting_user, chosen_opd
from indicators.views.validasi import pick_quarter
from sakip.answers import status_of
from sakip.digits import version_in
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable, NotValid

LABELS = {"keuangan": "Realisasi keuangan", "fisik": "Realisasi fisik"}


@page
@require_safe
def show(request: HttpRequest, tahun: int | None = None, triwulan: int | None = None) -> HttpResponse:
    """The money of the quarter in the address, or of the one that is being worked on."""
    opd = chosen_opd(request, Izin.LIHAT_SEMUA_UNIT, switch=reverse("indicators:anggaran"))
    quarters = list_quarters(opd)
    quarter = pick_quarter(quarters, tahun, triwulan)
    rows = [] if quarter is None else list_anggaran(opd, quarter.tahun, quarter.triwulan)
    total = None
    if quarter is not None and rows:
        total = summarise_money(opd, quarter.tahun, quarter.triwulan, rows)
    return render_page(
        request,
        "indicators/anggaran/quarter.html",
        {
            "opd": opd,
            "daftar_triwulan": quarters,
            "triwulan": quarter,
            "tw": "" if quarter is None else short_name(quarter.triwulan),
            "total": total,
            "janggal": sum(bool(row.peringatan) for row in rows),
            "boleh_kelola": get_kewenangan(acting_user(request)).may(Izin.KELOLA_RENCANA, opd_id=opd.pk),
        },
        title="Anggaran" if quarter is None else f"Anggaran {quarter}",
    )


@dataclass
class MoneyFormRow:
    """A row of the entry page: what its inputs hold, what was refused and which readings are asked back."""

    baris: AnggaranRow
    versi: int
    awal: dict[str, str]
    teks: dict[str, str]
    terbuka: bool = True
    pesan: str = ""
    galat: dict[str, str] = field(default_factory=dict)
    pertanyaan: dict[str, TwoReadings] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.baris.anggaran.pk

    @property
    def troubled(self) -> bool:
        return bool(self.pesan or self.galat)

    @property
    def angka(self) -> list[tuple[str, str, str, str, TwoReadings | None]]:
        """The inputs of figures: name, label, text, refusal, the question about it."""
        return [
            (name, LABELS[name], self.teks[name], self.galat.get(name, ""), self.pertanyaan.get(name))
            for name in FIGURES
        ]


@page
@require_safe
def show_unit(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """The rows of the money that the unit enters."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    require_page(request, Izin.ISI_REALISASI, pengajuan)
    return _render_unit(request, pengajuan, _form_rows(pengajuan))


@page
@require_POST
def save(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Save what was typed; the page comes back with everything that was refused."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    typed = {row.pk: _posted(request, row) for row in _form_rows(pengajuan)}
    touched = [isian for isian in typed.values() if isian.teks]
    try:
        results = save_money_rows(
            by=acting_user(request), triwulan=pengajuan.triwulan, unit=pengajuan.unit, isian=touched
        )
    except Correctable as refused:
        rows = _form_rows(pengajuan_now(request, pengajuan))
        for row in rows:
            row.teks |= dict(typed[row.pk].teks) if row.pk in typed else {}
        return _render_unit(request, pengajuan, rows, galat=str(refused), status=status_of(refused))
    refused_rows = [result for result in results if result.galat is not None]
    saved = len(results) - len(refused_rows)
    if not refused_rows:
        done = f"Anggaran {pengajuan}: {saved} baris tersimpan." if saved else "Tidak ada yang berubah."
        report_success(request, done)
        return HttpResponseRedirect(reverse("indicators:anggaran_unit", args=(triwulan_pk, unit_pk)))
    rows = _form_rows(pengajuan)
    for result in refused_rows:
        _mark(rows, result, typed[result.anggaran_id])
    sentence = f"{len(refused_rows)} baris belum tersimpan; perbaiki yang ditandai, lalu simpan lagi."
    if saved:
        sentence = f"{saved} baris tersimpan, {sentence}"
    # 422 where any row is to be mended, 409 when all are only late.
    status = max(status_of(result.galat) for result in refused_rows)
    return _render_unit(request, pengajuan, rows, galat=sentence, status=status)


def pengajuan_now(request: HttpRequest, pengajuan: Pengajuan) -> Pengajuan:
    """Return the submission as it stands after a refusal: somebody else may have moved it."""
    return pengisian_or_404(request, pengajuan.triwulan_id, pengajuan.unit_id)


def _form_rows(pengajuan: Pengajuan) -> list[MoneyFormRow]:
    open_nodes = open_node_ids(pengajuan)
    rows = []
    for row in list_unit_anggaran(pengajuan.triwulan, pengajuan.unit):
        state = state_of_money(row.realisasi)
        texts = {name: print_money(state[name]) if name in FIGURES else state[name] for name in FIELDS}
        versi = 0 if row.realisasi is None else row.realisasi.versi
        terbuka = open_nodes is None or row.anggaran.sub_kegiatan_id in open_nodes
        rows.append(MoneyFormRow(row, versi, texts, dict(texts), terbuka))
    return rows


def _posted(request: HttpRequest, row: MoneyFormRow) -> MoneyEntry:
    """Return what was typed into a row: only the fields that no longer say what the page showed."""
    texts: dict[str, str] = {}
    for name in FIELDS:
        text, shown = posted_figure(request.POST, f"{name}-{row.pk}"), request.POST.get(f"awal-{name}-{row.pk}", "")
        if text is not None and _plain(text) != _plain(shown):
            texts[name] = text
    return MoneyEntry(row.pk, version_in(request.POST.get(f"versi-{row.pk}", "")), texts)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _mark(rows: list[MoneyFormRow], result: MoneyAnswer, typed: MoneyEntry) -> None:
    """Put the refusal and what was typed into the row. The newer version is taken over: saving again is meant."""
    row = next((row for row in rows if row.pk == result.anggaran_id), None)
    if row is None:
        return
    row.teks |= dict(typed.teks)
    refused = result.galat
    if isinstance(refused, NotValid) and refused.fields:
        row.galat = refused.fields
    else:
        row.pesan = str(refused)
    if isinstance(refused, NeedsChecking):
        row.pertanyaan = refused.pertanyaan


def _render_unit(
    request: HttpRequest,
    pengajuan: Pengajuan,
    rows: list[MoneyFormRow],
    *,
    galat: str = "",
    status: int = 200,
) -> HttpResponse:
    locked = locked_sentence(pengajuan)
    context = {
        "pengajuan": pengajuan,
        "daftar": rows,
        "terkunci": locked,
        "dikembalikan": any(not row.terbuka for row in rows) and not locked,
        "galat": galat,
        "tw": short_name(pengajuan.triwulan.triwulan),
        "menu_aktif": reverse("indicators:pengisian"),
    }
    return render_page(request, "indicators/anggaran/unit.html", context, title="Realisasi Anggaran", status=status)
