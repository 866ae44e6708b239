"""Evidence of a realisasi: added, replaced by a successor, withdrawn with a reason; nothing is overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.files import File
from django.utils import timezone

from indicators.acts import Act
from indicators.models import BuktiDukung, Pengguna, Realisasi, Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import load_kewenangan
from indicators.services.access import require
from indicators.services.jejak import actor_text, record, write
from indicators.services.realisasi import ensure_row, lock_row
from indicators.services.stored_files import StoredFile, open_whole
from sakip.file_store import store
from sakip.files import RefusedFile, check_size, numbered_name, safe_name, sha256_of, sniff
from sakip.refusals import NotFound, NotNow, refuse
from sakip.storage import kept_with_its_row

ALASAN_LIMIT = 300
MADE_FOR_EVIDENCE = "Baris dibuat bersama bukti dukung pertamanya."
# More files on one row are a mistake or an attack, not evidence.
MAX_FILES = 50


@dataclass(frozen=True)
class CheckedFile:
    """An uploaded file that was judged by its content, outside any lock."""

    file: File[bytes]
    nama: str
    jenis: str
    sha256: str
    ukuran: int


def inspect_file(file: File[bytes] | None) -> CheckedFile:
    """Judge an uploaded file. Raises NotValid for a missing, empty, too large or not accepted file."""
    if file is None:
        raise refuse("berkas", "Pilih berkas yang akan diunggah.")
    try:
        check_size(file.size, settings.MAX_UPLOAD_BYTES)
        jenis = sniff(file)
    except RefusedFile as refused:
        raise refuse("berkas", str(refused)) from None
    return CheckedFile(file, safe_name(file.name or "", jenis), jenis, sha256_of(file), file.size)


def _judge_early(by: Pengguna, unit: UnitKerja, file: File[bytes] | None) -> CheckedFile | None:
    """Judge the file of who may attach it before the transaction begins: decoding a photo takes seconds, so does a
    store that does not answer, and SQLite lets nobody write meanwhile. Of others nothing is decoded: the transaction
    refuses them. Raises also StoreAway."""
    may = load_kewenangan(by).may(Izin.ISI_REALISASI, opd_id=unit.opd_id, unit_path=unit.path)
    if not may:
        return None
    checked = inspect_file(file)
    store().require()
    return checked


def add_evidence(
    *, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, indikator_id: int, file: File[bytes] | None
) -> BuktiDukung:
    """Attach a file to a row; the row is made, blank, when there is none yet.

    Raises NotAllowed, NotNow (closed, submitted, row not returned), NotFound (not a row of this unit), NotValid.
    """
    checked = _judge_early(by, unit, file)
    return _add(by=by, triwulan=triwulan, unit=unit, indikator_id=indikator_id, file=file, checked=checked)


@write(Act.UNGGAH_BUKTI, BuktiDukung)
def _add(
    *,
    by: Pengguna,
    triwulan: Triwulan,
    unit: UnitKerja,
    indikator_id: int,
    file: File[bytes] | None,
    checked: CheckedFile | None,
) -> BuktiDukung:
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    checked = checked or inspect_file(file)
    lock_row(triwulan=triwulan, unit=unit, indikator_id=indikator_id)
    realisasi = ensure_row(by=by, triwulan=triwulan, unit=unit, indikator_id=indikator_id, alasan=MADE_FOR_EVIDENCE)
    beside = _refuse_twice(realisasi, checked)
    with _stored(by, realisasi, checked, beside) as bukti:
        record_evidence(by, unit, Act.UNGGAH_BUKTI, bukti)
    return bukti


def replace_evidence(
    *, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, bukti: BuktiDukung, file: File[bytes] | None, alasan: str
) -> BuktiDukung:
    """Put a successor in the place of a file, with a reason; the old one stays for those who look it up.

    Raises NotAllowed, NotNow (also: already replaced or withdrawn), NotFound, NotValid.
    """
    checked = _judge_early(by, unit, file)
    return _replace(by=by, triwulan=triwulan, unit=unit, bukti=bukti, file=file, checked=checked, alasan=alasan)


@write(Act.GANTI_BUKTI, "bukti")
def _replace(
    *,
    by: Pengguna,
    triwulan: Triwulan,
    unit: UnitKerja,
    bukti: BuktiDukung,
    file: File[bytes] | None,
    checked: CheckedFile | None,
    alasan: str,
) -> BuktiDukung:
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    reason = _clean_reason(alasan, "Tuliskan alasan berkas ini diganti.")
    checked = checked or inspect_file(file)
    lock_row(triwulan=triwulan, unit=unit, indikator_id=bukti.realisasi.indikator_id)
    old = _current(bukti, triwulan)
    beside = _refuse_twice(old.realisasi, checked)
    beside.discard(old.nama_asli.casefold())
    old.alasan = reason
    old.save(update_fields=["alasan"])
    with _stored(by, old.realisasi, checked, beside, menggantikan=old) as successor:
        record_evidence(by, unit, Act.GANTI_BUKTI, successor, sebelum=_facts(old), alasan=reason)
    return successor


@write(Act.TARIK_BUKTI, "bukti")
def withdraw_evidence(
    *, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, bukti: BuktiDukung, alasan: str
) -> BuktiDukung:
    """Take a file off its row with a reason; the file itself is kept.

    Raises NotAllowed, NotNow (also: already replaced or withdrawn), NotFound, NotValid.
    """
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    reason = _clean_reason(alasan, "Tuliskan alasan berkas ini ditarik.")
    lock_row(triwulan=triwulan, unit=unit, indikator_id=bukti.realisasi.indikator_id)
    current = _current(bukti, triwulan)
    before = _facts(current)
    current.alasan, current.ditarik_pada = reason, timezone.now()
    current.save(update_fields=["alasan", "ditarik_pada"])
    record_evidence(by, unit, Act.TARIK_BUKTI, current, sebelum=before, alasan=reason)
    return current


def deliver_evidence(*, by: Pengguna, unit: UnitKerja, bukti: BuktiDukung) -> File[bytes]:
    """Return a file of the unit, open at its beginning and whole, and note who took a copy of it.

    Raises NotAllowed, Damaged (it is not what its row says).
    """
    content = open_whole(stored_evidence(unit, bukti))
    try:
        record_download(by=by, unit=unit, bukti=bukti)
    except BaseException:
        content.close()
        raise
    return content


def stored_evidence(unit: UnitKerja, bukti: BuktiDukung) -> StoredFile:
    name = f"Bukti dukung {bukti.nama_asli} ({bukti.realisasi})"
    return StoredFile(unit.opd, "bukti", bukti.pk, name, bukti.berkas, bukti.sha256)


@write(Act.UNDUH_BUKTI, "bukti")
def record_download(*, by: Pengguna, unit: UnitKerja, bukti: BuktiDukung) -> None:
    """Note who took a copy of a file. Raises NotAllowed."""
    require(by, Izin.LIHAT_UNIT, opd=unit.opd, unit=unit)
    record_evidence(by, unit, Act.UNDUH_BUKTI, bukti)


def _clean_reason(text: str, missing: str) -> str:
    reason = " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())
    if not reason:
        raise refuse("alasan", missing)
    if len(reason) > ALASAN_LIMIT:
        raise refuse("alasan", f"Alasan terlalu panjang. Ringkas menjadi paling banyak {ALASAN_LIMIT} huruf.")
    return reason


def _refuse_twice(realisasi: Realisasi, checked: CheckedFile) -> set[str]:
    """Return the names that stand on the row, folded; raise NotValid when the very same file is among them."""
    standing = list(
        BuktiDukung.objects.filter(realisasi=realisasi, ditarik_pada__isnull=True, pengganti__isnull=True).values_list(
            "nama_asli", "sha256"
        )
    )
    same = next((nama for nama, sha256 in standing if sha256 == checked.sha256), None)
    if same is not None:
        raise refuse("berkas", f"Berkas yang sama sudah ada pada baris ini: {same}. Tidak perlu diunggah lagi.")
    if len(standing) >= MAX_FILES:
        raise refuse("berkas", f"Satu baris memuat paling banyak {MAX_FILES} berkas. Gabungkan atau tarik berkas lama.")
    return {nama.casefold() for nama, _ in standing}


def _current(bukti: BuktiDukung, triwulan: Triwulan) -> BuktiDukung:
    """Return the file as it stands; the lock that the caller holds is that of the quarter, so the file must be its."""
    found = BuktiDukung.objects.select_related("realisasi__indikator", "realisasi__triwulan", "pengganti").get(
        pk=bukti.pk
    )
    if found.realisasi.triwulan_id != triwulan.pk:
        raise NotFound(f"Berkas ini bukan berkas {triwulan}. Muat ulang halaman.")
    if found.ditarik_pada is not None or hasattr(found, "pengganti"):
        raise NotNow("Berkas ini sudah diganti atau ditarik. Muat ulang halaman untuk melihat berkas terbaru.")
    return found


@contextmanager
def _stored(
    by: Pengguna,
    realisasi: Realisasi,
    checked: CheckedFile,
    beside: set[str],
    *,
    menggantikan: BuktiDukung | None = None,
) -> Iterator[BuktiDukung]:
    """Store the file and its row; when anything after it fails, the file goes again with the rolled-back row."""
    bukti = BuktiDukung(
        realisasi=realisasi,
        nama_asli=numbered_name(checked.nama, beside),
        jenis=checked.jenis,
        ukuran=checked.ukuran,
        sha256=checked.sha256,
        diunggah_oleh=actor_text(by)[:200],
        diunggah_pada=timezone.now(),
        menggantikan=menggantikan,
    )
    bukti.berkas.save(bukti.nama_asli, checked.file, save=False)
    name = bukti.berkas.name or ""
    with kept_with_its_row(bukti.berkas.storage, name, rows=BuktiDukung.objects.filter(berkas=name)):
        bukti.save(force_insert=True)
        yield bukti


def _facts(bukti: BuktiDukung) -> dict[str, object]:
    return {"nama": bukti.nama_asli, "sha256": bukti.sha256, "ukuran": bukti.ukuran, "jenis": bukti.jenis}


def record_evidence(
    by: Pengguna,
    unit: UnitKerja,
    tindakan: Act,
    bukti: BuktiDukung,
    *,
    sebelum: dict[str, object] | None = None,
    alasan: str = "",
) -> None:
    """Note what was done with a file of the unit, with all that names it."""
    record(
        by=by,
        tindakan=tindakan,
        objek=bukti,
        opd=unit.opd,
        unit=unit.nama,
        sebelum=sebelum,
        sesudah={**_facts(bukti), "baris": str(bukti.realisasi)},
        alasan=alasan,
    )
