"""Opening a budget year: what is copied, replaced, dropped, moved, and that last year stays as it was."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import (
    ButirPK,
    Indikator,
    Jejak,
    PerjanjianKinerja,
    SubKegiatan,
    Target,
    TargetRenstra,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.selectors.roll_over import RollOver, RollOverMark, get_roll_over
from indicators.selectors.seen import seen_year
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import save_butir
from indicators.services.tahun_anggaran import open_year
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow
from tests.cast import Cast, Office, freeze, make_butir, make_unit


def replaced_sub(office: Office, *indicators: str) -> SubKegiatan:
    """The sub kegiatan ends with 2024; a new one takes its place, with indicators of these names."""
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(tahun_akhir=2024)
    new = SubKegiatan.objects.create(
        kegiatan=office.kegiatan,
        kode="2.16.02.2.01.0002",
        nama="Layanan Hubungan Media",
        tahun_awal=2025,
        menggantikan=office.sub_kegiatan,
    )
    for name in indicators:
        Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=new, nama=name, satuan="Layanan")
    return new


def marks(office: Office, tahun: int = 2025) -> dict[str, tuple[RollOverMark, str]]:
    found = get_roll_over(office.opd.pk, tahun)
    assert found is not None
    return {str(row.tahun.lama): (row.tahun.tanda, row.tahun.keterangan) for row in found.baris}


def roll_over_of(office: Office, tahun: int = 2025) -> RollOver:
    found = get_roll_over(office.opd.pk, tahun)
    assert found is not None
    return found


def targets(row: ButirPK) -> list[str]:
    stored = Target.objects.filter(butir=row).order_by("triwulan").values_list("nilai", flat=True)
    return ["" if value is None else f"{value.normalize():f}" for value in stored]


def draft_row(office: Office, indikator: str) -> ButirPK:
    return ButirPK.objects.get(pk_induk__opd=office.opd, pk_induk__tahun=2025, indikator__nama=indikator)


def test_year_is_opened_with_the_rows_of_the_last_agreement(office: Office, cast: Cast) -> None:
    opened = open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    assert (opened.draf.label, opened.draf.berlaku_mulai) == ("2025 (Murni)", date(2025, 1, 1))
    assert len(opened.ditambah) == 6
    assert targets(draft_row(office, "Nilai Indeks SPBE")) == ["2.5"] * 5  # the Renstra's target of 2025
    assert targets(draft_row(office, "Jumlah dokumen informasi")) == ["8", "2", "4", "6", "8"]
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.perjanjiankinerja").count() == 1
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.butirpk").count() == 6


def test_last_revision_is_the_source(office: Office, cast: Cast) -> None:
    revision = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1)
    )
    make_butir(revision, office.indikator(office.tim)[0], ("3", "3", "3", "3"))
    fix_pk(by=cast.perencana, pk=revision)
    assert roll_over_of(office).lama == revision
    assert len(open_year(by=cast.perencana, opd=office.opd, tahun=2025).ditambah) == 1


def test_opening_again_adds_only_what_is_missing(office: Office, cast: Cast) -> None:
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    kept = draft_row(office, "Nilai Indeks SPBE")
    draft_row(office, "Jumlah surat").delete()
    assert [str(row) for row in open_year(by=cast.perencana, opd=office.opd, tahun=2025).ditambah] == ["Jumlah surat"]
    assert open_year(by=cast.perencana, opd=office.opd, tahun=2025).ditambah == []
    assert draft_row(office, "Nilai Indeks SPBE") == kept
    assert PerjanjianKinerja.objects.filter(tahun=2025).count() == 1


def test_replacing_node_takes_over_the_row_of_the_same_indicator(office: Office, cast: Cast) -> None:
    new = replaced_sub(office, "jumlah  Layanan media")
    row = Indikator.objects.get(sub_kegiatan=new)
    Indikator.objects.filter(pk=row.pk).update(**office.indikator(office.bidang)[0].measure_values())
    found = marks(office)
    assert found["Jumlah layanan media"] == (
        RollOverMark.DIGANTIKAN,
        "Oleh 2.16.02.2.01.0002 Layanan Hubungan Media.",
    )
    assert found["Jumlah surat"][0] is RollOverMark.TANPA_INDIKATOR
    assert "tidak ada indikator bernama sama" in found["Jumlah surat"][1]
    assert found["Jumlah dokumen informasi"] == (RollOverMark.DISALIN, "")
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    taken = draft_row(office, "jumlah  Layanan media")
    assert (taken.indikator, taken.konsolidasi, targets(taken)) == (row, "kumulatif", ["12"] * 5)
    assert ButirPK.objects.filter(pk_induk__tahun=2025).count() == 4


def test_indicator_that_is_measured_anew_brings_no_old_targets(office: Office, cast: Cast) -> None:
    replaced_sub(office, "Jumlah layanan media")  # measured by its last position, not added up
    assert "Cara mengukurnya berbeda" in marks(office)["Jumlah layanan media"][1]
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    taken = draft_row(office, "Jumlah layanan media")
    assert (taken.konsolidasi, targets(taken)) == ("posisi_akhir", [""] * 5)


def test_replacements_are_followed_over_the_years(office: Office, cast: Cast) -> None:
    first = replaced_sub(office)
    SubKegiatan.objects.filter(pk=first.pk).update(tahun_akhir=2025)
    last = SubKegiatan.objects.create(
        kegiatan=office.kegiatan, nama="Layanan Media Digital", tahun_awal=2026, menggantikan=first
    )
    Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=last, nama="Jumlah layanan media")
    pk = PerjanjianKinerja.objects.create(opd=office.opd, tahun=2025, berlaku_mulai=date(2025, 1, 1))
    make_butir(pk, office.indikator(office.bidang)[0], ("1", "1", "1", "1"))
    freeze(pk)  # as it was fixed before Tetapkan asked about years
    assert marks(office, 2026)["Jumlah layanan media"][0] is RollOverMark.DIGANTIKAN


def test_two_successors_with_the_same_indicator_are_left_to_people(office: Office) -> None:
    first = replaced_sub(office, "Jumlah surat")
    second = SubKegiatan.objects.create(
        kegiatan=office.kegiatan, nama="Pecahan kedua", tahun_awal=2025, menggantikan=office.sub_kegiatan
    )
    Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=second, nama="Jumlah surat")
    tanda, why = marks(office)["Jumlah surat"]
    assert tanda is RollOverMark.TANPA_INDIKATOR
    assert str(first) in why
    assert "ada lebih dari satu indikator bernama sama" in why


@pytest.mark.parametrize(
    ("level", "facts", "why"),
    [
        ("sub_kegiatan", {"tahun_akhir": 2024}, "Berakhir tahun 2024."),
        ("kegiatan", {"tahun_akhir": 2024}, "Kegiatan di atasnya, 2.16.02.2.01 Pengelolaan Informasi, berakhir 2024."),
        ("renstra", {"tahun_akhir": 2024}, "Masa Renstra 2023-2024 tidak memuat tahun 2025."),
    ],
)
def test_row_whose_node_is_over_stays_behind(
    office: Office, cast: Cast, level: str, facts: dict[str, int], why: str
) -> None:
    node = getattr(office, level)
    type(node).objects.filter(pk=node.pk).update(**facts)
    assert marks(office)["Jumlah layanan media"] == (RollOverMark.TIDAK_BERLANJUT, why)
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    assert not ButirPK.objects.filter(pk_induk__tahun=2025, indikator__nama="Jumlah layanan media").exists()


def test_row_follows_the_owner_that_the_plan_names_now(office: Office, cast: Cast) -> None:
    Indikator.objects.filter(nama="Jumlah surat").update(unit=office.bidang)
    row = next(item.tahun for item in roll_over_of(office).baris if str(item.tahun.lama) == "Jumlah surat")
    assert (row.tanda, row.unit) == (RollOverMark.DISALIN, office.bidang)
    assert row.pindah == "Dari Subbag Umum ke Bidang Informasi dan Komunikasi Publik."
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    assert draft_row(office, "Jumlah surat").unit == office.bidang


def test_unit_that_has_ended_needs_a_new_owner(office: Office, cast: Cast) -> None:
    UnitKerja.objects.filter(pk=office.subbag.pk).update(berlaku_sampai=date(2024, 12, 31))
    row = next(item.tahun for item in roll_over_of(office).baris if str(item.tahun.lama) == "Jumlah surat")
    assert (row.tanpa_pemilik, row.pindah) == (True, "Subbag Umum sudah berakhir: pilih unit penanggung jawab baru.")
    UnitKerja.objects.filter(pk=office.subbag.pk).update(berlaku_sampai=date(2025, 6, 30))
    assert not any(item.tahun.pindah for item in roll_over_of(office).baris)


def test_marks_stay_visible_on_the_draft(office: Office, cast: Cast) -> None:
    replaced_sub(office, "Jumlah layanan media")
    opened = open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    extra = Indikator.objects.create(opd=office.opd, unit=office.bidang, kegiatan=office.kegiatan, nama="Baru")
    make_butir(opened.draf, extra, ("1", "1", "1", "1"))
    after = roll_over_of(office)
    assert (after.draf, after.to_be_added) == (opened.draf, 0)
    assert after.jumlah == [
        (RollOverMark.DISALIN, 3),
        (RollOverMark.DIGANTIKAN, 1),
        (RollOverMark.TANPA_INDIKATOR, 2),
        (RollOverMark.TIDAK_BERLANJUT, 0),
    ]
    assert [str(row.butir) for row in after.baru] == ["Baru"]


def test_what_was_shown_is_what_is_done(office: Office, cast: Cast) -> None:
    seen = seen_year(roll_over_of(office))
    TargetRenstra.objects.filter(tahun=2025).update(nilai=Decimal("2.6"))
    with pytest.raises(ChangedMeanwhile, match="baru saja berubah"):
        open_year(by=cast.perencana, opd=office.opd, tahun=2025, dilihat=seen)
    assert not PerjanjianKinerja.objects.filter(tahun=2025).exists()
    open_year(by=cast.perencana, opd=office.opd, tahun=2025, dilihat=seen_year(roll_over_of(office)))
    with pytest.raises(ChangedMeanwhile):
        open_year(by=cast.perencana, opd=office.opd, tahun=2025, dilihat=seen)


def test_year_without_or_with_a_fixed_agreement_is_refused(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="PK 2025 belum ditetapkan"):
        open_year(by=cast.perencana, opd=office.opd, tahun=2026)
    fix_pk(by=cast.perencana, pk=open_year(by=cast.perencana, opd=office.opd, tahun=2025).draf)
    with pytest.raises(NotNow, match="sudah ditetapkan"):
        open_year(by=cast.perencana, opd=office.opd, tahun=2025)


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_open_a_year(office: Office, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        open_year(by=getattr(cast, name), opd=office.opd, tahun=2025)
    assert Jejak.objects.get().ditolak


def test_opening_costs_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    office.renstra.tahun_akhir = 2027
    office.renstra.save()
    counts = []
    for tahun, extra in ((2025, 1), (2026, 30)):
        draft = open_year(by=cast.perencana, opd=office.opd, tahun=tahun).draf
        for number in range(extra):
            row = Indikator.objects.create(
                opd=office.opd,
                unit=office.bidang,
                kegiatan=office.kegiatan,
                nama=f"Tambahan {tahun} {number}",
                satuan="Unit",
            )
            make_butir(draft, row, ("1", "1", "1", "1"))
        fix_pk(by=cast.perencana, pk=draft)
        with CaptureQueriesContext(connection) as queries:
            open_year(by=cast.perencana, opd=office.opd, tahun=tahun + 1)
        counts.append(len(queries))
        PerjanjianKinerja.objects.get(tahun=tahun + 1).delete()
    assert counts[0] == counts[1]


def test_new_unit_in_the_place_of_an_ended_one(office: Office, cast: Cast) -> None:
    """A unit is renamed by ending it: the draft goes to the new one, last year's row stays with the old name."""
    office.tw1.status, office.tw1.disahkan_pada = "disahkan", timezone.now()
    office.tw1.save()
    new = make_unit(office.opd, "ikp2", "Bidang Komunikasi Publik", Jenjang.ESELON_III, office.dinas)
    UnitKerja.objects.filter(pk=office.bidang.pk).update(berlaku_sampai=date(2024, 12, 31))
    Indikator.objects.filter(unit=office.bidang).update(unit=new)
    open_year(by=cast.perencana, opd=office.opd, tahun=2025)
    assert draft_row(office, "Indeks keterbukaan").unit == new
    old = ButirPK.objects.get(pk_induk=office.pk, indikator__nama="Indeks keterbukaan")
    assert old.unit.nama == "Bidang Informasi dan Komunikasi Publik"
    save_butir(by=cast.perencana, butir=draft_row(office, "Indeks keterbukaan"))
