"""Names that a stranger understands: nouns of the glossary in Indonesian, everything technical and every verb English.

Read from the source: modules, classes, functions and methods, functions of the scripts, classes of the style sheets,
data-* names, files of the templates, names of addresses. Variables, fields and properties are data, named as the forms
name them.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip")
PYTHON = (*APPS, "tests", "benchmarks", "bin")

# Words of the forms that are no nouns: an act is named in English, whatever the glossary comes to say.
VERBS = {"periksa", "buka", "kembalikan", "tetapkan", "sahkan", "ajukan", "ganti"}
# Indonesian words that are technical, or verbs, or have a plain English word: what the house once called things, and
# what a tired hand would call the next one. A new word of the trade goes into the glossary, not out of this list.
INDONESIAN = set((ROOT / "tests/indonesian_words.txt").read_text(encoding="utf-8").split())
# How Indonesian makes verbs and forms of them; no English word of ours looks so.
FORMS = re.compile(r"^(?:meng|meny|peng[aeiouhk]|peny|memb[aeiu][^r]|memp|di(?:per|ber|ke))\w+|\w+(?:kan|nya)$")


def words(name: str) -> list[str]:
    """Return the words of a name in any of the spellings in use: snake, camel, kebab."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def glossary() -> set[str]:
    """Return the words of the trade: the first column of the glossary's tables, but for what stands in brackets.

    The last table is about words on pages that the code tells apart, so it allows none.
    """
    text, _, _ = (
        (ROOT / "docs/glossary.md").read_text(encoding="utf-8").partition("## Words with more than one meaning")
    )
    rows = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {word for row in rows for word in words(re.sub(r"\([^)]*\)", "", row))}


def refused(name: str, nouns: set[str], stored: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of a name that ought to be English, or to stand in the glossary.

    `stored` are names of models: tables and the trail keep them, and what belongs to a model may be called after it.
    """
    rest = f"_{'_'.join(words(name))}_"
    for model in sorted(stored, key=len, reverse=True):
        rest = rest.replace(f"_{'_'.join(words(model))}_", "_")
    return [
        word
        for word in rest.strip("_").split("_")
        if word in VERBS or (word not in nouns and (word in INDONESIAN or FORMS.fullmatch(word)))
    ]


def sources(*apps: str) -> Iterator[Path]:
    for app in apps:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


# What makes data of a function: a field that is computed, a variable of tests, a column.
DATA = ("property", "fixture", "overload", "display")


def is_decorated(node: ast.AST, *names: str) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any(name in ast.dump(decorator) for decorator in decorators for name in names)


def defined(file: Path) -> Iterator[tuple[str, int]]:
    """Return the classes, functions and methods of a module. A fixture is a variable of tests, a property is data, and
    what a list or form of the admin names by a string is a column of it."""
    tree = tree_of(file)
    columns = (
        {node.value for node in nodes_of(tree) if isinstance(node, ast.Constant)} if "admin" in file.parts else set()
    )
    for node in nodes_of(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef):
            continue
        if isinstance(node, ast.ClassDef) or not (node.name in columns or is_decorated(node, *DATA)):
            yield node.name, node.lineno


@pytest.mark.parametrize("app", PYTHON)
def test_python_is_named_in_english_but_for_nouns_of_the_glossary(app: str) -> None:
    nouns, stored = glossary(), models()
    found = []
    for file in sources(app):
        place = file.relative_to(ROOT)
        found += [f"{place}: {word}" for word in refused(file.stem, nouns, stored)]
        found += [
            f"{place}:{line} {name}: {word}" for name, line in defined(file) for word in refused(name, nouns, stored)
        ]
    assert found == []


def models() -> frozenset[str]:
    return frozenset(model.__name__ for model in apps.get_models() if model.__module__.partition(".")[0] in APPS)


@pytest.mark.parametrize("folder", [*APPS, "templates", "static", "tests"])
def test_folders_and_files_are_named_so(folder: str) -> None:
    """What is printed, and what people sent as cases, is named by them."""
    nouns, stored = glossary(), models()
    endings = set() if folder == "tests" else {".html", ".css", ".js", ".svg"}
    found = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in sorted((ROOT / folder).rglob("*"))
        if file.is_file() and not {"vendor", "migrations", "fonts", "__pycache__", "papers", "lpk"} & set(file.parts)
        for part in [*file.relative_to(ROOT).parent.parts, *([file.stem] if file.suffix in endings else [])]
        for word in refused(part, nouns, stored)
    }
    assert found == set()


def styled() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "static/css").rglob("*.css")):
        text = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in set(re.findall(r"\.([A-Za-z][\w-]*)", text)):
            yield str(file.relative_to(ROOT)), name


def marked() -> Iterator[tuple[str, str]]:
    for folder, ending in (("templates", "html"), ("static/js", "js")):
        for file in sorted((ROOT / folder).rglob(f"*.{ending}")):
            for name in set(re.findall(r"\bdata-([a-z-]+)", file.read_text(encoding="utf-8"))):
                yield str(file.relative_to(ROOT)), name


def scripted() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "static/js").rglob("*.js")):
        for name in re.findall(r"\b(?:function\*?|class) (\w+)", file.read_text(encoding="utf-8")):
            yield str(file.relative_to(ROOT)), name


def addressed() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for file in sorted((ROOT / app).glob("urls*.py")):
            for name in re.findall(r'name="(\w+)"', file.read_text(encoding="utf-8")):
                yield str(file.relative_to(ROOT)), name


@pytest.mark.parametrize("named", [styled, marked, scripted, addressed])
def test_pages_are_named_so(named) -> None:  # type: ignore[no-untyped-def]  # one of the four above
    nouns = glossary()
    names = list(named())
    assert len(names) > 10
    assert [f"{place} {name}: {word}" for place, name in names for word in refused(name, nouns)] == []


def test_no_class_means_two_things() -> None:
    """A public class of one name stands in one module."""
    frames = {"Command", "Meta", "Media"}
    places = defaultdict(set)
    for file in sources(*APPS):
        for node in tree_of(file).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in frames:
                places[node.name].add(str(file.relative_to(ROOT)))
    assert {name: sorted(where) for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("simpan", ["simpan"]),
        ("HasilTahun", ["hasil"]),
        ("boleh_simpan", ["boleh", "simpan"]),
        ("validasikan", ["validasikan"]),
        ("tetapkan", ["tetapkan"]),
        ("tombol-utama", ["tombol", "utama"]),
        ("save_pengajuan", []),
        ("ButirPK", []),
        ("capaian-details", []),
    ],
)
def test_the_search_knows_a_verb_from_a_noun_of_the_trade(name: str, bad: list[str]) -> None:
    assert refused(name, glossary()) == bad
