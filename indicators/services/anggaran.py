"""Keeping the budget: pagu, sources and RAK of sub kegiatan. One row is the smallest case of many.

What was spent is entered in `services.realisasi_anggaran`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.acts import Act
from indicators.capaian import ValueKind, write_number
from indicators.capaian.anggaran import add_up, sources_fit
from indicators.models import (
    Anggaran,
    Pengguna,
    PerangkatDaerah,
    RencanaKas,
    SubKegiatan,
    SumberDana,
    Triwulan,
)
from indicators.models.anggaran import FundSource, RAKDivision
from indicators.permissions import Izin
from indicators.services.access import require, require_one_office
from indicators.services.jejak import lost_race, state_of, write
from indicators.services.locks import lock_quarters
from indicators.services.saving import BATCH, GONE, check_fields, delete_checked, take_key, write_rows
from indicators.services.target_entry import check_figure, naming
from indicators.tingkat import Tingkat
from indicators.triwulan import LAST_QUARTER
from indicators.workflow import LOCKED
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, refuse

TAKEN = "Anggaran yang sama baru saja disimpan orang lain. Muat ulang halaman, lalu periksa kembali."
OPD_PATH = "kegiatan__program__sasaran__tujuan__periode"
Dana = Mapping[str, Decimal | None]
Kas = Mapping[int, Decimal]


@dataclass(frozen=True)
class PaguEntry:
    """A budget as entered. `sumber` (amount or None by source) and `rak` (amount by period): None leaves them."""

    anggaran: Anggaran
    sumber: Dana | None = None
    rak: Kas | None = None


@dataclass(frozen=True)
class _Content:
    """A budget with its sources and its RAK, as stored or as it is to be."""

    anggaran: Anggaran
    sumber: dict[str, Decimal | None]
    rak: dict[int, Decimal]

    def state(self) -> dict[str, Any]:
        """Return everything as the audit row holds it: sources and RAK as text that people read."""
        sumber = [
            FundSource(key).label if nilai is None else f"{FundSource(key).label} {_print(nilai)}"
            for key, nilai in sorted(self.sumber.items())
        ]
        rak = [f"{nomor}: {_print(nilai)}" for nomor, nilai in sorted(self.rak.items())]
        return {**state_of(self.anggaran), "sumber_dana": ", ".join(sumber), "RAK": ", ".join(rak)}


def save_anggaran(
    *, by: Pengguna | None, anggaran: Anggaran, sumber: Dana | None = None, rak: Kas | None = None
) -> Anggaran:
    """Create or change the budget of one sub kegiatan, see `save_anggaran_many`."""
    return save_anggaran_many(by=by, isian=[PaguEntry(anggaran, sumber, rak)])[0]


@write(Act.UBAH, "isian.anggaran")
def save_anggaran_many(*, by: Pengguna | None, isian: Sequence[PaguEntry]) -> list[Anggaran]:
    """Create or change budgets of sub kegiatan of one office; all or none, with a constant number of queries.

    Raises NotAllowed, NotFound (a row or its sub kegiatan is gone), NotNow (the pagu or RAK of an approved quarter
    would change, or come to be), NotValid (with several rows the sentence names the row), ChangedMeanwhile.
    """
    if not isian:
        return []
    stored = _lock(isian)
    nodes = _nodes(isian, stored)
    opd = require_one_office(by, Izin.KELOLA_RENCANA, {node.opd_id for node in nodes.values()})
    # A year outside the calendar is refused below; no database takes any number of digits.
    years = {row.anggaran.tahun for row in isian if row.anggaran.tahun in range(2000, 2101)}
    approved = _approved_quarters(opd, years)
    taken = _taken(isian, years)
    wanted: list[tuple[_Content, _Content | None]] = []
    for row in isian:
        before = stored.get(row.anggaran.pk)
        row.anggaran.opd = opd
        with naming(row.anggaran, isian):
            after = _checked(row, before, nodes[row.anggaran.sub_kegiatan_id])
            if not take_key(taken, (row.anggaran.sub_kegiatan_id, row.anggaran.tahun), row.anggaran):
                raise refuse("tahun", "Anggaran sub kegiatan ini pada tahun itu sudah ada. Ubah yang sudah ada.")
            _refuse_approved(row.anggaran.tahun, before, after, approved)
        if before is None or before.state() != after.state():
            wanted.append((after, before))
    rows: list[Anggaran] = [isi.anggaran for isi, _ in wanted]
    contents = {id(isi.anggaran): isi for isi, _ in wanted}
    with lost_race(ChangedMeanwhile(TAKEN)):
        write_rows(
            by=by,
            opd=opd,
            rows=rows,
            before={id(isi.anggaran): old.state() for isi, old in wanted if old is not None},
            state=lambda row: contents[id(row)].state(),
            columns=("pagu", "pagu_perubahan", "perubahan_mulai", "pptk", "cara_rak"),
        )
        _replace_children(wanted)
    return [row.anggaran for row in isian]


@write(Act.HAPUS, "anggaran")
def delete_anggaran(*, by: Pengguna | None, anggaran: Anggaran) -> None:
    """Delete a budget for which nothing was spent yet. Raises NotAllowed, NotNow (also when an approved quarter was
    judged by it)."""
    require(by, Izin.KELOLA_RENCANA, opd=anggaran.opd)
    delete_checked(by=by, instance=anggaran, opd=anggaran.opd, facts=_state_to_delete)


def _state_to_delete(stored: Anggaran) -> dict[str, Any]:
    content = _Content(stored, *_children_of(stored))
    _refuse_approved(stored.tahun, content, None, _approved_quarters(stored.opd, {stored.tahun}))
    return content.state()


# --- what is there -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Node:
    """A sub kegiatan's office and the years that it lives for."""

    opd_id: int
    awal: int
    akhir: int


