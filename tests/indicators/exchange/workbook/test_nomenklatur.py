"""The national change of nomenclature by workbook: recognised, asked about once, carried out with all that it holds."""

from typing import Any

import pytest

from indicators.exchange.parsing import parse_book
from indicators.exchange.workbook import importing
from indicators.exchange.workbook.downloads import flat_book, plan_book
from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import (
    ButirPK,
    GantiNomenklatur,
    Indikator,
    Kegiatan,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    SubKegiatan,
)
from indicators.services.nomenklatur import undo_nomenclature
from indicators.services.perjanjian import delete_pk
from sakip.refusals import ChangedMeanwhile, NotNow
from tests.cast import freeze
from tests.indicators.exchange.workbook.test_cases import KASUS
from tests.indicators.exchange.workbook.tools import make_book, rows_of_book, said, small_office

pytestmark = pytest.mark.one_database

Kantor = tuple[PerangkatDaerah, Pengguna]
ASK, CHANGE = BookChoices(renstra_awal=2023, renstra_akhir=2026), BookChoices(serupa="nomenklatur")
UNITS = {kode: f"Bidang {kode}" for kode in ("umum", "iku", "ikp", "egov", "statsandi")}


@pytest.fixture
def kantor(db: None, monkeypatch: pytest.MonkeyPatch) -> Kantor:
    # The process of its own has its own tests.
    monkeypatch.setattr(importing, "read_book", parse_book)
    return small_office("kominfo", "Dinas Kominfo", UNITS)


def check(kantor: Kantor, data: bytes, pilihan: BookChoices = ASK) -> BookOutcome:
    opd, by = kantor
    return check_plan(by=by, opd=opd, files=[("rencana.xlsx", data)], pilihan=pilihan)


def load(kantor: Kantor, data: bytes, pilihan: BookChoices = ASK) -> BookOutcome:
    opd, by = kantor
    seen = check(kantor, data, pilihan)
    assert said(seen) == []
    return import_plan(by=by, opd=opd, files=[("rencana.xlsx", data)], pilihan=pilihan, dilihat=seen.digest())


def agreement(opd: PerangkatDaerah) -> PerjanjianKinerja:
    return PerjanjianKinerja.objects.get(opd=opd, tahun=2024)


def shown(result: BookOutcome) -> tuple[str, list[tuple[int, list[tuple[str, str, str]]]]]:
    """Return the first sheet of the preview: its name, and per row its number and what differs."""
    first = result.lembar[0]
    return first.nama, [(row.nomor, row.perubahan) for row in first.baris]


# --- the case of the office -------------------------------------------------------------------------------------------


def of_last_year(data: bytes) -> bytes:
    """Return the workbook as it was under the codes of two digits, for the PK of the year before."""
    rows = rows_of_book(data)["Lampiran I"]
    rows[0] = [str(name).replace("Target tahun 2024", "Target tahun 2023") for name in rows[0]]
    for row in rows[1:]:
        if str(row[0] or "").count(".") == 5:
            head, _, last = str(row[0]).rpartition(".")
            row[0] = f"{head}.{last[2:]}"
    return make_book({"Lampiran I": rows})


