"""The computed tables of Bab IV, made ready for the template.

Nothing is computed here: the snapshot holds every figure as it is printed. This module
chooses, orders and names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.tingkat import NOMENKLATUR, TingkatCapaian
from indicators.triwulan import QUARTERS, roman, short_name
from reports.rendering.cells import (
    EMPTY,
    AnalysisTable,
    Cell,
    Heading,
    Row,
    centre_cell,
    number_cell,
    text_cell,
)

LEVEL_LABELS = {level.value: level.label for level in TingkatCapaian}
NOT_JUDGED = "belum dinilai"
CANNOT_BE_JUDGED = "belum dapat dinilai"
NO_OBSTACLE = "kendala belum ditulis"
NO_FOLLOW_UP = "tindak lanjut belum ditulis"


@dataclass
class Analysis:
    """The tables of the two parts of Bab IV, numbered through."""

    kegiatan: list[AnalysisTable] = field(default_factory=list)
    utama: list[AnalysisTable] = field(default_factory=list)
    tanpa_kekurangan: str = ""

    @property
    def tables(self) -> list[AnalysisTable]:
        return [*self.kegiatan, *self.utama]


# The rows of a level's means: name, where the figure stands, how many of how many it counts.
_MEASURES = (
    ("Capaian triwulan", "capaian", "dihitung"),
    ("Progres tahun", "progres", "progres_dihitung"),
)


def level_table(levels: Sequence[dict[str, Any]], last: int, label: str) -> AnalysisTable:
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


def _level_rows(level: dict[str, Any], last: int) -> list[Row]:
    quarters = {item["triwulan"]: item for item in level["triwulan"]}
    of_year = level.get("tahun")
    judged = of_year or quarters.get(last, {})
    rows = []
    for number, (name, key, counted) in enumerate(_MEASURES):
        cells = (
            _mean_cell(quarters.get(quarter, {}), key, counted) if quarter <= last else Cell(("",))
            for quarter in QUARTERS
        )
        head = text_cell(level["label"], judged.get("alasan")) if number == 0 else Cell(("",))
        own = number == 0 and not of_year
        rows.append(Row((head, text_cell(name), *cells, _predicate_cell(judged) if own else Cell(("",)))))
    if of_year:
        year = _mean_cell(of_year, "capaian", "dihitung")
        rows.append(
            Row((Cell(("",)), text_cell("Capaian tahun"), *([Cell(("",))] * 3), year, _predicate_cell(of_year)))
        )
    return rows


def _mean_cell(mean: dict[str, Any], key: str, counted: str) -> Cell:
    if not mean.get(key):
        return number_cell("")
    return text_cell(mean[key], f"{mean[counted]} dari {mean['jumlah']}", kelas="angka")


def _predicate_cell(mean: dict[str, Any]) -> Cell:
    return centre_cell((mean.get("predikat") or CANNOT_BE_JUDGED) if mean.get("capaian") else "")


def class_table(analysis: dict[str, Any], label: str) -> AnalysisTable:
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
        cells = (centre_cell(str(number)), *build(entry))
        rows.append(Row(cells, uraian=explain(entry)))
    return rows


def _named(entry: dict[str, Any]) -> str:
    """Return the indicator with its unit of measure, which stands once beside all its figures."""
    return f"{entry['indikator']} ({entry['satuan']})" if entry.get("satuan") else str(entry["indikator"])


def _indicator(entry: dict[str, Any]) -> Cell:
    parent = next(
        (entry[key] for key in reversed(NOMENKLATUR) if entry.get(key)),
        "",
    )
    return text_cell(_named(entry), parent, entry.get("unit"))


def _figures(entry: dict[str, Any]) -> tuple[Cell, ...]:
    judged = entry.get("predikat") or (NOT_JUDGED if entry.get("terhitung") else "")
    return (
        number_cell(entry.get("target")),
        number_cell(entry.get("realisasi")),
        text_cell(entry.get("capaian"), judged, kelas="angka"),
    )


_FIGURE_COLUMNS = (
    Heading("No", 8),
    Heading("Indikator"),
    Heading("Target", 25),
    Heading("Realisasi", 25),
    Heading("Capaian (%)", 22),
)


def _explanation(entry: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what the unit wrote, each with its title; what nobody wrote names itself and has none."""
    kendala, penghambat, tindak_lanjut = (
        str(entry.get(key) or "") for key in ("kendala", "faktor_penghambat", "tindak_lanjut")
    )
    if not (kendala or penghambat or tindak_lanjut):
        return (("", f"{NO_OBSTACLE}; {NO_FOLLOW_UP}"),)
    parts = []
    if kendala or not penghambat:
        parts.append(("Kendala", kendala) if kendala else ("", NO_OBSTACLE))
    if penghambat:
        parts.append(("Faktor penghambat", penghambat))
    return (*parts, ("Tindak lanjut", tindak_lanjut) if tindak_lanjut else ("", NO_FOLLOW_UP))


