"""Reads of the workflow: where a submission stands, who comes next, what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from indicators.capaian import StatusIsi
from indicators.models import Pengajuan, Pengguna, Triwulan, UnitKerja, VersiPengajuan
from indicators.models.perjanjian import ButirPK
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.kewenangan import get_kewenangan, list_heads, list_units
from indicators.selectors.lembar import Baris, get_pk_in_force, list_baris
from indicators.workflow import EDITABLE, IN_REVIEW, StatusPengajuan, StatusTriwulan, stations

SEKRETARIS_TAHAP = "Sekretaris"


def list_pengajuan(user: Pengguna) -> QuerySet[Pengajuan]:
    """Return the submissions whose drafts the user may see."""
    return Pengajuan.objects.filter(unit__in=list_units(user, Izin.LIHAT_UNIT)).select_related(
        "triwulan__opd__pemda", "triwulan__jadwal", "unit__opd__pemda", "posisi"
    )


class Antrean:
    """Who still has to act on each of some submissions, as heads are assigned today. Three queries, any number."""

    def __init__(self, pengajuan: Sequence[Pengajuan]) -> None:
        unit_ids = {unit_id for row in pengajuan for unit_id in row.unit.path_ids()[1:]}
        self._units: dict[int, UnitKerja] = UnitKerja.objects.in_bulk(unit_ids)
        self._heads = list_heads(unit_ids)
        self._submitters: dict[int, int] = dict(
            VersiPengajuan.objects.filter(
                pengajuan__in=[row.pk for row in pengajuan], nomor=F("pengajuan__nomor_versi")
            ).values_list("pengajuan_id", "pengaju_id")
        )

    def submitter_id(self, pengajuan: Pengajuan) -> int | None:
        """Return the account that handed in the current version."""
        return self._submitters.get(pengajuan.pk)

    def left(self, pengajuan: Pengajuan) -> list[UnitKerja]:
        """Return the stations that a submission in review still has to pass, the next one first.

        Empty: the Sekretaris comes next. A station that lost its head meanwhile is passed by as well.
        """
        if pengajuan.posisi_id is None:
            return []
        return self.way(pengajuan, submitter_id=self.submitter_id(pengajuan), start=pengajuan.posisi_id)

    def way(self, pengajuan: Pengajuan, *, submitter_id: int | None, start: int | None = None) -> list[UnitKerja]:
        """Return the stations of a submission handed in by `submitter_id`, from `start` on."""
        ids = stations(pengajuan.unit.path_ids(), self._heads, submitter_id=submitter_id, start=start)
        return [self._units[unit_id] for unit_id in ids]

    def passed_by(
        self, pengajuan: Pengajuan, *, after: int | None, target: UnitKerja | None, served: Collection[int] = ()
    ) -> str:
        """Say which units between the station `after` (None: the start) and `target` nobody checks for, and why."""
        upwards = list(reversed(pengajuan.unit.path_ids()[1:]))
        start = upwards.index(after) if after in upwards else 0
        stop = upwards.index(target.pk) if target is not None else len(upwards)
        skipped = [pk for pk in upwards[start:stop] if pk not in served]
        empty = [self._units[pk].nama for pk in skipped if not self._heads.get(pk)]
        own = [self._units[pk].nama for pk in skipped if self._heads.get(pk)]
        parts = []
        if empty:
            parts.append(f"Dilewati karena belum ada kepalanya: {', '.join(empty)}.")
        if own:
            parts.append(f"Dilewati karena kepalanya sendiri yang mengajukan: {', '.join(own)}.")
        return " ".join(parts)


@dataclass(frozen=True)
class Giliran:
    """A submission whose next act is the user's: as head of `tahap`, or, when that is None, as Sekretaris."""

    pengajuan: Pengajuan
    tahap: UnitKerja | None


def list_waiting(user: Pengguna) -> list[Giliran]:
    """Return the submissions that wait for the user as head of a unit or as Sekretaris, oldest quarter first."""
    kewenangan = get_kewenangan(user)
    if not (kewenangan.may_anywhere(Izin.PERIKSA) or kewenangan.may_anywhere(Izin.VALIDASI)):
        return []
    in_review = list(
        list_pengajuan(user)
        .filter(status__in=[status.value for status in IN_REVIEW])
        .order_by("triwulan__tahun", "triwulan__triwulan", "unit__path")
    )
    if not in_review:
        return []
    antrean = Antrean(in_review)
    return [
        Giliran(row, next(iter(antrean.left(row)), None)) for row in in_review if waits_for(kewenangan, row, antrean)
    ]


