"""The yearly agreement as pages show it."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from indicators.capaian import JenisNilai, Konsolidasi, Polaritas
from indicators.models import ButirPK, PerjanjianKinerja, Target
from indicators.models.perjanjian import TAHUN
from indicators.rules.target_triwulan import take_apart
from indicators.selectors.lembar import NODE_PATHS, Jalur, jalur_of, print_value, tree_order
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS


@dataclass(frozen=True)
class ButirTampil:
    """A row of a PK with its targets as print shows them: four quarters and the year."""

    butir: ButirPK
    tingkat: Tingkat
    jalur: Jalur
    target: list[str]
    per_triwulan: list[str]

    @property
    def dua_cara(self) -> list[tuple[str, str]]:
        """The targets year to date, each with what its quarter adds, blank where that says nothing more."""
        return [*zip(self.target, [*self.per_triwulan, ""], strict=True)]

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


def print_targets(butir: ButirPK) -> list[str]:
    """Return the targets of a row, fetched with it, as print shows them: four quarters and the year."""
    stored = {target.triwulan: target for target in butir.target.all()}
    return [
        print_value(butir, target.nilai, target.predikat, batas_atas=target.batas_atas) if target else ""
        for target in (stored.get(quarter) for quarter in (*QUARTERS, TAHUN))
    ]


def print_per_quarter(butir: ButirPK) -> list[str]:
    """Return what each quarter adds to the targets, fetched with the row: of sums and means only, else blank texts."""
    stored = {target.triwulan: target.nilai for target in butir.target.all()}
    if butir.jenis_nilai == JenisNilai.PREDIKAT or butir.polaritas == Polaritas.RENTANG:
        return [""] * len(QUARTERS)
    parts = take_apart(Konsolidasi(butir.konsolidasi), [stored.get(quarter) for quarter in QUARTERS])
    return [print_value(butir, part) for part in parts]


def list_butir(pk: PerjanjianKinerja) -> list[ButirTampil]:
    """Return the rows of a PK, two queries: as the plan reads, once ditetapkan in the order that it was fixed with."""
    rows = (
        ButirPK.objects.filter(pk_induk=pk)
        .select_related("unit", "skala", *NODE_PATHS)
        .prefetch_related(Prefetch("target", queryset=Target.objects.order_by("triwulan")))
    )
    shown = [
        ButirTampil(row, row.indikator.tingkat, jalur_of(row.indikator), print_targets(row), print_per_quarter(row))
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.butir.urutan if pk.frozen else 0, tree_order(row.jalur)))


def list_sources(pk: PerjanjianKinerja) -> QuerySet[PerjanjianKinerja]:
    """Return the PKs of the same office whose rows may be copied into this one, the latest first."""
    return PerjanjianKinerja.objects.filter(opd_id=pk.opd_id).exclude(pk=pk.pk).order_by("-tahun", "-perubahan")
