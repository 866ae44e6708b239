"""The change of nomenclature between two years: new nodes in the place of old ones, with their indicators."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch, Q

from indicators.acts import Act
from indicators.models import GantiNomenklatur, Indikator, Pengguna, PeriodeRenstra, TargetRenstra
from indicators.models.rencana import SimpulNomenklatur
from indicators.nomenklatur import read_kode
from indicators.permissions import Izin
from indicators.selectors.perubahan_nomenklatur import (
    TINGKAT,
    BarisNomenklatur,
    Keadaan,
    PerubahanNomenklatur,
    get_perubahan,
    keeps_its_code,
    list_years,
)
from indicators.selectors.sidik import digest
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotFound, NotValid
from indicators.services.isian_target import IsianTarget
from indicators.services.jejak import pelaku_text, record, state_of, write
from indicators.services.kode_simpul import check_kode
from indicators.services.rencana import save_indikator_many, save_nodes, save_targets_renstra
from indicators.services.simpan import check_fields


class Keputusan(StrEnum):
    TETAP = "tetap"
    GANTI = "ganti"
    HENTI = "henti"

    @property
    def label(self) -> str:
        return {"tetap": "Tetap berlaku", "ganti": "Digantikan", "henti": "Dihentikan"}[self.value]


@dataclass(frozen=True)
class IsianNomenklatur:
    """What was decided about one row, named as `BarisNomenklatur.kunci`; code, name and version are for GANTI."""

    kunci: str
    keputusan: Keputusan
    kode: str = ""
    nama: str = ""
    versi: str = ""


@dataclass
class HasilNomenklatur:
    """What a change did. `diganti` are the new nodes."""

    diganti: list[SimpulNomenklatur] = field(default_factory=list)
    dihentikan: int = 0
    dipertahankan: int = 0
    indikator: int = 0


@dataclass(frozen=True)
class BarisRancangan:
    """A decision as it will be carried out: `baru` is the node in the place of `lama`, unsaved; None: none."""

    keputusan: Keputusan
    tingkat: str
    lama: SimpulNomenklatur
    baru: SimpulNomenklatur | None
    indikator: int


@dataclass(frozen=True)
class RancanganTampil:
    """What a change would do. `dilihat` comes back with the act: nobody confirms what he has not seen."""

    baris: list[BarisRancangan]
    dilihat: str

    @property
    def indikator(self) -> int:
        """How many indicators are copied."""
        return sum(row.indikator for row in self.baris if row.baru is not None)


def plan_nomenclature(
    *, by: Pengguna | None, periode: PeriodeRenstra, tahun: int, isian: Sequence[IsianNomenklatur]
) -> RancanganTampil:
    """Return what `change_nomenclature` would do with these decisions; writes nothing. Raises as that does."""
    require(by, Izin.KELOLA_RENCANA, opd=periode.opd)
    return _draw_up(periode, tahun, isian).tampil()


@write(Act.UBAH_NOMENKLATUR, "periode")
def change_nomenclature(
    *,
    by: Pengguna | None,
    periode: PeriodeRenstra,
    tahun: int,
    isian: Sequence[IsianNomenklatur],
    dilihat: str | None = None,
) -> HasilNomenklatur:
    """Write what was decided about nodes of the year before `tahun`: all or none, with a constant number of queries.

    GANTI makes a new node from `tahun` on under the parent that counts then, which names the old one and takes copies
    of its indicators with the Renstra's targets from that year on; the old node ends the year before. HENTI ends the
    node. TETAP keeps a sub kegiatan with a code of the older nomenclature on purpose. `dilihat` is what the
    confirmation showed (`plan_nomenclature`); None: a command. What was done is kept, to be undone as a whole.
    Raises NotAllowed, NotFound, NotValid (`fields` says per row, by `kunci`, what to do), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_RENCANA, opd=periode.opd)
    # Changes of one Renstra come one by one: the second finds what the first has decided.
    stored = PeriodeRenstra.objects.select_for_update(of=("self",)).filter(pk=periode.pk, opd=periode.opd_id).first()
    if stored is None:
        raise NotFound("Renstra ini sudah tidak ada. Muat ulang halaman.")
    lock_nodes(stored)
    plan = _draw_up(stored, tahun, isian)
    if dilihat is not None and dilihat != plan.tampil().dilihat:
        raise ChangedMeanwhile("Rencana baru saja diubah orang lain. Periksa kembali daftarnya, lalu konfirmasi lagi.")
    for tingkat, (_, induk, _) in TINGKAT.items():
        for old, new in plan.pasangan[tingkat]:
            setattr(new, induk, plan.parent_of(old))  # its id is known now
        save_nodes(by=by, nodes=[*plan.diubah[tingkat], *(new for _, new in plan.pasangan[tingkat])])
    hasil = plan.hasil
    copied = _copy_indicators(by, plan, tahun)
    hasil.indikator = len(copied)
    if hasil.diganti or hasil.dihentikan or hasil.dipertahankan:
        _remember(by, stored, tahun, plan, copied)
    return hasil


