"""A year of four quarters whose figures are summed, for tests of the chain of approvals: built directly."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from indicators.models import Indikator, Pengajuan, Pengguna, PerjanjianKinerja, Realisasi, Triwulan
from indicators.services.triwulan import approve
from tests.cast import Office, freeze, make_butir, make_pk, make_quarter

TAHUN = 2025


@dataclass
class Chain:
    """The year 2025 of Bidang: one indicator, penjumlahan, target 2/4/6/8, realisasi 2 in each quarter: 100,00."""

    indikator: Indikator
    pk: PerjanjianKinerja
    triwulan: list[Triwulan]

    def at(self, number: int) -> Triwulan:
        return Triwulan.objects.select_related("opd").get(pk=self.triwulan[number - 1].pk)

    def enter(self, number: int, value: str) -> None:
        """Correct the quarter's number without any service; the quarter has to be open."""
        assert Realisasi.objects.filter(triwulan=self.at(number)).update(nilai=Decimal(value)) == 1

    def states(self) -> list[str]:
        return [self.at(number).status for number in (1, 2, 3, 4)]


def build_year(office: Office) -> Chain:
    """Open four quarters of 2025, each validated and ready to be approved."""
    indikator = Indikator.objects.create(
        opd=office.opd,
        unit=office.bidang,
        sub_kegiatan=office.sub_kegiatan,
        nama="Jumlah pelatihan",
        satuan="Pelatihan",
        konsolidasi="penjumlahan",
        pola_target="bertahap",
    )
    pk = make_pk(office.opd, TAHUN)
    make_butir(pk, indikator, ("2", "4", "6", "8"))
    freeze(pk)
    quarters = [make_quarter(office.opd, TAHUN, number, [office.bidang]) for number in (1, 2, 3, 4)]
    for quarter in quarters:
        Realisasi.objects.create(
            indikator=indikator,
            triwulan=quarter,
            status="terisi",
            nilai=Decimal(2),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    Pengajuan.objects.filter(triwulan__in=quarters).update(status="divalidasi")
    return Chain(indikator, pk, quarters)


def approve_up_to(rantai: Chain, by: Pengguna, last: int) -> None:
    """Approve the quarters in their order, those that are not approved yet."""
    for number in range(1, last + 1):
        quarter = rantai.at(number)
        if quarter.status != "disahkan":
            approve(by=by, quarter=quarter, versi=quarter.versi)
