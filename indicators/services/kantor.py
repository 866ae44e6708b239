"""Keeping the office: regional government, agency, units, officials, settings of a year."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from PIL import Image, UnidentifiedImageError

from indicators.acts import Act
from indicators.models import (
    Pejabat,
    Pemda,
    PengaturanTahun,
    Pengguna,
    PerangkatDaerah,
    UnitKerja,
)
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import load_kewenangan
from indicators.services.access import refusal, require, require_each
from indicators.services.jejak import lost_race, state_of, write
from indicators.services.locks import lock_plan, lock_quarters
from indicators.services.pemberitahuan import tell_of_signers
from indicators.services.saving import (
    BATCH,
    GONE,
    TAKEN,
    check_fields,
    check_whole,
    delete_checked,
    lock_many,
    lock_stored,
    raise_first,
    save_checked,
    save_many,
    take_ids,
    take_key,
    write_rows,
)
from indicators.services.unit_tree import END_BEFORE_START, UnitTree
from sakip.held_files import discard
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid, ServiceError, refuse
from sakip.storage import kept_with_its_row

OWN_SIGNER = "Anda tidak dapat mencatat diri sendiri sebagai penanda tangan. Minta administrator lain mencatatnya."
LOGO_LIMIT_BYTES = 1024 * 1024
LOGO_LIMIT_PIXELS = 4000
# How a whole file of each kind ends. Pillow alone does not say it: a package that is loaded beside it (WeasyPrint)
# tells Pillow, for the whole process, to be content with half a picture.
LOGO_ENDINGS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
LOGO_SENTENCE = "Logo harus berupa gambar PNG atau JPEG. Simpan ulang gambarnya, lalu unggah kembali."


@write(Act.UBAH, "pemda")
def save_pemda(*, by: Pengguna | None, pemda: Pemda) -> Pemda:
    """Create or change a regional government. New ones come from the command `create_opd` only; changing one needs
    the administrator of every office in it, because its name stands in all their reports. Raises NotAllowed, NotValid.
    """
    stored = lock_stored(pemda)
    if by is not None:
        offices = [] if stored is None else list(PerangkatDaerah.objects.filter(pemda=stored))
        if not offices:
            raise refusal(Izin.KELOLA_KANTOR)
        require_each(by, Izin.KELOLA_KANTOR, offices)
    return save_checked(by=by, instance=pemda, stored=stored, opd=None)


@write(Act.UBAH, "opd")
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
    _refuse_taken_code(opd)
    with _stored_logo(opd.logo):
        save_checked(by=by, instance=opd, stored=stored, opd=opd)
    if stored is not None and stored.logo and stored.logo.name != opd.logo.name:
        old = str(stored.logo.name)
        transaction.on_commit(lambda: discard(old), robust=True)
    return opd


def check_new_opd(*, opd: PerangkatDaerah) -> None:
    """Raise NotValid where `save_opd` would refuse a new office; writes nothing."""
    _refuse_taken_code(opd)
    check_whole(opd)


def _refuse_taken_code(opd: PerangkatDaerah) -> None:
    """Refuse a code that another office of the same Pemda has, however it writes it. Raises NotValid."""
    if PerangkatDaerah.objects.filter(pemda_id=opd.pemda_id, kode__iexact=opd.kode).exclude(pk=opd.pk).exists():
        raise refuse("kode", f"Kode {opd.kode} sudah dipakai perangkat daerah lain. Pilih kode lain.")


@contextmanager
def _stored_logo(logo: FieldFile) -> Iterator[None]:
    """Store a freshly uploaded logo, and take it away again when its office is not saved."""
    if not logo or logo._committed:  # type: ignore[attr-defined]  # Django's own mark of a file that is not stored yet
        yield
        return
    _take_logo(logo)
    name = str(logo.name)
    with kept_with_its_row(logo.storage, name, rows=PerangkatDaerah.objects.filter(logo=name)):
        yield


def _take_logo(logo: FieldFile) -> None:
    """Replace a freshly uploaded logo by its checked bytes under a random name."""
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


def save_unit(*, by: Pengguna | None, unit: UnitKerja) -> UnitKerja:
    """Create or change one unit, see `save_units`."""
    return save_units(by=by, opd=unit.opd, units=[unit])[0]


@write(Act.UBAH, "units")
def save_units(*, by: Pengguna | None, opd: PerangkatDaerah, units: Sequence[UnitKerja]) -> list[UnitKerja]:
    """Create or change units of one office; `induk` may be a unit of the same call. Moving one moves all below it.

    All or none, with a constant number of queries and a statement per level of new units. Raises NotAllowed, NotFound,
    NotValid (of several, the sentence names the unit; see `check_units`), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    lock_plan(opd)  # moves in one tree come one by one
    stored = _stored_units(opd, units)
    tree = UnitTree(opd, units, stored)
    raise_first(tree.refusals(), units)
    before = {id(row): state_of(stored[row.pk]) for row in tree.units if not row._state.adding}
    entered = {id(unit) for unit in units}

    def act(row: UnitKerja) -> Act:
        if id(row) not in entered:
            return Act.PINDAHKAN
        return Act.UBAH if id(row) in before else Act.TAMBAH

    with lost_race(ChangedMeanwhile(TAKEN)):
        for level in tree.levels():
            _place_level(tree, level)
        write_rows(
            by=by,
            opd=opd,
            rows=[row for row in tree.units if before.get(id(row)) != state_of(row)],
            before=before,
            tindakan=act,
            unit=lambda row: row.nama,
        )
    return list(units)