def _draw_up(periode: PeriodeRenstra, tahun: int, isian: Sequence[IsianNomenklatur]) -> "_Rancangan":
    if tahun not in list_years(periode):
        raise NotValid(f"Tahun perubahan harus sesudah tahun pertama {periode}, sampai {periode.tahun_akhir}.")
    plan = _Rancangan(get_perubahan(periode, tahun), isian)
    if plan.galat:
        raise NotValid(f"{len(plan.galat)} baris perlu diperbaiki; belum ada yang disimpan.", plan.galat)
    return plan


def _remember(
    by: Pengguna | None,
    periode: PeriodeRenstra,
    tahun: int,
    plan: "_Rancangan",
    copied: Sequence[tuple[Indikator, Indikator]],
) -> None:
    isi = {
        "diganti": {
            tingkat: [[row.simpul.pk, new.pk, plan.semula[row.kunci]] for row, new in pairs]
            for tingkat, pairs in plan.pasangan.items()
        },
        "dihentikan": plan.dihentikan,
        "dipertahankan": plan.dipertahankan,
        "indikator": [[old.pk, new.pk] for old, new in copied],
    }
    done = GantiNomenklatur.objects.create(periode=periode, tahun=tahun, isi=isi, dibuat_oleh=pelaku_text(by))
    record(by=by, tindakan=Act.UBAH_NOMENKLATUR, objek=done, opd=periode.opd, sesudah=state_of(done))


def lock_nodes(periode: PeriodeRenstra) -> None:
    """Hold every node that the page decides about, so that nobody edits one between reading and writing it."""
    for model, _, way in TINGKAT.values():
        rows = model._default_manager.select_for_update(of=("self",)).filter(**{f"{way}__periode": periode})
        list(rows.order_by("pk").values_list("pk", flat=True))


class _Rancangan:
    """The decisions of one call against the plan as it stands: new nodes, changed nodes, and what is wrong by row."""

    def __init__(self, perubahan: PerubahanNomenklatur, isian: Sequence[IsianNomenklatur]) -> None:
        self.tahun, self.awal = perubahan.tahun, perubahan.periode.tahun_awal
        self.hasil = HasilNomenklatur()
        self.galat: dict[str, str] = {}
        self.pasangan: dict[str, list[tuple[BarisNomenklatur, Any]]] = {tingkat: [] for tingkat in TINGKAT}
        self.diubah: dict[str, list[Any]] = {tingkat: [] for tingkat in TINGKAT}
        # What undoing needs: the last years and versions that the nodes had before, see `GantiNomenklatur`.
        self.semula: dict[str, int | None] = {}
        self.dihentikan: dict[str, list[list[Any]]] = {tingkat: [] for tingkat in TINGKAT}
        self.dipertahankan: dict[str, list[list[Any]]] = {tingkat: [] for tingkat in TINGKAT}
        self._rows: list[tuple[BarisNomenklatur, Keputusan]] = []
        self._new: dict[str, Any] = {}
        self._ended: set[str] = set()
        self._taken: dict[tuple[int, str], str] = {}
        decided = {item.kunci: item for item in isian}
        # In the order of the plan: a parent is decided before its children.
        for row in perubahan.baris:
            item = decided.pop(row.kunci, None)
            if item is not None:
                try:
                    self._decide(row, item)
                except NotValid as refusal:
                    self.galat[row.kunci] = str(refusal)
        for kunci in decided:
            self.galat[kunci] = f"Simpul ini tidak ada pada tahun {self.tahun - 1}. Muat ulang halaman."

    def parent_of(self, row: BarisNomenklatur) -> Any:
        """Return the parent that counts in the year of change: the new one where the old one is replaced."""
        if row.induk is None:
            return getattr(row.simpul, TINGKAT[row.tingkat][1])
        if row.induk.kunci in self._new:
            return self._new[row.induk.kunci]
        return row.induk.pengganti[0] if row.induk.pengganti else row.induk.simpul

    def _decide(self, row: BarisNomenklatur, item: IsianNomenklatur) -> None:
        if not row.terbuka:
            successors = ", ".join(str(node) for node in row.pengganti)
            done = f"digantikan oleh {successors}" if successors else "dihentikan"
            raise NotValid(f"Simpul ini sudah {done}. Muat ulang halaman.")
        if row.induk is not None and row.induk.kunci in self._ended and item.keputusan is not Keputusan.HENTI:
            raise NotValid("Induknya dihentikan: hentikan juga simpul ini, atau ganti induknya.")
        if item.keputusan is Keputusan.GANTI:
            self._replace(row, item)
        elif item.keputusan is Keputusan.HENTI:
            self._end(row)
            self.dihentikan[row.tingkat].append([row.simpul.pk, self.semula[row.kunci]])
            self._ended.add(row.kunci)
            self.hasil.dihentikan += 1
            self._rows.append((row, item.keputusan))
        else:
            self._keep(row)

    def _keep(self, row: BarisNomenklatur) -> None:
        if row.induk is not None and (row.induk.kunci in self._new or row.induk.keadaan is Keadaan.DIGANTIKAN):
            raise NotValid("Induknya digantikan: tulis pengganti simpul ini, atau hentikan.")
        if row.tingkat == "sub_kegiatan" and not keeps_its_code(row.simpul, self.tahun):
            self.dipertahankan[row.tingkat].append([row.simpul.pk, row.simpul.versi_nomenklatur])
            self._rows.append((row, Keputusan.TETAP))
            row.simpul.versi_nomenklatur = str(read_kode(row.simpul.kode).versi)
            self.diubah[row.tingkat].append(row.simpul)
            self.hasil.dipertahankan += 1

    def _end(self, row: BarisNomenklatur) -> None:
        self.semula[row.kunci] = row.simpul.tahun_akhir
        row.simpul.tahun_akhir = self.tahun - 1
        self.diubah[row.tingkat].append(row.simpul)

    def _replace(self, row: BarisNomenklatur, item: IsianNomenklatur) -> None:
        model, induk, _ = TINGKAT[row.tingkat]
        old, parent = row.simpul, self.parent_of(row)
        facts: dict[str, Any] = {name: getattr(old, name) for name in ("sasaran_kinerja", "urutan", "tahun_akhir")}
        facts |= {"kode": item.kode.strip(), "nama": item.nama.strip(), "versi_nomenklatur": item.versi}
        new: Any = model(**facts, tahun_awal=self.tahun)
        new.menggantikan = old
        # Also a wrong row is what its children stand under: they are judged by what was typed, not twice.
        self._new[row.kunci] = new
        if not new.nama:
            raise NotValid("Isi nama yang baru; bila namanya tetap, tulis nama yang lama.")
        kode_induk = getattr(parent, "kode", "") if row.induk is not None else ""
        check_kode(new, None, awal_renstra=self.awal, induk=induk, kode_induk=kode_induk)
        check_fields(new)
        if (row.induk is None or parent is row.induk.simpul) and (new.kode, new.nama) == (old.kode, old.nama):
            raise NotValid("Kode dan namanya sama dengan yang lama: pilih Tetap berlaku, atau tulis yang baru.")
        if self._taken.setdefault((id(parent), new.kode or new.nama), row.kunci) != row.kunci:
            raise NotValid(
                f"{new.kode or new.nama} sudah dipakai baris lain. Bila keduanya digabung, hentikan yang ini."
            )
        self._end(row)
        self.pasangan[row.tingkat].append((row, new))
        self.hasil.diganti.append(new)
        self._rows.append((row, item.keputusan))

    def tampil(self) -> RancanganTampil:
        """Return the decisions in the order of the plan."""
        rows = [
            BarisRancangan(keputusan, row.tingkat, row.simpul, self._new.get(row.kunci), row.jumlah_indikator)
            for row, keputusan in self._rows
        ]
        facts = [
            [row.keputusan, row.tingkat, row.lama.pk, str(row.lama), str(row.baru or ""), row.indikator] for row in rows
        ]
        return RancanganTampil(rows, digest([self.tahun, facts]))


