"""Pages are thin: they read through selectors, answer refusals by one table and read numbers by one parser.

Read from the source, so that no page can grow a way of its own.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("indicators/views", "indicators/templatetags", "reports/views", "reports/templatetags")
APPS = ("indicators", "reports", "sakip")

# By what a query is begun or made narrower.
QUERYING = {
    "_base_manager", "_default_manager", "alias", "annotate", "exclude", "filter", "get_list_or_404",
    "get_object_or_404", "in_bulk", "objects", "only", "prefetch_related", "Prefetch", "select_related",
    "select_for_update", "values_list",
}  # fmt: skip

# Where requests are answered.
EDGE = (*PAGES, "indicators/admin", "sakip")
KNOWS_STATUSES = {"sakip/answers.py"}
REFUSING = {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429}
# The parser of numbers; the engine's reader of figures, which says why it takes no other script's; and the rule of
# addresses, which asks how a host's last label begins.
KNOWS_DIGITS = {"sakip/digits.py", "indicators/capaian/numbers.py", "reports/signing/address.py"}
DIGITS = {"isdigit", "isdecimal", "isnumeric"}


def sources(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), tree_of(file)


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and name of all that the source names: variables, attributes, what it imports from elsewhere; not
    what it registers for templates (`register.filter`)."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "register"):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, alias.name) for alias in node.names)


def queries_in(tree: ast.AST) -> list[tuple[int, str]]:
    return [(line, name) for line, name in names_in(tree) if name in QUERYING]


def statuses_in(tree: ast.AST) -> list[tuple[int, object]]:
    """Return the statuses of refusals that the source writes itself: as a number, or by Python's names."""
    numbers = [
        (node.lineno, node.value)
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in REFUSING
    ]
    return [*numbers, *((line, name) for line, name in names_in(tree) if name == "HTTPStatus")]


def digits_in(tree: ast.AST) -> list[tuple[int, str]]:
    return [(line, name) for line, name in names_in(tree) if name in DIGITS]


def test_pages_read_through_selectors() -> None:
    assert {module: found for module, tree in sources(*PAGES) if (found := queries_in(tree))} == {}


def test_what_a_refusal_is_over_http_stands_in_one_table() -> None:
    assert {module for module, tree in sources(*EDGE) if statuses_in(tree)} == KNOWS_STATUSES


def test_numbers_are_read_by_one_parser() -> None:
    assert {module for module, tree in sources(*APPS) if digits_in(tree)} == KNOWS_DIGITS


@pytest.mark.parametrize(
    "source",
    [
        "Unit.objects.all()",
        "rows.filter(pk=1)",
        "get_object_or_404(Unit, pk=1)",
        "from django.shortcuts import get_object_or_404",
        "Prefetch('unit')",
    ],
)
def test_the_reader_sees_a_query(source: str) -> None:
    assert queries_in(ast.parse(source))


@pytest.mark.parametrize(
    "source", ["render(request, 'a.html', status=404)", "f(409 if x else 200)", "from http import HTTPStatus"]
)
def test_the_reader_sees_a_status(source: str) -> None:
    assert statuses_in(ast.parse(source))


@pytest.mark.parametrize("source", ["text.isdigit()", "''.join(filter(str.isdigit, text))", "x.isdecimal"])
def test_the_reader_sees_a_parser_of_digits(source: str) -> None:
    assert digits_in(ast.parse(source))


def test_the_readers_leave_the_rest_alone() -> None:
    tree = ast.parse("JsonResponse({}, status=207)\n@register.filter\ndef f(rows): return list_rows(402)")
    assert (queries_in(tree), statuses_in(tree), digits_in(tree)) == ([], [], [])
