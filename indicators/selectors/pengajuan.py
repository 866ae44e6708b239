"""Reads of the workflow: where a submission stands, who comes next, what is missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.capaian import StatusIsi
from indicators.models import Pengajuan, Pengguna, Triwulan, UnitKerja
from indicators.models.perjanjian import ButirPK
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.kewenangan import get_kewenangan, list_head_unit_ids, list_units, today_in
from indicators.selectors.lembar import Baris, get_pk_in_force, list_baris
from indicators.workflow import IN_REVIEW, StatusPengajuan

SEKRETARIS_TAHAP = "Sekretaris"


def list_pengajuan(user: Pengguna) -> QuerySet[Pengajuan]:
    """Return the submissions whose drafts the user may see."""
    return Pengajuan.objects.filter(unit__in=list_units(user, Izin.LIHAT_UNIT)).select_related(
        "triwulan__opd", "triwulan__jadwal", "unit__opd", "posisi"
    )


def list_waiting(user: Pengguna) -> QuerySet[Pengajuan]:
    """Return the submissions that wait for the user as head of a unit or as Sekretaris, oldest quarter first."""
    kewenangan = get_kewenangan(user)
    in_review = list_pengajuan(user).filter(status__in=[status.value for status in IN_REVIEW])
    headed = [tugas.unit_id for tugas in kewenangan.units_of(Izin.PERIKSA)]
    waiting = in_review.filter(posisi_id__in=headed)
    validated_here = kewenangan.opd_ids(Izin.VALIDASI)
    if validated_here:
        waiting = waiting | in_review.filter(posisi__isnull=True, unit__opd_id__in=validated_here)
    return waiting.order_by("triwulan__tahun", "triwulan__triwulan", "unit__path")


def stations_after(unit: UnitKerja, after: int | None, day: date) -> list[UnitKerja]:
    """Return the units whose heads check a submission of `unit`, from itself up to below the root.

    `after` is the station just passed (None: none yet). Units without a head in force are left out: the data passes
    them by, and the event says so.
    """
    ids = list(reversed(unit.path_ids()[1:]))
    if after is not None:
        ids = ids[ids.index(after) + 1 :] if after in ids else []
    with_head = list_head_unit_ids(ids, day)
    units = UnitKerja.objects.in_bulk([pk for pk in ids if pk in with_head])
    return [units[pk] for pk in ids if pk in units]


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


def list_missing(rows: list[Baris], triwulan: int) -> list[Kekurangan]:
    """Return what the rows still lack: a value, or an obstacle where the capaian is below its target."""
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
    return missing


def list_unit_baris(pengajuan: Pengajuan, *, with_bukti: bool = True) -> list[Baris]:
    quarter = pengajuan.triwulan
    return list_baris(quarter.opd, quarter.tahun, quarter.triwulan, unit_ids=[pengajuan.unit_id], with_bukti=with_bukti)


@dataclass(frozen=True)
class Wewenang:
    """What the user may do with a submission right now; the pages show these acts and no others."""

    isi: bool
    ajukan: bool
    periksa: bool
    validasi: bool
    kembalikan: bool
    buka_kembali: bool


def acts_for(kewenangan: Kewenangan, pengajuan: Pengajuan, *, submitter_id: int | None) -> Wewenang:
    """Say which acts the page offers; the services decide again under their lock."""
    unit, opd_id = pengajuan.unit, pengajuan.unit.opd_id
    status = StatusPengajuan(pengajuan.status)
    editable = status in (StatusPengajuan.DRAF, StatusPengajuan.DIKEMBALIKAN)
    review = status in IN_REVIEW
    other = kewenangan.user_id != submitter_id
    heads = pengajuan.posisi_id is not None and kewenangan.heads(pengajuan.posisi_id)
    sekretaris = kewenangan.may(Izin.VALIDASI, opd_id=opd_id)
    validasi = review and other and sekretaris and (pengajuan.posisi_id is None or (heads and _last(pengajuan)))
    periksa = review and other and heads and not validasi
    return Wewenang(
        isi=editable and kewenangan.may(Izin.ISI_REALISASI, opd_id=opd_id, unit_path=unit.path),
        ajukan=editable and kewenangan.may(Izin.AJUKAN, opd_id=opd_id, unit_path=unit.path),
        periksa=periksa,
        validasi=validasi,
        kembalikan=periksa or validasi,
        buka_kembali=status == StatusPengajuan.DIVALIDASI and kewenangan.may(Izin.BUKA_KEMBALI_UNIT, opd_id=opd_id),
    )


def _last(pengajuan: Pengajuan) -> bool:
    return not stations_after(pengajuan.unit, pengajuan.posisi_id, today_in(pengajuan.unit.opd))


def submitter_of(pengajuan: Pengajuan) -> int | None:
    """Return the account that handed in the current version."""
    return pengajuan.daftar_versi.filter(nomor=pengajuan.nomor_versi).values_list("pengaju_id", flat=True).first()
