"""The measurement sheet as a workbook: the figures of the pages, typed and exact, and only for who may see them."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from indicators.capaian import Result, ResultStatus, TargetValue
from indicators.exchange.quarter_sheet import result_cell, target_cell, write_sheet
from indicators.models import Indikator, Jejak, Pengguna, Realisasi
from indicators.selectors.quarter_sheet import list_rows
from tests.cast import Cast, Office

ClientOf = Callable[[Pengguna], Client]

JUDUL = [
    *("No", "Perangkat daerah", "Tahun", "Triwulan", "Kode unit"),
    *("Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Kode", "Indikator", "Satuan"),
    *("Target TW I", "Target TW II", "Target TW III", "Target TW IV", "Target Tahun"),
    *("Realisasi TW I", "Realisasi TW II", "Realisasi TW III", "Realisasi TW IV"),
    *("Alasan tidak tersedia", "Kendala", "Faktor pendorong", "Faktor penghambat", "Tindak lanjut", "Catatan"),
    *("Capaian triwulan (%)", "Progres tahun (%)", "Status capaian", "Predikat"),
    *("Perhitungan capaian", "Perhitungan progres", "Versi"),
]


def unit_url(office: Office) -> str:
    return reverse("indicators:sheet_download", args=[office.tw1.pk, office.bidang.pk])


def office_url() -> str:
    return reverse("indicators:office_sheet_download", args=[2024, 1])


def enter(office: Office, indikator: Indikator, **values: Any) -> None:
    values = {"status": "terisi", "diubah_oleh": "uji", "diubah_pada": timezone.now(), "versi": 3, **values}
    Realisasi.objects.create(indikator=indikator, triwulan=office.tw1, **values)


def cells_of(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of the first sheet as cells by header."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    header, *rows = sheet.iter_rows()
    names = [str(cell.value) for cell in header]
    return [dict(zip(names, row, strict=True)) for row in rows]


def row_of(data: bytes, indikator: str) -> dict[str, Any]:
    return next(row for row in cells_of(data) if row["Indikator"].value == indikator)


def raw_cell(data: bytes, coordinate: str) -> str:
    """Return a cell's own XML: what really stands in the file."""
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    found = re.search(rf'<c r="{coordinate}"[^>]*>.*?</c>|<c r="{coordinate}"[^>]*/>', sheet)
    assert found is not None, coordinate
    return found[0]


def test_sheet_of_a_unit_has_its_rows_with_typed_figures(office: Office, cast: Cast, client_of: ClientOf) -> None:
    layanan, _, indeks = office.indikator(office.bidang)
    enter(office, layanan, nilai=Decimal(3), kendala="=1+1")
    enter(office, indeks, nilai=Decimal("80.5"))
    response = client_of(cast.staf).get(unit_url(office))

    assert (
        response["Content-Disposition"]
        == 'attachment; filename="lembar-pengukuran-diskominfo-contoh-raya-ikp-tw1-2024.xlsx"'
    )
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert list(cells_of(response.content)[0]) == JUDUL
    # In the order of the report: program, kegiatan, sub kegiatan.
    names = ["Indeks keterbukaan", "Jumlah dokumen informasi", "Jumlah layanan media"]
    assert [row["Indikator"].value for row in cells_of(response.content)] == names
    row = row_of(response.content, "Jumlah layanan media")
    values = {name: cell.value for name, cell in row.items()}
    assert values == dict.fromkeys(JUDUL) | {
        "No": 3,
        "Perangkat daerah": "contoh/diskominfo",
        "Tahun": 2024,
        "Triwulan": 1,
        "Kode unit": "ikp",
        "Tujuan": "Meningkatnya kualitas pemerintahan digital",
        "Sasaran strategis": "Meningkatnya kualitas informasi publik",
        "Program": "Program Informasi Publik",
        "Kegiatan": "Pengelolaan Informasi",
        "Sub kegiatan": "Layanan Media",
        "Kode": "2.16.02.2.01.02",
        "Indikator": "Jumlah layanan media",
        "Satuan": "Layanan",
        "Target TW I": 12,
        "Target TW II": 12,
        "Target TW III": 12,
        "Target TW IV": 12,
        "Target Tahun": 12,
        "Realisasi TW I": 3,
        "Kendala": "=1+1",
        "Capaian triwulan (%)": 25,
        "Progres tahun (%)": 25,
        "Status capaian": "Dihitung",
        "Predikat": "Belum dinilai",
        "Perhitungan capaian": "3 / 12 x 100 = 25,00 %",
        "Perhitungan progres": "3 / 12 x 100 = 25,00 %",
        "Versi": 3,
    }
    assert (row["Capaian triwulan (%)"].data_type, row["Capaian triwulan (%)"].number_format) == ("n", "#,##0.00")
    assert (row["Target TW I"].number_format, row["Kendala"].data_type, row["Kendala"].quotePrefix) == (
        "#,##0",
        "s",
        True,
    )