def _copy_indicators(by: Pengguna | None, plan: _Rancangan, tahun: int) -> list[tuple[Indikator, Indikator]]:
    """Copy the indicators of replaced nodes, with the Renstra's targets from the year on; return (old, new) pairs."""
    wanted = Q(pk__in=[])
    successors: dict[tuple[str, int], Any] = {}
    for tingkat, pairs in plan.pasangan.items():
        successors |= {(tingkat, row.simpul.pk): new for row, new in pairs}
        wanted |= Q(**{f"{tingkat}_id__in": [row.simpul.pk for row, _ in pairs]})
    if not successors:
        return []
    later = TargetRenstra.objects.filter(tahun__gte=tahun).order_by("tahun")
    pairs_of_indicators: list[tuple[Any, Indikator]] = []
    rows = Indikator.objects.filter(wanted).select_related("opd", "unit", "skala")
    for row in rows.prefetch_related(Prefetch("target_renstra", queryset=later, to_attr="target_kemudian")):
        copied = Indikator(
            **{row.tingkat: successors[row.tingkat, getattr(row, f"{row.tingkat}_id")]},
            **row.measure_values(),
            **{name: getattr(row, name) for name in COPIED},
            menggantikan=row,
        )
        pairs_of_indicators.append((row, copied))
    save_indikator_many(by=by, daftar=[copied for _, copied in pairs_of_indicators])
    save_targets_renstra(
        by=by,
        isian=[
            (copied, {t.tahun: IsianTarget(t.nilai, t.batas_atas, t.predikat) for t in row.target_kemudian})
            for row, copied in pairs_of_indicators
        ],
    )
    return pairs_of_indicators


# What a copied indicator takes over besides its way of measuring.
COPIED = (
    "unit",
    "nama",
    "urutan",
    "definisi_operasional",
    "formula",
    "sumber_data",
    "penanggung_jawab",
)
