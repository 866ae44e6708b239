"""Reading one flat sheet as in Lampiran I: its indicators, level by level, and their targets.

The Excel of the trade has titles above the table, headings of two rows, merged cells, names that are written once or
on every row, four rows per indicator, one per quarter, or one row with four columns or twelve, and sometimes the
indicators of several levels side by side.
"""

from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter

from indicators.capaian import Konsolidasi
from indicators.exchange.layout import data_rows, ranges_of, take_unusable, unseen_notes
from indicators.exchange.parsing import RawSheet
from indicators.exchange.tables import note_beside
from indicators.exchange.texts import is_blank, joined
from indicators.exchange.workbook.flat_headings import (
    ABAIKAN,
    CATATAN,
    CODES,
    MONTH_COLUMNS,
    QUARTER_COLUMNS,
    REALISASI,
    UANG,
    FlatHeadings,
    Rows,
    find_headings,
    groups_of,
    missing_sentence,
    repeated,
)
from indicators.exchange.workbook.flat_rows import FlatRow, FlatSheet
from indicators.exchange.workbook.leftovers import (
    MONTHS_LEFT,
    MONTHS_PER_QUARTER,
    join_cells,
    lines_above,
    remarks,
    take_dates,
    without_indicator,
)
from indicators.exchange.workbook.monthly import MonthlyTarget, months_to_quarters
from indicators.exchange.workbook.sheet_tables import passed_over, split_tables
from indicators.exchange.workbook.structure import CONTOH, EXAMPLES, BookFinding, key_of
from indicators.models.perjanjian import TAHUN
from indicators.tingkat import Tingkat
from indicators.triwulan import ALL_QUARTERS, LAST_QUARTER, QUARTERS, last_month_of, quarter_of, short_name

__all__ = ["FlatRow", "FlatSheet", "read_flat", "supplements"]

_NOT_READ = (ABAIKAN, REALISASI, UANG)


def read_flat(sheet: RawSheet) -> list[FlatSheet]:
    """Return the indicators of a sheet's tables, one part per level where they stand side by side.

    None without headings of a plan. What is passed over is told by the first part.
    """
    judul = find_headings(sheet.baris)
    if judul is None:
        return []
    if sentence := missing_sentence(judul):
        return [FlatSheet(sheet.nama, {}, atas=judul.atas, ditolak=sentence)]
    first, *others = split_tables(sheet, judul)
    parts = _read_table(first, judul)
    parts[0].temuan = lines_above(sheet, judul) + parts[0].temuan
    for table in others:
        below = find_headings(table.baris)
        if below is None or missing_sentence(below):
            parts[0].temuan.append(passed_over(table))
            continue
        # The lines above the first table stand above all of them.
        below.atas = judul.atas
        parts += _read_table(table, below)
    return parts


def _read_table(sheet: RawSheet, judul: FlatHeadings) -> list[FlatSheet]:
    groups = groups_of(judul)
    grouped = [index for columns in groups.values() for index in columns] if groups else []
    temuan = repeated(judul, sheet.nama, grouped=grouped)
    rows = sheet.baris[judul.mulai :]
    used = {index for index, name in judul.arti.items() if name not in _NOT_READ}
    titles = [value for _, values in sheet.baris[judul.awal : judul.mulai] for value in values]
    kept, skipped = data_rows(rows, [*titles, *judul.teks.values()], sheet.nama)
    temuan += _odd_columns(sheet, judul, kept)
    temuan += [BookFinding("galat", sheet.nama, *found) for found in take_unusable(kept, used.__contains__)]
    temuan += take_dates(sheet.nama, kept, judul)
    temuan += [BookFinding("peringatan", sheet.nama, place, "", said) for place, said in skipped.sentences()]
    unseen = unseen_notes(sheet, kept, used.__contains__)
    temuan += [BookFinding("peringatan", sheet.nama, place, "", said) for place, said in unseen]
    parts: list[tuple[Tingkat | None, dict[int, str]]] = [*groups.items()] or [(None, judul.arti)]
    found = [FlatSheet(sheet.nama, columns, atas=judul.atas) for _, columns in parts]
    for part, (level, _) in zip(found, parts, strict=True):
        part.tahun = judul.tahun
        _read_rows(part, kept, beside=bool(groups))
        shared = {name for name in part.kolom.values() if level and len(judul.columns(name)) == 1}
        own = [row for row in part.baris if not level or _has_own(row, level)]
        strange = [row for row in part.baris if level and not _has_own(row, level)]
        part.temuan += without_indicator(sheet.nama, strange, shared, targets=True)
        part.temuan += without_indicator(sheet.nama, [] if part.completes else own, shared, targets=False)
        part.baris = own
    found[0].temuan = temuan + found[0].temuan
    return found


