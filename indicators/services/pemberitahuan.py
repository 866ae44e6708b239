"""Mails that tell people what was done with accounts and roles, put down in the transaction of the act.

Whoever has no address reads the same on the page of proposals and in the trail.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from indicators.models import Pejabat, Pengguna, Penugasan, PerangkatDaerah
from indicators.permissions import GUARDED_ROLES, Peran
from indicators.rules.peran import is_guarded, is_longer
from indicators.selectors.kewenangan import list_holders_of
from indicators.selectors.peran import list_guarded
from indicators.services.jejak import actor_text
from sakip.dates import write_date, write_moment
from sakip.jobs import outbox

HEADS = (Peran.SEKRETARIS, Peran.KEPALA_DINAS)
CLOSING = "Surat ini dikirim oleh SAKIP. Bila ada yang tidak Anda kenali, tanyakan kepada administrator kantor Anda."


def tell(people: Iterable[Pengguna], subject: str, *sentences: str) -> None:
    """Put a mail down for everybody who has an address, once for each address."""
    outbox.put_to_each((user.email for user in people), subject=subject, body=_body(sentences))


def take_back(people: Sequence[Pengguna], subject: str, *sentences: str) -> list[Pengguna]:
    """Take back what `tell` put down of an act that is undone, as far as nobody tried to send it; return those who may
    have read it and want to be told."""
    unheard = outbox.take_back({user.email for user in people}, subject=subject, body=_body(sentences))
    return [user for user in people if user.email not in unheard]


def _body(sentences: Sequence[str]) -> str:
    return "\n\n".join([*sentences, CLOSING]) + "\n"


def list_heads(offices: Iterable[PerangkatDaerah]) -> list[Pengguna]:
    """Return the Sekretaris and the Kepala Dinas of the offices."""
    return list_holders_of([opd.pk for opd in offices], HEADS)


def tell_of_role(opd: PerangkatDaerah, peran: Peran, also: Iterable[Pengguna], subject: str, *sentences: str) -> None:
    """Tell those who hold the other roles with power in the office, and `also`."""
    others = [role for role in GUARDED_ROLES if role != peran]
    tell([*list_holders_of([opd.pk], others), *also], subject, *sentences)


def tell_ended(by: Pengguna | None, daftar: Iterable[Penugasan], stored: Mapping[int, Penugasan]) -> None:
    """Tell whose role ends earlier than it did, where he was told of it: a deputy, and who holds a role with power; of
    the latter the holders of the other ones too."""
    rows = [row for row in daftar if row.pk in stored and is_longer(stored[row.pk].sampai, row.sampai)]
    for row in rows:
        if row.mewakili_id is not None and row.sampai is not None:
            tell_deputy_ended(by, stored[row.pk], row.sampai)
        elif is_guarded(row.peran):
            _tell_role_ended(by, row)


def _tell_role_ended(by: Pengguna | None, row: Penugasan) -> None:
    peran, opd = Peran(row.peran), row.unit.opd
    tell_of_role(
        opd,
        peran,
        [row.pengguna],
        f"Peran {peran.label} diakhiri lebih awal",
        f"Peran {peran.label} {row.pengguna} di {opd}, {opd.pemda}, kini berlaku {term(row.mulai, row.sampai)}.",
        f"Diubah oleh {who(by)} pada {now_in_words(opd)}.",
    )


def tell_deputy_named(row: Penugasan) -> None:
    """Tell a deputy for whom he stands in, and from when to when."""
    tell([row.pengguna], *_naming(row))


def tell_deputy_ended(by: Pengguna | None, row: Penugasan, last: date | None) -> None:
    """Tell a deputy that his term, as it stood, now ends on another day; None: it was taken back before it began."""
    reached = take_back([row.pengguna], *_naming(row))
    place, when = f"sebagai pelaksana harian {_station(row)}", now_in_words(row.unit.opd)
    if last is None:
        tell(
            reached,
            "Penunjukan Anda sebagai pelaksana harian kepala unit dibatalkan",
            f"{who(by)} membatalkan penunjukan Anda {place}, {term(row.mulai, row.sampai)}, pada {when}.",
            "Anda tidak perlu menggantikan kepala unit itu.",
        )
    else:
        tell(
            [row.pengguna],
            "Tugas Anda sebagai pelaksana harian kepala unit diakhiri lebih awal",
            f"Tugas Anda {place}, kini berlaku {term(row.mulai, last)}.",
            f"Diubah oleh {who(by)} pada {when}.",
        )


def _naming(row: Penugasan) -> tuple[str, str, str]:
    head = who(row.mewakili)
    return (
        "Anda ditunjuk sebagai pelaksana harian kepala unit",
        f"{head} menunjuk Anda sebagai pelaksana harian {_station(row)}, {term(row.mulai, row.sampai)}.",
        "Selama itu data unit yang menunggu pemeriksaannya ada di menu Pemeriksaan. Data yang Anda isi atau ajukan "
        "sendiri tetap diperiksa orang lain.",
    )


def _station(row: Penugasan) -> str:
    return f"kepala {row.unit} di {row.unit.opd}, {row.unit.opd.pemda}"


def tell_changed(by: Pengguna | None, users: Sequence[Pengguna], stored: Mapping[int, Pengguna]) -> None:
    """Tell the owner by mail, at his old address too, what somebody else changed of his account, and of one that holds
    a role with power also Sekretaris and Kepala Dinas. One query where anything changed."""
    pairs = [(stored[user.pk], user) for user in users if by is None or by.pk != user.pk]
    found = {new.pk: facts for old, new in pairs if (facts := _changed_facts(old, new))}
    guarded = list_guarded([user for user in users if user.pk in found]) if found else []
    for old, new in ((old, new) for old, new in pairs if new.pk in found):
        sentence = f"{who(by)} mengubah akun {old} ({old.username}) pada {now_in_words()}."
        held = [row for row in guarded if row.pengguna_id == new.pk]
        _tell_owner_and_heads([old, new], held, f"Data akun {old.username} diubah", sentence, *found[new.pk])


def _changed_facts(old: Pengguna, new: Pengguna) -> list[str]:
    """Return what changed of that by which an account is known or told, as sentences."""
    facts = []
    for name in ("username", "nip", "email"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            label = str(Pengguna._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # own columns
            facts.append(f"{label[:1].upper()}{label[1:]}: {was or 'kosong'} menjadi {now or 'kosong'}.")
    return facts


def tell_switched(
    by: Pengguna | None, user: Pengguna, opd: PerangkatDaerah | None, guarded: Sequence[Penugasan]
) -> None:
    """Tell the owner that his account was switched on or off, and of one with roles with power Sekretaris and Kepala
    Dinas; `opd` is the office where it was done."""
    done, when = "diaktifkan" if user.is_active else "dinonaktifkan", now_in_words(*([opd] if opd else []))
    sentence = f"Akun {user} ({user.username}) {done} oleh {who(by)} pada {when}."
    _tell_owner_and_heads([user], guarded, f"Akun {user.username} {done}", sentence)


def _tell_owner_and_heads(
    owners: Sequence[Pengguna], guarded: Sequence[Penugasan], subject: str, *sentences: str
) -> None:
    heads = list_heads({row.unit.opd_id: row.unit.opd for row in guarded}.values()) if guarded else []
    tell([*owners, *heads], subject, *sentences)


def tell_of_signers(
    by: Pengguna | None, opd: PerangkatDaerah, daftar: Iterable[Pejabat], done: str = "dicatat atau diubah"
) -> None:
    """Tell Sekretaris and Kepala Dinas who signs the office's reports from now on, or no longer."""
    names = [f"{row.nama} (NIP {row.nip}), {row.jabatan}, menandatangani: {_yes_no(row)}" for row in daftar]
    if names:
        subject = "Data pejabat penanda tangan diubah"
        sentence = f"{who(by)} mengubah data pejabat {opd}, {opd.pemda}, pada {now_in_words(opd)}. Yang {done}:"
        tell(list_heads([opd]), subject, sentence, *names)


def _yes_no(row: Pejabat) -> str:
    return "ya" if row.penanda_tangan else "tidak"


def who(by: Pengguna | None) -> str:
    return "pengelola server" if by is None else actor_text(by)


def now_in_words(*offices: PerangkatDaerah) -> str:
    """Return this moment in the zone of the offices that are told of it; without a common one, in that in force."""
    zones = {opd.zona_waktu for opd in offices}
    return write_moment(timezone.now(), zones.pop() if len(zones) == 1 else None)


def term(mulai: date, sampai: date | None) -> str:
    return f"mulai {write_date(mulai)}" + ("" if sampai is None else f" sampai {write_date(sampai)}")