def check_units(*, by: Pengguna | None, opd: PerangkatDaerah, units: Sequence[UnitKerja]) -> dict[int, ServiceError]:
    """Return why `save_units` would refuse units, by `id` of the unit: reads only, holds no lock. Raises NotAllowed.

    Refused are: a code that another unit has, a new name after an approved quarter (`services.printed_names`), a second
    root, a superior of another office or none that can be saved, a unit below itself.
    """
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    return UnitTree(opd, units, _stored_units(opd, units)).refusals()


def _stored_units(opd: PerangkatDaerah, units: Sequence[UnitKerja]) -> dict[int, UnitKerja]:
    """Return all units of the office, and those entered that are another office's. Raises NotFound."""
    # By number: an office that is only checked has none yet.
    stored = {row.pk: row for row in UnitKerja.objects.filter(opd_id=opd.pk)}
    foreign = {unit.pk for unit in units if not unit._state.adding} - set(stored)
    if foreign:
        stored |= UnitKerja.objects.in_bulk(foreign)
        if not foreign <= set(stored):
            raise NotFound(GONE)
    return stored


def _place_level(tree: UnitTree, level: Sequence[UnitKerja]) -> None:
    """Create the level's new units and give all of them their path, which needs their id."""
    parents = {id(unit): tree.parent_of(unit) for unit in level}
    new = [unit for unit in level if unit._state.adding]
    for unit in level:
        if parents[id(unit)] is not None:
            unit.induk = parents[id(unit)]  # takes over the id that it has by now
    for unit in new:
        unit.path = f"baru/{uuid4().hex}"
    UnitKerja.objects.bulk_create(new, batch_size=BATCH)
    for unit in level:
        parent = parents[id(unit)]
        unit.path = f"{'' if parent is None else parent.path}{unit.pk:06d}/"


@write(Act.HAPUS, "unit")
def delete_unit(*, by: Pengguna | None, unit: UnitKerja) -> None:
    """Delete a unit that nothing uses. Raises NotAllowed, NotFound, NotNow."""
    require(by, Izin.KELOLA_KANTOR, opd=unit.opd)
    lock_plan(unit.opd)
    delete_checked(by=by, instance=unit, opd=unit.opd)


def save_pejabat(*, by: Pengguna | None, pejabat: Pejabat) -> Pejabat:
    """Create or change one official, see `save_pejabat_many`."""
    return save_pejabat_many(by=by, opd=pejabat.opd, daftar=[pejabat])[0]


@write(Act.UBAH, "daftar")
def save_pejabat_many(*, by: Pengguna | None, opd: PerangkatDaerah, daftar: Sequence[Pejabat]) -> list[Pejabat]:
    """Create or change officials of one office; all or none, with a constant number of queries.

    Raises NotAllowed, NotFound, NotValid (of several, the sentence names the official), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    stored = lock_many(Pejabat, daftar)
    raise_first(_refused_pejabat(by, opd, daftar, stored, units=()), daftar)
    tell_of_signers(by, opd, [row for row in daftar if _signs_otherwise(row, stored.get(row.pk))])
    save_many(by=by, instances=daftar, stored=stored, opd=opd)
    return list(daftar)


def _signs_otherwise(row: Pejabat, stored: Pejabat | None) -> bool:
    """Say whether with this row somebody else signs the office's reports, or for another time."""
    if stored is None:
        return row.penanda_tangan
    names = ("nama", "nip", "penanda_tangan", "mulai", "sampai")
    changed = any(getattr(row, name) != getattr(stored, name) for name in names)
    return changed and (row.penanda_tangan or stored.penanda_tangan)