def test_case_18_becomes_a_change_of_nomenclature_with_its_agreement(kantor: Kantor) -> None:
    opd, by = kantor
    data = (KASUS / "18_nomenklatur_4_angka_2025.xlsx").read_bytes()
    load(kantor, of_last_year(data))
    asked = check(kantor, data)
    assert [(kind, lembar) for kind, lembar in ((item.jenis, item.lembar) for item in asked.galat)] == [
        ("tanya", "Lampiran I")
    ]
    assert asked.galat[0].kalimat == (
        "38 baris tampak sama dengan yang tersimpan, tetapi kode atau namanya lain: lihat “Yang tersimpan dan yang di "
        "berkas” di bawah. Pilih di “Kode atau nama yang berubah”: “Perubahan nomenklatur mulai tahun di bawah” bila "
        "berganti mulai suatu tahun (yang lama tetap tercatat sampai tahun sebelumnya); “Perbaiki yang tersimpan” bila "
        "yang tersimpan salah tulis; “Simpan sebagai yang baru” bila memang lain. Lalu periksa lagi."
    )
    assert asked.tahun == 2024
    name, rows = shown(asked)
    assert (name, len(rows)) == ("Yang tersimpan dan yang di berkas", 38)
    plan = "Penyusunan Dokumen Perencanaan Perangkat Daerah"
    assert rows[0] == (6, [("Kode dan nama", f"2.16.01.2.01.01 {plan}", f"2.16.01.2.01.0001 {plan}")])

    result = load(kantor, data, CHANGE)
    name, rows = shown(result)
    assert (name, len(rows)) == ("Perubahan nomenklatur mulai 2024", 38)
    indikator = "Jumlah Dokumen Perencanaan Perangkat Daerah"
    assert result.lembar[0].baris[0].nama == f"Sub kegiatan; indikator yang ikut: {indikator}"
    assert rows[0] == (6, [("Kode dan nama", f"2.16.01.2.01.01 {plan}", f"2.16.01.2.01.0001 {plan}")])
    assert [item.kalimat for item in result.peringatan if "belum diputuskan" in item.kalimat] == []
    old, new = SubKegiatan.objects.filter(tahun_akhir=2023), SubKegiatan.objects.filter(tahun_awal=2024)
    assert (old.count(), new.count(), SubKegiatan.objects.count()) == (38, 38, 76)
    first = new.get(kode="2.16.01.2.01.0001")
    assert first.menggantikan is not None
    assert (first.menggantikan.kode, first.menggantikan.tahun_akhir, first.versi_nomenklatur) == (
        "2.16.01.2.01.01",
        2023,
        "",
    )
    butir = ButirPK.objects.get(pk_induk__tahun=2024, indikator__sub_kegiatan=first)
    assert (butir.indikator.nama, butir.target.get(triwulan=4).nilai) == (indikator, 8)
    assert butir.indikator.menggantikan == Indikator.objects.get(sub_kegiatan=first.menggantikan_id)
    assert not ButirPK.objects.filter(pk_induk__tahun=2024, indikator__sub_kegiatan__tahun_akhir=2023).exists()
    assert ButirPK.objects.filter(pk_induk__tahun=2024).count() == 55

    again = check(kantor, data)
    assert said(again) == []
    assert (again.jumlah["baru"], again.jumlah["berubah"]) == (0, 0)
    ganti = GantiNomenklatur.objects.get()
    with pytest.raises(NotNow, match="sudah ada dalam Perjanjian Kinerja 2024"):
        undo_nomenclature(by=by, ganti=ganti)
    delete_pk(by=by, pk=agreement(opd))
    undo_nomenclature(by=by, ganti=ganti)
    assert not SubKegiatan.objects.exclude(tahun_akhir=None).exists()
    assert SubKegiatan.objects.count() == 38


# --- small plans ------------------------------------------------------------------------------------------------------

HEAD = ["Kode", "Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Indikator", "Kode unit"]
DOKUMEN, GAJI = "Penyusunan Dokumen Perencanaan", "Penyediaan Gaji dan Tunjangan"
TUJUAN, KEGIATAN = "Meningkatnya Layanan", "Perencanaan dan Evaluasi"


def plan(tahun: int, *rows: tuple[str, str, str], kegiatan: str = KEGIATAN) -> bytes:
    head: list[list[Any]] = [[*HEAD, f"Target tahun {tahun}"]]
    way = [TUJUAN, "S", "Program A"]
    head += [["2.16.01.2.01", *way, kegiatan, "", "", "", ""]]
    return make_book(
        {"Rencana": [*head, *([kode, *way, kegiatan, sub, indikator, "umum", 4] for kode, sub, indikator in rows)]}
    )


OLD = (("2.16.01.2.01.01", DOKUMEN, "Jumlah Dokumen"), ("2.16.01.2.01.02", GAJI, "Jumlah Orang"))
NEW = (("2.16.01.2.01.0001", DOKUMEN, "Jumlah Dokumen"), ("2.16.01.2.01.0002", GAJI, "Jumlah Orang"))


@pytest.fixture
def stored(kantor: Kantor) -> Kantor:
    load(kantor, plan(2023, *OLD))
    return kantor


def pairs(result: BookOutcome) -> dict[str, str]:
    return {old: new for row in result.lembar[0].baris for name, old, new in row.perubahan if name == "Kode dan nama"}


def test_the_same_name_counts_before_the_widened_code(stored: Kantor) -> None:
    """The ministry renumbered: what was 01 is 0002 now, and the other way round."""
    swapped = (("2.16.01.2.01.0002", DOKUMEN, "Jumlah Dokumen"), ("2.16.01.2.01.0001", GAJI, "Jumlah Orang"))
    assert pairs(check(stored, plan(2024, *swapped))) == {
        f"2.16.01.2.01.01 {DOKUMEN}": f"2.16.01.2.01.0002 {DOKUMEN}",
        f"2.16.01.2.01.02 {GAJI}": f"2.16.01.2.01.0001 {GAJI}",
    }


