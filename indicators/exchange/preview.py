"""What the file of a single model would do: import-export's dry run, apart from the process that serves the page."""

from dataclasses import dataclass, field

from indicators.exchange.anggaran import SumberAnggaran
from indicators.exchange.dukungan import SumberDukungan
from indicators.exchange.formats import as_dataset
from indicators.exchange.indikator import SumberIndikator, SumberTargetRenstra
from indicators.exchange.outcome import ImportOutcome
from indicators.exchange.perjanjian import SumberButir, SumberPK
from indicators.exchange.rencana import SUMBER_OF, SumberPeriode, SumberSkala, SumberTingkat
from indicators.exchange.resource import PlanResource
from indicators.exchange.tables import read_sheet
from indicators.exchange.trial.check import check
from indicators.models import Pengguna, PerangkatDaerah
from sakip.files import RefusedFile

# What the pages may import, by the name under which one process asks the other for it.
SUMBER: dict[str, type[PlanResource]] = {
    kind.__name__: kind
    for kind in (
        SumberPeriode,
        *SUMBER_OF.values(),
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
class ModelPreviewRow:
    """A row that would be written: its number in the file, what it is, and what changes as (column, before, after)."""

    nomor: int
    nama: str
    baru: bool
    perubahan: list[tuple[str, str, str]]


@dataclass
class ModelPreview:
    """What a file would change, or what is wrong with it.

    `galat` are sentences about the file as a whole; `sebab` what is wrong with rows and `peringatan` what is odd about
    them, per cause as (rows, column, sentence); `salah` how many rows are wrong.
    """

    galat: list[str]
    sebab: list[tuple[str, str, str]]
    salah: int
    catatan: list[str]
    peringatan: list[tuple[str, str, str]]
    baru: int
    berubah: int
    tetap: int
    baris: list[ModelPreviewRow] = field(default_factory=list)

    @property
    def may_save(self) -> bool:
        return not self.galat and not self.sebab


@check(writes=True)
def check_file_of(*, by: Pengguna, opd: PerangkatDaerah, sumber: str, data: bytes) -> ModelPreview:
    """Say what a file of one model would change in the office. Raises NotAllowed, RefusedFile."""
    dataset = as_dataset(read_sheet(data))
    if not dataset.nomor:
        raise RefusedFile(NO_ROWS)
    resource = SUMBER[sumber](user=by, opd=opd)
    found: ImportOutcome = resource.import_data(dataset, dry_run=True, rollback_on_validation_errors=True)
    return ModelPreview(
        galat=found.galat,
        sebab=found.sebab,
        salah=found.salah,
        catatan=found.catatan,
        peringatan=found.peringatan,
        baru=found.baru,
        berubah=found.berubah,
        tetap=found.tetap,
        baris=[ModelPreviewRow(row.nomor, row.nama, row.baru, row.perubahan) for row in found.baris],
    )
