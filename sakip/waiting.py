"""An upload that is written in two steps: checked on trial and shown, then confirmed by a second click.

In between its files wait in the store, and the page holds a token that names them and what was shown of them, signed
for one user, one page and one subject. Only their confirmation, or a night, takes the files away: a token that is still
good without its files is the second of two clicks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.core import signing
from django.core.files import File

from sakip.files import RefusedFile
from sakip.refusals import Correctable, NotNow
from sakip.waiting_files import MAX_AGE_SECONDS, WaitingFile

R = TypeVar("R")
# Uploaded files by the names that their user gave them.
Files = Sequence[tuple[str, bytes]]

EXPIRED = "Pratinjau ini tidak berlaku lagi. Unggah kembali berkasnya."
SAVED = "Isi berkas ini sudah disimpan oleh klik sebelumnya. Tidak ada yang perlu diulangi."


class Expired(NotNow):
    """The token is too old, changed, or of another user, page or subject."""

    def __init__(self) -> None:
        super().__init__(EXPIRED)


class SavedBefore(NotNow):
    """The files were confirmed already."""

    def __init__(self) -> None:
        super().__init__(SAVED)


@dataclass(frozen=True)
class Waiting:
    """Files that wait: (name in the store, the user's own name) each."""

    places: tuple[tuple[str, str], ...] = ()
    # What the check was made with and what it showed: plain data.
    facts: Mapping[str, Any] = field(default_factory=dict)

    def with_facts(self, **facts: Any) -> "Waiting":
        """Return the same files with what was found about them."""
        return replace(self, facts=facts)

    def token(self, salt: str, **facts: Any) -> str:
        """Return what names the files, together with `facts`, for the bearer that `salt` describes."""
        return signing.dumps({"berkas": self.places, "fakta": facts}, salt=salt, compress=True)

    def read(self) -> list[tuple[str, bytes]]:
        """Return the files. Raises SavedBefore when one is no longer there."""
        try:
            return [(name, WaitingFile(stored).read()) for stored, name in self.places]
        except RefusedFile:
            raise SavedBefore from None

    def open(self) -> File[bytes]:
        """Return the only file, open. Raises SavedBefore when it is no longer there."""
        [(stored, _)] = self.places
        try:
            return WaitingFile(stored).open()
        except RefusedFile:
            raise SavedBefore from None

    def exists(self) -> bool:
        return all(WaitingFile(stored).exists() for stored, _ in self.places)

    def forget(self) -> None:
        for stored, _ in self.places:
            WaitingFile(stored).remove()


def salt_of(page: str, user_id: int, subject_id: int) -> str:
    """Return whose tokens these are: a page's, of one user, about one office or submission."""
    return f"{page}:{user_id}:{subject_id}"


def keep(files: Files) -> Waiting:
    """Store files. Raises RefusedFile, and stores none, when there is no room for all."""
    places: list[tuple[str, str]] = []
    for name, data in files:
        waiting = WaitingFile()
        try:
            waiting.save(data)
        except RefusedFile:
            Waiting(tuple(places)).forget()
            raise
        places.append((str(waiting.name), name))
    return Waiting(tuple(places))


def keep_upload(name: str, upload: File[Any]) -> Waiting:
    """Store one file without holding its bytes. Raises RefusedFile, and stores nothing, when there is no room."""
    waiting = WaitingFile()
    waiting.store(upload)
    return Waiting(((str(waiting.name), name),))


def find_waiting(token: str, salt: str) -> Waiting:
    """Return the files that a token names. Raises Expired."""
    try:
        found = signing.loads(token, salt=salt, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        raise Expired from None
    return Waiting(tuple((stored, name) for stored, name in found["berkas"]), found["fakta"])


def confirm(waiting: Waiting, write: Callable[[], R]) -> R:
    """Write waiting files, which were read, and take them away; when they are refused they wait on.

    Raises what `write` raises; instead of that SavedBefore when another click wrote them while this one was at it.
    """
    try:
        done = write()
    except Correctable:
        if not waiting.exists():
            raise SavedBefore from None
        raise
    waiting.forget()
    return done
