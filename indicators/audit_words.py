"""What audit rows and stored states say in words: the labels, choices and names behind columns and ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from indicators.acts import FAILED, Act
from indicators.capaian import write_exact
from indicators.exchange.texts import tidy
from indicators.models import Jejak
from indicators.models.jejak import FIRST, kind_of
from indicators.triwulan import QUARTERS
from sakip.dates import write_date, write_moment, write_time

Fact = tuple[str, str, str]
TARGET_KEYS = {"0", *(str(quarter) for quarter in QUARTERS)}


class Names:
    """What columns and ids in audit rows are called today."""

    def __init__(self) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.fields: dict[str, dict[str, Any]] = defaultdict(dict)
        self.objects: dict[tuple[type[models.Model], Any], str] = {}

    def value(self, kind: str, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        field = self.fields[kind].get(column)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if field is None:
            return str(value)
        if field.is_relation:
            return self.objects.get((field.related_model, value), str(value))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DecimalField):
            return write_exact(field.to_python(value))
        if isinstance(value, bool):
            return "Ya" if value else "Tidak"
        if isinstance(field, models.DateField):
            return _date_text(field.to_python(value))
        return tidy(str(value))


def names_of(entries: list[Jejak], rows: Iterable[models.Model]) -> Names:
    """Look up the names behind the ids that the entries mention: one query per kind of row."""
    names = Names()
    for model in {type(row) for row in rows}:
        kind = kind_of(model)
        for field in model._meta.concrete_fields:
            names.labels[kind][field.attname] = str(field.verbose_name)
            names.fields[kind][field.attname] = field
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for entry in entries:
        for facts in (entry.sebelum or {}, entry.sesudah or {}):
            for column, value in facts.items():
                known = names.fields[entry.objek_jenis].get(column)
                if known is not None and known.is_relation and value is not None:
                    wanted[known.related_model].add(value)
    for model, ids in wanted.items():
        for pk, found in model._default_manager.in_bulk(ids).items():
            names.objects[model, pk] = str(found)
    return names


def _date_text(value: date) -> str:
    if isinstance(value, datetime):
        return write_moment(value)
    return write_date(value)


def action_of(entry: Jejak) -> str:
    """Return the entry's action as people say it: "Ubah indikator"."""
    act = known_act(entry.tindakan)
    return entry.tindakan if act is None else act.phrase(kind_in_words(entry.objek_jenis))


def known_act(code: str) -> Act | None:
    """Return the act that a row bears; None when another version of the program wrote it."""
    return next((act for act in Act if act.value == code), None)


def kind_in_words(jenis: str) -> str:
    """Return what people call that kind of object today; of a kind that is no longer kept, its label."""
    try:
        return str(apps.get_model(jenis)._meta.verbose_name) if jenis else ""
    except LookupError:
        return jenis


def outcome_of(entry: Jejak) -> str:
    """Return how it ended, and of a count how often more: "Ditolak, 149 kali lagi sampai pukul 10.12"."""
    told = "Ditolak" if entry.ditolak else "Gagal" if entry.tindakan in FAILED else "Berhasil"
    if FIRST not in (entry.sesudah or {}):
        return told
    return f"{told}, {entry.jumlah} kali lagi sampai pukul {write_time(entry.waktu)}"


def changes_of(entry: Jejak, names: Names) -> list[Fact]:
    """Return what an entry changed as (label, before, after); the object's own number is no news."""
    before, after = entry.sebelum or {}, entry.sesudah or {}
    facts = []
    for column in dict.fromkeys([*before, *after]):
        if column in ("id", FIRST) or before.get(column) == after.get(column):
            continue
        if isinstance(before.get(column), dict) or isinstance(after.get(column), dict):
            facts += _nested(column, before.get(column) or {}, after.get(column) or {})
            continue
        old = names.value(entry.objek_jenis, column, before.get(column))
        new = names.value(entry.objek_jenis, column, after.get(column))
        if old != new:
            facts.append((names.labels[entry.objek_jenis].get(column, column.replace("_", " ")), old, new))
    return facts


def sentences_of(entry: Jejak) -> list[str]:
    """Return what an entry changed as sentences; none of a page, whose address is its object."""
    same = (entry.sesudah or {}).get(FIRST)
    told = [] if same is None else [f"Sama seperti jejak nomor {same}, {entry.jumlah} kali lagi."]
    if not entry.objek_jenis:
        return told
    try:
        rows = [apps.get_model(entry.objek_jenis)()]
    except LookupError:
        rows = []
    facts = changes_of(entry, names_of([entry], rows))
    if entry.sebelum is None:
        return told + [f"{label[:1].upper()}{label[1:]}: {_quoted(new)}." for label, _, new in facts]
    return told + [_sentence("", label, old, new) for label, old, new in facts]


def describe_changes(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what somebody changed as sentences; see `services.concurrency`, None stands for "not there"."""
    entries, kinds = [], {}
    for change in changes:
        model = apps.get_model(change["jenis"])
        kinds[model] = model()
        facts = {"sebelum": change["sebelum"], "sesudah": change["sesudah"]}
        entries.append(Jejak(objek_jenis=kind_of(model), **facts))
    names = names_of(entries, kinds.values())
    return [
        _sentence(change["nama"], label, old, new)
        for change, entry in zip(changes, entries, strict=True)
        for label, old, new in changes_of(entry, names)
    ]


def _sentence(nama: str, label: str, old: str, new: str) -> str:
    what = f"{nama}: {label}" if nama else f"{label[:1].upper()}{label[1:]}:"
    return f"{what} {_quoted(old)} menjadi {_quoted(new)}."


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "kosong"


def _nested(column: str, before: dict[str, Any], after: dict[str, Any]) -> list[Fact]:
    """A PK row's targets stand in its entry by quarter, "0" for the year. What else is nested, a program keeps for
    itself (how to undo a change): it has no words for people."""
    facts = []
    for key in sorted({*before, *after} & TARGET_KEYS):
        label = f"{column} {'tahun' if key == '0' else f'triwulan {key}'}"
        old, new = _target_text(before.get(key)), _target_text(after.get(key))
        if old != new:
            facts.append((label, old, new))
    return facts


def _target_text(target: Any) -> str:
    if not isinstance(target, dict):
        return str(target or "")
    parts = [
        write_exact(models.DecimalField().to_python(target[name]))
        for name in ("nilai", "batas_atas")
        if target.get(name) is not None
    ]
    return str(target.get("predikat") or " - ".join(parts))
