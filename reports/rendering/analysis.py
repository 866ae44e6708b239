"""The computed tables of Bab IV, made ready for the template.

Nothing is computed here: the snapshot holds every figure as it is printed. This module
chooses, orders and names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

ROMAN = ("I", "II", "III", "IV")
LEVEL_LABELS = {
    "sub_kegiatan": "Sub Kegiatan",
    "kegiatan": "Kegiatan",
    "program": "Program",
    "iku": "Indikator Kinerja Utama",
    "tujuan": "Tujuan",
    "sasaran": "Sasaran Strategis",
}
NOT_JUDGED = "belum dinilai"
NOT_EXPLAINED = "Belum diuraikan."
EMPTY = "–"
# A table of so few rows is not parted by a page break.
SMALL_TABLE = 8
SMALL_EXPLANATION = 1_200


@dataclass(frozen=True)
class Cell:
    """A cell: its first text in full size, the others small on lines of their own."""

    teks: tuple[str, ...]
    kelas: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells, or a heading over the rows of one level.

    ``uraian`` are labelled sentences below the cells, over the whole width: as a column
    they would run over several pages.
    """

    sel: tuple[Cell, ...] = ()
    kelompok: str = ""
    uraian: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heading:
    judul: str
    lebar: float | None = None


@dataclass
class AnalysisTable:
    """A numbered table of Bab IV."""

    id: str
    judul: str
    kolom: tuple[Heading, ...]
    baris: list[Row]
    nomor: str = ""
    pengantar: str = ""
    catatan: str = ""
    # Type and widths as `tables.set_table` has measured them.
    tata: dict[str, Any] = field(default_factory=dict)

    @property
    def utuh(self) -> bool:
        """Whether the table is small enough to stay on one page."""
        explanations = sum(len(text) for row in self.baris for _, text in row.uraian)
        return len(self.baris) <= SMALL_TABLE and explanations < SMALL_EXPLANATION

    @property
    def kolom_uraian(self) -> int:
        """How many columns an explanation spans: all but the number."""
        return len(self.kolom) - 1


@dataclass
class Analysis:
    """The tables of the two parts of Bab IV, numbered through."""

    kegiatan: list[AnalysisTable] = field(default_factory=list)
    utama: list[AnalysisTable] = field(default_factory=list)
    tanpa_kekurangan: str = ""

    @property
    def tables(self) -> list[AnalysisTable]:
        return [*self.kegiatan, *self.utama]


def _t(value: Any, default: str = EMPTY) -> str:
    return str(value) if value not in (None, "") else default


def _cell(*texts: Any, kelas: str = "") -> Cell:
    first, *rest = texts
    return Cell((_t(first), *(str(text) for text in rest if text)), kelas)


def _number(value: Any) -> Cell:
    return Cell((_t(value),), "angka")


def _centre(value: Any) -> Cell:
    return Cell((_t(value),), "tengah")


def level_table(levels: Sequence[dict[str, Any]], last: int, label: str) -> AnalysisTable:
    """Return the table of mean capaian per level and quarter."""
    rows = []
    for level in levels:
        quarters = {item["triwulan"]: item for item in level.get("triwulan", [])}
        latest = quarters.get(last, {})
        counted = latest.get("dihitung")
        remark = "" if counted is None else f"{counted} dari {level['jumlah']} dihitung"
        for name, key in (("Capaian triwulan", "capaian"), ("Progres tahun", "progres")):
            is_capaian = key == "capaian"
            judged = _t(latest.get("predikat"), NOT_JUDGED) if latest else EMPTY
            figures = (
                _number(quarters[number].get(key) if number in quarters else "") if number <= last else Cell(("",))
                for number in range(1, 5)
            )
            rows.append(
                Row(
                    (
                        _cell(level["label"], remark) if is_capaian else Cell(("",)),
                        _cell(name),
                        *figures,
                        _centre(judged) if is_capaian else Cell(("",)),
                    )
                )
            )
    return AnalysisTable(
        id="tabel-capaian-tingkat",
        judul=f"Rata-rata Capaian Kinerja per Tingkat {label} (persen)",
        kolom=(
            Heading("Tingkat"),
            Heading("Ukuran", 28),
            *(Heading(f"TW {number}", 17) for number in ROMAN),
            Heading("Predikat", 22),
        ),
        baris=rows,
        catatan=(
            "Rata-rata sederhana dari indikator yang dapat dihitung. Tanda – berarti "
            "belum ada nilai; kolom kosong berarti triwulan sesudah periode laporan."
        ),
    )


