"""The links of the trail's chains and their daily seals (ADR 35). A worker makes them, so that no writer waits for
another."""

import logging
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import chain
from indicators.models import MataRantai, SegelJejak
from indicators.selectors.kewenangan import list_addresses_of_leaders, today_in
from indicators.selectors.rantai import (
    Head,
    Unlinked,
    get_head,
    get_watermark,
    list_chains,
    list_sealed,
    list_unlinked,
    names_of,
)
from sakip.dates import write_date
from sakip.jobs.outbox import put_to_each
from sakip.jobs.registry import register_daily, register_every

logger = logging.getLogger("sakip.trail")

# So many links are made at once: SQLite lets nobody else write meanwhile.
BATCH = 200

ABOUT = """Segel jejak {hari}

Setiap baris mencatat sampai mana rantai jejak suatu kantor: jumlah barisnya, nomor baris terakhir, dan hash-nya.
Simpan surel ini. Siapa pun yang kemudian mengubah, menghapus, atau menyisipkan baris yang sudah disegel akan ketahuan
dengan perintah di server:

    manage.py verify_trail --segel "(salin baris SEGEL-JEJAK)"

{segel}
"""


def link_new() -> int:
    """Link the rows that came since the last time, and return how many."""
    return _link_after(get_watermark())


def link_all() -> int:
    """Link whatever row has no link, however old, and return how many."""
    return _link_after(None)


def _link_after(after: int | None) -> int:
    """Link rows in batches, each whole or not at all. Everything is read and computed before a batch is written: two
    that do it at once are told apart by the order's unique key, and the later one stops."""
    heads: dict[int, Head] = {}
    count = 0
    while rows := list_unlinked(after=after, limit=BATCH):
        links = [_link(row, heads) for row in rows]
        try:
            with transaction.atomic():
                MataRantai.objects.bulk_create(links)
        except IntegrityError:
            return count
        after = rows[-1].jejak_id
        count += len(rows)
    return count


def _link(row: Unlinked, heads: dict[int, Head]) -> MataRantai:
    """Return the next link of a row's chain, which ends with it from now on."""
    if row.rantai not in heads:
        heads[row.rantai] = get_head(row.rantai)
    heads[row.rantai] = head = _next(heads[row.rantai], row)
    return MataRantai(jejak_id=row.jejak_id, rantai=row.rantai, urutan=head.urutan, hash=head.hash)


def _next(head: Head, row: Unlinked) -> Head:
    urutan = head.urutan + 1
    digest = chain.digest(row.isi, rantai=row.rantai, urutan=urutan, before=head.hash)
    return Head(urutan, digest, row.jejak_id)


def seal_day() -> None:
    """Link what is left and seal every chain as it stands, once a day: in the database, by mail and in the log."""
    link_all()
    try:
        lines = _seal(today_in())
    except IntegrityError:
        return  # another worker did
    for line in lines:
        logger.info("%s", line)


@transaction.atomic
def _seal(hari: date) -> list[str]:
    """Seal the chains that have no seal of that day and put the mails down. Raises IntegrityError when another worker
    did meanwhile."""
    sealed = list_sealed(hari)
    seals = [_seal_of(rantai, hari) for rantai in list_chains() if rantai not in sealed]
    now = timezone.now()
    SegelJejak.objects.bulk_create(
        SegelJejak(
            rantai=seal.rantai,
            hari=hari,
            jejak_terakhir=seal.jejak_terakhir,
            jumlah=seal.jumlah,
            hash=seal.hash,
            dibuat_pada=now,
        )
        for seal in seals
    )
    _mail(seals, hari)
    return [seal.line() for seal in seals]


def _seal_of(rantai: int, hari: date) -> chain.Seal:
    head = get_head(rantai)
    return chain.Seal(rantai, hari, head.urutan, head.jejak_id, head.hash)


def _mail(seals: Sequence[chain.Seal], hari: date) -> None:
    """Put the seals down for those outside, and each office's for its own leaders."""
    names = names_of([seal.rantai for seal in seals])
    leaders = list_addresses_of_leaders(list(names))
    wanted: dict[str, list[str]] = {}
    for seal in seals:
        for address in (*settings.SEAL_RECIPIENTS, *leaders.get(seal.rantai, ())):
            wanted.setdefault(address, []).append(f"{names[seal.rantai]}\n{seal.line()}\n")
    for address, texts in wanted.items():
        day = write_date(hari)
        put_to_each([address], subject=f"Segel jejak {day}", body=ABOUT.format(hari=day, segel="\n".join(texts)))


def register_tasks() -> None:
    register_every("trail.link", 30, link_new, label="Sambung rantai jejak")
    register_daily("trail.seal", seal_day, label="Segel jejak harian")
