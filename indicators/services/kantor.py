"""Keeping the office: regional government, agency, units, officials, settings of a year."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from PIL import Image, UnidentifiedImageError

from indicators.models import (
    Jejak,
    Pejabat,
    Pemda,
    PengaturanTahun,
    Pengguna,
    PerangkatDaerah,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.services.akses import refusal, require
from indicators.services.errors import NotAllowed, NotNow
from indicators.services.jejak import make_jejak, record, state_of, write
from indicators.services.nama_tetap import refuse_renamed_unit
from indicators.services.simpan import check_whole, delete_checked, lock_stored, refuse, save_checked

LOGO_LIMIT_BYTES = 1024 * 1024
LOGO_LIMIT_PIXELS = 4000
# How a whole file of each kind ends. Pillow alone does not say it: a package that is loaded beside it (WeasyPrint)
# tells Pillow, for the whole process, to be content with half a picture.
LOGO_ENDINGS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
LOGO_SENTENCE = "Logo harus berupa gambar PNG atau JPEG. Simpan ulang gambarnya, lalu unggah kembali."


@write
def save_pemda(*, by: Pengguna | None, pemda: Pemda) -> Pemda:
    """Create or change a regional government. New ones come from the command `create_opd` only; changing one needs
    the administrator of every office in it, because its name stands in all their reports. Raises NotAllowed, NotValid.
    """
    stored = lock_stored(pemda)
    if by is not None:
        offices = [] if stored is None else list(PerangkatDaerah.objects.filter(pemda=stored))
        if not offices:
            raise refusal(Izin.KELOLA_KANTOR)
        for opd in offices:
            require(by, Izin.KELOLA_KANTOR, opd=opd)
    return save_checked(by=by, instance=pemda, stored=stored, opd=None)


@write
def save_opd(*, by: Pengguna | None, opd: PerangkatDaerah) -> PerangkatDaerah:
    """Create or change an office; a new `logo` is checked by its content and stored under a random name.

    New offices come from the command `create_opd` only. Raises NotAllowed, NotValid.
    """
    stored = lock_stored(opd)
    if stored is None:
        if by is not None:
            raise NotAllowed("Perangkat daerah baru dibuat oleh pengelola server dengan perintah create_opd.")
    else:
        require(by, Izin.KELOLA_KANTOR, opd=stored)
        if stored.pemda_id != opd.pemda_id:
            raise refuse("pemda", "Perangkat daerah tidak dapat dipindahkan ke pemerintah daerah lain.")
    if PerangkatDaerah.objects.filter(kode__iexact=opd.kode).exclude(pk=opd.pk).exists():
        # Addresses and commands name an office by its code alone, across every Pemda of the installation.
        raise refuse("kode", f"Kode {opd.kode} sudah dipakai perangkat daerah lain. Pilih kode lain.")
    _take_logo(opd.logo)
    save_checked(by=by, instance=opd, stored=stored, opd=opd)
    if stored is not None and stored.logo and stored.logo.name != opd.logo.name:
        old = str(stored.logo.name)
        transaction.on_commit(lambda: default_storage.delete(old))
    return opd


def _take_logo(logo: FieldFile) -> None:
    """Replace a freshly uploaded logo by its checked bytes under a random name."""
    if not logo or logo._committed:  # type: ignore[attr-defined]  # Django's own mark of a file that is not stored yet
        return
    if logo.size > LOGO_LIMIT_BYTES:
        raise refuse("logo", "Logo lebih besar daripada 1 MB. Perkecil gambarnya, lalu unggah kembali.")
    logo.open("rb")
    suffix = check_logo(logo.read())
    logo.seek(0)
    content = ContentFile(logo.read())
    logo.save(f"{uuid4().hex}.{suffix}", content, save=False)


def check_logo(content: bytes) -> str:
    """Return "png" or "jpg" for the bytes of a picture. Raises NotValid."""
    if len(content) > LOGO_LIMIT_BYTES:
        raise refuse("logo", "Logo lebih besar daripada 1 MB. Perkecil gambarnya, lalu unggah kembali.")
    source = ContentFile(content)
    try:
        with Image.open(source, formats=["PNG", "JPEG"]) as picture:
            kind, size = picture.format, picture.size
            if max(size) <= LOGO_LIMIT_PIXELS:
                picture.load()  # decodes it whole: a header alone is no picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise refuse("logo", LOGO_SENTENCE) from None
    if max(size) > LOGO_LIMIT_PIXELS:
        raise refuse("logo", f"Logo paling besar {LOGO_LIMIT_PIXELS} x {LOGO_LIMIT_PIXELS} piksel. Perkecil gambarnya.")
    if not content.endswith(LOGO_ENDINGS[str(kind)]):
        raise refuse("logo", LOGO_SENTENCE)
    return {"PNG": "png", "JPEG": "jpg"}[str(kind)]


@write
def save_unit(*, by: Pengguna | None, unit: UnitKerja) -> UnitKerja:
    """Create or change a unit; computes its path, and moving it moves everything below.

    Raises NotAllowed, NotValid (superior in another office, below itself, second root, a new name after an approved
    quarter: `services.nama_tetap`), NotFound.
    """
    opd = PerangkatDaerah.objects.select_for_update().get(pk=unit.opd_id)  # moves in one tree come one by one
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    stored = lock_stored(unit)
    if stored is not None and stored.opd_id != opd.pk:
        raise refuse("opd", "Unit tidak dapat dipindahkan ke perangkat daerah lain.")
    if stored is not None:
        refuse_renamed_unit(unit, stored)
    prefix = _prefix(unit, stored)
    if stored is None:
        return _create_unit(by, opd, unit, prefix)
    unit.path = f"{prefix}{unit.pk:06d}/"
    save_checked(by=by, instance=unit, stored=stored, opd=opd)
    if unit.path != stored.path:
        _move_below(by, opd, unit, stored.path)
    return unit


def _create_unit(by: Pengguna | None, opd: PerangkatDaerah, unit: UnitKerja, prefix: str) -> UnitKerja:
    """Save a new unit: its path needs its id, so it stands under another one for a moment."""
    unit.path = f"baru/{uuid4().hex}"
    check_whole(unit)
    unit.save()
    unit.path = f"{prefix}{unit.pk:06d}/"
    unit.save(update_fields=["path"])
    record(by=by, tindakan="tambah_unitkerja", objek=unit, opd=opd, unit=unit.nama, sesudah=state_of(unit))
    return unit


def _prefix(unit: UnitKerja, stored: UnitKerja | None) -> str:
    """Return the path of the superior. Raises NotValid."""
    if unit.induk_id is None:
        root = UnitKerja.objects.filter(opd_id=unit.opd_id, induk__isnull=True).exclude(pk=unit.pk)
        if root.exists():
            raise refuse("induk", "Perangkat daerah sudah mempunyai unit puncak: pilih unit atasan.")
        return ""
    parent = UnitKerja.objects.filter(pk=unit.induk_id, opd_id=unit.opd_id).first()
    if parent is None:
        raise refuse("induk", "Unit atasan harus dari perangkat daerah yang sama.")
    if stored is not None and parent.path.startswith(stored.path):
        raise refuse("induk", "Unit tidak dapat ditempatkan di bawah dirinya sendiri. Pilih unit atasan yang lain.")
    return parent.path


def _move_below(by: Pengguna | None, opd: PerangkatDaerah, unit: UnitKerja, old: str) -> None:
    below = list(UnitKerja.objects.select_for_update().filter(path__startswith=old).exclude(pk=unit.pk))
    audit: list[Jejak] = []
    for row in below:
        before = state_of(row)
        row.path = unit.path + row.path.removeprefix(old)
        audit.append(
            make_jejak(
                by=by,
                tindakan="pindah_unitkerja",
                objek=row,
                opd=opd,
                unit=row.nama,
                sebelum=before,
                sesudah=state_of(row),
            )
        )
    UnitKerja.objects.bulk_update(below, ["path"], batch_size=200)
    Jejak.objects.bulk_create(audit, batch_size=500)


@write
def delete_unit(*, by: Pengguna | None, unit: UnitKerja) -> None:
    """Delete a unit that nothing uses. Raises NotAllowed, NotNow."""
    require(by, Izin.KELOLA_KANTOR, opd=unit.opd)
    delete_checked(by=by, instance=unit, opd=unit.opd)


@write
def save_pejabat(*, by: Pengguna | None, pejabat: Pejabat) -> Pejabat:
    """Create or change an official. Raises NotAllowed, NotValid, NotFound."""
    stored = lock_stored(pejabat)
    for opd in {row.opd for row in (pejabat, stored) if row is not None}:
        require(by, Izin.KELOLA_KANTOR, opd=opd)
    if pejabat.unit.opd_id != pejabat.opd_id:
        raise refuse("unit", "Unit kerja harus dari perangkat daerah yang sama.")
    return save_checked(by=by, instance=pejabat, stored=stored, opd=pejabat.opd)


@write
def delete_pejabat(*, by: Pengguna | None, pejabat: Pejabat) -> None:
    require(by, Izin.KELOLA_KANTOR, opd=pejabat.opd)
    delete_checked(by=by, instance=pejabat, opd=pejabat.opd)


@write
def save_pengaturan(*, by: Pengguna | None, pengaturan: PengaturanTahun) -> PengaturanTahun:
    """Create or change an office's settings of a year in which no quarter is approved: its figures hang on them.

    Raises NotAllowed, NotNow (a quarter of the year is approved), NotValid, NotFound.
    """
    stored = lock_stored(pengaturan)
    years = {(row.opd, row.tahun) for row in (pengaturan, stored) if row is not None}
    for opd, _ in years:
        require(by, Izin.KELOLA_KANTOR, opd=opd)
    for opd, tahun in years:
        for quarter in Triwulan.objects.select_for_update(no_key=True).filter(opd=opd, tahun=tahun):
            if quarter.locked:
                raise NotNow(
                    f"{quarter} sudah disahkan, jadi pengaturan tahun {tahun} tidak dapat diubah. "
                    "Minta Kepala Dinas membukanya kembali lebih dahulu."
                )
    return save_checked(by=by, instance=pengaturan, stored=stored, opd=pengaturan.opd)
