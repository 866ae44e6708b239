"""The archive: an uncompressed tar that is written and read as a stream.

Its first member tells what it is, its last but one, the manifest, lists all others with size and hash. The last one is
the seal: the hash of every byte before it, so that a changed or missing byte anywhere is seen before anything is read.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.core.files import File

from sakip.keeping.encryption import MAGIC, decrypted, encrypt, read_identities, read_recipients
from sakip.keeping.refusals import DamagedArchive, KeepingRefused

OPENING, MANIFEST, SEAL = "pembuka.json", "manifest.json", "segel.sha256"
CHUNK = 1 << 20
_JSON_LIMIT = 256 << 20


@dataclass(frozen=True)
class Source:
    """What becomes a member: its name, who opens it, and when it was written. One that is gone when it is opened is
    left out."""

    name: str
    open: Callable[[], IO[bytes] | File[bytes]]
    when: int = 0


def source_of(name: str, path: Path) -> Source:
    """Return a file as a member."""
    return Source(name, lambda: path.open("rb"), int(path.stat().st_mtime) if path.exists() else 0)


@dataclass(frozen=True)
class Entry:
    """A member as the manifest lists it."""

    nama: str
    ukuran: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What an archive says of itself, and its members."""

    pembuka: Mapping[str, Any]
    anggota: tuple[Entry, ...]


# --- Writing --------------------------------------------------------------------------------------------------------


def stream(opening: Mapping[str, Any], sources: Iterable[Source], entries: list[Entry]) -> Iterator[bytes]:
    """Give the bytes of an archive; `entries` is filled with its members on the way."""
    seal = hashlib.sha256()
    for part in _unsealed(opening, sources, entries):
        seal.update(part)
        yield part
    yield _tail(seal.hexdigest())


def _unsealed(opening: Mapping[str, Any], sources: Iterable[Source], entries: list[Entry]) -> Iterator[bytes]:
    yield from _member(_plain_source(OPENING, opening), entries)
    for source in sources:
        yield from _member(source, entries)
    listed = {**opening, "anggota": [asdict(entry) for entry in entries]}
    yield from _member(_plain_source(MANIFEST, listed), [])


def _plain_source(name: str, content: Mapping[str, Any]) -> Source:
    return Source(name, lambda: io.BytesIO(json.dumps(content, ensure_ascii=False).encode()))


def _member(source: Source, entries: list[Entry]) -> Iterator[bytes]:
    try:
        yield from _read_member(source, entries)
    except FileNotFoundError:
        return
    except OSError as error:
        raise KeepingRefused(
            f"Berkas {source.name} tidak dapat dibaca ({error.strerror}). Periksa cakram dan hak bacanya, lalu ulangi."
        ) from error


def _read_member(source: Source, entries: list[Entry]) -> Iterator[bytes]:
    with source.open() as file:
        info = tarfile.TarInfo(source.name)
        info.mode, info.mtime, info.size = 0o600, source.when, _size_of(file)
        yield info.tobuf(tarfile.PAX_FORMAT)
        digest, left = hashlib.sha256(), info.size
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise KeepingRefused(f"Berkas {source.name} menjadi lebih pendek ketika disalin. Ulangi.")
            digest.update(chunk)
            left -= len(chunk)
            yield chunk
    yield _padding(info.size)
    entries.append(Entry(source.name, info.size, digest.hexdigest()))


def _size_of(file: IO[bytes] | File[bytes]) -> int:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(0)
    return size


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _tail(digest: str) -> bytes:
    """Return the seal as it ends an archive."""
    content = f"{digest}\n".encode()
    info = tarfile.TarInfo(SEAL)
    info.mode, info.size = 0o600, len(content)
    return info.tobuf(tarfile.PAX_FORMAT) + content + _padding(len(content)) + bytes(2 * tarfile.BLOCKSIZE)


_TAIL_BYTES = len(_tail("0" * 64))


def write(parts: Iterator[bytes], file: IO[bytes], key_file: Path | None) -> None:
    """Write an archive's bytes into a file, encrypted where a key is given."""
    if key_file is not None:
        encrypt(parts, file, read_recipients(key_file))
        return
    for part in parts:
        file.write(part)


# --- Reading --------------------------------------------------------------------------------------------------------


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


# Takes a member: its name and time, and its bytes.
Keep = Callable[[str, int, Readable], None]


