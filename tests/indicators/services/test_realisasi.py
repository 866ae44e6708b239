"""Saving rows: what is read, what is asked, what is refused, and that nobody's value is overwritten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.capaian import EntryStatus, ReadingChoice, TwoReadings
from indicators.models import (
    Indikator,
    JadwalPengisian,
    Jejak,
    PerjanjianKinerja,
    Realisasi,
    SkalaPredikat,
    TingkatPredikat,
)
from indicators.services.realisasi import RowAnswer, save_rows, save_typed
from indicators.services.realisasi_entry import NeedsChecking, RowEntry
from indicators.workflow import StatusPengajuan
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, freeze, make_butir, make_quarter
from tests.indicators import way
from tests.savers import save_row

INDONESIA, INGGRIS = ReadingChoice.INDONESIA, ReadingChoice.INGGRIS


def save(office: Office, cast: Cast, isian: RowEntry) -> Realisasi:
    row = save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)
    assert row is not None
    return Realisasi.objects.get(pk=row.pk)


def make_revision(office: Office, indikator: Indikator) -> None:
    """Put a first perubahan of the PK in force that lists this indicator alone."""
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="uji", berlaku_mulai=date(2024, 2, 1)
    )
    make_butir(pk, indikator, ("", "", "", ""))
    freeze(pk)


@pytest.fixture
def layanan(office: Office) -> Indikator:
    return office.indikator(office.bidang)[0]


def test_what_was_typed_goes_into_its_own_quarter(office: Office, cast: Cast, layanan: Indikator) -> None:
    quarters = office.tw1, make_quarter(office.opd, 2024, 2, [office.bidang])
    for quarter, text in zip(quarters, ("3", "5"), strict=True):
        typed = [RowEntry(layanan.pk, 0, realisasi=text)]
        save_typed(by=cast.staf, triwulan=quarter.pk, unit=office.bidang.pk, isian=typed, pilihan_satuan={})
    assert [Realisasi.objects.get(triwulan=quarter).nilai for quarter in quarters] == [3, 5]


def test_save_row_writes_value_version_and_audit(office: Office, cast: Cast, layanan: Indikator) -> None:
    row = save(office, cast, RowEntry(layanan.pk, 0, realisasi="3 layanan", teks={"kendala": "  Listrik\r\npadam "}))

    assert (row.status, row.nilai, row.versi) == ("terisi", Decimal(3), 1)
    assert row.kendala == "Listrik\npadam"
    assert row.diubah_oleh == "Staf IKP (staf)"
    jejak = Jejak.objects.get(tindakan="isi_realisasi")
    assert jejak.sebelum is None
    assert jejak.sesudah is not None
    assert jejak.sesudah["nilai"] == "3"
    assert (jejak.pelaku, jejak.unit, jejak.objek_id) == ("Staf IKP (staf)", office.bidang.nama, str(row.pk))


def test_a_row_that_only_a_draft_lists_is_not_entered_yet(office: Office, cast: Cast) -> None:
    row = Indikator.objects.create(opd=office.opd, unit=office.bidang, program=office.program, nama="Indeks baru")
    draft = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="uji", berlaku_mulai=date(2024, 2, 1)
    )
    make_butir(draft, row, ("", "", "", ""))
    with pytest.raises(NotFound):
        save(office, cast, RowEntry(row.pk, 0, realisasi="3"))


def test_save_row_leaves_untouched_fields_alone(office: Office, cast: Cast, layanan: Indikator) -> None:
    save(office, cast, RowEntry(layanan.pk, 0, realisasi="3", teks={"kendala": "Listrik padam"}))
    row = save(office, cast, RowEntry(layanan.pk, 1, teks={"tindak_lanjut": "Genset"}))

    assert (row.nilai, row.kendala, row.tindak_lanjut, row.versi) == (Decimal(3), "Listrik padam", "Genset", 2)


def test_save_row_with_same_values_is_no_new_version(office: Office, cast: Cast, layanan: Indikator) -> None:
    save(office, cast, RowEntry(layanan.pk, 0, realisasi="3"))
    row = save(office, cast, RowEntry(layanan.pk, 1, realisasi="3,0"))

    assert row.versi == 1
    assert Jejak.objects.filter(tindakan="isi_realisasi").count() == 1


def test_save_row_with_nothing_typed_makes_no_row(office: Office, cast: Cast, layanan: Indikator) -> None:
    isian = RowEntry(layanan.pk, 0, realisasi="  ", teks={"kendala": ""})
    assert save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian) is None
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(
    ("text", "stored"),
    [("0", "0"), ("81,18", "81.18"), ("81.18", "81.18"), ("2.360.141", "2360141"), ("1.234,5", "1234.5")],
)
def test_save_row_reads_what_is_certain(office: Office, cast: Cast, layanan: Indikator, text: str, stored: str) -> None:
    assert save(office, cast, RowEntry(layanan.pk, 0, realisasi=text)).nilai == Decimal(stored)


def test_blank_is_not_zero(office: Office, cast: Cast, layanan: Indikator) -> None:
    save(office, cast, RowEntry(layanan.pk, 0, realisasi="0"))
    row = save(office, cast, RowEntry(layanan.pk, 1, realisasi=""))
    assert (row.status, row.nilai) == ("belum_diisi", None)


def test_ambiguous_number_is_asked_and_not_saved(office: Office, cast: Cast, layanan: Indikator) -> None:
    with pytest.raises(NeedsChecking) as asked:
        save(office, cast, RowEntry(layanan.pk, 0, realisasi="1.234"))

    assert asked.value.pertanyaan == {"realisasi": TwoReadings("1.234", Decimal(1234), Decimal("1.234"), "Layanan")}
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(
    ("text", "choice", "stored"),
    [
        ("1.234", INDONESIA, "1234"),
        ("1.234", INGGRIS, "1.234"),
        ("12,500", INDONESIA, "12.5"),
        ("12,500", INGGRIS, "12500"),
    ],
)
def test_a_choice_is_a_way_of_writing_not_a_size(
    office: Office, cast: Cast, layanan: Indikator, text: str, choice: ReadingChoice, stored: str
) -> None:
    row = save(office, cast, RowEntry(layanan.pk, 0, realisasi=text, pilihan_baca=choice))
    assert row.nilai == Decimal(stored)


def test_a_remembered_choice_is_used_and_said(office: Office, cast: Cast) -> None:
    first, second, _ = office.indikator(office.bidang)
    results = save_rows(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[RowEntry(first.pk, 0, realisasi="1.234"), RowEntry(second.pk, 0, realisasi="1.234")],
        pilihan_satuan={"Layanan": INDONESIA},
    )

    assert results[0].bacaan is not None
    assert (results[0].bacaan.diambil.nilai, results[0].bacaan.lain.nilai) == (Decimal(1234), Decimal("1.234"))
    assert isinstance(results[1].galat, NeedsChecking), "another unit of measure is asked again"
    assert list(Realisasi.objects.values_list("nilai", flat=True)) == [Decimal(1234)]


def test_printed_value_handed_back_is_no_question(office: Office, cast: Cast, layanan: Indikator) -> None:
    save(office, cast, RowEntry(layanan.pk, 0, realisasi="1234"))
    row = save(office, cast, RowEntry(layanan.pk, 1, realisasi="1.234"))
    assert (row.nilai, row.versi) == (Decimal(1234), 1)
    other = save(office, cast, RowEntry(layanan.pk, 1, realisasi="1.234", pilihan_baca=INGGRIS))
    assert other.nilai == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        *((text, "misalnya") for text in ("abc", "1,23.5", "12.", "5 k", "5²", "=1+1", "1e5")),
        ("12345678901234567890", "minta perencana memakai satuan juta atau miliar"),
    ],
)
def test_wrong_number_is_refused_with_a_sentence(
    office: Office, cast: Cast, layanan: Indikator, text: str, advice: str
) -> None:
    with pytest.raises(NotValid) as refused:
        save(office, cast, RowEntry(layanan.pk, 0, realisasi=text))
    assert advice in refused.value.fields["realisasi"]
    assert not Realisasi.objects.exists()


def test_one_bad_row_does_not_hold_up_the_others(office: Office, cast: Cast) -> None:
    first, second, third = office.indikator(office.bidang)
    results = save_rows(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[
            RowEntry(first.pk, 0, realisasi="3"),
            RowEntry(second.pk, 0, realisasi="tiga"),
            RowEntry(third.pk, 0, realisasi="80,5"),
        ],
    )
    assert [type(result.galat) for result in results] == [type(None), NotValid, type(None)]
    stored = dict(Realisasi.objects.values_list("indikator_id", "nilai"))
    assert stored == {first.pk: Decimal(3), third.pk: Decimal("80.5")}


def test_same_row_twice_in_one_call_cannot_overwrite_itself(office: Office, cast: Cast, layanan: Indikator) -> None:
    results: list[RowAnswer] = save_rows(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[RowEntry(layanan.pk, 0, realisasi="3"), RowEntry(layanan.pk, 0, realisasi="4")],
    )
    assert isinstance(results[1].galat, ChangedMeanwhile)
    assert Realisasi.objects.get().nilai == Decimal(3)


def test_tidak_tersedia_wants_a_reason_and_gives_way_to_a_number(
    office: Office, cast: Cast, layanan: Indikator
) -> None:
    with pytest.raises(NotValid, match="Tuliskan alasan"):
        save(office, cast, RowEntry(layanan.pk, 0, tidak_tersedia=True, alasan="  "))
    row = save(office, cast, RowEntry(layanan.pk, 0, tidak_tersedia=True, alasan="Survei diundur"))
    assert (row.status, row.nilai, row.alasan) == ("tidak_tersedia", None, "Survei diundur")
    row = save(office, cast, RowEntry(layanan.pk, 1, realisasi="5", tidak_tersedia=False))
    assert (row.status, row.nilai, row.alasan) == ("terisi", Decimal(5), "")
    row = save(office, cast, RowEntry(layanan.pk, 2, tidak_tersedia=False))
    assert (row.status, row.nilai) == ("belum_diisi", None)


def test_predicate_takes_letters_of_its_scale_only(office: Office, cast: Cast) -> None:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    for huruf, skor in (("BB", 75), ("B", 65), ("A", 85)):
        TingkatPredikat.objects.create(skala=skala, huruf=huruf, skor=skor)
    nilai = Indikator.objects.create(
        opd=office.opd, unit=office.bidang, program=office.program, nama="Nilai", jenis_nilai="predikat", skala=skala
    )
    make_revision(office, nilai)

    with pytest.raises(NotValid, match="Pilih salah satu: A, BB, B"):
        save(office, cast, RowEntry(nilai.pk, 0, realisasi="C"))
    row = save(office, cast, RowEntry(nilai.pk, 0, realisasi=" bb "))
    assert (row.predikat, row.nilai) == ("BB", None)


def test_changed_meanwhile_keeps_the_newer_value(office: Office, cast: Cast, layanan: Indikator) -> None:
    save(office, cast, RowEntry(layanan.pk, 0, realisasi="3"))
    with pytest.raises(ChangedMeanwhile, match=r"Staf IKP \(staf\)") as lost:
        save_row(by=cast.kepala, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 0, realisasi="9"))
    assert lost.value.current["nilai"] == "3.0000"
    assert Realisasi.objects.get().nilai == Decimal(3)


def test_a_blank_row_says_the_same_as_no_row(office: Office, cast: Cast, layanan: Indikator) -> None:
    """A colleague attached a file: the row exists now, and who saw none has not missed anything."""
    Realisasi.objects.create(indikator=layanan, triwulan=office.tw1, diubah_oleh="x", diubah_pada=timezone.now())
    row = save(office, cast, RowEntry(layanan.pk, 0, realisasi="3"))
    assert (row.nilai, row.versi) == (Decimal(3), 2)


def test_text_without_what_databases_refuse(office: Office, cast: Cast, layanan: Indikator) -> None:
    row = save(office, cast, RowEntry(layanan.pk, 0, teks={"kendala": "a\x00b\ud800c\x07", "catatan": "<b>x</b>"}))
    assert (row.kendala, row.catatan) == ("abc", "<b>x</b>")


def test_text_too_long_or_in_an_unknown_column(office: Office, cast: Cast, layanan: Indikator) -> None:
    with pytest.raises(NotValid, match="2000 huruf") as long:
        save(office, cast, RowEntry(layanan.pk, 0, teks={"kendala": "x" * 2001}))
    assert list(long.value.fields) == ["kendala"]
    with pytest.raises(NotValid, match="tidak dikenal"):
        save(office, cast, RowEntry(layanan.pk, 0, teks={"versi": "9"}))


def test_another_units_row_is_not_found(office: Office, cast: Cast) -> None:
    foreign = office.indikator(office.subbag)[0]
    with pytest.raises(NotFound):
        save(office, cast, RowEntry(foreign.pk, 0, realisasi="3"))
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize("who", ["staf_umum", "sekretaris", "kadis", "perencana", "pembaca", "administrator", "asing"])
def test_only_the_units_own_people_enter_and_attempts_are_recorded(
    office: Office, cast: Cast, layanan: Indikator, who: str
) -> None:
    with pytest.raises(NotAllowed):
        save_row(
            by=getattr(cast, who),
            triwulan=office.tw1,
            unit=office.bidang,
            isian=RowEntry(layanan.pk, 0, realisasi="3"),
        )
    assert not Realisasi.objects.exists()
    assert Jejak.objects.get(ditolak=True).tindakan == "isi_realisasi"


def test_submitted_data_is_closed(office: Office, cast: Cast, layanan: Indikator) -> None:
    pengajuan = office.pengajuan(office.bidang)
    pengajuan.status = StatusPengajuan.DIAJUKAN.value
    pengajuan.save()
    with pytest.raises(NotNow, match="sudah diajukan"):
        save(office, cast, RowEntry(layanan.pk, 0, realisasi="3"))


def test_returned_data_opens_only_returned_rows(office: Office, cast: Cast) -> None:
    first, second, _ = office.indikator(office.bidang)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.give_back(office, office.bidang, cast.kepala, first)
    assert save(office, cast, RowEntry(first.pk, 1, realisasi="3")).nilai == Decimal(3)
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        save(office, cast, RowEntry(second.pk, 1, realisasi="3"))


@pytest.mark.parametrize(("mulai", "tutup", "words"), [(2, 9, "baru dibuka pada"), (-9, -1, "sudah ditutup pada")])
def test_outside_the_schedule_nothing_is_entered(
    office: Office, cast: Cast, layanan: Indikator, mulai: int, tutup: int, words: str
) -> None:
    today = timezone.localdate()
    JadwalPengisian.objects.update(
        mulai=today + timedelta(days=mulai), tenggat=today + timedelta(days=tutup), tutup=today + timedelta(days=tutup)
    )
    with pytest.raises(NotNow, match=words):
        save(office, cast, RowEntry(layanan.pk, 0, realisasi="3"))
    assert not Realisasi.objects.exclude(status=EntryStatus.BELUM_DIISI.value).exists()


def test_a_row_typed_twice_in_one_call_is_one_change(office: Office, cast: Cast, layanan: Indikator) -> None:
    for versi, texts, before in ((0, ("5", "6"), None), (2, ("7", "8"), "6.0000")):
        isian = [RowEntry(layanan.pk, versi + number, realisasi=text) for number, text in enumerate(texts)]
        results = save_rows(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)
        assert [result.galat for result in results] == [None, None]
        row = Realisasi.objects.get(indikator=layanan)
        assert (row.nilai, row.versi) == (Decimal(texts[1]), versi + 2)
        trail = Jejak.objects.latest("pk")
        assert trail.objek_id == str(row.pk)
        assert (trail.sebelum or {}).get("nilai") == before
        assert (trail.sesudah or {})["nilai"] == texts[1]
    assert Jejak.objects.filter(objek_jenis="indicators.realisasi").count() == 2
