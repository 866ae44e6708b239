"""All that became of one row of a unit's quarter, from the newest on: what was typed, its files, and when it was handed
in or taken back. Five queries, along the trail's index on the object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from indicators.acts import Act
from indicators.models import (
    BuktiDukung,
    ButirPK,
    Jejak,
    Pengajuan,
    PeristiwaPengajuan,
    Putusan,
    Realisasi,
    VersiPengajuan,
)
from indicators.models.jejak import kind_of
from indicators.selectors.pk_triwulan import get_pk_in_force
from indicators.workflow import PengajuanAct

# More than a row has in years; the trail itself has the others.
MOST_ENTRIES = 200
_READ_ONLY = (Act.UNDUH_BUKTI.value, Act.LIHAT_BUKTI.value)
_GIVEN_BACK = frozenset(
    {
        PengajuanAct.KEMBALIKAN,
        PengajuanAct.BUKA_KEMBALI,
        PengajuanAct.BUKA_PENGESAHAN,
        PengajuanAct.TOLAK_PENGESAHAN,
    }
)


@dataclass(frozen=True)
class Typed:
    """An entry of the trail, and the number of the version in which it was handed in; None: not yet."""

    jejak: Jejak
    versi: int | None

    @property
    def waktu(self) -> datetime:
        return self.jejak.waktu


@dataclass(frozen=True)
class HandedIn:
    versi: VersiPengajuan

    @property
    def waktu(self) -> datetime:
        return self.versi.diajukan_pada


@dataclass(frozen=True)
class SentBack:
    putusan: Putusan

    @property
    def waktu(self) -> datetime:
        return self.putusan.pada


@dataclass(frozen=True)
class TakenBack:
    peristiwa: PeristiwaPengajuan

    @property
    def waktu(self) -> datetime:
        return self.peristiwa.pada


Happening = Typed | HandedIn | SentBack | TakenBack


@dataclass(frozen=True)
class RowHistory:
    """`terpotong`: there are older entries than these."""

    butir: ButirPK
    kejadian: list[Happening]
    terpotong: bool


def get_row_history(pengajuan: Pengajuan, indikator_pk: int) -> RowHistory | None:
    """Return what became of a row of the submission; None when it has no such row."""
    quarter = pengajuan.triwulan
    pk = get_pk_in_force(quarter.opd_id, quarter.tahun, quarter.triwulan)
    own = ButirPK.objects.filter(pk_induk=pk, unit=pengajuan.unit_id, indikator=indikator_pk)
    butir = own.select_related("indikator").first()
    if butir is None:
        return None
    entries = _list_entries(pengajuan, indikator_pk)
    versions = list(pengajuan.daftar_versi.defer("isi").order_by("diajukan_pada"))
    of_row = Q(indikator=indikator_pk) | Q(indikator=None)
    returned = Putusan.objects.filter(
        of_row, versi_pengajuan__pengajuan=pengajuan, tindakan__in=sorted(act.value for act in _GIVEN_BACK)
    ).exclude(alasan="")
    happenings: list[Happening] = [Typed(entry, _version_of(entry, versions)) for entry in entries[:MOST_ENTRIES]]
    happenings += [HandedIn(version) for version in versions]
    happenings += [SentBack(verdict) for verdict in returned]
    withdrawn = PeristiwaPengajuan.objects.filter(pengajuan=pengajuan, tindakan=PengajuanAct.TARIK.value)
    happenings += [TakenBack(event) for event in withdrawn]
    happenings.sort(key=lambda happening: happening.waktu, reverse=True)
    return RowHistory(butir, happenings, len(entries) > MOST_ENTRIES)


def _list_entries(pengajuan: Pengajuan, indikator_pk: int) -> list[Jejak]:
    """Return the newest entries on the row and its files, one more than are shown; whoever took or opened a file
    changed nothing."""
    rows = list(Realisasi.objects.filter(triwulan=pengajuan.triwulan_id, indikator=indikator_pk).values_list("pk"))
    files = list(BuktiDukung.objects.filter(realisasi__in=[pk for (pk,) in rows]).values_list("pk"))
    of_row = Q(objek_jenis=kind_of(Realisasi), objek_id__in=[str(pk) for (pk,) in rows])
    of_files = Q(objek_jenis=kind_of(BuktiDukung), objek_id__in=[str(pk) for (pk,) in files])
    entries = Jejak.objects.filter(of_row | of_files, ditolak=False).exclude(tindakan__in=_READ_ONLY)
    return list(entries.order_by("-waktu", "-pk")[: MOST_ENTRIES + 1])


def _version_of(entry: Jejak, versions: Sequence[VersiPengajuan]) -> int | None:
    return next((version.nomor for version in versions if version.diajukan_pada >= entry.waktu), None)