def missed_table(analysis: dict[str, Any], label: str) -> AnalysisTable:
    """Return the indicators below target, judged or not, with their obstacles and follow-up."""
    entries, unwritten = analysis["tidak_tercapai"], analysis["belum_ditulis"]["kendala"]
    introduction = f"Sebanyak {len(entries)} indikator berikut belum mencapai target."
    if unwritten:
        which = "Kendalanya" if unwritten == len(entries) else f"Kendala {unwritten} di antaranya"
        introduction += f" {which} belum ditulis."
    return AnalysisTable(
        id="tabel-belum-tercapai",
        judul=f"Indikator yang Belum Mencapai Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries, lambda entry: (_indicator(entry), *_figures(entry)), _explanation),
        pengantar=introduction,
    )


def exceeded_table(entries: Sequence[dict[str, Any]], label: str) -> AnalysisTable:
    """Return the indicators above 100 per cent."""
    return AnalysisTable(
        id="tabel-melampaui",
        judul=f"Indikator yang Melampaui Target {label}",
        kolom=_FIGURE_COLUMNS,
        baris=_grouped(entries, lambda entry: (_indicator(entry), *_figures(entry))),
    )


# The lists of indicators without a figure, in their order.
WITHOUT_FIGURE = ("belum_ada_target", "dinilai_akhir_tahun", "belum_diisi", "tidak_tersedia", "tidak_dapat_dihitung")


def without_value_table(analysis: dict[str, Any], label: str) -> AnalysisTable | None:
    """Return the indicators that are out of every average, with the reason."""
    labels = {item["kelas"]: item["label"] for item in analysis["kelas"]}
    entries = [entry for name in WITHOUT_FIGURE for entry in analysis[name]]
    if not entries:
        return None
    return AnalysisTable(
        id="tabel-tanpa-nilai",
        judul=f"Indikator yang Tidak Dihitung dalam Rata-rata {label}",
        kolom=(
            Heading("No", 8),
            Heading("Indikator"),
            Heading("Tingkat", 30),
            Heading("Keterangan", 50),
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(_named(entry), entry.get("unit")),
                    text_cell(LEVEL_LABELS.get(str(entry.get("tingkat")), EMPTY)),
                    text_cell(labels[entry["kelas"]], entry.get("alasan")),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
    )


def dropped_table(entries: Sequence[dict[str, Any]]) -> AnalysisTable:
    """Return the indicators that a perubahan dropped, with the values of the quarters whose PK held them."""
    keys = ("target", "realisasi", "capaian", "progres")
    rows: list[Row] = []
    for number, entry in enumerate(entries, start=1):
        level = LEVEL_LABELS.get(str(entry.get("tingkat")), "")
        name = text_cell(_named(entry), level, entry.get("unit"), *entry.get("catatan", ()))
        for index, quarter in enumerate(entry["triwulan"]):
            head = (centre_cell(str(number)), name) if index == 0 else (Cell(("",)), Cell(("",)))
            number_of_quarter = centre_cell(roman(quarter["triwulan"]))
            rows.append(Row((*head, number_of_quarter, *(number_cell(quarter.get(key)) for key in keys))))
    return AnalysisTable(
        id="tabel-tidak-dilanjutkan",
        judul="Indikator yang Tidak Dilanjutkan oleh Perubahan Perjanjian Kinerja",
        kolom=(
            Heading("No", 8),
            Heading("Indikator"),
            Heading("TW", 10),
            Heading("Target", 22),
            Heading("Realisasi", 22),
            Heading("Capaian (%)", 20),
            Heading("Progres Tahun (%)", 20),
        ),
        baris=rows,
        catatan="Indikator ini ikut dihitung dalam rata-rata triwulan yang PK-nya memuatnya.",
    )


def factor_table(entries: Sequence[dict[str, Any]], label: str) -> AnalysisTable:
    """Return the driving factors that the units wrote down."""
    return AnalysisTable(
        id="tabel-faktor-pendorong",
        judul=f"Faktor Pendorong Capaian Kinerja {label}",
        kolom=(Heading("No", 8), Heading("Indikator", 60), Heading("Faktor Pendorong")),
        baris=[
            Row((centre_cell(str(n)), text_cell(entry["indikator"]), text_cell(entry["uraian"])))
            for n, entry in enumerate(entries, start=1)
        ],
    )


def iku_table(analysis: dict[str, Any], label: str) -> AnalysisTable:
    """Return the IKU against this year's target, the same time last year and the Renstra's end."""
    entries, compared = analysis["iku"], analysis["pembanding"]
    year = entries[0].get("tahun_akhir")
    with_last_year = any(entry.get("realisasi_tahun_lalu") for entry in entries)

    def last_year(entry: dict[str, Any]) -> tuple[Cell, ...]:
        if not with_last_year:
            return ()
        change = entry.get("perubahan")
        return (
            text_cell(
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
            *((Heading(f"Realisasi {compared}", 21),) if with_last_year else ()),
            Heading(f"Target Akhir Renstra ({year})", 23),
            Heading("Capaian terhadap Akhir Renstra (%)", 25),
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(_named(entry)),
                    *_figures(entry),
                    *last_year(entry),
                    number_cell(entry.get("target_akhir_renstra")),
                    number_cell(entry.get("capaian_renstra")),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
        catatan=("" if with_last_year else f"Realisasi {compared} belum tersedia sebagai pembanding."),
    )


def budget_table(budget: dict[str, Any], label: str) -> AnalysisTable:
    """Return the share of the budget spent beside the plan; in the year's report beside capaian, with efisiensi."""
    compared: tuple[Heading, ...] = (Heading("Rencana RAK (%)", 22),)
    if budget["setahun"]:
        compared = (Heading("Capaian (%)", 20), Heading("Efisiensi", 18))

    def beside(entry: dict[str, Any]) -> tuple[Cell, ...]:
        if budget["setahun"]:
            capaian = text_cell(entry["capaian"], entry["catatan_capaian"], kelas="angka")
            return (capaian, number_cell(entry["efisiensi"]))
        return (text_cell(entry["rencana"], entry["catatan_rencana"], kelas="angka"),)

    return AnalysisTable(
        id="tabel-anggaran",
        judul=f"{'Efisiensi Penggunaan' if budget['setahun'] else 'Serapan'} Anggaran {label}",
        kolom=(
            Heading("No", 8),
            Heading("Uraian"),
            Heading("Pagu (Rp)", 27),
            Heading("Realisasi (Rp)", 27),
            Heading("Serapan (%)", 17),
            *compared,
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(entry["uraian"], entry["catatan"]),
                    *(number_cell(entry[key]) for key in ("pagu", "realisasi", "serapan")),
                    *beside(entry),
                )
            )
            for number, entry in enumerate(budget["baris"], start=1)
        ],
        pengantar=budget["kalimat"],
        catatan=(
            "Pagu dan realisasi adalah jumlah sub kegiatan yang mempunyai keduanya."
            + (" Efisiensi adalah capaian kinerja setahun dikurangi serapan." if budget["setahun"] else "")
        ),
    )