def _has_own(row: FlatRow, level: Tingkat) -> bool:
    """Say whether the row tells something of this level: a node of it by name, or an indicator."""
    return row.tingkat == level and (not is_blank(row.sel.get("indikator")) or row.ditulis == level)


def _odd_columns(sheet: RawSheet, judul: FlatHeadings, kept: Rows) -> list[BookFinding]:
    """Say which columns are passed over, one sentence per cause."""
    unknown = [index for index in judul.teks if index not in judul.arti]
    found = [
        (unknown, "Kolom yang tidak dikenal dilewati: {}."),
        (judul.columns(REALISASI), "Kolom realisasi dilewati: yang diimpor di sini hanya rencana dan target ({})."),
        (judul.columns(UANG), "Kolom anggaran dilewati ({}). Anggaran diimpor di halaman Anggaran."),
    ]
    temuan = [
        BookFinding(
            "peringatan",
            sheet.nama,
            judul.place(indexes[0]),
            judul.teks.get(indexes[0], ""),
            sentence.format(joined([f"“{judul.teks.get(index, '')}”" for index in indexes])),
        )
        for indexes, sentence in found
        if indexes
    ]
    beside = note_beside(kept, lambda index: index in judul.teks)
    temuan += [BookFinding("peringatan", sheet.nama, place, "", said) for place, said in beside]
    return temuan + remarks(sheet.nama, kept, judul)


def _read_rows(flat: FlatSheet, rows: Rows, *, beside: bool) -> None:
    names = set(flat.kolom.values())
    by_rows = "target" in names and not {*QUARTER_COLUMNS.values()} & names
    above: FlatRow | None = None
    examples: list[int] = []
    for number, values in rows:
        cells = {
            name: values[index] if index < len(values) else None
            for index, name in flat.kolom.items()
            if name not in _NOT_READ
        }
        note = str(cells.pop(CATATAN, None) or "").strip().casefold()
        if note.startswith(CONTOH):
            examples.append(number)
            continue
        if all(is_blank(value) for value in cells.values()):
            continue
        places = {name: f"{get_column_letter(index + 1)}{number}" for index, name in flat.kolom.items()}
        row = FlatRow(flat.nama, number, cells, places)
        # Beside indicators of other levels, a row without a target of this one is no quarter of it.
        quarter = not beside or not is_blank(cells.get("target"))
        if not flat.completes and above is not None and by_rows and quarter and _goes_on(row, above):
            _add_quarter(flat, above, row)
            flat.temuan += join_cells(above, row)
            continue
        row.ditulis = row.tingkat
        if not flat.completes:
            _fill_path(row, above)
        if by_rows:
            _add_quarter(flat, row, row)
        else:
            _take_columns(flat, row)
        above = row
        flat.baris.append(row)
    if by_rows:
        for row in flat.baris:
            _settle_quarters(flat, row)
    if examples:
        said = EXAMPLES.format(ranges_of(examples))
        flat.temuan.append(BookFinding("peringatan", flat.nama, f"A{examples[0]}", "", said))


def _goes_on(row: FlatRow, above: FlatRow) -> bool:
    """Say whether the row is another quarter of the indicator above: it names nothing, or the same once more."""
    names = (*Tingkat, "indikator")
    return all(is_blank(row.sel.get(name)) or row.text_of(name) == above.text_of(name) for name in names) and (
        is_blank(row.sel.get("indikator")) or not is_blank(above.sel.get("indikator"))
    )


def _fill_path(row: FlatRow, above: FlatRow | None) -> None:
    """Give the blank names left of the first one, or all of a row without any, what stands above them."""
    levels = [level for level in Tingkat if level in row.sel]
    named = [index for index, level in enumerate(levels) if not is_blank(row.sel[level])]
    for level in levels[: named[0] if named else len(levels)]:
        if above is not None:
            row.sel[level] = above.sel.get(level)
    if not named and above is not None:
        for name in (*CODES, "sasaran_kinerja"):
            if name in row.sel and is_blank(row.sel[name]):
                row.sel[name] = above.sel.get(name)


