"""A process that saves rows with their evidence through the services and acknowledges each on standard output.

Run by test_power_cut.py: `python -m tests.operation.saver SAVES [--as-before]`. `--as-before` saves as Django and
SQLite do by themselves, without our settings, to show that the proof can fail.
"""

import json
import os
import sys

import django
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile


def save(number: int) -> dict[str, str]:
    """Save a remark and a file, and return what then has to be found."""
    from indicators.models import Pengguna, Triwulan, UnitKerja
    from indicators.services.bukti import add_evidence
    from indicators.services.realisasi_entry import RowEntry
    from tests.savers import save_row

    by, triwulan = Pengguna.objects.get(username="staf"), Triwulan.objects.get()
    unit = UnitKerja.objects.get(kode="ikp")
    indikator = unit.indikator.earliest("pk").pk
    content = b"%PDF-1.4\n" + f"{number}\n".encode() * 4000 + b"%%EOF\n"
    file = SimpleUploadedFile(f"{number}.pdf", content)
    bukti = add_evidence(by=by, triwulan=triwulan, unit=unit, indikator_id=indikator, file=file)
    bukti.realisasi.refresh_from_db()
    remark = f"Simpanan ke-{number}"
    entry = RowEntry(indikator, bukti.realisasi.versi, teks={"kendala": remark})
    save_row(by=by, triwulan=triwulan, unit=unit, isian=entry)
    return {"berkas": str(bukti.berkas.name), "sha256": bukti.sha256, "kendala": remark}


def main(saves: int, *, as_before: bool) -> None:
    if as_before:
        settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        settings.STORAGES["default"]["BACKEND"] = "tests.operation.unsynced.UnsyncedStorage"
    django.setup()
    for number in range(saves):
        os.write(1, json.dumps(save(number)).encode() + b"\n")
    os._exit(0)  # as the power goes: nothing is closed


if __name__ == "__main__":
    main(int(sys.argv[1]), as_before="--as-before" in sys.argv)
