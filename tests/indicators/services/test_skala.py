"""Keeping the scales of predicates and their letters."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Indikator, Penugasan, SkalaPredikat, TingkatPredikat
from indicators.permissions import Peran
from indicators.services.rencana import save_indikator
from indicators.services.skala import delete_tingkat, save_skala, save_tingkat
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
