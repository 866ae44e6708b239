"""The resource of the cascade: the supporter by its path, the supported indicator by its whole path in one cell."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from indicators.exchange.cells import TextCell, WrongCell, YesNoCell
from indicators.exchange.indikator import IndikatorFinder, indicator_columns
from indicators.exchange.plan_keys import path_text
from indicators.exchange.references import INDICATOR_PATHS, make_resource
from indicators.exchange.resource import IncomingRow, KeyColumn, PlanColumn, group_by_office
from indicators.exchange.texts import tidy
from indicators.models import Dukungan, Indikator, PerangkatDaerah
from indicators.services import dukungan

KOLOM_DIDUKUNG = "Mendukung"


def whole_path(indikator: Indikator) -> str:
    """Return the way to an indicator from its Tujuan, which names it within its office's Renstra."""
    return f"{path_text(indikator.simpul)} > {tidy(indikator.nama)}"


class _DukunganResource(IndikatorFinder):
    kunci = (*IndikatorFinder.kunci, KOLOM_DIDUKUNG)

    def opd_of(self, instance: Dukungan) -> PerangkatDaerah:
        return instance.didukung.opd

    def locate(self, row: IncomingRow) -> tuple[Dukungan, bool]:
        opd = self.office_named(row)
        pendukung = self.indicator_in(row, opd)
        didukung = self._supported(opd, row.text_of(KOLOM_DIDUKUNG))
        found = self._stored.get((pendukung.pk, didukung.pk))
        if found is None:
            return Dukungan(pendukung=pendukung, didukung=didukung), True
        found.pendukung, found.didukung = pendukung, didukung
        return found, False

    def _supported(self, opd: PerangkatDaerah, text: str) -> Indikator:
        found = self._by_path.get((opd.pk, text.casefold()), [])
        if len(found) != 1:
            raise WrongCell(
                "Tulis jalur lengkap indikator yang didukung dari tujuannya, dipisah “ > ”, seperti berkas ekspor.",
                KOLOM_DIDUKUNG,
            )
        return found[0]

    @property
    def _by_path(self) -> dict[tuple[int, str], list[Indikator]]:
        def load() -> dict[tuple[int, str], list[Indikator]]:
            rows: dict[tuple[int, str], list[Indikator]] = {}
            for indikator in self.peta.indicators():
                rows.setdefault((indikator.opd_id, whole_path(indikator).casefold()), []).append(indikator)
            return rows

        return self.peta.remember("indikator_menurut_jalur", load)

    @property
    def _stored(self) -> dict[tuple[int, int], Dukungan]:
        def load() -> dict[tuple[int, int], Dukungan]:
            rows = Dukungan.objects.filter(didukung__opd__in=self.peta.offices)
            return {(row.pendukung_id, row.didukung_id): row for row in rows}

        return self.peta.remember("dukungan", load)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """Each end in a query of its own: joined together they are more tables than SQLite takes."""
        ends = Indikator.objects.select_related("opd__pemda", *INDICATOR_PATHS)
        return queryset.select_related(None).prefetch_related(
            Prefetch("pendukung", queryset=ends), Prefetch("didukung", queryset=ends)
        )

    def persist(self, instances: list[Any]) -> None:
        for daftar in group_by_office(instances, self.opd_of):
            dukungan.save_dukungan_many(by=self.user, daftar=daftar)


SumberDukungan = make_resource(
    _DukunganResource,
    Dukungan,
    "Dukungan antarindikator",
    {
        **indicator_columns(lambda row: row.pendukung),
        "didukung": KeyColumn(KOLOM_DIDUKUNG, lambda row: whole_path(row.didukung)),
        "menjumlah": PlanColumn("menjumlah", "Target dijumlahkan", YesNoCell()),
        "keterangan": PlanColumn("keterangan", "Keterangan", TextCell()),
    },
)
