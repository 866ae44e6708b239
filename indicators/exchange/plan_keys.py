"""Natural keys: finding rows of the plan by what people call them, within the offices whose plan the user keeps."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet

from indicators.exchange.cells import WrongCell
from indicators.exchange.texts import plain, tidy
from indicators.models import (
    Indikator,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    SkalaPredikat,
    UnitKerja,
)
from indicators.models.rencana import SimpulRencana
from indicators.models.tingkat import MODEL_OF
from indicators.nomenklatur import spell_code
from indicators.tingkat import NOMENKLATUR, Tingkat

T = TypeVar("T")
KOLOM_OPD = "Perangkat daerah"
KOLOM_RENSTRA = "Awal Renstra"
KOLOM_TAHUN = "Tahun"

# The ways in which a text may name a node below its parent, the surest first.
_WAYS: dict[str, Callable[[Any], str]] = {
    "lengkap": str,
    "kode": lambda row: row.kode,
    "nama": lambda row: row.nama,
}


def _as_it_stands(text: str) -> str:
    return text


def _speller(level: Tingkat) -> Callable[[str], str]:
    """Return how codes of a level are compared: official ones in their one spelling, with or without dots."""
    return spell_code if level in NOMENKLATUR else _as_it_stands


def chain_of(node: Any) -> list[Any]:
    """Return the nodes from Tujuan down to this one; their parents must be fetched."""
    nodes = [node]
    for level in reversed(node.tingkat.above):
        nodes.insert(0, getattr(nodes[0], level))
    return nodes


def path_text(node: Any) -> str:
    """Return the whole way to a node, which names it within its Renstra."""
    return " > ".join(tidy(str(part)) for part in chain_of(node))


def indicator_text(row: Indikator) -> str:
    """Return the whole way to an indicator, which names it within its Renstra."""
    return f"{path_text(row.simpul)} > {tidy(row.nama)}"


def _attach_replaced(known: Mapping[int, Any]) -> None:
    """Give each row the object that it replaces, so that naming it asks for nothing."""
    for row in known.values():
        old = known.get(getattr(row, "menggantikan_id", None) or 0)
        if old is not None:
            row.menggantikan = old


_UNIT_WORDS = {
    "kabid": "bidang",
    "kabag": "bagian",
    "kasi": "seksi",
    "kadis": "dinas",
    "kaban": "badan",
    "kasubbag": "subbagian",
    "kasubag": "subbagian",
    "kasubbid": "subbidang",
    "subbag": "subbagian",
    "subag": "subbagian",
    "subbid": "subbidang",
    "sekretaris": "sekretariat",
}


def unit_name(text: str) -> str:
    """Return a unit's name, or its head's title, as it is compared: "Kasubag Umum & Kepegawaian" is the Subbagian."""
    plain_text = (
        text.casefold().replace("&", " dan ").replace("sub bagian", "subbagian").replace("sub bag", "subbagian")
    )
    words = re.findall(r"[^\W_]+", plain_text.replace("sub bidang", "subbidang"))
    return " ".join(_UNIT_WORDS.get(word, word) for word in words if word not in ("kepala", "plt", "plh"))


class PlanKeys:
    """The plan of the given offices by natural keys: one query per kind of row, asked when first needed.

    `known` are the offices among which a code has to be the only one: those given, or more.
    """

    def __init__(self, offices: Iterable[PerangkatDaerah], known: Iterable[PerangkatDaerah] = ()) -> None:
        self.offices = {opd.pk: opd for opd in offices}
        self._memory: dict[str, Any] = {}
        codes = [opd.kode.casefold() for opd in (self.offices | {opd.pk: opd for opd in known}).values()]
        self._twice = {code for code in codes if codes.count(code) > 1}
        own = [opd.kode.casefold() for opd in self.offices.values()]
        self._by_code = {opd.full_code.casefold(): opd for opd in self.offices.values()}
        self._by_code |= {
            opd.kode.casefold(): opd for opd in self.offices.values() if own.count(opd.kode.casefold()) == 1
        }

    def remember(self, name: str, load: Callable[[], T]) -> T:
        """Return what `load` finds, asked once per reading of a file."""
        if name not in self._memory:
            self._memory[name] = load()
        found: T = self._memory[name]
        return found

    def opd_text(self, opd: PerangkatDaerah) -> str:
        """Return the office's code, with its Pemda's in front where two offices share one."""
        return opd.full_code if opd.kode.casefold() in self._twice else opd.kode

    def opd(self, text: str) -> PerangkatDaerah:
        found = self._by_code.get(text.casefold()) or self._named_office(text)
        if found is None:
            known = ", ".join(sorted(self.opd_text(opd) for opd in self.offices.values()))
            raise WrongCell(f"Tulis kode perangkat daerah yang rencananya Anda kelola: {known}.", KOLOM_OPD)
        return found

    def _named_office(self, text: str) -> PerangkatDaerah | None:
        """Return the one office that is called so, also in short."""
        wanted = plain(text)
        named = [opd for opd in self.offices.values() if wanted in (plain(opd.nama), plain(opd.singkatan))]
        return named[0] if wanted and len(named) == 1 else None

    @cached_property
    def _periods(self) -> dict[tuple[int, int], PeriodeRenstra]:
        rows = list(PeriodeRenstra.objects.filter(opd__in=self.offices))
        for row in rows:
            row.opd = self.offices[row.opd_id]
        return {(row.opd_id, row.tahun_awal): row for row in rows}

    def find_period(self, opd: PerangkatDaerah, tahun_awal: int) -> PeriodeRenstra | None:
        return self._periods.get((opd.pk, tahun_awal))

    def period(self, opd: PerangkatDaerah, tahun_awal: int | None) -> PeriodeRenstra:
        found = None if tahun_awal is None else self.find_period(opd, tahun_awal)
        if found is None:
            raise WrongCell("Tulis tahun awal Renstra yang sudah terdaftar, misalnya 2023.", KOLOM_RENSTRA)
        return found

    @cached_property
    def _nodes(self) -> dict[Tingkat, dict[int, list[Any]]]:
        """The nodes of every level by their parent, each with its parent already attached: a query per level."""
        parents: dict[int, Any] = {row.pk: row for row in self._periods.values()}
        levels: dict[Tingkat, dict[int, list[Any]]] = {}
        for level, model in MODEL_OF.items():
            parent_field = level.parent_field
            children: dict[int, list[Any]] = defaultdict(list)
            known: dict[int, Any] = {}
            for row in self._nodes_below(model, parent_field, list(parents)):
                parent = parents[getattr(row, f"{parent_field}_id")]
                setattr(row, parent_field, parent)
                children[parent.pk].append(row)
                known[row.pk] = row
            _attach_replaced(known)
            levels[level] = children
            parents = known
        return levels

    @staticmethod
    def _nodes_below(model: type[SimpulRencana], parent_field: str, ids: Sequence[int]) -> QuerySet[Any]:
        return model._default_manager.filter(**{f"{parent_field}_id__in": ids})

    def children(self, level: Tingkat, parent: Any) -> list[Any]:
        return self._nodes[level].get(parent.pk, [])

    @cached_property
    def nodes(self) -> dict[Tingkat, dict[int, Any]]:
        """The nodes of every level by number, each with its parents attached."""
        return {
            level: {row.pk: row for rows in children.values() for row in rows}
            for level, children in self._nodes.items()
        }

    def find_node(self, level: Tingkat, parent: Any, kode: str, nama: str) -> Any | None:
        found = self._names(level, parent)["kunci"].get((_speller(level)(kode), nama))
        return found[0] if found else None

    def _names(self, level: Tingkat, parent: Any) -> dict[str, dict[Any, list[Any]]]:
        """Return the children of `parent` by each way to name one: worked out once, however many rows ask."""
        spell = _speller(level)

        def load() -> dict[str, dict[Any, list[Any]]]:
            names: dict[str, dict[Any, list[Any]]] = {way: defaultdict(list) for way in ("kunci", *_WAYS)}
            for row in self.children(level, parent):
                names["kunci"][spell(tidy(row.kode)), tidy(row.nama)].append(row)
                for way, name_of in _WAYS.items():
                    text = tidy(name_of(row)).casefold()
                    names[way][spell(text) if way == "kode" else text].append(row)
            return names

        return self.remember(f"nama_{level}_{parent.pk}", load)

    def node(self, level: Tingkat, parent: Any, text: str) -> Any:
        """Return the node below `parent` that the text names: by code and name, by code, or by name alone.

        An official code may stand without its dots.
        """
        column, names = level.label, self._names(level, parent)
        wanted = text.casefold()
        for way in _WAYS:
            found = names[way].get(_speller(level)(wanted) if way == "kode" else wanted, []) if text else []
            if len(found) == 1:
                return found[0]
            if found:
                raise WrongCell(f"Ada beberapa {column.lower()} bernama “{text}”. Tulis kode dan namanya.", column)
        if not text:
            raise WrongCell(f"{column} kosong. Tulis nama atau kodenya, seperti dalam berkas ekspor.", column)
        raise WrongCell(f"{column} “{text}” tidak ada di bawah induknya. Impor atau buat dahulu, lalu ulangi.", column)

    @cached_property
    def _paths(self) -> dict[tuple[Tingkat, int, str], list[Any]]:
        found: dict[tuple[Tingkat, int, str], list[Any]] = defaultdict(list)
        for level, children in self._nodes.items():
            for row in (row for rows in children.values() for row in rows):
                found[level, chain_of(row)[0].periode.opd_id, path_text(row).casefold()].append(row)
        return found

    def node_by_path(self, level: Tingkat, opd: PerangkatDaerah, text: str, column: str) -> Any:
        found = self._paths.get((level, opd.pk, text.casefold()), [])
        if len(found) != 1:
            raise WrongCell("Tulis jalur lengkap simpul lama dari tujuannya, dipisah “ > ”.", column)
        return found[0]

    @cached_property
    def _units(self) -> dict[tuple[int, str], UnitKerja]:
        return {(row.opd_id, row.kode.casefold()): row for row in self._unit_rows}

    @cached_property
    def _unit_rows(self) -> list[UnitKerja]:
        return list(UnitKerja.objects.filter(opd__in=self.offices).select_related("opd", "induk"))

    @property
    def units(self) -> Sequence[UnitKerja]:
        """The units of the offices, and those that `add_units` named."""
        return self._unit_rows

    def add_units(self, units: Iterable[UnitKerja]) -> None:
        """Let rows name units that are about to be stored, and stored ones by their new codes."""
        self._unit_rows.extend(units)
        self.__dict__.pop("_units", None)

    def find_unit(self, opd: PerangkatDaerah, text: str) -> UnitKerja | None:
        return self._units.get((opd.pk, text.casefold()))

    def unit(self, opd: PerangkatDaerah, text: str, column: str) -> UnitKerja:
        """Return the unit of this code, else the only one of this name or with this title of its head."""
        found = self.find_unit(opd, text)
        if found is not None:
            return found
        named = self._unit_names.get((opd.pk, unit_name(text)), []) if unit_name(text) else []
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(row.kode for row in named)
            raise WrongCell(f"Ada beberapa unit bernama “{text}”. Tulis kodenya: {codes}.", column)
        raise WrongCell(f"Unit “{text}” tidak ada. {self._nearest_unit(opd, text)}", column)

    @cached_property
    def _unit_names(self) -> dict[tuple[int, str], list[UnitKerja]]:
        found: dict[tuple[int, str], list[UnitKerja]] = defaultdict(list)
        for row in self._unit_rows:
            for name in {unit_name(row.nama), unit_name(row.singkatan)} - {""}:
                found[row.opd_id, name].append(row)
        return found

    def _nearest_unit(self, opd: PerangkatDaerah, text: str) -> str:
        names = {name: rows[0] for (opd_id, name), rows in self._unit_names.items() if opd_id == opd.pk}
        # A unit is near by its name and by its short name: it is named once.
        near = {names[name].pk: names[name] for name in get_close_matches(unit_name(text), names)}
        if not near:
            return "Tulis kode atau nama unit seperti dalam daftar unit."
        shown = " atau ".join(f"{row.kode} ({row.nama})" for row in list(near.values())[:2])
        return f"Yang mirip: {shown}. Tulis kodenya."

    @cached_property
    def _scales(self) -> dict[tuple[int, str], SkalaPredikat]:
        rows = SkalaPredikat.objects.filter(opd__in=self.offices)
        return {(row.opd_id, tidy(row.nama).casefold()): row for row in rows}

    def find_scale(self, opd: PerangkatDaerah, text: str) -> SkalaPredikat | None:
        return self._scales.get((opd.pk, text.casefold()))

    def scale(self, opd: PerangkatDaerah, text: str, column: str) -> SkalaPredikat:
        found = self.find_scale(opd, text)
        if found is None:
            raise WrongCell(f"Skala predikat “{text}” tidak ada. Buat dahulu, lalu ulangi.", column)
        return found

    @cached_property
    def _agreements(self) -> dict[tuple[int, int, int], PerjanjianKinerja]:
        rows = PerjanjianKinerja.objects.filter(opd__in=self.offices).select_related("opd")
        return {(row.opd_id, row.tahun, row.perubahan): row for row in rows}

    def find_agreement(self, opd: PerangkatDaerah, tahun: int, perubahan: int) -> PerjanjianKinerja | None:
        return self._agreements.get((opd.pk, tahun, perubahan))

    @cached_property
    def _indicators(self) -> dict[tuple[Tingkat, int, str], Indikator]:
        """The indicators by level, node and name, each with its node and the one that it replaces attached."""
        found, known = {}, {}
        nodes = self.nodes  # read now, also without any indicator: the plan as it stands
        for row in Indikator.objects.filter(opd__in=self.offices).select_related("opd", "unit", "skala"):
            level, node = row.tingkat, getattr(row, f"{row.tingkat}_id")
            setattr(row, level, nodes[level][node])
            found[level, node, tidy(row.nama).casefold()] = row
            known[row.pk] = row
        _attach_replaced(known)
        return found

    def indicators(self) -> list[Indikator]:
        """Return the indicators, each with its node and all above it attached."""
        return list(self._indicators.values())

    @cached_property
    def _indicator_paths(self) -> dict[tuple[int, str], Indikator]:
        return {(row.opd_id, indicator_text(row).casefold()): row for row in self.indicators()}

    def indicator_by_path(self, opd: PerangkatDaerah, text: str, column: str) -> Indikator:
        found = self._indicator_paths.get((opd.pk, text.casefold()))
        if found is None:
            raise WrongCell("Tulis jalur lengkap indikator lama, dari tujuannya sampai namanya, dipisah “ > ”.", column)
        return found

    def find_indicator(self, level: Tingkat, node: Any, nama: str) -> Indikator | None:
        return self._indicators.get((level, node.pk, nama.casefold()))
