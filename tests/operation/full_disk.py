"""A user at an installation whose disk is full, and then has room again: what he is told, and what is left behind.

Run by test_full_disk.py where a small file system is mounted: `python -m tests.operation.full_disk DISK DATABASE`.
Prints what was seen as JSON.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

DISK = Path(sys.argv[1])
FILLER = DISK / "filler"


def fill() -> None:
    """Take all that is left, to the last byte."""
    with FILLER.open("wb") as file:
        for size in (64 * 1024, 1024, 1):
            try:
                while True:
                    os.write(file.fileno(), b"x" * size)
            except OSError:
                continue


def stored() -> list[str]:
    """Return what lies among the files besides the mark of their store."""
    from sakip.file_store import MARK  # whose types need the settings

    names = (path.name for path in (DISK / "media").rglob("*") if path.is_file())
    return sorted(name for name in names if name != MARK)


def main() -> dict[str, Any]:
    shutil.copyfile(sys.argv[2], DISK / "sakip.sqlite3")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client

    from indicators.models import BuktiDukung, Indikator, Jejak, Pengguna, Realisasi, Triwulan, UnitKerja
    from sakip.sqlite3.base import never_create

    never_create()
    user = Pengguna.objects.get(username="staf")
    triwulan, unit = Triwulan.objects.get(), UnitKerja.objects.get(kode="ikp")
    indikator = Indikator.objects.filter(unit=unit).earliest("pk")
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sheet = f"/admin/pengisian/{triwulan.pk}/{unit.pk}/"
    seen: dict[str, Any] = {}

    def save(text: str) -> Any:
        row = {"id": indikator.pk, "versi": 0, "teks": {"kendala": text}}
        return client.post(f"{sheet}simpan/", {"baris": [row]}, content_type="application/json")

    def upload(pages: int) -> Any:
        content = b"%PDF-1.4\n" + b"x" * pages * 4096 + b"%%EOF\n"
        data = {"berkas": SimpleUploadedFile("bukti.pdf", content)}
        return client.post(f"{sheet}baris/{indikator.pk}/bukti/", data, headers={"Accept": "application/json"})

    def note(name: str, answer: Any) -> None:
        text = answer.content.decode()
        seen[name] = [answer.status_code, json.loads(text).get("pesan", "") if text.startswith("{") else text]

    rows = [Realisasi.objects.count(), BuktiDukung.objects.count(), Jejak.objects.count()]
    fill()
    note("read", client.get(sheet))
    note("grid", save("penuh"))
    note("small file", upload(1))
    note("sign in", Client(raise_request_exception=False).post("/admin/login/", {"username": "staf", "password": "x"}))
    FILLER.unlink()
    with FILLER.open("wb") as file:  # room for the file, and not for its row
        file.write(b"x" * (os.statvfs(DISK).f_bavail * 4096 - 6 * 4096))
    note("file without row", upload(4))
    seen["nothing stored"] = [Realisasi.objects.count(), BuktiDukung.objects.count(), Jejak.objects.count()] == rows
    seen["orphans"] = stored()
    FILLER.unlink()
    note("grid again", save("ada ruang"))
    note("file again", upload(4))
    seen["files"] = [len(stored()), BuktiDukung.objects.count()]
    with connection.cursor() as cursor:
        seen["integrity"] = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