def _take_columns(flat: FlatSheet, row: FlatRow) -> None:
    for quarter, name in {**QUARTER_COLUMNS, TAHUN: "tahun"}.items():
        if not is_blank(row.sel.get(name)):
            row.target[quarter], row.alamat_target[quarter] = row.sel[name], row.alamat[name]
    months = {number: row.sel[name] for number, name in MONTH_COLUMNS.items() if not is_blank(row.sel.get(name))}
    if not months:
        return
    if {*QUARTERS} & row.target.keys():
        place = row.alamat[MONTH_COLUMNS[min(months)]]
        flat.temuan.append(BookFinding("peringatan", flat.nama, place, "", MONTHS_LEFT))
        return
    place = row.alamat[MONTH_COLUMNS[min(months)]]
    read = months_to_quarters(
        months,
        row.target.get(TAHUN),
        row.text_of("Satuan"),
        sampai_bulan=row.year_to_date or row.konsolidasi == Konsolidasi.KUMULATIF,
        keadaan=row.konsolidasi == Konsolidasi.POSISI_AKHIR,
    )
    if row.per_triwulan and read.target:
        # What is year to date already must not be added up once more.
        read = MonthlyTarget(MONTHS_PER_QUARTER, tanya=True)
    for quarter, value in read.target.items():
        row.target[quarter], row.alamat_target[quarter] = value, row.alamat[MONTH_COLUMNS[last_month_of(quarter)]]
    row.dijumlahkan = read.dijumlahkan
    flat.temuan.append(BookFinding("tanya" if read.tanya else "peringatan", flat.nama, place, "", read.kalimat))


def _add_quarter(flat: FlatSheet, owner: FlatRow, row: FlatRow) -> None:
    """Add the target of one row to its indicator: the quarter is written beside it, or told by the order."""
    year = row.sel.get("tahun")
    if not is_blank(year) and TAHUN in owner.target and key_of(year) != key_of(owner.target[TAHUN]):
        sentence = f"Target tahun indikator ini berbeda dari {owner.alamat_target[TAHUN]}. Samakan, atau kosongkan."
        flat.temuan.append(BookFinding("galat", flat.nama, row.alamat["tahun"], str(year), sentence))
    elif not is_blank(year):
        owner.target[TAHUN], owner.alamat_target[TAHUN] = year, row.alamat["tahun"]
    value, place = row.sel.get("target"), row.alamat["target"]
    if is_blank(value) and is_blank(row.sel.get("indikator")) and owner is row:
        return
    written = row.text_of("triwulan")
    named = quarter_of(key_of(written)) if written else None
    quarter = len([key for key in owner.target if key]) + 1 if named is None else named
    if written and named is None:
        sentence = f"Tulis triwulannya seperti {short_name(QUARTERS[0])}, atau kosongkan."
        flat.temuan.append(BookFinding("galat", flat.nama, row.alamat["triwulan"], written, sentence))
    elif quarter > LAST_QUARTER or quarter in owner.target:
        sentence = f"Target triwulan indikator “{owner.text_of('indikator')}” sudah lengkap. Hapus baris ini."
        flat.temuan.append(BookFinding("galat", flat.nama, place, str(value or ""), sentence))
    else:
        owner.target[quarter], owner.alamat_target[quarter] = value, place


def _settle_quarters(flat: FlatSheet, row: FlatRow) -> None:
    quarters = sorted(key for key in row.target if key)
    if quarters == [1] and is_blank(row.sel.get("triwulan")) and TAHUN not in row.target:
        # One row with one target, and nothing says of which quarter: the year's.
        row.target[TAHUN], row.alamat_target[TAHUN] = row.target.pop(1), row.alamat_target.pop(1)
    elif quarters and quarters != [*QUARTERS]:
        sentence = f"Indikator ini mempunyai {len(quarters)} baris triwulan. Tulis keempatnya, {ALL_QUARTERS}."
        flat.temuan.append(BookFinding("galat", flat.nama, row.alamat["target"], row.text_of("indikator"), sentence))


def supplements(sheets: Iterable[FlatSheet]) -> Mapping[tuple[str, str], FlatRow]:
    """Return the rows of sheets without a path by (level, code) and by (level, name of the indicator)."""
    found: dict[tuple[str, str], FlatRow] = {}
    for sheet in sheets:
        for row in sheet.baris:
            level = key_of(row.sel.get("tingkat")).replace(" ", "_")
            for name in ("kode", "indikator"):
                if row.text_of(name):
                    found.setdefault((level, row.text_of(name)), row)
    return found
