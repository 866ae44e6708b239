"""Encrypting an archive as it is written, with age: for public keys, so that the server need not be able to read it.

A key file holds lines of age: recipients ("age1..."), which encrypt, or identities ("AGE-SECRET-KEY-1..."), which also
decrypt. Other lines are comments.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage
from pyrage import x25519

from sakip.keeping.refusals import DamagedArchive, KeepingRefused

MAGIC = b"age-encryption.org/v1\n"
ENDING = ".age"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how such a line begins
_WRONG_KEY = (
    "Kunci ini tidak membuka cadangan ini. Berikan berkas kunci rahasia (baris AGE-SECRET-KEY-...) yang pasangannya "
    "dipakai ketika cadangan dibuat."
)


def make_key(path: Path) -> str:
    """Write a new secret key into a file that only its owner reads, and return the public one.

    Raises KeepingRefused when the file is there already.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeepingRefused(f"Berkas {path} sudah ada. Pilih nama lain: kunci lama mungkin masih dipakai.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# public key: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def read_recipients(path: Path) -> list[x25519.Recipient]:
    """Return the public keys of a key file. Raises KeepingRefused."""
    found = [
        x25519.Identity.from_str(line).to_public() if line.startswith(_SECRET) else x25519.Recipient.from_str(line)
        for line in _lines(path)
    ]
    if not found:
        raise KeepingRefused(f"Berkas kunci {path} tidak memuat kunci age. Isi dengan baris age1... di dalamnya.")
    return found


def read_identities(path: Path) -> list[x25519.Identity]:
    """Return the secret keys of a key file. Raises KeepingRefused."""
    found = [x25519.Identity.from_str(line) for line in _lines(path) if line.startswith(_SECRET)]
    if not found:
        raise KeepingRefused(
            f"Berkas kunci {path} hanya memuat kunci publik. Untuk membuka cadangan diperlukan kunci rahasianya, "
            "baris AGE-SECRET-KEY-..."
        )
    return found


def _lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        keys = [line for line in lines if line.startswith(("age1", _SECRET))]
        for line in keys:
            (x25519.Identity if line.startswith(_SECRET) else x25519.Recipient).from_str(line)
    except (pyrage.IdentityError, pyrage.RecipientError, UnicodeDecodeError):
        raise KeepingRefused(f"Berkas kunci {path} memuat kunci age yang salah tulis. Salin ulang kuncinya.") from None
    except OSError as error:
        raise KeepingRefused(f"Berkas kunci {path} tidak dapat dibaca: {error.strerror}.") from None
    return keys


class _Source:
    """The parts of a stream as a file to read; remembers what making them raised, which the library tells as text."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""
        self.ended = False
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest and not self.ended:  # an empty part is no end
                part = next(self._parts, None)
                self._rest, self.ended = part or b"", part is None
        except BaseException as error:
            self.error = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class _Sink:
    """A file to write to that remembers what writing raised."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._file.flush()


def encrypt(parts: Iterator[bytes], file: IO[bytes], recipients: list[x25519.Recipient]) -> None:
    """Write the parts, encrypted, into a file. Raises what making or writing them raises."""
    source, sink = _Source(parts), _Sink(file)
    try:
        pyrage.encrypt_io(source, sink, recipients)
    except (pyrage.EncryptError, OSError) as error:
        raise source.error or sink.error or error from None


@contextmanager
def decrypted(file: IO[bytes], identities: list[x25519.Identity]) -> Iterator[IO[bytes]]:
    """Give what is encrypted in a file as a stream. Raises KeepingRefused for a wrong key, DamagedArchive for bytes
    that were changed or are missing: only what was authenticated is given."""
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def work() -> None:
        with os.fdopen(writing, "wb") as pipe:
            sink = _Sink(pipe)
            try:
                pyrage.decrypt_io(file, sink, identities)
            except Exception as error:  # noqa: BLE001 - judged by the thread that reads
                if sink.error is None:  # else the reader gave up first
                    failed.append(error)

    thread = threading.Thread(target=work, name="decrypt", daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as stream:
        try:
            yield stream
            while stream.read(1 << 20):
                pass
        finally:
            stream.close()
            thread.join()
            _judge(failed)


def _judge(failed: list[Exception]) -> None:
    for error in failed:
        if isinstance(error, pyrage.DecryptError) and "key" in str(error):
            raise KeepingRefused(_WRONG_KEY) from error
        raise DamagedArchive("isinya tidak lolos pemeriksaan enkripsi") from error
