"""A wrong environment variable stops the start with a sentence."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip.environment import Environment, read_secrets_file


@pytest.mark.parametrize(("word", "expected"), [("1", True), ("Ya", True), ("off", False), ("", False)])
def test_boolean_reads_words(word: str, expected: bool) -> None:
    assert Environment({"X": word}).boolean("X", not expected) is expected


def test_boolean_refuses_other_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="X: 'mungkin' is neither"):
        Environment({"X": "mungkin"}).boolean("X", False)


@pytest.mark.parametrize("word", ["", "ten", "-1", "1.5", "٣"])
def test_integer_refuses_what_is_not_a_whole_number(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="X: "):
        Environment({"X": word}).integer("X", 3)


def test_integer_refuses_less_than_its_minimum() -> None:
    with pytest.raises(ImproperlyConfigured, match="at least 5"):
        Environment({"X": "4"}).integer("X", 9, minimum=5)


def test_defaults_count_and_are_remembered() -> None:
    env = Environment({})
    assert env.text("A", "teks") == "teks"
    assert env.words("B", "satu, dua") == ["satu", "dua"]
    assert env.path("C", Path("berkas/c")) == Path("berkas/c")
    assert env.integer("D", 7) == 7
    assert set(env.known) == {"A", "B", "C", "D"}


def test_secrets_file_never_overrides_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secrets.env"
    file.write_text("# secrets\nSAKIP_UJI_A=dari-berkas\nSAKIP_UJI_B=dari-berkas\n", encoding="utf-8")
    monkeypatch.setenv("SAKIP_UJI_A", "dari-lingkungan")
    monkeypatch.delenv("SAKIP_UJI_B", raising=False)
    read_secrets_file(file)
    assert os.environ["SAKIP_UJI_A"] == "dari-lingkungan"
    assert os.environ["SAKIP_UJI_B"] == "dari-berkas"
    monkeypatch.delenv("SAKIP_UJI_B")
