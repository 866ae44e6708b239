"""The change of nomenclature on one page: each old node, beside it the new one."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import PerangkatDaerah, PeriodeRenstra
from indicators.nomenklatur import NomenklaturVersion, WrongCode, read_code
from indicators.permissions import Izin
from indicators.selectors.ganti_nomenklatur import find_change, get_latest, why_not_undo
from indicators.selectors.perubahan_nomenklatur import (
    NomenklaturRow,
    NomenklaturState,
    PerubahanNomenklatur,
    get_first_open_year,
    get_perubahan,
    list_years,
)
from indicators.selectors.renstra import list_periods
from indicators.selectors.roll_over import get_last_fixed
from indicators.services.nomenklatur import change_nomenclature, plan_nomenclature, undo_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry, NomenklaturOutcome, ShownProposal
from indicators.tingkat import Tingkat
from indicators.views.support import acting_user, chosen_opd
from sakip.answers import INVALID, status_of
from sakip.digits import year_asked
from sakip.owners import with_owner
from sakip.pages import page, redirect_after, render_page, report_info, report_success
from sakip.refusals import Correctable, NotValid

UNDECIDED = "Kode atau nama baru sudah ditulis: pilih Digantikan, atau kembalikan isiannya."


@dataclass
class NomenklaturFormRow:
    """A row with what stands in its inputs. `usulan`: the code is our proposal, still to be compared by a person."""

    baris: NomenklaturRow
    keputusan: str
    kode: str
    nama: str
    versi: str
    galat: str = ""
    usulan: bool = False

    @property
    def ditulis(self) -> bool:
        return bool(self.kode) or self.nama != self.baris.simpul.nama


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """GET shows the state of every node; POST proposes codes or shows what the decisions would do, which writes
    nothing, or carries out what was shown."""
    opd = chosen_opd(request, Izin.KELOLA_RENCANA)
    periode, tahun = _chosen(request, opd)
    if periode is None or tahun is None:
        return render_page(request, "indicators/tahun/nomenklatur.html", {"opd": opd}, title="Perubahan nomenklatur")
    perubahan = get_perubahan(periode, tahun)
    rows = [_typed(row, request) for row in perubahan.baris]
    if request.method != "POST":
        return _render(request, perubahan, rows)
    aksi = request.POST.get("aksi", "")
    if aksi == "usulkan":
        return _render(request, perubahan, rows, jumlah_usulan=_propose(rows))
    if aksi == "kembali":
        return _render(request, perubahan, rows)
    for row in rows:
        if row.baris.terbuka and row.keputusan in ("", Decision.TETAP) and row.ditulis:
            row.galat = UNDECIDED
    if any(row.galat for row in rows):
        return _render(request, perubahan, rows, status=INVALID)
    return _decide(request, perubahan, rows, carry_out=aksi == "lakukan")


def _decide(
    request: HttpRequest, perubahan: PerubahanNomenklatur, rows: list[NomenklaturFormRow], *, carry_out: bool
) -> HttpResponse:
    """Show what the decisions would do, or carry out what was shown."""
    by, isian, periode, tahun = acting_user(request), _decisions(rows), perubahan.periode, perubahan.tahun
    try:
        if not carry_out:
            return _confirm(request, perubahan, plan_nomenclature(by=by, periode=periode, tahun=tahun, isian=isian))
        seen = request.POST.get("dilihat", "")
        hasil = change_nomenclature(by=by, periode=periode, tahun=tahun, isian=isian, dilihat=seen)
    except Correctable as error:
        for row in rows:
            row.galat = error.fields.get(row.baris.kunci, "") if isinstance(error, NotValid) else ""
        return _render(request, perubahan, rows, error=error, status=status_of(error))
    report_success(request, f"Nomenklatur mulai {tahun}: {_sentence(hasil)}")
    return HttpResponseRedirect(_address(periode, tahun))


def _confirm(request: HttpRequest, perubahan: PerubahanNomenklatur, rancangan: ShownProposal) -> HttpResponse:
    """Show the list of what would change and ask; without anything to change, say so."""
    periode, tahun = perubahan.periode, perubahan.tahun
    if not rancangan.baris:
        report_info(request, "Tidak ada yang berubah: belum ada keputusan selain yang sudah berlaku.")
        return HttpResponseRedirect(_address(periode, tahun))
    names = ("keputusan-", "kode-", "nama-", "versi-")
    context = {
        "opd": periode.opd,
        "rancangan": rancangan,
        "tahun": tahun,
        "sebelumnya": tahun - 1,
        "isian": [(name, text) for name, text in request.POST.items() if name.startswith(names)],
        "alamat": _address(periode, tahun),
    }
    return render_page(
        request, "indicators/tahun/nomenklatur_confirm.html", context, title="Konfirmasi perubahan nomenklatur"
    )


@page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a change of nomenclature as a whole."""
    opd = chosen_opd(request, Izin.KELOLA_RENCANA)
    ganti = find_change(opd, pk)
    if ganti is None:
        raise Http404("Perubahan nomenklatur ini sudah dibatalkan, atau tidak ada.")
    return redirect_after(
        request,
        _address(ganti.periode, ganti.tahun),
        lambda: undo_nomenclature(by=acting_user(request), ganti=ganti),
        f"{ganti} dibatalkan: simpul lama berlaku lagi, simpul barunya dihapus.",
    )


def _address(periode: PeriodeRenstra, tahun: int) -> str:
    url = with_owner(reverse("indicators:perubahan_nomenklatur"), periode.opd)
    return f"{url}&renstra={periode.tahun_awal}&tahun={tahun}"


