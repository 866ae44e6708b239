"""The program as it runs is handed out to everybody, and nothing beside it."""

import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sakip import source
from sakip.source import list_files, source_archive
from sakip.templatetags.installation import program
from sakip.version import VERSION

pytestmark = pytest.mark.one_database


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_the_archive_holds_what_the_repository_tracks_and_nothing_else(settings: Settings) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("A copy without its repository has nothing to be held against.")
    tracked = {name for name in listed.stdout.split("\0") if name and (settings.BASE_DIR / name).is_file()}
    assert {str(path.relative_to(settings.BASE_DIR)) for path in list_files()} == tracked


def test_what_somebody_keeps_beside_the_program_is_not_handed_out(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = ["manage.py", "sakip/views.py", "bin/run"]
    beside = ["sakip.env", "var/secrets.env", "sakip/kunci.pem", "bin/cadangan.tar", "deploy/server.key", "catatan.txt"]
    beside += ["deploy/.env", "bin/.pgpass", "tests/.cache/jawaban.json", "docs/id_rsa", "deploy/sandi"]
    for name in (*kept, *beside, "sakip/__pycache__/views.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "sakip" / "tautan.py").symlink_to(tmp_path / "sakip.env")
    settings.BASE_DIR = tmp_path
    assert sorted(str(path.relative_to(tmp_path)) for path in list_files()) == sorted(kept)


def test_everybody_gets_the_source_of_this_release(client: Client, var_dir: Path) -> None:
    answer = client.get("/sumber/")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="sakip-{VERSION}-')
    received = var_dir / "diterima.tar.gz"
    received.write_bytes(b"".join(answer.streaming_content))
    with tarfile.open(received) as tar:
        members = {member.name: member for member in tar}
    assert f"sakip-{VERSION}/sakip/source.py" in members
    assert {(member.uid, member.uname, member.gname) for member in members.values()} == {(0, "", "")}


def test_it_is_made_once_and_again_when_the_program_changed(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = source_archive()
    made = first.stat().st_mtime_ns
    assert (source_archive(), first.stat().st_mtime_ns) == (first, made)
    monkeypatch.setattr(source, "_fingerprint", lambda: "lain")
    second = source_archive()
    assert list((var_dir / "sumber").iterdir()) == [second]
    assert second != first


def test_many_who_ask_at_once_have_it_made_once(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def write(path: Path) -> None:
        made.append(path)
        Event().wait(0.05)
        path.touch()

    monkeypatch.setattr(source, "_write", write)
    with ThreadPoolExecutor(8) as pool:
        assert len({*pool.map(lambda _: source_archive(), range(8))}) == 1
    assert len(made) == 1


def test_an_archive_that_cannot_be_written_leaves_nothing(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source.tarfile.TarFile, "add", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        source_archive()
    assert list((var_dir / "sumber").iterdir()) == []


@pytest.mark.parametrize("address", ["/admin/login/", "/verifikasi/", "/tidak-ada/"])
def test_the_foot_of_every_page_leads_to_it(db: None, client: Client, settings: Settings, address: str) -> None:
    page = client.get(address).content.decode()
    assert f"SAKIP {VERSION}, perangkat lunak bebas" in page
    assert f'href="{reverse("source")}"' in page
    settings.SOURCE_URL = "https://git.contoh.go.id/sakip"
    assert program()["sumber"] == settings.SOURCE_URL