def _lock(isian: Sequence[PaguEntry]) -> dict[int, _Content]:
    ids = {row.anggaran.pk for row in isian if not row.anggaran._state.adding}
    rows = Anggaran.objects.select_for_update(of=("self",)).select_related("sub_kegiatan").filter(pk__in=ids)
    stored = {row.pk: _Content(row, *_children_of(row)) for row in rows.prefetch_related("sumber_dana", "rak")}
    if len(stored) < len(ids):
        raise NotFound(GONE)
    return stored


def _children_of(anggaran: Anggaran) -> tuple[dict[str, Decimal | None], dict[int, Decimal]]:
    sumber = {row.sumber: row.nilai for row in anggaran.sumber_dana.all()}
    return sumber, {row.nomor: row.nilai for row in anggaran.rak.all()}


def _nodes(isian: Sequence[PaguEntry], stored: Mapping[int, _Content]) -> dict[int, _Node]:
    ids = {row.anggaran.sub_kegiatan_id for row in isian} | {row.anggaran.sub_kegiatan_id for row in stored.values()}
    if None in ids:
        raise refuse(Tingkat.SUB_KEGIATAN, "Pilih sub kegiatannya lebih dahulu.")
    columns = ("pk", "tahun_awal", "tahun_akhir", *(f"{OPD_PATH}__{name}" for name in _PERIOD_COLUMNS))
    found = {
        pk: _Node(opd_id, awal or first, akhir or last)
        for pk, awal, akhir, opd_id, first, last in SubKegiatan.objects.filter(pk__in=ids).values_list(*columns)
    }
    if len(found) < len(ids):
        raise NotFound("Sub kegiatan yang dipilih sudah tidak ada. Muat ulang halaman, lalu pilih kembali.")
    return found


_PERIOD_COLUMNS = ("opd_id", "tahun_awal", "tahun_akhir")


def _approved_quarters(opd: PerangkatDaerah, years: set[int]) -> dict[int, list[Triwulan]]:
    """Return the approved quarters by year. All of the years are locked: none is approved while its money changes."""
    return {tahun: [row for row in lock_quarters(opd, tahun) if row.status in LOCKED] for tahun in sorted(years)}


def _taken(isian: Sequence[PaguEntry], years: set[int]) -> dict[tuple[int, int], int]:
    rows = Anggaran.objects.filter(
        sub_kegiatan_id__in={row.anggaran.sub_kegiatan_id for row in isian},
        tahun__in=years,
    )
    return {(sub, tahun): pk for pk, sub, tahun in rows.values_list("pk", "sub_kegiatan_id", "tahun")}


# --- what may be ---------------------------------------------------------------------------------------------------


def _checked(row: PaguEntry, before: _Content | None, node: _Node) -> _Content:
    """Return the budget as it is stored. Raises NotValid."""
    anggaran = row.anggaran
    if before is not None and (before.anggaran.sub_kegiatan_id, before.anggaran.tahun) != (
        anggaran.sub_kegiatan_id,
        anggaran.tahun,
    ):
        raise refuse(
            Tingkat.SUB_KEGIATAN, "Sub kegiatan dan tahun anggaran tidak dapat diganti. Hapus, lalu buat yang baru."
        )
    anggaran.pagu = _rupiah(anggaran.pagu, "pagu")
    anggaran.pagu_perubahan = _rupiah(anggaran.pagu_perubahan, "pagu_perubahan")
    if anggaran.tahun not in range(node.awal, node.akhir + 1):
        raise refuse("tahun", f"Tulis tahun berlakunya sub kegiatan ini, {node.awal} sampai {node.akhir}.")
    check_fields(anggaran)
    _check_revision(anggaran)
    sumber = dict(before.sumber if before is not None else {}) if row.sumber is None else dict(row.sumber)
    rak = dict(before.rak if before is not None else {}) if row.rak is None else dict(row.rak)
    return _Content(anggaran, _checked_sources(sumber, anggaran.pagu_akhir), _checked_rak(rak, anggaran.cara_rak))


def _rupiah(nilai: Decimal | None, field: str) -> Decimal | None:
    """Return an amount as it is stored. Raises NotValid when it is below 0 or has a fraction."""
    if nilai is None:
        return None
    checked = check_figure(nilai, field)
    if checked < 0:
        raise refuse(field, "Jumlah uang tidak boleh kurang dari 0.")
    if checked != checked.to_integral_value():
        raise refuse(field, "Tulis dalam rupiah penuh, tanpa sen, misalnya 2.360.141.080.")
    return checked


