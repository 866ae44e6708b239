"""What has to be mended before a quarter goes on: what stops a row, a unit's hand-in, a check, an approval.

What is merely odd (`rules.realisasi`) is shown to those who type and check; what strikes here is refused. Of the rules
of one thing the first that strikes answers, so that a reader has one thing to mend at a time. Whether somebody holds
the right is asked of `permissions`, whether the state allows the act of `workflow`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from indicators.capaian import EntryStatus, Konsolidasi, ResultStatus


@dataclass(frozen=True)
class Halangan:
    """A rule that struck: `kode` names the rule, `kalimat` says what is missing and what to do, `bidang` is the field
    of a row at which it is mended, "" where it is none."""

    kode: str
    kalimat: str
    bidang: str = ""


# --- A row -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """What a unit entered in one row. `nilai` is the figure, None of letters and of none; `nilai_lalu` the latest value
    before. `capaian` says what the engine made of it, `catatan_mesin` what of it wants to be explained."""

    status: EntryStatus
    alasan: str = ""
    catatan: str = ""
    konsolidasi: Konsolidasi = Konsolidasi.POSISI_AKHIR
    nilai: Decimal | None = None
    nilai_lalu: Decimal | None = None
    capaian: ResultStatus = ResultStatus.DIHITUNG
    catatan_mesin: str = ""


def answer_missing(fakta: EntryFacts) -> Halangan | None:
    """An answer is a value, 0 too, or "tidak tersedia"."""
    if fakta.status != EntryStatus.BELUM_DIISI:
        return None
    return Halangan(
        "belum_diisi",
        "Realisasi belum diisi. Isi angkanya, 0 bila memang nol, atau tandai tidak tersedia.",
        "realisasi",
    )


def reason_missing(fakta: EntryFacts) -> Halangan | None:
    if fakta.status != EntryStatus.TIDAK_TERSEDIA or fakta.alasan:
        return None
    return Halangan("tanpa_alasan", "Tuliskan alasan mengapa realisasi tidak tersedia.", "alasan")


def fall_unexplained(fakta: EntryFacts) -> Halangan | None:
    """A kumulatif value may not fall without a note (DOMAIN 3)."""
    if fakta.konsolidasi != Konsolidasi.KUMULATIF or fakta.nilai is None or fakta.nilai_lalu is None:
        return None
    return _unexplained(fakta, "turun_tanpa_catatan") if fakta.nilai < fakta.nilai_lalu else None


def undefined_unexplained(fakta: EntryFacts) -> Halangan | None:
    """A minimalkan value may not stand above a target of 0 without a note (DOMAIN 4)."""
    if fakta.nilai is None or fakta.capaian != ResultStatus.TIDAK_TERDEFINISI:
        return None
    return _unexplained(fakta, "tidak_terdefinisi_tanpa_catatan")


def _unexplained(fakta: EntryFacts, kode: str) -> Halangan | None:
    """The engine's own sentence says what is to be explained."""
    if fakta.catatan or not fakta.catatan_mesin:
        return None
    return Halangan(kode, f"{fakta.catatan_mesin} Tulis pada kolom Catatan baris ini.", "catatan")


# --- A unit's hand-in ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PengajuanFacts:
    """How many rows a unit has in the quarter, how many of them a rule stops, and how many findings the office wants
    mended or explained that are neither."""

    baris: int
    belum_lengkap: int = 0
    tertahan: int = 0


def nothing_to_hand_in(fakta: PengajuanFacts) -> Halangan | None:
    if fakta.baris:
        return None
    return Halangan(
        "tanpa_baris", "Unit ini tidak mempunyai indikator pada triwulan ini. Hubungi perencana bila ini keliru."
    )


def rows_incomplete(fakta: PengajuanFacts) -> Halangan | None:
    if not fakta.belum_lengkap:
        return None
    return Halangan(
        "baris_belum_lengkap",
        f"Belum dapat diajukan: {fakta.belum_lengkap} baris belum lengkap. Lengkapi baris yang ditandai lebih dahulu.",
    )


def findings_unexplained(fakta: PengajuanFacts) -> Halangan | None:
    """What is merely odd stops only where the office set its rule so (`AturanKewajaran`); an explanation is enough."""
    if not fakta.tertahan:
        return None
    return Halangan(
        "temuan_belum_dijelaskan",
        f"Belum dapat diajukan: {fakta.tertahan} temuan harus diperbaiki atau dijelaskan lebih dahulu. "
        "Buka barisnya, perbaiki angkanya, atau tekan Jelaskan.",
    )


@dataclass(frozen=True, kw_only=True)
class ReturnedFacts:
    """A row that a return opened, or a return of the whole (`seluruhnya`): whether anything of it differs from what was
    handed in, and whether the unit answered."""

    seluruhnya: bool = False
    berubah: bool = False
    dijawab: bool = False


def return_unanswered(fakta: ReturnedFacts) -> Halangan | None:
    """What was returned is mended or answered: who asked shall not get the same again without a word."""
    if fakta.berubah or fakta.dijawab:
        return None
    if fakta.seluruhnya:
        return Halangan(
            "dikembalikan_tanpa_jawaban",
            "Belum dapat diajukan: data ini dikembalikan, tetapi belum ada yang berubah. Perbaiki isiannya, atau tulis "
            "jawaban atas alasan pengembaliannya.",
            "jawaban",
        )
    return Halangan(
        "dikembalikan_tanpa_jawaban",
        "Baris ini dikembalikan, tetapi belum diubah dan belum dijawab. Perbaiki isiannya, atau tulis jawaban atas "
        "alasan pengembaliannya.",
        "jawaban",
    )


