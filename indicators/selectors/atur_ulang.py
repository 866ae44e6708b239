"""Passwords that somebody else reset: which decisions since are their owner's only by his word, and what he is asked.

A reset that its owner has not answered, or after which he denied what was done, puts a doubt on everything that his
account decided from then on: until he answers, or until he denied it. One query finds the doubts; where there are
none, nothing else is asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from indicators.acts import DECISIONS, Act
from indicators.models import (
    AturUlangSandi,
    JawabanAturUlang,
    Jejak,
    Pengguna,
    Penugasan,
    PeristiwaPengajuan,
    Triwulan,
)
from indicators.models.jejak import kind_of
from indicators.selectors.kewenangan import held_today
from indicators.workflow import PengajuanAct

# An answer is shown again with later resets for so long: whoever confirmed in the owner's place is found out by him.
ANSWERS_SHOWN = timedelta(days=90)
# How long a denial, or a reset that nobody answered, is told to Sekretaris and Kepala Dinas.
TOLD = timedelta(days=30)
MOST_DEEDS = 200
MARKS: dict[str | None, str] = {
    "": "menunggu konfirmasi pemilik",
    JawabanAturUlang.DISANGKAL.value: "disangkal pemilik",
}


@dataclass(frozen=True)
class Doubt:
    """From when to when an account's decisions are in doubt; `sampai` None: still."""

    pengguna_id: int
    dari: datetime
    sampai: datetime | None
    jawaban: str


