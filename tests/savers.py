"""Savers that write through the services at the same time and note what was acknowledged when, and the question
whether a restored installation has all of it."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from indicators.models import BuktiDukung, Indikator, Jejak, Pengguna, PerangkatDaerah, Realisasi, Triwulan, UnitKerja
from indicators.services.bukti import add_evidence, replace_evidence
from indicators.services.kantor import save_opd
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from tests.files import PDF

# Every so many saves of a row bring a file.
FILE_EVERY = 4


def save_row(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: RowEntry) -> Realisasi | None:
    """Save one row; raise its refusal. None: nothing was typed and there is no row yet. See `save_rows`."""
    (result,) = save_rows(by=by, triwulan=triwulan, unit=unit, isian=[isian])
    if result.galat is not None:
        raise result.galat
    return result.realisasi


@dataclass(frozen=True)
class Acknowledged:
    """A write that a service has returned from: the moment (monotonic), of which kind, of which row, what it holds."""

    moment: float
    kind: str
    pk: int
    versi: int
    isi: str


@dataclass
class Saver:
    """Saves one row of a quarter again and again."""

    by: Pengguna
    triwulan: Triwulan
    unit: UnitKerja
    indikator: Indikator
    note: Callable[[Acknowledged], None]
    bukti: BuktiDukung | None = None
    versi: int = 0
    saves: int = 0

    def save(self) -> None:
        self.saves += 1
        text = f"simpanan {self.saves} dari {self.indikator.pk}"
        isian = RowEntry(self.indikator.pk, self.versi, teks={"catatan": text})
        row = save_row(by=self.by, triwulan=self.triwulan, unit=self.unit, isian=isian)
        assert row is not None
        self.versi = row.versi
        self.note(Acknowledged(time.monotonic(), "baris", row.pk, row.versi, text))
        if self.saves % FILE_EVERY == 0:
            self._bring_file(text)

    def look_again(self) -> None:
        """Read what stands after a write of which nobody knows what became of it."""
        row = Realisasi.objects.filter(triwulan=self.triwulan, indikator=self.indikator).first()
        self.versi = 0 if row is None else row.versi
        files = BuktiDukung.objects.filter(realisasi=row, pengganti=None) if row else BuktiDukung.objects.none()
        self.bukti = files.order_by("-pk").first()

    def _bring_file(self, text: str) -> None:
        content = PDF + f"% {text}\n%%EOF\n".encode()
        file = SimpleUploadedFile(f"{self.saves}.pdf", content)
        where: dict[str, Any] = {"by": self.by, "triwulan": self.triwulan, "unit": self.unit}
        if self.bukti is None:
            self.bukti = add_evidence(**where, indikator_id=self.indikator.pk, file=file)
        else:
            self.bukti = replace_evidence(**where, bukti=self.bukti, file=file, alasan="Berkas yang lebih baru")
        digest = hashlib.sha256(content).hexdigest()
        self.note(Acknowledged(time.monotonic(), "bukti", self.bukti.pk, 0, digest))


def change_logo(by: Pengguna, opd_pk: int, number: int) -> None:
    """Give the office another logo, whose predecessor's file is deleted at once."""
    picture = BytesIO()
    Image.new("RGB", (20, 20), (number % 256, 0, 0)).save(picture, "PNG")
    opd = PerangkatDaerah.objects.get(pk=opd_pk)
    opd.logo = SimpleUploadedFile("logo.png", picture.getvalue())
    save_opd(by=by, opd=opd)


def list_missing(acknowledged: Iterable[Acknowledged], media: Path) -> list[Acknowledged]:
    """Return what the installation of this process lacks of these writes: a row at least so new, each save's audit row,
    each file with its bytes."""
    writes = list(acknowledged)
    rows = {row.pk: row for row in Realisasi.objects.all()}
    files = {row.pk: row for row in BuktiDukung.objects.all()}
    counted: dict[int, int] = {}
    missing = []
    for write in writes:
        if write.kind == "baris":
            counted[write.pk] = counted.get(write.pk, 0) + 1
        if not (_has_row if write.kind == "baris" else _has_file)(write, rows, files, media):
            missing.append(write)
    for pk, saves in counted.items():
        if Jejak.objects.filter(objek_jenis="indicators.realisasi", objek_id=str(pk)).count() < saves:
            missing.append(Acknowledged(0, "jejak", pk, saves, ""))
    return missing


def _has_row(write: Acknowledged, rows: dict[int, Realisasi], files: dict[int, BuktiDukung], media: Path) -> bool:
    row = rows.get(write.pk)
    return row is not None and (row.versi > write.versi or (row.versi == write.versi and row.catatan == write.isi))


def _has_file(write: Acknowledged, rows: dict[int, Realisasi], files: dict[int, BuktiDukung], media: Path) -> bool:
    row = files.get(write.pk)
    path = None if row is None else media / str(row.berkas.name)
    return path is not None and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == write.isi
