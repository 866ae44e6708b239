"""What a report rests on: last year's figures, and sentences that tell a correction from what is still open."""

import pytest

from indicators.acts import Act
from indicators.models import Jejak, Realisasi
from indicators.selectors.basis import Basis, PresentState, get_basis
from indicators.services.jejak import record
from indicators.services.kantor import save_opd
from indicators.services.triwulan import reopen_quarter
from tests.cast import Cast, Office
from tests.indicators.approval_chain import Chain, approve_up_to, build_year


@pytest.fixture
def rantai(office: Office, cast: Cast) -> Chain:
    """The year before the report's: approved."""
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 4)
    return rantai


def reopen_first(rantai: Chain, cast: Cast) -> None:
    first = rantai.at(1)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan.")


def sentences(office: Office, dasar: Basis) -> list[str]:
    return [item.kalimat for item in PresentState(office.opd.pk, [2025, 2026]).corrections(dasar)]


def test_last_years_figures_that_are_printed_mark_the_next_year(office: Office, cast: Cast, rantai: Chain) -> None:
    dasar = get_basis(office.opd, 2026, 4, pejabat_id=None, indikator_lalu=[rantai.indikator.pk])
    assert dasar["lalu"] is not None
    assert dasar["lalu"]["angka"] == {str(rantai.indikator.pk): "8"}
    assert sentences(office, dasar) == []

    reopen_first(rantai, cast)
    assert sentences(office, dasar) == ["Pengesahan TW IV 2025 ditangguhkan."]
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 4)

    assert sentences(office, dasar) == ["Angka tahun 2025 yang dicetak sebagai pembanding dikoreksi."]


def test_last_years_texts_and_figures_that_are_not_printed_do_not(office: Office, cast: Cast, rantai: Chain) -> None:
    dasar = get_basis(office.opd, 2026, 4, pejabat_id=None, indikator_lalu=[rantai.indikator.pk])
    none = get_basis(office.opd, 2026, 4, pejabat_id=None, indikator_lalu=[])
    reopen_first(rantai, cast)
    Realisasi.objects.filter(triwulan=rantai.at(1)).update(kendala="Cuaca.")
    approve_up_to(rantai, cast.kadis, 4)
    assert sentences(office, dasar) == []
    reopen_first(rantai, cast)
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 4)
    assert sentences(office, none) == []


def test_a_report_names_the_quarter_that_was_corrected_and_what_still_waits(
    office: Office, cast: Cast, rantai: Chain
) -> None:
    """A report of Semester I rests on TW I; TW III does not concern it."""
    dasar = get_basis(office.opd, 2025, 2, pejabat_id=None, indikator_lalu=[])
    assert sorted(dasar["sidik"]) == ["1", "2"]
    third = rantai.at(3)
    reopen_quarter(by=cast.kadis, quarter=third, versi=third.versi, alasan="Temuan.")
    assert sentences(office, dasar) == []
    reopen_first(rantai, cast)
    assert sentences(office, dasar) == ["TW I 2025 dibuka kembali untuk diperbaiki."]
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 1)
    assert sentences(office, dasar) == [
        "Angka TW I 2025 dikoreksi dan disahkan kembali.",
        "Pengesahan TW II 2025 ditangguhkan.",
    ]
    approve_up_to(rantai, cast.kadis, 2)
    assert sentences(office, dasar) == ["Angka TW I 2025 dikoreksi dan disahkan kembali."]


def test_a_refused_attempt_moves_no_correction(office: Office, cast: Cast) -> None:
    """The office was renamed once; somebody else tried later."""
    dasar = get_basis(office.opd, 2024, 1, pejabat_id=None, indikator_lalu=[])
    office.opd.nama = "Dinas Kominfo"
    save_opd(by=cast.administrator, opd=office.opd)
    renamed = Jejak.objects.latest("pk")
    record(by=cast.staf, tindakan=Act.UBAH, objek=office.opd, opd=office.opd, ditolak=True)

    (koreksi,) = PresentState(office.opd.pk, [2024]).corrections(dasar)
    assert koreksi.sejak == renamed.waktu
