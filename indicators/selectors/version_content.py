"""What a version of a submission holds (`VersiPengajuan.isi`): made here when it is handed in, read here afterwards.

Facts, exact values, and texts as they were printed, which are the record. How they look is not among them.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict, cast

from indicators.capaian import EntryStatus
from indicators.capaian.exact import plain_digits
from indicators.models import BarisDikembalikan, Realisasi, VersiPengajuan
from indicators.selectors.derivation import Derivation, explain
from indicators.selectors.kewajaran import Temuan
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.schema import check_schema

# 2 added `temuan` and `pengembalian` to a row; a version of schema 1 is read as one without.
SKEMA = 2
WITHOUT_FINDINGS = 1


class VersionBukti(TypedDict):
    """A file as evidence: its name and the SHA-256 of what is in it."""

    nama: str
    sha256: str


class VersionFinding(TypedDict):
    """What a plausibility rule found at the row, as the checker read it, and the unit's explanation, "" for none."""

    kode: str
    label: str
    kalimat: str
    penjelasan: str


class VersionReturn(TypedDict):
    """What a row was returned for, by whom, and what the unit answered and who of it; "" where it only changed."""

    alasan: str
    oleh: str
    jawaban: str
    dijawab_oleh: str


class VersionEntry(TypedDict):
    """What was entered. `nilai` in plain digits, None for none; `status` is one of `EntryStatus`."""

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
    computed; `status_capaian` is one of `ResultStatus`. `pengembalian` is there where a return had opened the row."""

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
    temuan: list[VersionFinding]
    pengembalian: NotRequired[VersionReturn]


class VersionContent(TypedDict):
    skema: int
    baris: list[VersionRow]


def describe_version(
    rows: Sequence[SheetRow],
    temuan: Mapping[int, Sequence[Temuan]],
    pengembalian: Mapping[int, VersionReturn] | None = None,
) -> VersionContent:
    """Return the rows of a unit's quarter, with their evidence and what was found at them, as a version keeps them;
    `pengembalian` is what was returned before, by indicator."""
    described = [_describe(row, temuan.get(row.indikator.pk, ())) for row in rows]
    return {"skema": SKEMA, "baris": [_with_return(row, pengembalian or {}) for row in described]}


def describe_return(row: BarisDikembalikan) -> VersionReturn:
    """Return what was asked of a returned row and what the unit answered, as a version keeps it."""
    return {"alasan": row.alasan, "oleh": row.oleh, "jawaban": row.jawaban, "dijawab_oleh": row.dijawab_oleh}


def read_version(version: VersiPengajuan) -> list[VersionRow]:
    """Return the rows of a version. Raises UnknownSchema."""
    isi = check_schema(version.isi, SKEMA, f"Isi versi {version.nomor} pengajuan", older=(WITHOUT_FINDINGS,))
    rows = cast(VersionContent, isi)["baris"]
    if isi["skema"] == WITHOUT_FINDINGS:
        return [cast(VersionRow, {**row, "temuan": []}) for row in rows]
    return rows


def _with_return(row: VersionRow, pengembalian: Mapping[int, VersionReturn]) -> VersionRow:
    if (found := pengembalian.get(row["indikator_id"])) is not None:
        row["pengembalian"] = found
    return row


def exact_value(item: Realisasi | None) -> str | None:
    """Return the entered figure in plain digits; None for none."""
    return None if item is None or item.nilai is None else plain_digits(item.nilai)


def _describe(row: SheetRow, temuan: Sequence[Temuan]) -> VersionRow:
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
        "temuan": [
            {"kode": item.kode, "label": item.label, "kalimat": item.kalimat, "penjelasan": item.penjelasan}
            for item in temuan
        ],
    }


def _entry(item: Realisasi | None) -> VersionEntry:
    if item is None:
        item = Realisasi(status=EntryStatus.BELUM_DIISI.value)
    return {
        "status": item.status,
        "nilai": exact_value(item),
        "predikat": item.predikat,
        "alasan": item.alasan,
        "kendala": item.kendala,
        "faktor_pendorong": item.faktor_pendorong,
        "faktor_penghambat": item.faktor_penghambat,
        "tindak_lanjut": item.tindak_lanjut,
        "catatan": item.catatan,
    }
