"""What two snapshots of one paper print differently: the figures and names by which a successor is not its
predecessor."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.triwulan import QUARTERS, short_name

# What is not printed as it stands: exact values behind printed ones, the picture of the logo, marks of the machine;
# and each document's own address.
UNPRINTED = frozenset({"eksak", "base64", "media_type", "skema", "draf", "id", "status", "verifikasi"})
# The parts that every paper has, in the order in which they are told.
SECTIONS = {
    "opd": "Kop dan kantor",
    "periode": "Periode",
    "penandatangan": "Penanda tangan",
    "pemaraf": "Paraf",
    "nomor": "Nomor laporan",
    "tempat": "Tempat",
    "tanggal": "Tanggal",
}


@dataclass(frozen=True)
class DifferenceWords:
    """How the differences of a paper are told: the names of its own parts and of its fields; the rows that are told
    one by one, each with `id` and `indikator`, and the parts that they stand in; the fields that are lists by quarter,
    by their names."""

    sections: Mapping[str, str]
    fields: Mapping[str, str]
    rows: Callable[[Mapping[str, Any]], Iterable[Mapping[str, Any]]]
    parts_of_rows: frozenset[str]
    by_quarter: frozenset[str]


@dataclass(frozen=True)
class Difference:
    """One thing that is printed differently: where, what of it, how it was and how it is; blank: not there."""

    tempat: str
    apa: str
    lama: str
    baru: str


def list_differences(before: Mapping[str, Any], after: Mapping[str, Any], words: DifferenceWords) -> list[Difference]:
    """Return what the second snapshot prints otherwise than the first: the paper's rows first, in their order."""
    return _Telling(words).differences(before, after)


class _Telling:
    """The differences of one paper, in its words."""

    def __init__(self, words: DifferenceWords) -> None:
        self.words = words
        self.sections = {**SECTIONS, **words.sections}
        self.known = list(words.fields)

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
        old_rows, new_rows = ({row["id"]: row for row in self.words.rows(found)} for found in (before, after))
        found = []
        for key in [*new_rows, *(key for key in old_rows if key not in new_rows)]:
            found += self._differing_row(old_rows.get(key), new_rows.get(key))
        told = set(self.sections) | self.words.parts_of_rows | UNPRINTED
        for section in [*self.sections, *sorted((set(before) | set(after)) - told)]:
            label = self.sections.get(section, section.replace("_", " "))
            found += self._differing(label, before.get(section), after.get(section))
        if _logo(before) != _logo(after):
            found.append(Difference(SECTIONS["opd"], "logo", "", ""))
        return found

    def _differing_row(self, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Difference]:
        if old is None or new is None:
            row = new or old or {}
            lama, baru = ("", "ada") if old is None else ("ada", "")
            return [Difference(str(row.get("indikator", "")), "baris", lama, baru)]
        return self._differing(str(new.get("indikator", "")), old, new)

    def _differing(self, place: str, old: Any, new: Any) -> list[Difference]:
        was, now = dict(self._leaves(old)), dict(self._leaves(new))
        return [
            Difference(place, path, was.get(path, ""), now.get(path, ""))
            for path in [*now, *(path for path in was if path not in now)]
            if was.get(path, "") != now.get(path, "")
        ]

    def _leaves(self, value: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Return every printed text below a value with the words that lead to it."""
        if isinstance(value, Mapping):
            # The databases keep the keys of stored JSON in different orders.
            for key in sorted(value, key=self._order):
                item = value[key]
                if key not in UNPRINTED and not str(key).endswith("_eksak"):
                    label = self.words.fields.get(key, str(key).replace("_", " "))
                    yield from self._leaves(item, words if key == "teks" else (*words, label))
        elif isinstance(value, list | tuple):
            names = [self._place(words, number, len(value), item) for number, item in enumerate(value, start=1)]
            for number, (name, item) in enumerate(zip(names, value, strict=True), start=1):
                yield from self._leaves(item, (*words, name if names.count(name) == 1 else f"{name} ({number})"))
        elif value is not None and value != "" and value is not False:
            yield " ".join(words), "ya" if value is True else str(value)

    def _order(self, key: Any) -> tuple[int, str]:
        return (self.known.index(key) if key in self.known else len(self.known), str(key))

    def _place(self, words: tuple[str, ...], number: int, count: int, item: Any) -> str:
        """Return how an item of a list is called: its quarter, its indicator, or its number."""
        if isinstance(item, Mapping):
            name = item.get("indikator") or item.get("label") or item.get("uraian")
            if name:
                return str(name)
        by_quarter = words and words[-1] in self.words.by_quarter and count == len(QUARTERS)
        return short_name(number) if by_quarter else str(number)


def _logo(snapshot: Mapping[str, Any]) -> Any:
    return (snapshot.get("opd") or {}).get("logo")
