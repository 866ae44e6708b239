"""Entering the money: who may, what is read, asked and refused, and that nobody's figure is overwritten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.capaian import TwoReadings
from indicators.models import (
    Anggaran,
    BarisDikembalikan,
    JadwalPengisian,
    Jejak,
    Pengajuan,
    RealisasiAnggaran,
    Triwulan,
)
from indicators.services.realisasi_anggaran import MoneyAnswer, MoneyEntry, save_money_rows
from indicators.services.realisasi_entry import NeedsChecking
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office
from tests.indicators import way
from tests.indicators.money import add_sub_kegiatan, make_anggaran, spend

D = Decimal


@pytest.fixture
def media(office: Office) -> Anggaran:
    """The budget of Layanan Media, which Bidang IKP enters."""
    return make_anggaran(office, pagu="5000000000")


def save(office: Office, cast: Cast, anggaran: Anggaran, versi: int = 0, **texts: str) -> MoneyAnswer:
    isian = MoneyEntry(anggaran.pk, versi, texts)
    (result,) = save_money_rows(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=[isian])
    return result


def test_a_row_is_written_with_version_and_audit(office: Office, cast: Cast, media: Anggaran) -> None:
    result = save(office, cast, media, keuangan="Rp2.360.141.080", fisik="62,5 %", catatan=" Termin\r\nkedua ")
    assert result.galat is None
    row = RealisasiAnggaran.objects.get()
    assert (row.keuangan, row.fisik, row.catatan, row.versi) == (D(2360141080), D("62.5"), "Termin\nkedua", 1)
    assert row.diubah_oleh == "Staf IKP (staf)"
    jejak = Jejak.objects.get(tindakan="isi_anggaran")
    assert (jejak.sebelum, jejak.objek_id, jejak.unit) == (None, str(row.pk), office.bidang.nama)
    assert jejak.sesudah is not None
    assert (jejak.sesudah["keuangan"], jejak.sesudah["fisik"]) == ("2360141080.0000", "62.5000")


def test_untouched_fields_stay_and_the_same_again_is_no_new_version(
    office: Office, cast: Cast, media: Anggaran
) -> None:
    save(office, cast, media, keuangan="1.000.000", fisik="10")
    save(office, cast, media, 1, fisik="20")
    save(office, cast, media, 2, fisik="20,0", keuangan="1000000")
    row = RealisasiAnggaran.objects.get()
    assert (row.keuangan, row.fisik, row.versi) == (D(1000000), D(20), 2)
    assert Jejak.objects.filter(tindakan="isi_anggaran").count() == 2


def test_blank_takes_a_figure_away_and_is_not_zero(office: Office, cast: Cast, media: Anggaran) -> None:
    save(office, cast, media, keuangan="0", fisik="0")
    assert RealisasiAnggaran.objects.get().keuangan == 0
    save(office, cast, media, 1, keuangan="")
    row = RealisasiAnggaran.objects.get()
    assert (row.keuangan, row.fisik) == (None, 0)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"keuangan": "-5"}, "keuangan"),
        ({"keuangan": "lima juta"}, "keuangan"),
        ({"keuangan": "5 juta"}, "keuangan"),
        ({"keuangan": "1234567890123456"}, "keuangan"),
        ({"fisik": "100,01"}, "fisik"),
        ({"fisik": "-1"}, "fisik"),
        ({"fisik": "abc"}, "fisik"),
        ({"catatan": "x" * 2001}, "catatan"),
        ({"versi": "7"}, "versi"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    office: Office, cast: Cast, media: Anggaran, texts: dict[str, str], field: str
) -> None:
    isian = MoneyEntry(media.pk, 0, texts)
    (result,) = save_money_rows(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=[isian])
    assert isinstance(result.galat, NotValid)
    assert list(result.galat.fields) == [field]
    assert str(result.galat).endswith(".")
    assert not RealisasiAnggaran.objects.exists()


def test_both_figures_of_a_row_are_judged_at_once(office: Office, cast: Cast, media: Anggaran) -> None:
    result = save(office, cast, media, keuangan="-1", fisik="101")
    assert isinstance(result.galat, NotValid)
    assert set(result.galat.fields) == {"keuangan", "fisik"}


def test_an_ambiguous_number_is_asked_back_and_then_read_as_chosen(office: Office, cast: Cast, media: Anggaran) -> None:
    refused = save(office, cast, media, keuangan="1.234", fisik="10").galat
    assert isinstance(refused, NeedsChecking)
    assert refused.pertanyaan == {"keuangan": TwoReadings("1.234", D(1234), D("1.234"))}
    assert refused.fields == {"keuangan": "Angka 1.234 dapat dibaca dua cara. Pilih yang Anda maksud."}
    assert not RealisasiAnggaran.objects.exists()
    save(office, cast, media, keuangan=refused.pertanyaan["keuangan"].bacaan[0].tulisan)
    assert RealisasiAnggaran.objects.get().keuangan == D(1234)


def test_the_page_s_own_print_is_no_new_ambiguous_number(office: Office, cast: Cast, media: Anggaran) -> None:
    spend(media, office.tw1, "1234")
    assert save(office, cast, media, 1, keuangan="1.234", fisik="5").galat is None
    assert RealisasiAnggaran.objects.get().keuangan == D(1234)


def test_odd_money_is_allowed(office: Office, cast: Cast, media: Anggaran) -> None:
    assert save(office, cast, media, keuangan="6.000.000.000").galat is None


def test_the_loser_reads_the_newer_figures(office: Office, cast: Cast, media: Anggaran) -> None:
    save(office, cast, media, keuangan="2.000.000", fisik="40,5")
    refused = save(office, cast, media, 0, keuangan="3.000.000").galat
    assert isinstance(refused, ChangedMeanwhile)
    assert str(refused) == (
        "Baris ini baru saja diubah oleh Staf IKP (staf): keuangan Rp2.000.000, fisik 40,5 %. "
        "Simpan sekali lagi bila isian Anda yang benar."
    )
    assert refused.current["keuangan"] == "2000000.0000"
    assert RealisasiAnggaran.objects.get().keuangan == D(2000000)


def test_each_row_succeeds_or_is_refused_on_its_own(office: Office, cast: Cast, media: Anggaran) -> None:
    foreign = make_anggaran(office, add_sub_kegiatan(office))
    results = save_money_rows(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[
            MoneyEntry(foreign.pk, 0, {"keuangan": "5"}),
            MoneyEntry(media.pk, 0, {"keuangan": "5"}),
            MoneyEntry(999999, 0, {"keuangan": "5"}),
        ],
    )
    assert [type(result.galat) for result in results] == [NotFound, type(None), NotFound]
    assert RealisasiAnggaran.objects.get().anggaran == media


@pytest.mark.parametrize(
    "who", ["staf_umum", "kasubbag", "sekretaris", "kadis", "perencana", "pembaca", "administrator", "asing"]
)
def test_only_the_units_own_people_enter(office: Office, cast: Cast, media: Anggaran, who: str) -> None:
    with pytest.raises(NotAllowed):
        save_money_rows(by=getattr(cast, who), triwulan=office.tw1, unit=office.bidang, isian=[])
    assert Jejak.objects.filter(ditolak=True, tindakan="isi_anggaran").count() == 1


def test_the_head_may_enter_for_his_unit(office: Office, cast: Cast, media: Anggaran) -> None:
    isian = [MoneyEntry(media.pk, 0, {"keuangan": "5"})]
    (result,) = save_money_rows(by=cast.kepala, triwulan=office.tw1, unit=office.bidang, isian=isian)
    assert result.galat is None


def test_nothing_is_entered_after_handing_in_or_approval(office: Office, cast: Cast, media: Anggaran) -> None:
    Pengajuan.objects.filter(unit=office.bidang).update(status="diajukan")
    with pytest.raises(NotNow, match="sudah diajukan"):
        save(office, cast, media, keuangan="5")
    Triwulan.objects.update(status="disahkan", disahkan_pada=timezone.now())
    with pytest.raises(NotNow, match="sudah disahkan"):
        save(office, cast, media, keuangan="5")


def test_nothing_is_entered_before_the_opening_or_after_the_close(office: Office, cast: Cast, media: Anggaran) -> None:
    today = timezone.localdate()
    JadwalPengisian.objects.update(mulai=today + timedelta(days=2))
    with pytest.raises(NotNow, match="baru dibuka"):
        save(office, cast, media, keuangan="5")
    before = today - timedelta(days=9)
    JadwalPengisian.objects.update(mulai=before, tenggat=before, tutup=before)
    with pytest.raises(NotNow, match="sudah ditutup"):
        save(office, cast, media, keuangan="5")


def test_a_return_opens_the_money_of_the_returned_rows_only(office: Office, cast: Cast, media: Anggaran) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.give_back(office, office.bidang, cast.kepala, dokumen)
    returned = BarisDikembalikan.objects.get()
    assert isinstance(save(office, cast, media, keuangan="5").galat, NotNow)
    returned.indikator = layanan
    returned.save()
    assert save(office, cast, media, keuangan="5").galat is None


def test_more_rows_cost_no_more_queries(office: Office, cast: Cast, media: Anggaran) -> None:
    def cost(rows: list[Anggaran]) -> int:
        isian = [MoneyEntry(row.pk, 0, {"keuangan": "5"}) for row in rows]
        with CaptureQueriesContext(connection) as captured:
            results = save_money_rows(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)
        assert [result.galat for result in results] == [None] * len(rows)
        return len(captured)

    first = cost([media])
    subs = [add_sub_kegiatan(office, f"Sub {number}", office.bidang) for number in range(10)]
    assert cost([make_anggaran(office, sub) for sub in subs]) == first