@dataclass(frozen=True)
class Doubts:
    """The doubts over some accounts; empty in nearly every installation."""

    rows: tuple[Doubt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def account_ids(self) -> set[int]:
        return {row.pengguna_id for row in self.rows}

    def mark(self, pengguna_id: int | None, pada: datetime | None) -> str:
        """Return what has to be written beside a decision of an account at that moment, "" where it is in no doubt."""
        if pada is None or pengguna_id is None:
            return ""
        found = [
            row.jawaban
            for row in self.rows
            if row.pengguna_id == pengguna_id and row.dari <= pada and (row.sampai is None or pada <= row.sampai)
        ]
        return MARKS[max(found)] if found else ""


def _in_doubt() -> QuerySet[AturUlangSandi]:
    return AturUlangSandi.objects.filter(jawaban__in=["", JawabanAturUlang.DISANGKAL.value])


def load_doubts(user_ids: Collection[int] | None = None) -> Doubts:
    """Return the doubts over these accounts, or over all: one query."""
    rows = _in_doubt() if user_ids is None else _in_doubt().filter(pengguna_id__in=user_ids)
    found = rows.order_by("pada").values_list("pengguna_id", "pada", "dijawab_pada", "jawaban")
    return Doubts(tuple(Doubt(*row) for row in found))


def with_mark(rows: QuerySet[Jejak]) -> QuerySet[Jejak]:
    """Return rows of the trail that know, as `keraguan`, whether their actor's decisions were in doubt; None: not."""
    doubt = _in_doubt().filter(pengguna_id=OuterRef("pelaku_nomor"), pada__lte=OuterRef("waktu"))
    doubt = doubt.filter(Q(dijawab_pada__isnull=True) | Q(dijawab_pada__gte=OuterRef("waktu")))
    return rows.annotate(keraguan=Subquery(doubt.order_by("-jawaban").values("jawaban")[:1]))


# --- what a page of figures or documents marks ------------------------------------------------------------------------


@dataclass(frozen=True)
class DoubtfulDeed:
    """A decision in doubt: what was done to what, by whom and when, and what has to be written beside it."""

    tindakan: str
    objek: str
    oleh: str
    pada: datetime
    tanda: str


def list_doubtful_events(quarters: Sequence[Triwulan]) -> list[DoubtfulDeed]:
    """Return the decisions about the current submissions of some quarters of an office, and about their approvals, that
    are in doubt. One query, and two more where any account is in doubt."""
    doubts = load_doubts() if quarters else Doubts()
    if not doubts:
        return []
    events = PeristiwaPengajuan.objects.filter(pengajuan__triwulan__in=quarters, pelaku_id__in=doubts.account_ids)
    found = [
        DoubtfulDeed(PengajuanAct(row.tindakan).label, str(row.pengajuan), row.oleh, row.pada, mark)
        for row in events.select_related("pengajuan__unit", "pengajuan__triwulan").order_by("pk")
        if row.nomor_versi == row.pengajuan.nomor_versi and (mark := doubts.mark(row.pelaku_id, row.pada))
    ]
    since = {str(row.pk): row.disahkan_pada or row.dibuka_pada for row in quarters}
    for deed, mark in _from_trail(doubts, quarters[0].opd_id, Triwulan, list(since)):
        moment = since[deed.objek_id]
        if moment is not None and deed.waktu >= moment:
            found.append(_deed(deed, mark))
    return found


def list_doubtful_of_quarter(opd_id: int, tahun: int, triwulan: int) -> list[DoubtfulDeed]:
    """Return the decisions about a quarter, and those of its year before it, that are in doubt: the account's
    owner has not confirmed them since somebody reset its password, or denied them."""
    quarters = Triwulan.objects.filter(opd_id=opd_id, tahun=tahun, triwulan__lte=triwulan)
    return list_doubtful_events(list(quarters.order_by("triwulan")))


def list_doubtful_deeds(opd_id: int, model: type[Model], ids: Sequence[int]) -> dict[int, list[DoubtfulDeed]]:
    """Return the decisions about some rows of an office that are in doubt, by the row's key. One query, and one more
    where any account is in doubt."""
    doubts = load_doubts() if ids else Doubts()
    found: dict[int, list[DoubtfulDeed]] = {}
    for row, mark in _from_trail(doubts, opd_id, model, [str(pk) for pk in ids]):
        found.setdefault(int(row.objek_id), []).append(_deed(row, mark))
    return found


def _from_trail(doubts: Doubts, opd_id: int, model: type[Model], ids: Sequence[str]) -> list[tuple[Jejak, str]]:
    """Return the decisions about some rows that are in doubt, with their marks; no query without a doubt."""
    if not doubts:
        return []
    rows = Jejak.objects.filter(
        objek_jenis=kind_of(model),
        objek_id__in=ids,
        opd_nomor=opd_id,
        pelaku_nomor__in=doubts.account_ids,
        tindakan__in=[act.value for act in DECISIONS],
        ditolak=False,
    )
    found = [(row, doubts.mark(row.pelaku_nomor, row.waktu)) for row in rows.order_by("pk")]
    return [(row, mark) for row, mark in found if mark]


def _deed(row: Jejak, mark: str = "") -> DoubtfulDeed:
    return DoubtfulDeed(Act(row.tindakan).label, row.objek, row.pelaku, row.waktu, mark)


# --- what the owner is asked ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnerQuestion:
    """What the owner of an account is shown: its resets that he has not answered, those answered lately, from where it
    was used since, what it decided, and what others changed of it."""

    belum: list[AturUlangSandi]
    sudah: list[AturUlangSandi]
    masuk: list[Jejak] = field(default_factory=list)
    tindakan: list[DoubtfulDeed] = field(default_factory=list)
    perubahan: list[Jejak] = field(default_factory=list)

    @property
    def ada(self) -> bool:
        return bool(self.belum or self.perubahan)


def list_unanswered(user: Pengguna) -> QuerySet[AturUlangSandi]:
    return AturUlangSandi.objects.filter(pengguna=user, jawaban="").select_related("oleh").order_by("pada")


def list_lately_confirmed(user: Pengguna) -> QuerySet[AturUlangSandi]:
    """Return the resets whose confirmation of lately the owner may still take back."""
    since = timezone.now() - ANSWERS_SHOWN
    rows = AturUlangSandi.objects.filter(pengguna=user, jawaban=JawabanAturUlang.DIKONFIRMASI.value)
    return rows.filter(dijawab_pada__gt=since).select_related("oleh").order_by("pada")


def has_question(user: Pengguna) -> bool:
    """Say whether the owner has something to answer: asked once, when he signs in."""
    return list_unanswered(user).exists() or bool(list_changes(user))


def list_changes(user: Pengguna) -> list[Jejak]:
    """Return what others did to an account since its owner answered last: switched on, or known by other data."""
    own = Jejak.objects.filter(objek_jenis=kind_of(Pengguna), objek_id=str(user.pk), ditolak=False)
    answers = [Act.KONFIRMASI_ATUR_ULANG.value, Act.SANGKAL_ATUR_ULANG.value]
    last = own.filter(tindakan__in=answers).order_by("-pk").values("pk")[:1]
    rows = own.filter(
        tindakan__in=[Act.UBAH.value, Act.AKTIFKAN_PENGGUNA.value],
        waktu__gt=timezone.now() - ANSWERS_SHOWN,
        pelaku_nomor__isnull=False,
    ).exclude(pelaku_nomor=user.pk)
    answered = last.first()
    if answered is not None:
        rows = rows.filter(pk__gt=answered["pk"])
    return [row for row in rows.order_by("pk") if row.tindakan != Act.UBAH or _is_other_account(row)]


def _is_other_account(row: Jejak) -> bool:
    before: dict[str, Any] = row.sebelum or {}
    after: dict[str, Any] = row.sesudah or {}
    return any(before.get(name) != after.get(name) for name in ("username", "nip", "email"))


def ask_owner(user: Pengguna) -> OwnerQuestion:
    """Return what the owner of an account is asked, and may look at when nothing is to be answered."""
    open_ones, answered = list(list_unanswered(user)), list(list_lately_confirmed(user))
    resets = [*answered, *open_ones]
    if not resets:
        return OwnerQuestion([], [], perubahan=list_changes(user))
    since = min(row.pada for row in resets)
    rows = Jejak.objects.filter(pelaku_nomor=user.pk, waktu__gte=since, ditolak=False)
    deeds = rows.filter(tindakan__in=[act.value for act in DECISIONS]).order_by("pk")[:MOST_DEEDS]
    return OwnerQuestion(
        open_ones,
        answered,
        list(rows.filter(tindakan=Act.MASUK.value).order_by("pk")[:MOST_DEEDS]),
        [_deed(row) for row in deeds],
        list_changes(user),
    )


def list_told_resets(opd_ids: Collection[int]) -> list[AturUlangSandi]:
    """Return the resets of accounts of these offices that Sekretaris and Kepala Dinas have to know of: not answered
    yet, or denied, the latest first."""
    since = timezone.now() - TOLD
    held = Penugasan.objects.filter(held_today(), unit__opd_id__in=opd_ids)
    rows = _in_doubt().filter(Q(pada__gt=since) | Q(dijawab_pada__gt=since), pengguna__in=held.values("pengguna"))
    return list(rows.select_related("pengguna", "oleh").order_by("-pada"))
