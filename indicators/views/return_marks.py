"""What a checker of a long unit has marked for a return while he goes from step to step.

Kept in his session: it is nothing yet, and ends with his decision, with the version that it is about or with the
session. Only of the submission he is at; the texts of a form that was not sent are kept by his device.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from indicators.models import Pengajuan
from sakip.digits import key_in

SESSION_KEY = "tanda_kembali"
REASON = "alasan"


@dataclass(frozen=True)
class ReturnMarks:
    """The marked rows, their own reasons by indicator, also of rows whose mark was taken away, and the general one."""

    baris: frozenset[int] = frozenset()
    alasan_baris: tuple[tuple[int, str], ...] = ()
    alasan: str = ""

    @property
    def rows(self) -> set[int]:
        """The rows of which something has to be kept."""
        return {*self.baris, *dict(self.alasan_baris)}


def posted_marks(request: HttpRequest) -> ReturnMarks:
    """Return what the form says, as typed."""
    rows = (key_in(text) for text in request.POST.getlist("baris"))
    reasons = [(key_in(name.removeprefix(f"{REASON}_")), str(text)) for name, text in request.POST.items()]
    return ReturnMarks(
        frozenset(pk for pk in rows if pk is not None),
        tuple((pk, text) for pk, text in reasons if pk is not None and text.strip()),
        request.POST.get(REASON, ""),
    )


def keep_marks(request: HttpRequest, pengajuan: Pengajuan) -> None:
    """Keep what the form says for the other steps, in place of what was kept before."""
    marks = posted_marks(request)
    request.session[SESSION_KEY] = {
        "pengajuan": [pengajuan.pk, pengajuan.nomor_versi],
        "baris": sorted(marks.baris),
        "alasan_baris": [list(item) for item in marks.alasan_baris],
        "alasan": marks.alasan,
    }


def kept_marks(request: HttpRequest, pengajuan: Pengajuan) -> ReturnMarks:
    """Return what was kept of the version that is handed in now."""
    kept = request.session.get(SESSION_KEY, {})
    if kept.get("pengajuan") != [pengajuan.pk, pengajuan.nomor_versi]:
        return ReturnMarks()
    reasons = tuple((pk, text) for pk, text in kept["alasan_baris"])
    return ReturnMarks(frozenset(kept["baris"]), reasons, kept["alasan"])


def forget_marks(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
