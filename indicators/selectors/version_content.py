"""What a version of a submission holds (`VersiPengajuan.isi`): made here when it is handed in, read here afterwards.

Facts, exact values, and texts as they were printed, which are the record. How they look is not among them.
"""

from collections.abc import Sequence
from typing import TypedDict, cast

from indicators.capaian import EntryStatus
from indicators.capaian.exact import plain_digits
from indicators.models import Realisasi, VersiPengajuan
from indicators.selectors.derivation import Derivation, explain
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.schema import check_schema

SKEMA = 1


class VersionBukti(TypedDict):
    """A file as evidence: its name and the SHA-256 of what is in it."""

    nama: str
    sha256: str


class VersionEntry(TypedDict):
    """What was entered. `nilai` in plain digits, None for none; `status` is one of `StatusIsi`."""

    status: str
    nilai: str | None
    predikat: str
    alasan: str
    kendala: str
    faktor_pendorong: str
    faktor_penghambat: str
    tindak_lanjut: str
    catatan: str


class VersionRow(VersionEntry):
    """One row. `versi` is the entry's, 0 for none; `jalur` its place from the Program down; `target`, `target_tahun`
    and `realisasi` as printed, without the satuan; exact figures are "numerator/denominator", None where none was
    computed; `status_capaian` is one of `StatusHasil`."""

    indikator_id: int
    indikator: str
    jalur: list[str]
    satuan: str
    versi: int
    target: str
    target_tahun: str
    realisasi: str
    status_capaian: str
    capaian_eksak: str | None
    progres_eksak: str | None
    hitungan: Derivation
    bukti: list[VersionBukti]


class VersionContent(TypedDict):
    skema: int
    baris: list[VersionRow]


def describe_version(rows: Sequence[SheetRow]) -> VersionContent:
    """Return the rows of a unit's quarter, with their evidence, as a version keeps them."""
    return {"skema": SKEMA, "baris": [_describe(row) for row in rows]}


def read_version(version: VersiPengajuan) -> list[VersionRow]:
    """Return the rows of a version. Raises SkemaTidakDikenal."""
    isi = check_schema(version.isi, SKEMA, f"Isi versi {version.nomor} pengajuan")
    return cast(VersionContent, isi)["baris"]


def _describe(row: SheetRow) -> VersionRow:
    item, hasil = row.kini.realisasi, row.kini.hasil
    return {
        "indikator_id": row.indikator.pk,
        "indikator": row.indikator.nama,
        "jalur": [name for name in (row.jalur.program, row.jalur.kegiatan, row.jalur.sub_kegiatan) if name],
        "satuan": row.butir.satuan,
        "versi": 0 if item is None else item.versi,
        "target": row.kini.target_teks,
        "target_tahun": row.target_tahun_teks,
        "realisasi": row.kini.realisasi_teks,
        "status_capaian": hasil.capaian.status.value,
        "capaian_eksak": hasil.capaian.exact_text,
        "progres_eksak": hasil.progres.exact_text,
        "hitungan": explain(hasil),
        **_entry(item),
        "bukti": [{"nama": file.nama_asli, "sha256": file.sha256} for file in row.bukti],
    }


def _entry(item: Realisasi | None) -> VersionEntry:
    if item is None:
        item = Realisasi(status=EntryStatus.BELUM_DIISI.value)
    return {
        "status": item.status,
        "nilai": None if item.nilai is None else plain_digits(item.nilai),
        "predikat": item.predikat,
        "alasan": item.alasan,
        "kendala": item.kendala,
        "faktor_pendorong": item.faktor_pendorong,
        "faktor_penghambat": item.faktor_penghambat,
        "tindak_lanjut": item.tindak_lanjut,
        "catatan": item.catatan,
    }
