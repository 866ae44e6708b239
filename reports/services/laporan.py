"""Editing the working report: number, place, date, the wording of three sections."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, PerangkatDaerah
from indicators.services.access import require
from indicators.services.jejak import actor_text, lost_race, move_rows, record, write
from reports.composition import InvalidNarrative, blocks_to_text, parse_narrative
from reports.models import Laporan, StatusDokumen
from reports.papers.paper import Facts
from reports.papers.registry import get_paper
from reports.rendering import fill_blocks, keep_figures, unknown_names
from reports.selectors import find_laporan, get_current, is_being_made_final, is_open
from reports.services.kedaluwarsa import why_outdated
from reports.snapshot import Block
from sakip.refusals import ChangedMeanwhile, NotNow, NotValid

REASON_LIMIT = 500
MOVED = "Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi perubahan Anda."


def facts_of(laporan: Laporan) -> Facts:
    """Return the facts that a report is composed of, or raise NotNow with what has to be done first."""
    facts: Facts | None = laporan.paper.gather(laporan.opd, laporan.tahun, laporan.triwulan)
    if facts is None:
        raise NotNow(
            "Laporan belum dapat disusun: triwulan ini belum dibuka atau perjanjian kinerjanya belum ditetapkan."
        )
    return facts


def without_nul(text: str) -> str:
    """A NUL is no letter, and PostgreSQL takes none."""
    return text.replace("\x00", "")


@write(Act.UBAH_LAPORAN, Laporan)
def edit(
    *,
    by: Pengguna,
    opd: PerangkatDaerah,
    jenis: str,
    tahun: int,
    triwulan: int,
    versi: int,
    nomor: str,
    tempat: str,
    tanggal: date | None,
    narasi: Mapping[str, str],
) -> Laporan:
    """Save number, place, date and the given sections as plain text, in which figures may stand by their names
    (``{capaian_sub_kegiatan}``). A text that says what the default says is kept as default. With a section's own
    words the figures of the day are kept, so that a figure typed as digits is known when it is out of date.

    Raises NotAllowed, NotNow (final, or being made final), NotValid (`fields`), ChangedMeanwhile.
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    current = lock_open(opd, jenis, tahun, triwulan)
    if current.versi != versi:
        raise ChangedMeanwhile(MOVED, {"versi": current.versi})
    paper = current.paper
    named, figures = paper.word(paper.compose(facts_of(current)))
    fields: dict[str, str] = {}
    if len(nomor) > 100 or len(tempat) > 100:
        fields["nomor" if len(nomor) > 100 else "tempat"] = "Paling banyak 100 karakter."
    if tanggal is not None and not 2000 <= tanggal.year <= 2100:
        fields["tanggal"] = "Tahun harus antara 2000 dan 2100."
    sections, held = dict(current.narasi), dict(current.angka_narasi)
    for section, text in narasi.items():
        if section not in paper.sections:
            raise NotValid("Bagian ini tidak dapat diubah.")
        try:
            blocks = _read_section(text, figures)
        except InvalidNarrative as error:
            fields[section] = str(error)
            continue
        if _says_the_default(blocks, named[section], figures):
            sections.pop(section, None)
            held.pop(section, None)
        elif blocks != sections.get(section):
            held[section] = keep_figures(blocks, held.get(section, {}), figures)
            sections[section] = blocks
    if fields:
        raise NotValid("Laporan belum disimpan: perbaiki isian yang ditandai.", fields)
    nomor, tempat = without_nul(nomor).strip(), without_nul(tempat).strip()
    beside = {"angka_narasi": held}
    return save_laporan(by, current, nomor=nomor, tempat=tempat, tanggal=tanggal, narasi=sections, beside=beside)


def _read_section(text: str, figures: Mapping[str, str]) -> list[Block]:
    """Return the blocks of a typed text. Raises InvalidNarrative, also for a name in braces that is no figure's."""
    blocks = parse_narrative(without_nul(text))
    unknown = unknown_names(blocks, figures)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in figures)
        raise InvalidNarrative(
            f"Penanda {', '.join(f'{{{name}}}' for name in unknown)} tidak dikenal. Penanda yang tersedia: {known}."
        )
    return blocks


def _says_the_default(blocks: list[Block], named: list[Block], figures: Mapping[str, str]) -> bool:
    """Say whether a text is the program's own, with its figures by name or as digits."""
    return any(blocks == parse_narrative(blocks_to_text(default)) for default in (named, fill_blocks(named, figures)))


