"""Staff of many small offices who save their rows over HTTP, and whether all stands that was acknowledged; shared by
the benchmarks."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

STAFF_PER_UNIT = 4
TOKEN = "a" * 32
# The golden ratio: neighbours, who share a lock, begin far apart, and all of them evenly.
SPREAD = 0.618034


@dataclass
class Typist:
    """One of the staff: his session, the address he saves to, his rows, and what he was told."""

    session: str
    address: str
    indikator: list[int]
    triwulan: int
    acknowledged: dict[int, tuple[int, str]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)


def build(staff: int, rows: int) -> list[Typist]:
    """Return the staff of as many small offices as they need, in the second quarter, the first one filled."""
    from django.db import connection

    from indicators.models import Pemda
    from indicators.triggers import TRIGGERS
    from sakip.triggers import install, remove
    from tests.cast import build_office, make_quarter

    remove(connection, TRIGGERS)
    typists: list[Typist] = []
    while len(typists) < staff:
        number = f"{staff}-{len(typists)}"
        office = build_office(Pemda.objects.create(nama=f"Pemda {number}", kode=f"p{number}", ibu_kota="Kota"))
        units = [office.subbag, office.bidang, office.tim]
        quarter = make_quarter(office.opd, 2024, 2, units)
        for unit in units:
            for turn in range(min(STAFF_PER_UNIT, staff - len(typists))):
                typists.append(_typist(office, unit, quarter, f"staf{number}.{unit.pk}.{turn}", rows))
    install(connection, TRIGGERS)
    return typists


def _typist(office: Any, unit: Any, quarter: Any, name: str, rows: int) -> Typist:
    from django.urls import reverse
    from django.utils import timezone

    from indicators.models import ButirPK, Indikator, Realisasi, Target
    from indicators.permissions import Peran
    from tests.cast import make_user

    own = Indikator.objects.bulk_create(
        Indikator(opd=office.opd, unit=unit, sub_kegiatan=office.sub_kegiatan, nama=f"Layanan {name} {n}", urutan=n)
        for n in range(rows)
    )
    listed = [ButirPK(pk_induk=office.pk, indikator=row, unit=unit, urutan=row.urutan) for row in own]
    for butir in listed:
        butir.take_over(butir.indikator)
    ButirPK.objects.bulk_create(listed)
    Target.objects.bulk_create(Target(butir=b, triwulan=q, nilai=12) for b in listed for q in range(5))
    Realisasi.objects.bulk_create(
        Realisasi(
            indikator=row, triwulan=office.tw1, status="terisi", nilai=3, diubah_oleh="uji", diubah_pada=timezone.now()
        )
        for row in own
    )
    user = make_user(name, f"Staf {name}", (unit, Peran.STAF))
    address = reverse("indicators:pengisian_save", args=[quarter.pk, unit.pk])
    return Typist(session_of(user), address, [row.pk for row in own], quarter.pk)


def session_of(user: Any) -> str:
    """Return the key of a session in which the user is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from sakip.sign_in.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    return str(session.session_key)


async def type_all(typists: Sequence[Typist], ports: Sequence[int], seconds: float) -> None:
    """Let everyone type: his rows evenly over the time, none before the last was answered, each at the next server."""
    await asyncio.gather(*(_type(one, ports, seconds, index * SPREAD % 1) for index, one in enumerate(typists)))


async def _type(typist: Typist, ports: Sequence[int], seconds: float, offset: float) -> None:
    start, pause = time.perf_counter(), seconds / len(typist.indikator)
    for turn, pk in enumerate(typist.indikator):
        await asyncio.sleep(max(0.0, start + (turn + offset) * pause - time.perf_counter()))
        value = str((turn * 7 + pk) % 90 + 1)
        asked = time.perf_counter()
        body = json.dumps({"baris": [{"id": pk, "versi": 0, "realisasi": value}]}).encode()
        port = ports[turn % len(ports)]
        status, answer = await send(port, "POST", typist.address, typist.session, body, "application/json")
        typist.waits.append((time.perf_counter() - asked) * 1000)
        typist.answers[status] += 1
        if status == "200":
            row = json.loads(answer)["baris"][0]["kini"]
            typist.acknowledged[pk] = (row["versi"], row["persis"])


async def send(
    port: int, method: str, address: str, session: str = "", body: bytes = b"", kind: str = "text/plain"
) -> tuple[str, bytes]:
    """Return the status and the content of the answer; a line that broke is a status too."""
    head = (
        f"{method} {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
        f"Accept: application/json\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body)
        answer = await reader.read()
        writer.close()
    except OSError as broken:
        return type(broken).__name__, b""
    front, _, content = answer.partition(b"\r\n\r\n")
    return front.split(b" ", 2)[1].decode() if front else "empty", content


def lost(typists: Sequence[Typist]) -> int:
    """Return how many acknowledged values do not stand as they were acknowledged, or not in the trail."""
    from indicators.models import Jejak, Realisasi

    stored = {(row.triwulan_id, row.indikator_id): row for row in Realisasi.objects.all()}
    trail = {
        int(number): (after or {}).get("nilai")
        for number, after in Jejak.objects.filter(tindakan="isi_realisasi").values_list("objek_id", "sesudah")
    }
    found = 0
    for typist in typists:
        for pk, (versi, value) in typist.acknowledged.items():
            row = stored.get((typist.triwulan, pk))
            stands = row is not None and (row.versi, row.nilai) == (versi, Decimal(value))
            found += not (stands and row is not None and Decimal(trail.get(row.pk) or "-1") == Decimal(value))
    return found


def tell_waits(name: str, waits: Sequence[float], answers: Counter[str], wanted: str = "200") -> None:
    """Print milliseconds until an answer, and what else than the wanted status was answered."""
    ordered = sorted(waits)
    parts = [f"p{part} {ordered[len(ordered) * part // 100]:7.0f}" for part in (50, 95, 99)]
    refused = {status: number for status, number in answers.items() if status != wanted}
    print(f"{name:<22} {len(ordered):>6} x  {'  '.join(parts)}  max {ordered[-1]:7.0f} ms  refused {refused or 0}")
