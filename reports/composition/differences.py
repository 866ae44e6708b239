"""What two snapshots of one report print differently: the figures and names by which a successor is not its
predecessor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.tingkat import NOMENKLATUR
from indicators.triwulan import QUARTERS, short_name

# What is not printed as it stands: exact values behind printed ones, the picture of the logo, marks of the machine.
UNPRINTED = frozenset({"eksak", "base64", "media_type", "skema", "draf", "id", "status"})
SECTIONS = {
    "opd": "Kop dan kantor",
    "periode": "Periode",
    "penandatangan": "Penanda tangan",
    "nomor": "Nomor laporan",
    "tempat": "Tempat",
    "tanggal": "Tanggal",
    "pk": "Perjanjian kinerja",
    "tabel_2_1": "Tabel 2.1",
    "analisis": "Bab IV",
    "legenda": "Keterangan",
    "narasi": "Narasi",
}
ROWS = ("lampiran_1", "lampiran_2")
FIELDS = {
    "target": "target",
    "realisasi": "realisasi",
    "capaian": "capaian",
    "progres": "progres tahun",
    "tahun": "setahun",
    "predikat": "predikat",
    "indikator": "indikator",
    "unit": "unit",
    "satuan": "satuan",
}


@dataclass(frozen=True)
class Perbedaan:
    """One thing that is printed differently: where, what of it, how it was and how it is; blank: not there."""

    tempat: str
    apa: str
    lama: str
    baru: str


def list_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Perbedaan]:
    """Return what the second snapshot prints otherwise than the first: rows of the Lampiran first, in their order."""
    old_rows, new_rows = _rows(before), _rows(after)
    found = []
    for key in [*new_rows, *(key for key in old_rows if key not in new_rows)]:
        found += _differing_row(old_rows.get(key), new_rows.get(key))
    for section in [*SECTIONS, *sorted((set(before) | set(after)) - set(SECTIONS) - set(ROWS) - UNPRINTED)]:
        old, new = dict(_leaves(before.get(section))), dict(_leaves(after.get(section)))
        label = SECTIONS.get(section, section.replace("_", " "))
        found += [
            Perbedaan(label, path, old.get(path, ""), new.get(path, ""))
            for path in [*new, *(path for path in old if path not in new)]
            if old.get(path, "") != new.get(path, "")
        ]
    if _logo(before) != _logo(after):
        found.append(Perbedaan(SECTIONS["opd"], "logo", "", ""))
    return found


def _rows(snapshot: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    lampiran = snapshot.get("lampiran_1", {})
    levels = [*(lampiran.get(level, []) for level in reversed(NOMENKLATUR)), snapshot.get("lampiran_2", [])]
    return {row["id"]: row for rows in levels for row in rows}


def _differing_row(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Perbedaan]:
    if old is None or new is None:
        row = new or old or {}
        lama, baru = ("", "ada") if old is None else ("ada", "")
        return [Perbedaan(str(row.get("indikator", "")), "baris", lama, baru)]
    was, now = dict(_leaves(old)), dict(_leaves(new))
    return [
        Perbedaan(str(new.get("indikator", "")), path, was.get(path, ""), now.get(path, ""))
        for path in [*now, *(path for path in was if path not in now)]
        if was.get(path, "") != now.get(path, "")
    ]


def _leaves(value: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Return every printed text below a value with the words that lead to it."""
    if isinstance(value, Mapping):
        # The databases keep the keys of stored JSON in different orders.
        for key in sorted(value, key=_order):
            item = value[key]
            if key not in UNPRINTED and not str(key).endswith("_eksak"):
                label = FIELDS.get(key, str(key).replace("_", " "))
                yield from _leaves(item, words if key == "teks" else (*words, label))
    elif isinstance(value, list | tuple):
        names = [_place(words, number, len(value), item) for number, item in enumerate(value, start=1)]
        for number, (name, item) in enumerate(zip(names, value, strict=True), start=1):
            yield from _leaves(item, (*words, name if names.count(name) == 1 else f"{name} ({number})"))
    elif value is not None and value != "" and value is not False:
        yield " ".join(words), "ya" if value is True else str(value)


def _order(key: Any) -> tuple[int, str]:
    known = list(FIELDS)
    return (known.index(key) if key in FIELDS else len(known), str(key))


def _place(words: tuple[str, ...], number: int, count: int, item: Any) -> str:
    """Return how an item of a list is called: its quarter, its indicator, or its number."""
    if isinstance(item, Mapping):
        name = item.get("indikator") or item.get("label") or item.get("uraian")
        if name:
            return str(name)
    by_quarter = words and words[-1] in {"target", "realisasi", "capaian", "progres tahun"} and count == len(QUARTERS)
    return short_name(number) if by_quarter else str(number)


def _logo(snapshot: Mapping[str, Any]) -> Any:
    return (snapshot.get("opd") or {}).get("logo")