@write(Act.UBAH_LAPORAN, Laporan)
def restore_default(
    *, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int, versi: int, bagian: str
) -> Laporan:
    """Throw a section's own wording away. Raises NotAllowed, NotNow, NotValid, ChangedMeanwhile."""
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    if bagian not in get_paper(jenis).sections:
        raise NotValid("Bagian ini tidak mempunyai teks bawaan.")
    current = lock_open(opd, jenis, tahun, triwulan)
    if current.versi != versi:
        raise ChangedMeanwhile(MOVED, {"versi": current.versi})
    sections, held = ({**kept} for kept in (current.narasi, current.angka_narasi))
    sections.pop(bagian, None)
    held.pop(bagian, None)
    return save_laporan(by, current, narasi=sections, beside={"angka_narasi": held})


@write(Act.BUKA_REVISI_LAPORAN, Laporan)
def open_revision(*, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int, alasan: str) -> Laporan:
    """Open a report whose document is final or signed, to prepare a successor. The document stands until then.

    Raises NotAllowed (a signed document is succeeded only at the signer's word), NotNow, NotValid (no reason).
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    laporan = lock_laporan(opd, jenis, tahun, triwulan)  # nobody signs meanwhile: it would be opened without his word
    dokumen = get_current(laporan)
    if dokumen is None:
        raise NotNow("Laporan ini belum final, jadi masih dapat diubah.")
    if dokumen.status == StatusDokumen.DITANDATANGANI:
        require(by, Izin.TANDA_TANGANI, opd=opd)
    if is_open(laporan, dokumen, outdated=bool(why_outdated(dokumen))):
        raise NotNow("Laporan ini sudah terbuka untuk disusun kembali.")
    reason = without_nul(alasan).strip()
    if not reason or len(reason) > REASON_LIMIT:
        message = f"Tuliskan alasannya, paling banyak {REASON_LIMIT} karakter."
        raise NotValid(message, {"alasan": message})
    seen = Laporan.objects.filter(pk=laporan.pk, versi=laporan.versi, revisi_dibuka=False)
    move_rows(seen, ChangedMeanwhile(MOVED), revisi_dibuka=True)
    laporan.refresh_from_db()
    record(
        by=by,
        tindakan=Act.BUKA_REVISI_LAPORAN,
        objek=laporan,
        opd=opd,
        sesudah={"dokumen": str(dokumen), "status": dokumen.status},
        alasan=reason,
    )
    return laporan


def lock_open(opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> Laporan:
    """Return the report locked for this transaction, created if need be; NotNow when it is final."""
    laporan = lock_laporan(opd, jenis, tahun, triwulan)
    if is_being_made_final(laporan):
        raise NotNow("Laporan sedang difinalkan. Tunggu sampai selesai.")
    current = get_current(laporan)
    if not is_open(laporan, current, outdated=current is not None and bool(why_outdated(current))):
        raise NotNow("Laporan sudah final. Buka revisi lebih dahulu bila isinya harus diubah.")
    return laporan


def lock_laporan(opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> Laporan:
    found = find_laporan(opd, jenis, tahun, triwulan)
    if found._state.adding:
        with lost_race(ChangedMeanwhile(MOVED)):
            found.save(force_insert=True)
    return Laporan.objects.select_for_update(of=("self",)).select_related("opd__pemda").get(pk=found.pk)


def close_revision(laporan: Laporan) -> None:
    """Close a report again whose document has become final; call it in the transaction that makes it so."""
    Laporan.objects.filter(pk=laporan.pk).update(revisi_dibuka=False, versi=F("versi") + 1)


def save_laporan(by: Pengguna, current: Laporan, *, beside: Mapping[str, Any], **changes: Any) -> Laporan:
    """Save changes with their trail; `beside` is what the program keeps for itself. Raises ChangedMeanwhile."""
    before = {name: getattr(current, name) for name in changes}
    seen = Laporan.objects.filter(pk=current.pk, versi=current.versi)
    who: dict[str, Any] = {"diubah_oleh": actor_text(by), "diubah_pada": timezone.now()}
    move_rows(seen, ChangedMeanwhile(MOVED), **who, **changes, **beside)
    current.refresh_from_db()
    after = {name: getattr(current, name) for name in changes}
    if before != after:
        record(by=by, tindakan=Act.UBAH_LAPORAN, objek=current, opd=current.opd, sebelum=before, sesudah=after)
    return current
