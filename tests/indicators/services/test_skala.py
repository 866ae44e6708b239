"""Keeping the scales of predicates and their letters."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Indikator, Jejak, Penugasan, SkalaPredikat, TingkatPredikat
from indicators.permissions import Peran
from indicators.services.rencana import save_indikator
from indicators.services.skala import delete_skala, delete_tingkat, save_skala, save_tingkat
from sakip.refusals import NotNow, NotValid
from tests.cast import Cast, Office, freeze, make_butir, make_opd, make_pk


def test_letters_in_use_by_a_fixed_agreement_stay(office: Office, cast: Cast) -> None:
    skala = save_skala(by=cast.perencana, skala=SkalaPredikat(opd=office.opd, nama="SAKIP"))
    bb = save_tingkat(by=cast.perencana, tingkat=TingkatPredikat(skala=skala, huruf="BB", skor=Decimal(75)))
    bb.skor = Decimal(74)
    save_tingkat(by=cast.perencana, tingkat=bb)
    iku = Indikator(
        sub_kegiatan=office.sub_kegiatan, unit=office.bidang, nama="Predikat SAKIP", jenis_nilai="predikat", skala=skala
    )
    save_indikator(by=cast.perencana, indikator=iku)
    pk = make_pk(office.opd, 2025)
    make_butir(pk, iku, ("", "", "", ""))
    freeze(pk)
    bb.skor = Decimal(70)
    with pytest.raises(NotNow, match="sudah ditetapkan"):
        save_tingkat(by=cast.perencana, tingkat=bb)
    with pytest.raises(NotNow, match="sudah ditetapkan"):
        delete_tingkat(by=cast.perencana, tingkat=bb)
    save_tingkat(by=cast.perencana, tingkat=TingkatPredikat(skala=skala, huruf="A", skor=Decimal(85)))


def test_scale_stays_in_its_office(office: Office, cast: Cast) -> None:
    """Whoever plans for two offices cannot carry a scale across: its indicators would stay behind."""
    opd, dinas = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    Penugasan.objects.create(pengguna=cast.perencana, unit=dinas, peran=Peran.PERENCANA.value, mulai=date(2023, 1, 1))
    skala = save_skala(by=cast.perencana, skala=SkalaPredikat(opd=office.opd, nama="Skala"))
    skala.opd = opd
    with pytest.raises(NotValid, match="dipindahkan"):
        save_skala(by=cast.perencana, skala=skala)


def test_the_letters_of_a_deleted_scale_stay_in_the_trail(office: Office, cast: Cast) -> None:
    skala = save_skala(by=cast.perencana, skala=SkalaPredikat(opd=office.opd, nama="SAKIP"))
    letters = [
        save_tingkat(by=cast.perencana, tingkat=TingkatPredikat(skala=skala, huruf=huruf, skor=Decimal(skor)))
        for huruf, skor in (("A", 90), ("BB", 75))
    ]
    delete_skala(by=cast.perencana, skala=skala)
    rows = Jejak.objects.filter(tindakan="hapus").order_by("pk")
    assert [(row.objek_jenis, row.objek_id, row.objek) for row in rows] == [
        ("indicators.tingkatpredikat", str(letters[0].pk), "A"),
        ("indicators.tingkatpredikat", str(letters[1].pk), "BB"),
        ("indicators.skalapredikat", str(skala.pk), "SAKIP"),
    ]
    assert [row.sebelum["skor"] for row in rows if row.sebelum and "skor" in row.sebelum] == ["90.0000", "75.0000"]


def test_a_scale_in_use_keeps_its_letters(office: Office, cast: Cast) -> None:
    skala = save_skala(by=cast.perencana, skala=SkalaPredikat(opd=office.opd, nama="SAKIP"))
    save_tingkat(by=cast.perencana, tingkat=TingkatPredikat(skala=skala, huruf="A", skor=Decimal(90)))
    iku = Indikator(program=office.program, unit=office.bidang, nama="Predikat", jenis_nilai="predikat", skala=skala)
    save_indikator(by=cast.perencana, indikator=iku)
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_skala(by=cast.perencana, skala=skala)
    assert TingkatPredikat.objects.filter(skala=skala).count() == 1
    assert not Jejak.objects.filter(tindakan="hapus").exists()
