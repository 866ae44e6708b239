"""What is kept of each step of a submission: its event, its audit row, and the verdicts that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.models import Pengajuan, Pengguna, PeristiwaPengajuan, Putusan
from indicators.services.jejak import actor_text, make_jejak, record_many
from indicators.workflow import PengajuanAct


@dataclass(frozen=True)
class PengajuanStep:
    """A submission that has moved: what it was before (`facts_of`), and what the record says beside it."""

    pengajuan: Pengajuan
    sebelum: dict[str, Any]
    keterangan: str = ""


def facts_of(pengajuan: Pengajuan) -> dict[str, Any]:
    """Return where a submission stands, for an audit row or for who was too late."""
    return {
        "status": pengajuan.status,
        "posisi": pengajuan.posisi.nama if pengajuan.posisi is not None else "",
        "nomor_versi": pengajuan.nomor_versi,
        "versi": pengajuan.versi,
    }


def record_steps(
    *, by: Pengguna, tindakan: PengajuanAct, langkah: Sequence[PengajuanStep], tahap: str, alasan: str = ""
) -> None:
    """Keep one event and one audit row for each submission that the act moved: two statements."""
    now, oleh = timezone.now(), actor_text(by)
    PeristiwaPengajuan.objects.bulk_create(
        PeristiwaPengajuan(
            pengajuan=step.pengajuan,
            tindakan=tindakan.value,
            dari=step.sebelum["status"],
            ke=step.pengajuan.status,
            tahap=tahap,
            nomor_versi=step.pengajuan.nomor_versi,
            pelaku=by,
            oleh=oleh,
            pada=now,
            alasan=alasan,
            keterangan=step.keterangan[:500],
        )
        for step in langkah
    )
    record_many(
        make_jejak(
            by=by,
            tindakan=Act(tindakan),
            objek=step.pengajuan,
            opd=step.pengajuan.unit.opd,
            unit=step.pengajuan.unit.nama,
            sebelum=step.sebelum,
            sesudah=facts_of(step.pengajuan) | ({"keterangan": step.keterangan} if step.keterangan else {}),
            alasan=alasan,
            waktu=now,
        )
        for step in langkah
    )


def record_verdict(
    *,
    by: Pengguna,
    pengajuan: Pengajuan,
    tindakan: PengajuanAct,
    tahap: str,
    alasan: str = "",
    indikator_id: int | None = None,
) -> None:
    """Keep what a station said of the version that it saw: of the whole, or of one row."""
    Putusan.objects.create(
        versi_pengajuan=pengajuan.daftar_versi.get(nomor=pengajuan.nomor_versi),
        indikator_id=indikator_id,
        tindakan=tindakan.value,
        tahap=tahap,
        alasan=alasan,
        oleh=actor_text(by),
        pada=timezone.now(),
    )
