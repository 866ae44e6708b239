"""What a reader checks with a pocket calculator: formulas, means, counts and sentences against the printed tables.

Everything is recomputed from text. `check` raises AssertionError with the place that does not hold.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.reports.reader.reading import FIGURE, ROMAN, Report, Table, number

HALF = Fraction(1, 200)
GAPS = ("", "–", "tidak tersedia", "n/a")
VALUE_HEADS = ("/ TW", "Target", "Realisasi", "Capaian", "Progres", "Predikat")
LEVELS = ("Sub Kegiatan", "Kegiatan", "Program", "Indikator Kinerja Utama")
# What the legend must print for a formula before a reader may use it.
FORMULAS = {
    "Maksimalkan": "R / T x 100.",
    "Maksimalkan dengan target negatif": "(1 + (1 - R / T)) x 100.",
    "Minimalkan": "(2 x T - R) / T x 100, tidak kurang dari 0.",
    "Minimalkan (perbandingan)": "T / R x 100; realisasi 0 berarti 100.",
    "Stabilkan": "R / T x 100 bila R tidak lebih dari T, selain itu 200 - R / T x 100, tidak kurang dari 0.",
    "Predikat": "skor realisasi / skor target x 100.",
}


@dataclass
class Line:
    """A quarter of an indicator as printed."""

    target: str
    realisasi: str
    capaian: str
    progres: str | None = None


@dataclass
class Indicator:
    """An indicator of the Lampiran, or one that was dropped; quarters 1 to 4."""

    tingkat: str
    nama: str
    catatan: str
    triwulan: dict[int, Line] = field(default_factory=dict)
    dihentikan: bool = False

    def note(self, pattern: str, quarter: int) -> str | None:
        """The note that fits the pattern and speaks of this quarter, or of none."""
        for text in self.catatan.split("; "):
            found = re.search(pattern, text)
            names = re.findall(r"TW (IV|III|II|I)\b", text)
            if found and (not names or ROMAN[quarter - 1] in names):
                return found[1] if found.groups() else text
        return None

    def held(self, quarter: int) -> bool:
        return quarter in self.triwulan and self.note("tidak ada dalam PK", quarter) is None


def rounded(value: Fraction) -> Fraction:
    """Two decimals, half away from zero."""
    sign = -1 if value < 0 else 1
    return sign * Fraction((abs(value) * 200 + 1) // 2, 100)


def read_indicators(report: Report) -> list[Indicator]:
    found: list[Indicator] = []
    for table in report.tabel:
        if table.has("Akumulatif / TW") or any(head.endswith("/ TW") for head in table.kepala):
            found += _quarter_rows(table)
        elif table.has("/ Trw 1"):
            found += _side_by_side(table)
        elif "Tidak Dilanjutkan" in table.nama:
            found += _dropped(table)
    return found


def _text(cell: Sequence[str]) -> str:
    return " ".join(cell)


def _named(cell: Sequence[str]) -> str:
    """Return the indicator of a cell without its unit of measure and notes."""
    return re.sub(r" \([^()]*\)$", "", cell[0].split("; ")[0])


def _notes(table: Table, row: Sequence[Sequence[str]]) -> str:
    """Return what stands beside the figures of a row, wherever it is printed."""
    texts = [
        line
        for head, cell in zip(table.kepala, row, strict=True)
        if not any(word in head for word in VALUE_HEADS)
        for line in cell
    ]
    return "; ".join(texts)


def _quarter_rows(table: Table) -> list[Indicator]:
    at = table.column("indikator")
    level = next((name for name in LEVELS if table.kepala[at].endswith(f"Indikator {name}")), LEVELS[-1])
    quarter, target, realisasi, capaian = (table.column(word) for word in ("/ TW", "Target", "Realisasi", "Capaian"))
    progres = table.column("Progres") if table.has("Progres") else None
    found: list[Indicator] = []
    for row in table.baris:
        number_of = ROMAN.index(_text(row[quarter])) + 1
        if number_of == 1:
            found.append(Indicator(level, _named(row[at]), _notes(table, row)))
        figures = [_text(row[column]) for column in (target, realisasi, capaian)]
        found[-1].triwulan[number_of] = Line(
            figures[0], figures[1], figures[2], None if progres is None else _text(row[progres])
        )
    return found


def _side_by_side(table: Table) -> list[Indicator]:
    found = []
    at = table.column("indikator")
    for row in table.baris:
        item = Indicator("Indikator Kinerja Utama", _named(row[at]), _notes(table, row))
        for quarter in range(1, 5):
            words = ("Target", "Realisasi", "Capaian", *(("Progres",) if table.has("Progres") else ()))
            cells = [row[table.column(word, f"/ Trw {quarter}")] for word in words]
            item.triwulan[quarter] = Line(*(_text(cell) for cell in cells))
        found.append(item)
    return found


def _dropped(table: Table) -> list[Indicator]:
    found: list[Indicator] = []
    columns = [table.column(word) for word in ("Target", "Realisasi", "Capaian", "Progres")]
    for row in table.baris:
        if _text(row[0]):
            name, level, _, *notes = row[table.column("Indikator")]
            found.append(Indicator(level, _named([name]), "; ".join(notes), dihentikan=True))
        found[-1].triwulan[ROMAN.index(_text(row[table.column("TW")])) + 1] = Line(*(_text(row[at]) for at in columns))
    return found


# --- formulas


def _scores(report: Report) -> dict[str, Fraction]:
    text = next((line for line in report.keterangan if "Skor predikat menurut skala" in line), "")
    return {letters: Fraction(score.replace(",", ".")) for letters, score in re.findall(r"(\w+) = ([\d,]+)", text)}


def _minimalkan(r: Fraction, t: Fraction, name: str, worst: Fraction | None) -> Fraction | None:
    if t == 0:
        if worst is None:
            return Fraction(100) if r == 0 else None
        return max(Fraction(0), (worst - r) / worst * 100)
    if "perbandingan" in name:
        return Fraction(100) if r == 0 else t / r * 100
    return max(Fraction(0), (2 * t - r) / t * 100)


def compute(name: str, r: Fraction, target: Sequence[Fraction], worst: Fraction | None) -> Fraction | None:
    """Put printed R and T into the printed formula; None where it gives nothing."""
    t = target[0]
    if name.startswith("Minimalkan"):
        return _minimalkan(r, t, name, worst)
    if name.startswith("Rentang"):
        low, high = target if len(target) == 2 else (t, t)
        if high == 0:
            return None
        if r > high:
            return _minimalkan(r, high, name, None)
        return Fraction(100) if r >= low else r / low * 100
    if t == 0:
        return None
    if name.startswith("Stabilkan") and r > t:
        return max(Fraction(0), 200 - r / t * 100)
    return r / t * 100


def expected(
    item: Indicator, quarter: int, line: Line, goal: str, scores: dict[str, Fraction]
) -> list[Fraction | None]:
    """Return what the printed figures give: one value, or the two ends of what a rounded realisasi allows."""
    name = item.note(r"rumus ([^;]+)", quarter) or "Maksimalkan"
    if line.realisasi in GAPS or goal in GAPS:
        return [None]
    if name.startswith("Predikat"):
        return [compute("Maksimalkan", scores[line.realisasi], [scores[goal]], None)]
    worst_text = re.search(rf"realisasi terburuk (?:Rp)?({FIGURE})", name)
    worst = None if worst_text is None else number(worst_text[1])
    target = [value for part in goal.split(" - ") if (value := number(part)) is not None]
    r = number(line.realisasi)
    assert r is not None, f"realisasi {line.realisasi!r} of {item.nama} is no figure"
    step = Fraction(1, 20000) if item.note("dibulatkan", quarter) else Fraction(0)
    return [compute(name.split(",")[0] if name[0] != "R" else name, r + by, target, worst) for by in {step, -step}]


def check_figure(
    item: Indicator, quarter: int, printed: str, values: Sequence[Fraction | None], *, waits: bool
) -> None:
    where = f"{item.tingkat}, {item.nama}, TW {ROMAN[quarter - 1]}, {item.triwulan[quarter]}, {item.catatan}"
    if None in values:
        assert printed in GAPS, where
    elif printed == "n/a":
        assert waits, where
    else:
        figure = number(printed)
        assert figure is not None, where
        ends = [rounded(value) for value in values if value is not None]
        assert min(ends) <= figure <= max(ends), where


def check_formulas(report: Report, indicators: Sequence[Indicator], last: int) -> None:
    """Every printed capaian and progres follows from what is printed beside it."""
    scores = _scores(report)
    waiting = {row[1] for row in _without_figure(report) if row[2] == "Dinilai pada akhir tahun"}
    for item in indicators:
        for quarter, line in item.triwulan.items():
            if quarter > last:
                assert (line.realisasi, line.capaian) == ("", ""), item
                continue
            name = item.note(r"rumus ([^;]+)", quarter) or "Maksimalkan"
            base = name.split(",")[0]
            if base in FORMULAS:
                assert f"– {base}: {FORMULAS[base]}" in report.keterangan, f"the legend does not explain {base}"
            plain = base in ("Maksimalkan", "Predikat")
            waits = not plain and quarter < 4 and (quarter != last or item.dihentikan or item.nama in waiting)
            values = expected(item, quarter, line, line.target, scores)
            check_figure(item, quarter, line.capaian, values, waits=waits or not item.held(quarter))
            if line.progres is not None:
                goal = item.note(r"target tahun (.+?)(?: \(TW|$)", quarter) or item.triwulan[max(item.triwulan)].target
                if item.dihentikan and item.note("target tahun", quarter) is None:
                    continue  # its TW IV is not printed
                values = expected(item, quarter, line, goal, scores) if plain else [None]
                check_figure(item, quarter, line.progres, values, waits=not item.held(quarter))


# --- means


def _cap(report: Report) -> Fraction | None:
    text = next((line for line in report.keterangan if "Dalam rata-rata, capaian di atas" in line), "")
    found = re.search(rf"di atas ({FIGURE})", text)
    return None if found is None else number(found[1])


@dataclass(frozen=True)
class Mean:
    """A mean as printed: its figure, what it counts, of how many; the predicate or why there is none."""

    nilai: str
    dihitung: int
    jumlah: int
    predikat: str = ""


def _mean_cell(cell: Sequence[str]) -> Mean | None:
    if len(cell) < 2:
        return None
    counted, of = re.fullmatch(r"(\d+) dari (\d+)", cell[1]).groups()  # type: ignore[union-attr]  # else the test fails
    return Mean(cell[0], int(counted), int(of))


def read_means(report: Report) -> dict[tuple[str, str], dict[int, Mean | None]]:
    """Return the means of each level by measure and quarter."""
    table = report.table("Rata-rata Capaian Kinerja per Tingkat")
    assert table is not None
    found: dict[tuple[str, str], dict[int, Mean | None]] = {}
    level = ""
    for row in table.baris:
        level = row[0][0] if row[0] else level
        means = {quarter: _mean_cell(row[1 + quarter]) for quarter in range(1, 5)}
        predicate = _text(row[table.column("Predikat")])
        last = max((quarter for quarter, mean in means.items() if mean is not None), default=0)
        if last and predicate and (mean := means[last]) is not None:
            means[last] = Mean(mean.nilai, mean.dihitung, mean.jumlah, predicate)
        found[level, _text(row[1])] = means
    return found


def check_means(report: Report, indicators: Sequence[Indicator], last: int) -> None:
    """Every mean of Tabel 4.1 is that of the figures printed in the Lampiran, with the right "n dari N"."""
    means, cap = read_means(report), _cap(report)
    measures: list[tuple[str, Callable[[Line], str | None]]] = [
        ("Capaian triwulan", lambda line: line.capaian),
        ("Progres tahun", lambda line: line.progres),
    ]
    for level in {item.tingkat for item in indicators}:
        for quarter in range(1, last + 1):
            members = [item for item in indicators if item.tingkat == level and item.held(quarter)]
            for measure, figure_of in measures:
                texts = [figure_of(item.triwulan[quarter]) for item in members]
                if None not in texts:
                    printed = means[level, measure][quarter]
                    _check_mean(printed, [text or "" for text in texts], cap, f"{level}, {measure}, TW {quarter}")


def _check_mean(printed: Mean | None, texts: Sequence[str], cap: Fraction | None, where: str) -> None:
    known = [value for text in texts if (value := number(text)) is not None]
    told = f"{where}: {printed} of {texts}"
    if not known:
        assert printed is None, told
        return
    assert printed is not None, told
    assert (printed.dihitung, printed.jumlah) == (len(known), len(texts)), told
    capped = [value if cap is None else min(value, cap) for value in known]
    assert abs(sum(capped) / len(capped) - (number(printed.nilai) or 0)) <= 2 * HALF, told


# --- classes, lists, counts


def _without_figure(report: Report) -> list[tuple[str, str, str]]:
    """Return level, name and class of the indicators that are in no mean."""
    table = report.table("Tidak Dihitung dalam Rata-rata")
    if table is None:
        return []
    return [(row[2][0], _named(row[1]), row[3][0]) for row in table.baris]


def read_classes(report: Report) -> dict[str, dict[str, int]]:
    """Return the counts of each class by level, "Jumlah" included."""
    table = report.table("Jumlah Indikator menurut Hasil Pengukuran")
    assert table is not None
    return {
        row[0][0]: {head: int(_text(cell)) for head, cell in zip(table.kepala[1:], row[1:], strict=True)}
        for row in table.baris
    }


def listed(report: Report, name: str) -> list[tuple[str, str, str, str, str]]:
    """Return name, target, realisasi, capaian and predicate of a list of indicators."""
    table = report.table(name)
    if table is None:
        return []
    rows = [row for row in table.baris if len(row) == len(table.kepala) and _text(row[0]).isdigit()]
    return [(_named(row[1]), _text(row[2]), _text(row[3]), row[4][0], " ".join(row[4][1:])) for row in rows]


def check_classes(report: Report, indicators: Sequence[Indicator], last: int) -> None:
    """The classes add up to each level and are those of the Lampiran; the lists hold whom they should."""
    classes = read_classes(report)
    below = listed(report, "Belum Mencapai Target")
    above = listed(report, "Melampaui Target")
    for level, total in classes["Jumlah"].items():
        assert sum(row[level] for name, row in classes.items() if name != "Jumlah") == total, (level, classes)
        if level == "Jumlah":
            assert total == len(indicators)
            continue
        assert total == sum(item.tingkat == level for item in indicators), level
    figures = [(item.nama, item.triwulan[last].capaian) for item in indicators if not item.dihentikan]
    known = [(name, text, value) for name, text in figures if (value := number(text)) is not None]

    def named(*labels: str) -> int:
        return sum(classes.get(label, {"Jumlah": 0})["Jumlah"] for label in labels)

    # Two indicators may bear one name.
    for table, belongs in ((below, lambda value: value < 100), (above, lambda value: value > 100)):
        expected_rows = sorted((name, text) for name, text, value in known if belongs(value))
        assert sorted((name, capaian) for name, _, _, capaian, _ in table) == expected_rows
    assert named("Melampaui target") == len(above)
    assert named("Tercapai") == sum(value == 100 for _, _, value in known)
    waiting = sum(predicate == "belum dinilai" for *_, predicate in below)
    assert named("Di bawah target, belum dinilai") == waiting
    assert named("Di bawah target") == len(below) - waiting
    outside = _without_figure(report)
    assert Counter(label for _, _, label in outside) == Counter(
        {name: row["Jumlah"] for name, row in classes.items() if name in OUTSIDE and row["Jumlah"]}
    )
    assert sorted(name for _, name, _ in outside) == sorted(name for name, text in figures if number(text) is None)
    assert named("Tidak dilanjutkan") == sum(item.dihentikan for item in indicators)


OUTSIDE = (
    "Dinilai pada akhir tahun",
    "Belum ada target",
    "Tidak tersedia",
    "Belum diisi",
    "Tidak dapat dihitung",
)
WORDS = {
    "melampaui target": "Melampaui target",
    "mencapai target": "Tercapai",
    "di bawah target": "Di bawah target",
    "di bawah target tetapi belum dinilai": "Di bawah target, belum dinilai",
    "dinilai pada akhir tahun": "Dinilai pada akhir tahun",
    "belum mempunyai target": "Belum ada target",
    "datanya tidak tersedia": "Tidak tersedia",
    "belum diisi": "Belum diisi",
    "tidak dapat dihitung": "Tidak dapat dihitung",
    "tidak dilanjutkan oleh perubahan perjanjian kinerja": "Tidak dilanjutkan",
}


# --- sentences


def _sentence(report: Report, pattern: str) -> list[tuple[str, ...]]:
    return [match.groups() for text in report.kalimat for match in re.finditer(pattern, text)]


def check_counts(report: Report, indicators: Sequence[Indicator]) -> None:
    """Kata Pengantar, Bab IV and Bab V count what the tables show."""
    classes, below = read_classes(report), listed(report, "Belum Mencapai Target")
    total = str(len(indicators))
    assert _sentence(report, r"pengukuran atas (\d+) indikator") == [(total,)]
    assert _sentence(report, r"mencakup (\d+) indikator") == [(total,)]
    ((of, counts),) = _sentence(report, r"Dari (\d+) indikator, ((?:\d+ [^.]+))\.")[:1]
    assert of == total
    said = {
        WORDS[words]: int(count) for count, words in re.findall(r"(\d+) ([a-z ]+?)(?=, (?:dan )?\d| dan \d|$)", counts)
    }
    assert said == {name: row["Jumlah"] for name, row in classes.items() if name != "Jumlah"}
    many = str(len(below))
    for pattern in (
        r"Sebanyak (\d+) indikator di antaranya belum mencapai target",
        r"Sebanyak (\d+) indikator berikut belum mencapai target",
        r"Terhadap (\d+) indikator yang belum mencapai target",
    ):
        assert _sentence(report, pattern) == ([(many,)] if below else []), pattern
    assert ("tidak ada yang di bawah target" in report.text) <= (not below)
    missing = sum(row["Jumlah"] for name, row in classes.items() if name in ("Tidak tersedia", "Belum diisi"))
    assert _sentence(report, r"Sebanyak (\d+) indikator belum diisi") == ([(str(missing),)] if missing else [])


def check_explanations(report: Report) -> None:
    """As many obstacles and follow-ups are said to be missing as the table shows."""
    table = report.table("Belum Mencapai Target")
    lines = [text for row in (table.baris if table else []) for cell in row[1:2] for text in cell]
    blank = sum("kendala belum ditulis" in line for line in lines)
    no_follow_up = sum("tindak lanjut belum ditulis" in line for line in lines)
    assert _sentence(report, r"Kendala (\d+) dari \d+ indikator") == ([(str(blank),)] if blank else [])
    every = 0 < blank == len(listed(report, "Belum Mencapai Target"))
    assert _sentence(report, r"Kendala (\d+) di antaranya") == ([(str(blank),)] if blank and not every else [])
    assert ("Kendalanya belum ditulis" in report.text) == every
    found = _sentence(report, r"tindak lanjut (\d+) indikator belum ditulis")
    assert found == ([(str(no_follow_up),)] if no_follow_up else [])


def check_level_sentences(report: Report, last: int) -> None:
    """The means of Bab IV's list and of Bab V are those of Tabel 4.1, with predicate only where the table has one."""
    means = read_means(report)
    judged = []
    for level in {name for name, _ in means}:
        key = (level, "Capaian tahun" if last == 4 else "Capaian triwulan")
        mean = means[key][last]
        (line,) = [text for text in report.kalimat if text.startswith(f"{level}: ")]
        if mean is None:
            assert line.rstrip(".; dan") == f"{level}: belum ada capaian yang dapat dihitung".rstrip(".; dan"), line
            judged.append(False)
            continue
        head = f"{mean.nilai} persen ({mean.dihitung} dari {mean.jumlah} indikator"
        assert line.startswith(f"{level}: {head}"), (line, mean)
        has_predicate = mean.predikat != "belum dapat dinilai"
        judged.append(has_predicate)
        assert (f", predikat {mean.predikat}" in line) == has_predicate, line
        assert ("belum dapat dinilai karena" in line) != has_predicate, line
        name = level if "Utama" in level else level.lower()
        middle = f" atau {mean.predikat}" if has_predicate else ""
        assert f"{mean.nilai} persen{middle} pada tingkat {name} (" in report.text, (level, mean)
        if (progress := means[level, "Progres tahun"][last]) is not None and last < 4:
            assert f"progres tahun {progress.nilai} persen ({progress.dihitung} dari {progress.jumlah} " in line
    praised = all(judged) and not listed(report, "Belum Mencapai Target")
    assert ("perlu dipertahankan" in report.text) == praised


