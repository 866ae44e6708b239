"""The archive: what was written is what is read, and every change and every cut is refused with a sentence."""

import io
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sakip.keeping import archive, encryption
from sakip.keeping.archive import Entry, Source
from sakip.keeping.refusals import DamagedArchive, KeepingRefused

MEMBERS = {"database.sqlite3.gz": b"basis data" * 300, "media/bukti/é x.pdf": b"%PDF", "media/kosong": b""}
pytestmark = pytest.mark.one_database


def write(path: Path, members: dict[str, bytes] | None = None, key_file: Path | None = None) -> Path:
    with path.open("wb") as file:
        archive.write(
            archive.stream({"format": 1}, sources(MEMBERS if members is None else members), []), file, key_file
        )
    return path


def sources(members: dict[str, bytes]) -> Iterable[Source]:
    return [Source(name, lambda content=content: io.BytesIO(content)) for name, content in members.items()]  # type: ignore[misc]  # bound per loop


def read(path: Path, key_file: Path | None = None) -> dict[str, bytes]:
    found: dict[str, bytes] = {}

    def keep(name: str, when: int, content: archive.Readable) -> None:
        found[name] = content.read()

    with archive.opened(path, key_file) as tar:
        archive.read(tar, keep, lambda _: None)
    return found


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    encryption.make_key(tmp_path / "key")
    return tmp_path / "key"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.tar")) == MEMBERS


def test_an_archive_is_a_plain_tar_with_its_manifest(tmp_path: Path) -> None:
    with tarfile.open(write(tmp_path / "a.tar")) as tar:
        assert tar.getnames() == ["pembuka.json", *MEMBERS, "manifest.json", "segel.sha256"]
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["format"] == 1
    assert [row["nama"] for row in manifest["anggota"]] == ["pembuka.json", *MEMBERS]
    assert [row["ukuran"] for row in manifest["anggota"]][1:] == [3000, 4, 0]


def test_a_file_that_is_gone_when_its_turn_comes_is_left_out(tmp_path: Path) -> None:
    gone = Source("media/hilang", (tmp_path / "hilang").open)
    entries: list[Entry] = []
    b"".join(archive.stream({}, [gone, *sources({"media/ada": b"x"})], entries))
    assert [entry.nama for entry in entries] == ["pembuka.json", "media/ada"]


def test_an_archive_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.tar").read_bytes()
    cut = tmp_path / "cut.tar"
    for size in [*range(0, len(whole), 97), len(whole) - 1, len(whole) - 512]:
        cut.write_bytes(whole[:size])
        with pytest.raises(DamagedArchive, match=r"rusak atau terpotong.*Gunakan cadangan lain"):
            read(cut)


def test_an_archive_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.tar").read_bytes()
    changed = tmp_path / "changed.tar"
    for place in [*range(0, len(whole), 97), len(whole) - 1]:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DamagedArchive):
            read(changed)


def test_an_archive_with_more_bytes_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tar")
    path.write_bytes(path.read_bytes() + bytes(512))
    with pytest.raises(DamagedArchive):
        read(path)


def resealed(members: list[tuple[str, bytes]]) -> bytes:
    """An archive that somebody made by hand, with a seal that fits."""
    unsealed = io.BytesIO()
    for name, content in members:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        unsealed.write(info.tobuf(tarfile.PAX_FORMAT) + content + archive._padding(len(content)))
    return unsealed.getvalue() + archive._tail(archive.hashlib.sha256(unsealed.getvalue()).hexdigest())


@pytest.mark.parametrize(
    "members",
    [
        [],
        [("media/x", b"1")],
        [("pembuka.json", b"{}")],
        [("pembuka.json", b"{}"), ("manifest.json", b'{"anggota": []}')],
        [("pembuka.json", b"{}"), ("media/x", b"1"), ("manifest.json", b'{"anggota": []}')],
        [("pembuka.json", b"{"), ("manifest.json", b'{"anggota": []}')],
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(tmp_path: Path, members: list[tuple[str, bytes]]) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(resealed(members))
    with pytest.raises(DamagedArchive):
        read(path)


def test_an_encrypted_archive_opens_with_its_secret_key_only(tmp_path: Path, key_file: Path) -> None:
    path = write(tmp_path / "a.tar.age", key_file=key_file)
    assert b"database" not in path.read_bytes()
    assert read(path, key_file) == MEMBERS

    encryption.make_key(tmp_path / "other")
    (tmp_path / "public").write_text(str(encryption.read_recipients(key_file)[0]))
    for key, sentence in ((None, "--key-file"), ("other", "tidak membuka"), ("public", "hanya memuat kunci publik")):
        with pytest.raises(KeepingRefused, match=sentence):
            read(path, tmp_path / key if key else None)


def test_a_public_key_is_enough_to_write(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "public").write_text(f"# kantor\n{encryption.read_recipients(key_file)[0]}\n")
    assert read(write(tmp_path / "a.tar.age", key_file=tmp_path / "public"), key_file) == MEMBERS


def test_an_encrypted_archive_that_is_cut_or_changed_is_refused(tmp_path: Path, key_file: Path) -> None:
    whole = write(tmp_path / "a.tar.age", {"media/x": bytes(150_000)}, key_file).read_bytes()
    path = tmp_path / "broken"
    for size in (25, 150, 300, 65_836, 100_000, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedArchive):
            read(path, key_file)
    for place in (200, 70_000, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DamagedArchive):
            read(path, key_file)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("kunci saya", "tidak memuat kunci age"), ("age1salah", "salah tulis"), (None, "tidak dapat")],
)
def test_a_key_file_that_is_none_is_refused(tmp_path: Path, text: str | None, sentence: str) -> None:
    path = tmp_path / "key"
    if text is not None:
        path.write_text(text)
    with pytest.raises(KeepingRefused, match=sentence):
        encryption.read_recipients(path)


def test_a_new_key_is_its_owners_and_replaces_none(tmp_path: Path) -> None:
    public = encryption.make_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert public in (tmp_path / "key").read_text()
    with pytest.raises(KeepingRefused, match="sudah ada"):
        encryption.make_key(tmp_path / "key")


def test_what_writing_an_encrypted_archive_raises_is_raised(tmp_path: Path, key_file: Path) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        archive.write(archive.stream({}, sources(MEMBERS), []), Full(), key_file)
    for key in (key_file, None):
        with pytest.raises(KeepingRefused, match=r"Berkas media/x tidak dapat dibaca \(Permission denied\)"):
            archive.write(archive.stream({}, [Source("media/x", deny)], []), io.BytesIO(), key)


def deny() -> Any:
    raise PermissionError(13, "Permission denied")


def test_an_end_is_seen_without_reading_the_archive(tmp_path: Path, key_file: Path) -> None:
    path = write(tmp_path / "a.tar")
    assert archive.has_its_end(path)
    assert archive.has_its_end(write(tmp_path / "a.tar.age", key_file=key_file))
    path.write_bytes(path.read_bytes()[:-1])
    assert not archive.has_its_end(path)
    path.write_bytes(b"")
    assert not archive.has_its_end(path)
