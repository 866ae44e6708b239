"""The change of nomenclature that a workbook brings: its pairs become decisions of the service behind the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from indicators.exchange.texts import joined
from indicators.exchange.workbook.lookalikes import LookalikePair, corrections
from indicators.exchange.workbook.runner import BookRowOutcome, SheetOutcome
from indicators.exchange.workbook.structure import SIMPUL, BookFinding
from indicators.models import ButirPK, Indikator, Pengguna, PeriodeRenstra
from indicators.models.perjanjian import StatusPK
from indicators.models.tingkat import MODEL_OF
from indicators.selectors.perubahan_nomenklatur import NomenklaturState, get_perubahan
from indicators.services.nomenklatur import change_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry
from indicators.tingkat import NOMENKLATUR
from sakip.refusals import NotAllowed, NotValid, ServiceError

NO_YEAR = "Tulis tahun mulainya di “Mulai tahun”, lalu periksa lagi."
AFTER_PK = (
    "Nomenklatur berganti mulai {mulai}, sesudah tahun perjanjian kinerja berkas ini ({tahun}). "
    "Tulis {tahun} atau tahun sebelumnya di “Mulai tahun”, lalu periksa lagi."
)


@dataclass
class NomenklaturPairs:
    """What the pairs came to: what to show, what is wrong, and what rows of the second run correct."""

    lembar: SheetOutcome
    temuan: list[BookFinding] = field(default_factory=list)
    koreksi: dict[str, dict[tuple[str, int], int]] = field(default_factory=dict)
    mulai: int = 0
    diganti: Sequence[LookalikePair] = ()

    @property
    def gagal(self) -> bool:
        return any(item.jenis != "peringatan" for item in self.temuan)


def replaced_among(pairs: Sequence[LookalikePair]) -> list[LookalikePair]:
    """Return the pairs of nodes that one another replaces: with another code or name, or below such a node."""
    found: list[LookalikePair] = []
    keys: set[tuple[str, int]] = set()
    for pair in pairs:
        if pair.tingkat not in NOMENKLATUR:
            continue
        above = pair.tingkat.parent_field
        if pair.berbeda or (above, getattr(pair.lama, f"{above}_id")) in keys:
            found.append(pair)
            keys.add((pair.tingkat, pair.lama.pk))
    return found


def change_by_book(
    *, by: Pengguna, periode: PeriodeRenstra, mulai: int | None, tahun: int | None, pairs: Sequence[LookalikePair]
) -> NomenklaturPairs:
    """Replace the stored nodes of the pairs from the year `mulai` on, inside the caller's transaction.

    `tahun` is the year of the file's PK. Whatever else the pairs are is corrected: a Tujuan, a Sasaran, the name of an
    indicator, on a replaced node that of its copy. Raises NotAllowed; other refusals are findings.
    """
    result = NomenklaturPairs(SheetOutcome(f"Perubahan nomenklatur mulai {mulai}", terbuka=True))
    nodes = replaced_among(pairs)
    if nodes and mulai is None:
        result.temuan.append(BookFinding("tanya", "", "", "", NO_YEAR, jawaban=("mulai",)))
    elif nodes and tahun is not None and mulai is not None and mulai > tahun:
        sentence = AFTER_PK.format(mulai=mulai, tahun=tahun)
        result.temuan.append(BookFinding("galat", "", "", "", sentence, jawaban=("mulai",)))
    if result.gagal:
        return result
    copies: list[Indikator] = []
    if nodes and mulai is not None:
        try:
            copies = _carry_out(by, periode, mulai, nodes)
        except NotAllowed:
            raise
        except ServiceError as refusal:
            result.temuan += _refused(refusal, nodes)
            return result
        result.lembar.baris = _rows(nodes, copies)
        result.mulai, result.diganti = mulai, nodes
    replaced = {pair.kunci for pair in nodes}
    result.koreksi = corrections([pair for pair in pairs if pair.kunci not in replaced])
    copy_of = {row.menggantikan_id: row.pk for row in copies}
    result.koreksi = {
        name: {row: copy_of.get(pk, pk) if name not in _NODE_SHEETS else pk for row, pk in rows.items()}
        for name, rows in result.koreksi.items()
    }
    return result


_NODE_SHEETS = {kind.nama for kind in SIMPUL.values()}


def _carry_out(by: Pengguna, periode: PeriodeRenstra, mulai: int, nodes: Sequence[LookalikePair]) -> list[Indikator]:
    """Change the nomenclature; return the copied indicators, in their order."""
    isian = [NomenklaturEntry(pair.kunci, Decision.GANTI, pair.baru.kode, pair.baru.nama) for pair in nodes]
    done = change_nomenclature(by=by, periode=periode, tahun=mulai, isian=isian)
    wanted = Q()
    for tingkat in NOMENKLATUR:
        wanted |= Q(**{f"{tingkat}_id__in": [node.pk for node in done.diganti if isinstance(node, MODEL_OF[tingkat])]})
    return list(Indikator.objects.filter(wanted).select_related("menggantikan").order_by("urutan", "pk"))


def _refused(refusal: ServiceError, nodes: Sequence[LookalikePair]) -> list[BookFinding]:
    """Put what the service says at the rows of the file that it is about."""
    by_key: Mapping[str, str] = refusal.fields if isinstance(refusal, NotValid) else {}
    found = [
        BookFinding("galat", pair.baris.lembar, f"baris {pair.baris.nomor}", str(pair.baru), by_key[pair.kunci])
        for pair in nodes
        if pair.kunci in by_key
    ]
    return found or [BookFinding("galat", "", "", "", str(refusal))]


def _rows(nodes: Sequence[LookalikePair], copies: Sequence[Indikator]) -> list[BookRowOutcome]:
    names: dict[tuple[Any, ...], list[str]] = {}
    for row in copies:
        old = row.menggantikan
        if old is not None:
            names.setdefault((old.tingkat, getattr(old, f"{old.tingkat}_id")), []).append(row.nama)
    return [
        BookRowOutcome(
            pair.baris.lembar,
            pair.baris.nomor,
            False,
            _with_indicators(pair.tabel, names.get((pair.tingkat, pair.lama.pk), [])),
            [("Kode dan nama", str(pair.lama), str(pair.baru))],
        )
        for pair in nodes
    ]


def _with_indicators(tabel: str, names: list[str]) -> str:
    return f"{tabel}; indikator yang ikut: {joined(names)}" if names else f"{tabel}, tanpa indikator"


def left_over(periode: PeriodeRenstra, ganti: NomenklaturPairs) -> list[BookFinding]:
    """Return what the change and the rows written after it leave to be decided by a person."""
    if not ganti.diganti:
        return []
    return [*_left_behind(periode, ganti.mulai), *_old_rows(periode, ganti.mulai, ganti.diganti)]


def _left_behind(periode: PeriodeRenstra, mulai: int) -> list[BookFinding]:
    """Say which nodes of the year before the file does not name: nothing was decided about them."""
    rows = [row for row in get_perubahan(periode, mulai).baris if row.keadaan is NomenklaturState.BELUM]
    if not rows:
        return []
    names = joined([str(row.simpul) for row in rows])
    sentence = (
        f"{len(rows)} simpul tahun {mulai - 1} tidak ada di berkas ini dan belum diputuskan: {names}. "
        "Ganti atau hentikan di halaman Perubahan nomenklatur."
    )
    return [BookFinding("peringatan", "", "", "", sentence)]


def _old_rows(periode: PeriodeRenstra, mulai: int, nodes: Sequence[LookalikePair]) -> list[BookFinding]:
    """Say which drafts from that year on still hold indicators of replaced nodes."""
    wanted = Q()
    for tingkat in NOMENKLATUR:
        ids = [pair.lama.pk for pair in nodes if pair.tingkat == tingkat]
        wanted |= Q(**{f"indikator__{tingkat}_id__in": ids})
    rows = ButirPK.objects.filter(
        wanted, pk_induk__opd=periode.opd_id, pk_induk__tahun__gte=mulai, pk_induk__status=StatusPK.DRAF.value
    ).select_related("pk_induk")
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row.pk_induk)] = counts.get(str(row.pk_induk), 0) + 1
    return [
        BookFinding(
            "peringatan",
            "",
            "",
            "",
            f"{name} masih memuat {count} indikator simpul lama. Hapus barisnya dari draf itu setelah impor.",
        )
        for name, count in counts.items()
    ]
