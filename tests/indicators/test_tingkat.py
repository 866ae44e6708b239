"""The levels of the plan by hand, and the one registry of their models."""

import pytest

from indicators.models import Indikator, Kegiatan, PeriodeRenstra, Program, Sasaran, SubKegiatan, Tujuan
from indicators.models.tingkat import MODEL_OF, NOMENKLATUR_MODEL_OF, child_model_of, parent_model_of
from indicators.tingkat import IKU, NOMENKLATUR, Tingkat, TingkatCapaian, capaian_level_of

# Stored word, label, heading of a report, field of the parent, way to the Renstra.
TABLE = [
    ("tujuan", "Tujuan", "Tujuan", "periode", "periode"),
    ("sasaran", "Sasaran strategis", "Sasaran Strategis", "tujuan", "tujuan__periode"),
    ("program", "Program", "Program", "sasaran", "sasaran__tujuan__periode"),
    ("kegiatan", "Kegiatan", "Kegiatan", "program", "program__sasaran__tujuan__periode"),
    ("sub_kegiatan", "Sub kegiatan", "Sub Kegiatan", "kegiatan", "kegiatan__program__sasaran__tujuan__periode"),
]


def test_levels_from_the_top_down() -> None:
    assert [
        (level.value, level.label, level.judul, level.parent_field, level.way_to_periode) for level in Tingkat
    ] == TABLE
    assert [level.depth for level in Tingkat] == [0, 1, 2, 3, 4]


def test_what_stands_above_and_below() -> None:
    assert Tingkat.TUJUAN.induk is None
    assert Tingkat.PROGRAM.induk is Tingkat.SASARAN
    assert Tingkat.PROGRAM.anak is Tingkat.KEGIATAN
    assert Tingkat.SUB_KEGIATAN.anak is None
    assert Tingkat.PROGRAM.above == (Tingkat.TUJUAN, Tingkat.SASARAN)
    assert Tingkat.PROGRAM.upwards == (Tingkat.PROGRAM, Tingkat.SASARAN, Tingkat.TUJUAN)
    assert Tingkat.PROGRAM.downwards == (Tingkat.PROGRAM, Tingkat.KEGIATAN, Tingkat.SUB_KEGIATAN)
    assert (Tingkat.TUJUAN.way_up, Tingkat.KEGIATAN.way_up) == ("", "program__sasaran__tujuan")


def test_iku_and_what_the_state_names() -> None:
    assert IKU == ("tujuan", "sasaran")
    assert NOMENKLATUR == ("program", "kegiatan", "sub_kegiatan")


@pytest.mark.parametrize(
    ("tingkat", "reported", "label"),
    [
        ("tujuan", "iku", "Indikator Kinerja Utama"),
        ("sasaran", "iku", "Indikator Kinerja Utama"),
        ("program", "program", "Program"),
        ("kegiatan", "kegiatan", "Kegiatan"),
        ("sub_kegiatan", "sub_kegiatan", "Sub Kegiatan"),
    ],
)
def test_level_by_which_an_indicator_is_reported(tingkat: str, reported: str, label: str) -> None:
    assert capaian_level_of(tingkat) == reported
    assert TingkatCapaian(reported).label == label


def test_no_level_is_not_reported() -> None:
    with pytest.raises(ValueError, match="opd"):
        capaian_level_of("opd")


def test_models_by_level_and_levels_by_model() -> None:
    assert list(MODEL_OF.items()) == [
        ("tujuan", Tujuan),
        ("sasaran", Sasaran),
        ("program", Program),
        ("kegiatan", Kegiatan),
        ("sub_kegiatan", SubKegiatan),
    ]
    assert list(NOMENKLATUR_MODEL_OF) == ["program", "kegiatan", "sub_kegiatan"]
    assert all(model.tingkat is level for level, model in MODEL_OF.items())


def test_registry_agrees_with_the_fields_of_the_models() -> None:
    for level, model in MODEL_OF.items():
        assert model._meta.get_field(level.parent_field).related_model is parent_model_of(level)
        assert Indikator._meta.get_field(level.value).related_model is model


def test_models_below() -> None:
    assert child_model_of(PeriodeRenstra()) is Tujuan
    assert child_model_of(Kegiatan()) is SubKegiatan
    assert child_model_of(SubKegiatan()) is None
