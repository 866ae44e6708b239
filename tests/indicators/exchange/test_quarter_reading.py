"""Uploading a measurement sheet: tried first, cell by cell; then all of it or nothing, through the grid's service."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.exchange.quarter_preview import preview_sheet, save_sheet
from indicators.exchange.quarter_sheet import write_sheet
from indicators.models import (
    Indikator,
    JadwalPengisian,
    Jejak,
    Pengguna,
    Realisasi,
    SkalaPredikat,
    TingkatPredikat,
    UnitKerja,
)
from indicators.selectors.pengajuan import list_pengajuan
from indicators.selectors.quarter_sheet import list_rows
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.triggers import TRIGGERS
from indicators.workflow import StatusPengajuan
from sakip.refusals import NotAllowed
from sakip.triggers import install, remove
from tests.cast import Cast, Office, make_butir
from tests.indicators import way
from tests.indicators.exchange.tools import make_csv, make_xlsx, rows_of_xlsx, sheet_in
from tests.savers import save_row

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
LAYANAN, DOKUMEN, INDEKS = "Jumlah layanan media", "Jumlah dokumen informasi", "Indeks keterbukaan"


def exported(office: Office, unit: UnitKerja | None = None) -> list[list[Any]]:
    """Return the unit's sheet as it is downloaded now: header and rows."""
    rows = list_rows(office.opd, 2024, 1, unit_ids=[(unit or office.bidang).pk])
    return rows_of_xlsx(write_sheet(rows, office.tw1))


def sheet_with(office: Office, *changes: tuple[str, str, Any]) -> bytes:
    """Return the downloaded sheet with some cells changed: (indicator, column, value)."""
    header, *rows = exported(office)
    for indikator, column, value in changes:
        row = next(row for row in rows if row[header.index("Indikator")] == indikator)
        row[header.index(column)] = value
    return make_xlsx([header, *rows])


def url(office: Office, name: str = "sheet_import", unit: UnitKerja | None = None) -> str:
    return reverse(f"indicators:{name}", args=[office.tw1.pk, (unit or office.bidang).pk])


def upload(client: Client, office: Office, data: bytes, name: str = "lembar.xlsx") -> Any:
    return client.post(url(office), {"berkas": SimpleUploadedFile(name, data)})


def confirm(client: Client, office: Office, answer: Any, **changes: str) -> Any:
    return client.post(url(office, "sheet_import_save"), {"tanda": answer.context["tanda"], **changes})


def findings(answer: Any, kind: str = "galat") -> list[tuple[str, str, str, str]]:
    return [(item.sel, item.kolom, item.isi, item.kalimat) for item in getattr(answer.context["pratinjau"], kind)]


def changes_of(answer: Any) -> dict[str, tuple[str, list[tuple[str, str, str]]]]:
    return {row.indikator: (row.keadaan, row.perubahan) for row in answer.context["pratinjau"].baris}


@pytest.fixture
def staf(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.staf)


def save(office: Office, cast: Cast, indikator: Indikator, text: str, versi: int = 0) -> None:
    isian = RowEntry(indikator.pk, versi, realisasi=text, teks={"kendala": "Listrik padam"})
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)


# --- what it would do, and what it does ---------------------------------------------------------------------------


