"""The tables of Bab IV about whole levels: means by quarter, indicators by class."""

from collections.abc import Sequence

from indicators.triwulan import QUARTERS, short_name
from reports.papers.lpk.rendering.cells import AnalysisTable, Cell, Heading, Row, centre_cell, number_cell, text_cell
from reports.papers.lpk.schema import Analysis, QuarterMean, SnapshotMean, SnapshotTingkat

CANNOT_BE_JUDGED = "belum dapat dinilai"


def level_table(levels: Sequence[SnapshotTingkat], last: int, label: str) -> AnalysisTable:
    """Return the table of mean capaian per level and quarter, in the year's report with the year's own mean."""
    return AnalysisTable(
        id="tabel-capaian-tingkat",
        judul=f"Rata-rata Capaian Kinerja per Tingkat {label} (persen)",
        kolom=(
            Heading("Tingkat"),
            Heading("Ukuran", 26),
            *(Heading(short_name(quarter), 18) for quarter in QUARTERS),
            Heading("Predikat", 22),
        ),
        baris=[row for level in levels for row in _level_rows(level, last)],
        catatan=(
            "Rata-rata sederhana; di bawah setiap angka tertulis berapa dari seluruh indikator tingkat itu yang "
            "dihitung. Tanda – berarti belum ada nilai; kolom kosong berarti triwulan sesudah periode laporan."
        ),
    )


def _level_rows(level: SnapshotTingkat, last: int) -> list[Row]:
    quarters = {item["triwulan"]: item for item in level["triwulan"]}
    of_year = level["tahun"]
    judged: SnapshotMean = of_year or quarters[last]
    capaian = [_quarter_cell(quarters.get(quarter), last, quarter) for quarter in QUARTERS]
    progres = [_progres_cell(quarters.get(quarter), last, quarter) for quarter in QUARTERS]
    blank = Cell(("",))
    name = text_cell(level["label"], judged["alasan"])
    rows = [
        Row((name, text_cell("Capaian triwulan"), *capaian, blank if of_year else _predicate_cell(judged))),
        Row((blank, text_cell("Progres tahun"), *progres, blank)),
    ]
    if of_year:
        year = _mean_cell(of_year["capaian"], of_year["dihitung"], of_year)
        rows.append(Row((blank, text_cell("Capaian tahun"), *([blank] * 3), year, _predicate_cell(of_year))))
    return rows


def _quarter_cell(mean: QuarterMean | None, last: int, quarter: int) -> Cell:
    """Return the mean capaian of a quarter; what lies after the report's quarter stays empty."""
    if quarter > last:
        return Cell(("",))
    return number_cell("") if mean is None else _mean_cell(mean["capaian"], mean["dihitung"], mean)


def _progres_cell(mean: QuarterMean | None, last: int, quarter: int) -> Cell:
    if quarter > last:
        return Cell(("",))
    return number_cell("") if mean is None else _mean_cell(mean["progres"], mean["progres_dihitung"], mean)


def _mean_cell(figure: str | None, counted: int, mean: SnapshotMean) -> Cell:
    if not figure:
        return number_cell("")
    return text_cell(figure, f"{counted} dari {mean['jumlah']}", kelas="angka")


def _predicate_cell(mean: SnapshotMean) -> Cell:
    return centre_cell((mean["predikat"] or CANNOT_BE_JUDGED) if mean["capaian"] else "")


def class_table(analysis: Analysis, label: str) -> AnalysisTable:
    """Return how many indicators of each level fall into each class; the classes add up to the level."""
    levels = analysis["tingkat"]

    def row(name: str, counts: Sequence[int]) -> Row:
        return Row((text_cell(name), *(number_cell(str(count)) for count in (*counts, sum(counts)))))

    classes = [(item["label"], [level["kelas"][item["kelas"]] for level in levels]) for item in analysis["kelas"]]
    return AnalysisTable(
        id="tabel-kelas",
        judul=f"Jumlah Indikator menurut Hasil Pengukuran {label}",
        kolom=(Heading("Hasil pengukuran"), *(Heading(level["label"], 24) for level in levels), Heading("Jumlah", 18)),
        baris=[
            *(row(name, counts) for name, counts in classes if sum(counts)),
            row("Jumlah", [level["jumlah"] for level in levels]),
        ],
    )


def none_below(analysis: Analysis) -> str:
    """Return what is said where no indicator is below target: of those that were measured, if there are any."""
    measured = sum(level["kelas"][name] for level in analysis["tingkat"] for name in ("melampaui", "tercapai"))
    if not measured:
        return "Belum ada indikator yang capaiannya dapat dihitung pada periode ini."
    return f"Dari {measured} indikator yang capaiannya dihitung, tidak ada yang di bawah target."
