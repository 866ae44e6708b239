"""Explaining what a rule found, and setting what the rules do: with the trail, the locks, and what the hand-in makes of
both."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from indicators.models import AturanKewajaran, Indikator, Jejak, Pengajuan, PenjelasanTemuan, Realisasi
from indicators.rules.realisasi import Aturan, RuleSetting, Sifat
from indicators.selectors.kewajaran import Temuan, find_in_rows, find_in_some, list_printed, list_rule_settings
from indicators.selectors.kewajaran_facts import load_beside
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.quarter_sheet import list_rows
from indicators.selectors.version_content import read_version
from indicators.services.bukti import add_evidence
from indicators.services.kewajaran import explain, set_rules
from indicators.services.pengajuan import send_back, submit
from indicators.services.realisasi_entry import RowEntry
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office, build_office, freeze, make_butir, make_pk, make_quarter
from tests.files import PDF, upload
from tests.indicators import way
from tests.indicators.letters import add_predicate
from tests.indicators.money import make_anggaran, spend
from tests.savers import save_row

# 24 of 12 in the year; 1 of 2 documents, judged, without kendala; the index in order.
ODD = ("24", "1", "80.18")


@pytest.fixture
def bidang(office: Office) -> Pengajuan:
    way.fill(office, office.bidang, ODD)
    return office.pengajuan(office.bidang)


def found_in(pengajuan: Pengajuan) -> list[tuple[str, str]]:
    """Return (indicator, rule) of the unit's findings."""
    rows = list_unit_rows(pengajuan)
    temuan = find_in_rows(pengajuan.triwulan, rows)
    return [(row.indikator.nama, item.kode) for row in rows for item in temuan[row.indikator.pk]]


def finding(office: Office, pengajuan: Pengajuan, number: int = 0) -> tuple[int, Temuan]:
    """Return the first finding at the unit's indicator of that number."""
    pk = office.indikator(pengajuan.unit)[number].pk
    return pk, find_in_rows(pengajuan.triwulan, list_unit_rows(pengajuan))[pk][0]


def explain_first(office: Office, cast: Cast, pengajuan: Pengajuan, teks: str, **changes: Any) -> PenjelasanTemuan:
    pk, found = finding(office, pengajuan)
    values = {"by": cast.staf, "aturan": found.kode, "perihal": found.perihal, "teks": teks, **changes}
    return explain(pengajuan=pengajuan, indikator_id=pk, **values)


def hold(office: Office, cast: Cast, aturan: Aturan, **setting: Any) -> None:
    set_rules(by=cast.sekretaris, opd=office.opd, isian={aturan: RuleSetting(Sifat.TAHAN, **setting)})


# --- explaining -------------------------------------------------------------------------------------------------------


def test_an_explanation_stands_beside_its_finding_with_a_row_in_the_trail(
    office: Office, cast: Cast, bidang: Pengajuan
) -> None:
    explain_first(office, cast, bidang, "  Layanan dua bulan dikerjakan sekaligus.  ")

    _, found = finding(office, bidang)
    assert (found.kode, found.perihal, found.penjelasan, found.oleh) == (
        "jauh_di_atas_target",
        "24",
        "Layanan dua bulan dikerjakan sekaligus.",
        "Staf IKP (staf)",
    )
    row = Jejak.objects.get(tindakan="jelaskan_temuan")
    assert (row.pelaku, row.unit, row.ditolak, row.sebelum) == (
        "Staf IKP (staf)",
        "Bidang Informasi dan Komunikasi Publik",
        False,
        None,
    )
    assert (row.sesudah or {})["teks"] == "Layanan dua bulan dikerjakan sekaligus."


def test_a_second_explanation_takes_the_place_of_the_first(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    explain_first(office, cast, bidang, "Pertama.")
    explain_first(office, cast, bidang, "Kedua.")
    explain_first(office, cast, bidang, "Kedua.")  # says nothing new

    assert PenjelasanTemuan.objects.get().teks == "Kedua."
    rows = Jejak.objects.filter(tindakan="jelaskan_temuan").order_by("pk")
    assert [((row.sebelum or {}).get("teks"), (row.sesudah or {})["teks"]) for row in rows] == [
        (None, "Pertama."),
        ("Pertama.", "Kedua."),
    ]


def test_an_explanation_no_longer_counts_when_the_figure_changes(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    explain_first(office, cast, bidang, "Dua bulan sekaligus.")
    layanan = office.indikator(office.bidang)[0]
    versi = Realisasi.objects.get(indikator=layanan).versi
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi, realisasi="25"))

    _, found = finding(office, bidang)

    assert (found.penjelasan, found.usang) == ("", "Dua bulan sekaligus.")


