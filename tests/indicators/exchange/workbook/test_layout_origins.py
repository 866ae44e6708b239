"""One small plan as different programs write it: what the reader sees is the same, whoever saved the file."""

import io
import zipfile
from pathlib import Path

import pytest

from indicators.exchange.parsing import parse_book
from indicators.exchange.workbook.structure import RENCANA, kind_of
from sakip.files import RefusedFile
from tests.indicators.exchange.foreign_writer import MAIN, STRICT, ForeignWriter, RawText
from tests.indicators.exchange.workbook.test_layout import ONE, TABLE, TWO, meant, read, told

LIBREOFFICE = Path(__file__).parents[1] / "cases_libreoffice"
HIDDEN = "tersembunyi di berkas, tetapi tetap dibaca."


def formula(text: str, value: object, more: str = "") -> RawText:
    return RawText(f"<f {more}>{text}</f><v>{value}</v>")


def with_last(cell: object) -> list[list[object]]:
    """Return the table of one row whose last quarter is the given cell."""
    return [list(TABLE[0]), [*TABLE[1][:-1], cell]]


_SHARED = [
    [*TABLE[0]],
    [*TABLE[1][:-2], formula("J2+K2", 3, 't="shared" ref="L2:L3" si="0"'), 4],
    [*TABLE[2][:-2], formula("", 1, 't="shared" si="0"'), 2],
]
_TABLE_PART = (
    f'<table xmlns="{MAIN}" id="1" name="Tabel1" displayName="Tabel1" ref="A1:M3"><autoFilter ref="A1:M3"/>'
    '<tableColumns count="1"><tableColumn id="1" name="No"/></tableColumns></table>'
)
_EMPTY_ROWS = [[RawText("", 's="0"')] * 13] * 900
SAME: dict[str, bytes] = {
    "Excel: shared texts": ForeignWriter().write({"Sheet1": TABLE}),
    "Excel: runs of fonts and reading aids": ForeignWriter(teks="rich").write({"Sheet1": TABLE}),
    "Excel: a shared formula": ForeignWriter().write({"Sheet1": _SHARED}),
    "Excel: a table with a filter": ForeignWriter(
        belakang='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
        lagi={"xl/tables/table1.xml": _TABLE_PART},
    ).write({"Sheet1": TABLE}),
    "Excel: names that point nowhere": ForeignWriter(
        buku='<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">#REF!</definedName>'
        '<definedName name="lama" hidden="1">[1]Buku!$A$1</definedName></definedNames>'
    ).write({"Sheet1": TABLE}),
    "WPS: parts and types of its own": ForeignWriter(
        lagi={
            "xl/theme/theme1.xml": "<a:theme xmlns:a='urn:wps' name='WPS'/>",
            "docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'>1033</property></Properties>",
            "xl/cellimages.xml": "<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>",
        }
    ).write({"Sheet1": TABLE}),
    "Google: rows of formats down to 903": ForeignWriter().write({"Sheet1": [*TABLE, *_EMPTY_ROWS]}),
    "Google: texts in the cells": ForeignWriter(teks="inline").write({"Sheet1": TABLE}),
    "a library: prefixed names": ForeignWriter(awalan="x:", mutlak=True).write({"Sheet1": TABLE}),
    "a library: parts with absolute names": ForeignWriter(mutlak=True).write({"Sheet1": TABLE}),
    "an e-gov export: cells without addresses": ForeignWriter(alamat=False, teks="inline").write({"Sheet1": TABLE}),
    "data on the second sheet": ForeignWriter().write({"Sampul": [["RENCANA AKSI"]], "Isi": TABLE, "Sheet3": []}),
    "spaces around every text": ForeignWriter().write(
        {"Sheet1": [[f"  {cell} " if isinstance(cell, str) else cell for cell in row] for row in TABLE]}
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_every_writer_is_read_alike(name: str) -> None:
    parts = read(SAME[name])
    assert meant(parts) == TWO
    assert told(parts, "galat", "tanya", "peringatan") == []


def test_line_ends_of_pasted_texts_are_no_letters() -> None:
    rows = [list(TABLE[0]), ["1", "T", "S", "P", "K", "SK", "Jumlah_x000D_\nDokumen", "Dok_x0007_umen", *TABLE[1][8:]]]
    (part,) = read(ForeignWriter().write({"Sheet1": rows}))
    assert (part.baris[0].sel["indikator"], part.baris[0].sel["Satuan"]) == ("Jumlah\r\nDokumen", "Dokumen")
    assert meant([part]) == ONE


@pytest.mark.parametrize(
    ("cell", "figures", "said"),
    [
        (formula("J2*4", 4), "1 2 3 4", []),
        (RawText('<f t="array" ref="M2">SUM(J2:L2)</f><v>4</v>'), "1 2 3 4", []),
        (RawText('<f>IF(J2=1,"","x")</f><v></v>', 't="str"'), "1 2 3", []),
        (RawText("<f>J2*4</f>"), "1 2 3", ["Sel M2 berisi rumus tanpa hasil."]),
        (RawText('<f t="array" ref="M2">SUM(J2:L2)</f>'), "1 2 3", ["Sel M2 berisi rumus tanpa hasil."]),
        (RawText("<f>1/0</f><v>#DIV/0!</v>", 't="e"'), "1 2 3", ["Sel M2 berisi galat #DIV/0!."]),
    ],
    ids=["result", "array", "blank result", "never computed", "array never computed", "error"],
)
def test_formula_is_its_stored_result(cell: RawText, figures: str, said: list[str]) -> None:
    parts = read(ForeignWriter().write({"Sheet1": with_last(cell)}))
    assert meant(parts) == [("sub_kegiatan", "Jumlah Dokumen", figures)]
    found = told(parts, "galat", "tanya", "peringatan")
    assert len(found) == len(said)
    assert all(sentence.startswith(start) for sentence, start in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("penulis", "said"),
    [
        (ForeignWriter(baris={3: 'hidden="1"'}), f"Baris 3 {HIDDEN}"),
        (
            ForeignWriter(baris={2: 'outlineLevel="1" hidden="true"', 3: 'outlineLevel="1" hidden="1"'}),
            f"Baris 2 dan 3 {HIDDEN}",
        ),
        (ForeignWriter(depan='<cols><col min="10" max="11" hidden="1"/></cols>'), f"Kolom J dan K {HIDDEN}"),
        (ForeignWriter(depan='<cols><col min="1" max="1" hidden="1"/></cols>'), ""),
        (ForeignWriter(depan='<cols><col min="20" max="16384" hidden="1"/></cols>'), ""),
        (ForeignWriter(baris={3: 'hidden="0"'}), ""),
    ],
    ids=["row", "closed group", "columns", "a column that is not read", "columns beside the table", "shown"],
)
def test_hidden_rows_and_columns_are_read_and_told(penulis: ForeignWriter, said: str) -> None:
    parts = read(penulis.write({"Sheet1": TABLE}))
    assert meant(parts) == TWO
    found = told(parts, "galat", "tanya", "peringatan")
    assert len(found) == bool(said)
    assert all(sentence.startswith(said) for sentence in found)


def test_rows_out_of_order_are_refused_not_dropped() -> None:
    data = ForeignWriter(baris={3: ""}).write({"Sheet1": TABLE})
    with pytest.raises(RefusedFile, match="Berkas ini rusak"):
        parse_book([("a.xlsx", _replaced(data, '<row r="3"', '<row r="2"'))])


def _replaced(data: bytes, old: str, new: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            changed.writestr(name, source.read(name).decode().replace(old, new))
    return target.getvalue()


def test_strict_workbook_says_how_to_save_it() -> None:
    with pytest.raises(RefusedFile, match=r"Berkas “Strict Open XML” tidak dapat dibaca di sini\. Di Excel"):
        parse_book([("a.xlsx", ForeignWriter(ruang=STRICT).write({"Sheet1": TABLE}))])


def test_space_behind_a_sheet_name_does_not_matter() -> None:
    (sheet,) = parse_book([("a.xlsx", ForeignWriter().write({"Target PK ": TABLE}))])
    kind = kind_of(sheet, RENCANA)
    assert kind is not None
    assert kind.nama == "Target PK"


# --- text files -------------------------------------------------------------------------------------------------------

_HEAD = "Tujuan,Sasaran Strategis,Program,Kegiatan,Sub Kegiatan,Indikator,Satuan,TW I,TW II,TW III,TW IV"
_SEMI = _HEAD.replace(",", ";")
_ROW = "T;S;P;K;SK;Jumlah Dokumen;Dokumen;1;2;3;4"
TEXTS: dict[str, tuple[bytes, list[tuple[str, str, str]]]] = {
    "Google: decimal commas in quotes": (
        f'{_HEAD}\r\nT,S,P,K,SK,Indeks,Poin,"0,5","1,25",2,"81,18"\r\n'.encode(),
        [("sub_kegiatan", "Indeks", "0,5 1,25 2 81,18")],
    ),
    "old Mac: line ends of one sign": (f"{_SEMI}\r{_ROW}\r".encode(), ONE),
    "Excel: sep= and line ends of one sign": (f"sep=;\r{_SEMI}\r{_ROW}\r".encode(), ONE),
    "Excel: sep= behind a byte order mark": (f"\ufeffsep=;\n{_SEMI}\n{_ROW}\n".encode(), ONE),
    "Excel: a line end within quotes": (
        f'{_SEMI}\r\nT;S;P;K;SK;"Jumlah\nDokumen";Dokumen;1;2;3;4\r\n'.encode(),
        ONE,
    ),
    "Excel: Unicode text of the other order": (
        b"\xfe\xff" + f"{_SEMI}\r\n{_ROW}\r\n".replace(";", "\t").encode("utf-16-be"),
        ONE,
    ),
    "bars": (f"{_SEMI}\n{_ROW}\n".replace(";", "|").encode(), ONE),
    "empty columns and rows behind": (f"{_SEMI};;;\n{_ROW};;;\n;;;;;;;;;;;;;\n".encode(), ONE),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_every_writer_is_read_alike(name: str) -> None:
    data, expected = TEXTS[name]
    parts = read(data)
    assert meant(parts) == expected
    assert told(parts, "galat", "tanya", "peringatan") == []


# --- files that LibreOffice wrote -------------------------------------------------------------------------------------

_TEXT = [("program", "Jumlah Dokumen; lengkap", "{}"), ("program", 'Indeks "A"', "81.18 81.18 81.18 81.18")]
_SEEN = [
    "Kolom yang tidak dikenal dilewati: “Cek” dan “Bobot”.",
    "Baris 5 dicoret di berkas, tetapi tetap dibaca.",
    "Baris 3 tersembunyi di berkas, tetapi tetap dibaca.",
    "Sel H4 dicoret di berkas, tetapi tetap dibaca.",
    "Kolom I tersembunyi di berkas, tetapi tetap dibaca.",
]
OWN: dict[str, tuple[list[tuple[str, str, str]], list[str]]] = {
    "rencana_aksi_bulanan.xlsx": (
        [("sub_kegiatan", "Jumlah Dokumen", "1 2 3 4|4"), ("sub_kegiatan", "Persentase Layanan", "25 50 75 100|100%")],
        ["Target bulanan dijadikan target triwulan: yang dipakai angka Maret, Juni, September, dan Desember."] * 2,
    ),
    "perjanjian_kinerja.xlsx": (
        [("sasaran", "Indeks Layanan", "|3.5"), ("sasaran", "Nilai SAKIP", "|71.25")],
        [
            "Tabel lain di lembar ini dilewati: baris 7-10, 12, 13, 15, dan 16 (kolom “No”, “Program”, “Anggaran”, "
            "dan “Keterangan”). Anggaran diimpor di halaman Anggaran."
        ],
    ),
    "saring_tersembunyi.xlsx": (
        [
            ("program", "Jumlah Dokumen", "1 2 3 4"),
            ("program", "Jumlah Laporan", "1 1 1"),
            ("program", "Jumlah Orang", "5 5 5 5"),
            ("program", "Jumlah Lama", "6 6 6 6"),
        ],
        _SEEN,
    ),
    "tanggal_1904.xlsx": (
        [("program", "Jumlah Dokumen", "1 2 3 4")],
        ["Sel D2 berisi tanggal, waktu, atau nilai benar/salah, bukan teks."],
    ),
    "titik_koma.csv": ([(a, b, c.format("0.50 1.25 2.00 3.00")) for a, b, c in _TEXT], []),
    "utf16_tab.csv": ([(a, b, c.format("0.50 1.25 2.00 3.00")) for a, b, c in _TEXT], []),
    "halaman.html": ([(a, b, c.format("0.50 1.25 2.00 3.00")) for a, b, c in _TEXT], []),
}


@pytest.mark.parametrize("name", OWN)
def test_file_of_libreoffice_has_its_outcome(name: str) -> None:
    expected, sentences = OWN[name]
    parts = read((LIBREOFFICE / name).read_bytes())
    assert meant(parts) == expected
    said = told(parts, "galat", "tanya", "peringatan")
    assert len(said) == len(sentences), said
    assert all(sentence.startswith(start) for sentence, start in zip(said, sentences, strict=True))


@pytest.mark.parametrize(("name", "kind"), [("lama.xls", "XLS (Excel 97-2003)"), ("teks.fods", "ODS")])
def test_old_formats_say_how_to_save_them(name: str, kind: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        parse_book([(name, (LIBREOFFICE / name).read_bytes())])
    assert str(refused.value).startswith(f"Berkas {kind} tidak dapat dibaca di sini. Di Excel atau WPS: File, Save As")
