"""What docstrings, comments and documents name stands in the tree: a rename reaches no prose by itself."""

import ast
import builtins
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.source import nodes_of, text_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip")
SOURCES = (*APPS, "tests", "benchmarks")
DOCUMENTS = ("docs/architecture.md", "docs/glossary.md", "docs/adr")
# Names of others, each with whose they are.
OTHERS = {
    "WeasyPrint": "a library",
    "WhiteNoise": "a library",
    "LibreOffice": "a program",
    "CalledProcessError": "Python's",
    "ConversionSyntax": "Python's",
    "BadZipFile": "Python's",
    "DoesNotExist": "Django's",
    "createcachetable": "a command of Django's",
    "TypedDicts": "Python's, more than one",
    "__del__": "Python's",
    "ACCESS SHARE": "a lock of PostgreSQL's",
}


@cache
def trees() -> dict[Path, ast.Module]:
    files = [file for folder in SOURCES for file in sorted((ROOT / folder).rglob("*.py"))]
    return {file: tree_of(file) for file in files if "migrations" not in file.parts}


@cache
def spoken() -> set[str]:
    """Return every word that code, templates, scripts, style sheets or file names write outside of prose."""
    words: set[str] = set()
    for file, tree in trees().items():
        if file == Path(__file__):
            continue  # its cases name what is gone
        words |= set(file.relative_to(ROOT).with_suffix("").parts)
        told = {id(text) for text, _ in docstrings(tree)}
        for node in nodes_of(tree):
            for name, value in ast.iter_fields(node):
                if isinstance(value, str) and id(node) not in told and name != "type_comment":
                    words |= set(re.findall(r"\w+", value))
    words |= {part for file in ROOT.glob("docs/**/*.md") for part in file.relative_to(ROOT).parts}
    for pattern in ("templates/**/*.html", "static/**/*.js", "static/**/*.css", "reports/**/*.html", "pyproject.toml"):
        for file in ROOT.glob(pattern):
            words |= set(re.findall(r"\w+", re.sub(r"`[^`]*`", "", file.read_text("utf-8"))))
            words |= set(re.findall(r"\w+", str(file.relative_to(ROOT))))
    return words | set(dir(builtins))


def docstrings(tree: ast.AST) -> Iterator[tuple[ast.Constant, int]]:
    for node in nodes_of(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value, value.lineno


@cache
def prose() -> list[tuple[str, str]]:
    """Return each docstring, comment and document with its place."""
    return list(_prose())


def _prose() -> Iterator[tuple[str, str]]:
    for file, tree in trees().items():
        place = str(file.relative_to(ROOT))
        for text, line in docstrings(tree):
            yield f"{place}:{line}", str(text.value)
        for token in tokenize.generate_tokens(io.StringIO(text_of(file)).readline):
            if token.type == tokenize.COMMENT:
                yield f"{place}:{token.start[0]}", token.string
    for name in DOCUMENTS:
        path = ROOT / name
        for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
            yield str(file.relative_to(ROOT)), re.sub(r"```.*?```", "", file.read_text("utf-8"), flags=re.DOTALL)
    for file in sorted((ROOT / "templates").rglob("*.html")):
        for text in re.findall(r"{% comment %}(.*?){% endcomment %}", file.read_text("utf-8"), re.DOTALL):
            yield str(file.relative_to(ROOT)), text


def missing(text: str) -> list[str]:
    """Return what the text names and nothing in the tree is called: words in backticks, and classes."""
    named = [part for quoted in re.findall(r"`+([^`]+)`+", text) if quoted not in OTHERS for part in parts(quoted)]
    classes = re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+\b", text)
    return [name for name in (*named, *classes) if name not in spoken() and name not in OTHERS]


def parts(quoted: str) -> list[str]:
    """Return the words of a name or path; what is no name (a command line, an address, a value) has none."""
    if not re.fullmatch(r"@?[A-Za-z_][\w./]*(?:\(.*\))?", quoted):
        return []
    return [part for part in re.findall(r"\w+", quoted.partition("(")[0]) if len(part) > 1]


def test_what_prose_names_stands_in_the_tree() -> None:
    found = {f"{place}: {name}" for place, text in prose() for name in missing(text)}
    assert found == set()


def test_every_exception_is_still_needed() -> None:
    said = "\n".join(text for _, text in prose())
    assert [name for name in OTHERS if name not in said] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raises SelSalah.", ["SelSalah"]),
        ("as `selectors.fakta_butir.explain` returns them", ["fakta_butir"]),
        ("`services/nama_tetap.py` holds the rule", ["nama_tetap"]),
        ("a `@check` of `exchange.trial`, as WeasyPrint, a NotValid or `StatusPK.DITETAPKAN`", []),
        ("`?opd=KODE_LAIN`, `manage.py tak_ada`, TW II and Rp2,5", []),
    ],
)
def test_the_search_knows_a_name_that_is_gone(text: str, expected: list[str]) -> None:
    assert missing(text) == expected
