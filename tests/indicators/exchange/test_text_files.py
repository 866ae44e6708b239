"""Tables of a web page: read in pieces, and refused where something begins that does not end."""

import pytest

from indicators.exchange.text_files import UNCLOSED, page_tables
from sakip.files import RefusedFile

TABLE = "<html><table><tr><td>Satu</td><td>D&uacute;a &lt; 3</td></tr></table>"


@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_pieces_make_no_difference(piece: int) -> None:
    page = f"<style><!-- td {{}} --></style><!-- catatan -->{TABLE}<p>a < b"
    assert page_tables(page.encode(), piece=piece) == [[["Satu", "Dúa < 3"]]]


@pytest.mark.parametrize("opened", ["<!--", "<?", "<td a=", '<td a="', "</td ", "<!doctype "])
def test_what_begins_again_and_again_and_never_ends_is_refused(opened: str) -> None:
    page = TABLE + opened * 100
    for limits in ({"longest": 90, "cut_off": 1000}, {"longest": 100_000, "cut_off": 90}):
        with pytest.raises(RefusedFile) as refused:
            page_tables(page.encode(), piece=10, **limits)
        assert str(refused.value) == UNCLOSED
    assert page_tables((TABLE + opened).encode(), piece=10, longest=100, cut_off=90) == [[["Satu", "Dúa < 3"]]]


def test_a_long_comment_that_ends_too_late_is_refused_before_its_end() -> None:
    page = f"<table><!--{'x' * 100}--><tr><td>Satu</td></tr></table>".encode()
    assert page_tables(page, piece=10, longest=200) == [[["Satu"]]]
    with pytest.raises(RefusedFile):
        page_tables(page, piece=10, longest=50)


def test_a_declaration_that_the_parser_does_not_know_is_refused() -> None:
    with pytest.raises(RefusedFile) as refused:
        page_tables((TABLE + "<![<![<![").encode())
    assert str(refused.value) == UNCLOSED
