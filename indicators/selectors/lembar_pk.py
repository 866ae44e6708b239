"""The sheets of a PK: what the rule of who signs with whom asks for, what is stored, what is still missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.models import ButirLembar, ButirPK, LembarPK, Pejabat, Pengguna, PerjanjianKinerja, UnitKerja
from indicators.models.lembar_pk import DATA_PIHAK
from indicators.penjenjangan import ButirUnit, JenjangPK, PlannedLembar, UnitPK, arrange
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan, in_force
from indicators.selectors.perjanjian import ShownButir, list_butir
from sakip.dates import write_date

Pihak = dict[str, str]
STALE = "Lembar perjanjian tidak lagi sesuai dengan butir, unit, atau pejabatnya. Susun ulang lembarnya, lalu tetapkan."


def find_lembar(user: Pengguna, pk: int) -> LembarPK | None:
    """Return a sheet of a PK of an office whose plan the user may read; else None."""
    offices = get_kewenangan(user).opd_ids(Izin.LIHAT_RENCANA)
    sheets = LembarPK.objects.select_related("pk_induk__opd__pemda", "unit")
    return sheets.filter(pk=pk, pk_induk__opd_id__in=offices).first()


@dataclass(frozen=True)
class RequiredLembar:
    """A sheet as the rule asks for it, with the parties as they are in office when the PK comes into force."""

    jenjang: JenjangPK
    unit: UnitKerja
    nama_unit_kedua: str
    pertama: Pihak
    kedua: Pihak
    butir: frozenset[int]

    def fill(self, lembar: LembarPK) -> None:
        """Bring a sheet in step, except for the parties that were entered by hand."""
        lembar.jenjang, lembar.unit = self.jenjang.value, self.unit
        lembar.nama_unit, lembar.nama_unit_kedua = self.unit.nama, self.nama_unit_kedua
        if not lembar.pertama_sendiri:
            lembar.set_party("pertama", self.pertama)
        if not lembar.kedua_sendiri:
            lembar.set_party("kedua", self.kedua)


@dataclass(frozen=True)
class ShownLembar:
    """A sheet as its page shows it. `kurang` says in sentences what is still to be filled in."""

    lembar: LembarPK
    butir: list[ShownButir]
    kurang: list[str]


def list_wanted(pk: PerjanjianKinerja) -> list[RequiredLembar]:
    """Return the sheets that the rule asks for, in the order of the unit tree: three queries."""
    units = {unit.pk: unit for unit in UnitKerja.objects.filter(opd_id=pk.opd_id).order_by("path")}
    rows = [
        ButirUnit(row.pk, row.indikator.tingkat, row.unit_id)
        for row in ButirPK.objects.filter(pk_induk=pk).select_related("indikator").order_by("pk")
    ]
    plans = arrange([UnitPK(unit.pk, unit.induk_id, unit.jenjang) for unit in units.values()], rows)
    heads = _heads(pk, units.values())
    return [_wanted(pk, plan, units, heads) for plan in plans]


def _wanted(
    pk: PerjanjianKinerja, plan: PlannedLembar, units: Mapping[int, UnitKerja], heads: Mapping[int, Pihak]
) -> RequiredLembar:
    unit = units[plan.unit_id]
    if plan.unit_kedua_id is None:
        pemda = pk.opd.pemda
        kedua, nama_kedua = {**_party(None), "jabatan": pemda.kepala_daerah}, str(pemda)
    else:
        kedua, nama_kedua = heads[plan.unit_kedua_id], units[plan.unit_kedua_id].nama
    return RequiredLembar(plan.jenjang, unit, nama_kedua, heads[unit.pk], kedua, frozenset(plan.butir))


def _heads(pk: PerjanjianKinerja, units: Iterable[UnitKerja]) -> dict[int, Pihak]:
    """Return who heads each unit on the day the PK comes into force; blank where nobody is on record.

    The office itself is headed by the one who signs its reports, whatever unit he is entered at.
    """
    officials = list(Pejabat.objects.filter(in_force(pk.berlaku_mulai), opd_id=pk.opd_id).order_by("-mulai", "-pk"))
    signer = next((person for person in officials if person.penanda_tangan), None)
    heads: dict[int, Pihak] = {}
    for unit in units:
        own = [person for person in officials if person.unit_id == unit.pk]
        head = next((person for person in own if not person.penanda_tangan), own[0] if own else None)
        if unit.induk_id is None:
            head = signer or head
        heads[unit.pk] = _party(head)
    return heads


def _party(person: Pejabat | None) -> Pihak:
    return {name: "" if person is None else str(getattr(person, name)) for name in DATA_PIHAK}


def list_lembar(pk: PerjanjianKinerja) -> list[LembarPK]:
    """Return the stored sheets in the order of the unit tree: one query."""
    return list(LembarPK.objects.filter(pk_induk=pk).select_related("unit", "pk_induk").order_by("unit__path"))


def map_placed(pk: PerjanjianKinerja) -> dict[int, int]:
    """Return for each row that stands in a sheet the sheet's id: one query."""
    return dict(ButirLembar.objects.filter(lembar__pk_induk=pk).values_list("butir_id", "lembar_id"))


