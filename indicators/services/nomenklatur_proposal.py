"""What decisions about a change of nomenclature come to against the plan as it stands. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.models import PeriodeRenstra
from indicators.models.rencana import SimpulNomenklatur
from indicators.models.tingkat import MODEL_OF
from indicators.nomenklatur import read_code
from indicators.selectors.digest import digest
from indicators.selectors.ganti_nomenklatur import EndedSimpul, KeptSimpul
from indicators.selectors.perubahan_nomenklatur import (
    NomenklaturRow,
    NomenklaturState,
    PerubahanNomenklatur,
    get_perubahan,
    keeps_its_code,
    list_years,
)
from indicators.services.saving import check_fields
from indicators.services.simpul_codes import check_code
from indicators.tingkat import NOMENKLATUR, Tingkat
from sakip.labelled import Labelled
from sakip.refusals import NotValid


class Decision(Labelled):
    TETAP = "tetap", "Tetap berlaku"
    GANTI = "ganti", "Digantikan"
    HENTI = "henti", "Dihentikan"


@dataclass(frozen=True)
class NomenklaturEntry:
    """What was decided about one row, named as `BarisNomenklatur.kunci`; code, name and version are for GANTI."""

    kunci: str
    keputusan: Decision
    kode: str = ""
    nama: str = ""
    versi: str = ""


@dataclass
class NomenklaturOutcome:
    """What a change did. `diganti` are the new nodes."""

    diganti: list[SimpulNomenklatur] = field(default_factory=list)
    dihentikan: int = 0
    dipertahankan: int = 0
    indikator: int = 0


@dataclass(frozen=True)
class ProposalRow:
    """A decision as it will be carried out: `baru` is the node in the place of `lama`, unsaved; None: none."""

    keputusan: Decision
    tingkat: str
    lama: SimpulNomenklatur
    baru: SimpulNomenklatur | None
    indikator: int


@dataclass(frozen=True)
class ShownProposal:
    """What a change would do. `dilihat` comes back with the act: nobody confirms what he has not seen."""

    baris: list[ProposalRow]
    dilihat: str

    @property
    def indikator(self) -> int:
        """How many indicators are copied."""
        return sum(row.indikator for row in self.baris if row.baru is not None)


def draw_up(periode: PeriodeRenstra, tahun: int, isian: Sequence[NomenklaturEntry]) -> "Proposal":
    """Return the decisions against the plan of the year before `tahun`. Raises NotValid (`fields` by `kunci`)."""
    if tahun not in list_years(periode):
        raise NotValid(f"Tahun perubahan harus sesudah tahun pertama {periode}, sampai {periode.tahun_akhir}.")
    plan = Proposal(get_perubahan(periode, tahun), isian)
    if plan.galat:
        raise NotValid(f"{len(plan.galat)} baris perlu diperbaiki; belum ada yang disimpan.", plan.galat)
    return plan


class Proposal:
    """The decisions of one call against the plan as it stands: new nodes, changed nodes, and what is wrong by row."""

    def __init__(self, perubahan: PerubahanNomenklatur, isian: Sequence[NomenklaturEntry]) -> None:
        self.tahun, self.awal = perubahan.tahun, perubahan.periode.tahun_awal
        self.hasil = NomenklaturOutcome()
        self.galat: dict[str, str] = {}
        self.pasangan: dict[Tingkat, list[tuple[NomenklaturRow, Any]]] = {tingkat: [] for tingkat in NOMENKLATUR}
        self.diubah: dict[Tingkat, list[Any]] = {tingkat: [] for tingkat in NOMENKLATUR}
        # What undoing needs: the last years and versions that the nodes had before, see `GantiNomenklatur`.
        self.semula: dict[str, int | None] = {}
        self.dihentikan: dict[Tingkat, list[EndedSimpul]] = {tingkat: [] for tingkat in NOMENKLATUR}
        self.dipertahankan: dict[Tingkat, list[KeptSimpul]] = {tingkat: [] for tingkat in NOMENKLATUR}
        self._rows: list[tuple[NomenklaturRow, Decision]] = []
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

    def parent_of(self, row: NomenklaturRow) -> Any:
        """Return the parent that counts in the year of change: the new one where the old one is replaced."""
        if row.induk is None:
            return getattr(row.simpul, row.tingkat.parent_field)
        if row.induk.kunci in self._new:
            return self._new[row.induk.kunci]
        return row.induk.pengganti[0] if row.induk.pengganti else row.induk.simpul

    def _decide(self, row: NomenklaturRow, item: NomenklaturEntry) -> None:
        if not row.terbuka:
            successors = ", ".join(str(node) for node in row.pengganti)
            done = f"digantikan oleh {successors}" if successors else "dihentikan"
            raise NotValid(f"Simpul ini sudah {done}. Muat ulang halaman.")
        if row.induk is not None and row.induk.kunci in self._ended and item.keputusan is not Decision.HENTI:
            raise NotValid("Induknya dihentikan: hentikan juga simpul ini, atau ganti induknya.")
        if item.keputusan is Decision.GANTI:
            self._replace(row, item)
        elif item.keputusan is Decision.HENTI:
            self._end(row)
            self.dihentikan[row.tingkat].append({"simpul": row.simpul.pk, "tahun_akhir": self.semula[row.kunci]})
            self._ended.add(row.kunci)
            self.hasil.dihentikan += 1
            self._rows.append((row, item.keputusan))
        else:
            self._keep(row)

    def _keep(self, row: NomenklaturRow) -> None:
        if row.induk is not None and (row.induk.kunci in self._new or row.induk.keadaan is NomenklaturState.DIGANTIKAN):
            raise NotValid("Induknya digantikan: tulis pengganti simpul ini, atau hentikan.")
        if row.tingkat is Tingkat.SUB_KEGIATAN and not keeps_its_code(row.simpul, self.tahun):
            self.dipertahankan[row.tingkat].append({"simpul": row.simpul.pk, "versi": row.simpul.versi_nomenklatur})
            self._rows.append((row, Decision.TETAP))
            row.simpul.versi_nomenklatur = str(read_code(row.simpul.kode).versi)
            self.diubah[row.tingkat].append(row.simpul)
            self.hasil.dipertahankan += 1

    def _end(self, row: NomenklaturRow) -> None:
        self.semula[row.kunci] = row.simpul.tahun_akhir
        row.simpul.tahun_akhir = self.tahun - 1
        self.diubah[row.tingkat].append(row.simpul)

    def _replace(self, row: NomenklaturRow, item: NomenklaturEntry) -> None:
        model, induk = MODEL_OF[row.tingkat], row.tingkat.parent_field
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
        check_code(new, None, awal_renstra=self.awal, induk=induk, kode_induk=kode_induk)
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

    def show(self) -> ShownProposal:
        """Return the decisions in the order of the plan."""
        rows = [
            ProposalRow(keputusan, row.tingkat, row.simpul, self._new.get(row.kunci), row.jumlah_indikator)
            for row, keputusan in self._rows
        ]
        facts = [
            [row.keputusan, row.tingkat, row.lama.pk, str(row.lama), str(row.baru or ""), row.indikator] for row in rows
        ]
        return ShownProposal(rows, digest([self.tahun, facts]))
