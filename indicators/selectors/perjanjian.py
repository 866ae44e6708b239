"""The yearly agreement as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from indicators.capaian import Konsolidasi, Polaritas, ValueKind
from indicators.capaian.target_triwulan import take_apart
from indicators.models import ButirPK, Pengguna, PerangkatDaerah, PerjanjianKinerja, Target
from indicators.models.perjanjian import TAHUN
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.quarter_sheet import NODE_PATHS, PlanPath, path_of, tree_order
from indicators.selectors.row_values import print_target, print_value
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS


@dataclass(frozen=True)
class ShownButir:
    """A row of a PK with its targets as print shows them, by quarter and, under TAHUN, that of the year.

    `per_triwulan` is what each quarter adds to them, "" where that says nothing more.
    """

    butir: ButirPK
    tingkat: Tingkat
    jalur: PlanPath
    target: Mapping[int, str]
    per_triwulan: Mapping[int, str]

    @property
    def two_ways(self) -> list[tuple[str, str]]:
        """The targets of the quarters and of the year, each with what its quarter adds."""
        return [(text, self.per_triwulan.get(quarter, "")) for quarter, text in self.target.items()]

    @property
    def target_tahun(self) -> str:
        return self.target[TAHUN]

    @property
    def simpul(self) -> str:
        """Return the name of the node that the indicator hangs on."""
        return next(
            name
            for name in (
                self.jalur.sub_kegiatan,
                self.jalur.kegiatan,
                self.jalur.program,
                self.jalur.sasaran,
                self.jalur.tujuan,
                "",
            )
            if name is not None
        )


def find_pk(user: Pengguna, pk: int) -> PerjanjianKinerja | None:
    """Return a PK of an office whose plan the user may read; else None."""
    offices = get_kewenangan(user).opd_ids(Izin.LIHAT_RENCANA)
    return PerjanjianKinerja.objects.select_related("opd__pemda").filter(pk=pk, opd_id__in=offices).first()


def list_agreements(opd: PerangkatDaerah) -> list[PerjanjianKinerja]:
    """Return the PKs of an office, drafts included, the latest first."""
    return list(PerjanjianKinerja.objects.filter(opd=opd).order_by("-tahun", "-perubahan"))


def print_targets(butir: ButirPK) -> dict[int, str]:
    """Return the targets of a row, fetched with it, as print shows them: by quarter, that of the year under TAHUN."""
    stored = {target.triwulan: target for target in butir.target.all()}
    return {quarter: print_target(butir, stored.get(quarter)) for quarter in (*QUARTERS, TAHUN)}


def print_per_quarter(butir: ButirPK) -> dict[int, str]:
    """Return what each quarter adds to the targets, fetched with the row: of sums and means only, else blank texts."""
    stored = {target.triwulan: target.nilai for target in butir.target.all()}
    if butir.jenis_nilai == ValueKind.PREDIKAT or butir.polaritas == Polaritas.RENTANG:
        return dict.fromkeys(QUARTERS, "")
    parts = take_apart(Konsolidasi(butir.konsolidasi), [stored.get(quarter) for quarter in QUARTERS])
    return {quarter: print_value(butir, part) for quarter, part in zip(QUARTERS, parts, strict=True)}


def list_butir(pk: PerjanjianKinerja) -> list[ShownButir]:
    """Return the rows of a PK, two queries: as the plan reads, once ditetapkan in the order that it was fixed with."""
    rows = (
        ButirPK.objects.filter(pk_induk=pk)
        .select_related("unit", "skala", *NODE_PATHS)
        .prefetch_related(Prefetch("target", queryset=Target.objects.order_by("triwulan")))
    )
    shown = [
        ShownButir(row, row.indikator.tingkat, path_of(row.indikator), print_targets(row), print_per_quarter(row))
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.butir.urutan if pk.frozen else 0, tree_order(row.jalur)))


def list_sources(pk: PerjanjianKinerja) -> QuerySet[PerjanjianKinerja]:
    """Return the PKs of the same office whose rows may be copied into this one, the latest first."""
    return PerjanjianKinerja.objects.filter(opd_id=pk.opd_id).exclude(pk=pk.pk).order_by("-tahun", "-perubahan")
