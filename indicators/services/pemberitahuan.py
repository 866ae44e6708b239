"""Mails that tell people what was done with accounts and roles, put down in the transaction of the act.

Whoever has no address reads the same on the page of proposals and in the trail.
"""

from collections.abc import Iterable

from django.utils import timezone

from indicators.models import Pejabat, Pengguna, PerangkatDaerah
from indicators.permissions import GUARDED_ROLES, Peran
from indicators.selectors.kewenangan import list_holders_of
from indicators.services.jejak import actor_text
from sakip.dates import write_moment
from sakip.jobs import outbox

HEADS = (Peran.SEKRETARIS, Peran.KEPALA_DINAS)
CLOSING = "Surat ini dikirim oleh SAKIP. Bila ada yang tidak Anda kenali, tanyakan kepada administrator kantor Anda."


def tell(people: Iterable[Pengguna], subject: str, *sentences: str) -> None:
    """Put a mail down for everybody who has an address, once for each address."""
    outbox.put_to_each((user.email for user in people), subject=subject, body="\n\n".join([*sentences, CLOSING]) + "\n")


def tell_heads(offices: Iterable[PerangkatDaerah], subject: str, *sentences: str) -> None:
    """Tell the Sekretaris and the Kepala Dinas of the offices."""
    tell(list_holders_of([opd.pk for opd in offices], HEADS), subject, *sentences)


def tell_of_role(opd: PerangkatDaerah, peran: Peran, also: Iterable[Pengguna], subject: str, *sentences: str) -> None:
    """Tell those who hold the other roles with power in the office, and `also`."""
    others = [role for role in GUARDED_ROLES if role != peran]
    tell([*list_holders_of([opd.pk], others), *also], subject, *sentences)


def tell_of_signers(
    by: Pengguna | None, opd: PerangkatDaerah, daftar: Iterable[Pejabat], done: str = "dicatat atau diubah"
) -> None:
    """Tell Sekretaris and Kepala Dinas who signs the office's reports from now on, or no longer."""
    names = [f"{row.nama} (NIP {row.nip}), {row.jabatan}, menandatangani: {_yes_no(row)}" for row in daftar]
    if names:
        subject = "Data pejabat penanda tangan diubah"
        sentence = f"{who(by)} mengubah data pejabat {opd}, {opd.pemda}, pada {now_in_words()}. Yang {done}:"
        tell_heads([opd], subject, sentence, *names)


def _yes_no(row: Pejabat) -> str:
    return "ya" if row.penanda_tangan else "tidak"


def who(by: Pengguna | None) -> str:
    return "pengelola server" if by is None else actor_text(by)


def now_in_words() -> str:
    return write_moment(timezone.now())
