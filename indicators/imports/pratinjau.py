"""What the file of a single model would do: import-export's dry run, apart from the process that serves the page."""

from dataclasses import dataclass, field

from import_export.results import RowResult

from indicators.imports.anggaran import SumberAnggaran
from indicators.imports.dukungan import SumberDukungan
from indicators.imports.formats import as_dataset
from indicators.imports.indikator import SumberIndikator, SumberTargetRenstra
from indicators.imports.lembaran import read_sheet
from indicators.imports.perjanjian import SumberButir, SumberPK
from indicators.imports.rencana import (
    SumberKegiatan,
    SumberPeriode,
    SumberProgram,
    SumberSasaran,
    SumberSkala,
    SumberSubKegiatan,
    SumberTingkat,
    SumberTujuan,
)
from indicators.imports.sumber import Hasil, HasilBaris, SumberRencana
from indicators.imports.trial.check import check
from indicators.models import Pengguna, PerangkatDaerah
from sakip.files import RefusedFile

# What the pages may import, by the name under which one process asks the other for it.
SUMBER: dict[str, type[SumberRencana]] = {
    kind.__name__: kind
    for kind in (
        SumberPeriode,
        SumberTujuan,
        SumberSasaran,
        SumberProgram,
        SumberKegiatan,
        SumberSubKegiatan,
        SumberIndikator,
        SumberTargetRenstra,
        SumberSkala,
        SumberTingkat,
        SumberPK,
        SumberButir,
        SumberAnggaran,
        SumberDukungan,
    )
}
NO_ROWS = "Berkas ini hanya memuat judul kolom. Isi barisnya, lalu unggah kembali."


@dataclass
class BarisSumber:
    """A row of the preview: its number in the file, what it is, and what changes as (column, before, after)."""

    nomor: int
    nama: str
    baru: bool
    berubah: bool
    perubahan: list[tuple[str, str, str]]
    peringatan: dict[str, str]


@dataclass
class PratinjauSumber:
    """What a file would change, or what is wrong with it.

    `galat` are sentences about the file as a whole, `sebab` what is wrong with rows, per cause as (rows, column,
    sentence), `salah` how many rows that are; `baris` the first rows, `banyak` how many there are.
    """

    galat: list[str]
    sebab: list[tuple[str, str, str]]
    salah: int
    catatan: list[str]
    baru: int
    berubah: int
    tetap: int
    banyak: int
    baris: list[BarisSumber] = field(default_factory=list)

    @property
    def boleh_simpan(self) -> bool:
        return not self.galat and not self.sebab


@check(writes=True)
def check_file_of(*, by: Pengguna, opd: PerangkatDaerah, sumber: str, data: bytes, shown: int) -> PratinjauSumber:
    """Say what a file of one model would change in the office; only the first `shown` rows come back.

    Raises NotAllowed, RefusedFile.
    """
    dataset = as_dataset(read_sheet(data))
    if not dataset.nomor:
        raise RefusedFile(NO_ROWS)
    resource = SUMBER[sumber](user=by, opd=opd)
    found: Hasil = resource.import_data(dataset, dry_run=True, rollback_on_validation_errors=True)
    return PratinjauSumber(
        galat=[str(error.error) for error in found.base_errors],
        sebab=found.sebab,
        salah=len(found.invalid_rows),
        catatan=found.catatan,
        baru=found.totals[RowResult.IMPORT_TYPE_NEW],
        berubah=found.totals[RowResult.IMPORT_TYPE_UPDATE],
        tetap=found.totals[RowResult.IMPORT_TYPE_SKIP],
        banyak=len(found.rows),
        baris=[_shown(row) for row in found.rows[:shown]],
    )


def _shown(row: HasilBaris) -> BarisSumber:
    return BarisSumber(row.nomor, row.nama, row.is_new(), row.is_update(), row.perubahan, row.peringatan)
