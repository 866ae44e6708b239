"""The resources of the yearly agreement: the PK itself and its rows with their targets."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from indicators.capaian import Konsolidasi, PolaTarget, write_number
from indicators.capaian.kinds import ACCUMULATING
from indicators.capaian.target_triwulan import TWO_WAYS, NotExact, TargetStyle, add_up
from indicators.exchange.cells import (
    AmbiguousCell,
    ChoiceCell,
    DateCell,
    FigureCell,
    IntegerCell,
    TextCell,
    WrongCell,
    short_label,
)
from indicators.exchange.indikator import IndikatorFinder, indicator_columns, note_findings, read_target
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_TAHUN
from indicators.exchange.references import (
    INDICATOR_PATHS,
    NO_TARGET,
    NewUnitColumn,
    UnitReference,
    make_resource,
    measure_columns,
)
from indicators.exchange.resource import IncomingRow, KeyColumn, PlanColumn, PlanResource, ShownColumn
from indicators.exchange.texts import is_blank
from indicators.models import ButirPK, PerangkatDaerah, PerjanjianKinerja
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import MeasureFields
from indicators.services import perjanjian
from indicators.services.butir_entry import ButirEntry, added_up, field_of
from indicators.services.target_entry import TargetEntry, naming
from indicators.triwulan import QUARTERS, short_name
from sakip.refusals import NotValid

KOLOM_PERUBAHAN, KOLOM_CARA = "Perubahan ke", "Target triwulan ditulis"
QUARTER_NAMES = {**{quarter: short_name(quarter) for quarter in QUARTERS}, TAHUN: "Tahun"}
TARGET_COLUMNS = {quarter: (f"Target {name}", f"Batas atas {name}") for quarter, name in QUARTER_NAMES.items()}


def _column_of(field: str) -> str:
    """Return the column behind a field that the service names."""
    targets = {field_of(quarter): names[0] for quarter, names in TARGET_COLUMNS.items()}
    return targets.get(field, "Pola target" if field == "pola_target" else KOLOM_CARA)


def written_as(cara: MeasureFields) -> str:
    """Return how a file of ours writes quarter targets: always year to date, said where both ways are possible."""
    return TargetStyle.SEJAK_AWAL_TAHUN.label if cara.konsolidasi in TWO_WAYS else ""


class _PKResource(PlanResource):
    kunci = (KOLOM_OPD, KOLOM_TAHUN, KOLOM_PERUBAHAN)

    def opd_of(self, instance: PerjanjianKinerja) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: IncomingRow) -> tuple[PerjanjianKinerja, bool]:
        opd = self.office_named(row)
        tahun, perubahan = row.number_of(KOLOM_TAHUN), row.number_of(KOLOM_PERUBAHAN)
        found = self.peta.find_agreement(opd, tahun, perubahan)
        return (found, False) if found else (PerjanjianKinerja(opd=opd, tahun=tahun, perubahan=perubahan), True)

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        status = row.objek.get_status_display()
        if row.text_of("Status").casefold() not in ("", status.casefold()):
            row.galat["Status"] = f"Status tidak diubah lewat impor. Tulis {status}, atau kosongkan."
        if row.objek.berlaku_mulai is None:
            row.galat.setdefault("Berlaku mulai", "Tulis tanggal seperti 31/12/2024.")

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for pk in instances:
            with naming(pk, instances):
                perjanjian.save_pk(by=self.user, pk=pk)


SumberPK = make_resource(
    _PKResource,
    PerjanjianKinerja,
    "Perjanjian kinerja",
    {
        "opd": KeyColumn(KOLOM_OPD, None),
        "tahun": KeyColumn(KOLOM_TAHUN, lambda row: row.tahun),
        "perubahan": KeyColumn(KOLOM_PERUBAHAN, lambda row: row.perubahan),
        "status": ShownColumn("Status", lambda row: row.get_status_display()),
        "nomor": PlanColumn("nomor", "Nomor dokumen", TextCell()),
        "alasan": PlanColumn("alasan", "Alasan perubahan", TextCell()),
        "berlaku_mulai": PlanColumn("berlaku_mulai", "Berlaku mulai", DateCell()),
    },
)


def targets_of(butir: ButirPK) -> dict[int, TargetEntry]:
    """Return the targets that a row would have: those just read, else the stored ones."""
    read: dict[int, TargetEntry] | None = getattr(butir, "isian", None)
    if read is not None:
        return read
    if butir._state.adding:
        return {}
    return {row.triwulan: TargetEntry.of(row) for row in butir.target.all()}


class ButirTargetColumn(Field):
    def __init__(self, column_name: str, quarter: int, *, upper: bool) -> None:
        super().__init__(column_name=column_name, readonly=True)
        self.quarter, self.upper = quarter, upper

    def export(self, instance: ButirPK, **kwargs: Any) -> Any:
        target = targets_of(instance).get(self.quarter, TargetEntry())
        if self.upper:
            return FigureCell().render(target.batas_atas)
        return target.predikat or FigureCell().render(target.nilai)


class _ButirResource(IndikatorFinder):
    kunci = (KOLOM_OPD, KOLOM_TAHUN, KOLOM_PERUBAHAN, *IndikatorFinder.kunci[1:])

    def opd_of(self, instance: ButirPK) -> PerangkatDaerah:
        return instance.pk_induk.opd

    def locate(self, row: IncomingRow) -> tuple[ButirPK, bool]:
        opd = self.office_named(row)
        pk = self.peta.find_agreement(opd, row.number_of(KOLOM_TAHUN), row.number_of(KOLOM_PERUBAHAN))
        if pk is None:
            raise WrongCell(
                "Perjanjian kinerja tahun dan perubahan ini tidak ada. Buat dahulu, lalu ulangi.", KOLOM_TAHUN
            )
        indikator = self.indicator_in(row, opd)
        found = self._stored(pk).get(indikator.pk)
        if found is None:
            found = ButirPK(pk_induk=pk, indikator=indikator, unit=indikator.unit, urutan=indikator.urutan)
            found.take_over(indikator)
            return found, True
        found.pk_induk, found.indikator = pk, indikator
        return found, False

    def _stored(self, pk: PerjanjianKinerja) -> dict[int, ButirPK]:
        """Return the PK's rows by indicator: two queries per PK in the file."""

        def load() -> dict[int, ButirPK]:
            rows = ButirPK.objects.filter(pk_induk=pk).select_related("unit", "skala").prefetch_related("target")
            return {row.indikator_id: row for row in rows}

        return self.peta.remember(f"butir_{pk.pk}", load)

    def fill(self, row: IncomingRow) -> None:
        before = row.objek.konsolidasi
        super().fill(row)
        named = {quarter: names for quarter, names in TARGET_COLUMNS.items() if names[0] in row.sel}
        if not named or not row.galat.keys().isdisjoint(("Jenis nilai", "Satuan")):
            return
        stored = targets_of(row.objek)
        isian = {
            quarter: read_target(row, row.objek, names, stored.get(quarter, NO_TARGET))
            for quarter, names in named.items()
        }
        if not row.galat and self._per_quarter(row):
            isian = self._added_up(row, isian)
        elif not row.galat:
            self._ask_about_sums(row)
            # What is stored was read once already, but not as a sum where it is only now said to be one.
            anew = row.objek.konsolidasi != before
            if anew or any(isian[q] != stored.get(q, NO_TARGET) for q in QUARTERS if q in isian):
                self._ask_how_written(row, isian)
        row.objek.isian = {**stored, **isian}
        if row.tahun_ikut:
            row.objek.isian[TAHUN] = row.objek.isian.get(4, NO_TARGET)
        if not row.galat:
            note_findings(row, row.objek, row.objek.isian)

    @staticmethod
    def _per_quarter(row: IncomingRow) -> bool:
        """Say whether the file's quarter targets are written per quarter; a blank cell means year to date."""
        try:
            return bool(ChoiceCell(TargetStyle, wajib=False).clean(row.sel.get(KOLOM_CARA)) == TargetStyle.PER_TRIWULAN)
        except WrongCell as wrong:
            row.note(KOLOM_CARA, wrong)
            return False

    @staticmethod
    def _ask_about_sums(row: IncomingRow) -> None:
        """Ask where amounts of each month were added up for an indicator whose year is no sum."""
        konsolidasi = Konsolidasi(row.objek.konsolidasi)
        if row.dijumlahkan and konsolidasi not in ACCUMULATING:
            row.note(
                "Konsolidasi",
                AmbiguousCell(
                    "Target tahun sama dengan jumlah target bulanannya, sedangkan konsolidasi indikator ini "
                    f"{short_label(konsolidasi).lower()}. Tulis Konsolidasi kumulatif atau penjumlahan, atau Target "
                    "tahun yang sama dengan target Desember."
                ),
            )

    @staticmethod
    def _ask_how_written(row: IncomingRow, isian: Mapping[int, TargetEntry]) -> None:
        """Ask where nothing tells whether targets are per quarter or year to date, and it makes a difference.

        The year's target tells it, and so does the pattern "Tetap".
        """
        butir: ButirPK = row.objek
        said_fixed = butir.pola_target == PolaTarget.TETAP and not is_blank(row.sel.get("Pola target"))
        year_told = not row.tahun_ikut and isian.get(TAHUN, NO_TARGET).nilai is not None
        figures = [figure for quarter in QUARTERS if (figure := isian.get(quarter, NO_TARGET).nilai) is not None]
        if (
            butir.konsolidasi not in TWO_WAYS
            or not is_blank(row.sel.get(KOLOM_CARA))
            or said_fixed
            or year_told
            or len(figures) < len(QUARTERS)
        ):
            return
        konsolidasi = Konsolidasi(butir.konsolidasi)
        if konsolidasi == Konsolidasi.PENJUMLAHAN and figures != sorted(figures):
            return  # it cannot be year to date: the rule of falling targets says so
        try:
            year = add_up(konsolidasi, figures)[-1]
        except NotExact:
            return
        if year != figures[-1]:
            texts = "; ".join(write_number(figure) for figure in figures)
            row.note(
                KOLOM_CARA,
                AmbiguousCell(
                    f"Target triwulan {texts} dapat dibaca dua cara: “{TargetStyle.PER_TRIWULAN.label}” (setahun "
                    f"{write_number(year)}) atau “{TargetStyle.SEJAK_AWAL_TAHUN.label}” (setahun "
                    f"{write_number(figures[-1])}). Tulis salah satunya di kolom ini, atau isi Target tahun."
                ),
            )

    @staticmethod
    def _added_up(row: IncomingRow, isian: dict[int, TargetEntry]) -> dict[int, TargetEntry]:
        """Return the file's targets year to date; wrong cells are noted on the row."""
        if not set(QUARTERS) <= set(isian):
            row.galat[KOLOM_CARA] = "Target per triwulan memerlukan keempat kolom target triwulan."
            return isian
        try:
            return added_up(row.objek, isian)
        except NotValid as refusal:
            for name, sentence in refusal.fields.items():
                row.galat.setdefault(_column_of(name), sentence)
            return isian

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        paths = ("pk_induk__opd__pemda", "unit", "skala", *(f"indikator__{path}" for path in INDICATOR_PATHS))
        # The list that stands before the button may have asked for the targets in its own way.
        return queryset.select_related(*paths).prefetch_related(None).prefetch_related("target")

    def persist(self, instances: list[Any]) -> None:
        groups: dict[int, list[ButirPK]] = {}
        for butir in instances:
            groups.setdefault(butir.pk_induk_id, []).append(butir)
        for rows in groups.values():
            isian = [ButirEntry(butir, getattr(butir, "isian", None)) for butir in rows]
            perjanjian.save_butir_many(by=self.user, pk=rows[0].pk_induk, isian=isian)


def _target_columns() -> dict[str, Field]:
    columns: dict[str, Field] = {}
    for quarter, (lower, upper) in TARGET_COLUMNS.items():
        columns[f"target_{quarter}"] = ButirTargetColumn(lower, quarter, upper=False)
        columns[f"batas_{quarter}"] = ButirTargetColumn(upper, quarter, upper=True)
    return columns


_COLUMNS = indicator_columns(lambda row: row.indikator)
SumberButir = make_resource(
    _ButirResource,
    ButirPK,
    "Butir perjanjian kinerja",
    {
        "opd": _COLUMNS.pop("opd"),
        "tahun": KeyColumn(KOLOM_TAHUN, lambda row: row.pk_induk.tahun),
        "perubahan": KeyColumn(KOLOM_PERUBAHAN, lambda row: row.pk_induk.perubahan),
        **_COLUMNS,
        "unit": NewUnitColumn("unit", "Kode unit", UnitReference()),
        "urutan": PlanColumn("urutan", "Urutan", IntegerCell(wajib=True)),
        **measure_columns(),
        "cara_target": ShownColumn(KOLOM_CARA, written_as),
        **_target_columns(),
    },
)