@pytest.mark.parametrize(
    ("changes", "refusal", "sentence"),
    [
        ({"teks": " \x00 "}, NotValid, "Tuliskan penjelasannya"),
        ({"teks": "x" * 501}, NotValid, "paling banyak 500 huruf"),
        ({"perihal": "23"}, ChangedMeanwhile, "tidak lagi sama"),
        ({"aturan": "negatif"}, ChangedMeanwhile, "tidak lagi sama"),
        ({"aturan": "apa saja"}, ChangedMeanwhile, "tidak lagi sama"),
    ],
)
def test_explanation_refused(
    office: Office, cast: Cast, bidang: Pengajuan, changes: dict[str, str], refusal: type[Exception], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence):
        explain_first(office, cast, bidang, **({"teks": "Ada."} | changes))
    assert not PenjelasanTemuan.objects.exists()


def test_only_the_unit_explains_and_only_while_the_row_is_open(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    with pytest.raises(NotAllowed):
        explain_first(office, cast, bidang, "Ada.", by=cast.staf_umum)
    assert Jejak.objects.get(tindakan="jelaskan_temuan").ditolak
    handed_in = submit(by=cast.staf, pengajuan=bidang)
    with pytest.raises(NotNow, match="sudah diajukan"):
        explain_first(office, cast, handed_in, "Ada.")
    other = office.indikator(office.bidang)[1].pk
    send_back(by=cast.kepala, pengajuan=handed_in, versi=handed_in.versi, alasan_baris={other: "Perbaiki."})
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        explain_first(office, cast, handed_in, "Ada.")


def test_the_version_keeps_findings_and_explanations(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    explain_first(office, cast, bidang, "Dua bulan sekaligus.")

    version = submit(by=cast.staf, pengajuan=bidang).daftar_versi.get()

    assert [(row["indikator"], row["temuan"]) for row in read_version(version) if row["temuan"]] == [
        (
            "Jumlah dokumen informasi",
            [
                {
                    "kode": "tanpa_kendala",
                    "label": "Tanpa kendala",
                    "kalimat": "Capaian 50,00 % di bawah target, tetapi kendalanya tidak ditulis. "
                    "Minta unit menuliskan kendala dan tindak lanjutnya.",
                    "penjelasan": "",
                }
            ],
        ),
        (
            "Jumlah layanan media",
            [
                {
                    "kode": "jauh_di_atas_target",
                    "label": "Jauh di atas target",
                    "kalimat": "Realisasi 24 sudah 200,00 % dari target tahun 12. "
                    "Periksa angka, satuan, dan buktinya; bila benar, targetnya perlu ditinjau.",
                    "penjelasan": "Dua bulan sekaligus.",
                }
            ],
        ),
    ]


# --- what holds a hand-in ---------------------------------------------------------------------------------------------


def test_a_warning_lets_the_unit_hand_in(cast: Cast, bidang: Pengajuan) -> None:
    assert submit(by=cast.staf, pengajuan=bidang).nomor_versi == 1


def test_a_holding_rule_waits_for_an_explanation(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    hold(office, cast, Aturan.JAUH_DI_ATAS_TARGET)

    with pytest.raises(NotValid, match="1 temuan harus diperbaiki atau dijelaskan") as refused:
        submit(by=cast.staf, pengajuan=bidang)
    assert list(refused.value.fields) == [str(office.indikator(office.bidang)[0].pk)]

    explain_first(office, cast, bidang, "Dua bulan sekaligus.")
    assert submit(by=cast.staf, pengajuan=bidang).nomor_versi == 1


def test_evidence_may_be_demanded(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    hold(office, cast, Aturan.TANPA_BUKTI)
    layanan = office.indikator(office.bidang)[0]
    where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": layanan.pk}
    add_evidence(by=cast.staf, **where, file=upload("layanan.pdf", PDF))

    names = [name for name, kode in found_in(bidang) if kode == "tanpa_bukti"]

    assert names == ["Indeks keterbukaan", "Jumlah dokumen informasi"]
    rows = list_unit_rows(bidang, with_bukti=False)
    saved = find_in_some(office.tw1, rows)
    assert [pk for pk, found in saved.items() if "tanpa_bukti" in [item.kode for item in found]] == [
        row.indikator.pk for row in rows if row.indikator.nama in names
    ]


# --- setting ----------------------------------------------------------------------------------------------------------


def test_the_sekretaris_sets_a_rule_with_a_row_in_the_trail(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    setting = RuleSetting(Sifat.TAHAN, Decimal(250), cetak=True)

    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.JAUH_DI_ATAS_TARGET: setting})

    stored = AturanKewajaran.objects.get()
    assert (stored.aturan, stored.sifat, stored.batas, stored.cetak) == ("jauh_di_atas_target", "tahan", 250, True)
    row = Jejak.objects.get(tindakan="atur_kewajaran")
    assert (row.pelaku, row.sebelum, (row.sesudah or {})["sifat"]) == ("Sekretaris (sekretaris)", None, "tahan")
    # 200 per cent is not above 250 any more; that it is above the quarter's target is said instead.
    assert ("Jumlah layanan media", "melampaui") in found_in(bidang)


def test_what_is_set_as_it_was_writes_nothing(office: Office, cast: Cast) -> None:
    same = {Aturan.MELAMPAUI: RuleSetting(Sifat.PERINGATAN), Aturan.TANPA_BUKTI: RuleSetting(Sifat.MATI)}
    assert set_rules(by=cast.sekretaris, opd=office.opd, isian=same) == []
    assert not AturanKewajaran.objects.exists()
    assert not Jejak.objects.filter(tindakan="atur_kewajaran").exists()


def test_each_office_has_rules_of_its_own(office: Office, cast: Cast) -> None:
    other = build_office(office.opd.pemda.__class__.objects.create(nama="Lain", kode="lain", ibu_kota="Lain"))
    AturanKewajaran.objects.create(opd=other.opd, aturan=Aturan.MELAMPAUI.value, sifat=Sifat.MATI.value)
    hold(office, cast, Aturan.MELAMPAUI)
    stored = {row.opd: row.sifat for row in AturanKewajaran.objects.all()}
    assert stored == {other.opd: Sifat.MATI.value, office.opd: Sifat.TAHAN.value}
    listed = [[row.sifat for row in list_rule_settings(opd.pk)] for opd in (office.opd, other.opd)]
    assert listed == [[Sifat.TAHAN.value], [Sifat.MATI.value]]


def test_an_explanation_is_printed_of_its_own_quarter(office: Office, cast: Cast, bidang: Pengajuan) -> None:
    other = build_office(office.opd.pemda.__class__.objects.create(nama="Lain", kode="lain", ibu_kota="Lain"))
    for opd in (office.opd, other.opd):
        AturanKewajaran.objects.create(opd=opd, aturan=Aturan.JAUH_DI_ATAS_TARGET.value, cetak=True)
    for tahun, triwulan in ((2023, 1), (2024, 2)):
        make_quarter(office.opd, tahun, triwulan, [office.bidang])
    explain_first(office, cast, bidang, "Dua bulan sekaligus.")

    rows = list_unit_rows(bidang)
    when = ((office.opd, 2024, 1), (office.opd, 2023, 1), (office.opd, 2024, 2), (other.opd, 2024, 1))
    printed = {office.indikator(office.bidang)[0].pk: ("Dua bulan sekaligus.",)}
    assert [list_printed(*quarter, rows) for quarter in when] == [printed, {}, {}, {}]


@pytest.mark.parametrize(
    ("aturan", "batas", "sentence"),
    [
        (Aturan.MELAMPAUI, Decimal(0), "harus lebih dari 0"),
        (Aturan.NEGATIF, Decimal(5), "tidak mempunyai batas"),
        (Aturan.MELAMPAUI, Decimal("1E+20"), "15 angka"),
    ],
)
def test_limit_refused(office: Office, cast: Cast, aturan: Aturan, batas: Decimal, sentence: str) -> None:
    with pytest.raises(NotValid, match=sentence):
        set_rules(by=cast.sekretaris, opd=office.opd, isian={aturan: RuleSetting(Sifat.TAHAN, batas)})
    assert not AturanKewajaran.objects.exists()


def test_settings_are_refused_to_others_and_when_they_changed_meanwhile(office: Office, cast: Cast) -> None:
    isian = {Aturan.MELAMPAUI: RuleSetting(Sifat.MATI)}
    for by in (cast.perencana, cast.kadis, cast.asing):
        with pytest.raises(NotAllowed, match="diatur oleh Sekretaris"):
            set_rules(by=by, opd=office.opd, isian=isian)
    assert Jejak.objects.filter(tindakan="atur_kewajaran", ditolak=True).count() == 3
    with pytest.raises(ChangedMeanwhile):
        set_rules(by=cast.sekretaris, opd=office.opd, isian=isian, dilihat="lama")


# --- facts from the database ------------------------------------------------------------------------------------------


def test_last_year_is_read_of_the_indicator_and_of_the_one_that_it_continues(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    earlier = make_quarter(office.opd, 2023, 1, [])
    old = Indikator.objects.get(pk=dokumen.pk)
    old.pk, old.nama = None, "Jumlah dokumen lama"
    old.save(force_insert=True)
    Indikator.objects.filter(pk=dokumen.pk).update(menggantikan=old)
    for indikator, value in ((layanan, 60), (old, 40)):
        Realisasi.objects.create(
            indikator=indikator,
            triwulan=earlier,
            status="terisi",
            nilai=value,
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    way.fill(office, office.bidang, ("12", "2", "80.18"))

    found = found_in(office.pengajuan(office.bidang))

    assert found == [("Jumlah dokumen informasi", "beda_tahun_lalu"), ("Jumlah layanan media", "beda_tahun_lalu")]


@pytest.mark.parametrize("figure", ["1234567890.12345", "123456789012345", "0.000000000000123", "81.18", "-7"])
def test_a_figure_of_last_year_comes_back_exactly(office: Office, figure: str) -> None:
    layanan, *_ = office.indikator(office.bidang)
    earlier = make_quarter(office.opd, 2023, 3, [])
    way.fill(office, office.bidang, (figure, "2", "80.18"), quarter=earlier)

    assert load_beside(office.tw1, [layanan.pk]).tahun_lalu == {layanan.pk: {3: Decimal(figure)}}


def test_money_stands_beside_its_output(office: Office, cast: Cast) -> None:
    """Bidang's Layanan media and Subbag's two rows share the sub kegiatan: 60 of 100 spent, nothing made."""
    spend(make_anggaran(office, pagu="100"), office.tw1, "60")
    way.fill(office, office.bidang, ("0", "2", "80.18"))
    assert found_in(office.pengajuan(office.bidang)) == [("Jumlah layanan media", "uang_tanpa_hasil")]


def test_letters_stand_beside_no_money_as_letters(office: Office, cast: Cast) -> None:
    way.fill(office, office.bidang, way.BIDANG)
    indikator = add_predicate(office)
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(indikator.pk, 0, realisasi="BB"))
    spend(make_anggaran(office), office.tw1, "0")

    pengajuan = office.pengajuan(office.bidang)
    (found,) = find_in_rows(pengajuan.triwulan, list_unit_rows(pengajuan))[indikator.pk]

    assert (found.kode, found.perihal) == ("hasil_tanpa_uang", "BB | Rp0")
    assert found.kalimat.startswith("Realisasi BB, padahal uang sub kegiatannya belum terpakai sama sekali.")
    assert submit(by=cast.staf, pengajuan=pengajuan).status == "diajukan"


@pytest.mark.parametrize(("last_year", "printed"), [({"nilai": 75}, "75"), ({"predikat": "B"}, "B")])
def test_letters_that_are_not_available_are_asked_about_beside_those_of_last_year(
    office: Office, cast: Cast, last_year: dict[str, Any], printed: str
) -> None:
    indikator = add_predicate(office)
    earlier = make_quarter(office.opd, 2023, 1, [])
    Realisasi.objects.create(
        indikator=indikator,
        triwulan=earlier,
        status="terisi",
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
        **last_year,
    )
    isian = RowEntry(indikator.pk, 0, tidak_tersedia=True, alasan="Belum terbit")
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)

    (found,) = find_in_some(office.tw1, list_rows(office.opd, 2024, 1, indikator_ids=[indikator.pk]))[indikator.pk]

    assert (found.kode, f"tahun lalu terisi {printed}." in found.kalimat) == ("hilang", True)


def test_a_parent_reached_over_a_failing_child_of_the_same_unit(office: Office, cast: Cast) -> None:
    pk = make_pk(office.opd, 2025)
    layanan, dokumen, _ = office.indikator(office.bidang)
    for indikator in (layanan, dokumen):
        make_butir(pk, indikator, ("1", "2", "3", "4"))
    pk.butir.update(pola_target="bertahap")
    freeze(pk)
    quarter = make_quarter(office.opd, 2025, 1, [office.bidang])
    way.fill(office, office.bidang, ("0", "1", "80"), quarter=quarter)
    Realisasi.objects.filter(triwulan=quarter, indikator=layanan).update(kendala="Listrik padam.")

    found = found_in(Pengajuan.objects.get(triwulan=quarter))

    assert found == [("Jumlah dokumen informasi", "induk_tercapai")]