def is_stale(pk: PerjanjianKinerja) -> bool:
    """Say whether arranging would change the sheets of a PK; a PK without sheets is not stale."""
    stored = list_lembar(pk)
    return bool(stored) and not in_step(stored, map_placed(pk), list_wanted(pk))


def in_step(stored: Sequence[LembarPK], placed: Mapping[int, int], wanted: Sequence[RequiredLembar]) -> bool:
    by_unit = {row.unit_id: row for row in stored}
    if set(by_unit) != {item.unit.pk for item in wanted}:
        return False
    return all(
        is_same(by_unit[item.unit.pk], item)
        and item.butir == {butir for butir, lembar in placed.items() if lembar == by_unit[item.unit.pk].pk}
        for item in wanted
    )


def is_same(lembar: LembarPK, wanted: RequiredLembar) -> bool:
    """Say whether a stored sheet reads as the rule asks; a party entered by hand always does."""
    names = (lembar.jenjang, lembar.nama_unit, lembar.nama_unit_kedua)
    parties = (("pertama", wanted.pertama), ("kedua", wanted.kedua))
    return names == (wanted.jenjang.value, wanted.unit.nama, wanted.nama_unit_kedua) and all(
        getattr(lembar, f"{pihak}_sendiri") or all(getattr(lembar, f"{pihak}_{name}") == data[name] for name in data)
        for pihak, data in parties
    )


def show_lembar(pk: PerjanjianKinerja) -> tuple[list[ShownLembar], list[ShownButir]]:
    """Return the sheets with their rows in the order of the plan, and the rows that stand in none: four queries."""
    placed = map_placed(pk)
    rows = list_butir(pk)
    shown = [
        ShownLembar(
            lembar, [row for row in rows if placed.get(row.butir.pk) == lembar.pk], list_missing_parties(lembar)
        )
        for lembar in list_lembar(pk)
    ]
    return shown, [row for row in rows if row.butir.pk not in placed]


def list_missing_parties(lembar: LembarPK) -> list[str]:
    """Return what is still to be filled in before the sheet can be signed."""
    day = write_date(lembar.pk_induk.berlaku_mulai)
    advice = "Isi sendiri, atau minta administrator mencatat pejabatnya lalu susun ulang."
    found = []
    if not lembar.pertama_nama:
        found.append(f"Pejabat yang memimpin {lembar.nama_unit} pada {day} belum tercatat. {advice}")
    if not lembar.kedua_nama and lembar.jenjang == JenjangPK.BUPATI_KADIS:
        found.append(f"Nama {lembar.kedua_jabatan or 'kepala daerah'} belum diisi.")
    elif not lembar.kedua_nama:
        found.append(f"Pejabat yang memimpin {lembar.nama_unit_kedua} pada {day} belum tercatat. {advice}")
    return found