def test_upload_is_tried_first_and_then_saved(office: Office, cast: Cast, staf: Client) -> None:
    layanan, _, _ = office.indikator(office.bidang)
    save(office, cast, layanan, "3")
    data = sheet_with(
        office,
        (LAYANAN, "Realisasi TW I", 4),
        (LAYANAN, "Kendala", None),
        (INDEKS, "Realisasi TW I", "80,5"),
        (INDEKS, "Catatan", "Angka sementara"),
    )
    before = Jejak.objects.count()
    answer = upload(staf, office, data)
    assert answer.status_code == 200
    assert changes_of(answer) == {
        INDEKS: ("baru", [("Realisasi TW I", "", "80,5"), ("Catatan", "", "Angka sementara")]),
        LAYANAN: ("berubah", [("Realisasi TW I", "3", "4"), ("Kendala", "Listrik padam", "")]),
    }
    preview = answer.context["pratinjau"]
    assert (preview.baru, preview.berubah, preview.tetap, preview.galat) == (1, 1, 1, [])
    assert [row.capaian for row in preview.baris] == ["99,16 %", "33,33 %"]
    # Nothing was written by looking.
    assert list(Realisasi.objects.values_list("nilai", "versi")) == [(Decimal(3), 1)]
    assert Jejak.objects.count() == before

    answer = confirm(staf, office, answer)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])
    stored = Realisasi.objects.order_by("indikator__pk").values_list("indikator__nama", "nilai", "kendala", "versi")
    assert list(stored) == [(LAYANAN, Decimal(4), "", 2), (INDEKS, Decimal("80.5"), "", 1)]
    trail = Jejak.objects.filter(tindakan="isi_realisasi").order_by("pk")[1:]
    assert [(row.pelaku, row.unit, row.objek) for row in trail] == [
        ("Staf IKP (staf)", office.bidang.nama, f"{INDEKS}, Triwulan I Tahun 2024"),
        ("Staf IKP (staf)", office.bidang.nama, f"{LAYANAN}, Triwulan I Tahun 2024"),
    ]
    changed = trail[1]
    assert changed.sebelum is not None
    assert changed.sesudah is not None
    assert (changed.sebelum["nilai"], changed.sesudah["nilai"]) == ("3.0000", "4")
    assert (changed.sebelum["kendala"], changed.sesudah["kendala"]) == ("Listrik padam", "")


def test_unchanged_sheet_has_nothing_to_save(office: Office, cast: Cast, staf: Client) -> None:
    for number, indikator in enumerate(office.indikator(office.bidang)):
        save(office, cast, indikator, f"{number + 1}.234,5")
    answer = upload(staf, office, sheet_with(office))
    preview = answer.context["pratinjau"]
    assert (preview.baris, preview.galat, preview.tetap, answer.context["tanda"]) == ([], [], 3, "")
    assert "Berkas ini sama dengan isian di aplikasi" in answer.content.decode()


def test_one_wrong_cell_keeps_everything_out(office: Office, cast: Cast, staf: Client) -> None:
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 3), (DOKUMEN, "Realisasi TW I", "dua"))
    answer = upload(staf, office, data)
    assert answer.status_code == 422
    assert [(cell, isi) for cell, _, isi, _ in findings(answer)] == [("S3", "dua")]
    assert answer.context["tanda"] == ""
    assert not Realisasi.objects.exists()
    # Also for who leaves the page out.
    sheet = sheet_in(data)
    with pytest.raises(Exception, match="1 baris tidak dapat disimpan, jadi tidak ada yang disimpan"):
        save_sheet(by=cast.staf, pengajuan=office.pengajuan(office.bidang), sheet=sheet)
    assert not Realisasi.objects.exists()


def test_short_sheet_of_names_and_figures_is_enough(office: Office, staf: Client) -> None:
    rows = [["indikator", "REALISASI TW I"], [f"  {LAYANAN.upper()} ", "3 layanan"]]
    confirm(staf, office, upload(staf, office, make_csv(rows), name="lembar.csv"))
    assert list(Realisasi.objects.values_list("indikator__nama", "nilai")) == [(LAYANAN, Decimal(3))]


def test_not_available_goes_both_ways(office: Office, cast: Cast, staf: Client) -> None:
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", "N/A"), (LAYANAN, "Alasan tidak tersedia", "Survei diundur"))
    confirm(staf, office, upload(staf, office, data))
    row = Realisasi.objects.get()
    assert (row.status, row.alasan) == ("tidak_tersedia", "Survei diundur")
    assert upload(staf, office, sheet_with(office)).context["pratinjau"].tetap == 3
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 5), (LAYANAN, "Alasan tidak tersedia", None))
    confirm(staf, office, upload(staf, office, data))
    row.refresh_from_db()
    assert (row.status, row.nilai, row.alasan) == ("terisi", Decimal(5), "")


