"""What probes are told: that the process lives, whether the server is ready, and to whom the reasons."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sakip import file_store
from sakip.condition import server, views
from sakip.disks import Disk
from sakip.file_store import StoreAway
from sakip.jobs.workers import LifeSign
from sakip.networks import read_networks
from sakip.schema import fit
from sakip.storage import SyncedStorage
from tests.sakip.test_outages import lose

__all__ = ["lose"]

STRANGER = "203.0.113.9"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_lately", views._Lately())


@pytest.fixture
def _worker(db: None) -> Iterator[None]:
    sign = LifeSign()
    sign.give()
    yield
    sign.take_away()


def ask(address: str = "/sehat/siap/", client: str = "127.0.0.1") -> tuple[int, list[str]]:
    response = Client(REMOTE_ADDR=client).get(address)
    return response.status_code, response.content.decode().splitlines()


@pytest.mark.usefixtures("_worker")
def test_a_server_that_has_all_is_ready_and_says_of_each_why() -> None:
    status, (word, *lines) = ask()
    assert (status, word) == (200, "siap")
    told = ["database: Baik", "files: Baik", "disk: Baik", "workers: Baik"]
    assert list(dict.fromkeys(line.partition(".")[0] for line in lines)) == told  # of disks there may be several
    assert ask(client=STRANGER) == (200, ["siap"])


def test_without_a_worker_it_is_not_and_strangers_hear_one_word(db: None, caplog: pytest.LogCaptureFixture) -> None:
    status, (word, *lines) = ask()
    assert (status, word) == (503, "belum siap")
    assert lines[-1].startswith("workers: Rusak. Program pekerja di server tidak berjalan")
    assert ask(client=STRANGER) == (503, ["belum siap"])
    assert Client().get("/sehat/siap/")["Retry-After"] == "30"
    assert {record.name for record in caplog.records} == {"sakip.request"}  # a line each, and nothing besides


@pytest.mark.usefixtures("_worker")
def test_it_asks_five_times_at_most_and_many_who_ask_at_once_cost_no_more(settings: Settings) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask()
    assert 0 < len(captured) <= 5
    with CaptureQueriesContext(connection) as captured:
        ask(client=STRANGER)
    assert len(captured) == 0


@pytest.mark.usefixtures("_worker")
@pytest.mark.parametrize(("percent", "status"), [(9, 200), (1, 503)])
def test_a_full_disk_is_not_ready_and_a_filling_one_still_is(
    monkeypatch: pytest.MonkeyPatch, percent: int, status: int
) -> None:
    monkeypatch.setattr(server, "list_disks", lambda: [Disk(("basis data",), 10, percent)])
    assert ask()[0] == status


@pytest.mark.usefixtures("_worker")
def test_a_folder_that_takes_no_file_is_not_ready(settings: Settings) -> None:
    settings.MEDIA_ROOT = "/proc/tidak-ada"
    status, lines = ask()
    assert status == 503
    assert any(line.startswith("files: Rusak. Folder berkas tidak dapat ditulis") for line in lines)


@pytest.mark.usefixtures("_worker")
@pytest.mark.parametrize("away", [True, False])
def test_a_store_that_is_away_is_not_ready(monkeypatch: pytest.MonkeyPatch, away: bool) -> None:
    def require(store: SyncedStorage) -> None:
        if away:
            raise StoreAway("Folder /srv/rahasia tidak terpasang.")

    monkeypatch.setattr(SyncedStorage, "require", require)
    status, lines = ask()
    assert status == (503 if away else 200)
    [said] = [line for line in lines if line.startswith("files: ")]
    assert ("Penyimpanan berkas tidak dapat dipakai" in said) is away
    assert "rahasia" not in said


def test_while_one_waits_for_an_answer_the_others_get_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    lately = views._Lately()
    monkeypatch.setattr(views, "KEPT_SECONDS", 0)
    monkeypatch.setattr(views, "read_vital", lambda: ["before"])
    lately.read()
    inside: list[object] = []

    def wait() -> list[str]:
        inside.append(lately.read())  # as another thread would ask
        return ["after"]

    monkeypatch.setattr(views, "read_vital", wait)
    answer: object = lately.read()
    assert (answer, inside) == (["after"], [["before"]])


@pytest.mark.usefixtures("_worker")
def test_a_database_that_lacks_a_migration_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    later = fit.Code(frozenset({("indicators", "9999_later")}), frozenset(), frozenset())
    monkeypatch.setattr(fit, "load_code", lambda: later)
    status, lines = ask()
    assert status == 503
    assert "migrasi indicators.9999_later belum dijalankan" in lines[1]


@pytest.mark.usefixtures("_worker")
def test_a_store_that_is_not_this_installations_is_not_ready(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(file_store, "list_some_named", lambda _: ["bukti/ab/satu.pdf"])
    status, lines = ask()
    assert status == 503
    assert any(line.startswith("files: Rusak. Penyimpanan berkas tidak dapat dipakai") for line in lines)


def test_without_its_database_the_process_lives_and_is_not_ready(lose: Callable[[], None]) -> None:
    lose()
    assert ask("/sehat/") == (200, ["sehat"])
    status, lines = ask()
    assert (status, lines[0]) == (503, "belum siap")
    assert lines[1].startswith("database: Rusak. Basis data tidak dapat dipakai")
    assert ask(client=STRANGER) == (503, ["belum siap"])


@pytest.mark.usefixtures("_worker")
@pytest.mark.parametrize("address", ["/sehat/", "/sehat/siap/", "/metrik/"])
def test_none_of_them_needs_https_or_leaves_a_session(settings: Settings, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(address)
    assert (response.status_code, response.cookies) == (200, {})
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    ("networks", "client", "expected"),
    [
        ("127.0.0.1,::1", "127.0.0.1", 200),
        ("127.0.0.1,::1", "::1", 200),
        ("127.0.0.1,::1", STRANGER, 404),
        ("10.20.0.0/24", "10.20.0.7", 200),
        ("10.20.0.0/24", "10.20.1.7", 404),
        ("10.20.0.0/24", "", 404),
    ],
)
def test_the_metrics_are_there_for_the_listed_networks_alone(
    db: None, settings: Settings, networks: str, client: str, expected: int
) -> None:
    settings.MONITORING_NETWORKS = read_networks(networks.split(","))
    assert ask("/metrik/", client)[0] == expected


def test_behind_a_web_server_that_is_not_named_nobody_is_listed(db: None, settings: Settings) -> None:
    settings.HTTPS = True
    assert ask("/metrik/")[0] == 404
    settings.TRUSTED_PROXIES = read_networks(["127.0.0.1"])
    assert ask("/metrik/")[0] == 200
    forwarded = Client(REMOTE_ADDR="127.0.0.1").get("/metrik/", headers={"X-Forwarded-For": STRANGER})
    assert forwarded.status_code == 404
