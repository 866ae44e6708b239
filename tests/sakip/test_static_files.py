"""Static files as they are served: every module that a module imports is there under the name it is imported by, and a
style sheet brings those that it imports along."""

import json
import re
from pathlib import Path
from posixpath import dirname, normpath

import django
import pytest
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import Context, Template
from pytest_django import Settings

from sakip.static_files import list_modules

SOURCES = project.BASE_DIR / "static"
ENTRIES = (
    "js/admin/names.js",
    "js/drafts/main.js",
    "js/fields/main.js",
    "js/laporan/main.js",
    "js/pengisian/main.js",
    "js/pengisian/first_paint.js",  # not a module: those run after the page was painted
    "js/plan_tree/main.js",
    "js/review/main.js",
)
IMPORT = re.compile(r"""^import .*?"(\.{1,2}/[^"]+)";$""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
PALETTE = "components/palette.css"
# Where a script gives a class: to a node or a button that it makes, or to one that stands there.
GIVEN = re.compile(r"""(?:createNode\("[a-z]+", |createButton\([^,]*, |className = |classList\.add\()([^;]*?)[,;)]""")


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Collect the static files into `tmp_path`; the hashed name of each."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [SOURCES]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["js", "css", "otf", "ttf", "svg", "txt", "md"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "sakip.static_files.HashedStaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    names: dict[str, str] = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    return names


def style_sheets() -> dict[str, str]:
    return {path.relative_to(SOURCES / "css").as_posix(): path.read_text() for path in SOURCES.glob("css/**/*.css")}


def test_modules_import_one_another_by_hashed_names(collected: dict[str, str], settings: Settings) -> None:
    seen = {collected[name] for name in ENTRIES}
    waiting = list(seen)
    while waiting:
        name = waiting.pop()
        assert HASHED.search(name), name
        text = (settings.STATIC_ROOT / name).read_text(encoding="utf-8")
        imported = {normpath(f"{dirname(name)}/{module}") for module in IMPORT.findall(text)}
        assert len(imported) == len(re.findall(r"^import ", text, re.MULTILINE)), name
        waiting += imported - seen
        seen |= imported
    sources = {path.relative_to(SOURCES).as_posix() for path in SOURCES.glob("js/**/*.js")}
    assert seen == {collected[name] for name in sources}, "a module that no page loads, or one under another name"


def test_page_names_ahead_every_module_that_its_script_loads() -> None:
    page = Template('{% load modules %}{% module "js/plan_tree/main.js" %}').render(Context())
    ahead = re.findall(r'<link rel="modulepreload" href="/static/js/plan_tree/(\w+)\.js">', page)
    assert sorted(ahead) == ["dragging", "folding", "keys", "list", "saving", "search", "walking"]
    assert page.endswith('<script type="module" src="/static/js/plan_tree/main.js"></script>')
    assert list_modules("js/admin/names.js") == ("js/admin/names.js",)


def test_unknown_module_is_no_page_without_its_script() -> None:
    with pytest.raises(FileNotFoundError):
        list_modules("js/plan_tree/tidak-ada.js")


def test_style_sheet_is_collected_with_those_that_it_imports(collected: dict[str, str], settings: Settings) -> None:
    for name in ("css/sakip.css", "css/pengisian.css", "css/plain.css"):
        parts = re.findall(r'^@import url\("([^"]+)"\);$', (SOURCES / name).read_text(), re.MULTILINE)
        assert parts, name
        whole = (settings.STATIC_ROOT / collected[name]).read_text(encoding="utf-8")
        assert "@import" not in whole
        ends = [whole.index((SOURCES / "css" / part).read_text()) for part in parts]
        assert ends == sorted(ends), f"{name}: another order, another cascade"


def test_collecting_again_takes_over_what_a_part_now_says(
    collected: dict[str, str], settings: Settings, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    (changed / "css/components").mkdir(parents=True)
    (changed / "css/page.css").write_text('@import url("components/part.css");\n')
    settings.STATICFILES_DIRS = [changed]
    for colour in ("red", "green"):
        (changed / "css/components/part.css").write_text(f"p {{ color: {colour}; }}\n")
        call_command("collectstatic", interactive=False, verbosity=0)
        names = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
        assert (settings.STATIC_ROOT / names["css/page.css"]).read_text() == f"p {{ color: {colour}; }}\n"


def test_pictures_keep_their_place_beside_the_sheet_that_names_them(
    collected: dict[str, str], settings: Settings, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    (other / "css/deep").mkdir(parents=True)
    (other / "css/page.css").write_text('@import url("deep/part.css");\n')
    (other / "css/deep/dot.svg").write_text("<svg/>")
    (other / "css/deep/part.css").write_text('p { background: url("dot.svg"); }\n')
    settings.STATICFILES_DIRS = [other]
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    part = names["css/deep/part.css"].removeprefix("css/")
    assert f'@import url("{part}")' in (settings.STATIC_ROOT / names["css/page.css"]).read_text()


def test_colours_of_the_dark_stand_in_one_place() -> None:
    sheets = style_sheets()
    assert [name for name, text in sheets.items() if "prefers-color-scheme" in text or "data-theme" in text] == [
        PALETTE
    ]
    pair = re.compile(r"^  --[a-z-]+: var\(--in-light, (#\w+)\) var\(--in-dark, (#\w+)\);$", re.MULTILINE)
    pairs = pair.findall(sheets[PALETTE])
    assert len(pairs) > 30
    assert [both for both in pairs if both[0] == both[1]] == []


def test_every_colour_that_is_used_exists() -> None:
    """A name that is defined nowhere takes the whole line with it, without a word."""
    stock = (Path(django.__file__).parent / "contrib/admin/static/admin/css/base.css").read_text()
    sheets = style_sheets()
    defined = set(re.findall(r"^\s*(--[a-z-]+):", stock + "".join(sheets.values()), re.MULTILINE))
    used = {(name, colour) for name, text in sheets.items() for colour in re.findall(r"var\((--[a-z-]+)", text)}
    assert sorted((name, colour) for name, colour in used if colour not in defined) == []


def test_every_file_that_a_template_names_is_there() -> None:
    templates = sorted((project.BASE_DIR / "templates").glob("**/*.html"))
    named = {(path.name, file) for path in templates for file in re.findall(r'{% static "([^"]+)"', path.read_text())}
    assert len(named) > 30
    assert sorted((name, file) for name, file in named if finders.find(file) is None) == []


def test_every_class_that_a_script_gives_has_a_style() -> None:
    """A class that is renamed in one of the two is missed by nobody but the reader's eye."""
    known = re.findall(r"\.([a-z][a-z-]*)", "".join(style_sheets().values()))
    given = {
        (path.name, name)
        for path in SOURCES.glob("js/**/*.js")
        for code in GIVEN.findall(path.read_text())
        for text in re.findall(r'"([^"]*)"', code)
        for name in text.split()
    }
    assert len(given) > 20
    # What ends in a hyphen is the beginning of several: "badge-".
    assert (
        sorted(
            (file, name)
            for file, name in given
            if not (any(each.startswith(name) for each in known) if name.endswith("-") else name in known)
        )
        == []
    )
