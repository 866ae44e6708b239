#!/usr/bin/env python
"""The preview and the confirmation of a quarter's sheet through its pages, as a browser asks for them.

    .venv/bin/python benchmarks/previews.py [--runs 3] [--rows 81 1500]

Each request is answered in a process of its own, on the database of DATABASE_URL's engine, in a test database that is
thrown away. Seconds of wall clock; processor seconds of the process that serves and of those that it starts; growth of
the serving process's memory at its peak.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

from imports import make_file, prepare, status_kb  # noqa: E402 - the path is set just above


def processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def served(act: Callable[[], Any]) -> list[float]:
    """Run `act` in a forked process, as a server's worker would; return what it took."""
    from django.db import connection

    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
            memory, start = status_kb("VmRSS"), time.perf_counter()
            own, others = processor(resource.RUSAGE_SELF), processor(resource.RUSAGE_CHILDREN)
            act()
            took = [
                time.perf_counter() - start,
                processor(resource.RUSAGE_SELF) - own,
                processor(resource.RUSAGE_CHILDREN) - others,
                (status_kb("VmHWM") - memory) / 1024,
            ]
            os.write(writing, json.dumps(took).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit("A request failed; its message stands above.")
    found: list[float] = json.loads(text)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, nargs="+", default=[81, 1500])
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    folder = Path(tempfile.mkdtemp(prefix="pratinjau-"))
    settings.VAR_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(folder / "uji.sqlite3")
    print(f"{connection.vendor}; median of {options.runs}")
    for rows in options.rows:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        name = connection.settings_dict["NAME"]
        try:
            measure(rows, options.runs)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def measure(rows: int, runs: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from indicators.models import Pengguna

    office = prepare(rows)
    data = make_file(office, rows, versi=0, value="3")
    client = Client()
    client.force_login(Pengguna.objects.get(username="staf.impor"), backend="django.contrib.auth.backends.ModelBackend")
    where = (office.tw1.pk, office.bidang.pk)

    def preview() -> Any:
        return client.post(
            reverse("indicators:sheet_import", args=where), {"berkas": SimpleUploadedFile("l.xlsx", data)}
        )

    token = preview().context["tanda"]
    if not token:
        raise SystemExit("The file is not accepted.")
    say(f"preview, {rows} rows", [served(preview) for _ in range(runs)])
    # Only the first one writes; the waiting file is gone afterwards.
    confirm = reverse("indicators:sheet_import_save", args=where)
    say(f"confirmation, {rows} rows", [served(lambda: client.post(confirm, {"tanda": token}))])


def say(name: str, found: list[list[float]]) -> None:
    wall, own, others, memory = (median(column) for column in zip(*found, strict=True))
    print(f"{name:<28} {wall:6.2f} s  serving {own:6.2f} s cpu  {memory:5.0f} MB  beside it {others:6.2f} s cpu")


if __name__ == "__main__":
    main()
