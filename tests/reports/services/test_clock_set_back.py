"""A clock that ran ahead and was set back: the report goes its way all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Dokumen
from reports.services.passphrase_attempts import counted_passphrase
from reports.signing.errors import WrongPassphrase
from sakip.sign_in.models import Attempt
from tests.cast import Cast, Office
from tests.reports import steps

AHEAD = timedelta(days=3)
REAL = timezone.now


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the clock run ahead until it is `set_back`."""
    monkeypatch.setattr(timezone, "now", lambda: REAL() + AHEAD)
    return monkeypatch


def set_back(clock: pytest.MonkeyPatch) -> None:
    clock.setattr(timezone, "now", REAL)


def test_a_report_is_made_initialled_and_signed_after_the_clock_was_set_back(
    office: Office, cast: Cast, ahead: pytest.MonkeyPatch
) -> None:
    steps.want_paraf(office, cast)
    steps.approve_quarter(office, cast)
    set_back(ahead)
    final = steps.make_final(office, cast.kadis)
    initialled = steps.put_signature(final, cast.sekretaris)
    signed = steps.put_signature(initialled, cast.kadis)
    assert Dokumen.objects.get(pk=signed.pk).status == "ditandatangani"


def test_a_report_is_signed_where_the_clock_was_set_back_after_its_paraf(
    office: Office, cast: Cast, ahead: pytest.MonkeyPatch
) -> None:
    steps.want_paraf(office, cast)
    steps.approve_quarter(office, cast)
    initialled = steps.put_signature(steps.make_final(office, cast.kadis), cast.sekretaris)
    set_back(ahead)
    assert steps.put_signature(initialled, cast.kadis).status == "ditandatangani"


def test_who_was_to_wait_before_the_clock_was_set_back_may_try(cast: Cast, ahead: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphrase), counted_passphrase(cast.kadis, "dokumen:1"):
            raise WrongPassphrase
    set_back(ahead)
    with counted_passphrase(cast.kadis, "dokumen:1"):
        pass
    assert Attempt.objects.get().wrong == 0