def _grouped(
    entries: Sequence[dict[str, Any]],
    build: Callable[[dict[str, Any]], tuple[Cell, ...]],
    explain: Callable[[dict[str, Any]], tuple[tuple[str, str], ...]] = lambda _: (),
) -> list[Row]:
    """Return rows numbered through, with a heading wherever the level changes."""
    rows: list[Row] = []
    level = None
    for number, entry in enumerate(entries, start=1):
        if entry.get("tingkat") != level:
            level = entry.get("tingkat")
            rows.append(Row(kelompok=LEVEL_LABELS.get(str(level), str(level or ""))))
        cells = (_centre(str(number)), *build(entry))
        rows.append(Row(cells, uraian=explain(entry)))
    return rows


def _indicator(entry: dict[str, Any]) -> Cell:
    parent = next(
        (entry[key] for key in ("sub_kegiatan", "kegiatan", "program") if entry.get(key)),
        "",
    )
    return _cell(entry["indikator"], parent, entry.get("unit"))


def _figures(entry: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        _number(entry.get("target")),
        _number(entry.get("realisasi")),
        _cell(entry.get("capaian"), entry.get("predikat"), kelas="angka"),
    )


_FIGURE_COLUMNS = (
    Heading("No", 8),
    Heading("Indikator"),
    Heading("Target", 25),
    Heading("Realisasi", 25),
    Heading("Capaian (%)", 22),
)