def test_a_renamed_one_is_known_by_its_widened_code(stored: Kantor) -> None:
    renamed = (("2.16.01.2.01.0001", "Rencana Kerja Perangkat", "Jumlah Dokumen"), NEW[1])
    load(stored, plan(2024, *renamed), CHANGE)
    new = SubKegiatan.objects.get(kode="2.16.01.2.01.0001")
    assert new.menggantikan == SubKegiatan.objects.get(kode="2.16.01.2.01.01")
    assert (new.nama, new.indikator.get().nama) == ("Rencana Kerja Perangkat", "Jumlah Dokumen")


def test_a_renamed_kegiatan_takes_its_children_along(stored: Kantor) -> None:
    """Its sub kegiatan keep their names; they hang on the new one, each in the place of the old one."""
    data = plan(2024, *NEW, kegiatan="Perencanaan, Penganggaran, dan Evaluasi")
    result = load(stored, data, CHANGE)
    assert [row.nama for row in result.lembar[0].baris] == [
        "Kegiatan, tanpa indikator",
        "Sub kegiatan; indikator yang ikut: Jumlah Dokumen",
        "Sub kegiatan; indikator yang ikut: Jumlah Orang",
    ]
    new = Kegiatan.objects.get(tahun_awal=2024)
    assert (new.kode, new.menggantikan) == ("2.16.01.2.01", Kegiatan.objects.get(tahun_akhir=2023))
    assert [(row.kode, row.menggantikan and row.menggantikan.kode) for row in new.sub_kegiatan.order_by("kode")] == [
        ("2.16.01.2.01.0001", "2.16.01.2.01.01"),
        ("2.16.01.2.01.0002", "2.16.01.2.01.02"),
    ]
    again = check(stored, data)
    assert (said(again), again.jumlah["baru"], again.jumlah["berubah"]) == ([], 0, 0)


def test_only_the_indicators_that_were_copied_are_said_to_come_along(stored: Kantor) -> None:
    """Another continues one of a replaced node already, and stands elsewhere."""
    old = Indikator.objects.get(nama="Jumlah Dokumen")
    Indikator.objects.create(
        opd=old.opd, unit=old.unit, kegiatan=Kegiatan.objects.get(), nama="Jumlah Rencana", menggantikan=old
    )
    result = check(stored, plan(2024, *NEW), CHANGE)
    assert [row.nama for row in result.lembar[0].baris] == [
        "Sub kegiatan; indikator yang ikut: Jumlah Dokumen",
        "Sub kegiatan; indikator yang ikut: Jumlah Orang",
    ]


def test_children_that_keep_their_codes_move_to_the_new_kegiatan(kantor: Kantor) -> None:
    load(kantor, plan(2023, *NEW))
    load(kantor, plan(2024, *NEW, kegiatan="Perencanaan, Penganggaran, dan Evaluasi"), CHANGE)
    new = Kegiatan.objects.get(tahun_awal=2024)
    assert [(row.kode, row.menggantikan and row.menggantikan.kode) for row in new.sub_kegiatan.order_by("kode")] == [
        ("2.16.01.2.01.0001", "2.16.01.2.01.0001"),
        ("2.16.01.2.01.0002", "2.16.01.2.01.0002"),
    ]


def test_what_is_no_nomenclature_is_corrected_in_the_same_import(stored: Kantor) -> None:
    """The indicator of a new node is renamed there; the old one keeps its name."""
    load(stored, plan(2024, (NEW[0][0], DOKUMEN, "Jumlah Dokumen."), NEW[1]), CHANGE)
    assert sorted(Indikator.objects.values_list("sub_kegiatan__kode", "nama")) == [
        ("2.16.01.2.01.0001", "Jumlah Dokumen."),
        ("2.16.01.2.01.0002", "Jumlah Orang"),
        ("2.16.01.2.01.01", "Jumlah Dokumen"),
        ("2.16.01.2.01.02", "Jumlah Orang"),
    ]


def test_what_the_file_leaves_out_is_named_and_stays(stored: Kantor) -> None:
    result = load(stored, plan(2024, NEW[0]), CHANGE)
    assert [item.kalimat for item in result.peringatan if "belum diputuskan" in item.kalimat] == [
        f"1 simpul tahun 2023 tidak ada di berkas ini dan belum diputuskan: 2.16.01.2.01.02 {GAJI}. "
        "Ganti atau hentikan di halaman Perubahan nomenklatur."
    ]
    assert SubKegiatan.objects.get(kode="2.16.01.2.01.02").tahun_akhir is None