# --- refusals, each at its cell ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "cell", "isi", "sentence"),
    [
        (
            "Realisasi TW I",
            "1.234",
            "S4",
            "1.234",
            "“1.234” dapat dibaca dengan dua cara. Tulis 1234 bila ribuan, atau 1,2340 bila",
        ),
        (
            "Realisasi TW I",
            "12,500",
            "S4",
            "12,500",
            "“12,500” dapat dibaca dengan dua cara. Tulis 12500 bila ribuan, atau 12,5 bila",
        ),
        ("Realisasi TW I", "tiga", "S4", "tiga", "“tiga” bukan angka."),
        ("Realisasi TW I", "5 juta", "S4", "5 juta", "“5 juta”"),
        ("Realisasi TW I", 1e-20, "S4", "1e-20", "“0.00000000000000000001” mempunyai lebih dari 15 angka"),
        ("Realisasi TW I", 10**15, "S4", "1000000000000000", "Nilai sel ini terlalu besar."),
        ("Realisasi TW I", True, "S4", "True", "Sel ini bukan angka"),
        ("Realisasi TW I", time(1, 17), "S4", "01:17:00", "Sel ini bukan angka"),
        ("Realisasi TW I", "n/a", "W4", "kosong", "Tuliskan alasan mengapa realisasi tidak tersedia."),
        ("Alasan tidak tersedia", "Lupa", "W4", "Lupa", "Alasan hanya untuk realisasi n/a."),
        ("Kendala", "x" * 2001, "X4", "x" * 60 + "…", "Uraian terlalu panjang (2001 huruf)."),
        ("Catatan", 1.5, "AB4", "1,5", "Sel ini harus berupa teks."),
        ("Indikator", "Jumlah layanan", "L4", "Jumlah layanan", "Unit ini tidak mempunyai indikator bernama itu"),
        ("Program", "Program Lain", "H4", "Program Lain", "Di aplikasi: Program Informasi Publik. Samakan"),
        ("Kode", "2.16.02.2.01.03", "K4", "2.16.02.2.01.03", "Di aplikasi: 2.16.02.2.01.02. Samakan"),
        ("Tahun", 2023, "C4", "2023", "Halaman ini untuk 2024."),
        ("Triwulan", 2, "D4", "2", "Halaman ini untuk 1."),
        ("Kode unit", "umum", "E4", "umum", "Halaman ini untuk ikp."),
        ("Perangkat daerah", "dinkes", "B4", "dinkes", "Halaman ini untuk contoh/diskominfo."),
        ("Versi", "satu", "AI4", "satu", "“satu” bukan bilangan bulat."),
        ("Versi", 1.5, "AI4", "1,5", "“1.5” bukan bilangan bulat."),
    ],
)
def test_wrong_cell_is_named_with_what_stands_there(
    office: Office, staf: Client, column: str, value: Any, cell: str, isi: str, sentence: str
) -> None:
    answer = upload(staf, office, sheet_with(office, (LAYANAN, column, value)))
    assert answer.status_code == 422
    found = findings(answer)
    assert [item[:3] for item in found] == [(cell, found[0][1], isi)]
    assert found[0][3].startswith(sentence)
    assert not Realisasi.objects.exists()


def test_predicate_of_another_scale_is_refused_with_the_letters(office: Office, cast: Cast, staf: Client) -> None:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    for huruf, skor in (("BB", 75), ("A", 85)):
        TingkatPredikat.objects.create(skala=skala, huruf=huruf, skor=skor)
    nilai = Indikator.objects.create(
        opd=office.opd, unit=office.bidang, program=office.program, nama="Nilai", jenis_nilai="predikat", skala=skala
    )
    remove(connection, TRIGGERS)
    make_butir(office.pk, nilai, ("", "", "", ""))
    install(connection, TRIGGERS)
    answer = upload(staf, office, sheet_with(office, ("Nilai", "Realisasi TW I", "C")))
    assert [item[3] for item in findings(answer)] == ["Predikat C tidak ada dalam skala. Pilih salah satu: A, BB."]
    confirm(staf, office, upload(staf, office, sheet_with(office, ("Nilai", "Realisasi TW I", "bb"))))
    assert Realisasi.objects.get().predikat == "BB"
    assert upload(staf, office, sheet_with(office)).context["pratinjau"].tetap == 4