def check_predicates(report: Report, indicators: Sequence[Indicator], last: int) -> None:
    """A level has a predicate only with enough coverage, and then the one of its printed mean."""
    text = next(line for line in report.keterangan if "Predikat capaian:" in line)
    steps: list[tuple[str, str]] = re.findall(rf"([A-Z][\w ]+) \(mulai ({FIGURE}) %\)", text)
    bounds = [(name.strip(), number(bound)) for name, bound in steps]
    lowest: str = re.findall(r"([A-Z][\w ]+) \(di bawahnya\)", text)[0]

    def named(figure: str) -> str:
        value = number(figure)
        assert value is not None
        return next((name for name, bound in bounds if bound is not None and value >= bound), lowest)

    needed = re.findall(rf"paling sedikit ({FIGURE}) %", " ".join(report.keterangan))[0]
    outside = {name: label for _, name, label in _without_figure(report)}
    lists = [*listed(report, "Belum Mencapai Target"), *listed(report, "Melampaui Target")]
    not_judged = {(name, capaian) for name, _, _, capaian, predicate in lists if predicate == "belum dinilai"}
    for name, _, _, capaian, predicate in lists:
        assert predicate in ("belum dinilai", named(capaian)), (name, capaian, predicate)
    for (level, measure), by_quarter in read_means(report).items():
        mean = by_quarter[last]
        if mean is None or not mean.predikat:
            continue
        members = [item for item in indicators if item.tingkat == level and not item.dihentikan]
        aimed = [item for item in members if _has_target(item, last, outside.get(item.nama, ""))]
        covered = mean.dihitung * 100 >= (number(needed) or 0) * len(aimed)
        waiting = any((item.nama, item.triwulan[last].capaian) in not_judged for item in members)
        if mean.predikat == "belum dapat dinilai":
            assert not covered or last < 4, (level, measure, mean)
            continue
        assert covered, (level, mean, len(aimed))
        assert not waiting, (level, mean, not_judged)
        assert mean.predikat == named(mean.nilai)


