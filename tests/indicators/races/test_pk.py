"""Races around a PK: the next perubahan is made once, and what is fixed is what stood there, sheets included."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from indicators.models import ButirLembar, ButirPK, Indikator, Jejak, LembarPK, PerjanjianKinerja, Realisasi
from indicators.selectors.lembar_pk import is_stale
from indicators.services import realisasi, tahun_anggaran
from indicators.services.lembar_pk import arrange_lembar, save_lembar
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import save_butir
from indicators.services.perubahan import make_perubahan
from indicators.services.realisasi_entry import RowEntry
from sakip.refusals import NotNow
from tests.cast import Cast, Office
from tests.indicators.races.racing import one_winner, race
from tests.savers import save_row

RACERS = 6
ROUNDS = 3

pytestmark = pytest.mark.django_db(transaction=True)


def make(office: Office, cast: Cast) -> PerjanjianKinerja:
    return make_perubahan(by=cast.perencana, pk=office.pk, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1))


def test_the_next_perubahan_is_made_once(office: Office, cast: Cast) -> None:
    outcomes = race([lambda: make(office, cast)] * RACERS)

    winner = one_winner(outcomes)
    assert all(isinstance(outcome.error, NotNow) for outcome in outcomes if outcome is not winner)
    draft = PerjanjianKinerja.objects.get(perubahan=1)
    assert ButirPK.objects.filter(pk_induk=draft).count() == 6
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.perjanjiankinerja").count() == 1


def test_sheets_are_arranged_once_by_many(office: Office, cast: Cast) -> None:
    draft = make(office, cast)
    outcomes = race([lambda: arrange_lembar(by=cast.perencana, pk=draft)] * RACERS)

    assert [outcome.error for outcome in outcomes] == [None] * RACERS
    assert LembarPK.objects.count() == 3
    assert ButirLembar.objects.count() == 6
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.lembarpk").count() == 3
    assert not Jejak.objects.filter(tindakan="ubah", objek_jenis="indicators.lembarpk").exists()


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_fixing_while_sheets_are_arranged_fixes_a_whole_arrangement(office: Office, cast: Cast, attempt: int) -> None:
    """The sheets are all there, from before, or there are none; whoever comes late reads why."""
    draft = make(office, cast)
    fixing, *arranging = race(
        [
            lambda: fix_pk(by=cast.perencana, pk=draft),
            *[lambda: arrange_lembar(by=cast.perencana, pk=draft)] * (RACERS - 1),
        ]
    )
    assert fixing.error is None
    assert all(outcome.error is None or isinstance(outcome.error, NotNow) for outcome in arranging)
    fixed = PerjanjianKinerja.objects.get(pk=draft.pk)
    assert fixed.frozen
    done = [outcome for outcome in arranging if outcome.error is None]
    assert LembarPK.objects.count() == (3 if done else 0)
    assert ButirLembar.objects.count() == (6 if done else 0)
    assert not is_stale(fixed)


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_party_is_corrected_before_fixing_or_not_at_all(office: Office, cast: Cast, attempt: int) -> None:
    draft = make(office, cast)
    arrange_lembar(by=cast.perencana, pk=draft)
    lembar = LembarPK.objects.select_related("pk_induk__opd").get(unit=office.dinas)
    lembar.kedua_nama = "Bupati (contoh)"

    def correct() -> Any:
        return save_lembar(by=cast.perencana, lembar=lembar)

    acts: list[Callable[[], Any]] = [correct, lambda: fix_pk(by=cast.perencana, pk=draft)]
    correcting, fixing = race(acts)
    assert fixing.error is None
    assert correcting.error is None or isinstance(correcting.error, NotNow)
    stored = LembarPK.objects.get(pk=lembar.pk)
    assert stored.kedua_nama == ("Bupati (contoh)" if correcting.error is None else "")


# --- locks are taken in one order (`services.locks`) -----------------------------------------------------------------


def slow(act: Callable[..., Any]) -> Callable[..., Any]:
    """Let others begin while a service holds what it has locked before this."""

    def acted(*args: Any, **kwargs: Any) -> Any:
        time.sleep(1)
        return act(*args, **kwargs)

    return acted


def later(act: Callable[[], Any]) -> Callable[[], Any]:
    def acted() -> Any:
        time.sleep(0.3)
        return act()

    return acted


def test_a_year_is_opened_again_while_its_pk_is_fixed(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tahun_anggaran.open_year(by=cast.perencana, opd=office.opd, tahun=2025).draf
    monkeypatch.setattr(tahun_anggaran, "copy_rows", slow(tahun_anggaran.copy_rows))

    opening, fixing = race(
        [
            lambda: tahun_anggaran.open_year(by=cast.perencana, opd=office.opd, tahun=2025),
            later(lambda: fix_pk(by=cast.perencana, pk=draft)),
        ]
    )

    assert opening.error is None
    assert fixing.error is None or isinstance(fixing.error, NotNow), repr(fixing.error)


def test_a_unit_types_while_a_pk_is_fixed_that_measures_otherwise(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types holds his submission and then writes the figure; who fixes asks for both in the same order."""
    surat = Indikator.objects.get(nama="Jumlah layanan media")
    entry = {"triwulan": office.tw1, "unit": office.bidang}
    save_row(by=cast.staf, isian=RowEntry(surat.pk, 0, realisasi="90"), **entry)
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Salah cara", berlaku_mulai=date(2024, 1, 1))
    row = draft.butir.get(indikator=surat)
    row.konsolidasi = "penjumlahan" if row.konsolidasi != "penjumlahan" else "terakhir"
    save_butir(by=cast.perencana, butir=row)
    monkeypatch.setattr(realisasi, "load_entry_rows", slow(realisasi.load_entry_rows))

    typing, fixing = race(
        [
            lambda: save_row(by=cast.staf, isian=RowEntry(surat.pk, 1, realisasi="91"), **entry),
            later(lambda: fix_pk(by=cast.perencana, pk=draft)),
        ]
    )

    assert (typing.error, fixing.error) == (None, None)
    assert (typing.value.nilai, Realisasi.objects.get().nilai) == (91, None)