def test_a_figure_that_print_rounds_to_the_same_is_shown_in_full_and_saved(office: Office, staf: Client) -> None:
    confirm(staf, office, upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 80.123456))))
    answer = upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 80.123459)))
    assert changes_of(answer) == {LAYANAN: ("berubah", [("Realisasi TW I", "80,123456", "80,123459")])}
    confirm(staf, office, answer)
    assert Realisasi.objects.get().nilai == Decimal("80.123459")


def test_same_row_twice_is_refused(office: Office, staf: Client) -> None:
    header, first, *_ = exported(office)
    found = findings(upload(staf, office, make_xlsx([header, first, [None], first])))
    assert found == [("L4", "Indikator", INDEKS, "Baris ini sama dengan baris 2. Hapus salah satu.")]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (["Indikator", "Realisasi TW I", "indikator"], "Kolom “Indikator” ada dua kali."),
        (["Indikator", "Realisasi TW II"], "Kolom “Realisasi TW I” tidak ada."),
        (["Realisasi TW I"], "Kolom “Indikator” tidak ada."),
    ],
)
def test_wrong_headers_are_refused(office: Office, staf: Client, header: list[str], sentence: str) -> None:
    answer = upload(staf, office, make_xlsx([header, ["x"] * len(header)]))
    assert answer.status_code == 422
    assert answer.context["galat"].startswith(sentence)


def test_broken_or_missing_file_is_refused_with_a_sentence(office: Office, staf: Client) -> None:
    assert "rusak" in upload(staf, office, b"PK\x03\x04rusak").context["galat"]
    assert staf.post(url(office)).context["galat"] == "Pilih dahulu berkas yang akan diimpor."


# --- warnings --------------------------------------------------------------------------------------------------------


def test_what_is_only_read_is_said_and_not_taken_over(office: Office, cast: Cast, staf: Client) -> None:
    data = sheet_with(
        office, (LAYANAN, "Target TW I", 99), (LAYANAN, "Satuan", "Buah"), (LAYANAN, "Realisasi TW I", 12)
    )
    answer = upload(staf, office, data)
    assert findings(answer, "peringatan") == [
        ("M4", "Satuan", "Buah", "Di aplikasi: Layanan. Kolom ini tidak diubah lewat berkas."),
        ("N4", "Target TW I", "99", "Di aplikasi: 12. Kolom ini tidak diubah lewat berkas."),
    ]
    confirm(staf, office, answer)
    assert office.pk.butir.get(indikator__nama=LAYANAN).target.get(triwulan=1).nilai == Decimal(12)


def test_odd_figures_and_emptied_ones_are_warned_of(office: Office, cast: Cast, staf: Client) -> None:
    layanan, _, _ = office.indikator(office.bidang)
    save(office, cast, layanan, "3")
    answer = upload(
        staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", None), (DOKUMEN, "Realisasi TW I", "-20"))
    )
    found = [(cell, sentence.split(".")[0]) for cell, _, _, sentence in findings(answer, "peringatan")]
    assert found == [
        ("S3", "Capaian -1"),
        ("S3", "Realisasi kurang dari nol"),
        ("S4", "Realisasi 3 akan dikosongkan"),
    ]
    assert answer.context["tanda"]


# --- who, when, and what others did meanwhile ------------------------------------------------------------------------


def test_value_changed_since_the_download_is_refused_with_the_newer_one(
    office: Office, cast: Cast, staf: Client
) -> None:
    layanan, _, _ = office.indikator(office.bidang)
    save(office, cast, layanan, "3")
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 4), (INDEKS, "Realisasi TW I", 80))
    save_row(by=cast.kepala, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 1, realisasi="7,5"))
    found = findings(upload(staf, office, data))
    assert found == [
        (
            "S4",
            "Realisasi TW I",
            "4",
            "Setelah berkas ini diunduh, baris ini diubah oleh Kepala Bidang IKP (kepala). Nilainya sekarang: 7,5. "
            "Unduh lembar terbaru, lalu isi di sana.",
        )
    ]
    assert Realisasi.objects.get().nilai == Decimal("7.5")


