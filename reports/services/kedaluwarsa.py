"""Whether a document still says what is so: asked in one place by whoever finalises, signs or shows it."""

import json
from dataclasses import dataclass
from typing import Any

from indicators.selectors.reporting import Correction, PerangkatDaerah, get_signer
from reports.composition import compose_signer
from reports.composition.differences import Difference, list_differences
from reports.models import Dokumen, Laporan, StatusDokumen
from reports.papers.paper import Facts
from reports.selectors import list_corrections
from reports.services.pemaraf import list_initialers
from reports.services.verify_address import verify_url
from sakip.sentences import enumerate_in_words

# What is not signed yet is composed again when anything changed; the rest stands as it was issued.
UNSIGNED = (StatusDokumen.DRAF, StatusDokumen.FINAL)


def snapshot_of(laporan: Laporan, facts: Facts, *, draf: bool, verifikasi: str = "") -> dict[str, Any]:
    """Return the snapshot of the report as it stands: facts, number, place, date and wording, and whose parafs it
    wants. Whatever is not made final carries DRAF, also when its quarter is approved; what is has the address of its
    QR."""
    compose = laporan.paper.compose
    snapshot = compose(
        facts, nomor=laporan.nomor, tempat=laporan.tempat, tanggal=laporan.tanggal, narasi=laporan.narasi
    )
    parts: dict[str, Any] = {**snapshot, "draf": draf or not facts.disahkan}
    if verifikasi:
        parts["verifikasi"] = verifikasi
    if initialers := list_initialers(laporan):
        parts["pemaraf"] = [compose_signer(official) for official in initialers]
    return parts


@dataclass(frozen=True)
class Kedaluwarsa:
    """Why a document is out of date: what was corrected, and for an unsigned one also what it would print today."""

    koreksi: tuple[Correction, ...] = ()
    pejabat: str = ""
    perbedaan: tuple[Difference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.koreksi or self.pejabat or self.perbedaan)

    @property
    def kalimat(self) -> str:
        """The reasons as sentences, shortest first to say: corrections, the official, else how much differs."""
        if self.koreksi or self.pejabat:
            return " ".join([*(item.kalimat for item in self.koreksi), *([self.pejabat] if self.pejabat else [])])
        return f"Yang dicetak dokumen ini berubah sejak disusun ({len(self.perbedaan)} hal)."


def why_outdated(dokumen: Dokumen) -> Kedaluwarsa:
    """Return why a document is out of date; false when it is not.

    A signed one only when something that it prints was corrected; one that is final, or is just being made final, when
    anything that it prints would be printed otherwise today, its signer included.
    """
    koreksi = list_corrections([dokumen]).get(dokumen.pk, ())
    if dokumen.status not in UNSIGNED:
        return Kedaluwarsa(koreksi)
    pejabat = _other_official(dokumen) or _other_initialers(dokumen)
    if koreksi or pejabat:
        return Kedaluwarsa(koreksi, pejabat)
    return Kedaluwarsa(perbedaan=tuple(_differences_today(dokumen)))


def list_awaiting_others(opd: PerangkatDaerah, jenis: str) -> list[Laporan]:
    """Return the reports of an office whose unsigned final document waits for other parafs than are wanted today."""
    rows = Dokumen.objects.filter(laporan__opd=opd, laporan__jenis=jenis, status=StatusDokumen.FINAL.value)
    found = rows.select_related("laporan__opd__pemda").order_by("laporan__tahun", "laporan__triwulan", "pk")
    return [dokumen.laporan for dokumen in found if _other_initialers(dokumen)]


def _other_official(dokumen: Dokumen) -> str:
    """Return the sentence about a signer who is not the one in office today; blank when he is."""
    printed, today = dokumen.snapshot["penandatangan"], get_signer(dokumen.laporan.opd)
    if today is None:
        return f"Hari ini tidak ada pejabat penanda tangan; dokumen ini menyebut {printed['nama']}."
    if printed == compose_signer(today):
        return ""
    return (
        f"Dokumen ini menyebut {printed['nama']} ({printed['jabatan']}) sebagai penanda tangan, "
        f"sedangkan hari ini {today.nama} ({today.jabatan}) yang menjabat."
    )


def _other_initialers(dokumen: Dokumen) -> str:
    """Return the sentence about parafs that would be other officials' today; blank when they are the same."""
    printed = dokumen.snapshot.get("pemaraf", [])
    today = [compose_signer(official) for official in list_initialers(dokumen.laporan)]
    if printed == today:
        return ""
    return f"Dokumen ini menunggu paraf {_named(printed)}, sedangkan hari ini {_named(today)} yang memaraf."


def _named(officials: list[Any]) -> str:
    return enumerate_in_words([f"{item['nama']} ({item['jabatan']})" for item in officials]) or "tidak ada pejabat"


def _differences_today(dokumen: Dokumen) -> list[Difference]:
    laporan = dokumen.laporan
    facts: Facts | None = laporan.paper.gather(laporan.opd, laporan.tahun, laporan.triwulan)
    if facts is None:
        return []
    # As the database keeps it: what is stored went through JSON.
    fresh = json.loads(json.dumps(snapshot_of(laporan, facts, draf=False, verifikasi=verify_url(dokumen))))
    if fresh == dokumen.snapshot:
        return []
    return [
        *_other_address(dokumen.snapshot, fresh),
        *list_differences(dokumen.snapshot, fresh, laporan.paper.differences),
    ]


def _other_address(before: dict[str, Any], fresh: dict[str, Any]) -> list[Difference]:
    """Tell of the QR when it would lead elsewhere today; between two documents it always does, which is no news."""
    old, new = before.get("verifikasi", ""), fresh["verifikasi"]
    return [] if old == new else [Difference("Kode QR", "alamat pemeriksaan", old, new)]
