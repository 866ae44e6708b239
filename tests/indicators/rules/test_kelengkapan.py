"""Each rule that stops a quarter: when it strikes and when it keeps quiet, and what it says."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from indicators.capaian import EntryStatus, Konsolidasi, ResultStatus
from indicators.rules import kelengkapan
from indicators.rules.kelengkapan import (
    APPROVAL_RULES,
    ENTRY_RULES,
    EntryFacts,
    Halangan,
    PemeriksaanFacts,
    PengajuanFacts,
    PengesahanFacts,
    ReturnedFacts,
    answer_missing,
    approves_own_figures,
    checks_own_figures,
    earlier_quarter_open,
    fall_unexplained,
    find_in_approval,
    find_in_entry,
    findings_unexplained,
    nothing_to_hand_in,
    reason_missing,
    return_unanswered,
    rows_incomplete,
    station_before,
    undefined_unexplained,
    unit_not_validated,
)

FALL = "Realisasi kumulatif turun dari 5 (TW I) menjadi 4 (TW II): jelaskan sebabnya."
TUNJUK = "Tunjuk pelaksana harian Sekretaris."


def make_entry(**changes: Any) -> EntryFacts:
    """A row with a value, in order."""
    return EntryFacts(**({"status": EntryStatus.TERISI, "nilai": Decimal(4)} | changes))


def fallen(**changes: Any) -> EntryFacts:
    """A kumulatif value below the one before, which nobody explained."""
    facts = {"konsolidasi": Konsolidasi.KUMULATIF, "nilai_lalu": Decimal(5), "catatan_mesin": FALL}
    return make_entry(**(facts | changes))


def sentences_of(found: Halangan | None) -> str:
    assert found is not None
    return found.kalimat


def test_a_row_in_order_is_stopped_by_nothing() -> None:
    assert find_in_entry(make_entry()) is None


@pytest.mark.parametrize("status", list(EntryStatus))
def test_answer_missing(status: EntryStatus) -> None:
    found = answer_missing(EntryFacts(status=status, alasan="Survei diundur"))
    assert (found is not None) is (status == EntryStatus.BELUM_DIISI)


def test_answer_missing_says_what_an_answer_is() -> None:
    found = answer_missing(EntryFacts(status=EntryStatus.BELUM_DIISI))
    assert sentences_of(found) == "Realisasi belum diisi. Isi angkanya, 0 bila memang nol, atau tandai tidak tersedia."


@pytest.mark.parametrize(
    ("status", "alasan", "strikes"),
    [
        (EntryStatus.TIDAK_TERSEDIA, "", True),
        (EntryStatus.TIDAK_TERSEDIA, "Survei diundur", False),
        (EntryStatus.TERISI, "", False),
        (EntryStatus.BELUM_DIISI, "", False),
    ],
)
def test_reason_missing(status: EntryStatus, alasan: str, strikes: bool) -> None:
    found = reason_missing(EntryFacts(status=status, alasan=alasan))
    assert (found is not None) is strikes
    if found is not None:
        assert found.kalimat == "Tuliskan alasan mengapa realisasi tidak tersedia."


@pytest.mark.parametrize(
    ("changes", "strikes"),
    [
        ({}, True),
        ({"catatan": "Dokumen dicabut"}, False),
        ({"nilai": Decimal(5)}, False),
        ({"nilai_lalu": None}, False),
        ({"nilai": None}, False),  # letters: the engine compares their scores, nobody can say by how much
        ({"konsolidasi": Konsolidasi.POSISI_AKHIR}, False),  # a state may fall
        ({"catatan_mesin": ""}, False),
    ],
)
def test_fall_unexplained(changes: dict[str, Any], strikes: bool) -> None:
    found = fall_unexplained(fallen(**changes))
    assert (found is not None) is strikes
    if found is not None:
        assert (found.kalimat, found.bidang) == (f"{FALL} Tulis pada kolom Catatan baris ini.", "catatan")


@pytest.mark.parametrize(
    ("changes", "strikes"),
    [
        ({}, True),
        ({"catatan": "Satu aduan"}, False),
        ({"capaian": ResultStatus.DIHITUNG}, False),
        ({"nilai": None}, False),
        ({"catatan_mesin": ""}, False),
    ],
)
def test_undefined_unexplained(changes: dict[str, Any], strikes: bool) -> None:
    facts = {"capaian": ResultStatus.TIDAK_TERDEFINISI, "catatan_mesin": "Target 0 terlampaui: jelaskan."}
    found = undefined_unexplained(make_entry(**(facts | changes)))
    assert (found is not None) is strikes
    if found is not None:
        assert found.kalimat == "Target 0 terlampaui: jelaskan. Tulis pada kolom Catatan baris ini."


def test_a_row_is_told_the_first_thing_that_it_lacks() -> None:
    found = find_in_entry(fallen(status=EntryStatus.BELUM_DIISI))
    assert found is not None
    assert (found.kode, found.bidang) == ("belum_diisi", "realisasi")


def test_nothing_to_hand_in() -> None:
    assert nothing_to_hand_in(PengajuanFacts(1)) is None
    found = nothing_to_hand_in(PengajuanFacts(0))
    assert sentences_of(found) == (
        "Unit ini tidak mempunyai indikator pada triwulan ini. Hubungi perencana bila ini keliru."
    )


def test_rows_incomplete() -> None:
    assert rows_incomplete(PengajuanFacts(3, 0)) is None
    assert sentences_of(rows_incomplete(PengajuanFacts(3, 2))) == (
        "Belum dapat diajukan: 2 baris belum lengkap. Lengkapi baris yang ditandai lebih dahulu."
    )


def test_station_before() -> None:
    waiting = PemeriksaanFacts(menunggu="Bidang Layanan")
    assert station_before(PemeriksaanFacts()) is None
    assert sentences_of(station_before(waiting)) == (
        "Data ini masih menunggu pemeriksaan kepala Bidang Layanan. Giliran Anda setelah itu."
    )
    assert sentences_of(station_before(waiting, lalu="Validasi")).endswith("Bidang Layanan. Validasi setelah itu.")


@pytest.mark.parametrize(
    ("fakta", "expected"),
    [
        (
            PemeriksaanFacts(milik_sendiri=True),
            "Data yang Anda isi sendiri harus diperiksa orang lain. Kembalikan agar staf unitnya yang mengisi dan "
            "mengajukan, atau tunggu orang lain memeriksanya.",
        ),
        (
            PemeriksaanFacts(milik_sendiri=True, mengajukan=True, tunjuk=TUNJUK),
            f"Data yang Anda ajukan sendiri harus diperiksa orang lain. {TUNJUK} Atau kembalikan agar stafnya mengisi.",
        ),
    ],
)
def test_checks_own_figures(fakta: PemeriksaanFacts, expected: str) -> None:
    assert sentences_of(checks_own_figures(fakta)) == expected
    assert checks_own_figures(PemeriksaanFacts(tunjuk=TUNJUK)) is None


def pengesahan(**changes: Any) -> PengesahanFacts:
    return PengesahanFacts(**({"triwulan": "Triwulan III 2024"} | changes))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["TW I"],
            "Triwulan III 2024 belum dapat disahkan: angkanya bertumpu pada TW I. Sahkan TW I lebih dahulu.",
        ),
        (
            ["TW I", "TW II"],
            "Triwulan III 2024 belum dapat disahkan: angkanya bertumpu pada TW I, TW II. "
            "Sahkan TW I lebih dahulu, lalu yang sesudahnya.",
        ),
    ],
)
def test_earlier_quarter_open(names: list[str], expected: str) -> None:
    assert earlier_quarter_open(pengesahan()) is None
    assert sentences_of(earlier_quarter_open(pengesahan(sebelumnya=names))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"belum_divalidasi": ["Bidang", "Tim"]}, "Belum dapat disahkan. Belum divalidasi: Bidang; Tim."),
        ({"lengkap": False}, "Belum dapat disahkan. Belum divalidasi: unit yang belum mempunyai pengajuan."),
        ({"lengkap": False, "belum_divalidasi": ["Tim"]}, "Belum dapat disahkan. Belum divalidasi: Tim."),
    ],
)
def test_unit_not_validated(changes: dict[str, Any], expected: str) -> None:
    assert unit_not_validated(pengesahan()) is None
    assert sentences_of(unit_not_validated(pengesahan(**changes))) == expected


@pytest.mark.parametrize(
    ("tunjuk", "expected"),
    [
        (
            "",
            "Anda sendiri yang mengisi atau mengajukan data Bidang; Tim, jadi orang lain yang mengesahkan. "
            "Atau kembalikan unit itu agar stafnya sendiri yang mengisi dan mengajukan.",
        ),
        (
            TUNJUK,
            f"Anda sendiri yang mengisi atau mengajukan data Bidang; Tim, jadi orang lain yang mengesahkan. {TUNJUK} "
            "Atau kembalikan unit itu agar stafnya sendiri yang mengisi dan mengajukan.",
        ),
    ],
)
def test_approves_own_figures(tunjuk: str, expected: str) -> None:
    assert approves_own_figures(pengesahan(tunjuk=tunjuk)) is None
    found = approves_own_figures(pengesahan(milik_sendiri=["Bidang", "Tim"], tunjuk=tunjuk))
    assert sentences_of(found) == expected


def test_an_approval_is_told_the_first_thing_that_stops_it() -> None:
    assert find_in_approval(pengesahan()) is None
    found = find_in_approval(pengesahan(sebelumnya=["TW I"], belum_divalidasi=["Tim"], milik_sendiri=["Tim"]))
    assert found is not None
    assert found.kode == "triwulan_sebelumnya"
    found = find_in_approval(pengesahan(belum_divalidasi=["Tim"], milik_sendiri=["Tim"]))
    assert found is not None
    assert found.kode == "belum_divalidasi"


def test_no_rule_is_left_out() -> None:
    """A rule of a row or of an approval that nobody asks would never stop anything."""

    def about(fakta: type) -> list[Callable[..., Halangan | None]]:
        return [
            rule
            for name, rule in vars(kelengkapan).items()
            if not name.startswith(("_", "find_"))
            and list(getattr(rule, "__annotations__", {}).values()) == [fakta, Halangan | None]
        ]

    assert tuple(about(EntryFacts)) == ENTRY_RULES
    assert tuple(about(PengesahanFacts)) == APPROVAL_RULES


def test_findings_that_the_office_wants_explained_stop_a_hand_in() -> None:
    assert findings_unexplained(PengajuanFacts(baris=5)) is None
    found = findings_unexplained(PengajuanFacts(baris=5, tertahan=2))
    assert found is not None
    assert found.kode == "temuan_belum_dijelaskan"
    assert found.kalimat.startswith("Belum dapat diajukan: 2 temuan harus diperbaiki atau dijelaskan lebih dahulu.")


@pytest.mark.parametrize(("berubah", "dijawab"), [(True, False), (False, True), (True, True)])
def test_what_was_returned_and_is_mended_or_answered_goes_on(berubah: bool, dijawab: bool) -> None:
    for seluruhnya in (True, False):
        assert return_unanswered(ReturnedFacts(seluruhnya=seluruhnya, berubah=berubah, dijawab=dijawab)) is None


def test_return_unanswered() -> None:
    assert "Baris ini dikembalikan, tetapi belum diubah" in sentences_of(return_unanswered(ReturnedFacts()))
    whole = return_unanswered(ReturnedFacts(seluruhnya=True))
    assert "belum ada yang berubah" in sentences_of(whole)
    assert whole is not None
    assert whole.bidang == "jawaban"
