"""Which words are English: those of the packages whose pages we show, as their catalogues spell them, and those that a
browser or a tired hand would add. Loanwords and names that Indonesian pages use as well are none."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Catalogues of the packages' English sentences; what of them has no translation is shown as it is.
CATALOGUES = (
    ("django", "conf/locale/en/LC_MESSAGES/django.po"),
    ("django", "contrib/admin/locale/en/LC_MESSAGES/django.po"),
    ("django", "contrib/admin/locale/en/LC_MESSAGES/djangojs.po"),
    ("django", "contrib/auth/locale/en/LC_MESSAGES/django.po"),
    ("import_export", "locale/de/LC_MESSAGES/django.po"),
)
OTHERS = """
a an and any are as at be been before but by can chosen click could did do does drop either else empty every fill found
from get go had has have here his how if in into is it its just know leave let loading made make may maybe me might
missing month months more most must my name need never new next no none not nothing now of off ok on one only or other
our out over please previous put see select set should show since so some something sorry still such than that the their
them then there these they thing this those to today tomorrow too try under until up upload used very want was way we
week well were what when where which who why will with within without work would year years yes yesterday yet you your
january february march april may june july august october december monday tuesday wednesday thursday friday saturday
sunday browse cancel choose close confirm continue download edit forbidden hide invalid failed finish help loaded
request required submit reload retry send sent warning wrong
"""
SPOKEN_HERE = """
admin april apr byte data django domain email excel feb filter folder format gb id ip item jan json jul jun kb mar mb
menu mm model no normal nov november sep september server status total unit url valid web
"""


# Addresses, files and names of accounts are no language, nor are the verdicts of the standard of signatures.
NAMES = re.compile(r"(?<!\w)/\S+|\S*(?:@|://|\w\.\w)\S*|\b\w*[_\d]\w*\b|\bTOTAL-[A-Z]+\b")


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z]+", NAMES.sub(" ", text))}


def english_in(text: str) -> list[str]:
    """Return the English words of a text."""
    return sorted(words(text) & english())


@cache
def english() -> frozenset[str]:
    found = words(OTHERS)
    for package, place in CATALOGUES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        catalogue = (Path(spec.origin).parent / place).read_text(encoding="utf-8")
        for said in re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', catalogue, re.MULTILINE):
            found |= words(re.sub(r"%\(\w+\)[sd]|\{[^}]*\}|<[^>]*>|\\n", " ", said))
    return frozenset(word for word in found - words(SPOKEN_HERE) if len(word) > 1)