def _chosen(request: HttpRequest, opd: PerangkatDaerah) -> tuple[PeriodeRenstra | None, int | None]:
    """Return the Renstra and the year of change: `?renstra=` and `?tahun=`, or the latest and its first open year.

    Raises Http404 for what does not exist.
    """
    wanted, year = (year_asked(request.GET.get(name, "")) for name in ("renstra", "tahun"))
    periode = next((row for row in list_periods(opd) if wanted in (None, row.tahun_awal)), None)
    if periode is None:
        if wanted is not None:
            raise Http404("Renstra ini tidak ditemukan.")
        return None, None
    if year is None:
        return periode, get_first_open_year(periode)
    if year not in list_years(periode):
        raise Http404("Tahun ini di luar masa Renstra, atau tahun pertamanya.")
    return periode, year


def _typed(row: NomenklaturRow, request: HttpRequest) -> NomenklaturFormRow:
    """Return the row with what was typed; before anything was typed, with the state as it is and the old name."""
    default = Decision.TETAP.value if row.keadaan is NomenklaturState.TETAP else ""
    if f"keputusan-{row.kunci}" not in request.POST:
        return NomenklaturFormRow(row, default, "", row.simpul.nama, "")
    texts = {
        name: request.POST.get(f"{name}-{row.kunci}", "").strip() for name in ("keputusan", "kode", "nama", "versi")
    }
    known = texts["keputusan"] in {item.value for item in Decision}
    return NomenklaturFormRow(row, texts["keputusan"] if known else "", texts["kode"], texts["nama"], texts["versi"])


def _propose(rows: list[NomenklaturFormRow]) -> int:
    """Fill in a four-digit code where none was typed yet; return how many."""
    count = 0
    for row, proposal in _proposals(rows):
        if not row.kode and row.keputusan != Decision.HENTI:
            row.kode, row.keputusan = proposal, Decision.GANTI.value
            count += 1
    return count


def _proposals(rows: list[NomenklaturFormRow]) -> list[tuple[NomenklaturFormRow, str]]:
    """Return the rows that have a proposal, with it."""
    by_key = {row.baris.kunci: row for row in rows}
    open_rows = [row for row in rows if row.baris.keadaan is NomenklaturState.BELUM and row.baris.usulan]
    return [
        (row, _proposal(row.baris, None if row.baris.induk is None else by_key[row.baris.induk.kunci]))
        for row in open_rows
    ]


def _proposal(row: NomenklaturRow, parent: NomenklaturFormRow | None) -> str:
    """Return the proposed code, under the parent's new code where one is stored or was typed."""
    codes = [node.kode for node in row.induk.pengganti] if row.induk is not None else []
    if parent is not None and parent.keputusan == Decision.GANTI:
        codes.insert(0, parent.kode)
    for code in codes:
        try:
            head = str(read_code(code, tingkat=Tingkat.KEGIATAN))
        except WrongCode:
            continue
        return f"{head}.{row.usulan.rpartition('.')[2]}"
    return row.usulan


def _decisions(rows: list[NomenklaturFormRow]) -> list[NomenklaturEntry]:
    return [
        NomenklaturEntry(row.baris.kunci, Decision(row.keputusan), row.kode, row.nama, row.versi)
        for row in rows
        if row.keputusan and row.baris.terbuka
    ]


def _sentence(hasil: NomenklaturOutcome) -> str:
    parts = [
        f"{len(hasil.diganti)} simpul digantikan dengan {hasil.indikator} indikator" if hasil.diganti else "",
        f"{hasil.dihentikan} simpul dihentikan" if hasil.dihentikan else "",
        f"{hasil.dipertahankan} kode lama dipertahankan" if hasil.dipertahankan else "",
    ]
    done = ", ".join(part for part in parts if part)
    return f"{done}." if done else "Tidak ada yang berubah."


def _render(
    request: HttpRequest,
    perubahan: PerubahanNomenklatur,
    rows: list[NomenklaturFormRow],
    *,
    error: Correctable | None = None,
    jumlah_usulan: int | None = None,
    status: int = 200,
) -> HttpResponse:
    periode, tahun = perubahan.periode, perubahan.tahun
    wrong = sum(bool(row.galat) for row in rows)
    proposals = _proposals(rows)
    ganti = get_latest(periode, tahun)
    for row, proposal in proposals:
        row.usulan = row.kode == proposal
    context: dict[str, Any] = {
        "opd": periode.opd,
        "perubahan": perubahan,
        "daftar_baris": rows,
        "daftar_renstra": list_periods(periode.opd),
        "daftar_tahun": list_years(periode),
        "daftar_versi": [(item.value, item.label) for item in NomenklaturVersion],
        "daftar_keputusan": [(item.value, item.label) for item in Decision],
        "ada_terbuka": any(row.baris.terbuka for row in rows),
        "ada_usulan": bool(proposals),
        "pk_tetap": get_last_fixed(periode.opd_id, tahun),
        "jumlah_usulan": jumlah_usulan,
        "galat": error or (f"{wrong} baris perlu diperbaiki; belum ada yang disimpan." if wrong else None),
        "alamat": _address(periode, tahun),
        "ganti": ganti,
        "halangan": [] if ganti is None else why_not_undo(ganti),
    }
    return render_page(
        request, "indicators/tahun/nomenklatur.html", context, title="Perubahan nomenklatur", status=status
    )
