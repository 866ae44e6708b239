"""What the report of an approved quarter waits for: the step that the Kepala Dinas is led to."""

import pytest

from indicators.models import Pengguna
from reports.models import Dokumen, Laporan
from reports.selectors import NextStep, ReportStep, list_steps
from reports.services.dokumen import request_final
from reports.templatetags.report_steps import next_step
from tests.cast import Cast, Office
from tests.reports.steps import approve_again

pytestmark = pytest.mark.one_database


def step(office: Office, user: Pengguna) -> ReportStep:
    (found,) = list_steps(user, office.opd, 2024, 1)
    return found


def test_a_report_that_nobody_touched_is_to_be_made_final(approved: Office, cast: Cast) -> None:
    found = step(approved, cast.kadis)
    assert (found.langkah, found.dokumen, found.milik_sendiri) == (NextStep.SUSUN, None, False)


def test_while_it_is_being_made_there_is_nothing_to_do(approved: Office, cast: Cast, quick: None) -> None:
    request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1, versi=0)
    assert step(approved, cast.kadis).langkah is NextStep.TUNGGU


def test_a_final_report_waits_for_its_signer_and_says_so_to_others(
    final: Dokumen, cast: Cast, approved: Office
) -> None:
    own, others = step(approved, cast.kadis), step(approved, cast.sekretaris)
    assert (own.langkah, own.milik_sendiri) == (NextStep.TANDA_TANGANI, True)
    assert (others.langkah, others.milik_sendiri) == (NextStep.TANDA_TANGANI, False)
    assert others.giliran is not None
    assert others.giliran.official["nama"] == "Kepala Contoh, S.Sos."


def test_a_signed_report_is_issued_until_its_figures_change(signed: Dokumen, cast: Cast, approved: Office) -> None:
    assert step(approved, cast.kadis).langkah is NextStep.TERBIT
    approve_again(approved, cast)
    assert step(approved, cast.kadis).langkah is NextStep.SUSUN_KEMBALI


def test_a_quarter_that_was_never_opened_has_no_report(approved: Office, cast: Cast) -> None:
    assert list_steps(cast.kadis, approved.opd, 2024, 2) == []


def test_of_several_reports_the_readers_own_comes_first() -> None:
    def made(langkah: NextStep, *, own: bool = False) -> ReportStep:
        return ReportStep(Laporan(), None, langkah, milik_sendiri=own)

    issued, waiting, own = made(NextStep.TERBIT), made(NextStep.SUSUN), made(NextStep.TANDA_TANGANI, own=True)
    assert next_step([issued, waiting, own]) is own
    assert next_step([issued, waiting]) is waiting
    assert next_step([issued]) is issued
    assert next_step([]) is None
