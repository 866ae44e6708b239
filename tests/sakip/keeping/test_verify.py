"""What `verify` finds: each thing that can be wrong is made wrong once."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from indicators.models import Jejak, MataRantai, PerangkatDaerah
from indicators.services.bukti import add_evidence
from indicators.services.rantai import link_all
from sakip import triggers
from sakip.keeping import registry
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.indicators.chained import add_rows, without_guards
from tests.savers import change_logo

CLEAN = [
    "Basis data",
    "Migrasi",
    "Penjaga basis data",
    "Berkas yang tidak dikenal",
    "Berkas bukti dukung",
    "Logo perangkat daerah",
    "Rantai jejak",
    "Berkas dokumen",
    "Tanda tangan dokumen",
]


@pytest.fixture
def bukti(office: Office, cast: Cast) -> Path:
    """Store a file of evidence and return where it lies."""
    row = office.indikator(office.bidang)[0]
    made = add_evidence(
        by=cast.staf, triwulan=office.tw1, unit=office.bidang, indikator_id=row.pk, file=upload("bukti.pdf", PDF)
    )
    return Path(made.berkas.path)


def verified() -> str:
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except CommandError as wrong:
        said.write(f"GAGAL: {wrong}")
    return said.getvalue()


def test_a_whole_installation_is_told_check_by_check(bukti: Path) -> None:
    said = verified()
    assert "SALAH" not in said
    assert "LIHAT" not in said
    assert [name for name in CLEAN if f"{name}: " in said] == CLEAN
    assert "Berkas bukti dukung: 1 diperiksa, tidak ada yang salah\n" in said
    assert said.endswith("Instalasi utuh.\n")


def test_evidence_that_is_missing_or_changed_is_named(bukti: Path) -> None:
    bukti.write_bytes(PDF + b"%")
    changed = f"isinya tidak sama dengan yang dicatat (bukti/{bukti.parent.name}/{bukti.name})"
    [told] = [line for line in verified().splitlines() if "SALAH" in line]
    assert told.startswith("  SALAH: Bukti dukung bukti.pdf (")
    assert changed in told
    bukti.unlink()
    said = verified()
    assert "tidak ada di penyimpanan" in said
    assert "Pulihkan berkas itu dari cadangan" in said
    assert said.endswith("GAGAL: 1 hal bermasalah; setiap hal dan tindakannya ada di atas.")


def test_a_file_that_no_row_knows_is_shown(bukti: Path) -> None:
    default_storage.save("bukti/aa/asing.pdf", ContentFile(b"isi"))
    default_storage.save("lain.txt", ContentFile(b"isi"))
    said = verified()
    assert "LIHAT: Berkas bukti/aa/asing.pdf tidak disebut baris mana pun" in said
    assert "LIHAT: Berkas lain.txt" in said
    assert said.endswith("Instalasi utuh. 2 hal perlu dilihat.\n")


def test_a_logo_that_is_missing_is_named(office: Office, cast: Cast) -> None:
    change_logo(cast.administrator, office.opd.pk, 1)
    default_storage.delete(str(PerangkatDaerah.objects.get(pk=office.opd.pk).logo.name))
    assert "SALAH: Logo Dinas" in verified()


def test_a_guard_that_is_missing_or_changed_is_named(db: None) -> None:
    name = "indicators_jejak_append_only_update"
    triggers.remove(connection, [row for row in triggers.list_kept() if row.name == name])
    assert f"SALAH: Penjaga {name} tidak ada. Jalankan manage.py migrate" in verified()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON indicators_jejak BEGIN SELECT 1; END")
        else:
            triggers.install(connection, triggers.list_kept())
            cursor.execute(f"ALTER TABLE indicators_jejak DISABLE TRIGGER {name}")
    assert f"SALAH: Penjaga {name} mati atau diubah" in verified()


def test_a_trail_that_was_changed_is_named(office: Office) -> None:
    add_rows(3, office.opd)
    link_all()
    assert "Rantai jejak: 1 diperiksa, tidak ada yang salah\n" in verified()
    with without_guards():
        Jejak.objects.filter(opd_nomor=office.opd.pk, sesudah__ke=1).update(alasan="lain")
    [told] = [line for line in verified().splitlines() if "SALAH" in line]
    assert "(mata rantai ke-2) diubah. Jangan mengubah basis data" in told
    with without_guards():
        MataRantai.objects.filter(rantai=office.opd.pk, urutan=2).delete()
    assert "mata rantai ke-2 hilang" in verified()


def test_rows_that_no_worker_linked_are_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add_rows(2, office.opd)
    monkeypatch.setattr("indicators.selectors.rantai_proof.PATIENCE", timedelta(minutes=-1))
    said = verified()
    assert "LIHAT: Dinas" in said
    assert "2 baris jejak" in said
    assert said.endswith("Instalasi utuh. 1 hal perlu dilihat.\n")


def test_migrations_that_wait_or_are_newer_are_named(db: None) -> None:
    MigrationRecorder(connection).record_applied("reports", "9999_from_the_future")
    MigrationRecorder.Migration.objects.using(connection.alias).filter(app="jobs").delete()
    said = verified()
    assert "versi program yang lebih baru (migrasi reports.9999_from_the_future)" in said
    assert "SALAH: Migrasi jobs.0001_create_jobs_schedule_messages belum dijalankan" in said


@pytest.mark.one_database("sqlite")
def test_keys_that_lead_nowhere_are_named(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_unitkerja SET opd_id = 999999 WHERE id = %s", [office.tim.pk])
        assert "tabel indicators_unitkerja menunjuk baris indicators_perangkatdaerah yang tidak ada" in verified()
        cursor.execute("UPDATE indicators_unitkerja SET opd_id = %s WHERE id = %s", [office.opd.pk, office.tim.pk])


@pytest.mark.one_database
def test_many_findings_are_only_counted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [registry.Flaw(f"hal {number}.") for number in range(2_000)]
    monkeypatch.setattr(registry, "_checks", {"Coba": lambda: iter(found)})
    said = verified()
    assert said.count("SALAH") == 200
    assert "Coba: 1000 diperiksa ...\n" in said
    assert "Coba: 2000 diperiksa, 2000 bermasalah\n" in said


def test_two_checks_have_two_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", {})
    registry.register_check("Coba", list)
    with pytest.raises(ValueError, match="Coba"):
        registry.register_check("Coba", list)


@pytest.mark.one_database
def test_a_check_that_breaks_off_is_a_finding(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def check() -> Iterator[None]:
        yield None
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(registry, "_checks", {"Coba": check})
    said = verified()
    assert "SALAH: Pemeriksaan ini terhenti: [Errno 5] Input/output error." in said
    assert "Coba: 2 diperiksa, 1 bermasalah\n" in said