def _check_revision(anggaran: Anggaran) -> None:
    if (anggaran.pagu_perubahan is None) != (anggaran.perubahan_mulai is None):
        raise refuse(
            "perubahan_mulai" if anggaran.perubahan_mulai is None else "pagu_perubahan",
            "Tulis pagu perubahan bersama triwulan mulai berlakunya, atau kosongkan keduanya.",
        )
    if anggaran.pagu_perubahan is not None and anggaran.pagu is None:
        raise refuse("pagu", "Isi pagu murni lebih dahulu, baru pagu perubahannya.")


def _checked_sources(sumber: dict[str, Decimal | None], pagu: Decimal | None) -> dict[str, Decimal | None]:
    """Sources add up to the pagu when all have an amount; with blank ones they may not exceed it."""
    if unknown := [key for key in sumber if key not in set(FundSource)]:
        raise refuse("sumber_dana", f"Sumber dana {unknown[0]} tidak dikenal. Pilih dari daftar.")
    checked = {key: _rupiah(nilai, "sumber_dana") for key, nilai in sumber.items()}
    total = add_up(checked.values())
    if pagu is None or total.nilai is None or sources_fit(total, pagu):
        return checked
    raise refuse(
        "sumber_dana",
        f"Sumber dana berjumlah {_print(total.nilai)}, sedangkan pagu {_print(pagu)}. "
        "Cocokkan, atau kosongkan jumlahnya.",
    )


def _checked_rak(rak: dict[int, Decimal], cara: str) -> dict[int, Decimal]:
    if not rak:
        return {}
    if not cara:
        raise refuse("cara_rak", "Pilih apakah RAK disusun per bulan atau per triwulan.")
    last = RAKDivision(cara).banyak
    if beyond := [nomor for nomor in sorted(rak) if not 1 <= nomor <= last]:
        raise refuse("rak", f"RAK {RAKDivision(cara).label.lower()} hanya sampai {last}. Hapus isian ke-{beyond[0]}.")
    checked = {nomor: _rupiah(nilai, "rak") for nomor, nilai in rak.items()}
    return {nomor: nilai for nomor, nilai in checked.items() if nilai is not None}


def _refuse_approved(
    tahun: int, before: _Content | None, after: _Content | None, approved: Mapping[int, list[Triwulan]]
) -> None:
    """What an approved quarter was judged by stays, also that it had no pagu; 0 says as little as none. `before` None:
    it is new; `after` None: it is to be deleted."""
    for quarter in approved.get(tahun, []):
        q = quarter.triwulan
        had, has = _judged_by(before, q), _judged_by(after, q)
        if had == has:
            continue
        open_again = "minta Kepala Dinas membuka kembali triwulannya"
        if after is None:
            raise NotNow(
                f"{quarter.why_locked}, dan anggaran ini termasuk di dalamnya, jadi tidak dapat dihapus. "
                f"Biarkan, atau {open_again}."
            )
        advice = "Biarkan seperti semula"
        if q < LAST_QUARTER:
            murni = "" if had[0] else "0 sebagai pagu murni dan "
            advice = f"Tulis {murni}pagu perubahan mulai Triwulan {q + 1}"
        raise NotNow(
            f"{quarter.why_locked}, jadi pagu dan RAK yang berlaku sampai triwulan itu tidak dapat diubah. "
            f"{advice}, atau {open_again}."
        )


def _judged_by(content: _Content | None, triwulan: int) -> tuple[Decimal | None, Decimal | None]:
    """Return the pagu and the plan by which spending up to a quarter is judged, None where there is none."""
    if content is None:
        return None, None
    return content.anggaran.pagu_in(triwulan) or None, content.anggaran.rak_until(triwulan, content.rak) or None


def _print(nilai: Decimal | Fraction) -> str:
    return write_number(nilai, jenis=ValueKind.RUPIAH)


# --- writing -------------------------------------------------------------------------------------------------------


def _replace_children(wanted: Sequence[tuple[_Content, _Content | None]]) -> None:
    sources = [isi for isi, old in wanted if old is None or old.sumber != isi.sumber]
    plans = [isi for isi, old in wanted if old is None or old.rak != isi.rak]
    SumberDana.objects.filter(anggaran__in=[isi.anggaran.pk for isi in sources]).delete()
    RencanaKas.objects.filter(anggaran__in=[isi.anggaran.pk for isi in plans]).delete()
    SumberDana.objects.bulk_create(
        [
            SumberDana(anggaran=isi.anggaran, sumber=sumber, nilai=nilai)
            for isi in sources
            for sumber, nilai in isi.sumber.items()
        ],
        batch_size=BATCH,
    )
    RencanaKas.objects.bulk_create(
        [
            RencanaKas(anggaran=isi.anggaran, nomor=nomor, nilai=nilai)
            for isi in plans
            for nomor, nilai in sorted(isi.rak.items())
        ],
        batch_size=BATCH,
    )
