"""Figures as they were approved: nothing of drafts, and the coverage of those that did not keep it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from indicators.models import Pengesahan, PerangkatDaerah, Triwulan
from indicators.selectors.pengesahan_figures import get_approved_year, list_approved_means
from indicators.services.triwulan import approve, reopen_quarter
from tests.cast import Cast, Office
from tests.indicators import way

SurelyFew = Callable[..., Any]


def approved(office: Office, cast: Cast) -> Triwulan:
    way.validate_all(office, cast)
    office.tw1.refresh_from_db()
    return approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)


def test_means_are_returned_with_coverage_and_predicate_by_one_query(
    office: Office, cast: Cast, django_assert_num_queries: SurelyFew
) -> None:
    approved(office, cast)

    with django_assert_num_queries(1):
        (found,) = list_approved_means([office.opd.pk])

    assert (found.opd_id, found.tahun, found.triwulan, found.disahkan_oleh) == (
        office.opd.pk, 2024, 1, "Kepala Dinas (kadis)"
    )  # fmt: skip
    # Kegiatan has its own target in each quarter; the others are judged at the year's end.
    assert [
        (row["label"], row["nilai"], row["dihitung"], row["jumlah"], row["predikat"]) for row in found.rata_rata
    ] == [
        ("Indikator Kinerja Utama", "100,00", 1, 1, ""),
        ("Program", "98,77", 1, 1, ""),
        ("Kegiatan", "100,00", 1, 1, "Sangat Tinggi"),
        ("Sub Kegiatan", "50,00", 2, 3, ""),
    ]
    assert found.rata_rata[0]["alasan"] == "1 indikator bertarget tetap baru dinilai pada akhir tahun"


def test_drafts_and_what_was_opened_again_are_not_among_them(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    assert list_approved_means([office.opd.pk]) == []
    office.tw1.refresh_from_db()
    quarter = approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)
    other = PerangkatDaerah.objects.exclude(pk=office.opd.pk).get()
    assert list_approved_means([other.pk]) == []
    reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Keliru.")
    assert list_approved_means([office.opd.pk]) == []
    assert get_approved_year(office.opd.pk, 2024) == {}


def test_of_several_approvals_the_last_one_counts(office: Office, cast: Cast) -> None:
    quarter = approved(office, cast)
    quarter = reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Keliru.")
    quarter.realisasi.filter(indikator__nama="Jumlah dokumen informasi").update(nilai=1)
    approve(by=cast.kadis, quarter=quarter, versi=quarter.versi)

    (found,) = list_approved_means([office.opd.pk])

    assert found.rata_rata[2]["nilai"] == "50,00"
    assert get_approved_year(office.opd.pk, 2024)[1]["rata_rata"][2]["nilai"] == "50,00"


def test_coverage_that_an_older_approval_did_not_keep_is_counted_from_its_rows(
    office: Office, django_assert_num_queries: SurelyFew
) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    Triwulan.objects.update(status="disahkan", disahkan_pada=timezone.now(), disahkan_oleh="uji")
    baris = [
        {"indikator_id": row.pk, "indikator": row.nama, "unit": "", "satuan": "", "target": "", "realisasi": "",
         "kumulatif": "", "capaian": capaian, "progres": ""}
        for row, capaian in ((layanan, "1.250,00"), (office.indikator(office.subbag)[0], "n/a"), (dokumen, ""))
    ]  # fmt: skip
    means = [
        {"label": "Kegiatan", "capaian": "n/a", "progres": "n/a"},
        {"label": "Sub Kegiatan", "capaian": "1.250,00", "progres": "10,00"},
    ]
    Pengesahan.objects.create(
        triwulan=office.tw1,
        nomor=1,
        sidik="0" * 64,
        isi={"skema": 1, "baris": baris, "rata_rata": means},
        disahkan_oleh="uji",
        disahkan_pada=timezone.now(),
    )

    with django_assert_num_queries(3):
        (found,) = list_approved_means([office.opd.pk])

    assert [(row["nilai"], row["dihitung"], row["jumlah"]) for row in found.rata_rata] == [
        ("n/a", 0, 1), ("1.250,00", 1, 2)
    ]  # fmt: skip
    assert get_approved_year(office.opd.pk, 2024)[1]["rata_rata"] == list(found.rata_rata)
