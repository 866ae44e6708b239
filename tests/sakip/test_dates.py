"""Dates as people type and print them."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.utils import timezone

from sakip.date_fields import DateField, DateInput
from sakip.dates import (
    UNREADABLE_DATE,
    read_date,
    write_date,
    write_in_figures,
    write_moment,
    write_short_date,
    write_short_moment,
    write_time,
)
from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parents[2]
# 07.05 of the next day in Jakarta.
MOMENT = datetime(2023, 12, 31, 0, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["31-12-2023", "31/12/2023", "31.12.2023", "2023-12-31", " 31-12-2023 "])
def test_read_date(text: str) -> None:
    assert read_date(text) == date(2023, 12, 31)


def test_read_date_takes_the_day_first() -> None:
    assert read_date("02/03/2024") == date(2024, 3, 2)


@pytest.mark.parametrize("text", ["", "31-02-2024", "12-31-2023", "31.12-2023", "31-12-23", "besok", "0/1/2024"])
def test_read_date_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        read_date(text)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 12, 31), "31 Desember 2023"),
        (date(2024, 1, 1), "1 Januari 2024"),
        (date(2024, 8, 17), "17 Agustus 2024"),
    ],
)
def test_write_date(day: date, text: str) -> None:
    assert write_date(day) == text


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (write_date, "31 Desember 2023"),
        (write_short_date, "31 Des 2023"),
        (write_time, "07.05"),
        (write_moment, "31 Desember 2023 07.05"),
        (write_short_moment, "31 Des 2023 07.05"),
        (write_in_figures, "31/12/2023"),
    ],
)
def test_a_moment_is_written_in_the_zone_in_force(write: Callable[[datetime], str], text: str) -> None:
    assert write(MOMENT) == text


def test_seconds_are_told_where_they_matter() -> None:
    assert write_time(MOMENT, seconds=True) == "07.05.09"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "31 Desember 2023 23.30"),
        ("Asia/Pontianak", "31 Desember 2023 23.30"),
        ("Asia/Makassar", "1 Januari 2024 00.30 WITA"),
        ("Asia/Jayapura", "1 Januari 2024 01.30 WIT"),
    ],
)
def test_a_moment_names_its_zone_where_the_clock_is_another_one(zone: str, text: str) -> None:
    moment = datetime(2023, 12, 31, 16, 30, tzinfo=UTC)
    assert write_moment(moment, zone) == text
    with timezone.override(zone):
        assert write_moment(moment) == text
        assert write_moment(moment, "Asia/Jakarta") == "31 Desember 2023 23.30"


def test_every_template_writes_days_and_moments_so() -> None:
    page = "{{ m|write_moment }}, {{ m|write_short_moment }}, {{ d|write_date }}, {{ d|write_short_date }}"
    page += ", {{ no|write_date|default:'belum' }}"
    shown = engines["django"].from_string(page).render({"m": MOMENT, "d": date(2024, 8, 17), "no": None})
    assert shown == "31 Desember 2023 07.05, 31 Des 2023 07.05, 17 Agustus 2024, 17 Agu 2024, belum"


def test_a_field_shows_a_day_as_people_type_it() -> None:
    shown = DateInput().render("mulai", date(2024, 2, 1))
    assert 'type="text"' in shown
    assert 'value="01/02/2024"' in shown
    assert 'value="besok"' in DateInput().render("mulai", "besok")


@pytest.mark.parametrize("text", ["1/2/2024", "01.02.2024", "1 Februari 2024", "2024-02-01", "1 Feb 2024"])
def test_a_field_reads_a_day_as_people_type_it(text: str) -> None:
    assert DateField().clean(text) == date(2024, 2, 1)


@pytest.mark.parametrize(("text", "sentence"), [("besok", UNREADABLE_DATE), ("  ", "Isi tanggalnya.")])
def test_a_field_says_what_to_do_instead(text: str, sentence: str) -> None:
    with pytest.raises(Exception, match=re.escape(sentence)):
        DateField().clean(text)


# --- nobody else spells a form ---------------------------------------------------------------------------------------

# Directives of a day or an hour, and of Django's own formats.
_SPELLED = re.compile(r"%-?[dm][-/. ]?%[mYyBbd]|%H[.:]?%M")
# Days in the order of machines: names of files, and what a machine reads again.
_OF_MACHINES = re.compile(r"%Y-?%m-?%d(?:-%H%M%S)?")


def spelled(tree: ast.AST) -> Iterator[str]:
    """Return the forms of days and hours that a module spells, and its use of Django's or the language's own."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in ("date_format", "time_format"):
                yield name
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if _SPELLED.search(_OF_MACHINES.sub("", text)):
            yield text


def test_no_module_spells_a_form_of_its_own() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {text}"
        for app in ("indicators", "reports", "sakip")
        for file in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in file.parts and file != ROOT / "sakip/dates.py"
        for text in spelled(tree_of(file))
    ]
    assert found == []


def test_no_template_spells_a_form_of_its_own() -> None:
    own = re.compile(r"\|\s*(?:date|time|timesince|timeuntil)\b|{%\s*now\b")
    files = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "reports").rglob("*.html")]
    assert [str(file.relative_to(ROOT)) for file in files if own.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("f'{day:%d-%m-%Y}'", ["%d-%m-%Y"]),
        ("date_format(day, 'j F Y')", ["date_format"]),
        ("f'{now:%H.%M}'", ["%H.%M"]),
        ("f'berkas-{day:%Y-%m-%d}.xlsx'", []),
        ("'%d baris dari %d'", []),
    ],
)
def test_the_search_knows_a_form(source: str, found: list[str]) -> None:
    assert list(spelled(ast.parse(source))) == found
