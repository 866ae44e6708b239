"""Indonesian throughout: sentences of packages that bring no Indonesian, compiled because a bare machine cannot."""

import ast
import gettext as gnu
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

LOCALE = Path(settings.BASE_DIR) / "locale" / "id" / "LC_MESSAGES"
# Packages whose pages or sentences may stand before a user, and that ship no Indonesian.
PACKAGES = ("import_export",)
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


# What a source asks for: the singular, and the plural where it asks with `ngettext` or {% plural %}.
Sentence = tuple[str, str | None]


def translated(sentence: Sentence) -> str:
    """Return what a page shows. Older patch releases of Python find a plural entry by `ngettext` alone, as pages do."""
    singular, plural = sentence
    return translation.gettext(singular) if plural is None else translation.ngettext(singular, plural, 1)


def entries_of(text: str) -> dict[str, str]:
    """Return msgid to msgstr of a .po file; of a plural entry the first msgstr."""
    found = {}
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        values: dict[str, str] = {}
        keyword = ""
        for line in lines:
            if not line.startswith('"'):
                keyword, _, line = line.partition(" ")
            values[keyword] = values.get(keyword, "") + ast.literal_eval(line)
        if values.get("msgid"):
            found[values["msgid"]] = values.get("msgstr", values.get("msgstr[0]", ""))
    return found


def sentences_in_python(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in CALLS and texts:
                yield texts[0], texts[1] if name.startswith("ngettext") else None


def sentences_in_template(path: Path) -> Iterator[Sentence]:
    text = path.read_text()
    for match in re.finditer(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""", text):
        yield match[1] or match[2], None
    block = r"{%\s*blocktrans(?:late)?(.*?)%}(.*?)(?:{%\s*plural\s*%}(.*?))?{%\s*endblocktrans"
    for match in re.finditer(block, text, re.DOTALL):
        trimmed = "trimmed" in match[1]
        yield _message(match[2], trimmed), None if match[3] is None else _message(match[3], trimmed)


def _message(body: str, trimmed: bool) -> str:
    text = re.sub(r"{{\s*(\w+)[^}]*}}", r"%(\1)s", body)
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


def sources_of(package: str) -> list[tuple[str, Sentence]]:
    folder = Path(str(importlib.import_module(package).__file__)).parent
    found = [(path.name, sentence) for path in folder.rglob("*.py") for sentence in sentences_in_python(path)]
    return found + [
        (path.name, sentence) for path in folder.rglob("*.html") for sentence in sentences_in_template(path)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_of_the_package_is_translated(package: str) -> None:
    found = sources_of(package)
    with translation.override("id"):
        missing = {sentence for _, sentence in found if sentence[0] and translated(sentence) in sentence}
    assert missing == set()


def test_the_walk_finds_sentences_in_sources_and_templates() -> None:
    found = sources_of("import_export")
    assert ("admin.py", ("Import", None)) in found
    assert ("import.html", ("Some rows failed to validate", None)) in found
    assert ("export.html", ("Export %(len)s selected item.", "Export %(len)s selected items.")) in found


def test_compiled_file_matches_its_source() -> None:
    source = entries_of((LOCALE / "django.po").read_text(encoding="utf-8"))
    with (LOCALE / "django.mo").open("rb") as file:
        catalog = gnu.GNUTranslations(file)
    compiled = {
        key if isinstance(key, str) else key[0]: text
        for key, text in catalog._catalog.items()  # type: ignore[attr-defined]  # gettext shows its messages nowhere else
        if key
    }
    assert len(source) > 50
    assert compiled == source


def test_placeholders_survive_translation() -> None:
    for msgid, msgstr in entries_of((LOCALE / "django.po").read_text(encoding="utf-8")).items():
        assert sorted(re.findall(r"%\(\w+\)s|%s|{}", msgid)) == sorted(re.findall(r"%\(\w+\)s|%s|{}", msgstr)), msgid
