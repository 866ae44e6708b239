"""Reads of the workflow: where a submission stands, and who comes next."""

from collections import Counter
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from indicators.models import (
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    PeristiwaPengajuan,
    Realisasi,
    RealisasiAnggaran,
    Triwulan,
    UnitKerja,
    VersiPengajuan,
)
from indicators.models.perjanjian import ButirPK
from indicators.permissions import Izin, Kewenangan, Peran
from indicators.rules.kelengkapan import PemeriksaanFacts, checks_own_figures
from indicators.selectors.anggaran import list_unit_anggaran
from indicators.selectors.kewenangan import at_units, get_kewenangan, list_holders, list_names
from indicators.selectors.pk_triwulan import get_pk_in_force, rows_in_force
from indicators.selectors.quarter_sheet import SheetRow, in_reading_order, list_rows
from indicators.workflow import EDITABLE, IN_REVIEW, PengajuanAct, StatusPengajuan, stations, validators
from sakip.sentences import enumerate_in_words

SEKRETARIS_TAHAP = "Sekretaris"
KEPALA_DINAS_TAHAP = "Kepala Dinas"
TURN_ORDER = (
    F("triwulan__jadwal__tenggat").asc(nulls_last=True),
    "triwulan__tahun",
    "triwulan__triwulan",
    "unit__opd",
    "unit__path",
)


def seen_by(kewenangan: Kewenangan) -> QuerySet[Pengajuan]:
    """Return the submissions whose drafts these permissions let somebody see."""
    return Pengajuan.objects.filter(at_units(kewenangan, Izin.LIHAT_UNIT, unit="unit__"))


def list_pengajuan(user: Pengguna) -> QuerySet[Pengajuan]:
    """Return the submissions whose drafts the user may see."""
    return seen_by(get_kewenangan(user)).select_related(
        "triwulan__opd__pemda", "triwulan__jadwal", "unit__opd__pemda", "posisi"
    )


def find_pengajuan(user: Pengguna, pk: int) -> Pengajuan | None:
    """Return a submission whose drafts the user may see; else None."""
    return list_pengajuan(user).filter(pk=pk).order_by().first()


def list_chosen(user: Pengguna, offices: Collection[PerangkatDaerah], keys: Collection[int]) -> list[Pengajuan]:
    """Return those of the submissions that the user may see in these offices, in the order of their turn."""
    return list(list_pengajuan(user).filter(pk__in=keys, unit__opd__in=offices).order_by(*TURN_ORDER))


def find_version(pengajuan: Pengajuan, nomor: int) -> VersiPengajuan | None:
    """Return a version that was handed in, by its number; else None."""
    return pengajuan.daftar_versi.filter(nomor=nomor).first()


def deputy_stage(unit: UnitKerja) -> str:
    return f"Plh. Kepala {unit.nama}"[:200]


def list_kept_versions() -> QuerySet[VersiPengajuan]:
    """Return the versions that were handed in and that their units did not take back, in their order."""
    taken_back = PeristiwaPengajuan.objects.filter(
        pengajuan=OuterRef("pengajuan"), nomor_versi=OuterRef("nomor"), tindakan=PengajuanAct.TARIK.value
    )
    return VersiPengajuan.objects.exclude(Exists(taken_back)).order_by("nomor")