def _has_target(item: Indicator, quarter: int, label: str) -> bool:
    """Whether the indicator has a target that it can be judged by in this quarter."""
    goal = item.triwulan[quarter].target
    if goal in GAPS or label == "Dinilai pada akhir tahun":
        return False
    rule = item.note(r"rumus ([^;]+)", quarter) or "Maksimalkan"
    return rule.startswith("Minimalkan") or any(number(part) != 0 for part in goal.split(" - "))


BROKEN = (
    (r"n/a", "n/a inside a sentence"),
    (r"Rp\s*Rp|Rp[\d.,]+ Rp\b", "Rp twice"),
    (r"\b(\w+) persen persen|(Dokumen|Poin) \2", "a unit twice"),
    (r"  | ,| \.(?!\.)|\(\)|\( |: \.|,,", "a hole in a sentence"),
    (r"\bNone\b|\{\{|\{%", "what no reader should see"),
    (r"[A-Z]+ Predikat\b", "letters with a unit"),
)


def check_language(report: Report) -> None:
    for text in report.kalimat:
        for pattern, what in BROKEN:
            assert not re.search(pattern, text), f"{what}: {text}"


def check_money(report: Report, last: int) -> None:
    """Serapan is realisasi by pagu of the same row; efisiensi only in the year, capaian minus serapan."""
    table = report.table("Anggaran")
    assert (report.table("Efisiensi") is not None) <= (last == 4)
    if table is None:
        assert "terserap" not in report.text
        return
    columns = {word: table.column(word) for word in ("Pagu", "Realisasi", "Serapan")}
    for row in table.baris:
        pagu, spent, absorbed = (number(_text(row[at])) for at in columns.values())
        if pagu is None or spent is None:
            assert absorbed is None
            continue
        assert absorbed == rounded(spent / pagu * 100), row
        if last == 4:
            capaian, efisiensi = (number(row[table.column(word)][0]) for word in ("Capaian", "Efisiensi"))
            if capaian is None:
                assert efisiensi is None
            else:
                assert efisiensi is not None
                assert abs(capaian - absorbed - efisiensi) <= 2 * HALF, row
    office = table.baris[0]
    counted = re.fullmatch(r"dihitung (\d+) dari (\d+) sub kegiatan", office[1][1])
    assert counted is not None
    if number(_text(office[columns["Serapan"]])) is not None:
        amounts = {word: _text(office[at]) for word, at in columns.items()}
        assert f"Dari pagu Rp{amounts['Pagu']} pada {counted[1]} dari {counted[2]} sub kegiatan" in report.text
        assert f"terserap Rp{amounts['Realisasi']} atau {amounts['Serapan']} persen" in report.text


