"""The Kartu Kinerja: one folder and one line in the registry (here a fixture of the tests)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, cast

from indicators.selectors.reporting import (
    Basis,
    OfficeFacts,
    PejabatFacts,
    PerangkatDaerah,
    get_basis,
    get_quarter,
    get_report_facts,
    list_quarters,
)
from reports.composition import compose_office, compose_signer
from reports.composition.differences import DifferenceWords
from reports.papers.paper import Paper, Periods
from reports.rendering import fill_blocks
from reports.rendering.assets import TemplateFolder, Templates
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import TypeCase
from reports.rendering.render import Design
from reports.rendering.snapshot import prepare_snapshot
from reports.snapshot import Block, Schema, Snapshot

SCHEMA = Schema(jenis="kartu", title="Kartu Kinerja", number=7, required=("opd", "periode", "penandatangan"))


class Periode(TypedDict):
    tahun: int
    triwulan: int
    label: str


class SnapshotKartu(Snapshot):
    periode: Periode
    jumlah: int
    narasi: dict[str, list[Block] | None]


@dataclass(frozen=True)
class CardFacts:
    kantor: OfficeFacts
    tahun: int
    triwulan: int
    disahkan: bool
    versi_triwulan: int
    penandatangan: PejabatFacts | None
    jumlah: int


def gather(opd: PerangkatDaerah, tahun: int, triwulan: int) -> CardFacts | None:
    facts = get_report_facts(opd, tahun, triwulan)
    if facts is None:
        return None
    return CardFacts(
        facts.kantor,
        tahun,
        triwulan,
        facts.disahkan,
        facts.versi_triwulan,
        facts.penandatangan,
        jumlah=len(facts.baris),
    )


def basis(opd: PerangkatDaerah, facts: CardFacts) -> Basis:
    signer = facts.penandatangan
    pejabat_id = None if signer is None else signer.pejabat_id
    return get_basis(opd, facts.tahun, facts.triwulan, pejabat_id=pejabat_id, indikator_lalu=[])


def label(tahun: int, triwulan: int) -> str:
    return f"TW {triwulan}/{tahun}"


def compose(
    facts: CardFacts,
    *,
    nomor: str = "",
    tempat: str = "",
    tanggal: date | None = None,
    narasi: Mapping[str, list[Block]] | None = None,
) -> SnapshotKartu:
    return {
        "skema": SCHEMA.number,
        "jenis": SCHEMA.jenis,
        "draf": not facts.disahkan,
        "opd": compose_office(facts.kantor),
        "penandatangan": compose_signer(facts.penandatangan),
        "nomor": nomor,
        "tempat": tempat or facts.kantor.ibu_kota,
        "tanggal": (tanggal or date(facts.tahun, 12, 31)).isoformat(),
        "periode": {"tahun": facts.tahun, "triwulan": facts.triwulan, "label": label(facts.tahun, facts.triwulan)},
        "jumlah": facts.jumlah,
        "narasi": {"catatan": (narasi or {}).get("catatan")},
    }


def word(snapshot: Mapping[str, Any]) -> tuple[dict[str, list[Block]], dict[str, str]]:
    words: list[Block] = [{"jenis": "paragraf", "teks": "Kartu ini memuat {jumlah_indikator} indikator."}]
    return {"catatan": words}, {"jumlah_indikator": str(snapshot["jumlah"])}


def prepare(snapshot: Mapping[str, Any]) -> SnapshotKartu:
    return cast(SnapshotKartu, prepare_snapshot(snapshot, SCHEMA))


class CardContent:
    def __init__(self, snapshot: SnapshotKartu, folder: TemplateFolder, geometry: Geometry, types: TypeCase) -> None:
        self._snapshot = snapshot

    def cut(self, share: float) -> list[dict[str, Any]]:
        return []

    def data(self, tables: list[dict[str, Any]]) -> dict[str, Any]:
        words, figures = word(self._snapshot)
        own = self._snapshot["narasi"]["catatan"]
        return {**self._snapshot, "catatan": fill_blocks(own or words["catatan"], figures)}


KARTU = Paper[CardFacts](
    schema=SCHEMA,
    introduction="Kartu Kinerja {opd}.",
    file_stem="kartu",
    sections={"catatan": "Catatan"},
    periods=Periods(
        list_quarters,
        get_quarter,
        label,
        lambda tahun, triwulan: f"Triwulan {triwulan} Tahun {tahun}",
        lambda tahun, triwulan: f"{triwulan}-{tahun}",
    ),
    gather=gather,
    basis=basis,
    compose=compose,
    word=word,
    differences=DifferenceWords({"jumlah": "Jumlah indikator"}, {}, lambda _: (), frozenset(), frozenset()),
    design=Design[SnapshotKartu](Templates(Path(__file__).parent / "templates", ("v1",)), (), prepare, CardContent),
)
