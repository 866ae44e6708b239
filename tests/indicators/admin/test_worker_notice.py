"""What administrators see of a worker that does not run."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna
from sakip.jobs.workers import NONE_RUNS, LifeSign
from tests.cast import Cast, Office

ClientOf = Callable[[Pengguna], Client]


def front_page(client: Client) -> str:
    return client.get(reverse("admin:index"), follow=True).content.decode()


def test_the_front_page_of_the_administrator_says_that_no_worker_runs(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.administrator)
    assert NONE_RUNS in front_page(client)
    LifeSign().give()
    assert NONE_RUNS not in front_page(client)


@pytest.mark.parametrize("who", ["kadis", "perencana", "staf"])
def test_who_can_do_nothing_about_it_is_not_told(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    assert NONE_RUNS not in front_page(client_of(getattr(cast, who)))
