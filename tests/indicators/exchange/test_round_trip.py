"""What is exported comes back unchanged; what is changed in the file is written by the services."""

from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client

from indicators.models import (
    ButirPK,
    Dukungan,
    Indikator,
    Jejak,
    Kegiatan,
    Pengguna,
    PerjanjianKinerja,
    Program,
    SkalaPredikat,
    SubKegiatan,
    Target,
    TargetRenstra,
    TingkatPredikat,
)
from tests.cast import Cast, Office, make_butir, make_pk
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
from tests.indicators.money import make_anggaran, make_rak, make_sources

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
RESOURCES = [
    ("perioderenstra", 0),
    ("tujuan", 0),
    ("sasaran", 0),
    ("program", 0),
    ("kegiatan", 0),
    ("subkegiatan", 0),
    ("indikator", 0),
    ("indikator", 1),
    ("skalapredikat", 0),
    ("skalapredikat", 1),
    ("perjanjiankinerja", 0),
    ("butirpk", 0),
    ("dukungan", 0),
    ("anggaran", 0),
]


@pytest.fixture
def planner(office: Office, cast: Cast, client_of: ClientOf) -> Client:
    """A planner whose plan also holds a scale, a predicate, a range, a replaced node and awkward texts."""
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="Predikat SAKIP")
    for huruf, skor in (("A", "80"), ("BB", "70"), ("-B", "1.234")):
        TingkatPredikat.objects.create(skala=skala, huruf=huruf, skor=Decimal(skor))
    SubKegiatan.objects.create(
        kegiatan=office.kegiatan, kode="007", nama='=HYPERLINK("http://contoh")', menggantikan=office.sub_kegiatan
    )
    predikat = Indikator.objects.create(
        opd=office.opd,
        unit=office.tim,
        sasaran=office.sasaran,
        nama="Predikat SAKIP",
        jenis_nilai="predikat",
        skala=skala,
    )
    rentang = Indikator.objects.create(
        opd=office.opd,
        unit=office.tim,
        program=office.program,
        nama="+Suhu ruang server; derajat",
        polaritas="rentang",
        pola_target="bertahap",
        realisasi_terburuk=Decimal("1.234"),
        definisi_operasional="Baris satu\r\nBaris dua; \"dikutip\", dan ''",
        formula="=SUM(A1:A9)",
        sumber_data="@sistem\tdalam",
        penanggung_jawab='-Kabid; "IKP"',
    )
    budget = make_anggaran(office, pagu="1234", pptk='=Budi; "PPTK"')
    make_rak(budget, "1234", "", "", "")
    make_sources(budget, pad="", dau="34")
    TargetRenstra.objects.create(indikator=predikat, tahun=2024, predikat="BB")
    Dukungan.objects.create(pendukung=rentang, didukung=predikat, menjumlah=True, keterangan="=1+1; lintas unit")
    draft = make_pk(office.opd, 2025)
    butir = make_butir(draft, predikat, ("", "", "", ""))
    Target.objects.filter(butir=butir).update(predikat="A")
    butir = make_butir(draft, rentang, ("18", "18", "18", "1234"), "43000")
    Target.objects.filter(butir=butir).update(batas_atas=Decimal("60000.125"))
    return client_of(cast.perencana)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(("model", "resource"), RESOURCES)
def test_export_then_import_changes_nothing(planner: Client, model: str, resource: int, kind: str) -> None:
    data = export(planner, model, kind=kind, resource=resource)
    assert len(rows_of_xlsx(data) if kind == "xlsx" else rows_of_csv(data)) > 1
    before = Jejak.objects.exclude(tindakan__startswith="ekspor").count()
    preview = upload(planner, model, data, resource=resource)
    assert sentences(preview) == []
    result = preview.context["result"]
    assert (result.baru, result.berubah) == (0, 0)
    assert result.tetap > 0
    assert "Simpan impor ini" not in preview.content.decode()
    answer = confirm(planner, model, preview)
    assert "0 baru, 0 berubah" in answer.content.decode()
    assert Jejak.objects.exclude(tindakan__startswith="ekspor").count() == before


