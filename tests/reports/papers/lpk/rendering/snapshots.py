"""The stored snapshots of the demo's 2023, `snapshot_2023.json` (the year) and `snapshot_2023_tw1.json` (TW I).

They are what `build_snapshot` makes of the demo office, without its logo and with an address and a footer. When the
schema changes they are written anew with a database that holds the demo:

    manage.py shell -c "from tests.reports.papers.lpk.rendering.snapshots import write; write()"

The figures themselves are held by the oracle in `tests/golden`, never by these files.
"""

import json
from pathlib import Path

from indicators.selectors.reporting import get_office, get_report_facts
from reports.papers.lpk.composition.snapshot import build_snapshot

FOOTER = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh Balai "
    "Besar Sertifikasi Elektronik (BSrE)."
)
FILES = {4: "snapshot_2023.json", 1: "snapshot_2023_tw1.json"}


def write() -> None:
    opd = get_office()
    assert opd is not None
    for triwulan, name in FILES.items():
        facts = get_report_facts(opd, 2023, triwulan)
        assert facts is not None
        snapshot = build_snapshot(facts)
        snapshot["opd"] |= {"logo": None, "alamat": "Liwa, Lampung Barat", "teks_kaki_tte": FOOTER}
        text = json.dumps(snapshot, ensure_ascii=False, indent=1)
        (Path(__file__).parent / name).write_text(f"{text}\n", encoding="utf-8")
