"""What an open entry page asks again and again: has anything changed that it shows? Three short reads, any number of
rows; what changed is read only then."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.models import BuktiDukung, ButirPK, Pengajuan, Realisasi
from indicators.selectors.pk_triwulan import get_pk_in_force


@dataclass(frozen=True)
class RowMark:
    """How a row is recognised: the version of its entry, 0 for none, and the keys of its valid files in their order."""

    versi: int
    bukti: tuple[int, ...] = ()


def list_marks(pengajuan: Pengajuan) -> dict[int, RowMark]:
    """Return the marks of the unit's rows that hold anything, by indicator."""
    quarter = pengajuan.triwulan
    pk = get_pk_in_force(quarter.opd_id, quarter.tahun, quarter.triwulan)
    own = ButirPK.objects.filter(pk_induk=pk, unit=pengajuan.unit_id).values("indikator")
    rows = Realisasi.objects.filter(triwulan=quarter, indikator__in=own).order_by()
    files: dict[int, list[int]] = {}
    standing = BuktiDukung.objects.filter(
        realisasi__triwulan=quarter, realisasi__indikator__in=own, ditarik_pada__isnull=True, pengganti__isnull=True
    )
    for indikator_id, bukti_id in standing.order_by("pk").values_list("realisasi__indikator", "pk"):
        files.setdefault(indikator_id, []).append(bukti_id)
    return {
        indikator_id: RowMark(versi, tuple(files.get(indikator_id, ())))
        for indikator_id, versi in rows.values_list("indikator", "versi")
    }


def standing_mark(pengajuan: Pengajuan, terkunci: str) -> str:
    """Return by what a page recognises that the submission went on, came back, or was locked meanwhile."""
    return _digest([pengajuan.status, pengajuan.nomor_versi, pengajuan.posisi_id, terkunci])


def page_mark(standing: str, marks: Mapping[int, RowMark]) -> str:
    """Return one word for all that an entry page shows of others' work: equal as long as nothing changed."""
    return _digest([standing, [[key, mark.versi, mark.bukti] for key, mark in sorted(marks.items())]])


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:20]
