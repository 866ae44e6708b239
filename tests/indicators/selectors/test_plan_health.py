"""The plan's health as the page reads it: facts gathered from the tree, findings with their places."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import (
    Dukungan,
    Indikator,
    Kegiatan,
    Pejabat,
    Penugasan,
    Realisasi,
    SkalaPredikat,
    SubKegiatan,
    Target,
    Triwulan,
)
from indicators.permissions import Peran
from indicators.rules.facts import Severity
from indicators.selectors.plan_health import check_pk, check_plan
from indicators.services.perjanjian import copy_rows
from tests.cast import Cast, Office, freeze, make_butir, make_pk
from tests.indicators.letters import add_predicate


def found(office: Office, tahun: int = 2024) -> set[tuple[str, str]]:
    """Return (rule, what it is about) of every finding."""
    return {(row.temuan.kode, row.nama) for row in check_plan(office.renstra, tahun).temuan if row.simpul is not None}


def explain_all(office: Office) -> None:
    """Write what is missing on every indicator, so that a test sees only what it makes."""
    Indikator.objects.update(definisi_operasional="Ada", formula="Ada", sumber_data="Ada", penanggung_jawab="Ada")


def test_the_small_office_lacks_what_nobody_wrote(office: Office) -> None:
    rules = {kode for kode, _ in found(office)}
    assert rules == {
        "tanpa_indikator",  # the tujuan, as a hint
        "tanpa_definisi",
        "tanpa_penjelasan",
        "tanpa_target_renstra",  # the program's indicator
        "tanpa_pendukung",
        "tidak_mendukung",
    }
    kesehatan = check_plan(office.renstra, 2024)
    assert kesehatan.jumlah == {Severity.SALAH: 0, Severity.PERLU_DILIHAT: 13, Severity.PETUNJUK: 15}
    assert [unit.kode for unit in kesehatan.unit] == ["umum", "ikp", "iku"]


def test_each_oddity_is_found_where_it_is(office: Office) -> None:
    explain_all(office)
    draft = make_pk(office.opd, 2025)
    for nama, targets in (
        ("Nilai Indeks SPBE", ("", "", "", "")),
        ("Jumlah dokumen informasi", ("29", "29", "28", "28")),
        ("Jumlah layanan media", ("12", "12", "12", "12")),
        ("Jumlah surat", ("1", "2", "3", "4")),
    ):
        make_butir(draft, Indikator.objects.get(nama=nama), targets)
    layanan, dokumen = (Indikator.objects.get(nama=f"Jumlah {nama}") for nama in ("layanan media", "dokumen informasi"))
    Dukungan.objects.create(pendukung=layanan, didukung=dokumen, menjumlah=True)
    Indikator.objects.create(opd=office.opd, unit=office.subbag, sub_kegiatan=office.sub_kegiatan, nama="jumlah  Surat")
    Kegiatan.objects.create(program=office.program, nama="Kegiatan kosong")
    office.subbag.berlaku_sampai = date(2025, 6, 30)
    office.subbag.save()
    assert found(office, 2025) >= {
        ("tanpa_target_pk", "Nilai Indeks SPBE"),
        ("target_kumulatif_turun", "Jumlah dokumen informasi"),
        ("tidak_berjumlah", "Jumlah dokumen informasi"),
        ("satuan_berbeda", "Jumlah dokumen informasi"),
        ("tidak_dalam_pk", "Indeks keterbukaan"),
        ("tidak_dalam_pk", "jumlah  Surat"),
        ("tanpa_satuan", "jumlah  Surat"),
        ("nama_ganda", "Layanan Media"),
        ("tanpa_indikator", "Kegiatan kosong"),
        ("unit_berakhir", "Jumlah surat"),
    }
    sentences = [row.temuan.kalimat for row in check_plan(office.renstra, 2025).temuan]
    assert "Subbag Umum hanya berlaku sampai 30 Juni 2025. Pilih unit penanggung jawab yang masih ada." in sentences


def test_targets_are_added_up_only_where_they_are_flagged(office: Office) -> None:
    layanan, dokumen = (Indikator.objects.get(nama=f"Jumlah {nama}") for nama in ("layanan media", "dokumen informasi"))
    support = Dukungan.objects.create(pendukung=layanan, didukung=dokumen)
    assert ("tidak_berjumlah", dokumen.nama) not in found(office)  # 12 supports 8, nobody says that it is the sum
    support.menjumlah = True
    support.save()
    assert ("tidak_berjumlah", dokumen.nama) in found(office)


def test_what_does_not_count_in_the_year_is_not_asked_about(office: Office) -> None:
    office.kegiatan.tahun_akhir = 2024
    office.kegiatan.save()
    names = {nama for _, nama in found(office, 2025)}
    assert "Jumlah dokumen informasi" not in names
    assert "Jumlah surat" not in names
    assert "Indeks keterbukaan" in names
    draft = make_pk(office.opd, 2025)
    make_butir(draft, Indikator.objects.get(nama="Jumlah surat"), ("1", "2", "3", "4"))
    assert {kode for kode, nama in found(office, 2025) if nama == "Jumlah surat"} == {"di_luar_masa"}


def test_without_a_pk_nothing_is_missing_in_it(office: Office) -> None:
    assert not {"tidak_dalam_pk", "tanpa_target_pk"} & {kode for kode, _ in found(office, 2026)}


def test_iku_below_last_years_realisasi_only_when_that_year_was_approved(office: Office, cast: Cast) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    quarter = Triwulan.objects.create(opd=office.opd, tahun=2024, triwulan=4)
    Realisasi.objects.create(
        indikator=iku, triwulan=quarter, status="terisi", nilai=Decimal("2.76"), diubah_pada=timezone.now()
    )
    draft = make_pk(office.opd, 2025)
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)  # the Renstra's 2,5
    assert ("iku_di_bawah_lalu", iku.nama) not in found(office, 2025)
    quarter.status, quarter.disahkan_pada = "disahkan", timezone.now()
    quarter.save()
    assert ("iku_di_bawah_lalu", iku.nama) in found(office, 2025)
    (sentence,) = [
        row.temuan.kalimat for row in check_plan(office.renstra, 2025).temuan if row.temuan.kode == "iku_di_bawah_lalu"
    ]
    assert sentence.startswith("Target 2025 adalah 2,5, padahal realisasi 2024 sudah 2,76.")


def test_letters_are_not_compared_with_last_years_figure(office: Office) -> None:
    iku = add_predicate(office, sasaran=office.sasaran)
    last = Triwulan.objects.create(opd=office.opd, tahun=2023, triwulan=4)
    before = make_pk(office.opd, 2023)
    make_butir(before, iku, ("85", "85", "85", "85"))
    before.butir.update(jenis_nilai="indeks", skala=None)
    freeze(before)
    Realisasi.objects.create(
        indikator=iku, triwulan=last, status="terisi", nilai=Decimal(85), diubah_pada=timezone.now()
    )
    Triwulan.objects.filter(pk=last.pk).update(status="disahkan", disahkan_pada=timezone.now())
    assert ("iku_di_bawah_lalu", iku.nama) not in found(office)  # 80, the score of BB, is no less than 85


def test_predicates_are_compared_by_their_scores(office: Office) -> None:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    for huruf, skor in (("A", 80), ("BB", 70)):
        skala.tingkat.create(huruf=huruf, skor=skor)
    predikat = Indikator.objects.create(
        opd=office.opd,
        unit=office.tim,
        sasaran=office.sasaran,
        nama="Predikat SAKIP",
        jenis_nilai="predikat",
        skala=skala,
    )
    for tahun, huruf in ((2023, "BB"), (2024, "A"), (2025, "BB"), (2026, "A")):
        predikat.target_renstra.create(tahun=tahun, predikat=huruf)
    draft = make_pk(office.opd, 2025)
    butir = make_butir(draft, predikat, ("", "", "", ""))
    Target.objects.filter(butir=butir).update(predikat="BB")
    rules = {kode for kode, nama in found(office, 2025) if nama == predikat.nama}
    assert "renstra_memburuk" in rules
    assert not rules & {"tanpa_target_pk", "tanpa_satuan", "tanpa_target_renstra"}


def test_findings_are_narrowed_by_unit_and_by_rule(office: Office) -> None:
    kesehatan = check_plan(office.renstra, 2024)
    names = {
        row.indikator.indikator.nama
        for group in kesehatan.filtered(unit="umum")
        for row in group.daftar
        if row.indikator
    }
    assert names == {"Jumlah surat", "Jumlah gedung dipelihara"}
    (group,) = kesehatan.filtered(aturan="tanpa_definisi")
    assert [row.indikator.unit.kode for row in group.daftar if row.indikator] == [
        "iku", "ikp", "ikp", "ikp", "umum", "umum",
    ]  # fmt: skip
    (group,) = kesehatan.filtered(unit="iku", aturan="tanpa_definisi")
    assert len(group.daftar) == 1
    assert kesehatan.filtered(aturan="tidak_ada") == []
    assert ("tanpa_definisi", "Tanpa definisi operasional") in kesehatan.aturan


def test_an_empty_node_concerns_the_units_around_it(office: Office) -> None:
    Kegiatan.objects.create(program=office.program, nama="Kegiatan kosong")
    (row,) = [
        row
        for group in check_plan(office.renstra, 2024).filtered(aturan="tanpa_indikator")
        for row in group.daftar
        if row.simpul is not None and row.simpul.node.nama == "Kegiatan kosong"
    ]
    assert {unit.kode for unit in row.unit} == {"ikp", "umum"}


def test_the_gravest_and_rarest_come_first(office: Office) -> None:
    Kegiatan.objects.create(program=office.program, nama="Kegiatan kosong")
    groups = check_plan(office.renstra, 2024).filtered()
    assert [(group.temuan.keparahan.value, group.temuan.kode, len(group.daftar)) for group in groups] == [
        ("salah", "tanpa_indikator", 1),
        ("perlu_dilihat", "tanpa_target_renstra", 1),
        ("perlu_dilihat", "unit_tanpa_pengisi", 3),
        ("perlu_dilihat", "unit_tanpa_pemeriksa", 3),
        ("perlu_dilihat", "tanpa_definisi", 6),
        ("petunjuk", "tanpa_indikator", 1),
        ("petunjuk", "tanpa_pendukung", 3),
        ("petunjuk", "tidak_mendukung", 5),
        ("petunjuk", "tanpa_penjelasan", 6),
    ]


def test_more_rows_cost_no_more_queries(office: Office, cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            check_plan(office.renstra, 2025).filtered()
        return len(queries)

    draft = make_pk(office.opd, 2025)
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    before = count()
    dokumen = Indikator.objects.get(nama="Jumlah dokumen informasi")
    for number in range(20):
        node = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {number}")
        row = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=node, nama=f"Baris {number}")
        make_butir(draft, row, ("4", "3", "2", "1"))
        Dukungan.objects.create(pendukung=row, didukung=dokumen, menjumlah=True)
        iku = Indikator.objects.create(opd=office.opd, unit=office.tim, sasaran=office.sasaran, nama=f"IKU {number}")
        make_butir(draft, iku, ("1", "1", "1", "1"))
    freeze(draft)
    assert count() == before


def office_findings(office: Office, tahun: int = 2024) -> set[tuple[str, str]]:
    return {(row.temuan.kode, row.nama) for row in check_plan(office.renstra, tahun).temuan if row.simpul is None}


def test_people_behind_the_plan_are_asked_about(office: Office, cast: Cast) -> None:
    assert office_findings(office) == set()
    Penugasan.objects.filter(unit=office.bidang).delete()
    Penugasan.objects.filter(unit=office.tim, peran=Peran.KEPALA_UNIT.value).update(sampai=date(2024, 1, 1))
    Pejabat.objects.create(
        opd=office.opd, unit=office.dinas, nama="Plt.", jabatan="Plt.", penanda_tangan=True, mulai=date(2024, 12, 31)
    )
    assert office_findings(office) == {
        ("unit_tanpa_pengisi", "Bidang Informasi dan Komunikasi Publik"),
        ("unit_tanpa_pemeriksa", "Bidang Informasi dan Komunikasi Publik"),
        ("unit_tanpa_pemeriksa", "Tim IKU"),
        ("dua_penanda_tangan", "Dua penanda tangan pada hari yang sama"),
    }
    assert not {kode for kode, _ in office_findings(office, 2023)} & {"dua_penanda_tangan"}
    make_pk(office.opd, 2025)
    assert ("tanpa_iku", "Tahun tanpa IKU") in office_findings(office, 2025)
    assert {row.temuan.kode for row in check_pk(office.pk)} == set()


def test_rows_of_an_agreement_are_asked_about_in_whatever_renstra_they_hang(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    draft = make_pk(office.opd, 2030)  # no Renstra holds the year
    make_butir(draft, iku, ("", "", "", ""))
    assert iku.pk in {row.indikator.id for row in check_pk(draft) if row.indikator is not None}


def test_people_whose_account_was_switched_off_stand_behind_no_plan(office: Office, cast: Cast) -> None:
    assert office_findings(office) == set()
    type(cast.staf).objects.filter(pk__in=[cast.staf.pk, cast.kepala.pk]).update(is_active=False)
    assert office_findings(office) == {
        ("unit_tanpa_pengisi", "Bidang Informasi dan Komunikasi Publik"),
        ("unit_tanpa_pemeriksa", "Bidang Informasi dan Komunikasi Publik"),
    }