def test_a_draft_that_holds_old_indicators_is_named(stored: Kantor) -> None:
    """The draft of the year before and what was fixed later are none of those whose rows are to go."""
    load(stored, plan(2024, *OLD))
    load(stored, plan(2025, *OLD))
    freeze(PerjanjianKinerja.objects.get(opd=stored[0], tahun=2025))
    for rows, count in ((NEW, 2), (NEW[:1], 1)):
        result = check(stored, plan(2024, *rows), CHANGE)
        assert [item.kalimat for item in result.peringatan if "simpul lama" in item.kalimat] == [
            f"Perjanjian Kinerja 2024 (Murni) masih memuat {count} indikator simpul lama. Hapus barisnya dari draf itu "
            "setelah impor."
        ]


@pytest.mark.parametrize(
    ("tahun", "mulai", "words"),
    [
        (2024, 2025, "Nomenklatur berganti mulai 2025, sesudah tahun perjanjian kinerja berkas ini (2024). "),
        (2024, 2023, "Tahun perubahan harus sesudah tahun pertama Renstra 2023-2026, sampai 2026."),
    ],
)
def test_year_that_cannot_be_is_refused_and_nothing_is_written(
    stored: Kantor, tahun: int, mulai: int, words: str
) -> None:
    result = check(stored, plan(tahun, *NEW), BookChoices(serupa="nomenklatur", mulai=mulai))
    assert [item.kalimat[: len(words)] for item in result.galat] == [words]
    assert (SubKegiatan.objects.count(), GantiNomenklatur.objects.count()) == (2, 0)


def test_refusal_of_the_service_stands_at_its_row(stored: Kantor) -> None:
    """From 2024 on a code has four digits: the name alone does not make it right."""
    wrong = (("2.16.01.2.01.01", "Penyusunan Dokumen Perencanaan Daerah", "Jumlah Dokumen"), OLD[1])
    result = check(stored, plan(2024, *wrong), CHANGE)
    assert [(item.lembar, item.sel, item.kalimat[:50]) for item in result.galat] == [
        ("Rencana", "baris 3", "Bagian terakhir kode sub kegiatan mulai 2024 terdi")
    ]


def test_one_wrong_cell_keeps_the_whole_change_out(stored: Kantor) -> None:
    opd, by = stored
    data = plan(2024, NEW[0], (NEW[1][0], GAJI, "Jumlah Orang"))
    rows = rows_of_book(data)["Rencana"]
    rows[-1][-1] = "empat puluhan"
    data = make_book({"Rencana": rows})
    seen = check(stored, data, CHANGE)
    assert [item.sel for item in seen.galat] == ["I4"]
    with pytest.raises(ChangedMeanwhile):
        import_plan(by=by, opd=opd, files=[("r.xlsx", data)], pilihan=CHANGE, dilihat=seen.digest())
    assert (SubKegiatan.objects.count(), GantiNomenklatur.objects.count()) == (2, 0)


def test_year_is_part_of_what_was_seen(stored: Kantor) -> None:
    opd, by = stored
    data = plan(2025, *NEW)
    seen = check(stored, data, BookChoices(serupa="nomenklatur", mulai=2024))
    later = BookChoices(serupa="nomenklatur", mulai=2025)
    with pytest.raises(ChangedMeanwhile):
        import_plan(by=by, opd=opd, files=[("r.xlsx", data)], pilihan=later, dilihat=seen.digest())
    assert not GantiNomenklatur.objects.exists()
    load(stored, data, later)
    assert set(SubKegiatan.objects.values_list("tahun_awal", "tahun_akhir")) == {(None, 2024), (2025, None)}


def test_what_has_ended_is_nobodys_old_name(stored: Kantor) -> None:
    SubKegiatan.objects.filter(kode="2.16.01.2.01.01").update(tahun_akhir=2023)
    asked = check(stored, plan(2024, NEW[0], OLD[1]))
    assert said(asked) == []


# --- a sheet per level ------------------------------------------------------------------------------------------------


def test_sheet_of_sub_kegiatan_alone_changes_the_codes(stored: Kantor) -> None:
    head = ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Kode", "Nama"]
    rows = [[TUJUAN, "S", "Program A", KEGIATAN, kode, nama] for kode, nama, _ in NEW]
    data = make_book({"Sub kegiatan": [head, *rows]})
    assert pairs(check(stored, data)) == {
        f"2.16.01.2.01.01 {DOKUMEN}": f"2.16.01.2.01.0001 {DOKUMEN}",
        f"2.16.01.2.01.02 {GAJI}": f"2.16.01.2.01.0002 {GAJI}",
    }
    load(stored, data, BookChoices(serupa="nomenklatur", mulai=2024))
    assert sorted(SubKegiatan.objects.values_list("kode", "tahun_awal", "tahun_akhir")) == [
        ("2.16.01.2.01.0001", 2024, None),
        ("2.16.01.2.01.0002", 2024, None),
        ("2.16.01.2.01.01", None, 2023),
        ("2.16.01.2.01.02", None, 2023),
    ]
    assert Indikator.objects.filter(menggantikan__isnull=False).count() == 2


