"""An indicator that is answered with letters, for tests."""

from typing import Any

from django.db import connection

from indicators.models import ButirPK, Indikator, SkalaPredikat, Target, TingkatPredikat
from indicators.models.perjanjian import TAHUN
from indicators.tingkat import Tingkat
from indicators.triggers import TRIGGERS
from indicators.triwulan import QUARTERS
from sakip.triggers import install, remove
from tests.cast import Office

SCORES = (("A", 90), ("BB", 80), ("B", 70))


def add_predicate(office: Office, **fields: Any) -> Indikator:
    """Add a row of the bidang with BB as its target, of the sub kegiatan unless `fields` name another node; the PK is
    ditetapkan, so that only a test may."""
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    TingkatPredikat.objects.bulk_create(TingkatPredikat(skala=skala, huruf=huruf, skor=skor) for huruf, skor in SCORES)
    indikator = Indikator.objects.create(
        opd=office.opd,
        unit=office.bidang,
        nama="Predikat SAKIP",
        jenis_nilai="predikat",
        skala=skala,
        urutan=3,
        **({"sub_kegiatan": office.sub_kegiatan} if fields.keys().isdisjoint(Tingkat) else {}),
        **fields,
    )
    remove(connection, TRIGGERS)
    butir = ButirPK(pk_induk=office.pk, indikator=indikator, unit=office.bidang, urutan=office.pk.butir.count() + 1)
    butir.take_over(indikator)
    butir.save()
    Target.objects.bulk_create(Target(butir=butir, triwulan=q, predikat="BB") for q in (*QUARTERS, TAHUN))
    install(connection, TRIGGERS)
    return indikator
