"""What a successor prints otherwise than its predecessor; expected words written by hand."""

from typing import Any

from reports.composition.differences import Difference, list_differences
from reports.papers.lpk.differences import WORDS


def row(pk: int, nama: str, realisasi: list[str | None], capaian: list[str]) -> dict[str, Any]:
    return {
        "id": f"sub_kegiatan-{pk}",
        "indikator": nama,
        "realisasi": realisasi,
        "capaian": [{"teks": text, "eksak": f"{text}/1", "predikat": None, "dinilai": False} for text in capaian],
        "tahun": {"realisasi": realisasi[-1], "capaian": capaian[-1]},
    }


def snapshot(*rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {
        "draf": False,
        "lampiran_1": {"sub_kegiatan": list(rows)},
        "lampiran_2": [],
        "penandatangan": {"nama": "A"},
        "opd": {"nama": "Dinas", "logo": None},
        **values,
    }


LAYANAN = row(1, "Layanan", ["2", "4", "6", "8"], ["100,00"] * 4)


def test_the_same_prints_nothing_else() -> None:
    assert list_differences(snapshot(LAYANAN), snapshot(LAYANAN, draf=True), WORDS) == []


def test_a_corrected_quarter_is_named_with_both_figures() -> None:
    now = row(1, "Layanan", ["0", "4", "6", "6"], ["0,00", "100,00", "100,00", "75,00"])
    assert list_differences(snapshot(LAYANAN), snapshot(now), WORDS) == [
        Difference("Layanan", "realisasi TW I", "2", "0"),
        Difference("Layanan", "realisasi TW IV", "8", "6"),
        Difference("Layanan", "capaian TW I", "100,00", "0,00"),
        Difference("Layanan", "capaian TW IV", "100,00", "75,00"),
        Difference("Layanan", "setahun realisasi", "8", "6"),
        Difference("Layanan", "setahun capaian", "100,00", "75,00"),
    ]


def test_rows_that_came_and_went_are_named() -> None:
    other = row(2, "Dokumen", [None] * 4, [""] * 4)
    assert list_differences(snapshot(LAYANAN), snapshot(other), WORDS) == [
        Difference("Dokumen", "baris", "", "ada"),
        Difference("Layanan", "baris", "ada", ""),
    ]


def test_names_and_the_logo() -> None:
    before = snapshot(LAYANAN)
    after = snapshot(LAYANAN, penandatangan={"nama": "B"}, opd={"nama": "Dinas", "logo": {"base64": "AA=="}})
    assert list_differences(before, after, WORDS) == [
        Difference("Penanda tangan", "nama", "A", "B"),
        Difference("Kop dan kantor", "logo", "", ""),
    ]


def test_two_items_of_one_name_are_kept_apart() -> None:
    before = snapshot(analisis={"faktor": [{"indikator": "A", "uraian": "x"}, {"indikator": "A", "uraian": "y"}]})
    after = snapshot(analisis={"faktor": [{"indikator": "A", "uraian": "z"}, {"indikator": "A", "uraian": "y"}]})
    assert list_differences(before, after, WORDS) == [Difference("Bab IV", "faktor A (1) uraian", "x", "z")]