def none_below(analysis: dict[str, Any]) -> str:
    """Return what is said where no indicator is below target: of those that were measured, if there are any."""
    measured = sum(level["kelas"][name] for level in analysis["tingkat"] for name in ("melampaui", "tercapai"))
    if not measured:
        return "Belum ada indikator yang capaiannya dapat dihitung pada periode ini."
    return f"Dari {measured} indikator yang capaiannya dihitung, tidak ada yang di bawah target."


def build_analysis(snapshot: dict[str, Any]) -> Analysis:
    """Return the tables of Bab IV in their order, numbered Tabel 4.1, 4.2, ..."""
    analysis = snapshot["analisis"]
    label, last = snapshot["periode"]["label"], snapshot["periode"]["triwulan"]
    result = Analysis()
    if analysis["tingkat"]:
        result.kegiatan += [level_table(analysis["tingkat"], last, label), class_table(analysis, label)]
    if analysis["tidak_tercapai"]:
        result.kegiatan.append(missed_table(analysis, label))
    else:
        result.tanpa_kekurangan = none_below(analysis)
    if analysis["melampaui"]:
        result.kegiatan.append(exceeded_table(analysis["melampaui"], label))
    without = without_value_table(analysis, label)
    if without:
        result.kegiatan.append(without)
    if analysis["tidak_dilanjutkan"]:
        result.kegiatan.append(dropped_table(analysis["tidak_dilanjutkan"]))
    if analysis["faktor_pendorong"]:
        result.kegiatan.append(factor_table(analysis["faktor_pendorong"], label))
    if analysis["anggaran"]:
        result.kegiatan.append(budget_table(analysis["anggaran"], label))
    if analysis["iku"]:
        result.utama.append(iku_table(analysis, label))
    for number, table in enumerate(result.tables, start=1):
        table.nomor = f"Tabel 4.{number}."
    return result
