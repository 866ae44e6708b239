"""Offices that cover the product of polaritas, konsolidasi, pola, gaps, perubahan, settings and money: no database.

Rows are unsaved models that go through the sheet and the facts of a report as stored ones do. What an office holds
depends on its number alone, so that a red test is red for everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from random import Random

from indicators.capaian import (
    MEASURED,
    CapaianClass,
    EntryStatus,
    Konsolidasi,
    MeasureSettings,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    ValueKind,
    mean,
)
from indicators.models import (
    Anggaran,
    ButirPK,
    Indikator,
    Kegiatan,
    Program,
    RealisasiAnggaran,
    Sasaran,
    SubKegiatan,
    Target,
    Tujuan,
    UnitKerja,
)
from indicators.models import Realisasi as Isian
from indicators.selectors.anggaran import AnggaranRow
from indicators.selectors.anggaran_summary import AnggaranGroup, money_fact_of
from indicators.selectors.assessment import year_of
from indicators.selectors.facts import (
    ComparisonFacts,
    LaporanFacts,
    OfficeFacts,
    PejabatFacts,
    PKFacts,
    ReportRow,
    SkalaFacts,
)
from indicators.selectors.quarter_sheet import SheetRow, make_row
from indicators.selectors.reporting import Sources, fact_of
from indicators.selectors.row_values import Scores

QUARTERS = (1, 2, 3, 4)
LEVELS = ("sub_kegiatan", "kegiatan", "program", "sasaran")
SCALE_PK = 7
SCALE = (("A", Decimal(85)), ("BB", Decimal(75)), ("B", Decimal(65)), ("CC", Decimal(55)))
# Blank, tidak tersedia, 0, a value: what is entered in TW I to IV.
GAPS = ("vvvv", "bvvv", "vxvv", "vvbv", "vvvb", "xxvv", "0vvv", "vv0v", "vvvx", "bbbv", "vbxv", "0000")
# By which PK each quarter is measured: the murni is 0.
AGREEMENTS = ((0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 1, 2), (0, 0, 0, 1))
SETTINGS = (
    MeasureSettings(),
    MeasureSettings(batas_capaian=Decimal(100)),
    MeasureSettings(cakupan_minimal=Decimal(40), nilai_tetap_sebelum_akhir_tahun=True),
    MeasureSettings(batas_capaian=Decimal("120.5"), cakupan_minimal=Decimal(10)),
)
UNITS = {
    ValueKind.JUMLAH: "Dokumen",
    ValueKind.PERSEN: "%",
    ValueKind.INDEKS: "Indeks Poin",
    ValueKind.RUPIAH: "Rp",
    ValueKind.PREDIKAT: "Predikat",
}


@dataclass(frozen=True)
class Case:
    """How an indicator is measured and what is entered."""

    polaritas: Polaritas
    konsolidasi: Konsolidasi
    pola: PolaTarget
    jenis: ValueKind
    gaps: str


def cases() -> list[Case]:
    """Return every polaritas, konsolidasi and pola with every pattern of gaps, the predicates too."""
    kinds = (ValueKind.JUMLAH, ValueKind.RUPIAH, ValueKind.INDEKS, ValueKind.PERSEN)
    found = [
        Case(polaritas, konsolidasi, pola, kinds[at % len(kinds)], gaps)
        for at, (gaps, polaritas, konsolidasi, pola) in enumerate(product(GAPS, Polaritas, Konsolidasi, PolaTarget))
    ]
    letters = (Konsolidasi.POSISI_AKHIR, Konsolidasi.MAKSIMUM, Konsolidasi.MINIMUM)
    found += [
        Case(Polaritas.MAKSIMALKAN, konsolidasi, pola, ValueKind.PREDIKAT, gaps)
        for gaps, konsolidasi, pola in product(GAPS, letters, PolaTarget)
    ]
    Random(6).shuffle(found)
    return found


ROWS = 27
OFFICES = -(-len(cases()) // ROWS)


class Tree:
    """One node per level, so that every row has a place."""

    def __init__(self) -> None:
        self.unit = UnitKerja(pk=1, nama="Bidang Contoh", kode="contoh")
        self.tujuan = Tujuan(pk=1, nama="Tujuan Contoh", urutan=1)
        self.sasaran = Sasaran(pk=1, nama="Sasaran Contoh", urutan=1, tujuan=self.tujuan)
        self.program = Program(pk=1, nama="Program Contoh", urutan=1, sasaran=self.sasaran)
        self.kegiatan = Kegiatan(pk=1, nama="Kegiatan Contoh", urutan=1, program=self.program)
        self.sub_kegiatan = SubKegiatan(pk=1, nama="Sub Contoh", urutan=1, kegiatan=self.kegiatan)


def _figure(random: Random, jenis: ValueKind) -> Decimal:
    if jenis == ValueKind.RUPIAH:
        return Decimal(random.randrange(1, 3000)) * 1_000_000
    if jenis in (ValueKind.INDEKS, ValueKind.PERSEN):
        return Decimal(random.randrange(100, 9999)) / 100
    return Decimal(random.randrange(1, 40))


def _targets(random: Random, case: Case, butir: ButirPK) -> list[Target]:
    """TW I to IV and the year, year to date; some of 0, some missing, some ranges."""
    if case.jenis == ValueKind.PREDIKAT:
        own = [random.choice(SCALE)[0] for _ in QUARTERS]
        letters = [own[0]] * 4 if case.pola == PolaTarget.TETAP else own
        by_quarter = [*zip(QUARTERS, letters, strict=True), (0, letters[3])]
        return [Target(butir=butir, triwulan=q, predikat=text) for q, text in by_quarter]
    year = _figure(random, case.jenis)
    values: list[Decimal | None] = [year] * 4
    if case.pola == PolaTarget.BERTAHAP:
        values = [*((year * q / 4).quantize(Decimal("0.01")) for q in (1, 2, 3)), year]
        if random.random() < 0.4:
            values[random.randrange(3)] = random.choice([None, Decimal(0)])
    elif random.random() < 0.2:
        values = [Decimal(0)] * 4
    upper = [
        None if value is None or case.polaritas != Polaritas.RENTANG else value + _figure(random, case.jenis)
        for value in values
    ]
    pairs = [*zip(QUARTERS, values, upper, strict=True), (0, values[3], upper[3])]
    return [Target(butir=butir, triwulan=q, nilai=value, batas_atas=above) for q, value, above in pairs]


def _butir(random: Random, case: Case, number: int, indikator: Indikator, tree: Tree) -> ButirPK:
    falling = case.polaritas in (Polaritas.MINIMALKAN, Polaritas.RENTANG)
    butir = ButirPK(
        pk=None,
        indikator=indikator,
        unit=tree.unit,
        urutan=number,
        satuan=UNITS[case.jenis],
        jenis_nilai=case.jenis,
        polaritas=case.polaritas,
        konsolidasi=case.konsolidasi,
        pola_target=case.pola,
        desimal_minimal=0,
        rumus_minimalkan=random.choice(list(MinimalkanFormula)) if falling else MinimalkanFormula.SELISIH,
        realisasi_terburuk=random.choice([None, Decimal(50)]) if case.polaritas == Polaritas.MINIMALKAN else None,
        skala_id=SCALE_PK if case.jenis == ValueKind.PREDIKAT else None,
    )
    butir.daftar_target = _targets(random, case, butir)  # type: ignore[attr-defined]  # as the sheet's Prefetch does
    return butir


def _entries(random: Random, case: Case, targets: list[Target]) -> dict[int, Isian]:
    found = {}
    goal = targets[3].nilai or Decimal(10)
    for quarter, mark in enumerate(case.gaps, start=1):
        text = random.choice(["", "Terlambat"])
        common = {"kendala": text, "tindak_lanjut": random.choice(["", "Dikejar"]), "faktor_pendorong": ""}
        if mark == "b":
            continue
        if mark == "x":
            found[quarter] = Isian(status=EntryStatus.TIDAK_TERSEDIA, alasan="survei ditunda", **common)
        elif case.jenis == ValueKind.PREDIKAT:
            found[quarter] = Isian(status=EntryStatus.TERISI, predikat=random.choice(SCALE)[0], **common)
        else:
            share = random.choice(["0.1", "0.25", "0.3333", "0.99996", "1", "1.2", "2"])
            value = Decimal(0) if mark == "0" else (goal * Decimal(share)).quantize(Decimal("0.0001"))
            found[quarter] = Isian(status=EntryStatus.TERISI, nilai=value, **common)
    return found


def _indikator(number: int, level: str, tree: Tree) -> Indikator:
    node = {level: getattr(tree, level)}
    return Indikator(pk=number, nama=f"Indikator {number}", urutan=number, unit=tree.unit, **node)


def _level_of(number: int) -> str:
    """Most indicators stand below; the IKU are few."""
    return LEVELS[(0, 0, 0, 1, 1, 2, 3)[number % 7]]


def _held(random: Random, office: int) -> tuple[bool, bool, bool]:
    """Which of the three PKs hold the indicator: most all, some not the first, some not the last ones."""
    if office % len(AGREEMENTS) == 0:
        return (True, True, True)
    return random.choice([(True, True, True)] * 5 + [(True, False, False), (False, True, True), (True, False, True)])


def _sheet(office: int, triwulan: int) -> tuple[list[SheetRow], list[SheetRow]]:
    """Return the rows of the quarter's PK and those that it dropped."""
    tree, agreements = Tree(), dict(zip(QUARTERS, AGREEMENTS[office % len(AGREEMENTS)], strict=True))
    skor = Scores([])
    skor._scores = {(SCALE_PK, huruf): value for huruf, value in SCALE}
    rows: list[SheetRow] = []
    dropped: list[SheetRow] = []
    for number, case in enumerate(cases()[office * ROWS : (office + 1) * ROWS], start=1):
        random = Random(f"{office}/{number}")
        indikator = _indikator(number, _level_of(number), tree)
        murni = _butir(random, case, number, indikator, tree)
        versions = [murni, *(_butir(random, case, number, indikator, tree) for _ in range(2))]
        entered = _entries(random, case, murni.daftar_target)  # type: ignore[attr-defined]  # set above
        holds = _held(random, office)
        at = {q: agreements[min(q, triwulan)] for q in QUARTERS}
        held = {q: versions[pk] for q, pk in at.items() if holds[pk]}
        entered = {q: item for q, item in entered.items() if q <= triwulan and q in held}
        here = held.get(triwulan)
        last = here or next((held[q] for q in reversed(QUARTERS[:triwulan]) if q in held), None)
        if last is None:
            continue
        baris = make_row(last, held, entered, triwulan, skor, SETTINGS[office // 2 % len(SETTINGS)])
        (dropped if here is None else rows).append(baris)
    key = {level: place for place, level in enumerate(LEVELS)}
    return sorted(rows, key=lambda row: key[row.tingkat]), dropped


def _money(office: int, triwulan: int, rows: list[SheetRow], settings: MeasureSettings) -> list[AnggaranGroup]:
    """None, complete, or with every kind of hole: blank, pagu 0, no pagu, no RAK."""
    kind = office % 3
    if kind == 0:
        return []
    random = Random(f"uang {office}")
    money = []
    for number in range(6):
        amount = Decimal(random.randrange(10, 3000)) * 1_000_000
        pagu: Decimal | None = amount
        spent: Decimal | None = (amount * random.randrange(0, 130) / 100).quantize(Decimal(1))
        planned: Decimal | None = (amount * triwulan / 4).quantize(Decimal(1))
        if kind == 2:
            holes = [(pagu, spent, planned), (pagu, None, planned), (pagu, spent, None)]
            holes += [(Decimal(0), spent, None), (None, spent, planned)]
            pagu, spent, planned = random.choice(holes)
        realisasi = RealisasiAnggaran(keuangan=spent)
        money.append(
            AnggaranRow(
                pagu=pagu,
                rak=planned,
                keuangan=realisasi.keuangan,
                fisik=realisasi.fisik,
                anggaran=Anggaran(pk=number),
                unit=None,
                realisasi=realisasi,
            )
        )
    iku = [row for row in rows if row.tingkat == "sasaran"]
    capaian = mean([year_of(row, settings) for row in iku], settings) if triwulan == 4 else None
    return [AnggaranGroup(tingkat="opd", nama="Dinas Contoh", capaian=capaian, semua=money)]


def _facts(office: int, triwulan: int) -> LaporanFacts:
    settings = SETTINGS[office // 2 % len(SETTINGS)]
    rows, dropped = _sheet(office, triwulan)
    empty = ComparisonFacts({2026: "90"}, 2026, "90")
    compared = {row.indikator.pk: empty for row in rows if row.tingkat == "sasaran"}
    sources = Sources(settings, {SCALE_PK: "Umum"}, compared, {})
    agreements = AGREEMENTS[office % len(AGREEMENTS)][:triwulan]
    skala = [SkalaFacts("Umum", tuple((huruf, str(value)) for huruf, value in SCALE))]
    made: list[ReportRow] = [fact_of(row, sources) for row in rows]
    return LaporanFacts(
        kantor=OfficeFacts("Dinas Contoh", "Kabupaten Raya", "Bupati Raya", "Kota", "", "A4", "arial", ""),
        tahun=2024,
        triwulan=triwulan,
        disahkan=True,
        versi_triwulan=1,
        renstra_awal=2026,
        renstra_akhir=2026,
        penandatangan=PejabatFacts("Kepala Dinas", "Nama", "Pembina", "1", 1),
        pk=tuple(
            PKFacts(2024, pk, "", tuple(q for q, own in enumerate(agreements, start=1) if own == pk))
            for pk in sorted(set(agreements))
        ),
        pengaturan=settings,
        baris=made,
        dihentikan=[fact_of(row, sources) for row in dropped],
        skala=skala if any(row.aturan.jenis_nilai == ValueKind.PREDIKAT for row in made) else [],
        anggaran=[money_fact_of(group) for group in _money(office, triwulan, rows, settings)],
    )


def make_facts() -> Iterator[tuple[str, int, LaporanFacts]]:
    """Yield every office in one quarter, so that each quarter meets every perubahan, setting and kind of money."""
    for office in range(OFFICES):
        triwulan = (office // len(AGREEMENTS) + office) % 4 + 1
        yield f"kantor {office} TW {triwulan}", triwulan, _facts(office, triwulan)


def make_odd_facts() -> Iterator[tuple[str, int, LaporanFacts]]:
    """Yield parts of offices in a quarter and the year: no IKU, one indicator, nothing measured, all on target."""
    on_target = (CapaianClass.TERCAPAI, CapaianClass.MELAMPAUI)
    for triwulan in (2, 4):
        facts = _facts(0, triwulan)
        classes = {row.indikator_id: row.assessment_for_report().kelas for row in facts.baris}
        parts: dict[str, list[ReportRow]] = {
            "tanpa IKU": [row for row in facts.baris if not row.iku],
            "satu indikator": facts.baris[:1],
            "hanya IKU": [row for row in facts.baris if row.iku],
            "tanpa capaian": [row for row in facts.baris if classes[row.indikator_id] not in MEASURED],
            "semua mencapai target": [row for row in facts.baris if classes[row.indikator_id] in on_target],
        }
        for name, rows in parts.items():
            assert rows, name
            yield f"{name}, TW {triwulan}", triwulan, replace(facts, baris=rows)


def make_empty_facts() -> LaporanFacts:
    """Return an office whose PK holds no indicator."""
    return replace(_facts(0, 4), baris=[], dihentikan=[], anggaran=[])
