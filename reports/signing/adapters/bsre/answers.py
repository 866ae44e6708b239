"""What the service's answers mean, apart from the file: refusals by code and by HTTP status."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reports.signing.adapters.bsre.errors import (
    AccountRefused,
    NotTheService,
    OfficialUnknown,
    ServiceFailed,
    ServiceRefused,
    WrongServicePassphrase,
)

if TYPE_CHECKING:
    from reports.signing.adapters.bsre.wire import Answer
    from reports.signing.errors import SigningError

# The service's own numbers, in the body's `status_code`.
_BY_CODE: dict[int, type[SigningError]] = {2031: WrongServicePassphrase, 2011: OfficialUnknown}
_NO_ACCOUNT = (401, 403)
# A redirect may lead to anybody, so that our account, NIK and passphrase do not follow it.
_ELSEWHERE = (301, 302, 303, 307, 308, 404, 405, 415)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CODE = re.compile(r"\d{1,6}")


def refuse(answer: Answer) -> None:
    """Raise the SigningError that an answer means; return where the service says that it did what was asked."""
    code = code_in(answer)
    if code in _BY_CODE:
        raise _BY_CODE[code]
    if 200 <= answer.status < 300:
        return
    if answer.status in _NO_ACCOUNT:
        raise AccountRefused
    if code is not None:
        raise ServiceRefused.with_code(code)
    if answer.status in _ELSEWHERE:
        raise NotTheService.answered(answer.status)
    raise ServiceFailed.answered(answer.status)


def code_in(answer: Answer) -> int | None:
    """Return the number by which the service names what was wrong, or None."""
    code = str(json_in(answer).get("status_code", ""))
    return int(code) if _CODE.fullmatch(code) else None


def json_in(answer: Answer) -> dict[str, Any]:
    """Return the JSON object in an answer's body; empty where there is none."""
    if answer.body.lstrip()[:1] != b"{":
        return {}
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def number_in(answer: Answer) -> str:
    """Return the number under which the service keeps the signed file, or "" (also for what could not be part of an
    address)."""
    return answer.id_dokumen if _NUMBER.fullmatch(answer.id_dokumen) else ""