class WaitingActs:
    """Who still has to act on each of some submissions, as stations are held today. Three queries, any number."""

    def __init__(self, pengajuan: Sequence[Pengajuan]) -> None:
        unit_ids = {unit_id for row in pengajuan for unit_id in row.unit.path_ids()[1:]}
        self._units: dict[int, UnitKerja] = UnitKerja.objects.order_by().in_bulk(unit_ids)
        self._holders = list_holders(unit_ids, {row.unit.opd_id for row in pengajuan})
        self._heads = self._holders.kepala
        self._own: dict[int, tuple[int, frozenset[int]]] = {
            pk: (pengaju, frozenset(pengisi))
            for pk, pengaju, pengisi in VersiPengajuan.objects.filter(
                pengajuan__in=[row.pk for row in pengajuan], nomor=F("pengajuan__nomor_versi")
            )
            .order_by()
            .values_list("pengajuan_id", "pengaju_id", "pengisi")
        }

    def submitter_id(self, pengajuan: Pengajuan) -> int | None:
        """Return the account that handed in the current version."""
        return self._own.get(pengajuan.pk, (None, None))[0]

    def own_ids(self, pengajuan: Pengajuan) -> frozenset[int]:
        """Return whose numbers the current version holds: who typed them, and who handed them in."""
        pengaju, pengisi = self._own.get(pengajuan.pk, (None, frozenset()))
        return pengisi if pengaju is None else pengisi | {pengaju}

    def left(self, pengajuan: Pengajuan) -> list[UnitKerja]:
        """Return the stations that a submission in review still has to pass, the next one first.

        Empty: validation comes next. A station that lost its head meanwhile is passed by as well.
        """
        if pengajuan.posisi_id is None:
            return []
        return self.way(pengajuan, own=self.own_ids(pengajuan), start=pengajuan.posisi_id)

    def way(self, pengajuan: Pengajuan, *, own: AbstractSet[int], start: int | None = None) -> list[UnitKerja]:
        """Return the stations of a submission whose numbers are `own` to those accounts, from `start` on."""
        ids = stations(pengajuan.unit.path_ids(), self._heads, own=own, start=start)
        return [self._units[unit_id] for unit_id in ids]

    def validator_ids(self, pengajuan: Pengajuan) -> frozenset[int]:
        """Return who may validate it; empty: somebody has to be appointed."""
        opd_id = pengajuan.unit.opd_id
        return validators(
            self._holders.sekretaris.get(opd_id, set()),
            self._holders.kepala_dinas.get(opd_id, set()),
            own=self.own_ids(pengajuan),
        )

    def validator_stage(self, pengajuan: Pengajuan) -> str:
        """Return the station that validates it, in words."""
        found = self.validator_ids(pengajuan)
        sekretaris = self._holders.sekretaris.get(pengajuan.unit.opd_id, set())
        return KEPALA_DINAS_TAHAP if found and not found & sekretaris else SEKRETARIS_TAHAP

    def stage_of(self, unit: UnitKerja, user_id: int | None) -> str:
        """Return the station of a unit's head as events name it: of a deputy, as whose deputy he acts."""
        return deputy_stage(unit) if user_id in self._holders.plh.get(unit.pk, {}) else unit.nama

    def head_in_words(self, pengajuan: Pengajuan, unit: UnitKerja) -> str:
        """Return whose check a submission waits for at a unit, with the deputies who may do it today."""
        own = self.own_ids(pengajuan)
        names = [nama for user_id, nama in self._holders.plh.get(unit.pk, {}).items() if user_id not in own]
        return f"Kepala {unit.nama}{f' (Plh. {enumerate_in_words(sorted(names))})' if names else ''}"

    def approver_ids(self, pengajuan: Sequence[Pengajuan]) -> frozenset[int]:
        """Return who may approve a quarter of one office with these submissions."""
        holders: set[int] = set()
        own: frozenset[int] = frozenset()
        for row in pengajuan:
            holders |= self._holders.kepala_dinas.get(row.unit.opd_id, set())
            own |= self.own_ids(row)
        return frozenset(holders - own)

    def passed_by(
        self, pengajuan: Pengajuan, *, after: int | None, target: UnitKerja | None, served: Collection[int] = ()
    ) -> str:
        """Say which units between the station `after` (None: the start) and `target` nobody checks for, and why."""
        upwards = list(reversed(pengajuan.unit.path_ids()[1:]))
        start = upwards.index(after) if after in upwards else 0
        stop = upwards.index(target.pk) if target is not None else len(upwards)
        skipped = [pk for pk in upwards[start:stop] if pk not in served]
        empty = [self._units[pk].nama for pk in skipped if not self._heads.get(pk)]
        own = [self._units[pk].nama for pk in skipped if self._heads.get(pk)]
        parts = []
        if empty:
            parts.append(f"Dilewati karena belum ada kepalanya: {', '.join(empty)}.")
        if own:
            parts.append(f"Dilewati karena kepalanya sendiri yang mengisi atau mengajukan: {', '.join(own)}.")
        return " ".join(parts)


