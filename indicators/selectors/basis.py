"""What a report rests on: the basis that is kept with a document, and what of it was corrected since.

A later version (a new official, a Renstra perubahan, a letterhead, settings) is no correction: it is not asked here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, cast

from indicators.models import (
    ButirPK,
    Jejak,
    Pejabat,
    Pemda,
    Pengesahan,
    PerangkatDaerah,
    PerjanjianKinerja,
    Triwulan,
    UnitKerja,
)
from indicators.models.jejak import kind_of
from indicators.models.perjanjian import StatusPK
from indicators.selectors.pengesahan_content import read_figures
from indicators.selectors.pk_triwulan import choose_pk_by_quarter, list_pk_by_quarter
from indicators.selectors.schema import check_schema
from indicators.triwulan import QUARTERS, short_name
from indicators.workflow import StatusTriwulan
from sakip.sentences import enumerate_in_words

SKEMA = 1


class BasisPejabat(TypedDict):
    """The official that a document prints; `teks` is all of him that it prints."""

    id: int
    teks: str


class BasisEarlier(TypedDict):
    """Last year's figures beside which a document prints its own: hash by quarter, printed figure by indicator, None
    for one that last year's approval does not name. Keys are numbers as text."""

    triwulan: int
    sidik: dict[str, str]
    angka: dict[str, str | None]


class Basis(TypedDict):
    """What a report rests on, kept with its document (`Dokumen.dasar`): the hash and the PK of each quarter that it
    prints, the names of office and Pemda by kind, of units by id, its signer, last year. Keys are numbers as text."""

    skema: int
    tahun: int
    sidik: dict[str, str]
    pk: dict[str, int]
    kantor: dict[str, str]
    unit: dict[str, str]
    pejabat: BasisPejabat | None
    lalu: BasisEarlier | None


def read_basis(isi: object) -> Basis | None:
    """Return the stored basis of a document, None for one that was made without. Raises SkemaTidakDikenal."""
    return cast(Basis, check_schema(isi, SKEMA, "Dasar dokumen")) if isi else None


@dataclass(frozen=True)
class Correction:
    """What a document prints and what was corrected since, as a sentence. `sejak` None: the moment is not known.

    `selesai` is false while a quarter is open again: whether its figures change is not decided yet.
    """

    kalimat: str
    sejak: datetime | None
    selesai: bool = True


def get_basis(
    opd: PerangkatDaerah, tahun: int, triwulan: int, *, pejabat_id: int | None, indikator_lalu: Collection[int]
) -> Basis:
    """Return what a report of the quarter rests on today, as plain data to be kept with its document.

    `indikator_lalu` are the indicators of which it prints last year's figure.
    """
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    kini = PresentState(opd.pk, [tahun])
    printed_units = ButirPK.objects.filter(pk_induk__in=set(by_quarter.values())).values_list("unit_id", flat=True)
    pejabat = None if pejabat_id is None else kini.pejabat.get(pejabat_id)
    return {
        "skema": SKEMA,
        "tahun": tahun,
        "sidik": kini.digest_of(tahun, triwulan),
        "pk": {str(quarter): pk.pk for quarter, pk in by_quarter.items()},
        "kantor": kini.kantor,
        "unit": {str(pk): kini.unit[pk] for pk in sorted(set(printed_units))},
        "pejabat": None if pejabat_id is None or pejabat is None else {"id": pejabat_id, "teks": pejabat},
        "lalu": _last_year(kini, tahun - 1, triwulan, indikator_lalu) if indikator_lalu else None,
    }


def _last_year(kini: "PresentState", tahun: int, triwulan: int, indikator_ids: Collection[int]) -> BasisEarlier:
    figures = kini.figures(tahun, triwulan)
    return {
        "triwulan": triwulan,
        "sidik": kini.digest_of(tahun, triwulan),
        "angka": {str(pk): figures.get(pk) for pk in sorted(indikator_ids)},
    }


