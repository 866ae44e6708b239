#!/usr/bin/env python
"""The last minute before a deadline: many staff save their rows, against gunicorn as `deploy/` configures it.

    .venv/bin/python benchmarks/deadline_hour.py [--staff 50 200 300] [--rows 12] [--seconds 60] [--viewers 8]
        [--set WEB_CONCURRENCY=2] [--config deploy/gunicorn.conf.py]

On the engine of DATABASE_URL, in a database of its own that is thrown away. Four staff share a unit, so that they wait
for each other's lock; each types in rows of his own, the next one when the last is answered. With more --seconds it is
a steady hour. Viewers look at a page of a PDF that takes the server seconds to draw, again and again, as the page's
script does. Printed are the milliseconds until an answer, the processor time that a save costs the server, refusals,
and lost values: what was acknowledged is held against what stands, value, version and trail; then the server's memory
(a page that several share counts a part in each) and connections. --set gives the server a setting.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _servers import CONFIG, Watch, cpu_of, server
from _staff import Typist, build, lost, send, session_of, tell_waits, type_all

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")


@dataclass
class Viewer:
    """Somebody who looks at evidence: his session, the picture's address, and what he was told."""

    session: str
    address: str
    waits: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    async def look(self, port: int, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            asked = time.perf_counter()
            status, _ = await send(port, "GET", self.address, self.session)
            self.waits.append((time.perf_counter() - asked) * 1000)
            self.answers[status] += 1
            await asyncio.sleep(1)


def slow_pdf() -> bytes:
    """Return a page that takes Poppler seconds: lines across it, each half seen through."""
    import pikepdf

    draw = random.Random(1)  # noqa: S311 - nothing is kept secret with it
    lines = " ".join(
        f"{draw.randint(0, 595)} {draw.randint(0, 842)} m {draw.randint(0, 595)} {draw.randint(0, 842)} l S"
        for _ in range(4_000)
    )
    with tempfile.TemporaryFile() as file, pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=pikepdf.Dictionary(CA=0.5)))
        page.Contents = pdf.make_stream(f"/G gs 9 w {lines}".encode())
        pdf.save(file)
        file.seek(0)
        return file.read()


def build_viewers(number: int) -> list[Viewer]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from indicators.models import Indikator, Triwulan, UnitKerja
    from indicators.permissions import Peran
    from indicators.services.bukti import add_evidence
    from tests.cast import make_user

    quarter = Triwulan.objects.filter(triwulan=2).latest("pk")
    unit = UnitKerja.objects.filter(opd=quarter.opd, kode="ikp").latest("pk")
    people = [make_user(f"pembaca.{n}", f"Pembaca {n}", (unit, Peran.STAF)) for n in range(number)]
    row = Indikator.objects.filter(unit=unit).earliest("pk")  # nobody types in it
    file = SimpleUploadedFile("lambat.pdf", slow_pdf())
    bukti = add_evidence(by=people[0], triwulan=quarter, unit=unit, indikator_id=row.pk, file=file)
    address = reverse("indicators:bukti_picture", args=[bukti.pk, 1])
    return [Viewer(session_of(user), address) for user in people]


def run(staff: int, options: argparse.Namespace) -> None:
    typists = build(staff, options.rows)
    viewers = build_viewers(options.viewers) if options.viewers else []
    settings = dict(each.split("=", 1) for each in options.set)
    with server(options.config, settings) as (port, root):
        asyncio.run(type_all(typists[:8], [port], 0.5))  # the first answers load the code
        for typist in typists:
            typist.waits.clear()
            typist.answers.clear()
            typist.indikator = [pk for pk in typist.indikator if pk not in typist.acknowledged]
        before = cpu_of(root)
        with Watch(root) as watch:
            asyncio.run(everybody([one for one in typists if one.indikator], viewers, port, options.seconds))
        spent = cpu_of(root) - before
    tell(staff, typists, viewers, spent, watch)


async def everybody(typists: list[Typist], viewers: list[Viewer], port: int, seconds: float) -> None:
    await asyncio.gather(type_all(typists, [port], seconds), *(viewer.look(port, seconds) for viewer in viewers))


def tell(staff: int, typists: list[Typist], viewers: list[Viewer], spent: float, watch: Watch) -> None:
    waits = [wait for typist in typists for wait in typist.waits]
    tell_waits(f"{staff} staff", waits, sum((typist.answers for typist in typists), Counter[str]()))
    print(
        f"{'':<22} {1000 * spent / len(waits):.1f} ms cpu each, lost {lost(typists)}, {watch.told()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    if viewers:
        looks = [wait for viewer in viewers for wait in viewer.waits]
        tell_waits(f"{len(viewers)} viewers", looks, sum((one.answers for one in viewers), Counter[str]()))
    sys.stdout.flush()


def prepare(folder: Path) -> None:
    """Put what this program stores into a folder of its own, and hash passwords at no cost: they are not measured."""
    import django

    os.environ |= {"VAR_DIR": str(folder), "MEDIA_ROOT": str(folder / "media")}
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("collectstatic", verbosity=0, interactive=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--staff", type=int, nargs="+", default=[50, 200, 300])
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--viewers", type=int, default=0)
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE")
    parser.add_argument("--config", type=Path, default=CONFIG)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        measure(options)


def measure(options: Any) -> None:
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"{connection.vendor}; {os.cpu_count()} processors, {options.seconds:.0f} s {' '.join(options.set)}")
        for staff in options.staff:
            run(staff, options)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
