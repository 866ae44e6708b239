"""The second factor of somebody else's account: taken off when he lost his phone. Its owner sets up a new one himself.

It acts like a reset of a password: everybody who has to know is told, and what the account decides from then on is
marked until its owner has said that it was he (ADR 36).
"""

from indicators.acts import Act
from indicators.models import Pengguna, ResetKind
from indicators.services.atur_ulang import note_reset
from indicators.services.jejak import record, write
from indicators.services.pengguna import NO_ACCOUNT, require_user
from indicators.services.saving import lock_stored
from sakip.refusals import NotFound, NotNow
from sakip.sign_in.attempts import unlock
from sakip.sign_in.second_factor import forget_factor
from sakip.sign_in.services import end_sessions

OWN = "Verifikasi dua langkah akun sendiri diatur di halaman Verifikasi dua langkah, atau oleh administrator lain."


@write(Act.ATUR_ULANG_FAKTOR_KEDUA, "user")
def reset_second_factor(*, by: Pengguna | None, user: Pengguna, alasan: str = "") -> None:
    """Take the second factor of an account off and end its sessions; the password stays. `by` None: a command.

    Raises NotAllowed, NotNow (there is none, or it is one's own), NotFound.
    """
    stored = lock_stored(user)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    opd = require_user(by, stored)
    if by is not None and by.pk == stored.pk:
        raise NotNow(OWN)
    if not forget_factor(account=stored.pk):
        raise NotNow(f"Akun {stored.username} tidak memakai verifikasi dua langkah.")
    unlock(account=stored.pk)
    end_sessions(account=stored.pk)
    note_reset(by=by, pengguna=stored, jenis=ResetKind.FAKTOR, alasan=alasan)
    after = {"alasan": alasan} if alasan else None
    record(by=by, tindakan=Act.ATUR_ULANG_FAKTOR_KEDUA, objek=stored, opd=opd, sesudah=after)