class PresentState:
    """What stands today of all that documents of one office rest on: six queries for any number of documents, and one
    more for the moment of a corrected name or for last year's figures where they changed."""

    def __init__(self, opd_id: int, years: Iterable[int]) -> None:
        wanted = {year for tahun in years for year in (tahun, tahun - 1)}
        self.opd_id = opd_id
        self._quarters = {
            (row.tahun, row.triwulan): row for row in Triwulan.objects.filter(opd_id=opd_id, tahun__in=wanted)
        }
        self._approvals: defaultdict[tuple[int, int], list[Pengesahan]] = defaultdict(list)
        approvals = Pengesahan.objects.filter(triwulan__opd_id=opd_id, triwulan__tahun__in=wanted)
        for row in approvals.select_related("triwulan").defer("isi").order_by("nomor"):
            self._approvals[row.triwulan.tahun, row.triwulan.triwulan].append(row)
        self._agreements: defaultdict[int, list[PerjanjianKinerja]] = defaultdict(list)
        agreements = PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun__in=wanted, status=StatusPK.DITETAPKAN.value)
        for pk in agreements.order_by("perubahan"):
            self._agreements[pk.tahun].append(pk)
        self.unit = dict(UnitKerja.objects.filter(opd_id=opd_id).values_list("pk", "nama"))
        self.pejabat = {row.pk: _official(row) for row in Pejabat.objects.filter(opd_id=opd_id)}
        opd = PerangkatDaerah.objects.select_related("pemda").get(pk=opd_id)
        self.kantor = {kind_of(PerangkatDaerah): opd.nama, kind_of(Pemda): str(opd.pemda)}
        self._office_ids = {kind_of(PerangkatDaerah): str(opd.pk), kind_of(Pemda): str(opd.pemda_id)}

    def digest_of(self, tahun: int, triwulan: int) -> dict[str, str]:
        """Return the hash of each quarter up to this one that was approved last; a quarter never opened has none."""
        return {
            str(quarter): self._approvals[tahun, quarter][-1].sidik
            for quarter in QUARTERS[:triwulan]
            if self._approvals.get((tahun, quarter))
        }

    def figures(self, tahun: int, triwulan: int) -> dict[int, str]:
        """Return the year-to-date figures of the quarter's last approval, printed, by indicator: one query."""
        approvals = self._approvals.get((tahun, triwulan))
        if not approvals:
            return {}
        isi = Pengesahan.objects.values_list("isi", flat=True).get(pk=approvals[-1].pk)
        return {row["indikator_id"]: row["kumulatif"] for row in read_figures(isi)["baris"]}

    def corrections(self, dasar: Basis) -> list[Correction]:
        """Return what was corrected of a document's basis, what is still open last; empty: it is as it was issued."""
        tahun = dasar["tahun"]
        found = self._changed_quarters(tahun, dasar["sidik"])
        found += self._changed_agreements(tahun, dasar["pk"])
        found += self._changed_names(dasar)
        found += self._changed_last_year(tahun - 1, dasar["lalu"])
        return sorted(found, key=lambda item: not item.selesai)

    def _changed_quarters(self, tahun: int, kept: Mapping[str, str]) -> list[Correction]:
        """A suspended quarter is named only when the one that suspended it is approved again already."""
        keys = [(tahun, int(text)) for text in kept]
        states = [self._quarters[key].status for key in keys]
        found = []
        for key, sidik in zip(keys, kept.values(), strict=True):
            if (reopened := self._reopened(key)) is not None:
                opened = StatusTriwulan.DIBUKA_KEMBALI in states
                found += [] if opened and self._quarters[key].status == StatusTriwulan.DITANGGUHKAN else [reopened]
            elif (since := self._changed_since(key, sidik)) is not None:
                found.append(Correction(f"Angka {self._quarters[key].label} dikoreksi dan disahkan kembali.", since))
        return found

    def _reopened(self, key: tuple[int, int]) -> Correction | None:
        quarter = self._quarters[key]
        if quarter.status == StatusTriwulan.DISAHKAN:
            return None
        if quarter.status == StatusTriwulan.DITANGGUHKAN:
            return Correction(f"Pengesahan {quarter.label} ditangguhkan.", quarter.dibuka_pada, selesai=False)
        return Correction(f"{quarter.label} dibuka kembali untuk diperbaiki.", quarter.dibuka_pada, selesai=False)

    def _changed_since(self, key: tuple[int, int], sidik: str) -> datetime | None:
        """Return when the entries were first approved otherwise than as kept; None while they are as kept."""
        approvals = self._approvals[key]
        if approvals[-1].sidik == sidik:
            return None
        last_same = max((row.nomor for row in approvals if row.sidik == sidik), default=0)
        return next(row.disahkan_pada for row in approvals if row.nomor > last_same)

    def _changed_agreements(self, tahun: int, kept: Mapping[str, int]) -> list[Correction]:
        by_quarter = choose_pk_by_quarter(self._agreements[tahun], tahun)
        current = by_quarter.get(max((int(quarter) for quarter in kept), default=0))
        changed: defaultdict[PerjanjianKinerja, list[str]] = defaultdict(list)
        for quarter, pk_id in kept.items():
            pk = by_quarter.get(int(quarter), current)
            if pk is not None and pk.pk != pk_id:
                changed[pk].append(short_name(int(quarter)))
        return [
            Correction(f"Target {enumerate_in_words(names)} {tahun} kini menurut {pk}.", pk.ditetapkan_pada)
            for pk, names in changed.items()
        ]

    def _changed_names(self, dasar: Basis) -> list[Correction]:
        pairs = [(kind, self._office_ids[kind], was, self.kantor[kind]) for kind, was in dasar["kantor"].items()]
        pairs += [(kind_of(UnitKerja), pk, was, self.unit.get(int(pk), "")) for pk, was in dasar["unit"].items()]
        if (pejabat := dasar["pejabat"]) is not None:
            now = self.pejabat.get(pejabat["id"], "")
            pairs.append((kind_of(Pejabat), str(pejabat["id"]), pejabat["teks"], now))
        changed = [pair for pair in pairs if pair[2] != pair[3]]
        if not changed:
            return []
        moments = _moments({(kind, pk) for kind, pk, _, _ in changed})
        return [
            Correction(f"Nama dikoreksi: {was} menjadi {now or 'tidak ada lagi'}.", moments.get((kind, pk)))
            for kind, pk, was, now in changed
        ]

    def _changed_last_year(self, tahun: int, kept: BasisEarlier | None) -> list[Correction]:
        if kept is None:
            return []
        key = (tahun, kept["triwulan"])
        if key not in self._quarters:
            return []
        if (reopened := self._reopened(key)) is not None:
            return [reopened]
        changed = [
            since
            for text, sidik in kept["sidik"].items()
            if (since := self._changed_since((tahun, int(text)), sidik)) is not None
        ]
        if not changed:
            return []
        now, printed = self.figures(*key), kept["angka"]
        # A row that last year's approval does not name (a predecessor's): any change of the year may be its own.
        if None not in printed.values() and all(now.get(int(pk)) == text for pk, text in printed.items()):
            return []
        return [Correction(f"Angka tahun {tahun} yang dicetak sebagai pembanding dikoreksi.", min(changed))]


def _official(row: Pejabat) -> str:
    return f"{row.nama}, NIP {row.nip}, {row.pangkat}, {row.jabatan}"


def _moments(objects: Collection[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    """Return when each object was last changed, from the trail: one query."""
    rows = Jejak.objects.filter(
        objek_jenis__in={kind for kind, _ in objects}, objek_id__in={pk for _, pk in objects}, ditolak=False
    )
    return {
        (kind, pk): when for kind, pk, when in rows.order_by("waktu").values_list("objek_jenis", "objek_id", "waktu")
    }
