"""What an administrator is told of an error: where in the program, in which request or job. Never what an exception
says, nor the value of any variable: both may hold what somebody typed."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from socket import gethostname
from traceback import FrameSummary, extract_tb

from django.utils import timezone

from sakip.dates import write_moment
from sakip.logs.context import current_context
from sakip.logs.hiding import hide
from sakip.logs.lines import id_of
from sakip.version import VERSION

_PROJECT = str(Path(__file__).resolve().parents[2])
# By how many of its innermost places an error is known again.
_PLACES = 3
_LONGEST_SUBJECT = 200
# Whose templates of messages are written without anybody's words in them.
_OURS = frozenset({"sakip", "indicators", "reports", "django"})


@dataclass(frozen=True)
class Report:
    """What happened once: `key` is the same for the same error."""

    key: str
    subject: str
    text: str


def report_of(record: logging.LogRecord) -> Report:
    error = record.exc_info[1] if record.exc_info else None
    what = _template(record) if error is None else _name(error)
    places = [] if error is None else list(extract_tb(error.__traceback__))
    key = sha256("\n".join([record.name, what, *map(_place, places[-_PLACES:])]).encode()).hexdigest()[:16]
    where = _place(_own(places)) if places else record.name
    subject = hide(f"[SAKIP] Galat {key[:6]}: {what.splitlines()[0]} di {where}")[:_LONGEST_SUBJECT]
    return Report(key, subject, hide("\n".join(_lines(record, error, what, where))))


def _lines(record: logging.LogRecord, error: BaseException | None, what: str, where: str) -> Iterator[str]:
    code = id_of(record)
    yield f"Galat      : {what}"
    yield f"Di         : {where}"
    yield f"Pekerjaan  : {current_context().words() or 'di luar permintaan dan pekerjaan'}"
    yield f"Kode       : {code}"
    yield f"Waktu      : {write_moment(timezone.now())}"
    yield f"Komputer   : {gethostname()}"
    yield f"Versi SAKIP: {VERSION}"
    yield f"Pencatat   : {record.name}"
    yield ""
    yield f"Pesan galat itu sendiri hanya ada di log server; cari kode {code} di sana (docs/operations/logs.md)."
    if error is not None:
        yield ""
        yield "Tempatnya dalam program:"
        yield from _chain_of(error)


def _chain_of(error: BaseException) -> Iterator[str]:
    """Yield the places of an error and of those that it was raised from or during, the outermost first."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield f"{_name(each)}:"
        yield from (f"  {_place(place)}: {place.line or ''}" for place in extract_tb(each.__traceback__))
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _template(record: logging.LogRecord) -> str:
    return str(record.msg) if record.name.partition(".")[0] in _OURS else "pesannya ada di log"


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _own(places: list[FrameSummary]) -> FrameSummary:
    """Return the innermost place in our own code, or the innermost of all."""
    ours = [place for place in places if place.filename.startswith(_PROJECT) and "site-packages" not in place.filename]
    return ours[-1] if ours else places[-1]


def _place(place: FrameSummary) -> str:
    name = place.filename.rpartition("site-packages/")[2].removeprefix(f"{_PROJECT}/")
    return f"{name}:{place.lineno} {place.name}"
