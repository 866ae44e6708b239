"""How a capaian came about, as plain text: what a page opens under a figure and what a version keeps of it."""

from typing import TypedDict

from indicators.capaian import QuarterResult, ResultStatus, formula_text


class Derivation(TypedDict):
    """A quarter's two figures as printed, with their sentences; "" where there is nothing to say.

    Stored with the versions of a submission (`selectors.version_content`): a changed key is a new schema there.
    """

    capaian: str
    progres: str
    predikat: str
    rumus: str
    kalimat: str
    kalimat_progres: str
    perhatian: str


def explain(hasil: QuarterResult) -> Derivation:
    """Return a quarter's two figures with their sentences."""
    capaian, progres = hasil.capaian, hasil.progres
    return {
        "capaian": percent(capaian.teks),
        "progres": percent(progres.teks),
        "predikat": hasil.predikat_text,
        "rumus": formula_text(capaian.rumus),
        "kalimat": capaian.kalimat,
        "kalimat_progres": progres.kalimat if progres.status == ResultStatus.DIHITUNG else "",
        "perhatian": capaian.catatan,
    }


def percent(text: str) -> str:
    return f"{text} %" if text and text != "n/a" else text
