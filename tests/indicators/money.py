"""Money for tests, built directly: the small office's sub kegiatan and one more that Subbag Umum owns."""

from decimal import Decimal

from django.db import connection
from django.utils import timezone

from indicators.models import (
    Anggaran,
    Indikator,
    RealisasiAnggaran,
    RencanaKas,
    SubKegiatan,
    SumberDana,
    Triwulan,
    UnitKerja,
)
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Office, make_butir


def make_anggaran(office: Office, sub: SubKegiatan | None = None, pagu: str = "1000000", **values: object) -> Anggaran:
    """Give a sub kegiatan its budget of 2024; "" for no pagu."""
    return Anggaran.objects.create(
        opd=office.opd,
        sub_kegiatan=sub or office.sub_kegiatan,
        tahun=2024,
        pagu=Decimal(pagu) if pagu else None,
        **values,
    )


def make_rak(anggaran: Anggaran, *amounts: str) -> None:
    """Plan the cash by quarter, or by month when twelve amounts are given."""
    anggaran.cara_rak = "bulanan" if len(amounts) > 4 else "triwulanan"
    anggaran.save()
    RencanaKas.objects.bulk_create(
        RencanaKas(anggaran=anggaran, nomor=number, nilai=Decimal(text))
        for number, text in enumerate(amounts, start=1)
        if text
    )


def make_sources(anggaran: Anggaran, **amounts: str) -> None:
    SumberDana.objects.bulk_create(
        SumberDana(anggaran=anggaran, sumber=name, nilai=Decimal(text) if text else None)
        for name, text in amounts.items()
    )


def spend(anggaran: Anggaran, triwulan: Triwulan, keuangan: str = "", fisik: str = "") -> RealisasiAnggaran:
    """Write what was spent without any service."""
    return RealisasiAnggaran.objects.create(
        anggaran=anggaran,
        triwulan=triwulan,
        keuangan=Decimal(keuangan) if keuangan else None,
        fisik=Decimal(fisik) if fisik else None,
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
    )


def add_sub_kegiatan(office: Office, nama: str = "Layanan Surat", unit: UnitKerja | None = None) -> SubKegiatan:
    """Add a sub kegiatan whose only row of the PK belongs to the unit (Subbag Umum); the PK is ditetapkan, so that only
    a test may."""
    sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, kode="2.16.02.2.01.03", nama=nama, urutan=2)
    indikator = Indikator.objects.create(
        opd=office.opd, unit=unit or office.subbag, sub_kegiatan=sub, nama=f"Jumlah {nama}"
    )
    remove(connection, TRIGGERS)
    make_butir(office.pk, indikator, ("1", "2", "3", "4"))
    install(connection, TRIGGERS)
    return sub
