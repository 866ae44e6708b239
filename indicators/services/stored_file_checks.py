"""What `verify` asks about the office's stored files: evidence as its rows say, logos that are there."""

from collections.abc import Iterator

from indicators.models import BuktiDukung, PerangkatDaerah
from indicators.services.stored_files import StoredFile, check_file
from sakip.keeping.registry import Flaw, register_check


def register_checks() -> None:
    register_check("Berkas bukti dukung", check_evidence)
    register_check("Logo perangkat daerah", check_logos)


def check_evidence() -> Iterator[Flaw | None]:
    rows = BuktiDukung.objects.select_related("realisasi__triwulan__opd", "realisasi__indikator").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        name = f"Bukti dukung {row.nama_asli} ({row.realisasi})"
        yield check_file(StoredFile(row.realisasi.triwulan.opd, "bukti", row.pk, name, row.berkas, row.sha256))


def check_logos() -> Iterator[Flaw | None]:
    for opd in PerangkatDaerah.objects.exclude(logo="").order_by("pk"):
        there = opd.logo.storage.exists(str(opd.logo.name))
        yield (
            None
            if there
            else Flaw(
                f"Logo {opd.nama} tidak ada ({opd.logo.name}). Unggah kembali logonya di halaman perangkat daerah, "
                "atau pulihkan berkasnya dari cadangan."
            )
        )
