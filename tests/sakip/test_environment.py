"""A wrong environment variable stops the start with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip.environment import ROOT, Environment


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
    with pytest.raises(ImproperlyConfigured, match="from 5 to 1000000"):
        Environment({"X": "4"}).integer("X", 9, minimum=5)


def test_integer_refuses_more_than_anybody_means() -> None:
    with pytest.raises(ImproperlyConfigured, match="from 0 to 10"):
        Environment({"X": "11"}).integer("X", 9, maximum=10)


def test_a_choice_is_one_of_its_words_in_whatever_case() -> None:
    assert Environment({"X": "Info"}).choice("X", "DEBUG", ("DEBUG", "INFO")) == "INFO"
    with pytest.raises(ImproperlyConfigured, match="X: 'TRACE' is none of DEBUG, INFO"):
        Environment({"X": "TRACE"}).choice("X", "DEBUG", ("DEBUG", "INFO"))


def test_paths_begin_at_the_installation_wherever_a_command_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/sakip")
    env = Environment({"A": "data", "B": "/srv/data", "C": "~/data", "D": "", "E": "~bukan-siapa-siapa/data"})
    assert [env.path(name, Path("/var")) for name in "ABCD"] == [
        ROOT / "data", Path("/srv/data"), Path("/home/sakip/data"), Path("/var"),
    ]  # fmt: skip
    assert [env.file(name) for name in "ABCD"] == [str(ROOT / "data"), "/srv/data", "/home/sakip/data", ""]
    for read in (env.file, lambda name: env.path(name, Path("/var"))):
        with pytest.raises(ImproperlyConfigured, match="E: ~bukan-siapa-siapa/data begins at the home"):
            read("E")


def test_networks_are_read_and_others_refused() -> None:
    assert "10.1.1.1" in Environment({"X": "127.0.0.1, 10.0.0.0/8"}).networks("X")
    with pytest.raises(ImproperlyConfigured, match="X: 'nginx' is neither an address"):
        Environment({"X": "127.0.0.1, nginx"}).networks("X")


def test_mail_addresses_are_read_and_others_refused() -> None:
    assert Environment({"X": "a@example.go.id, b@example.go.id"}).addresses("X") == [
        "a@example.go.id",
        "b@example.go.id",
    ]
    assert Environment({}).addresses("X") == []
    with pytest.raises(ImproperlyConfigured, match="X: 'inspektorat' is no mail address"):
        Environment({"X": "a@example.go.id, inspektorat"}).addresses("X")


def test_defaults_count_and_are_remembered() -> None:
    env = Environment({})
    assert env.text("A", "teks") == "teks"
    assert env.words("B", "satu, dua") == ["satu", "dua"]
    assert env.path("C", Path("/berkas/c")) == Path("/berkas/c")
    assert env.integer("D", 7) == 7
    assert set(env.known) == {"A", "B", "C", "D"}
