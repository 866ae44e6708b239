"""A disk that fills up: its administrators read it on their page, in the log and in one mail a day."""

import logging
from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from indicators.models import Pengguna
from indicators.services.disk_warning import warn_of_low_disks
from sakip.disks import Disk
from sakip.jobs.models import Message
from tests.cast import Cast

DISK = Disk(("basis data",), 800 * 1024**2, 4)


@pytest.fixture
def _full(cast: Cast) -> None:
    cast.administrator.email = "admin@contoh.go.id"
    cast.administrator.save()


@pytest.mark.usefixtures("_full")
def test_administrators_get_one_mail_a_day_and_the_log_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch("indicators.services.disk_warning.low_disks", return_value=[DISK]):
        with caplog.at_level(logging.WARNING, "sakip.disks"):
            warn_of_low_disks()
        warn_of_low_disks()
        (mail,) = Message.objects.all()
        assert (mail.to, mail.body) == ("admin@contoh.go.id", f"{DISK.sentence}\n")
        assert DISK.sentence in caplog.text
        Message.objects.update(put_at=timezone.now() - timedelta(hours=13))
        warn_of_low_disks()
    assert Message.objects.count() == 2


@pytest.mark.usefixtures("_full")
def test_nobody_is_told_of_disks_with_room() -> None:
    with mock.patch("indicators.services.disk_warning.low_disks", return_value=[]):
        warn_of_low_disks()
    assert not Message.objects.exists()


def test_the_page_of_the_data_warns_administrators_only(cast: Cast, client_of: Callable[[Pengguna], Client]) -> None:
    with mock.patch("sakip.condition.server.list_disks", return_value=[DISK]):
        shown = [
            DISK.sentence in client_of(user).get("/admin/").content.decode()
            for user in (cast.administrator, cast.perencana)
        ]
    assert shown == [True, False]