def test_blank_years_of_a_sheet_do_not_take_the_change_back(changed: Kantor) -> None:
    """The planner's file knows the new names alone; uploaded again, it leaves first years and predecessors."""
    head = ["Tujuan", "Sasaran strategis", "Program", "Kode", "Nama", "Tahun pertama", "Tahun terakhir", "Menggantikan"]
    row = [TUJUAN, "S", "Program A", "2.16.01.2.01", "Perencanaan, Penganggaran, dan Evaluasi", None, None, None]
    result = check(changed, make_book({"Kegiatan": [head, row]}))
    assert (said(result), result.jumlah) == ([], {"baru": 0, "berubah": 0, "tetap": 1})


def test_without_any_year_the_first_year_is_asked_for(stored: Kantor) -> None:
    head = ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Kode", "Nama"]
    data = make_book({"Sub kegiatan": [head, [TUJUAN, "S", "Program A", KEGIATAN, NEW[0][0], NEW[0][1]]]})
    result = check(stored, data, CHANGE)
    assert [(item.jenis, item.kalimat) for item in result.galat] == [
        ("tanya", "Tulis tahun mulainya di “Mulai tahun”, lalu periksa lagi.")
    ]
    assert result.jawaban == {"mulai"}


# --- what replaces what, out and in again -----------------------------------------------------------------------------


@pytest.fixture
def changed(stored: Kantor) -> Kantor:
    """The plan after a kegiatan and its children were replaced."""
    load(stored, plan(2024, *NEW, kegiatan="Perencanaan, Penganggaran, dan Evaluasi"), CHANGE)
    return stored


def exported(kantor: Kantor) -> bytes:
    opd, by = kantor
    pk = agreement(opd)
    return plan_book(by=by, opd=opd, periode=PeriodeRenstra.objects.get(opd=opd), pk=pk)


@pytest.mark.parametrize("flat", [False, True], ids=["per level", "flat"])
def test_plan_after_the_change_comes_back_unchanged(changed: Kantor, flat: bool) -> None:
    opd, by = changed
    data = exported(changed)
    if flat:
        periode = PeriodeRenstra.objects.get(opd=opd)
        data = flat_book(by=by, opd=opd, periode=periode, pk=agreement(opd))
    result = check(changed, data)
    assert said(result) == []
    assert [(row.nama, row.perubahan) for sheet in result.lembar for row in sheet.baris] == []


def test_what_replaces_what_stands_in_the_book_and_is_read_from_it(changed: Kantor) -> None:
    data = exported(changed)
    rows = rows_of_book(data)["Indikator"]
    path = f"{TUJUAN} > S > Program A > 2.16.01.2.01 {KEGIATAN} > 2.16.01.2.01.01 {DOKUMEN} > Jumlah Dokumen"
    assert [row[rows[0].index("Menggantikan")] for row in rows[1:]].count(path) == 1
    lain = small_office("lain", "Dinas Lain", UNITS)
    other, _ = lain
    load(lain, data)
    new = Indikator.objects.get(opd=other, nama="Jumlah Dokumen", sub_kegiatan__tahun_awal=2024)
    assert new.menggantikan is not None
    assert (new.menggantikan.opd, new.menggantikan.nama) == (other, "Jumlah Dokumen")
    sub = SubKegiatan.objects.get(indikator=new)
    assert sub.menggantikan_id == new.menggantikan.sub_kegiatan_id  # type: ignore[attr-defined]  # the field's id
    assert Indikator.objects.filter(opd=other, menggantikan__isnull=False).count() == 2


def test_an_indicator_that_continues_itself_is_refused_at_its_cell(changed: Kantor) -> None:
    rows = rows_of_book(exported(changed))["Indikator"]
    place = rows[0].index("Menggantikan")
    old = next(row for row in rows[1:] if row[place])
    nodes = [
        old[rows[0].index(name)] for name in ("Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan")
    ]
    old[place] = " > ".join([*nodes, "Jumlah Dokumen"])
    result = check(changed, make_book({"Indikator": [rows[0], old]}))
    assert [item.kalimat for item in result.galat] == [
        "Menggantikan: Indikator tidak dapat menggantikan dirinya sendiri atau penggantinya."
    ]