def check_pejabat(
    *, by: Pengguna | None, opd: PerangkatDaerah, daftar: Sequence[Pejabat], units: Sequence[UnitKerja] = ()
) -> dict[int, ServiceError]:
    """Return why `save_pejabat_many` would refuse officials, by `id` of the official: reads only, holds no lock.

    `units` are those that will be saved before them. Raises NotAllowed.
    """
    require(by, Izin.KELOLA_KANTOR, opd=opd)
    ids = [row.pk for row in daftar if not row._state.adding]
    return _refused_pejabat(by, opd, daftar, Pejabat.objects.in_bulk(ids), units=units)


def _refused_pejabat(
    by: Pengguna | None,
    opd: PerangkatDaerah,
    daftar: Sequence[Pejabat],
    stored: Mapping[int, Pejabat],
    *,
    units: Sequence[UnitKerja],
) -> dict[int, ServiceError]:
    """The one rule of officials: a valid NIP, a unit of the office, each once per term, an end after the start."""
    require_each(by, Izin.KELOLA_KANTOR, (row.opd for row in stored.values()))
    own = set(UnitKerja.objects.filter(opd_id=opd.pk).values_list("pk", flat=True))
    new = {id(unit) for unit in units}
    entered = {row.pk for row in daftar if not row._state.adding}
    terms: dict[tuple[Any, ...], object] = {
        (nip, jabatan, mulai): pk
        for pk, nip, jabatan, mulai in Pejabat.objects.filter(opd_id=opd.pk, nip__in={row.nip for row in daftar})
        .exclude(pk__in=entered)
        .values_list("pk", "nip", "jabatan", "mulai")
    }
    heads = by is None or Peran.KEPALA_DINAS in load_kewenangan(by).peran_in(opd.pk)
    found: dict[int, ServiceError] = {}
    for row in daftar:
        row.opd = opd
        take_ids(row)
        try:
            check_fields(row)
            if row.unit_id not in own and id(row._state.fields_cache.get("unit")) not in new:
                raise refuse("unit", "Unit kerja harus dari perangkat daerah yang sama.")
            if row.sampai is not None and row.sampai < row.mulai:
                raise refuse("sampai", END_BEFORE_START)
            if not take_key(terms, (row.nip, row.jabatan, row.mulai), row):
                raise refuse("mulai", "Pejabat dengan NIP, jabatan, dan tanggal mulai ini sudah tercatat.")
            if by is not None and not heads and row.nip == by.nip and _signs_otherwise(row, stored.get(row.pk)):
                raise NotAllowed(OWN_SIGNER)
        except (NotValid, NotAllowed) as refusal:
            found[id(row)] = refusal
    return found


@write(Act.HAPUS, "pejabat")
def delete_pejabat(*, by: Pengguna | None, pejabat: Pejabat) -> None:
    """Delete an official. Raises NotAllowed, NotFound."""
    require(by, Izin.KELOLA_KANTOR, opd=pejabat.opd)
    gone = delete_checked(by=by, instance=pejabat, opd=pejabat.opd)
    tell_of_signers(by, pejabat.opd, [gone] * gone.penanda_tangan, "dihapus")


@write(Act.UBAH, "pengaturan")
def save_settings(*, by: Pengguna | None, pengaturan: PengaturanTahun) -> PengaturanTahun:
    """Create or change an office's settings of a year in which no quarter is approved: its figures hang on them.

    Raises NotAllowed, NotNow (a quarter of the year is approved), NotValid, NotFound.
    """
    stored = lock_stored(pengaturan)
    years = {(row.opd, row.tahun) for row in (pengaturan, stored) if row is not None}
    require_each(by, Izin.KELOLA_KANTOR, (opd for opd, _ in years))
    for opd, tahun in sorted(years, key=lambda year: (year[0].pk, year[1])):
        for quarter in lock_quarters(opd, tahun):
            if quarter.locked:
                raise NotNow(
                    f"{quarter.why_locked}, jadi pengaturan tahun {tahun} tidak dapat diubah. "
                    "Minta Kepala Dinas membukanya kembali lebih dahulu."
                )
    return save_checked(by=by, instance=pengaturan, stored=stored, opd=pengaturan.opd)
