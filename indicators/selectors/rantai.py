"""The chains of the trail as they stand: their ends, what waits to be linked, how far they are sealed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, QuerySet
from django.utils import timezone

from indicators import chain
from indicators.models import Jejak, MataRantai, PerangkatDaerah, SegelJejak

# Rows that appear below the newest link: of a transaction that took its numbers early and ended late. The nightly run
# looks at all of them, and so does who verifies.
LATE = 10_000
# A row that waits for so long tells that no worker runs.
PATIENCE = timedelta(minutes=10)
# Where a page stops to count.
MOST_COUNTED = 1_000


class Unlinked(NamedTuple):
    """A row that waits for its link: its number, its chain and its content as it will be hashed."""

    jejak_id: int
    rantai: int
    isi: str


@dataclass(frozen=True)
class Head:
    """The end of a chain: its newest link."""

    urutan: int = 0
    hash: str = chain.START
    jejak_id: int = 0


def _unlinked(after: int | None) -> QuerySet[Jejak]:
    rows = Jejak.objects.filter(mata_rantai__isnull=True)
    return (rows if after is None else rows.filter(pk__gt=after)).order_by()


def list_unlinked(*, after: int | None, limit: int) -> list[Unlinked]:
    """Return the next rows without a link by their numbers, `after` None: from the first one on."""
    rows = _unlinked(after).order_by("pk")[:limit].values(*chain.FIELDS)
    return [Unlinked(row["id"], chain.chain_of(row["opd_nomor"]), chain.content_of(row)) for row in rows]


def count_unlinked() -> int:
    return _unlinked(None).count()


def get_watermark() -> int | None:
    """Return a number above which all rows are that may have come since the last links were made."""
    newest = MataRantai.objects.order_by("-jejak_id").values_list("jejak_id", flat=True).first()
    return None if newest is None else newest - LATE


def get_head(rantai: int) -> Head:
    row = MataRantai.objects.filter(rantai=rantai).order_by("-urutan").first()
    return Head() if row is None else Head(row.urutan, row.hash, row.jejak_id)


def list_chains() -> list[int]:
    """Return the number of every chain that has links or seals."""
    linked = MataRantai.objects.order_by().values_list("rantai", flat=True).distinct()
    sealed = SegelJejak.objects.order_by().values_list("rantai", flat=True).distinct()
    return sorted({*linked, *sealed})


def list_sealed(hari: date) -> set[int]:
    """Return the chains that have their seal of that day."""
    return set(SegelJejak.objects.filter(hari=hari).values_list("rantai", flat=True))


def list_seals(rantai: int) -> list[chain.Seal]:
    rows = SegelJejak.objects.filter(rantai=rantai).order_by("jumlah", "hari")
    return [chain.Seal(rantai, row.hari, row.jumlah, row.jejak_terakhir, row.hash) for row in rows]


def names_of(chains: Collection[int]) -> dict[int, str]:
    """Return what people call the offices of chains."""
    rows = PerangkatDaerah.objects.filter(pk__in=chains).select_related("pemda")
    found = {row.pk: f"{row.nama} ({row.full_code})" for row in rows}
    return {number: found.get(number, _nameless(number)) for number in chains}


def _nameless(rantai: int) -> str:
    return f"kantor nomor {rantai}, yang tidak ada lagi" if rantai else "Tanpa perangkat daerah"


@dataclass(frozen=True)
class ChainState:
    """How far the chains of some offices are: their earliest newest seal, and the rows that wait, counted up to a
    bound."""

    disegel_pada: datetime | None
    menunggu: int
    terbatas: bool
    tertunda: bool


def get_chain_state(opd_ids: Collection[int]) -> ChainState:
    """Return how far the chains of offices are. Cheap with a million rows: it looks at the newest ones only."""
    rows = _unlinked(get_watermark()).filter(opd_nomor__in=opd_ids).order_by("pk")
    waiting: Sequence[datetime] = list(rows.values_list("waktu", flat=True)[: MOST_COUNTED + 1])
    sealed = SegelJejak.objects.filter(rantai__in=opd_ids).order_by().values_list("rantai").annotate(Max("dibuat_pada"))
    late = bool(waiting) and min(waiting) < timezone.now() - PATIENCE
    return ChainState(
        disegel_pada=min((moment for _, moment in sealed), default=None),
        menunggu=min(len(waiting), MOST_COUNTED),
        terbatas=len(waiting) > MOST_COUNTED,
        tertunda=late,
    )


def find_link(entry: Jejak) -> MataRantai | None:
    """Return the link of a row of the trail; None while it waits for one."""
    return MataRantai.objects.filter(jejak=entry).first()
