"""Wrong passphrases are counted and slowed down, per person and place."""

from collections.abc import Iterator
from contextlib import contextmanager

from indicators.selectors.reporting import Pengguna
from reports.signing.errors import WrongPassphrase
from sakip.refusals import NotNow
from sakip.sign_in.attempts import Count, TooSoon, clock_of, counted_attempt
from sakip.sign_in.slowing import Kind


@contextmanager
def counted_passphrase(by: Pengguna, place: str) -> Iterator[None]:
    """Let a passphrase be tried: WrongPassphrase raised inside counts. `place`: "dokumen:12", or "sertifikat".

    Raises NotNow (too early after wrong ones).
    """
    count = Count(Kind.PASSPHRASE, f"{by.pk}/{place}", by.pk)
    try:
        with counted_attempt([count], wrong=WrongPassphrase):
            yield
    except TooSoon as refusal:
        raise NotNow(
            f"Kata sandi sertifikat sudah {refusal.wrong} kali salah. Tunggu sampai pukul {clock_of(refusal.until)}, "
            "lalu ketik ulang."
        ) from None
