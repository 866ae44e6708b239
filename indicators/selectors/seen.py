"""What a page showed, as a short text that comes back with the act: nobody confirms what he has not seen."""

from collections.abc import Iterable, Mapping, Sequence

from indicators.models import AturanKewajaran, BarisDikembalikan, LembarPK, Pengajuan, PerjanjianKinerja
from indicators.models.lembar_pk import DATA_PIHAK
from indicators.selectors.digest import digest
from indicators.selectors.perjanjian import ShownButir
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.roll_over import RollOver

PARTY_FIELDS = tuple(f"{pihak}_{name}" for pihak in ("pertama", "kedua") for name in DATA_PIHAK)


def seen_submission(
    pengajuan: Pengajuan, rows: Sequence[SheetRow], dikembalikan: Mapping[int, BarisDikembalikan] | None = None
) -> str:
    """Return what stands for a unit's rows, fetched with their evidence, and its answers to a return, before they are
    handed in."""
    facts = []
    for row in rows:
        item = row.kini.realisasi
        files = sorted(file.pk for file in row.bukti)
        facts.append([row.butir.pk, 0 if item is None else item.versi, files])
    answers = sorted((pk, row.jawaban) for pk, row in (dikembalikan or {}).items() if row.jawaban)
    return digest([pengajuan.pk, pengajuan.versi, sorted(facts), *answers])


def seen_rule_settings(rows: Iterable[AturanKewajaran]) -> str:
    """Return what stands for an office's settings of the plausibility rules."""
    return digest(sorted([row.aturan, row.sifat, str(row.batas), row.cetak] for row in rows))


def seen_agreement(pk: PerjanjianKinerja, rows: Sequence[ShownButir], sheets: Sequence[LembarPK]) -> str:
    """Return what stands for a PK with its rows, targets and sheets before it is fixed."""
    facts = []
    for row in sorted(rows, key=lambda row: row.butir.pk):
        measure = {name: str(value) for name, value in row.butir.measure_values().items()}
        facts.append([row.butir.pk, row.butir.unit_id, measure, *row.target.values()])
    parties = [
        [sheet.unit_id, sheet.nomor, str(sheet.tanggal), *(getattr(sheet, name) for name in PARTY_FIELDS)]
        for sheet in sorted(sheets, key=lambda sheet: sheet.unit_id)
    ]
    return digest([pk.pk, str(pk.berlaku_mulai), facts, parties])


def seen_year(pergantian: RollOver) -> str:
    """Return what becomes of last year's PK in the year, as the page showed it before the year is opened."""
    facts = []
    for row in (item.tahun for item in pergantian.baris):
        target = row.renstra and [str(row.renstra.nilai), str(row.renstra.batas_atas), row.renstra.predikat]
        measure = {name: str(value) for name, value in row.cara.measure_values().items()}
        taker = None if row.indikator is None else row.indikator.pk
        facts.append([row.lama.pk, row.tanda, row.keterangan, taker, row.unit.pk, row.pindah, row.ada, target, measure])
    draft = pergantian.draf
    given_up = [row.butir.pk for row in pergantian.dilepas]
    known = None if draft is None else [draft.pk, draft.status, given_up]
    return digest([pergantian.lama.pk, pergantian.tahun, known, facts])
