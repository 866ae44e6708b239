"""What must never be broken inside a table: figures, ranges of figures, words that hold a digit."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

NO_BREAK = "\u00a0"
# A "word" without a space beyond this length is not a figure that anybody could read.
LONGEST_FIGURE = 40

_SIGN = r"[-+\u2212(]?"
_NUMBER = rf"{_SIGN}(?:Rp\s?)?{_SIGN}\d[\d.,:]*\)?"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|\u2013|s\.d\.)\s?{_NUMBER})?(?:\s?%)?"
_FIGURE = re.compile(rf"(?<!\S){_RANGE}(?!\S)")
_WORD = re.compile(r"\S+")
_DIGIT = re.compile(r"\d")
# Where the engine may break a word that holds no space.
_INNER_BREAK = re.compile(r"[\s/\u2013\u2014-]")


def is_figure(text: str) -> bool:
    """Say whether a text is one figure and nothing else: "12", "-5,5", "Rp2.360.141.080", "60 - 70"."""
    return bool(_FIGURE.fullmatch(text))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in parts, each with whether it must stay on one line; the parts joined give the text."""
    end = 0
    for found in _FIGURE.finditer(text):
        yield from _words(text[end : found.start()])
        yield found[0], len(found[0]) <= LONGEST_FIGURE
        end = found.end()
    yield from _words(text[end:])


def _words(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in _WORD.finditer(text):
        if _DIGIT.search(found[0]) and len(found[0]) <= LONGEST_FIGURE:
            if found.start() > end:
                yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    if end < len(text):
        yield text[end:], False


def hard_tokens(text: str) -> set[str]:
    """Return what must stay on one line."""
    return {piece for piece, whole in pieces(text) if whole}


def soft_tokens(text: str) -> set[str]:
    """Return the words that are broken only where nothing else helps; a hyphen and a slash part a word."""
    return {
        part for piece, whole in pieces(text) if not whole for part in re.findall(r"[^\s/\u2013\u2014-]+[/-]?", piece)
    }


def as_measured(text: str) -> str:
    """Return the text with the spaces inside its figures closed to the line breaker."""
    return "".join(piece.replace(" ", NO_BREAK) if whole else piece for piece, whole in pieces(text))


def as_printed(text: str) -> str | SafeString:
    """Return the text escaped, with every figure that the engine could break marked to stay whole."""
    parts = [
        f'<span class="utuh-angka">{escape(piece)}</span>' if whole and _INNER_BREAK.search(piece) else escape(piece)
        for piece, whole in pieces(text)
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
