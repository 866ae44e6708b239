"""The number that stored content bears beside what it holds, so that it is never read by another program's rules.

It stands inside the content, not in a column of its own: a copy, a dump or an audit row then carries it along, and no
column can contradict the content. Whoever changes what a key means, or which keys there are, takes the next number and
says how the older content is read.
"""

from collections.abc import Collection, Mapping
from typing import Any


class UnknownSchema(ValueError):
    """Stored content of a schema that this program does not know: of a later version of it, or damaged."""


def check_schema(isi: object, known: int, what: str, *, older: Collection[int] = ()) -> Mapping[str, Any]:
    """Return stored content that bears the known schema, or one of the `older` ones that its reader still reads.

    Raises UnknownSchema; `what` names it in the sentence.
    """
    found = isi.get("skema") if isinstance(isi, Mapping) else None
    if not isinstance(isi, Mapping) or found not in (known, *older):
        raise UnknownSchema(
            f"{what} disimpan dengan skema {found!r}, sedangkan aplikasi ini hanya membaca skema "
            f"{' dan '.join(str(number) for number in (*older, known))}. "
            "Perbarui aplikasi ke versi yang menyimpannya."
        )
    return isi
