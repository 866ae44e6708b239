"""The store of files as a private bucket of any store that speaks S3 (ADR 41). Imported only where one is set.

An object is whole or not there: the store acknowledges it after it has held every byte against the hash in the signed
request. Nothing is renamed and nothing written over. No address of an object is ever given out.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from threading import Lock
from time import monotonic
from types import SimpleNamespace
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

from sakip.file_store import FileStore, StoreAway, StoredEntry

_MISSING = frozenset({"NoSuchKey", "NotFound", "404"})
_FULL = frozenset({"InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull"})
_CONNECT_SECONDS = 2
# How long it is believed that a store does not answer, no longer than a job pauses before it tries again; and how long
# the one who then asks anew is waited for.
_AWAY_SECONDS = 5
_ASKING_SECONDS = 30
# Larger files than any of ours: each goes as one request.
_ONE_REQUEST = 1 << 30
# What is read is laid on this server's disk for a moment, small files in memory.
_IN_MEMORY = 1 << 20


class ObjectStore(FileStore, S3Storage):
    """Files in a bucket."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **options,
            file_overwrite=False,
            max_memory_size=_IN_MEMORY,
            transfer_config=TransferConfig(multipart_threshold=_ONE_REQUEST, use_threads=False),
            client_config=_client_config(in_path=bool(options.get("endpoint_url"))),
        )
        self._opening = Lock()
        # One connection for all threads: another costs a third of a second and 13 MB.
        self._connections = SimpleNamespace()
        self._silence = _Silence()

    @property
    def connection(self) -> Any:
        with self._opening:
            return super().connection

    @property
    def place(self) -> str:
        return f"Bucket {self.bucket_name} di {self.endpoint_url or 'Amazon S3'}"

    def holds(self, name: str) -> bool:
        with self._answers():
            return bool(S3Storage.exists(self, name))

    def delete(self, name: str) -> None:
        with self._answers():
            S3Storage.delete(self, name)

    def list_all(self, folder: str) -> Iterator[StoredEntry]:
        prefix = "".join(f"{part}/" for part in (self.location, folder) if part)
        pages = self.connection.meta.client.get_paginator("list_objects_v2")
        with self._answers():
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
                for found in page.get("Contents", ()):
                    name = str(PurePosixPath(found["Key"]).relative_to(self.location))
                    yield StoredEntry(name, found["Size"], found["LastModified"])

    @contextmanager
    def receiving(self, staged: Path) -> Iterator[None]:
        """As FileStore; the files are stored before the block, which is the less likely to fail."""
        stored: list[str] = []
        try:
            for path in sorted(path for path in staged.rglob("*") if path.is_file()):
                stored.append(str(path.relative_to(staged)))
                with path.open("rb") as file:
                    self.fill(stored[-1], File(file))
            yield
        except BaseException:
            for name in stored:
                self.delete(name)
            raise
        self.mark()

    def _save(self, name: str, content: File[Any]) -> str:
        with self._answers():
            return str(S3Storage._save(self, name, content))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with self._answers():
            opened: File[Any] = S3Storage._open(self, name, mode)
            try:
                opened.seek(0)  # reads all of it, so that nothing is asked of the store later
            except BaseException:
                opened.close()
                raise
            return opened

    @contextmanager
    def _answers(self) -> Iterator[None]:
        """Tell what the store or the way to it says. Raises StoreAway, FileNotFoundError, OSError for a store without
        room."""
        self._silence.refuse()
        try:
            yield
        except ClientError as error:
            self._silence.end()
            raise _meaning(error) from error
        except BotoCoreError as error:
            reason = f"Penyimpanan berkas tidak menjawab: {error}"
            self._silence.begin(reason)
            raise StoreAway(reason) from error
        self._silence.end()


class _Silence:
    """That a store did not answer, as all threads of a process know it: each would hold a request for as long as the
    first did. After some seconds one of them asks anew, while the others go on believing it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reason, self._until = "", 0.0

    def refuse(self) -> None:
        """Raises StoreAway."""
        with self._lock:
            if not self._reason:
                return
            if monotonic() < self._until:
                raise StoreAway(self._reason)
            self._until = monotonic() + _ASKING_SECONDS

    def begin(self, reason: str) -> None:
        with self._lock:
            self._reason, self._until = reason, monotonic() + _AWAY_SECONDS

    def end(self) -> None:
        with self._lock:
            self._reason = ""


def _client_config(*, in_path: bool) -> Config:
    """Return how the store is spoken to: every byte that is sent is part of the signature, which every store judges;
    the newer checksums are left to what is understood everywhere; nobody waits for minutes."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if in_path else "auto", "payload_signing_enabled": True},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=settings.FILES_S3_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 2},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def _meaning(error: ClientError) -> OSError:
    said = error.response.get("Error", {})
    code, words = str(said.get("Code", "")), str(said.get("Message", ""))
    if code in _MISSING:
        return FileNotFoundError(errno.ENOENT, words)
    if code in _FULL:
        return OSError(errno.ENOSPC, words)
    return StoreAway(f"Penyimpanan berkas menolak: {code} ({words})")
