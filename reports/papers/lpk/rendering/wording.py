"""The program's own wording of the sections that an office may rewrite.

The sentences live in the report template as plain text (a blank line ends a paragraph,
lines that start with "- " make a list), so that they belong to its version.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from indicators.tingkat import TingkatCapaian
from indicators.triwulan import LAST_QUARTER
from reports.papers.lpk.rendering.figure_names import name_analysis
from reports.papers.lpk.rendering.level_tables import none_below
from reports.papers.lpk.rendering.prepared import prepare
from reports.papers.lpk.rendering.templates import TEMPLATES
from reports.papers.lpk.schema import (
    SECTIONS,
    ListedIku,
    Perjanjian,
    QuarterMean,
    SnapshotLpk,
    SnapshotMean,
    SnapshotTingkat,
)
from reports.rendering.assets import TemplateFolder
from reports.rendering.placeholders import FigureNames
from reports.snapshot import Block
from sakip.dates import write_date
from sakip.sentences import enumerate_in_words

# More IKU than this are left to the table.
MOST_IKU_SENTENCES = 5


def long_date(iso: str) -> str:
    """Return "31 Desember 2023" for "2023-12-31", nothing for nothing."""
    return write_date(date.fromisoformat(iso)) if iso else ""


def until(snapshot: SnapshotLpk) -> str:
    """Return the span that the report covers, as it stands in a sentence."""
    period = snapshot["periode"]
    if period["triwulan"] == LAST_QUARTER:
        return f"sepanjang Tahun {period['tahun']}"
    return f"sampai dengan akhir {period['label']}"


def _level_name(label: str) -> str:
    """Return a level's label for the middle of a sentence; IKU stays a name."""
    return label if "Utama" in label else label.lower()


def _mean_of(level: SnapshotTingkat) -> SnapshotMean:
    """Return the mean that the report speaks of: the year's, before TW IV the quarter's."""
    return level["tahun"] or level["triwulan"][-1]


def _counted(count: int, mean: SnapshotMean) -> str:
    return f"{count} dari {mean['jumlah']} indikator"


def _lowered(level: SnapshotTingkat, count: int) -> str:
    """Name the cap beside a mean that it lowered."""
    if not count:
        return ""
    return f"; {count} capaian di atas {level['batas']} persen dihitung {level['batas']} persen"


def _progres(level: SnapshotTingkat, quarter: QuarterMean) -> str:
    if not quarter["progres"]:
        return ""
    counted = _counted(quarter["progres_dihitung"], quarter)
    lowered = _lowered(level, quarter["progres_dibatasi"])
    return f"; progres tahun {quarter['progres']} persen ({counted}{lowered})"


def _level_sentences(levels: list[SnapshotTingkat]) -> list[str]:
    sentences = []
    for level in levels:
        mean = _mean_of(level)
        if not mean["capaian"]:
            sentences.append(f"{level['label']}: belum ada capaian yang dapat dihitung")
            continue
        counted = f"{_counted(mean['dihitung'], mean)}{_lowered(level, mean['dibatasi'])}"
        sentence = f"{level['label']}: {mean['capaian']} persen ({counted})"
        if mean["predikat"]:
            sentence += f", predikat {mean['predikat']}"
        else:
            sentence += f", belum dapat dinilai karena {mean['alasan']}"
        if level["tahun"] is None:
            sentence += _progres(level, level["triwulan"][-1])
        sentences.append(sentence)
    ends = [";"] * (len(sentences) - 2) + ["; dan", "."]
    if len(sentences) < 2:
        ends = ["."] * len(sentences)
    return [text + end for text, end in zip(sentences, ends, strict=True)]


def _closing(level: SnapshotTingkat) -> str:
    mean = _mean_of(level)
    predicate = f" atau {mean['predikat']}" if mean["predikat"] else ""
    counted = _counted(mean["dihitung"], mean)
    remark = _lowered(level, mean["dibatasi"]) + ("" if predicate else "; belum dapat dinilai")
    return f"{mean['capaian']} persen{predicate} pada tingkat {_level_name(level['label'])} ({counted}{remark})"


def _iku_sentences(entries: list[ListedIku], compared: str) -> list[str]:
    """Return a sentence for each IKU that has a realisasi; the unit stands once, n/a never inside a sentence."""
    if len(entries) > MOST_IKU_SENTENCES:
        return []
    return [_iku_sentence(entry, compared) for entry in entries if entry["realisasi"] and entry["target"]]


def _iku_sentence(entry: ListedIku, compared: str) -> str:
    unit = f" {entry['satuan']}" if entry["satuan"] else ""
    text = (
        f"Indikator Kinerja Utama {entry['indikator']} terealisasi {entry['realisasi']} dari target "
        f"{entry['target']}{unit}"
    )
    if entry["terhitung"]:
        text += f", dengan capaian {entry['capaian']} persen"
        text += f" ({entry['predikat']})" if entry["predikat"] else " (belum dinilai)"
    text += "."
    if entry["target_akhir_renstra"] and entry["capaian_renstra"]:
        text += (
            f" Terhadap target akhir Rencana Strategis tahun {entry['tahun_akhir']} sebesar "
            f"{entry['target_akhir_renstra']}, realisasi tersebut setara dengan {entry['capaian_renstra']} persen."
        )
    if entry["realisasi_tahun_lalu"]:
        text += f" Realisasi {compared} adalah {entry['realisasi_tahun_lalu']}."
    return text