@pytest.mark.parametrize(("written", "changed"), [("3", 0), ("3,0", 0), ("3 dokumen", 0), ("3.00", 0), ("4", 1)])
def test_figure_that_is_stored_is_no_change_however_it_is_written(
    office: Office, cast: Cast, staf: Client, written: str, changed: int
) -> None:
    # The sheet that was uploaded once is corrected and uploaded again: its rows bear the version of the download.
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", written), (LAYANAN, "Kendala", "Listrik padam"))
    layanan, _, _ = office.indikator(office.bidang)
    save(office, cast, layanan, "3")
    answer = upload(staf, office, data)
    assert len(findings(answer)) == changed
    assert changes_of(answer) == {}


def test_value_changed_since_the_preview_is_shown_again(office: Office, cast: Cast, staf: Client) -> None:
    layanan, _, _ = office.indikator(office.bidang)
    answer = upload(staf, office, make_xlsx([["Indikator", "Realisasi TW I"], [LAYANAN, 4]]))
    save(office, cast, layanan, "3")
    answer = confirm(staf, office, answer)
    assert answer.status_code == 409
    assert "Isian baru saja diubah orang lain." in answer.content.decode()
    assert changes_of(answer) == {LAYANAN: ("berubah", [("Realisasi TW I", "3", "4")])}
    assert Realisasi.objects.get().nilai == Decimal(3)
    assert confirm(staf, office, answer).status_code == 302
    assert Realisasi.objects.get().nilai == Decimal(4)


def test_only_returned_rows_take_other_values(office: Office, cast: Cast, staf: Client) -> None:
    layanan, _, _ = office.indikator(office.bidang)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.give_back(office, office.bidang, cast.kepala, layanan)
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 4))
    assert findings(upload(staf, office, data)) == []
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 4), (INDEKS, "Realisasi TW I", 80))
    assert [item[3] for item in findings(upload(staf, office, data))] == [
        "Baris ini tidak dikembalikan, jadi tidak dapat diubah. Ubah hanya baris yang ditandai."
    ]


def test_closed_quarter_takes_no_file(office: Office, cast: Cast, staf: Client) -> None:
    waiting = upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 4)))
    pengajuan = office.pengajuan(office.bidang)
    pengajuan.status = StatusPengajuan.DIAJUKAN.value
    pengajuan.save()
    answer = upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 4)))
    assert answer.status_code == 409
    assert "sudah diajukan" in answer.context["terkunci"]
    answer = confirm(staf, office, waiting)
    assert answer.status_code == 409
    assert not Realisasi.objects.exists()
    JadwalPengisian.objects.all().delete()
    assert 'href="' + url(office) not in staf.get(url(office, "pengisian_sheet")).content.decode()


@pytest.mark.parametrize("who", ["sekretaris", "kadis", "perencana", "staf_umum", "asing", "pembaca"])
def test_others_import_nothing(office: Office, cast: Cast, client_of: ClientOf, who: str) -> None:
    data = sheet_with(office, (LAYANAN, "Realisasi TW I", 4))
    client = client_of(getattr(cast, who))
    assert upload(client, office, data).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        save_sheet(by=getattr(cast, who), pengajuan=office.pengajuan(office.bidang), sheet=sheet_in(data))
    assert not Realisasi.objects.exists()
    assert Jejak.objects.filter(ditolak=True, tindakan="isi_realisasi").count() == 1


def test_waiting_file_belongs_to_its_uploader(office: Office, cast: Cast, client_of: ClientOf, staf: Client) -> None:
    answer = upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 4)))
    kepala = client_of(cast.kepala)
    assert confirm(kepala, office, answer)["Location"] == url(office)
    assert "Pratinjau ini tidak berlaku lagi." in kepala.get(url(office)).content.decode()
    assert confirm(staf, office, answer, tanda="../../etc/passwd")["Location"] == url(office)
    assert not Realisasi.objects.exists()
    sheet = url(office, "pengisian_sheet")
    assert confirm(staf, office, answer)["Location"] == sheet
    # The file is gone once it was imported: whoever clicks twice hears that the first click saved.
    assert confirm(staf, office, answer)["Location"] == sheet
    assert "Isi berkas ini sudah disimpan oleh klik sebelumnya." in staf.get(sheet).content.decode()


