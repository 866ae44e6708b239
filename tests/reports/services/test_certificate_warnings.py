"""Before a certificate ends its owner is warned by mail: once at 60, 30 and 7 days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.models import Pejabat
from reports.models import Sertifikat
from reports.officials import expiry_warning
from reports.services.certificate_warnings import warn_before_end
from sakip.jobs.models import Message
from tests.cast import Cast, Office
from tests.reports import steps


@pytest.fixture
def row(office: Office, cast: Cast) -> Sertifikat:
    cast.kadis.email = "kepala@contoh.go.id"
    cast.kadis.save(update_fields=["email"])
    return steps.give_certificate(cast.kadis, office.opd)


def ends_in(row: Sertifikat, days: int) -> None:
    Sertifikat.objects.filter(pk=row.pk).update(berlaku_sampai=timezone.now() + timedelta(days=days))
    row.refresh_from_db()


def mails() -> int:
    warn_before_end()
    return Message.objects.count()


def test_a_step_is_mailed_once(row: Sertifikat) -> None:
    found = []
    for days in (400, 61, 60, 59, 31, 30, 30, 12, 8, 7, 6, 1, 0, -1):
        ends_in(row, days)
        found.append(mails())
    assert found == [0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3]


def test_a_certificate_near_its_end_is_warned_of_the_nearest_step_alone(row: Sertifikat) -> None:
    ends_in(row, 5)
    assert (mails(), mails()) == (1, 1)
    message = Message.objects.get()
    assert message.to == "kepala@contoh.go.id"
    assert message.subject == "Sertifikat Anda berakhir dalam 5 hari"
    assert "Sertifikat berakhir dalam 5 hari, pada " in message.body
    assert "DEMO Kepala Contoh" in message.body


@pytest.mark.parametrize("why", ["no address", "a broken address", "withdrawn", "left", "switched off"])
def test_who_is_not_warned(row: Sertifikat, office: Office, cast: Cast, why: str) -> None:
    ends_in(row, 5)
    if why == "withdrawn":
        Sertifikat.objects.filter(pk=row.pk).update(berakhir_pada=timezone.now(), berkas=b"")
    elif why == "left":
        Pejabat.objects.filter(opd=office.opd).update(sampai=date(2024, 1, 1))
    elif why == "switched off":
        type(cast.kadis).objects.filter(pk=cast.kadis.pk).update(is_active=False)
    else:
        email = "" if why == "no address" else "kepala@"
        type(cast.kadis).objects.filter(pk=cast.kadis.pk).update(email=email)
    assert mails() == 0
    row.refresh_from_db()
    assert row.diperingatkan is None, "an address that is written later is still warned"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (61, ""),
        (60, "dalam 60 hari, pada "),
        (23, "dalam 23 hari, pada "),
        (0, "berakhir hari ini. "),
        (-2, "Sertifikat berakhir pada "),
    ],
)
def test_the_pages_say_it_in_days(row: Sertifikat, days: int, words: str) -> None:
    ends_in(row, days)
    said = expiry_warning(row)
    assert words in said
    assert bool(words) == bool(said)