def _explanation(entry: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    keys = ("kendala", "faktor_penghambat", "tindak_lanjut")
    if not any(entry.get(key) for key in keys):
        return (("Kendala dan tindak lanjut", NOT_EXPLAINED.lower()),)
    parts = [("Kendala", _t(entry.get("kendala"), NOT_EXPLAINED))]
    if entry.get("faktor_penghambat"):
        parts.append(("Faktor penghambat", str(entry["faktor_penghambat"])))
    parts.append(("Tindak lanjut", _t(entry.get("tindak_lanjut"), NOT_EXPLAINED)))
    return tuple(parts)


def missed_table(entries: Sequence[dict[str, Any]], label: str) -> AnalysisTable:
    """Return the indicators below target with their obstacles and follow-up."""
    return AnalysisTable(
        id="tabel-belum-tercapai",
        judul=f"Indikator yang Belum Mencapai Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries, lambda entry: (_indicator(entry), *_figures(entry)), _explanation),
        pengantar=(
            "Indikator berikut belum mencapai target. Untuk setiap indikator "
            "diuraikan kendala yang dihadapi dan tindak lanjutnya."
        ),
    )


def exceeded_table(entries: Sequence[dict[str, Any]], label: str) -> AnalysisTable:
    """Return the indicators above 100 per cent."""
    return AnalysisTable(
        id="tabel-melampaui",
        judul=f"Indikator yang Melampaui Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries, lambda entry: (_indicator(entry), *_figures(entry))),
    )


def without_value_table(analysis: dict[str, Any]) -> AnalysisTable | None:
    """Return the indicators that are out of every average, with the reason."""
    kinds = (
        ("belum_ada_target", "Belum ada target pada periode ini"),
        ("belum_diisi", "Realisasi belum diisi"),
        ("tidak_tersedia", "Data tidak tersedia"),
    )
    rows: list[Row] = []
    number = 0
    for key, reason in kinds:
        for entry in analysis.get(key) or []:
            number += 1
            detail = f"{reason}: {entry['alasan']}" if entry.get("alasan") else reason
            rows.append(
                Row(
                    (
                        _centre(str(number)),
                        _cell(entry["indikator"], entry.get("unit")),
                        _cell(LEVEL_LABELS.get(str(entry.get("tingkat")), EMPTY)),
                        _cell(detail),
                    )
                )
            )
    if not rows:
        return None
    return AnalysisTable(
        id="tabel-tanpa-nilai",
        judul="Indikator yang Tidak Dihitung dalam Rata-rata",
        kolom=(
            Heading("No", 8),
            Heading("Indikator"),
            Heading("Tingkat", 30),
            Heading("Keterangan", 50),
        ),
        baris=rows,
    )


def factor_table(entries: Sequence[dict[str, Any]]) -> AnalysisTable:
    """Return the driving factors that the units wrote down."""
    return AnalysisTable(
        id="tabel-faktor-pendorong",
        judul="Faktor Pendorong Capaian Kinerja",
        kolom=(Heading("No", 8), Heading("Indikator", 60), Heading("Faktor Pendorong")),
        baris=[
            Row((_centre(str(n)), _cell(entry["indikator"]), _cell(entry["uraian"])))
            for n, entry in enumerate(entries, start=1)
        ],
    )


def iku_table(entries: Sequence[dict[str, Any]], label: str) -> AnalysisTable:
    """Return the IKU against this year's target, last year and the Renstra's end."""
    year = entries[0].get("tahun_akhir")
    with_last_year = any(entry.get("realisasi_tahun_lalu") for entry in entries)

    def last_year(entry: dict[str, Any]) -> tuple[Cell, ...]:
        if not with_last_year:
            return ()
        change = entry.get("perubahan")
        return (
            _cell(
                entry.get("realisasi_tahun_lalu"),
                f"perubahan {change}" if change else "",
                kelas="angka",
            ),
        )

    return AnalysisTable(
        id="tabel-iku",
        judul=f"Capaian Indikator Kinerja Utama {label}",
        kolom=(
            Heading("No", 8),
            Heading("Indikator Kinerja Utama"),
            Heading("Target", 16),
            Heading("Realisasi", 18),
            Heading("Capaian (%)", 18),
            *((Heading("Realisasi Tahun Lalu", 21),) if with_last_year else ()),
            Heading(f"Target Akhir Renstra ({year})", 23),
            Heading("Capaian terhadap Akhir Renstra (%)", 25),
        ),
        baris=[
            Row(
                (
                    _centre(str(number)),
                    _cell(entry["indikator"], entry.get("satuan")),
                    *_figures(entry),
                    *last_year(entry),
                    _number(entry.get("target_akhir_renstra")),
                    _number(entry.get("capaian_renstra")),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
        catatan=("" if with_last_year else "Realisasi tahun sebelumnya belum tersedia sebagai pembanding."),
    )


def budget_table(entries: Sequence[dict[str, Any]], sentence: str = "") -> AnalysisTable:
    """Return capaian beside the share of the budget spent, and the difference."""
    keys = ("pagu", "realisasi", "serapan", "capaian", "efisiensi")
    return AnalysisTable(
        id="tabel-efisiensi",
        judul="Efisiensi Penggunaan Anggaran",
        kolom=(
            Heading("No", 8),
            Heading("Uraian"),
            Heading("Pagu (Rp)", 27),
            Heading("Realisasi (Rp)", 27),
            Heading("Serapan (%)", 17),
            Heading("Capaian (%)", 17),
            Heading("Efisiensi", 18),
        ),
        baris=[
            Row(
                (
                    _centre(str(number)),
                    _cell(entry["uraian"], entry.get("catatan")),
                    *(_number(entry.get(key)) for key in keys),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
        pengantar=sentence,
        catatan="Efisiensi adalah capaian kinerja dikurangi serapan anggaran.",
    )


def build_analysis(snapshot: dict[str, Any]) -> Analysis:
    """Return the tables of Bab IV in their order, numbered Tabel 4.1, 4.2, ..."""
    analysis = snapshot["analisis"]
    label, last = snapshot["periode"]["label"], snapshot["periode"]["triwulan"]
    result = Analysis()
    if analysis.get("tingkat"):
        result.kegiatan.append(level_table(analysis["tingkat"], last, label))
    if analysis.get("tidak_tercapai"):
        result.kegiatan.append(missed_table(analysis["tidak_tercapai"], label))
    else:
        result.tanpa_kekurangan = (
            "Tidak terdapat indikator yang telah dihitung dengan capaian di bawah target pada periode ini."
        )
    if analysis.get("melampaui"):
        result.kegiatan.append(exceeded_table(analysis["melampaui"], label))
    without = without_value_table(analysis)
    if without:
        result.kegiatan.append(without)
    if analysis.get("faktor_pendorong"):
        result.kegiatan.append(factor_table(analysis["faktor_pendorong"]))
    budget = analysis.get("anggaran") or {}
    if budget.get("baris"):
        result.kegiatan.append(budget_table(budget["baris"], budget.get("kalimat", "")))
    if analysis.get("iku"):
        result.utama.append(iku_table(analysis["iku"], label))
    for number, table in enumerate(result.tables, start=1):
        table.nomor = f"Tabel 4.{number}."
    return result
