"""Every refusal is a sentence with Excel's row number, and nothing of the file is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from indicators.models import (
    Indikator,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Program,
    Target,
    Tujuan,
)
from indicators.permissions import Peran
from tests.cast import Cast, Office, make_pk, make_user
from tests.indicators.exchange.tools import confirm, export, make_csv, make_xlsx, rows_of_xlsx, sentences, upload, url

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
TUJUAN = "Meningkatnya kualitas pemerintahan digital"
SASARAN = "Meningkatnya kualitas informasi publik"
PROGRAM = ["Perangkat daerah", "Awal Renstra", "Tujuan", "Sasaran strategis", "Kode", "Nama", "Urutan"]


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def program(**cells: Any) -> list[Any]:
    values = dict(zip(PROGRAM, ["diskominfo", 2023, TUJUAN, SASARAN, "2.16.09", "Program Baru", 9], strict=True))
    return list({**values, **{name.replace("_", " "): value for name, value in cells.items()}}.values())


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (program(Urutan=1.5), "Baris 3, Urutan: “1.5” bukan bilangan bulat. Tulis angka tanpa koma dan titik"),
        (program(Urutan="1.000"), "Baris 3, Urutan: “1.000” bukan bilangan bulat."),
        (program(Urutan=None), "Baris 3, Urutan: Sel ini wajib diisi dengan bilangan bulat, misalnya 0."),
        (program(Urutan=True), "Baris 3, Urutan: Tulis bilangan bulat, misalnya 5."),
        (program(Urutan=-1), "Baris 3, Urutan: Angka ini di luar batas. Tulis 0 sampai 32767."),
        (program(Kode=2.1), "Baris 3, Kode: Sel ini harus berupa teks. Ubah format selnya menjadi Teks"),
        (program(Nama=""), "Baris 3, Nama: Sel ini wajib diisi."),
        (program(Tujuan=None), "Baris 3, Tujuan: Tujuan kosong. Tulis nama atau kodenya, seperti dalam berkas ekspor."),
        (program(Tujuan="Tujuan lain"), "Baris 3, Tujuan: Tujuan “Tujuan lain” tidak ada di bawah induknya."),
        (program(Awal_Renstra=2019), "Baris 3, Awal Renstra: Tulis tahun awal Renstra yang sudah terdaftar"),
        (program(Perangkat_daerah="dinkes"), "Baris 3, Perangkat daerah: Tulis kode perangkat daerah yang rencananya"),
    ],
)
def test_wrong_cell_is_refused_at_its_row(planner: Client, row: list[Any], sentence: str) -> None:
    # Row 2 stays empty: the number is Excel's, not the third of the data.
    answer = upload(planner, "program", make_xlsx([PROGRAM, [None], row]))
    found = sentences(answer)
    assert len(found) == 1
    assert found[0].startswith(sentence)
    assert "token" not in answer.context
    assert Program.objects.count() == 1


def test_one_wrong_row_keeps_all_others_out(planner: Client) -> None:
    rows = [PROGRAM, program(), program(Kode="2.16.10", Urutan="dua")]
    assert sentences(upload(planner, "program", make_xlsx(rows))) == [
        "Baris 3, Urutan: “dua” bukan bilangan bulat. Tulis angka tanpa koma dan titik, misalnya 5 atau 2024."
    ]
    assert Program.objects.count() == 1


def test_same_key_twice_is_refused(planner: Client) -> None:
    answer = upload(planner, "program", make_xlsx([PROGRAM, program(), program(Urutan=10)]))
    assert sentences(answer) == ["Baris 3, Nama: Baris ini sama kuncinya dengan baris 2. Hapus salah satu."]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ([*PROGRAM, "nama"], ["Kolom “Nama” ada dua kali. Hapus salah satu."]),
        ([*PROGRAM, "SKPD"], ["Kolom “Perangkat daerah” dan “SKPD” berarti sama. Hapus salah satu."]),
        (
            [*PROGRAM, "Tahun prtama"],
            [
                "Kolom “Tahun prtama” mirip dengan “Tahun pertama”. Ganti judulnya menjadi “Tahun pertama” bila itu "
                "maksudnya; bila bukan, hapus kolomnya atau beri judul yang lain."
            ],
        ),
        (
            ["Kode", "Nama", "Urutan"],
            [
                "Kolom “Perangkat daerah”, “Awal Renstra”, “Tujuan”, dan “Sasaran strategis” tidak ada. Yang dikenali: "
                "“Kode”, “Nama”, dan “Urutan”. Tambahkan seperti dalam berkas ekspor."
            ],
        ),
        (
            ["Perangkat daerah", "Skala predikat", "Predikat", "Skor"],
            [
                "Kolom “Awal Renstra”, “Tujuan”, “Sasaran strategis”, dan “Nama” tidak ada. Yang dikenali: “Perangkat "
                "daerah”. Tambahkan seperti dalam berkas ekspor. Isi berkas ini lebih mirip “Tingkat predikat”: unggah "
                "di sana bila itu maksudnya."
            ],
        ),
    ],
)
def test_wrong_headers_are_refused_all_at_once(planner: Client, header: list[str], found: list[str]) -> None:
    assert sentences(upload(planner, "program", make_xlsx([header, ["x"] * len(header)]))) == found


def test_unknown_columns_are_passed_over_and_said(planner: Client) -> None:
    error = "=1/0"
    rows = [[*PROGRAM, "Warna", "Pemeriksa"], [*program(), error, "Budi"]]
    preview = upload(planner, "program", make_xlsx(rows))
    assert sentences(preview) == []
    assert preview.context["result"].catatan == ["Kolom yang tidak dikenal dilewati: “Warna” dan “Pemeriksa”."]
    assert "Kolom yang tidak dikenal dilewati: “Warna” dan “Pemeriksa”." in preview.content.decode()
    confirm(planner, "program", preview)
    assert Program.objects.filter(kode="2.16.09").exists()


def test_unusable_cells_of_read_columns_are_all_listed(planner: Client) -> None:
    rows = [PROGRAM, program(Urutan="=1/0"), program(Kode="2.16.10", Nama="=A1")]
    (found,) = sentences(upload(planner, "program", make_xlsx(rows)))
    assert found.startswith("Sel G2 dan F3 berisi rumus tanpa hasil.")


def test_headings_are_taken_in_the_words_of_the_trade(planner: Client) -> None:
    trade = {"Perangkat daerah": "OPD", "Awal Renstra": "Tahun Awal Renstra", "Tujuan": "Tujuan Strategis"}
    preview = upload(planner, "program", make_xlsx([[trade.get(name, name) for name in PROGRAM], program()]))
    assert sentences(preview) == []
    confirm(planner, "program", preview)
    assert Program.objects.filter(kode="2.16.09").exists()


def test_rows_that_are_no_data_are_passed_over_and_said(planner: Client) -> None:
    rows = [
        ["DAFTAR PROGRAM"],
        PROGRAM,
        [1, 2, 3, 4, 5, 6, 7],
        program(),
        ["Jumlah"],
        ["Kepala Dinas Komunikasi dan Informatika"],
        ["NIP. 19700724 199603 1 003"],
    ]
    answer = upload(planner, "program", make_xlsx(rows))
    assert sentences(answer) == []
    text = answer.content.decode()
    for sentence in ("Baris nomor kolom dilewati: baris 3.", "Baris jumlah dan rata-rata dilewati: baris 5."):
        assert sentence in text
    # Also where something else is wrong with the file.
    rows[3] = program(Urutan="dua")
    text = upload(planner, "program", make_xlsx(rows)).content.decode()
    assert "Baris nomor kolom dilewati: baris 3." in text


@pytest.mark.parametrize(
    ("model", "title", "question"),
    [
        (
            "program",
            "DINAS PEKERJAAN UMUM",
            "Judul berkas menyebut “DINAS PEKERJAAN UMUM”, sedangkan halaman ini untuk Dinas Komunikasi dan "
            "Informatika.",
        ),
        ("program", "DINAS KOMUNIKASI DAN INFORMATIKA", ""),
        (
            "butirpk",
            "PERJANJIAN KINERJA TAHUN 2023",
            "Judul berkas menyebut tahun 2023, sedangkan kolom Tahun berisi 2024.",
        ),
        ("butirpk", "PERJANJIAN KINERJA TAHUN 2024", ""),
    ],
)
def test_title_that_names_another_year_or_office_is_asked_about(
    planner: Client, model: str, title: str, question: str
) -> None:
    rows = rows_of_xlsx(export(planner, model))
    found = sentences(upload(planner, model, make_xlsx([[title], *rows])))
    assert len(found) == bool(question)
    assert all(sentence.startswith(question) for sentence in found)


def test_only_names_stand_for_codes_and_the_code_is_said(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "indikator"))
    row = next(row for row in rows if row[7] == "Jumlah surat")
    names = {
        "Perangkat daerah": "Dinas Komunikasi dan Informatika",
        "Program": "Program Informasi Publik",
        "Kode unit": "Bidang Informasi & Komunikasi Publik",
    }
    for column, name in names.items():
        row[header.index(column)] = name
    preview = upload(planner, "indikator", make_xlsx([header, row]))
    assert sentences(preview) == []
    assert preview.context["result"].peringatan == [
        ("2", "Perangkat daerah", "“Dinas Komunikasi dan Informatika” dibaca sebagai diskominfo."),
        ("2", "Program", "“Program Informasi Publik” dibaca sebagai 2.16.02."),
        ("2", "Kode unit", "“Bidang Informasi & Komunikasi Publik” dibaca sebagai unit ikp."),
    ]
    assert "dibaca sebagai unit ikp." in preview.content.decode()
    confirm(planner, "indikator", preview)
    assert Indikator.objects.get(nama="Jumlah surat").unit == office.bidang


def test_what_an_import_does_not_change_is_named(planner: Client) -> None:
    header, *rows = rows_of_xlsx(export(planner, "indikator"))
    same = "Isi berkas sama dengan yang tersimpan. Tidak ada yang perlu disimpan."
    text = upload(planner, "indikator", make_xlsx([header, *rows])).content.decode()
    assert same in text
    assert "Simpan impor ini" not in text
    row = next(row for row in rows if row[7] == "Jumlah surat")
    row[7] = "JUMLAH SURAT"
    text = upload(planner, "indikator", make_xlsx([header, row])).content.decode()
    assert same not in text
    assert "Di aplikasi: “Jumlah surat”. Beda penulisan ini tidak diubah lewat impor." in text
    assert "Tidak ada baris yang berubah, jadi tidak ada yang disimpan." in text


@pytest.mark.parametrize(
    ("model", "column", "old", "new"),
    [
        ("program", "Nama", "Program Informasi Publik", "Program Informasi Publlik"),
        ("indikator", "Indikator", "Jumlah layanan media", "Jumlah layanan media baru"),
    ],
)
def test_a_new_row_that_looks_like_a_correction_is_pointed_out(
    planner: Client, model: str, column: str, old: str, new: str
) -> None:
    header, *rows = rows_of_xlsx(export(planner, model))
    row = next(row for row in rows if row[header.index(column)] == old)
    both = [header, row, [*row[: header.index(column)], new, *row[header.index(column) + 1 :]]]
    # Beside the stored one it is another; in its place it may be the corrected one.
    assert upload(planner, model, make_xlsx(both)).context["result"].peringatan == []
    preview = upload(planner, model, make_xlsx([both[0], both[2]]))
    assert sentences(preview) == []
    ((rows_said, column_said, sentence),) = preview.context["result"].peringatan
    assert (rows_said, column_said) == ("2", column)
    assert "yang tersimpan dan tidak ada di berkas ini." in sentence
    assert old in sentence


def test_every_row_that_would_be_written_is_shown(planner: Client) -> None:
    rows = [program(Kode=None, Nama=f"Program {number}") for number in range(1000, 1250)]
    text = upload(planner, "program", make_xlsx([PROGRAM, *rows])).content.decode()
    assert "<ins>Program 1000</ins>" in text
    assert "<ins>Program 1249</ins>" in text


def test_refusals_at_the_confirmation_are_one_sentence_per_cause(planner: Client, office: Office) -> None:
    make_pk(office.opd, 2025)
    header, *rows = rows_of_xlsx(export(planner, "butirpk"))
    for row in rows:
        row[1] = 2025
    preview = upload(planner, "butirpk", make_xlsx([header, *rows]))
    assert sentences(preview) == []
    PerjanjianKinerja.objects.filter(tahun=2025).delete()
    text = confirm(planner, "butirpk", preview).content.decode()
    assert "Tidak ada yang diimpor. Baris 2-7, Tahun: Perjanjian kinerja tahun dan perubahan ini tidak ada." in text
    assert text.count("perubahan ini tidak ada") == 1


def test_service_refusal_names_the_row(planner: Client) -> None:
    columns = [*PROGRAM, "Tahun pertama"]
    answer = upload(planner, "program", make_xlsx([columns, [*program(), 2019]]))
    assert sentences(answer) == ["Baris 2, Tahun pertama: Tahun harus di dalam masa Renstra, 2023 sampai 2026."]
    two = [columns, [*program(), 2024], [*program(Kode="2.16.10"), 2019]]
    assert sentences(upload(planner, "program", make_xlsx(two))) == [
        "Baris 3, Tahun pertama: Tahun harus di dalam masa Renstra, 2023 sampai 2026."
    ]


def test_every_wrong_cell_of_every_row_is_told_at_once(planner: Client) -> None:
    columns = [*PROGRAM, "Tahun pertama"]
    rows = [
        [*program(), 2019],
        [*program(Kode="2.16.10"), 2019],
        [*program(Kode="2.16.11", Urutan="dua", Tujuan="Tidak ada"), "awal"],
        [*program(Kode="2.16.12"), 2024],
    ]
    told = sentences(upload(planner, "program", make_xlsx([columns, *rows])))
    assert [sentence.split(":")[0] for sentence in sorted(told)] == [
        "Baris 2 dan 3, Tahun pertama",
        "Baris 4, Tahun pertama",
        "Baris 4, Tujuan",
        "Baris 4, Urutan",
    ]
    assert "Baris 2 dan 3, Tahun pertama: Tahun harus di dalam masa Renstra, 2023 sampai 2026." in told
    assert Program.objects.count() == 1


def test_a_row_refused_beside_new_ones_that_are_written_one_by_one_is_named(planner: Client) -> None:
    columns = ["Perangkat daerah", "Awal Renstra", "Akhir Renstra"]
    rows = [["diskominfo", 2030, 2034], ["diskominfo", 2040, 2039]]
    (told,) = sentences(upload(planner, "perioderenstra", make_xlsx([columns, *rows])))
    assert told.startswith("Baris 3, ")
    assert PeriodeRenstra.objects.filter(tahun_awal__gte=2030).count() == 0


def _butir_file(planner: Client, **cells: Any) -> bytes:
    header, *rows = rows_of_xlsx(export(planner, "butirpk"))
    row = next(row for row in rows if row[9] == "Jumlah layanan media")
    for name, value in cells.items():
        row[header.index(name.replace("_", " "))] = value
    return make_xlsx([header, row])


def test_ambiguous_figure_is_asked_back_with_both_readings(planner: Client, office: Office) -> None:
    make_pk(office.opd, 2025)
    answer = upload(planner, "butirpk", _butir_file(planner, Tahun=2025, Target_TW_I="1.234"))
    assert sentences(answer) == [
        "Baris 2, Target TW I: “1.234” dapat dibaca dengan dua cara. "
        "Tulis 1234 bila ribuan, atau 1,2340 bila pecahan desimal."
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Target_TW_I": "dua belas"}, "Baris 2, Target TW I: “dua belas” bukan angka."),
        ({"Target_TW_I": 1e-16}, "Baris 2, Target TW I: “0.0000000000000001” mempunyai lebih dari 15 angka di"),
        ({"Polaritas": None}, "Baris 2, Polaritas: Pilih salah satu: Maksimalkan, Minimalkan, Stabilkan, Rentang."),
        ({"Kode_unit": "entah"}, "Baris 2, Kode unit: Unit “entah” tidak ada."),
        ({"Batas_atas_TW_I": 20}, "Baris 2, Target TW I: Batas atas hanya untuk polaritas rentang."),
    ],
)
def test_wrong_target_is_refused(planner: Client, office: Office, cells: dict[str, Any], sentence: str) -> None:
    make_pk(office.opd, 2025)
    found = sentences(upload(planner, "butirpk", _butir_file(planner, Tahun=2025, **cells)))
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_frozen_pk_refuses_changed_rows(planner: Client, office: Office) -> None:
    frozen = "Perjanjian Kinerja 2024 (Murni) sudah ditetapkan, jadi tidak dapat diubah."
    found = sentences(upload(planner, "butirpk", _butir_file(planner, Target_TW_IV=99, Pola_target="Bertahap")))
    assert len(found) == 1
    assert frozen in found[0]
    header, row = rows_of_xlsx(export(planner, "perjanjiankinerja"))
    row[header.index("Nomor dokumen")] = "050/1"
    found = sentences(upload(planner, "perjanjiankinerja", make_xlsx([header, row])))
    assert len(found) == 1
    assert frozen in found[0]
    assert not Target.objects.filter(nilai=99).exists()


def test_what_is_wrong_with_the_file_and_with_its_rows_is_shown_together(planner: Client) -> None:
    header, *rows = rows_of_xlsx(export(planner, "butirpk"))
    first, second = rows[:2]
    first[header.index("Target TW I")], second[header.index("Target TW IV")] = "dua belas", 99
    second[header.index("Pola target")] = "Bertahap"
    text = upload(planner, "butirpk", make_xlsx([header, first, second])).content.decode()
    assert "“dua belas” bukan angka." in text
    assert "Perjanjian Kinerja 2024 (Murni) sudah ditetapkan, jadi tidak dapat diubah." in text


def test_status_is_not_imported(planner: Client, office: Office) -> None:
    make_pk(office.opd, 2025)
    header, *rows = rows_of_xlsx(export(planner, "perjanjiankinerja"))
    row = next(row for row in rows if row[1] == 2025)
    row[header.index("Status")] = "Ditetapkan"
    assert sentences(upload(planner, "perjanjiankinerja", make_xlsx([header, row]))) == [
        "Baris 2, Status: Status tidak diubah lewat impor. Tulis Draf, atau kosongkan."
    ]
    assert PerjanjianKinerja.objects.filter(status="draf").count() == 1


def test_only_planners_import(cast: Cast, client_of: ClientOf) -> None:
    data = make_xlsx([PROGRAM, program()])
    for user in (cast.sekretaris, cast.kadis, cast.staf, cast.pembaca, cast.administrator, cast.asing):
        client = client_of(user)
        assert upload(client, "program", data).status_code == 403
        assert client.post(url("program", "process_import"), {}).status_code == 403
    assert Program.objects.count() == 1


def test_other_office_is_neither_found_nor_exported(office: Office, cast: Cast, client_of: ClientOf) -> None:
    other = PerangkatDaerah.objects.get(kode="dinkes")
    period = PeriodeRenstra.objects.create(opd=other, tahun_awal=2023, tahun_akhir=2026)
    Tujuan.objects.create(periode=period, nama="Tujuan rahasia")
    mine = client_of(cast.perencana)
    assert b"rahasia" not in export(mine, "tujuan", kind="csv")
    theirs = client_of(make_user("asing2", "Perencana Lain", (other.units.get(), Peran.PERENCANA)))
    assert "Tujuan rahasia" in export(theirs, "tujuan", kind="csv").decode()
    assert sentences(upload(theirs, "program", make_xlsx([PROGRAM, program()])))[0].startswith(
        "Baris 2, Perangkat daerah: Tulis kode perangkat daerah yang rencananya Anda kelola: dinkes."
    )


def test_waiting_file_belongs_to_its_uploader_and_page(
    office: Office, cast: Cast, client_of: ClientOf, planner: Client
) -> None:
    preview = upload(planner, "program", make_xlsx([PROGRAM, program()]))
    second = client_of(make_user("perencana2", "Perencana Dua", (office.dinas, Peran.PERENCANA)))
    for client, model in ((second, "program"), (planner, "kegiatan")):
        answer = confirm(client, model, preview)
        assert "Pratinjau ini tidak berlaku lagi." in answer.content.decode()
    assert Program.objects.count() == 1
    confirm(planner, "program", preview)
    assert Program.objects.count() == 2
    # The file is gone once it was imported: whoever clicks twice hears that the first click saved, where that one led.
    answer = confirm(planner, "program", preview)
    assert "Isi berkas ini sudah disimpan oleh klik sebelumnya." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == url("program", "changelist")


def test_what_changed_after_the_preview_is_refused(planner: Client, office: Office, cast: Cast) -> None:
    make_pk(office.opd, 2025)
    preview = upload(planner, "butirpk", _butir_file(planner, Tahun=2025))
    PerjanjianKinerja.objects.filter(tahun=2025).delete()
    text = confirm(planner, "butirpk", preview).content.decode()
    assert "Tidak ada yang diimpor. Baris 2, Tahun: Perjanjian kinerja tahun dan perubahan ini tidak ada." in text


def test_csv_of_any_delimiter_is_read(planner: Client) -> None:
    for number, delimiter in enumerate(";,\t"):
        rows = [PROGRAM, program(Kode=f"2.16.1{number}")]
        confirm(planner, "program", upload(planner, "program", make_csv(rows, delimiter), name="a.csv"))
    assert Program.objects.count() == 4


def test_indicator_path_may_not_have_a_hole(planner: Client, office: Office) -> None:
    header, *rows = rows_of_xlsx(export(planner, "indikator"))
    row = next(row for row in rows if row[7] == "Jumlah layanan media")
    row[header.index("Kegiatan")] = None
    assert sentences(upload(planner, "indikator", make_xlsx([header, row]))) == [
        "Baris 2, Sub kegiatan: Isi juga simpul di atasnya."
    ]
    assert Indikator.objects.count() == 6
