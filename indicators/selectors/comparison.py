"""What two PKs differ in: per indicator new, gone, changed field by field, or as it was.

`compare` is pure and knows nothing of PKs: two lists of rows in print form go in. The page of a perubahan asks it of
the PK before, the roll-over of a year may ask it of last year's PK, with the indicators that replace others named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from indicators.capaian import Polaritas
from indicators.models import ButirPK, PerjanjianKinerja
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.selectors.lineage import carry_on, list_lines
from indicators.selectors.perjanjian import ShownButir, list_butir
from indicators.selectors.row_values import print_value
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS, short_name
from sakip.labelled import Labelled

# By quarter, and the year's.
TARGET_LABELS = {**{quarter: f"Target {short_name(quarter)}" for quarter in QUARTERS}, TAHUN: "Target tahun"}


class ComparedStatus(Labelled):
    BARU = "baru", "Baru"
    HILANG = "hilang", "Dihapus"
    BERUBAH = "berubah", "Berubah"
    TETAP = "tetap", "Tetap"


@dataclass(frozen=True)
class ComparedButir:
    """A row as it is compared. `kunci` joins it to the other side; `isi` holds its fields as printed, by label."""

    kunci: int
    tingkat: Tingkat
    kode: str
    simpul: str
    indikator: str
    urutan: tuple[int, ...]
    isi: Mapping[str, str]


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs; blank stands for "nothing"."""

    label: str
    sebelum: str
    sesudah: str


@dataclass(frozen=True)
class ComparedRow:
    """An indicator on both sides. `butir` is how it stands after, or stood before when it is gone."""

    status: ComparedStatus
    butir: ComparedButir
    selisih: tuple[FieldDifference, ...]


@dataclass(frozen=True)
class ComparedGroup:
    """Rows that hang on the same node, in the order of the plan."""

    tingkat: Tingkat
    kode: str
    simpul: str
    baris: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class Comparison:
    """All indicators of both sides in the order of the plan."""

    baris: tuple[ComparedRow, ...]

    def count(self, status: ComparedStatus) -> int:
        return sum(row.status == status for row in self.baris)

    @property
    def jumlah(self) -> dict[str, int]:
        return {status.value: self.count(status) for status in ComparedStatus}

    @property
    def berbeda(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.baris if row.status != ComparedStatus.TETAP)

    @property
    def tetap(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.baris if row.status == ComparedStatus.TETAP)

    @property
    def kelompok(self) -> list[ComparedGroup]:
        """The rows that differ, under their nodes."""

        def node(row: ComparedRow) -> tuple[Tingkat, str, str]:
            return row.butir.tingkat, row.butir.kode, row.butir.simpul

        return [ComparedGroup(*key, baris=tuple(rows)) for key, rows in groupby(self.berbeda, key=node)]


def compare(
    before: Sequence[ComparedButir], after: Sequence[ComparedButir], *, pengganti: Mapping[int, int] | None = None
) -> Comparison:
    """Return what became of every row. `pengganti` names for a key of `after` the key of `before` that it replaces.

    A row that is new or gone lists all its fields that are not blank.
    """
    replaced = pengganti or {}
    old = {row.kunci: row for row in before}
    found: list[ComparedRow] = []
    for row in after:
        earlier = old.pop(replaced.get(row.kunci, row.kunci), None)
        differences = _differences({} if earlier is None else _named(earlier), _named(row))
        if earlier is None:
            status = ComparedStatus.BARU
        else:
            status = ComparedStatus.BERUBAH if differences else ComparedStatus.TETAP
        found.append(ComparedRow(status, row, differences))
    found += [ComparedRow(ComparedStatus.HILANG, row, _differences(_named(row), {})) for row in old.values()]
    return Comparison(tuple(sorted(found, key=lambda row: row.butir.urutan)))


def _named(row: ComparedButir) -> dict[str, str]:
    """Return the fields with the names of the indicator and its node in front: a replaced one bears others."""
    return {"Indikator": row.indikator, "Tempat dalam rencana": f"{row.kode} {row.simpul}".strip(), **row.isi}


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldDifference, ...]:
    labels = dict.fromkeys((*after, *before))
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return tuple(FieldDifference(label, old, new) for label, old, new in pairs if old != new)


def compare_pk(before: PerjanjianKinerja, after: PerjanjianKinerja) -> Comparison:
    """Return what `after` changed against `before`, an indicator beside the one that it continues: five queries."""
    old, new = list_butir(before), list_butir(after)
    there = {row.butir.indikator_id for row in old}
    lines = list_lines(after.opd_id, [row.butir.indikator_id for row in new])
    earlier = carry_on(lines, {pk: pk for pk in there})
    return compare([compared_butir(row) for row in old], [compared_butir(row) for row in new], pengganti=earlier)


def compared_butir(row: ShownButir) -> ComparedButir:
    return ComparedButir(
        kunci=row.butir.indikator_id,
        tingkat=row.tingkat,
        kode=row.jalur.kode,
        simpul=row.simpul,
        indikator=row.butir.indikator.nama,
        urutan=row.jalur.urutan,
        isi={**_measure(row.butir), **{TARGET_LABELS[quarter]: text for quarter, text in row.target.items()}},
    )


def _measure(butir: ButirPK) -> dict[str, str]:
    """Return the owner and how the row is measured, by the label of each field; what plays no part in it is blank."""
    falling = butir.polaritas in (Polaritas.MINIMALKAN, Polaritas.RENTANG)
    values = {
        "unit": butir.unit.nama,
        "satuan": butir.satuan,
        "jenis_nilai": butir.get_jenis_nilai_display(),
        "skala": "" if butir.skala is None else butir.skala.nama,
        "desimal_minimal": str(butir.desimal_minimal),
        "polaritas": butir.get_polaritas_display(),
        "rumus_minimalkan": butir.get_rumus_minimalkan_display() if falling else "",
        "realisasi_terburuk": print_value(butir, butir.realisasi_terburuk),
        "konsolidasi": butir.get_konsolidasi_display(),
        "pola_target": butir.get_pola_target_display(),
        "urutan": str(butir.urutan),
    }
    labels = {name: str(ButirPK._meta.get_field(name).verbose_name) for name in values}  # type: ignore[union-attr]  # columns have names
    return {f"{labels[name][:1].upper()}{labels[name][1:]}": value for name, value in values.items()}


def list_earlier(pk: PerjanjianKinerja) -> QuerySet[PerjanjianKinerja]:
    """Return the PKs of the office that came before this one, the latest first."""
    return (
        PerjanjianKinerja.objects.filter(opd_id=pk.opd_id)
        .filter(Q(tahun__lt=pk.tahun) | Q(tahun=pk.tahun, perubahan__lt=pk.perubahan))
        .order_by("-tahun", "-perubahan")
    )


def choose_earlier(pk: PerjanjianKinerja, earlier: Sequence[PerjanjianKinerja]) -> PerjanjianKinerja | None:
    """Return which of the earlier PKs this one is compared with when nobody chooses: the one that it changes, a PK
    murni with the last one ditetapkan before its year."""
    if pk.perubahan:
        return next((item for item in earlier if (item.tahun, item.perubahan) == (pk.tahun, pk.perubahan - 1)), None)
    return next((item for item in earlier if item.status == StatusPK.DITETAPKAN), None)
