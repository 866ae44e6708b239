"""The sheet of the budget: out and in again unchanged, changes and refusals by cell."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from indicators.models import Anggaran, Jejak, Pengguna
from tests.cast import Cast, Office
from tests.indicators.exchange.tools import (
    confirm,
    export,
    make_csv,
    make_xlsx,
    rows_of_csv,
    rows_of_xlsx,
    sentences,
    upload,
)
from tests.indicators.money import add_sub_kegiatan, make_anggaran, make_rak, make_sources

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def planner(office: Office, cast: Cast, client_of: ClientOf) -> Client:
    first = make_anggaran(office, pagu="2360141080", pagu_perubahan=Decimal(2400000000), perubahan_mulai=3, pptk="Budi")
    make_rak(first, *[str(number * 1000) for number in range(1, 13)])
    make_sources(first, dau="2400000000")
    second = make_anggaran(office, add_sub_kegiatan(office), pagu="1234")
    make_rak(second, "1234", "", "", "")
    make_sources(second, pad="", dau="34")
    return client_of(cast.perencana)


def table(client: Client) -> list[list[Any]]:
    return rows_of_xlsx(export(client, "anggaran"))


def test_the_sheet_says_everything(planner: Client) -> None:
    head, first, second = table(planner)
    one, two = dict(zip(head, first, strict=True)), dict(zip(head, second, strict=True))
    assert (one["Pagu"], one["Pagu perubahan"], one["Perubahan mulai triwulan"]) == (2360141080, 2400000000, 3)
    assert (one["Sub kegiatan"], one["PPTK"], one["Sumber DAU"]) == (
        "2.16.02.2.01.02 Layanan Media",
        "Budi",
        2400000000,
    )
    assert (one["RAK disusun"], one["RAK 1"], one["RAK 12"]) == ("Per bulan", 1000, 12000)
    assert (two["Sumber PAD"], two["Sumber DAU"], two["RAK disusun"], two["RAK 2"]) == ("ada", 34, "Per triwulan", None)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(planner: Client, kind: str) -> None:
    data = export(planner, "anggaran", kind=kind)
    before = Jejak.objects.count()
    preview = upload(planner, "anggaran", data, name=f"berkas.{kind}")
    assert sentences(preview) == []
    result = preview.context["result"]
    assert (result.baru, result.berubah, result.tetap) == (0, 0, 2)
    confirm(planner, "anggaran", preview)
    assert Jejak.objects.count() == before
    again = export(planner, "anggaran", kind=kind)
    reader = rows_of_xlsx if kind == "xlsx" else rows_of_csv
    assert reader(again) == reader(data)  # type: ignore[operator]  # both read bytes


def test_the_sheet_rebuilds_what_was_deleted(planner: Client) -> None:
    data = export(planner, "anggaran")
    Anggaran.objects.all().delete()
    confirm(planner, "anggaran", upload(planner, "anggaran", data))
    assert rows_of_xlsx(export(planner, "anggaran")) == rows_of_xlsx(data)
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.anggaran").count() == 2


def test_a_changed_cell_is_written_and_the_rest_stays(planner: Client) -> None:
    head, first, second = table(planner)
    second[head.index("RAK 2")] = "Rp5.000.000"
    second[head.index("Sumber PAD")] = None
    second[head.index("Sumber DAU")] = "1234,0"
    preview = upload(planner, "anggaran", make_xlsx([head, first, second]))
    assert sentences(preview) == []
    confirm(planner, "anggaran", preview)
    row = Anggaran.objects.get(pagu=1234)
    assert dict(row.rak.values_list("nomor", "nilai")) == {1: Decimal(1234), 2: Decimal(5000000)}
    assert dict(row.sumber_dana.values_list("sumber", "nilai")) == {"dau": Decimal(1234)}
    assert Jejak.objects.filter(tindakan="ubah", objek_jenis="indicators.anggaran").count() == 1


def test_a_sheet_without_rak_columns_leaves_the_rak(planner: Client) -> None:
    head, first, second = table(planner)
    wanted = [at for at, name in enumerate(head) if not name.startswith(("RAK", "Sumber"))]
    cut = [[row[at] for at in wanted] for row in (head, first, second)]
    cut[2][cut[0].index("PPTK")] = "Siti"
    confirm(planner, "anggaran", upload(planner, "anggaran", make_xlsx(cut)))
    row = Anggaran.objects.get(pptk="Siti")
    assert (row.rak.count(), row.sumber_dana.count(), row.cara_rak) == (1, 2, "triwulanan")


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Pagu", "1.234", "dapat dibaca dengan dua cara"),
        ("Pagu", "banyak", "bukan angka"),
        ("Pagu", "-5", "tidak boleh kurang dari 0"),
        ("RAK 1", "1.234", "dapat dibaca dengan dua cara"),
        ("RAK 5", 5, "hanya sampai 4"),
        ("RAK disusun", "Per minggu", "Pilih salah satu: Per bulan, Per triwulan"),
        ("Sumber DBH", 5000, "Sumber dana berjumlah"),
        ("Sub kegiatan", "Tidak ada", "tidak ada di bawah induknya"),
        ("Tahun", 2030, "Tulis tahun berlakunya"),
        ("Tahun", 10**12, "Tulis tahun berlakunya"),
        ("Perubahan mulai triwulan", 5, "lebih kecil dari atau sama dengan 4"),
    ],
)
def test_a_wrong_cell_is_refused_and_nothing_is_written(planner: Client, column: str, cell: Any, sentence: str) -> None:
    head, first, second = table(planner)
    second[head.index(column)] = cell
    preview = upload(planner, "anggaran", make_xlsx([head, first, second]))
    assert sentence in " ".join(sentences(preview))
    assert not Jejak.objects.filter(objek_jenis="indicators.anggaran").exclude(tindakan="ekspor").exists()


def test_what_the_service_refuses_stands_at_its_column(planner: Client) -> None:
    head, first, second = table(planner)
    first[head.index("Pagu")], second[head.index("Pagu")] = "1000,5", "1000,5"
    assert sentences(upload(planner, "anggaran", make_xlsx([head, first, second]))) == [
        "Baris 2 dan 3, Pagu: Tulis dalam rupiah penuh, tanpa sen, misalnya 2.360.141.080."
    ]


def test_a_csv_as_indonesian_spreadsheets_write_it(planner: Client) -> None:
    rows = rows_of_csv(export(planner, "anggaran", kind="csv"))
    rows[1][rows[0].index("PPTK")] = "Siti"
    confirm(planner, "anggaran", upload(planner, "anggaran", make_csv(rows), name="berkas.csv"))
    assert Anggaran.objects.filter(pptk="Siti").count() == 1


def test_preview_shows_every_amount_and_says_what_it_passed_over(planner: Client) -> None:
    head, first, second = table(planner)
    Anggaran.objects.all().delete()
    total: list[Any] = [None] * len(head)
    total[head.index("Sub kegiatan")], total[head.index("Pagu")] = "JUMLAH", 2360142314
    data = make_xlsx([["DOKUMEN PELAKSANAAN ANGGARAN"], head, first, second, total])
    answer = upload(planner, "anggaran", data)
    assert sentences(answer) == []
    text = answer.content.decode()
    for amount in ("<ins>2.360.141.080</ins>", "<ins>2.400.000.000</ins>", "<ins>12.000</ins>", "<ins>1.234</ins>"):
        assert amount in text
    assert "Baris jumlah dan rata-rata dilewati: baris 5." in text