@contextmanager
def opened(path: Path, key_file: Path | None) -> Iterator[tarfile.TarFile]:
    """Give an archive to read member by member, once its seal was found whole; one that is encrypted is authenticated
    as it is read. Raises KeepingRefused."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise KeepingRefused(f"Cadangan {path} tidak dapat dibaca: {error.strerror}.") from None
    with file:
        if file.read(len(MAGIC)) != MAGIC:
            _check_seal(file)
            file.seek(0)
            with _as_tar(file) as tar:
                yield tar
            return
        if key_file is None:
            raise KeepingRefused("Cadangan ini terenkripsi. Berikan kunci rahasianya dengan --key-file BERKAS.")
        file.seek(0)
        with decrypted(file, read_identities(key_file)) as plain, _as_tar(plain) as tar:
            yield tar


@contextmanager
def _as_tar(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise DamagedArchive("susunannya tidak terbaca") from error


def _check_seal(file: IO[bytes]) -> None:
    """Hash all before the seal. Raises DamagedArchive."""
    left = file.seek(0, os.SEEK_END) - _TAIL_BYTES
    if left < 0:
        raise DamagedArchive("berkasnya terlalu pendek")
    file.seek(0)
    seal = hashlib.sha256()
    while left:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            break
        seal.update(chunk)
        left -= len(chunk)
    if file.read() != _tail(seal.hexdigest()):
        raise DamagedArchive("segelnya tidak cocok dengan isinya")


def has_its_end(path: Path) -> bool:
    """Say whether a file ends as an archive ends, without reading it; an encrypted one, whether it begins so."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) == MAGIC:
            return True
        if file.seek(0, os.SEEK_END) < _TAIL_BYTES:
            return False
        file.seek(-_TAIL_BYTES, os.SEEK_END)
        tail = file.read()
    return tail == _tail(tail[tarfile.BLOCKSIZE : tarfile.BLOCKSIZE + 64].decode("ascii", "replace"))


def read(tar: tarfile.TarFile, keep: Keep, judge: Callable[[Mapping[str, Any]], None]) -> Contents:
    """Read an archive to its end: `judge` gets the opening first, `keep` each member as a stream.

    Every member is held against the manifest. Raises DamagedArchive, and what the two raise.
    """
    reader = _Reader(keep, judge)
    for info in tar:
        file = tar.extractfile(info) if info.isreg() else None
        if file is None:
            raise DamagedArchive(f"anggota {info.name} bukan berkas")
        reader.take(info, file)
    return reader.contents()


class _Reader:
    def __init__(self, keep: Keep, judge: Callable[[Mapping[str, Any]], None]) -> None:
        self._keep, self._judge = keep, judge
        self._found: list[Entry] = []
        self._opening: Mapping[str, Any] | None = None
        self._manifest: Mapping[str, Any] | None = None
        self._sealed = False

    def take(self, info: tarfile.TarInfo, file: IO[bytes]) -> None:
        if (self._opening is None) != (info.name == OPENING):
            raise DamagedArchive("anggota pertamanya bukan pembuka")
        if info.name == SEAL:
            self._sealed = self._manifest is not None
        elif info.name == MANIFEST:
            self._manifest = _read_json(info, file)
        else:
            self._take_listed(info, file)

    def _take_listed(self, info: tarfile.TarInfo, file: IO[bytes]) -> None:
        if self._manifest is not None:
            raise DamagedArchive("ada anggota setelah manifest")
        hashed = _Hashed(file)
        if info.name == OPENING:
            self._opening = _read_json(info, hashed)
            self._judge(self._opening)
        else:
            self._keep(info.name, int(info.mtime), hashed)
        self._found.append(Entry(info.name, info.size, hashed.finish()))

    def contents(self) -> Contents:
        if self._opening is None or self._manifest is None or not self._sealed:
            raise DamagedArchive("bagian akhirnya tidak ada")
        said = dict(self._manifest)
        listed = [Entry(**row) for row in said.pop("anggota")]
        wrong = sorted({entry.nama for entry in {*listed} ^ {*self._found}})
        if wrong:
            raise DamagedArchive(f"anggota {wrong[0]} tidak sama dengan manifest")
        if said != self._opening or len(listed) != len(self._found):
            raise DamagedArchive("pembuka dan manifest tidak sama")
        return Contents(self._opening, tuple(listed))


def _read_json(info: tarfile.TarInfo, file: Readable) -> Mapping[str, Any]:
    if info.size > _JSON_LIMIT:
        raise DamagedArchive(f"anggota {info.name} terlalu besar")
    try:
        content: Mapping[str, Any] = json.loads(file.read())
    except ValueError:
        raise DamagedArchive(f"anggota {info.name} tidak terbaca") from None
    return content


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def finish(self) -> str:
        while self.read(CHUNK):
            pass
        return self._digest.hexdigest()
