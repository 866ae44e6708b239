"""Units by quarters: counts, lateness, the oldest reason, what is odd. The expected cells are written by hand."""

from datetime import timedelta

from django.utils import timezone

from indicators.models import BuktiDukung, JadwalPengisian, Realisasi, Triwulan
from indicators.selectors.summary import list_quarters, summarise_quarter
from indicators.selectors.year_board import UnitQuarter, YearBoard, load_year_board
from indicators.services.bukti import add_evidence, withdraw_evidence
from indicators.services.pengajuan import reopen, send_back, withdraw
from indicators.services.triwulan import approve
from tests.cast import Cast, Office, make_quarter
from tests.files import PDF, upload
from tests.indicators import way


def board(office: Office, triwulan: int = 1) -> YearBoard:
    quarters = list_quarters(office.opd)
    shown = next(quarter for quarter in quarters if quarter.triwulan == triwulan)
    return load_year_board(quarters, summarise_quarter(shown))


def cells(found: YearBoard) -> dict[tuple[str, str], UnitQuarter]:
    return {(row.unit.kode, column.label): cell for row in found.unit for column, cell in row.sel if cell is not None}


def make_late(quarter: Triwulan, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    JadwalPengisian.objects.filter(triwulan=quarter).update(mulai=day, tenggat=day)


def test_what_each_unit_filled_proved_and_owes(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    second = make_quarter(office.opd, 2024, 2, [office.bidang, office.subbag])
    make_late(office.tw1, 12)
    way.hand_in(office, office.bidang, cast.staf, ("24", "1", "81.18"))
    way.fill(office, office.subbag, ("50", "0"))
    Realisasi.objects.get(indikator=office.indikator(office.subbag)[1]).delete()
    way.fill(office, office.bidang, ("6", "3", "80"), quarter=second)
    Realisasi.objects.exclude(indikator__in=[layanan, dokumen]).filter(triwulan=second).delete()
    for indikator in (layanan, dokumen):
        add_evidence(
            by=cast.staf, triwulan=second, unit=office.bidang, indikator_id=indikator.pk, file=upload("a.pdf", PDF)
        )
    gone = BuktiDukung.objects.get(realisasi__indikator=dokumen)
    withdraw_evidence(by=cast.staf, triwulan=second, unit=office.bidang, bukti=gone, alasan="Salah berkas.")

    found = board(office)

    assert [(column.label, column.triwulan is not None, column.ditampilkan) for column in found.kolom] == [
        ("TW I", True, True),
        ("TW II", True, False),
        ("TW III", False, False),
        ("TW IV", False, False),
    ]
    assert {
        key: (cell.terisi, cell.berbukti, cell.total, cell.keterlambatan and cell.keterlambatan.singkat)
        for key, cell in cells(found).items()
    } == {
        ("ikp", "TW I"): (3, 0, 3, "terlambat 12 hari"),
        ("umum", "TW I"): (1, 0, 2, "lewat 12 hari"),
        ("iku", "TW I"): (0, 0, 1, "lewat 12 hari"),
        ("ikp", "TW II"): (2, 1, 3, None),
        ("umum", "TW II"): (0, 0, 2, None),
        ("iku", "TW II"): (0, 0, 1, None),
    }
    # 50 of 100 letters, 24 of 12 services and 1 of 2 documents want a look; where nothing was entered, nothing is odd.
    assert [(row.unit.kode, row.terlambat, row.janggal) for row in found.unit] == [
        ("umum", True, True),
        ("ikp", False, True),
        ("iku", True, False),
    ]


def test_the_oldest_reason_stands_as_long_as_the_unit_owes_an_answer(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    reasons = {layanan.pk: "Bukti kurang.", dokumen.pk: "Keliru."}
    send_back(by=cast.kepala, pengajuan=seen, versi=seen.versi, alasan_baris=reasons)
    assert cells(board(office))["ikp", "TW I"].alasan == "Bukti kurang."

    way.resubmit(office, office.bidang, cast.staf)
    assert cells(board(office))["ikp", "TW I"].alasan == ""


def test_days_count_to_the_hand_in_that_stood(office: Office, cast: Cast) -> None:
    """What the unit took back was no hand-in; what came back from the checkers was one."""
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    withdraw(by=cast.staf, pengajuan=seen, versi=seen.versi)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    done = way.validate(office, office.tim, cast.sekretaris)
    reopen(by=cast.sekretaris, pengajuan=done, versi=done.versi, alasan="Temuan.")
    make_late(office.tw1, 3)

    found = cells(board(office))

    assert found["ikp", "TW I"].terlambat
    assert found["iku", "TW I"].keterlambatan is not None
    assert found["iku", "TW I"].keterlambatan.singkat == "terlambat 3 hari"


def test_an_approved_quarter_is_counted_but_not_questioned(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    make_late(office.tw1, 3)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)

    found = cells(board(office))["ikp", "TW I"]

    assert (found.terisi, found.total, found.janggal, found.keterlambatan) == (3, 3, None, None)