def waits_for(kewenangan: Kewenangan, pengajuan: Pengajuan, antrean: Antrean) -> bool:
    """Say whether the next act on a submission in review is the user's: as head, or as Sekretaris."""
    left = antrean.left(pengajuan)
    if left:
        return kewenangan.heads(left[0].pk)
    return kewenangan.may(Izin.VALIDASI, opd_id=pengajuan.unit.opd_id)


def owner_unit_ids(triwulan: Triwulan) -> set[int]:
    """Return the units that own rows of the PK in force in the quarter."""
    pk = get_pk_in_force(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    if pk is None:
        return set()
    return set(ButirPK.objects.filter(pk_induk=pk).values_list("unit_id", flat=True))


@dataclass(frozen=True)
class Kekurangan:
    """What a row still lacks before it can be handed in: a sentence for the list that Ajukan shows."""

    indikator_id: int
    indikator: str
    kalimat: str


def list_missing(rows: Sequence[Baris], triwulan: int) -> list[Kekurangan]:
    """Return the rows that still lack something: an answer (a value, or "tidak tersedia" with its reason), or the note
    without which a kumulatif value may not fall (DOMAIN 3)."""
    missing = []
    for row in rows:
        item = row.kini(triwulan)
        if item is None or item.status == StatusIsi.BELUM_DIISI:
            missing.append(
                Kekurangan(
                    row.indikator.pk,
                    row.indikator.nama,
                    "Realisasi belum diisi. Isi angkanya, 0 bila memang nol, atau tandai tidak tersedia.",
                )
            )
        elif unexplained := row.unexplained(triwulan):
            missing.append(
                Kekurangan(row.indikator.pk, row.indikator.nama, f"{unexplained} Tulis pada kolom Catatan baris ini.")
            )
    return missing


def list_unit_baris(pengajuan: Pengajuan, *, with_bukti: bool = True) -> list[Baris]:
    quarter = pengajuan.triwulan
    return list_baris(quarter.opd, quarter.tahun, quarter.triwulan, unit_ids=[pengajuan.unit_id], with_bukti=with_bukti)


@dataclass(frozen=True)
class Wewenang:
    """What the user may do with a submission right now; the pages show these acts and no others.

    `sekaligus` names the stations that a validation or a check serves beside its own: the page says so beforehand.
    `milik_sendiri`: it is his turn, but he handed it in himself: he may only return it.
    """

    isi: bool
    ajukan: bool
    periksa: bool
    validasi: bool
    kembalikan: bool
    buka_kembali: bool
    sekaligus: tuple[str, ...] = ()
    milik_sendiri: bool = False


def acts_for(kewenangan: Kewenangan, pengajuan: Pengajuan, antrean: Antrean) -> Wewenang:
    """Say which acts the page offers; the services decide again under their lock."""
    unit, opd_id = pengajuan.unit, pengajuan.unit.opd_id
    status = StatusPengajuan(pengajuan.status)
    locked = pengajuan.triwulan.status == StatusTriwulan.DISAHKAN
    editable = status in EDITABLE and not locked
    turn = status in IN_REVIEW and not locked and waits_for(kewenangan, pengajuan, antrean)
    own = turn and kewenangan.user_id == antrean.submitter_id(pengajuan)
    left = antrean.left(pengajuan) if turn else []
    served = served_by(kewenangan, left)
    finishes = len(served) == len(left) and kewenangan.may(Izin.VALIDASI, opd_id=opd_id)
    also = served if finishes else served[1:]
    return Wewenang(
        isi=editable and kewenangan.may(Izin.ISI_REALISASI, opd_id=opd_id, unit_path=unit.path),
        ajukan=editable and kewenangan.may(Izin.AJUKAN, opd_id=opd_id, unit_path=unit.path),
        periksa=turn and not own and not finishes,
        validasi=turn and not own and finishes,
        kembalikan=turn,
        buka_kembali=status == StatusPengajuan.DIVALIDASI
        and not locked
        and kewenangan.may(Izin.BUKA_KEMBALI_UNIT, opd_id=opd_id),
        sekaligus=tuple(item.nama for item in also) if turn and not own else (),
        milik_sendiri=own,
    )


def served_by(kewenangan: Kewenangan, left: Sequence[UnitKerja]) -> list[UnitKerja]:
    """Return the stations in a row, from the next one on, that the user heads: one act serves them all."""
    served: list[UnitKerja] = []
    for unit in left:
        if not kewenangan.heads(unit.pk):
            break
        served.append(unit)
    return served