def test_every_resource_of_a_button_comes_back(planner: Client) -> None:
    """The table above names all that the pages offer."""
    offered = [
        (model._meta.model_name, index)
        for model, page in admin.site._registry.items()
        for index, _ in enumerate(getattr(page, "resource_classes", ()))
    ]
    assert sorted(offered) == sorted(RESOURCES)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_replaced_node_is_exported_and_imported(planner: Client, office: Office, kind: str) -> None:
    data = export(planner, "subkegiatan", kind=kind)
    header, *rows = rows_of_xlsx(data) if kind == "xlsx" else rows_of_csv(data)
    at, old = header.index("Menggantikan"), office.sub_kegiatan
    path = (
        "Meningkatnya kualitas pemerintahan digital > Meningkatnya kualitas informasi publik > "
        "2.16.02 Program Informasi Publik > 2.16.02.2.01 Pengelolaan Informasi > 2.16.02.2.01.02 Layanan Media"
    )
    assert sorted(str(row[at] or "") for row in rows) == ["", path]
    # The same file makes the link again where it is gone, and shows that it would.
    SubKegiatan.objects.update(menggantikan=None)
    preview = upload(planner, "subkegiatan", data)
    assert sentences(preview) == []
    assert [row.perubahan for row in preview.context["result"].baris] == [[("Menggantikan", "", path)]]
    confirm(planner, "subkegiatan", preview)
    assert SubKegiatan.objects.get(menggantikan=old).kode == "007"


def test_export_names_no_database_id_and_no_other_office(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "butirpk"))
    assert header[:4] == ["Perangkat daerah", "Tahun", "Perubahan ke", "Awal Renstra"]
    assert {row[0] for row in rows} == {"diskominfo"}
    layanan = next(row for row in rows if row[9] == "Jumlah layanan media")
    assert layanan[:11] == [
        "diskominfo",
        2024,
        0,
        2023,
        "Meningkatnya kualitas pemerintahan digital",
        "Meningkatnya kualitas informasi publik",
        "2.16.02 Program Informasi Publik",
        "2.16.02.2.01 Pengelolaan Informasi",
        "2.16.02.2.01.02 Layanan Media",
        "Jumlah layanan media",
        "ikp",
    ]
    assert layanan[22] == 12


def test_formulas_are_never_exported(planner: Client) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(export(planner, "subkegiatan"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]
    names = [row[7] for row in rows_of_csv(export(planner, "subkegiatan", kind="csv"))]
    assert """'=HYPERLINK("http://contoh")""" in names


def test_csv_writes_figures_that_are_read_without_a_question(planner: Client) -> None:
    rows = rows_of_csv(export(planner, "butirpk", kind="csv"))
    suhu = next(row for row in rows if row[9] == "'+Suhu ruang server; derajat")
    assert suhu[17] == "1,2340"
    assert suhu[22:32:2] == ["18", "18", "18", "1234", "43000"]
    assert suhu[23:32:2] == ["60000,1250"] * 5


def test_import_writes_new_and_changed_rows_with_their_trail(planner: Client, cast: Cast, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "program"))
    rows[0][header.index("Sasaran kinerja")] = "Informasi makin terbuka"
    rows.append([*rows[0][:4], "2.16.03", "Program Aplikasi Informatika", 2, None, None, "", "", ""])
    preview = upload(planner, "program", make_xlsx([header, *rows]))
    assert sentences(preview) == []
    # Nothing is stored before it is confirmed.
    assert Program.objects.count() == 1
    confirm(planner, "program", preview)
    office.program.refresh_from_db()
    assert office.program.sasaran_kinerja == "Informasi makin terbuka"
    new = Program.objects.get(kode="2.16.03")
    assert (new.nama, new.urutan, new.sasaran) == ("Program Aplikasi Informatika", 2, office.sasaran)
    written = Jejak.objects.filter(objek_jenis="indicators.program").exclude(tindakan="ekspor")
    trail = list(written.values_list("tindakan", "pelaku"))
    assert sorted(trail) == [
        ("tambah", "Perencana (perencana)"),
        ("ubah", "Perencana (perencana)"),
    ]


def test_import_of_targets_reads_numbers_as_people_write_them(planner: Client, office: Office) -> None:
    pk = PerjanjianKinerja.objects.get(tahun=2025)
    header, *_ = rows_of_csv(export(planner, "butirpk", kind="csv"))
    path = ["diskominfo", "2025", "0", "2023", *PATH_TO_SUB, "Jumlah layanan media"]
    columns = [*header[:10], "Target Tahun"]
    preview = upload(planner, "butirpk", make_csv([columns, [*path, "12,5 layanan"]]), name="target.csv")
    assert sentences(preview) == []
    confirm(planner, "butirpk", preview)
    butir = ButirPK.objects.get(pk_induk=pk, indikator__nama="Jumlah layanan media")
    # Taken over from the indicator, the year repeated in every quarter.
    assert (butir.unit, butir.satuan, butir.konsolidasi) == (office.bidang, "Layanan", "kumulatif")
    assert [row.nilai for row in butir.target.order_by("triwulan")] == [Decimal("12.5")] * 5


PATH_TO_SUB = [
    "Meningkatnya kualitas pemerintahan digital",
    "Meningkatnya kualitas informasi publik",
    "2.16.02 Program Informasi Publik",
    "2.16.02.2.01",
    "Layanan Media",
]


