"""The parts of the report stand in their order and the lists name their true pages."""

import re

import pikepdf

from tests.reports.papers.lpk.rendering.conftest import Sample
from tests.reports.rendering.pdf_reading import PdfPage, pack

CHAPTERS = (
    "LAPORAN PENGUKURAN KINERJA",
    "KATA PENGANTAR",
    "DAFTAR ISI",
    "DAFTAR TABEL",
    "BAB I PENDAHULUAN",
    "BAB II PENGUKURAN KINERJA",
    "BAB III MEKANISME PENGUMPULAN DATA KINERJA",
    "BAB IV ANALISIS CAPAIAN KINERJA",
    "BAB V PENUTUP",
    "LAMPIRAN I EVALUASI KINERJA KEGIATAN",
    "LAMPIRAN II EVALUASI KINERJA UTAMA",
)
SECTIONS = (
    ("1.1", "Latar Belakang"),
    ("1.2", "Dasar Hukum"),
    ("1.3", "Maksud dan Tujuan"),
    ("1.4", "Manfaat Pengukuran Kinerja"),
    ("1.5", "Sasaran"),
    ("2.1", "Pengertian Pengukuran Kinerja"),
    ("2.2", "Prinsip Pengukuran Kinerja"),
    ("2.3", "Tingkatan Pengukuran Kinerja"),
    ("2.4", "Langkah-langkah Pengukuran Kinerja"),
    ("2.5", "Indikator Kinerja Utama"),
    ("3.1", "Pengumpulan Data Indikator Kinerja Utama"),
    ("3.2", "Pengumpulan Data Indikator Kinerja Kegiatan"),
)


def page_with(pages: list[PdfPage], heading: str) -> PdfPage:
    """Return the page on which a chapter's heading opens the text."""
    return next(page for page in pages if pack(heading) in page.packed[:130])


def test_chapters_stand_in_the_order_of_the_office(year: Sample) -> None:
    places = [page_with(year.pages, heading).number for heading in CHAPTERS]
    assert places == sorted(places)
    assert len(set(places)) == len(CHAPTERS)


def test_front_matter_is_numbered_in_roman_and_the_rest_in_arabic(year: Sample) -> None:
    body = page_with(year.pages, "BAB I PENDAHULUAN").number
    assert body == 4
    assert [page.printed_number for page in year.pages[:body]] == ["", "ii", "iii", "iv"]
    printed = [page.printed_number for page in year.pages[body:]]
    assert printed == [str(number) for number in range(1, len(printed) + 1)]


def test_table_of_contents_names_the_true_pages(year: Sample) -> None:
    contents = page_with(year.pages, "DAFTAR ISI").text
    body = year.pages[4:]
    for number, title in SECTIONS:
        match = re.search(rf"{re.escape(number)} {re.escape(title)}[ .]+(\d+)", contents)
        assert match, title
        heading = pack(f"{number}.{title}")
        assert [p.printed_number for p in body if heading in p.packed] == [match[1]], title
    for heading in CHAPTERS[4:9]:
        match = re.search(rf"{heading}[ .]+(\d+)", contents)
        assert match, heading
        assert page_with(body, heading).printed_number == match[1]
    for name, heading in zip(("LAMPIRAN I", "LAMPIRAN II"), CHAPTERS[9:], strict=True):
        match = re.search(rf"{name} [ .]+(\d+)", contents)
        assert match, name
        assert page_with(body, heading).printed_number == match[1]
    for name, roman in (("SAMPUL", "i"), ("KATA PENGANTAR", "ii"), ("DAFTAR ISI", "iii"), ("DAFTAR TABEL", "iv")):
        assert re.search(rf"{name}[ .]+{roman} ", contents), name


def test_list_of_tables_names_the_true_pages(year: Sample) -> None:
    listing = page_with(year.pages, "DAFTAR TABEL").text
    body = year.pages[4:]
    captions = {
        "Tabel 2.1.": "Tabel 2.1. Indikator Kinerja Utama",
        "Tabel 4.1.": "Tabel 4.1. Rata-rata Capaian Kinerja per Tingkat",
        "Tabel 4.2.": "Tabel 4.2. Jumlah Indikator menurut Hasil Pengukuran",
        "Tabel 4.3.": "Tabel 4.3. Indikator yang Belum Mencapai Target",
        "Tabel Lampiran I.1": "Evaluasi Kinerja Tingkat Sub Kegiatan Dinas",
        "Tabel Lampiran I.2": "Evaluasi Kinerja Tingkat Kegiatan Dinas",
        "Tabel Lampiran I.3": "Evaluasi Kinerja Tingkat Program Dinas",
        "Tabel Lampiran II": "Evaluasi Indikator Kinerja Utama Dinas",
    }
    for label, caption in captions.items():
        match = re.search(rf"{re.escape(label)} [^0-9].*?[ .](\d+) (?=Tabel|Laporan)", listing)
        assert match, label
        page = next(p for p in body if pack(caption) in p.packed)
        assert page.printed_number == match[1], label


def test_no_page_is_empty_and_no_heading_ends_a_page(year: Sample, quarter: Sample) -> None:
    for sample in (year, quarter):
        for page in sample.pages[1:]:
            inside = [word for word in page.words if word.y1 < page.height - 72 and word.y1 - word.y0 < 40]
            assert len(inside) > 25, page.number
            last_line = max(word.middle for word in inside)
            last = " ".join(word.text for word in inside if abs(word.middle - last_line) < 3)
            assert not re.match(r"[1-3]\.[1-5]\. ", last), last


def test_lampiran_is_landscape_and_the_rest_portrait(year: Sample) -> None:
    first = page_with(year.pages, "LAMPIRAN I EVALUASI").number
    assert all(page.width < page.height for page in year.pages[:first])
    assert all(page.width > page.height for page in year.pages[first:])
    assert (round(year.pages[0].width), round(year.pages[0].height)) == (595, 842)


def test_f4_measures_215_by_330_mm(quarter: Sample) -> None:
    assert abs(quarter.pages[0].width - 609.45) < 0.1
    assert abs(quarter.pages[0].height - 935.43) < 0.1
    assert abs(quarter.pages[-1].width - 935.43) < 0.1


def test_pdf_has_title_language_tags_bookmarks_and_page_labels(year: Sample) -> None:
    with pikepdf.open(year.path) as pdf:
        assert str(pdf.Root.Lang) == "id"
        assert pdf.Root.MarkInfo.Marked
        assert "Laporan Pengukuran Kinerja Tahun 2023" in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            chapter = outline.root[4 - 1]
        assert titles[:4] == ["Kata Pengantar", "Daftar Isi", "Daftar Tabel", "BAB I PENDAHULUAN"]
        assert titles[-2:] == ["LAMPIRAN I EVALUASI KINERJA KEGIATAN", "LAMPIRAN II EVALUASI KINERJA UTAMA"]
        assert [item.title for item in chapter.children][:2] == ["1.1 Latar Belakang", "1.2 Dasar Hukum"]
        assert [page.label for page in pdf.pages][:6] == ["i", "ii", "iii", "iv", "1", "2"]


def test_regulations_are_named_by_their_own_titles(year: Sample) -> None:
    text = " ".join(page.text for page in year.pages)
    for title in (
        "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah",
        "Nomor 53 Tahun 2014 tentang Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja dan Tata Cara Reviu Atas",
        "Nomor 88 Tahun 2021 tentang Evaluasi Akuntabilitas Kinerja Instansi Pemerintah",
        "Nomor 89 Tahun 2021 tentang Penjenjangan Kinerja Instansi Pemerintah",
    ):
        assert pack(title) in pack(text), title