# --- one bulk write --------------------------------------------------------------------------------------------------


def add_rows(office: Office, number: int) -> None:
    remove(connection, TRIGGERS)
    for index in range(number):
        row = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Indikator tambahan {index}"
        )
        make_butir(office.pk, row, ("1", "2", "3", "4"))
    install(connection, TRIGGERS)


def filled(office: Office, value: int) -> bytes:
    header, *rows = exported(office)
    for row in rows:
        row[header.index("Realisasi TW I")] = value
    return make_xlsx([header, *rows])


def test_more_rows_cost_no_more_queries(office: Office, cast: Cast) -> None:
    """New rows and changed ones, tried and saved: forty rows ask the database as often as three."""
    pengajuan = list_pengajuan(cast.staf).get(triwulan=office.tw1)
    counts: list[list[int]] = []
    for more in (37, 0):
        counts.append([])
        for value in (1, 2):
            for act in (preview_sheet, save_sheet):
                sheet = sheet_in(filled(office, value))
                with CaptureQueriesContext(connection) as captured:
                    act(by=cast.staf, pengajuan=pengajuan, sheet=sheet)
                counts[-1].append(len(captured))
        assert set(Realisasi.objects.values_list("nilai", "versi")) == {(Decimal(2), 2)}
        remove(connection, TRIGGERS)
        Jejak.objects.all().delete()
        Realisasi.objects.all().delete()
        install(connection, TRIGGERS)
        add_rows(office, more)
    assert counts[0] == counts[1]


def test_bulk_of_changed_rows_leaves_all_others_alone(office: Office, cast: Cast) -> None:
    """Changed rows are written by an upsert: keys, other quarters and other units stay as they were."""
    layanan, dokumen, indeks = office.indikator(office.bidang)
    for indikator in (layanan, dokumen, indeks):
        save(office, cast, indikator, "1")
    keys = dict(Realisasi.objects.values_list("indikator_id", "pk"))
    results = save_rows(
        by=cast.kepala,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[RowEntry(pk, 1, realisasi="2") for pk in (layanan.pk, indeks.pk)],
    )
    assert [result.galat for result in results] == [None, None]
    assert dict(Realisasi.objects.values_list("indikator_id", "pk")) == keys
    stored = dict(Realisasi.objects.values_list("indikator_id", "nilai"))
    assert stored == {layanan.pk: Decimal(2), dokumen.pk: Decimal(1), indeks.pk: Decimal(2)}
    assert Realisasi.objects.get(indikator=layanan).kendala == "Listrik padam"


def test_unknown_column_is_passed_over_and_said(office: Office, staf: Client) -> None:
    answer = upload(staf, office, make_xlsx([["Indikator", "Realisasi TW I", "Entah"], [LAYANAN, 3, "x"]]))
    assert answer.status_code == 200
    found = answer.context["pratinjau"]
    assert [(item.sel, item.kalimat) for item in found.peringatan] == [
        ("C1", "Kolom yang tidak dikenal dilewati: “Entah”.")
    ]
    assert found.may_save


def test_row_is_found_by_its_code_alone_where_only_one_hangs_there(office: Office, staf: Client) -> None:
    answer = upload(staf, office, sheet_with(office, (LAYANAN, "Realisasi TW I", 3), (LAYANAN, "Indikator", None)))
    assert [row.indikator for row in answer.context["pratinjau"].baris] == [LAYANAN]


def test_what_cannot_be_changed_here_is_not_called_the_same(office: Office, staf: Client) -> None:
    answer = upload(staf, office, sheet_with(office, (LAYANAN, "Target TW I", 99)))
    text = answer.content.decode()
    assert "Yang berbeda tidak dapat diubah lewat berkas" in text
    assert "Berkas ini sama dengan isian di aplikasi" not in text
    assert [item.kolom for item in answer.context["pratinjau"].peringatan] == ["Target TW I"]