# How a class is said of a number of indicators, in the order of the table of classes.
_CLASS_WORDS = {
    "melampaui": "melampaui target",
    "tercapai": "mencapai target",
    "di_bawah_target": "di bawah target",
    "di_bawah_belum_dinilai": "di bawah target tetapi belum dinilai",
    "dinilai_akhir_tahun": "dinilai pada akhir tahun",
    "belum_ada_target": "belum mempunyai target",
    "tidak_tersedia": "datanya tidak tersedia",
    "belum_diisi": "belum diisi",
    "tidak_dapat_dihitung": "tidak dapat dihitung",
    "tidak_dilanjutkan": "tidak dilanjutkan oleh perubahan perjanjian kinerja",
}


def _class_counts(levels: list[SnapshotTingkat]) -> dict[str, int]:
    return {name: sum(level["kelas"][name] for level in levels) for name in _CLASS_WORDS}


def _agreements(pk: Perjanjian) -> str:
    """Return the PKs that the targets stand in, for the middle of a sentence."""
    return enumerate_in_words([item["label"] for item in pk["daftar"]])


def _facts(snapshot: SnapshotLpk, names: FigureNames) -> dict[str, Any]:
    """Return what the sentences are made of; every figure of theirs passes through ``names``."""
    analysis = name_analysis(names, snapshot["analisis"])
    levels = analysis["tingkat"]
    span = until(snapshot)
    counts = {name: names.count(f"jumlah_{name}", count) for name, count in _class_counts(levels).items()}
    below = names.count("jumlah_belum_mencapai_target", len(analysis["tidak_tercapai"]))
    unwritten = analysis["belum_ditulis"]
    closing = [_closing(level) for level in levels if _mean_of(level)["capaian"]]
    by_level = [
        f"{level['jumlah']} "
        + (level["label"] if level["tingkat"] == TingkatCapaian.IKU else f"indikator {level['label'].lower()}")
        for level in levels
    ]
    return {
        "opd": snapshot["opd"],
        "periode": snapshot["periode"],
        "draf": snapshot["draf"],
        "pk": {**snapshot["pk"], "semua": _agreements(snapshot["pk"])},
        "sampai": span,
        "sampai_kapital": span[:1].upper() + span[1:],
        "ringkasan": _level_sentences(levels),
        "iku_terpilih": _iku_sentences(analysis["iku"], analysis["pembanding"]),
        "penutup_ringkas": enumerate_in_words(closing),
        # Praise needs that every level is judged and nothing measured lies below its target.
        "terpelihara": bool(levels) and not below and all(_mean_of(level)["predikat"] for level in levels),
        "kelas": enumerate_in_words(
            [f"{counts[name]} {words}" for name, words in _CLASS_WORDS.items() if counts[name]]
        ),
        "tanpa_kekurangan": "" if below or not levels else none_below(analysis),
        "jumlah": {
            "semua": names.count("jumlah_indikator", sum(level["jumlah"] for level in levels)),
            "rincian": enumerate_in_words(by_level),
            "tidak_tercapai": below,
            "tanpa_kendala": names.count("jumlah_kendala_belum_ditulis", unwritten["kendala"]),
            "tanpa_tindak_lanjut": names.count("jumlah_tindak_lanjut_belum_ditulis", unwritten["tindak_lanjut"]),
            "tanpa_data": names.count("jumlah_tanpa_data", counts["belum_diisi"] + counts["tidak_tersedia"]),
        },
    }


def parse_blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of a plain text."""
    blocks: list[Block] = []
    for part in text.split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if all(line.startswith("- ") for line in lines):
            items = [line.removeprefix("- ") for line in lines]
            blocks.append({"jenis": "daftar", "butir": items})
        else:
            blocks.append({"jenis": "paragraf", "teks": " ".join(lines)})
    return blocks


def default_narrative(snapshot: SnapshotLpk, folder: TemplateFolder) -> dict[str, list[Block]]:
    """Return our wording of Kata Pengantar, Bab IV and Bab V, with figures filled in, for a prepared snapshot."""
    return _narrative(snapshot, folder, FigureNames(as_names=False))


def named_narrative(snapshot: Mapping[str, Any]) -> tuple[dict[str, list[Block]], dict[str, str]]:
    """Return our present wording with its figures as placeholders (``{capaian_sub_kegiatan}``), and the figures by
    name. A name without a figure at present has a blank value.

    Raises:
        RenderError: the snapshot is not one that can be rendered.
    """
    names = FigureNames(as_names=True)
    return _narrative(prepare(snapshot), TEMPLATES.at(TEMPLATES.current), names), names.values


def narrative_figures(snapshot: SnapshotLpk) -> dict[str, str]:
    """Return the figures that a placeholder may name, for a prepared snapshot."""
    names = FigureNames(as_names=False)
    _facts(snapshot, names)
    return names.values


def _narrative(snapshot: SnapshotLpk, folder: TemplateFolder, names: FigureNames) -> dict[str, list[Block]]:
    facts = _facts(snapshot, names)
    return {
        section: parse_blocks(folder.fill(f"narasi/{section}.txt", facts, autoescape=False)) for section in SECTIONS
    }