def test_figures_stand_digit_by_digit_in_the_file(office: Office) -> None:
    """The package itself writes figures by way of a float: 95676649905.08749 for the second."""
    layanan, dokumen, indeks = office.indikator(office.bidang)
    enter(office, indeks, nilai=Decimal("80.5"))
    enter(office, layanan, nilai=Decimal("-12345678901.2345"))
    enter(office, dokumen, nilai=Decimal("95676649905.0875"))
    data = write_sheet(list_rows(office.opd, 2024, 1, unit_ids=[office.bidang.pk]), office.tw1)
    assert "<v>80.5</v>" in raw_cell(data, "S2")
    assert "<v>99.16</v>" in raw_cell(data, "AC2")
    assert "<v>95676649905.0875</v>" in raw_cell(data, "S3")
    # 95.676.649.905,0875 of 2: two decimals still fit into fifteen digits.
    assert "<v>4783832495254.38</v>" in raw_cell(data, "AC3")
    assert "<v>-12345678901.2345</v>" in raw_cell(data, "S4")


def test_capaian_of_more_than_fifteen_digits_is_text() -> None:
    """A spreadsheet would round it silently."""
    assert result_cell(Result(ResultStatus.DIHITUNG, Fraction(9999999999999, 1))) == Decimal("9999999999999.00")
    assert result_cell(Result(ResultStatus.DIHITUNG, Fraction(10**14))) == "100.000.000.000.000,00"
    assert result_cell(Result(ResultStatus.BELUM_ADA_TARGET)) == "n/a"


def test_what_is_no_single_number_is_text_as_printed(office: Office) -> None:
    surat, gedung = office.indikator(office.subbag)
    enter(office, surat, status="tidak_tersedia", nilai=None, alasan="Survei diundur")
    enter(office, gedung, nilai=Decimal(0))
    data = write_sheet(list_rows(office.opd, 2024, 1), office.tw1)
    row = row_of(data, "Jumlah surat")
    assert (row["Realisasi TW I"].value, row["Alasan tidak tersedia"].value) == ("n/a", "Survei diundur")
    assert (row["Capaian triwulan (%)"].value, row["Status capaian"].value) == ("n/a", "Tidak tersedia")
    row = row_of(data, "Jumlah gedung dipelihara")
    assert (row["Realisasi TW I"].value, row["Realisasi TW I"].data_type) == (0, "n")
    assert (row["Capaian triwulan (%)"].value, row["Status capaian"].value) == ("n/a", "Belum ada target")
    row = row_of(data, "Nilai Indeks SPBE")
    assert (row["Target TW I"].value, row["Target TW I"].number_format) == (2.25, "#,##0.00")
    assert (row["Realisasi TW I"].value, row["Capaian triwulan (%)"].value) == (None, None)


def test_sheet_of_the_office_has_every_unit(office: Office, cast: Cast, client_of: ClientOf) -> None:
    data = client_of(cast.sekretaris).get(office_url()).content
    rows = [(row["Kode unit"].value, row["No"].value) for row in cells_of(data)]
    # Unit by unit, each with the numbers of its own page.
    assert rows == [("umum", 1), ("umum", 2), ("ikp", 1), ("ikp", 2), ("ikp", 3), ("iku", 1)]
    assert len(load_workbook(io.BytesIO(data)).worksheets) == 2


def test_download_stands_in_the_trail(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.staf).get(unit_url(office))
    client_of(cast.kadis).get(office_url())
    found = Jejak.objects.filter(tindakan="unduh_lembar").order_by("pk")
    assert list(found.values_list("pelaku", "objek", "unit", "sesudah")) == [
        ("Staf IKP (staf)", "Triwulan I Tahun 2024", "Bidang Informasi dan Komunikasi Publik", {"baris": 3}),
        ("Kepala Dinas (kadis)", "Triwulan I Tahun 2024", "", {"baris": 6}),
    ]


@pytest.mark.parametrize(
    ("who", "unit_code", "office_code"), [("staf_umum", 404, 403), ("pembaca", 404, 403), ("asing", 404, 404)]
)
def test_others_get_nothing(
    office: Office, cast: Cast, client_of: ClientOf, who: str, unit_code: int, office_code: int
) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(unit_url(office)).status_code == unit_code
    assert client.get(office_url()).status_code == office_code
    assert not Jejak.objects.filter(tindakan="unduh_lembar").exists()


def test_letters_that_an_earlier_pk_agreed_are_written_as_letters(office: Office) -> None:
    """The row is measured by figures today."""
    row = list_rows(office.opd, 2024, 1)[0]
    assert target_cell(row, TargetValue(Decimal(80), teks="BB"), "BB") == "BB"