def test_empty_cell_means_blank_and_missing_column_means_unchanged(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "indikator"))
    keep = [*range(8), header.index("Satuan")]
    row = next(list(row) for row in rows if row[7] == "Jumlah surat")
    row[header.index("Satuan")] = None
    preview = upload(planner, "indikator", make_xlsx([[header[i] for i in keep], [row[i] for i in keep]]))
    confirm(planner, "indikator", preview)
    surat = Indikator.objects.get(nama="Jumlah surat")
    assert (surat.satuan, surat.konsolidasi, surat.urutan) == ("", "kumulatif", 1)


def test_codes_are_imported_with_or_without_dots(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "kegiatan"))
    at = {name: header.index(name) for name in ("Program", "Kode", "Nama", "Urutan", "Versi nomenklatur")}
    rows[0][at["Program"]], rows[0][at["Kode"]], rows[0][at["Urutan"]] = "21602", "21602201", 5
    new = list(rows[0])
    new[at["Kode"]], new[at["Nama"]], new[at["Versi nomenklatur"]] = "21602202", "Pengelolaan Media", "4 angka"
    rows.append(new)
    preview = upload(planner, "kegiatan", make_xlsx([header, *rows]))
    assert sentences(preview) == []
    confirm(planner, "kegiatan", preview)
    stored = Kegiatan.objects.order_by("pk").values_list("kode", "urutan", "versi_nomenklatur")
    assert list(stored) == [("2.16.02.2.01", 5, ""), ("2.16.02.2.02", 5, "4-digit")]
    new[at["Kode"]], new[at["Versi nomenklatur"]] = "2.16.02.2.03", "tiga angka"
    assert sentences(upload(planner, "kegiatan", make_xlsx([header, new]))) == [
        "Baris 2, Versi nomenklatur: Pilih salah satu: 2 angka, 4 angka."
    ]
    new[at["Kode"]], new[at["Versi nomenklatur"]] = "2.16.09.2.03", ""
    (found,) = sentences(upload(planner, "kegiatan", make_xlsx([header, new])))
    assert "harus diawali kode induknya, 2.16.02" in found


QUARTERS = [f"Target TW {number}" for number in ("I", "II", "III", "IV")]


@pytest.mark.parametrize(
    ("said", "cells", "expected"),
    [
        ("Per triwulan", ["2", "2", "2", "2", "8"], []),
        ("", ["2", "4", "6", "8", "8"], []),
        ("", ["2", "2", "2", "2", "8"], ["ditulis per triwulan", "bila sejak awal tahun, target tahun adalah 2"]),
        ("Per triwulan", ["2", "", "2", "2", "8"], ["Target TW II: Tulis target keempat triwulan"]),
        ("sebagian", ["2", "4", "6", "8", "8"], ["Target triwulan ditulis: Pilih salah satu"]),
    ],
)
def test_quarter_targets_of_a_sum_are_read_as_the_file_says(
    planner: Client, office: Office, said: str, cells: list[str], expected: list[str]
) -> None:
    header, *_ = rows_of_csv(export(planner, "butirpk", kind="csv"))
    path = ["diskominfo", "2025", "0", "2023", *PATH_TO_SUB, "Jumlah layanan media"]
    columns = [*header[:10], "Konsolidasi", "Pola target", "Target triwulan ditulis", *QUARTERS, "Target Tahun"]
    rows = [columns, [*path, "penjumlahan", "bertahap", said, *cells]]
    preview = upload(planner, "butirpk", make_csv(rows), name="target.csv")
    told = " ".join(sentences(preview))
    assert all(words in told for words in expected)
    assert bool(told) is bool(expected)
    if not expected:
        confirm(planner, "butirpk", preview)
        butir = ButirPK.objects.get(pk_induk__tahun=2025, indikator__nama="Jumlah layanan media")
        assert [row.nilai for row in butir.target.order_by("triwulan")] == [Decimal(n) for n in (8, 2, 4, 6, 8)]


def test_what_is_only_odd_is_said_in_the_preview(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "indikator"))
    row = next(list(row) for row in rows if row[7] == "Jumlah surat")
    row[header.index("Jenis nilai")], row[header.index("Konsolidasi")] = "Persen", "Penjumlahan"
    preview = upload(planner, "indikator", make_xlsx([header, row]))
    assert sentences(preview) == []
    ((_, column, sentence),) = preview.context["result"].peringatan
    assert column == "Konsolidasi"
    assert sentence.startswith("Persen triwulan dijumlahkan")
    assert sentence in unescape(preview.content.decode())
    row[header.index("Jenis nilai")] = "Indeks atau nilai"
    (found,) = sentences(upload(planner, "indikator", make_xlsx([header, row])))
    assert "Indeks, rasio, dan skor tidak dijumlahkan" in found
