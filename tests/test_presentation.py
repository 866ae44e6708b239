"""How something looks, and at which address, is said at the edge: what is stored, read and decided knows neither.

Read from the source: strings (docstrings aside), imports and names of the layers below the views.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import nodes_of, tree_of
from tests.test_architecture import PURE, modules, within

ROOT = Path(__file__).resolve().parent.parent
BELOW_THE_EDGE = (
    *(name for name in PURE if name.startswith("indicators.")),
    "indicators.models",
    "indicators.selectors",
    "indicators.services",
    "reports.models",
    "reports.selectors",
    "reports.composition",
    "reports.services",
)
# What has to name an address or write HTML all the same, each with its reason.
_PRINTED = "a document prints the address at which it is verified"
ALLOWED = {
    ("reports.services.verify_address", "imports reverse"): _PRINTED,
    ("reports.services.verify_address", "is named verify_url"): _PRINTED,
    ("reports.services.verify_address", "'verifikasi:dokumen'"): _PRINTED,
}

ADDRESS = re.compile(r"(admin|indicators|reports|verifikasi):\w*|.*(href=|/admin/)", re.DOTALL)
# A named group of a regular expression is no element.
HTML = re.compile(r".*((?<!\?P)<[a-z][a-z0-9]*[ />]|</[a-z]|&[a-z]+;)", re.DOTALL)
# Words by which a name says how something looks.
LOOKS = re.compile(r"(^|_)(lencana|badge|css|html|warna|colou?r|href|url|tautan)(_|s?$)", re.IGNORECASE)
FORBIDDEN_IMPORTS = ("django.urls", "django.utils.html", "django.utils.safestring", "django.templatetags")


def classes() -> frozenset[str]:
    """Return the class names of the style sheets that cannot be anything else: those of two words, and the badges."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "static" / "css").rglob("*.css"))
    names = set(re.findall(r"\.([a-z][a-z0-9]*(?:-[a-z0-9]+)+)", text))
    return frozenset(names | {name.removeprefix("badge-") for name in names if name.startswith("badge-")})


def strings_of(tree: ast.AST) -> Iterator[ast.Constant]:
    """Return the string constants that are no docstrings, the parts of f-strings included."""
    told = {
        id(node.body[0].value)
        for node in nodes_of(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes_of(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def names_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name):
            yield node.lineno, node.target.id


def looks_in(tree: ast.AST, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Return line and finding of all by which a module says how something looks or where its page is."""
    for node in nodes_of(tree):
        if isinstance(node, ast.ImportFrom) and within(node.module or "", FORBIDDEN_IMPORTS):
            yield from ((node.lineno, f"imports {alias.name}") for alias in node.names)
    for string in strings_of(tree):
        value = str(string.value)
        if ADDRESS.match(value) or HTML.match(value) or value in known or "lencana" in value:
            yield string.lineno, repr(value)
    for line, name in names_of(tree):
        if LOOKS.search(name):
            yield line, f"is named {name}"


@pytest.mark.parametrize("package", BELOW_THE_EDGE)
def test_nothing_below_the_edge_says_how_it_looks_or_where_its_page_is(package: str) -> None:
    known = classes()
    found = [
        f"{module}, line {line}: {what}"
        for module, file in modules(package)
        for line, what in looks_in(tree_of(file), known)
        if (module, what) not in ALLOWED
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.urls import reverse",
        "from django.utils.html import format_html",
        "x = 'admin:indicators_program_change'",
        "x = f'admin:indicators_{name}_change'",
        "x = 'badge-warn'",
        "x = {'kelas': 'bad'}",
        "x = 'message-info'",
        "x = '<b>teks</b>'",
        "x = 'a&nbsp;b'",
        "x = '<a href=\"/\">'",
        "def lencana(self): ...",
        "def url_admin(self): ...",
        "class Baris:\n    warna: str",
    ],
)
def test_the_search_finds_each_of_them(source: str) -> None:
    assert list(looks_in(ast.parse(source), classes()))


def test_the_style_sheets_name_the_badges() -> None:
    assert {"badge-warn", "warn", "bad", "good", "neutral", "info"} <= classes()
