"""The program's own wording of the sections that an office may rewrite.

The sentences live in the report template as plain text (a blank line ends a paragraph,
lines that start with "- " make a list), so that they belong to its version.
"""

from datetime import date
from typing import Any

from reports.rendering.assets import render_template
from reports.rendering.snapshot import prepare_snapshot
from sakip.dates import write_date

SECTIONS = ("kata_pengantar", "bab_4", "bab_5")
# More IKU than this are left to the table.
MOST_IKU_SENTENCES = 5

Block = dict[str, Any]


def long_date(iso: str | None) -> str:
    """Return "31 Desember 2023" for "2023-12-31", nothing for nothing."""
    return write_date(date.fromisoformat(iso)) if iso else ""


def until(snapshot: dict[str, Any]) -> str:
    """Return the span that the report covers, as it stands in a sentence."""
    period = snapshot["periode"]
    if period["triwulan"] == 4:
        return f"sepanjang Tahun {period['tahun']}"
    return f"sampai dengan akhir {period['label']}"


def _enumerate(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def _level_name(label: str) -> str:
    """Return a level's label for the middle of a sentence; IKU stays a name."""
    return label if "Utama" in label else label.lower()


def _latest(level: dict[str, Any]) -> dict[str, Any]:
    quarters = level.get("triwulan") or [{}]
    return quarters[-1] or {}


def _level_sentences(levels: list[dict[str, Any]]) -> list[str]:
    sentences = []
    for level in levels:
        latest = _latest(level)
        if not latest.get("capaian"):
            continue
        predicate = latest.get("predikat")
        sentence = f"{level['label']}: {latest['capaian']} persen"
        if predicate:
            sentence += f" dengan predikat {predicate}"
        elif latest.get("progres"):
            sentence += f" (progres terhadap target tahun {latest['progres']} persen)"
        counted, total = latest.get("dihitung", level["jumlah"]), level["jumlah"]
        of = f"{counted}" if counted == total else f"{counted} dari {total}"
        sentences.append(f"{sentence}, dihitung dari {of} indikator")
    ends = [";"] * (len(sentences) - 2) + ["; dan", "."]
    if len(sentences) < 2:
        ends = ["."] * len(sentences)
    return [text + end for text, end in zip(sentences, ends, strict=True)]


def _iku_sentences(entries: list[dict[str, Any]]) -> list[str]:
    if len(entries) > MOST_IKU_SENTENCES:
        return []
    sentences = []
    for entry in entries:
        if not entry.get("realisasi") or not entry.get("capaian"):
            continue
        unit = f" {entry['satuan']}" if entry.get("satuan") else ""
        text = (
            f"Indikator Kinerja Utama {entry['indikator']} terealisasi "
            f"{entry['realisasi']}{unit} dari target {entry['target']}{unit}, atau "
            f"tercapai {entry['capaian']} persen."
        )
        if entry.get("target_akhir_renstra") and entry.get("capaian_renstra"):
            text += (
                f" Dibandingkan dengan target akhir Rencana Strategis tahun "
                f"{entry['tahun_akhir']} sebesar {entry['target_akhir_renstra']}{unit},"
                f" realisasi tersebut setara dengan {entry['capaian_renstra']} persen."
            )
        if entry.get("realisasi_tahun_lalu"):
            text += f" Realisasi tahun sebelumnya {entry['realisasi_tahun_lalu']}{unit}."
        sentences.append(text)
    return sentences


def _facts(snapshot: dict[str, Any]) -> dict[str, Any]:
    analysis = snapshot["analisis"]
    levels = analysis.get("tingkat") or []
    span = until(snapshot)
    closing = [
        f"{latest['capaian']} persen pada tingkat {_level_name(level['label'])}"
        for level in levels
        for latest in [_latest(level)]
        if latest.get("capaian")
    ]
    counts = [
        f"{level['jumlah']} "
        + ("Indikator Kinerja Utama" if level["tingkat"] == "iku" else f"indikator {_level_name(level['label'])}")
        for level in levels
    ]
    missing = len(analysis.get("belum_diisi") or [])
    return {
        "opd": snapshot["opd"],
        "periode": snapshot["periode"],
        "pk": snapshot.get("pk") or {"label": "perjanjian kinerja"},
        "sampai": span,
        "sampai_kapital": span[:1].upper() + span[1:],
        "ringkasan": _level_sentences(levels),
        "iku_terpilih": _iku_sentences(analysis.get("iku") or []),
        "penutup_ringkas": (f"rata-rata capaian kinerja tercatat {_enumerate(closing)}" if closing else ""),
        "jumlah": {
            "semua": sum(level["jumlah"] for level in levels),
            "rincian": _enumerate(counts),
            "tidak_tercapai": len(analysis.get("tidak_tercapai") or []),
            "melampaui": len(analysis.get("melampaui") or []),
            "belum_diisi": missing,
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


def default_narrative(snapshot: dict[str, Any], *, template_version: str = "v1") -> dict[str, list[Block]]:
    """Return our wording of Kata Pengantar, Bab IV and Bab V, with figures filled in.

    Keys ``kata_pengantar``, ``bab_4``, ``bab_5``; each a list of blocks
    ``{"jenis": "paragraf", "teks": ...}`` or ``{"jenis": "daftar", "butir": [...]}``.

    Raises:
        RenderError: the snapshot is not one that can be rendered.
    """
    facts = _facts(prepare_snapshot(snapshot))
    return {
        section: parse_blocks(render_template(template_version, f"narasi/{section}.txt", facts, autoescape=False))
        for section in SECTIONS
    }
