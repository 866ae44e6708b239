"""How a capaian came about, as plain text: what a page opens under a figure and what a version keeps of it."""

from typing import Any

from indicators.capaian import HasilTriwulan, StatusHasil, formula_text
from indicators.lencana import badge_of_predicate


def explain(hasil: HasilTriwulan) -> dict[str, Any]:
    """Return a quarter's two figures with their sentences: printed text only, blank where there is nothing to say."""
    capaian, progres = hasil.capaian, hasil.progres
    return {
        "capaian": percent(capaian.teks),
        "progres": percent(progres.teks),
        "predikat": hasil.teks_predikat,
        "kelas": badge_of_predicate(hasil.predikat),
        "rumus": formula_text(capaian.rumus),
        "kalimat": capaian.kalimat,
        "kalimat_progres": progres.kalimat if progres.status == StatusHasil.DIHITUNG else "",
        "perhatian": capaian.catatan,
    }


def percent(text: str) -> str:
    return f"{text} %" if text and text != "n/a" else text