@dataclass(frozen=True)
class Turn:
    """A submission whose next act is the user's: as head of `tahap`, or, when that is None, to validate it.
    `milik_sendiri`: he typed or handed it in himself, so that he may only return it."""

    pengajuan: Pengajuan
    tahap: UnitKerja | None
    milik_sendiri: bool = False


def list_waiting(user: Pengguna) -> list[Turn]:
    """Return the submissions that wait for the user as head of a unit or to be validated: the oldest deadline first,
    then in the order of the tree."""
    kewenangan = get_kewenangan(user)
    if not any(kewenangan.may_anywhere(izin) for izin in (Izin.PERIKSA, Izin.VALIDASI, Izin.SAHKAN)):
        return []
    in_review = list(
        list_pengajuan(user).filter(status__in=[status.value for status in IN_REVIEW]).order_by(*TURN_ORDER)
    )
    if not in_review:
        return []
    antrean = WaitingActs(in_review)
    return [
        Turn(row, next(iter(antrean.left(row)), None), user.pk in antrean.own_ids(row))
        for row in in_review
        if waits_for(kewenangan, row, antrean)
    ]


def waits_for(kewenangan: Kewenangan, pengajuan: Pengajuan, antrean: WaitingActs) -> bool:
    """Say whether the next act on a submission in review is the user's: as head, or to validate it.

    A Sekretaris who typed or handed it in himself may still return it: his way out when nobody else could validate.
    """
    left = antrean.left(pengajuan)
    if left:
        return kewenangan.heads(left[0].pk)
    if kewenangan.may(Izin.VALIDASI, opd_id=pengajuan.unit.opd_id):
        return True
    return kewenangan.user_id in antrean.validator_ids(pengajuan)


def own_account_ids(pengajuan: Pengajuan) -> list[int]:
    """Return the accounts that made the last change of a figure of the unit's quarter, money included: two queries."""
    pk = get_pk_in_force(pengajuan.triwulan.opd_id, pengajuan.triwulan.tahun, pengajuan.triwulan.triwulan)
    rows = Realisasi.objects.filter(
        triwulan=pengajuan.triwulan,
        pengisi__isnull=False,
        indikator__in=ButirPK.objects.filter(pk_induk=pk, unit=pengajuan.unit).values("indikator"),
    )
    money = RealisasiAnggaran.objects.filter(
        triwulan=pengajuan.triwulan,
        pengisi__isnull=False,
        anggaran__in=[row.anggaran.pk for row in list_unit_anggaran(pengajuan.triwulan, pengajuan.unit)],
    )
    return sorted({*rows.values_list("pengisi", flat=True), *money.values_list("pengisi", flat=True)})


def say_whom_to_appoint(opd_id: int, peran: Peran) -> str:
    """Return the advice when nobody eligible holds a station: whom to appoint, and who can do it."""
    names = list_names(opd_id, Peran.ADMINISTRATOR)
    who = f"Administrator ({', '.join(names)})" if names else "Administrator"
    return (
        f"Tunjuk pelaksana harian {peran.label} dari pegawai yang tidak mengisi dan tidak mengajukan data ini. "
        f"{who} dapat menambahkan penugasannya."
    )