def check_iku(report: Report, indicators: Sequence[Indicator], last: int) -> None:
    """The sentences about an IKU say what Lampiran II prints."""
    pattern = r"Indikator Kinerja Utama (.+?) terealisasi (.+?) dari target (.+?)(?:, dengan capaian (\S+)|\.(?: |$))"
    found = _sentence(report, pattern)
    by_name = {item.nama: item.triwulan[last] for item in indicators if "Utama" in item.tingkat and not item.dihentikan}
    for name, realisasi, target, capaian in found:
        line = by_name[name]
        assert realisasi == line.realisasi, (name, realisasi, line)
        assert target == line.target or target.startswith(f"{line.target} "), (name, target, line)
        assert (capaian or "n/a") == line.capaian, (name, capaian, line)


CHECKS: tuple[Callable[[Report, Sequence[Indicator], int], None], ...] = (
    check_formulas,
    check_means,
    check_classes,
    lambda report, indicators, _: check_counts(report, indicators),
    lambda report, _, __: check_explanations(report),
    lambda report, _, last: check_level_sentences(report, last),
    check_predicates,
    lambda report, _, __: check_language(report),
    lambda report, _, last: check_money(report, last),
    check_iku,
)


def check(report: Report, last: int) -> list[Indicator]:
    """Check everything in a report of TW `last`; return the indicators that were read."""
    indicators = read_indicators(report)
    for one in CHECKS:
        one(report, indicators, last)
    return indicators
