"""Figures in an office's own words: which are out of date, and who has looked at them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, PerangkatDaerah
from indicators.services.access import require
from indicators.services.jejak import actor_text, record, write
from reports.models import Laporan
from reports.rendering import OutdatedFigure, find_outdated
from reports.services.kedaluwarsa import snapshot_of
from reports.services.laporan import MOVED, facts_of, lock_open, save_laporan
from reports.snapshot import Block
from sakip.refusals import ChangedMeanwhile, NotNow, NotValid
from sakip.sentences import enumerate_in_words


@dataclass(frozen=True)
class SectionReview:
    """What an office's own section says against the data; `sidik` stands for exactly this text and these figures.

    `diperiksa` is who looked at it and when, as long as neither text nor data have changed since.
    """

    outdated: list[OutdatedFigure]
    sidik: str
    diperiksa: Mapping[str, str] | None

    @property
    def open(self) -> bool:
        return bool(self.outdated) and self.diperiksa is None


def review_narrative(laporan: Laporan, figures: Mapping[str, str]) -> dict[str, SectionReview]:
    """Return the review of every section in the office's own words, against the present figures by name."""
    reviews = {}
    for section, blocks in laporan.narasi.items():
        sidik = _fingerprint(blocks, figures)
        seen = laporan.pemeriksaan_narasi.get(section)
        reviews[section] = SectionReview(
            find_outdated(blocks, laporan.angka_narasi.get(section, {}), figures),
            sidik,
            seen if seen and seen["sidik"] == sidik else None,
        )
    return reviews


def _fingerprint(blocks: Sequence[Block], figures: Mapping[str, str]) -> str:
    """Return what changes with the text and with any figure of the data."""
    return hashlib.sha256(json.dumps([blocks, figures], sort_keys=True).encode()).hexdigest()


def refuse_outdated_words(laporan: Laporan, snapshot: Mapping[str, Any]) -> None:
    """Keep a report from being final while a figure in its words is out of date, unlooked at. Raises NotNow."""
    if not laporan.narasi:
        return
    paper = laporan.paper
    _, figures = paper.word(snapshot)
    found = [paper.sections[name] for name, review in review_narrative(laporan, figures).items() if review.open]
    if found:
        raise NotNow(
            f"Teks {enumerate_in_words(found)} memuat angka yang tidak lagi sesuai data. Perbaiki teksnya, atau "
            "nyatakan sudah diperiksa pada isian laporan, lalu finalkan."
        )


@write(Act.PERIKSA_ANGKA_NARASI, Laporan)
def confirm_figures(
    *, by: Pengguna, opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int, versi: int, bagian: str, sidik: str
) -> Laporan:
    """Keep that someone has looked at the figures of a section that are out of date, and leaves the text as it is.

    `sidik` is that of the review he was shown. Raises NotAllowed, NotNow, NotValid, ChangedMeanwhile (text or data
    are not what he saw).
    """
    require(by, Izin.SUSUN_LAPORAN, opd=opd)
    current = lock_open(opd, jenis, tahun, triwulan)
    if bagian not in current.narasi:
        raise NotValid("Bagian ini memakai teks bawaan; angkanya mengikuti data.")
    _, figures = current.paper.word(snapshot_of(current, facts_of(current), draf=True))
    review = review_narrative(current, figures)[bagian]
    if current.versi != versi or review.sidik != sidik:
        raise ChangedMeanwhile(MOVED, {"versi": current.versi})
    if not review.outdated:
        raise NotValid("Bagian ini tidak memuat angka yang berbeda dari data.")
    seen = {"sidik": sidik, "oleh": actor_text(by), "pada": timezone.now().isoformat()}
    saved = save_laporan(by, current, beside={"pemeriksaan_narasi": {**current.pemeriksaan_narasi, bagian: seen}})
    record(
        by=by,
        tindakan=Act.PERIKSA_ANGKA_NARASI,
        objek=saved,
        opd=opd,
        sesudah={
            "bagian": current.paper.sections[bagian],
            "angka": [{"tertulis": item.text, "nama": item.name, "data": item.now} for item in review.outdated],
        },
    )
    return saved
