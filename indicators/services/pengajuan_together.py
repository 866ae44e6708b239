"""Passing several submissions at once, each through the service and the rules of a single one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.models import Pengajuan, Pengguna
from indicators.rules.kelengkapan import TogetherFacts, find_in_together
from indicators.selectors.kewenangan import load_kewenangan
from indicators.selectors.pengajuan import WaitingActs
from indicators.selectors.review import count_oddities
from indicators.services.pengajuan import check, validate
from sakip.refusals import NotNow, ServiceError


@dataclass(frozen=True)
class Chosen:
    """A submission that somebody ticked, and the lock number that his list showed."""

    pengajuan: Pengajuan
    versi: int


@dataclass(frozen=True)
class Passed:
    """What became of one: it moved on, or the refusal that the list shows."""

    pengajuan: Pengajuan
    galat: ServiceError | None = None


def pass_together(*, by: Pengguna, pilihan: Sequence[Chosen], dilihat: Mapping[int, int]) -> list[Passed]:
    """Check or validate what was ticked, each in a transaction of its own and with its own row of the trail; one that
    is refused keeps no other from passing.

    `dilihat` holds the number of the version of each submission whose page the user has opened: what he has not looked
    at, and what has anything odd in it, is decided on its own page.
    """
    oddities = count_oddities([item.pengajuan for item in pilihan])
    return [_pass_one(by, item, dilihat.get(item.pengajuan.pk), oddities[item.pengajuan.pk]) for item in pilihan]


def _pass_one(by: Pengguna, item: Chosen, seen: int | None, oddities: int) -> Passed:
    pengajuan = item.pengajuan
    try:
        facts = TogetherFacts(dilihat=seen == pengajuan.nomor_versi, janggal=oddities)
        if blocked := find_in_together(facts):
            raise NotNow(blocked.kalimat)
        act = check if _checks(by, pengajuan) else validate
        return Passed(act(by=by, pengajuan=pengajuan, versi=item.versi))
    except ServiceError as refused:
        return Passed(pengajuan, refused)


def _checks(by: Pengguna, pengajuan: Pengajuan) -> bool:
    """Say whether it is his turn as head of a unit; else he validates, or is refused by that service."""
    left = WaitingActs([pengajuan]).left(pengajuan)
    return bool(left) and load_kewenangan(by).heads(left[0].pk)
