"""From flat sheets to the tables of a book: the same resources write both, and every cell keeps its place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from indicators.capaian import Konsolidasi
from indicators.exchange.cells import WrongCell, figure_in
from indicators.exchange.headings import UKUR, URAIAN
from indicators.exchange.layout import ranges_of
from indicators.exchange.perjanjian import KOLOM_CARA, KOLOM_PERUBAHAN, TARGET_COLUMNS
from indicators.exchange.plan_keys import KOLOM_RENSTRA, KOLOM_TAHUN, PlanKeys
from indicators.exchange.references import KOLOM_INDIKATOR, KOLOM_KODE, KOLOM_NAMA
from indicators.exchange.resource import IncomingRow
from indicators.exchange.texts import is_blank, joined, plain, tidy
from indicators.exchange.workbook.lampiran import FlatRow, FlatSheet, supplements
from indicators.exchange.workbook.simpul import FlatSimpul, SimpulList
from indicators.exchange.workbook.structure import (
    INDIKATOR,
    PK,
    RENSTRA,
    SIMPUL,
    TARGET_PK,
    TARGET_RENSTRA,
    BookContext,
    BookFinding,
    BookTable,
)
from indicators.models import PeriodeRenstra
from indicators.models.perjanjian import TAHUN
from indicators.nomenklatur import NomenklaturVersion
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS

# What an indicator is taken for when no column says it.
_UNSAID = {
    "Polaritas": "maksimalkan",
    "Konsolidasi": "posisi akhir",
    "Jenis nilai": "jumlah",
}
_SUMMED = "kumulatif bila target bulanannya dijumlahkan"


def flat_tables(
    sheets: Sequence[FlatSheet],
    *,
    konteks: BookContext,
    periode: PeriodeRenstra | None,
    peta: PlanKeys,
    renstra_akhir: int | None,
) -> tuple[list[BookTable], list[BookFinding]]:
    """Return the tables that the flat sheets mean, in the order of the book, and what was odd on the way.

    `periode` is the Renstra that is stored, None when the book begins one, from `konteks.renstra` to `renstra_akhir`.
    """
    return _Builder(sheets, konteks, periode, peta, renstra_akhir).build()


class _Builder:
    def __init__(
        self,
        sheets: Sequence[FlatSheet],
        konteks: BookContext,
        periode: PeriodeRenstra | None,
        peta: PlanKeys,
        renstra_akhir: int | None,
    ) -> None:
        self.sheets, self.konteks, self.periode, self.akhir = sheets, konteks, periode, renstra_akhir
        self.temuan = [item for sheet in sheets for item in sheet.temuan]
        self.extra = supplements(sheet for sheet in sheets if sheet.completes)
        self.matched: set[int] = set()
        self.daftar = SimpulList()
        if periode is not None:
            self.daftar.take_stored(peta, periode)
        self.rows: list[tuple[FlatRow, FlatSimpul]] = []
        # The first row below a node, for those that have none of their own.
        self.named_by: dict[int, FlatRow] = {}

    def build(self) -> tuple[list[BookTable], list[BookFinding]]:
        self._ask_about_copies()
        rows = [row for sheet in self.sheets if not sheet.completes for row in sheet.baris]
        placed: list[tuple[Tingkat, FlatRow]] = []
        for row in rows:
            if row.tingkat is None:
                self._miss(row, "indikator", "Tulis program, kegiatan, atau sub kegiatan tempat indikator ini.")
            else:
                placed.append((row.tingkat, row))
        # As the plan is read: level by level, in the order of the sheets. Nodes are there before those below them.
        for level, row in sorted(placed, key=lambda item: item[0].depth):
            node = self.daftar.own(row, level)
            self._compare_aims(row, node)
            self.daftar.place(row, node)
            self.rows.append((row, node))
            above = node.induk
            while above is not None and self.named_by.setdefault(id(above), row) is row:
                above = above.induk
        self._say_unsaid()
        tables = [*self._renstra(), *self._nodes()]
        # What hangs on a node without a place has been said with that node.
        self.rows = [(row, node) for row, node in self.rows if self._rooted(node)]
        tables += [*self._indicators(), self._renstra_targets(), *self._agreement()]
        self._say_unmatched()
        return [table for table in tables if table.baris], [*self.temuan, *self.daftar.temuan]

    def _ask_about_copies(self) -> None:
        """Ask which of two sheets counts that hold the same indicators; the first one is read on."""
        seen: dict[tuple[str, ...], str] = {}
        for sheet in self.sheets:
            keys = {
                (*(plain(row.sel.get(level)) for level in Tingkat), plain(row.sel.get("indikator")))
                for row in sheet.baris
                if not sheet.completes and not is_blank(row.sel.get("indikator"))
            }
            copied = [key for key in keys if seen.get(key, sheet.nama) != sheet.nama]
            if copied:
                sentence = (
                    f"Lembar ini memuat {len(copied)} indikator yang juga ada di lembar “{seen[copied[0]]}”. "
                    "Lembar mana yang berlaku? Hapus atau sembunyikan yang lain, lalu unggah kembali."
                )
                self.temuan.append(BookFinding("tanya", sheet.nama, "", "", sentence))
                sheet.baris.clear()
            else:
                seen |= dict.fromkeys(keys, sheet.nama)

    def _compare_aims(self, row: FlatRow, node: FlatSimpul) -> None:
        """Tell a sentence of aim that differs from the one of the node's first row, which is written."""
        first, aim = node.baris, row.text_of("sasaran_kinerja")
        if first is None or first is row or not aim or row.tingkat not in NOMENKLATUR:
            return
        if not first.text_of("sasaran_kinerja"):
            first.sel["sasaran_kinerja"], first.alamat["sasaran_kinerja"] = aim, row.alamat["sasaran_kinerja"]
        elif plain(aim) != plain(first.text_of("sasaran_kinerja")):
            sentence = f"Sasaran ini berbeda dari baris {first.nomor}, yang dipakai. Samakan bila keliru."
            place = row.alamat["sasaran_kinerja"]
            self.temuan.append(BookFinding("peringatan", row.lembar, place, aim, sentence))

    def _say_unmatched(self) -> None:
        """Tell the rows of completing sheets that complete nothing, and their cells that are not about measuring."""
        for sheet in (sheet for sheet in self.sheets if sheet.completes):
            alone = [row.nomor for row in sheet.baris if id(row) not in self.matched]
            if alone:
                sentence = (
                    f"Baris {ranges_of(alone)} tidak cocok dengan indikator mana pun, jadi dilewati. "
                    "Samakan tingkat dan kode atau nama indikatornya."
                )
                self.temuan.append(BookFinding("peringatan", sheet.nama, f"A{alone[0]}", "", sentence))
            told = ("tingkat", "kode", "indikator", *UKUR.values())
            places = [
                row.alamat[name]
                for row in sheet.baris
                for name, value in row.sel.items()
                if name not in told and not is_blank(value)
            ]
            if places:
                sentence = f"Sel {joined(places)} dilewati: lembar ini hanya melengkapi cara mengukur."
                self.temuan.append(BookFinding("peringatan", sheet.nama, places[0], "", sentence))

    def _miss(self, row: FlatRow, name: str, sentence: str) -> None:
        self.temuan.append(
            BookFinding("galat", row.lembar, row.alamat.get(name, f"A{row.nomor}"), row.text_of(name), sentence)
        )

    def _say_unsaid(self) -> None:
        told = {name for sheet in self.sheets for name in sheet.kolom.values()}
        summed = any(row.dijumlahkan for row, _ in self.rows)
        words = _UNSAID | ({"Konsolidasi": f"{_UNSAID['Konsolidasi']}; {_SUMMED}"} if summed else {})
        missing = [f"{name} ({word})" for name, word in words.items() if name not in told]
        if missing and self.rows:
            sentence = f"Kolom berikut tidak ada, jadi indikator baru memakai isi bawaannya: {', '.join(missing)}."
            self.temuan.append(BookFinding("peringatan", self.rows[0][0].lembar, "", "", sentence))

    # --- tables -----------------------------------------------------------------------------------------------------

    def _renstra(self) -> list[BookTable]:
        if self.periode is not None:
            return []
        row = IncomingRow(1, {KOLOM_RENSTRA: self.konteks.renstra}, bawaan={"Akhir Renstra": self.akhir})
        row.lembar = self.rows[0][0].lembar if self.rows else ""
        return [BookTable(RENSTRA, [row])]

    def _nodes(self) -> list[BookTable]:
        tables = []
        for level in Tingkat:
            table = BookTable(SIMPUL[level])
            nodes = self.daftar.simpul[level]
            stored = sum(node.ada for node in nodes)
            # First those that have a row of their own, then those that are only named by others.
            for node in sorted(nodes, key=lambda node: node.baris is None):
                if node.baris is not None or not node.ada:
                    self._node_row(table, node, stored)
            tables.append(table)
        return tables

    @staticmethod
    def _hangs_on(node: FlatSimpul, above: FlatSimpul) -> bool:
        up = node.induk
        while up is not None and up is not above:
            up = up.induk
        return up is above

    @staticmethod
    def _rooted(node: FlatSimpul) -> bool:
        """Say whether the node's way leads to a Tujuan, or to a node that is stored."""
        up: FlatSimpul | None = node
        while up is not None and not up.ada and up.tingkat.induk is not None:
            up = up.induk
        return up is not None

    def _node_row(self, table: BookTable, node: FlatSimpul, stored: int) -> None:
        source = node.baris or self.named_by.get(id(node))
        if source is None:
            return
        above = node.tingkat.induk
        if above is not None and node.induk is None:
            label = above.label
            below = sum(self._hangs_on(other, node) for _, other in self.rows if other is not node)
            more = f" {below} baris lain bergantung padanya, jadi baru diperiksa setelah itu." if below else ""
            sentence = f"{label} dari “{node.nama}” tidak ditulis. Tambahkan kolom {label}, atau buat dahulu.{more}"
            self._miss(source, node.tingkat, sentence)
            return
        if not self._rooted(node):
            return
        cells: dict[str, Any] = {} if node.induk is None else dict(node.induk.path_cells())
        cells |= {KOLOM_KODE: node.kode, KOLOM_NAMA: node.nama}
        if node.baris is not None and node.tingkat in NOMENKLATUR:
            aim = node.baris.sel.get("sasaran_kinerja")
            cells |= {} if is_blank(aim) else {"Sasaran kinerja": aim}
        bawaan: dict[str, Any] = {"Urutan": stored + len(table.baris) + 1}
        if node.versi is NomenklaturVersion.EMPAT:
            # A Renstra that began before the new nomenclature would expect the old one.
            bawaan["Versi nomenklatur"] = node.versi.value
        row = self._row(source, cells, bawaan)
        row.alamat |= {KOLOM_NAMA: source.alamat.get(node.tingkat, ""), KOLOM_KODE: source.alamat.get("kode", "")}
        row.alamat["Sasaran kinerja"] = source.alamat.get("sasaran_kinerja", "")
        table.baris.append(row)

    def _indicators(self) -> list[BookTable]:
        table = BookTable(INDIKATOR)
        for row, node in self.rows:
            if is_blank(row.sel.get("indikator")):
                if row.target:
                    self._miss(row, "indikator", "Nama indikator kosong, padahal ada targetnya. Isi namanya.")
                continue
            measure, places = self._measure(row)
            cells = {**self._key(row, node), **measure}
            cells.pop(KOLOM_CARA, None)  # of its targets, not of the indicator
            cells |= {name: row.sel[name] for name in URAIAN.values() if not is_blank(row.sel.get(name))}
            bawaan = {"Urutan": len(table.baris) + 1, **dict(INDIKATOR.bawaan), "Pola target": _pattern(row)}
            if row.dijumlahkan:
                bawaan["Konsolidasi"] = Konsolidasi.KUMULATIF.value
            entry = self._row(row, cells, bawaan)
            entry.alamat |= {name: row.alamat.get(name, "") for name in URAIAN.values()} | places
            table.baris.append(entry)
        return [table]

    def _renstra_targets(self) -> BookTable:
        table = BookTable(TARGET_RENSTRA)
        for row, node in self.rows:
            for name, value in row.sel.items():
                if not name.startswith("renstra_") or is_blank(value) or is_blank(row.sel.get("indikator")):
                    continue
                cells = {**self._key(row, node), "Tahun": int(name.removeprefix("renstra_")), "Target": value}
                entry = self._row(row, cells, {})
                entry.alamat["Target"] = row.alamat[name]
                table.baris.append(entry)
        return table

    def _agreement(self) -> list[BookTable]:
        table = BookTable(TARGET_PK)
        year_told = any("tahun" in sheet.kolom.values() for sheet in self.sheets)
        for row, node in self.rows:
            if not row.target or is_blank(row.sel.get("indikator")):
                continue
            measure, places = self._measure(row)
            cells = {**self._key(row, node), **measure}
            for quarter, value in row.target.items():
                cells[TARGET_COLUMNS[quarter][0]] = value
                places[TARGET_COLUMNS[quarter][0]] = row.alamat_target[quarter]
            entry = self._row(row, cells, {})
            entry.alamat |= places
            entry.dijumlahkan = row.dijumlahkan
            entry.tahun_ikut = not year_told and TAHUN not in row.target
            if entry.tahun_ikut:
                entry.alamat[TARGET_COLUMNS[TAHUN][0]] = row.alamat_target.get(LAST_QUARTER, "")
            table.baris.append(entry)
        if not table.baris:
            return []
        first = self.rows[0][0]
        if self.konteks.tahun is None:
            self._miss(
                first, "indikator", "Tahun targetnya tidak ditulis. Pilih tahun perjanjian kinerja, lalu unggah lagi."
            )
            return []
        key = {KOLOM_TAHUN: self.konteks.tahun, KOLOM_PERUBAHAN: self.konteks.perubahan}
        head = self._row(first, key, {"Berlaku mulai": date(self.konteks.tahun, 1, 1)})
        return [BookTable(PK, [head]), table]

    # --- rows -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _row(source: FlatRow, cells: dict[str, Any], bawaan: dict[str, Any]) -> IncomingRow:
        row = IncomingRow(source.nomor, cells, bawaan=bawaan, lembar=source.lembar)
        row.alamat = {level.label: source.alamat[level] for level in Tingkat if level in source.alamat}
        row.alamat[KOLOM_INDIKATOR] = source.alamat.get("indikator", "")
        return row

    @staticmethod
    def _key(row: FlatRow, node: FlatSimpul) -> dict[str, Any]:
        return {**node.path_cells(), KOLOM_INDIKATOR: tidy(str(row.sel["indikator"]))}

    def _measure(self, row: FlatRow) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the cells that say how the row is measured, and where they stand; those of a completing sheet win."""
        cells: dict[str, Any] = {}
        places: dict[str, str] = {}
        more = self._supplement(row)
        for source in (row, more):
            for name in sorted(set(UKUR.values())) if source is not None else ():
                if source is not None and not is_blank(source.sel.get(name)):
                    cells[name] = source.sel[name]
                    places[name] = source.alamat[name] if source is row else f"{source.lembar}!{source.alamat[name]}"
        if "Kode unit" not in cells and not is_blank(row.sel.get("Penanggung jawab")):
            # Whoever is responsible is the head of a unit: his title names it.
            cells["Kode unit"], places["Kode unit"] = row.sel["Penanggung jawab"], row.alamat["Penanggung jawab"]
        if "Satuan" not in cells and not is_blank(row.sel.get("satuan_saran")):
            cells["Satuan"], places["Satuan"] = row.sel["satuan_saran"], row.alamat["satuan_saran"]
        return cells, places

    def _supplement(self, row: FlatRow) -> FlatRow | None:
        keys: Mapping[tuple[str, str], FlatRow] = self.extra
        level = row.tingkat or ""
        found = keys.get((level, row.text_of("kode"))) if row.text_of("kode") else None
        found = found or keys.get((level, row.text_of("indikator")))
        if found is not None:
            self.matched.add(id(found))
        return found


def _pattern(row: FlatRow) -> str:
    """Return the pattern of targets that the row shows: one figure all year, or one per quarter.

    Targets that are added up grow, however alike they look.
    """
    if row.per_triwulan or row.dijumlahkan:
        return "bertahap"
    figures = {_figure(row.target[quarter]) for quarter in QUARTERS if quarter in row.target}
    return "bertahap" if len(figures) > 1 else "tetap"


def _figure(value: Any) -> Any:
    """Return the cell's figure, so that "81,18" equals 81.18; what is none is compared as text."""
    try:
        return figure_in(value)
    except WrongCell:
        return str(value).strip()