def owner_unit_ids(triwulan: Triwulan) -> set[int]:
    """Return the units that own rows of the PK in force in the quarter."""
    pk = get_pk_in_force(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    if pk is None:
        return set()
    return set(ButirPK.objects.filter(pk_induk=pk).values_list("unit_id", flat=True))


def with_rows(rows: QuerySet[Pengajuan]) -> QuerySet[Pengajuan]:
    """Keep the submissions whose unit owns rows of the PK in force: where a perubahan took all of a unit's away,
    nothing is left to fill in, to check or to wait for."""
    return rows.filter(Exists(rows_in_force("triwulan__").filter(unit=OuterRef("unit"))))


def list_unit_rows(pengajuan: Pengajuan, *, with_bukti: bool = True) -> list[SheetRow]:
    """Return the sheet of a submission, numbered and in the order in which every page shows it."""
    quarter = pengajuan.triwulan
    rows = list_rows(quarter.opd, quarter.tahun, quarter.triwulan, unit_ids=[pengajuan.unit_id], with_bukti=with_bukti)
    return in_reading_order(rows)


def list_typists(rows: Sequence[SheetRow]) -> list[tuple[str, int]]:
    """Return who changed rows last, each with how many, the one with most first: a team's members see each other."""
    found = Counter(item.diubah_oleh for row in rows if (item := row.kini.realisasi) is not None)
    return found.most_common()


@dataclass(frozen=True)
class AllowedActs:
    """What the user may do with a submission right now; the pages show these acts and no others.

    `sekaligus` names the stations that a validation or a check serves beside its own: the page says so beforehand.
    `milik_sendiri`: it is his turn, but he typed or handed it in himself: he may only return it. `pengganti`: he
    validates as Kepala Dinas, because the Sekretaris typed or handed it in. `tunjuk` says, when nobody may validate it,
    whom to appoint and who can do it. `plh` names the station at which he stands in for its head.
    """

    isi: bool
    ajukan: bool
    periksa: bool
    validasi: bool
    kembalikan: bool
    buka_kembali: bool
    sekaligus: tuple[str, ...] = ()
    milik_sendiri: bool = False
    pengganti: bool = False
    tunjuk: str = ""
    plh: str = ""


def acts_for(kewenangan: Kewenangan, pengajuan: Pengajuan, antrean: WaitingActs) -> AllowedActs:
    """Say which acts the page offers; the services decide again under their lock."""
    unit, opd_id = pengajuan.unit, pengajuan.unit.opd_id
    status = StatusPengajuan(pengajuan.status)
    locked = pengajuan.triwulan.locked
    editable = status in EDITABLE and not locked
    in_review = status in IN_REVIEW and not locked
    left = antrean.left(pengajuan) if in_review else []
    turn = in_review and waits_for(kewenangan, pengajuan, antrean)
    facts = review_facts(kewenangan, pengajuan, antrean) if in_review else PemeriksaanFacts()
    own = turn and checks_own_figures(facts) is not None
    served = served_by(kewenangan, left) if turn else []
    finishes = len(served) == len(left) and kewenangan.user_id in antrean.validator_ids(pengajuan)
    also = served if finishes else served[1:]
    validated = status == StatusPengajuan.DIVALIDASI and not locked
    return AllowedActs(
        isi=editable and kewenangan.may(Izin.ISI_REALISASI, opd_id=opd_id, unit_path=unit.path),
        ajukan=editable and kewenangan.may(Izin.AJUKAN, opd_id=opd_id, unit_path=unit.path),
        periksa=turn and not own and bool(left) and not finishes,
        validasi=turn and not own and finishes,
        kembalikan=turn or (validated and kewenangan.may(Izin.SAHKAN, opd_id=opd_id)),
        buka_kembali=validated and kewenangan.may(Izin.BUKA_KEMBALI_UNIT, opd_id=opd_id),
        sekaligus=tuple(item.nama for item in also) if turn and not own else (),
        milik_sendiri=own,
        pengganti=turn and finishes and not kewenangan.may(Izin.VALIDASI, opd_id=opd_id),
        tunjuk=facts.tunjuk,
        plh=stage if turn and left and (stage := antrean.stage_of(left[0], kewenangan.user_id)) != left[0].nama else "",
    )


def review_facts(kewenangan: Kewenangan, pengajuan: Pengajuan, antrean: WaitingActs) -> PemeriksaanFacts:
    """Return what the rules of a check are told of a submission in review and the holder of `kewenangan`."""
    left = antrean.left(pengajuan)
    others = left[len(served_by(kewenangan, left)) :]
    own = kewenangan.user_id in antrean.own_ids(pengajuan)
    stuck = not left and not antrean.validator_ids(pengajuan)
    return PemeriksaanFacts(
        menunggu=others[0].nama if others else "",
        milik_sendiri=own,
        mengajukan=own and kewenangan.user_id == antrean.submitter_id(pengajuan),
        tunjuk=say_whom_to_appoint(pengajuan.unit.opd_id, Peran.SEKRETARIS) if stuck else "",
    )


def served_by(kewenangan: Kewenangan, left: Sequence[UnitKerja]) -> list[UnitKerja]:
    """Return the stations in a row, from the next one on, that the user heads: one act serves them all."""
    served: list[UnitKerja] = []
    for unit in left:
        if not kewenangan.heads(unit.pk):
            break
        served.append(unit)
    return served
