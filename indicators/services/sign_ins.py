"""What happened at the door, in the trail: signing in and out, failures, locks."""

from typing import Any

from django.db import transaction

from indicators.acts import Act
from indicators.models import Pengguna
from indicators.services.jejak import record
from indicators.services.pemberitahuan import now_in_words, tell
from indicators.services.pengguna_checks import OfficesOfPengguna, offices_in
from sakip.sign_in.events import Event

# What is recorded of each, and whether the account itself did it.
ACTS: dict[Event, tuple[Act, bool]] = {
    Event.SIGNED_IN: (Act.MASUK, True),
    Event.FAILED: (Act.GAGAL_MASUK, False),
    Event.LOCKED: (Act.KUNCI_AKUN, False),
    Event.SIGNED_OUT: (Act.KELUAR, True),
    Event.SIGNED_OUT_EVERYWHERE: (Act.KELUAR_SEMUA, True),
    Event.SECOND_FACTOR_SET_UP: (Act.PASANG_FAKTOR_KEDUA, True),
    Event.SECOND_FACTOR_TAKEN_OFF: (Act.LEPAS_FAKTOR_KEDUA, True),
    Event.RECOVERY_CODES_RENEWED: (Act.BUAT_KODE_PEMULIHAN, True),
    Event.RECOVERY_CODE_USED: (Act.PAKAI_KODE_PEMULIHAN, True),
}
# Of what its owner gets a mail, with how it goes on after the name of the account.
TOLD: dict[Event, tuple[str, str]] = {
    Event.SECOND_FACTOR_SET_UP: ("Verifikasi dua langkah dipasang", "kini meminta kode dari aplikasi saat masuk"),
    Event.SECOND_FACTOR_TAKEN_OFF: ("Verifikasi dua langkah dimatikan", "kini dibuka hanya dengan kata sandi"),
    Event.RECOVERY_CODES_RENEWED: (
        "Kode pemulihan baru dibuat",
        "mendapat kode pemulihan baru; yang lama tidak berlaku",
    ),
    Event.RECOVERY_CODE_USED: ("Kode pemulihan dipakai", "dibuka dengan kode pemulihan, bukan dengan aplikasi"),
}
NOT_YOU = "Bila bukan Anda yang melakukannya, minta administrator mengatur ulang kata sandi Anda sekarang juga."
# People type passwords where a name belongs, so that a name that is none is not told.
UNKNOWN_NAME = "nama pengguna tidak dikenal"
# Who failed is whoever sat there, and that is not known.
NOT_SIGNED_IN = "orang yang belum masuk"


@transaction.atomic
def record_event(event: Event, account: Pengguna | None, details: dict[str, Any]) -> None:
    """Record it for every office in which the account works today: each reads its own trail.

    An unknown name is asked for its offices too, so that both take the same time.
    """
    number = 0 if account is None else account.pk
    offices = offices_in(OfficesOfPengguna([number]).current(number) or {0})
    act, own = ACTS[event]
    for opd in offices.values() or [None]:
        record(
            by=account if own else None,
            tindakan=act,
            objek=UNKNOWN_NAME if account is None else account,
            opd=opd,
            sesudah=details or None,
            ditolak=event is Event.FAILED,
            pelaku=NOT_SIGNED_IN if event is Event.FAILED else "",
        )
    if account is not None and event in TOLD:
        subject, what = TOLD[event]
        sentence = f"Akun {account} ({account.username}) {what}, pada {now_in_words(*offices.values())}."
        tell([account], subject, sentence, NOT_YOU)
