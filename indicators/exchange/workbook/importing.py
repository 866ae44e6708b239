"""Importing a book: a run on a copy of the database, then the same run for good, if it still shows the same."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from indicators.acts import Act
from indicators.exchange import titles
from indicators.exchange.apart import read_book
from indicators.exchange.cells import WrongCell, whole_number_in
from indicators.exchange.parsing import RawSheet, hidden_sentence
from indicators.exchange.perjanjian import KOLOM_PERUBAHAN
from indicators.exchange.plan_keys import KOLOM_RENSTRA, KOLOM_TAHUN, PlanKeys
from indicators.exchange.texts import joined
from indicators.exchange.trial.check import check
from indicators.exchange.workbook.flat_sheets import flat_tables
from indicators.exchange.workbook.lampiran import FlatSheet, read_flat
from indicators.exchange.workbook.lookalikes import (
    BARU,
    NOMENKLATUR,
    PERBAIKI,
    LookalikePair,
    corrections,
    find_pairs,
    question,
    shown,
)
from indicators.exchange.workbook.nomenklatur import change_by_book, left_over
from indicators.exchange.workbook.runner import BookOutcome, run_tables
from indicators.exchange.workbook.structure import (
    PENJELASAN,
    PK,
    RENCANA,
    RENSTRA,
    BookContext,
    BookFinding,
    BookTable,
    SheetKind,
    key_of,
    kind_of,
    table_of,
    tell_versions,
)
from indicators.models import Pengguna, PerangkatDaerah, PerjanjianKinerja
from indicators.models.perjanjian import StatusPK
from indicators.permissions import Izin
from indicators.selectors.plan_tree import get_latest_pk
from indicators.selectors.renstra import get_renstra, list_periods
from indicators.services.access import require
from indicators.services.jejak import record
from sakip.refusals import ChangedMeanwhile
from sakip.waiting import Files

CHANGED = "Data di sistem berubah sejak pratinjau ini dibuat. Periksa kembali berkasnya, lalu simpan."


@dataclass(frozen=True)
class BookChoices:
    """What the page adds to a file that does not say it: the year of the PK and, for a new Renstra, its years."""

    tahun: int | None = None
    renstra_awal: int | None = None
    renstra_akhir: int | None = None
    # The file names another office in its title, and is meant for this one all the same.
    kantor_benar: bool = False
    # What a code or a name means that differs from a stored one: "perbaiki", "baru", "nomenklatur"; blank: ask.
    serupa: str = ""
    # The year from which the nomenclature changes; None: that of the PK.
    mulai: int | None = None


@check(writes=True)
def check_plan(*, by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: BookChoices) -> BookOutcome:
    """Say what the import of a plan would change; nothing stays. Raises NotAllowed, RefusedFile."""
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    return _run_plan(by, opd, read_book(files), pilihan)


def import_plan(*, by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: BookChoices, dilihat: str) -> BookOutcome:
    """Write a plan as its preview, whose digest is `dilihat`, showed it: all or nothing.

    Raises NotAllowed, RefusedFile, ChangedMeanwhile (the plan is no longer what the preview was made of).
    """
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    sheets = read_book(files)
    with one_by_one():
        result = _run_plan(by, opd, sheets, pilihan)
        refuse_changed(result, dilihat)
        record_import(by, opd, Act.IMPOR_BUKU_RENCANA, files, result)
    return result


def refuse_changed(result: BookOutcome, dilihat: str) -> None:
    if result.galat or result.digest() != dilihat:
        raise ChangedMeanwhile(CHANGED)


def record_import(by: Pengguna | None, opd: PerangkatDaerah, tindakan: Act, files: Files, result: BookOutcome) -> None:
    """Record the import as a whole, beside the rows of the services: which file brought the changes."""
    record(
        by=by,
        tindakan=tindakan,
        objek=opd,
        opd=opd,
        sesudah={
            "berkas": [name for name, _ in files],
            "sha256": [hashlib.sha256(data).hexdigest() for _, data in files],
            **result.jumlah,
        },
    )


@contextmanager
def one_by_one() -> Iterator[None]:
    """Write in one transaction that sees nobody else's changes after its first look. Raises ChangedMeanwhile.

    SQLite lets one writer in at a time; PostgreSQL is told to refuse a row that changed since the import read it.
    """
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if outermost and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    except OperationalError as error:
        # 40001: another transaction was faster.
        if getattr(error.__cause__, "sqlstate", "") == "40001":
            raise ChangedMeanwhile(CHANGED) from None
        raise


def _run_plan(by: Pengguna, opd: PerangkatDaerah, sheets: Sequence[RawSheet], pilihan: BookChoices) -> BookOutcome:
    """Run the sheets; what looks like a stored object under another name is asked about, or taken as was chosen."""
    stored = PlanKeys([opd])
    stored.indicators()  # the plan as it stands, read before the first row is written
    with transaction.atomic():
        result, tables, konteks = _run_once(by, opd, sheets, pilihan, {})
        periode = None if konteks.renstra is None else stored.find_period(opd, konteks.renstra)
        pairs = [] if pilihan.serupa == BARU else find_pairs(tables, stored, periode, konteks.tahun)
        if pairs and pilihan.serupa in (PERBAIKI, NOMENKLATUR):
            transaction.set_rollback(True)
    if not pairs:
        return result
    if pilihan.serupa == PERBAIKI:
        return _run_once(by, opd, sheets, pilihan, corrections(pairs))[0]
    if pilihan.serupa == NOMENKLATUR:
        return _run_replaced(by, opd, sheets, pilihan, (konteks, pairs))
    result.temuan.append(question(pairs))
    result.lembar.insert(0, shown(pairs))
    return result


def _run_replaced(
    by: Pengguna,
    opd: PerangkatDaerah,
    sheets: Sequence[RawSheet],
    pilihan: BookChoices,
    found: tuple[BookContext, list[LookalikePair]],
) -> BookOutcome:
    """Change the nomenclature as the pairs say, then run the sheets: their rows find the nodes that came of it."""
    konteks, pairs = found
    periode = PlanKeys([opd]).period(opd, konteks.renstra)
    mulai = konteks.tahun if pilihan.mulai is None else pilihan.mulai
    ganti = change_by_book(by=by, periode=periode, mulai=mulai, tahun=konteks.tahun, pairs=pairs)
    if ganti.gagal:
        return BookOutcome([shown(pairs)], ganti.temuan, tahun=konteks.tahun)
    result = _run_once(by, opd, sheets, pilihan, ganti.koreksi)[0]
    result.lembar.insert(0, ganti.lembar)
    result.temuan += left_over(periode, ganti)
    return result


def _run_once(
    by: Pengguna,
    opd: PerangkatDaerah,
    sheets: Sequence[RawSheet],
    pilihan: BookChoices,
    koreksi: Mapping[str, dict[tuple[str, int], int]],
) -> tuple[BookOutcome, list[BookTable], BookContext]:
    tables, flat, temuan = sort_sheets(sheets, RENCANA)
    temuan += _questions(opd, tables, flat, pilihan)
    konteks = _context(opd, tables, pilihan, flat)
    if flat:
        peta = PlanKeys([opd])
        periode = None if konteks.renstra is None else peta.find_period(opd, konteks.renstra)
        akhir = pilihan.renstra_akhir or max(_renstra_years(flat), default=None)
        more: list[BookTable] = []
        odd: list[BookFinding] = []
        if konteks.renstra is None:
            sentence = "Renstra kantor ini belum ada. Isi tahun awal dan akhirnya di halaman ini, lalu periksa lagi."
            answers = ("renstra_awal", "renstra_akhir")
            temuan.append(BookFinding("galat", flat[0].nama, "", "", sentence, jawaban=answers))
        else:
            more, odd = flat_tables(flat, konteks=konteks, periode=periode, peta=peta, renstra_akhir=akhir)
        tables, temuan = merge(tables, more, RENCANA), [*temuan, *odd]
    if not tables and not flat and not any(item.jenis == "galat" for item in temuan):
        temuan.append(
            BookFinding("galat", sheets[0].nama, "", "", "Berkas ini tidak memuat rencana. Pakai templatnya.")
        )
    tell_versions(tables, konteks)
    result = run_tables(by=by, opd=opd, tables=tables, konteks=konteks, temuan=temuan, koreksi=koreksi)
    result.tahun = konteks.tahun
    return result, tables, konteks


def sort_sheets(
    sheets: Sequence[RawSheet], kinds: Sequence[SheetKind]
) -> tuple[list[BookTable], list[FlatSheet], list[BookFinding]]:
    """Return the tables of the sheets that are named like ours, the flat sheets, and what was passed over."""
    tables: list[BookTable] = []
    flat: list[FlatSheet] = []
    refused: list[tuple[str, str]] = []
    # The sheets by what is said of them: one sentence for all that it is true of.
    passed: dict[str, list[str]] = {}
    temuan = [
        BookFinding("peringatan", "", "", "", hidden_sentence(sheet.tersembunyi))
        for sheet in sheets
        if sheet.tersembunyi
    ]
    for sheet in sheets:
        if key_of(sheet.nama) in PENJELASAN or not sheet.baris:
            continue
        kind = kind_of(sheet, kinds)
        found = read_flat(sheet) if kind is None and kinds is RENCANA and not _is_office(sheet) else []
        if kind is not None:
            tables.append(table_of(sheet, kind))
        elif found and found[0].ditolak:
            refused.append((sheet.nama, found[0].ditolak))
        elif found:
            flat += found
        else:
            passed.setdefault(_passed_over(sheet, kinds), []).append(sheet.nama)
    temuan += [BookFinding("peringatan", joined(names), "", "", sentence) for sentence, names in passed.items()]
    # A form that is not understood is passed over beside sheets that are; alone, it is what the file is about.
    usable = any(table.baris or table.temuan for table in tables) or any(part.baris for part in flat)
    temuan += [BookFinding("peringatan" if usable else "galat", nama, "", "", sentence) for nama, sentence in refused]
    return merge(tables, [], kinds), flat, temuan


OFFICE_SHEETS = ("unit kerja", "pejabat", "pengguna")


def _is_office(sheet: RawSheet) -> bool:
    return key_of(sheet.nama) in OFFICE_SHEETS


def _passed_over(sheet: RawSheet, kinds: Sequence[SheetKind]) -> str:
    if kinds is RENCANA and _is_office(sheet):
        return "Lembar ini dilewati: unit, pejabat, dan pengguna diimpor administrator lewat Buku kerja kantor."
    if kinds is not RENCANA and kind_of(sheet, RENCANA) is not None:
        return "Lembar ini dilewati: rencana diimpor perencana lewat Buku kerja rencana, dengan berkas yang sama."
    return "Lembar ini tidak dikenal, jadi dilewati. Beri nama seperti dalam templat bila isinya harus diimpor."


def merge(tables: Sequence[BookTable], more: Sequence[BookTable], kinds: Sequence[SheetKind]) -> list[BookTable]:
    """Return the tables in the order in which they are written, those of one kind joined."""
    merged: dict[str, BookTable] = {}
    for table in (*tables, *more):
        if table.jenis.nama in merged:
            merged[table.jenis.nama].baris += table.baris
            merged[table.jenis.nama].temuan += table.temuan
        else:
            merged[table.jenis.nama] = table
    order = [kind.nama for kind in kinds]
    return sorted(merged.values(), key=lambda table: order.index(table.jenis.nama))


_WHICH_YEAR = (
    "Tahun mana yang benar? Tulis di “Tahun perjanjian kinerja”, atau perbaiki judul berkasnya, lalu periksa lagi."
)
_ANSWERS = {
    titles.TAHUN: _WHICH_YEAR,
    titles.KANTOR: (
        "Bila isinya memang untuk kantor ini, centang “Judul berkas menyebut kantor lain” di bawah, lalu periksa lagi."
    ),
}
# The fields of the page that take the answers.
_FIELDS = {titles.TAHUN: ("tahun",), titles.KANTOR: ("kantor_benar",)}


def _questions(
    opd: PerangkatDaerah, tables: Sequence[BookTable], flat: Sequence[FlatSheet], pilihan: BookChoices
) -> list[BookFinding]:
    """Ask where the file names another year or another office than the page, or two years."""
    asked: dict[str, BookFinding] = {}
    for part in flat:
        tahun = pilihan.tahun or part.tahun
        page = "tahun di halaman ini" if pilihan.tahun else "judul kolom targetnya menyebut"
        against = {titles.TAHUN: f"{page} {tahun}", titles.KANTOR: f"halaman ini untuk {opd.nama}"}
        years = () if tahun is None else (tahun,)
        found = titles.title_questions(part.atas, against, offices=[opd], tahun=years, answers=_ANSWERS)
        if pilihan.kantor_benar:
            found.pop(titles.KANTOR, None)
        for what, sentence in found.items():
            asked.setdefault(what, BookFinding("tanya", part.nama, "", "", sentence, jawaban=_FIELDS[what]))
    others = [] if titles.TAHUN in asked or pilihan.tahun is None else _other_years(tables, flat, pilihan.tahun)
    return [*asked.values(), *others]


def _other_years(tables: Sequence[BookTable], flat: Sequence[FlatSheet], tahun: int) -> list[BookFinding]:
    """Ask where the columns of a sheet hold the targets of another year than that of the page."""
    told = [(part.nama, [part.tahun]) for part in flat if part.tahun is not None]
    stated = {table.jenis.nama: _numbers(table, KOLOM_TAHUN) for table in tables if table.jenis is PK}
    told += [(nama, years) for nama, years in stated.items() if years]
    said = {nama: joined([str(year) for year in years]) for nama, years in told if tahun not in years}
    sentence = f"Isi lembar ini untuk tahun %s, sedangkan tahun di halaman ini {tahun}. {_WHICH_YEAR}"
    answers = _FIELDS[titles.TAHUN]
    return [BookFinding("tanya", nama, "", "", sentence % years, jawaban=answers) for nama, years in said.items()]


# --- what the file leaves unsaid ------------------------------------------------------------------------------------


def _context(
    opd: PerangkatDaerah, tables: Sequence[BookTable], pilihan: BookChoices, flat: Sequence[FlatSheet]
) -> BookContext:
    by_kind = {table.jenis.nama: table for table in tables}
    told = next((year for sheet in flat for year in (sheet.tahun, *sheet.atas.tahun[:1]) if year is not None), None)
    tahun = pilihan.tahun or _only(by_kind.get(PK.nama), KOLOM_TAHUN) or told
    perubahan = _only(by_kind.get(PK.nama), KOLOM_PERUBAHAN)
    years = _renstra_years(flat)
    renstra = _only(by_kind.get(RENSTRA.nama), KOLOM_RENSTRA) or _stored_renstra(opd, tahun, years)
    if renstra is None:
        renstra = pilihan.renstra_awal or min(years, default=None)
    return BookContext(
        opd=opd.kode,
        renstra=renstra,
        tahun=tahun,
        perubahan=_draft_of(opd, tahun) if perubahan is None else perubahan,
    )


def _only(table: BookTable | None, column: str) -> int | None:
    """Return the first number that stands in the column of the table."""
    return next(iter(_numbers(table, column)), None)


def _numbers(table: BookTable | None, column: str) -> list[int]:
    """Return the whole numbers of the column as they stand; what is none is refused when its row is read."""
    found: list[int] = []
    for row in table.baris if table is not None else ():
        with suppress(WrongCell):
            number = whole_number_in(row.sel.get(column))
            found += [] if number is None or number in found else [number]
    return found


def _stored_renstra(opd: PerangkatDaerah, tahun: int | None, years: Sequence[int]) -> int | None:
    """Return the first year of the Renstra whose years the columns of a flat sheet are; else of the one that the year's
    PK rests on."""
    periods = list_periods(opd)
    found = next((row for row in periods if row.years == sorted(years)), None)
    if found is None and tahun is not None:
        found = get_renstra(periods, tahun, get_latest_pk(opd.pk, tahun))
    elif found is None:
        found = next(iter(periods), None)
    return None if found is None else found.tahun_awal


def _draft_of(opd: PerangkatDaerah, tahun: int | None) -> int:
    """Return the number of the year's draft; of the last PK when none is a draft, which then refuses changes."""
    rows = list(PerjanjianKinerja.objects.filter(opd=opd, tahun=tahun or 0).values_list("perubahan", "status"))
    drafts = [number for number, status in rows if status == StatusPK.DRAF.value]
    return max(drafts or [number for number, _ in rows], default=0)


def _renstra_years(flat: Sequence[FlatSheet]) -> list[int]:
    names = {name for sheet in flat for name in sheet.kolom.values() if name.startswith("renstra_")}
    return [int(name.removeprefix("renstra_")) for name in names]