# --- A check or a validation -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PemeriksaanFacts:
    """A submission in review and somebody who wants to act on it.

    `menunggu` is the unit whose head comes before him, "" when it is his turn. `milik_sendiri`: whether he typed a
    figure of it or handed it in, `mengajukan`: the latter. `tunjuk` says whom to appoint when nobody else may go on
    with it, else "".
    """

    menunggu: str = ""
    milik_sendiri: bool = False
    mengajukan: bool = False
    tunjuk: str = ""


def station_before(fakta: PemeriksaanFacts, lalu: str = "Giliran Anda") -> Halangan | None:
    """The heads check upwards, one after the other. `lalu` is what may be done afterwards: "Validasi"."""
    if not fakta.menunggu:
        return None
    return Halangan(
        "menunggu_pemeriksaan", f"Data ini masih menunggu pemeriksaan kepala {fakta.menunggu}. {lalu} setelah itu."
    )


def checks_own_figures(fakta: PemeriksaanFacts) -> Halangan | None:
    """Nobody checks or validates what he typed or handed in."""
    if not fakta.milik_sendiri:
        return None
    if fakta.tunjuk:
        advice = f"{fakta.tunjuk} Atau kembalikan agar stafnya mengisi."
    else:
        advice = "Kembalikan agar staf unitnya yang mengisi dan mengajukan, atau tunggu orang lain memeriksanya."
    how = "ajukan" if fakta.mengajukan else "isi"
    return Halangan("milik_sendiri", f"Data yang Anda {how} sendiri harus diperiksa orang lain. {advice}")


@dataclass(frozen=True, kw_only=True)
class TogetherFacts:
    """A submission that somebody ticked in a list: whether he has opened its page, and how much is odd in it."""

    dilihat: bool
    janggal: int = 0


def not_looked_at(fakta: TogetherFacts) -> Halangan | None:
    """Nobody passes what he has not seen."""
    if fakta.dilihat:
        return None
    return Halangan("belum_dibuka", "Buka halaman unit ini lebih dahulu, lalu putuskan bersama yang lain.")


def matters_to_look_at(fakta: TogetherFacts) -> Halangan | None:
    """What is odd is weighed one by one."""
    if not fakta.janggal:
        return None
    return Halangan("perlu_dicermati", f"Ada {fakta.janggal} hal yang perlu dicermati. Putuskan di halaman unit ini.")


# --- An approval -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PengesahanFacts:
    """A quarter that is to be approved, by its name, and what stands around it.

    `sebelumnya` names the opened quarters of the year before it that are not approved, `belum_divalidasi` the units
    that are not validated; `lengkap`: whether there are units, and each has a submission. `milik_sendiri` names the
    units whose figures the approver typed or handed in, `tunjuk` says whom to appoint when nobody else may approve.
    """

    triwulan: str
    sebelumnya: Sequence[str] = ()
    belum_divalidasi: Sequence[str] = ()
    lengkap: bool = True
    milik_sendiri: Sequence[str] = ()
    tunjuk: str = ""


def earlier_quarter_open(fakta: PengesahanFacts) -> Halangan | None:
    """A quarter's figures rest on those of the quarters before it."""
    if not fakta.sebelumnya:
        return None
    first, *others = fakta.sebelumnya
    return Halangan(
        "triwulan_sebelumnya",
        f"{fakta.triwulan} belum dapat disahkan: angkanya bertumpu pada {', '.join(fakta.sebelumnya)}. "
        f"Sahkan {first} lebih dahulu{', lalu yang sesudahnya' if others else ''}.",
    )


def unit_not_validated(fakta: PengesahanFacts) -> Halangan | None:
    if fakta.lengkap and not fakta.belum_divalidasi:
        return None
    names = "; ".join(fakta.belum_divalidasi) or "unit yang belum mempunyai pengajuan"
    return Halangan("belum_divalidasi", f"Belum dapat disahkan. Belum divalidasi: {names}.")


def approves_own_figures(fakta: PengesahanFacts) -> Halangan | None:
    """Nobody approves what he typed or handed in."""
    if not fakta.milik_sendiri:
        return None
    parts = (
        f"Anda sendiri yang mengisi atau mengajukan data {'; '.join(fakta.milik_sendiri)}, "
        "jadi orang lain yang mengesahkan.",
        fakta.tunjuk,
        "Atau kembalikan unit itu agar stafnya sendiri yang mengisi dan mengajukan.",
    )
    return Halangan("milik_sendiri", " ".join(part for part in parts if part))


ENTRY_RULES: tuple[Callable[[EntryFacts], Halangan | None], ...] = (
    answer_missing,
    reason_missing,
    fall_unexplained,
    undefined_unexplained,
)
APPROVAL_RULES: tuple[Callable[[PengesahanFacts], Halangan | None], ...] = (
    earlier_quarter_open,
    unit_not_validated,
    approves_own_figures,
)
TOGETHER_RULES: tuple[Callable[[TogetherFacts], Halangan | None], ...] = (not_looked_at, matters_to_look_at)
F = TypeVar("F")


def _first(rules: Sequence[Callable[[F], Halangan | None]], fakta: F) -> Halangan | None:
    return next((found for rule in rules if (found := rule(fakta)) is not None), None)


def find_in_entry(fakta: EntryFacts) -> Halangan | None:
    """Return what stops a row from being handed in, None when nothing does."""
    return _first(ENTRY_RULES, fakta)


def find_in_together(fakta: TogetherFacts) -> Halangan | None:
    """Return what keeps a submission from being passed together with others, None when nothing does."""
    return _first(TOGETHER_RULES, fakta)


def find_in_approval(fakta: PengesahanFacts) -> Halangan | None:
    """Return what stops a quarter from being approved by somebody who may approve, None when nothing does."""
    return _first(APPROVAL_RULES, fakta)
