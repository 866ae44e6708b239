"""A reader with nothing but the printed report: figures follow from figures, sentences from tables (DOMAIN 6)."""

import pytest

from reports.papers.lpk.composition.snapshot import build_snapshot
from tests.reports.papers.lpk.printing import render_html
from tests.reports.reader.checking import Indicator, check, check_language
from tests.reports.reader.offices import OFFICES, make_empty_facts, make_facts, make_odd_facts
from tests.reports.reader.reading import read_report

Reports = list[tuple[str, int, str]]


@pytest.fixture(scope="module")
def reports() -> Reports:
    """Every generated office, rendered once."""
    return [(name, last, render_html(build_snapshot(facts))) for name, last, facts in make_facts()]


def test_generated_reports_say_what_their_tables_show(reports: Reports) -> None:
    assert len(reports) == OFFICES
    seen: list[Indicator] = []
    for name, last, html in reports:
        try:
            seen += check(read_report(html), last)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error
    printed = {line.capaian for item in seen for line in item.triwulan.values()}
    assert len(seen) > 600
    assert {"n/a", "0,00", "100,00"} <= printed
    assert any("dibulatkan" in item.catatan for item in seen)
    assert any(item.dihentikan for item in seen)


def test_odd_offices_are_told_nothing_wrong_either() -> None:
    """No IKU, one indicator, only IKU, nothing measured, everything on target: in a quarter and in the year."""
    praised = []
    for name, last, facts in make_odd_facts():
        report = read_report(render_html(build_snapshot(facts)))
        try:
            check(report, last)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error
        if "perlu dipertahankan" in report.text:
            praised.append(name)
    assert praised == ["satu indikator, TW 2", "satu indikator, TW 4", "semua mencapai target, TW 4"]


def test_an_office_without_indicators_is_told_so() -> None:
    html = render_html(build_snapshot(make_empty_facts()))
    report = read_report(html)
    check_language(report)
    assert "<caption>" not in html
    assert "belum memuat indikator" in report.text
    for praise in ("tidak ada yang", "dipertahankan", "0 indikator", "rata-rata capaian kinerja adalah"):
        assert praise not in report.text
