"""What rows of the sheet still lack before a unit may hand them in, by the rules of `indicators.rules.kelengkapan`."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.capaian import EntryStatus
from indicators.rules.kelengkapan import EntryFacts, find_in_entry
from indicators.selectors.quarter_sheet import SheetRow


@dataclass(frozen=True)
class Shortfall:
    """What a row still lacks before it can be handed in: a sentence for the list that Ajukan shows."""

    indikator_id: int
    nomor: int
    indikator: str
    kalimat: str


def entry_facts(row: SheetRow) -> EntryFacts:
    """Return what was entered in a row for the sheet's quarter."""
    item, hasil = row.kini.realisasi, row.kini.hasil.capaian
    if item is None:
        return EntryFacts(status=EntryStatus.BELUM_DIISI)
    return EntryFacts(
        status=EntryStatus(item.status),
        alasan=item.alasan,
        catatan=item.catatan,
        konsolidasi=row.aturan.konsolidasi,
        nilai=row.kini.nilai.besaran,
        nilai_lalu=row.nilai_lalu,
        capaian=hasil.status,
        catatan_mesin=hasil.catatan,
    )


def list_missing(rows: Sequence[SheetRow]) -> list[Shortfall]:
    """Return the rows that cannot be handed in yet, each with the first thing that it lacks."""
    return [
        Shortfall(row.indikator.pk, row.nomor, row.indikator.nama, found.kalimat)
        for row in rows
        if (found := find_in_entry(entry_facts(row))) is not None
    ]


def needs_note(row: SheetRow) -> bool:
    """Say whether the row cannot be handed in without a note."""
    found = find_in_entry(entry_facts(row))
    return found is not None and found.bidang == "catatan"
