"""What every resource of the plan shares: natural keys, the user's own offices, services that write all or nothing.

import-export brings the frame (files, preview, confirmation, one transaction that a preview rolls back); how a row is
read and written is ours: a row is found by its natural key, an unchanged row is skipped, the rest goes to a service.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.results import RowResult

from indicators.capaian import write_exact
from indicators.exchange.cells import STAND_ALONE, WrongCell
from indicators.exchange.headings import read_headings
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.layout import FileTitles, take_unusable
from indicators.exchange.outcome import ImportOutcome, RowOutcome
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_TAHUN, PlanKeys, chain_of
from indicators.exchange.refused_rows import persist_each
from indicators.exchange.texts import alike, is_blank, joined, plain, tidy
from indicators.exchange.titles import KANTOR, TAHUN, title_questions
from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import load_kewenangan
from indicators.tingkat import Tingkat
from sakip.dates import write_in_figures
from sakip.digits import year_in
from sakip.refusals import ServiceError


class PlanColumn(Field):
    """A column that is read into the object's attribute of the same meaning."""


class ShownColumn(Field):
    """A column that is exported by `nilai(object)`; what it means on the way in, the resource says."""

    def __init__(self, column_name: str, nilai: Callable[[Any], Any] | None) -> None:
        super().__init__(column_name=column_name, readonly=True)
        self.nilai = nilai

    def export(self, instance: Any, **kwargs: Any) -> Any:
        value = None if self.nilai is None else self.nilai(instance)
        return tidy(value) if isinstance(value, str) else value


class KeyColumn(ShownColumn):
    """A column of the natural key, read by the resource when it looks for the row."""


class PlanResource(resources.ModelResource):
    """Base of all resources. Subclasses say how a row is found (`locate`) and which service writes (`persist`)."""

    # Columns without which no row can be found.
    kunci: ClassVar[tuple[str, ...]] = (KOLOM_OPD,)

    # Columns of fields that a service names otherwise than the resource.
    kolom_bidang: ClassVar[Mapping[str, str]] = {}

    # What `user` must be allowed to keep.
    izin: ClassVar[Izin] = Izin.KELOLA_RENCANA

    def __init__(self, user: Pengguna | None = None, opd: PerangkatDaerah | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user, self.only = user, opd
        self._peta: PlanKeys | None = None
        self._columns: list[Field] | None = None
        # Stored objects that rows of a workbook correct, by (sheet, row): those of its own kind of sheet.
        self.koreksi: dict[tuple[str, int], int] = {}

    @property
    def peta(self) -> PlanKeys:
        if self._peta is None:
            known = PerangkatDaerah.objects.select_related("pemda")
            kept: Callable[[int], bool] = bool
            if self.user is not None:
                kewenangan = load_kewenangan(self.user)
                known = known.filter(pk__in=kewenangan.opd_ids())
                kept = kewenangan.opd_ids(self.izin).__contains__
            only = self.only
            self._peta = PlanKeys([opd for opd in known if kept(opd.pk) and only in (None, opd)], known)
        return self._peta

    # --- what subclasses say ----------------------------------------------------------------------------------------

    def locate(self, row: IncomingRow) -> tuple[Any, bool]:
        """Return the object that the row means and whether it is new. Raises WrongCell."""
        raise NotImplementedError

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        raise NotImplementedError

    def dehydrate_opd(self, instance: Any) -> str:
        return self.peta.opd_text(self.opd_of(instance))

    def persist(self, instances: list[Any]) -> None:
        """Write new and changed objects through their service."""
        raise NotImplementedError

    def key_of(self, instance: Any) -> Any:
        """Return what may stand in a file only once."""
        return tuple(self.export_field(field_, instance) for field_ in self._key_fields())

    def stored_beside(self, instance: Any) -> list[Any]:
        """Return the stored objects that a new one may be a correction of; they have names."""
        return []

    def fill(self, row: IncomingRow) -> None:
        """Read the row's cells into its object; wrong cells are noted on the row."""
        for field_ in self.get_import_fields():
            if isinstance(field_, PlanColumn) and field_.column_name in row.sel:
                self._fill_cell(row, field_)

    # --- the frame --------------------------------------------------------------------------------------------------

    def get_import_fields(self, selected_fields: Any = None) -> list[Field]:
        """Return the columns in their order, worked out once: the frame asks for them at every row."""
        if selected_fields is not None:
            return list(super().get_import_fields(selected_fields))
        if self._columns is None:
            self._columns = list(super().get_import_fields())
        return self._columns

    def _key_fields(self) -> list[KeyColumn]:
        return [field_ for field_ in self.get_import_fields() if isinstance(field_, KeyColumn)]

    def _fill_cell(self, row: IncomingRow, field_: PlanColumn) -> None:
        name = field_.column_name
        try:
            value = field_.widget.clean(
                row.sel[name], row=row.sel, peta=self.peta, opd=self.opd_of(row.objek), kolom=name, objek=row.objek
            )
        except WrongCell as wrong:
            row.note(name, wrong)
            return
        if (taken_as := getattr(field_.widget, "taken_as", None)) and (said := taken_as(row.sel[name], value)):
            row.peringatan.setdefault(name, said)
        current = field_.get_value(row.objek)
        if field_.widget.render(value) != field_.widget.render(current) or row.baru:
            setattr(row.objek, field_.attribute, value)

    def import_data_inner(
        self,
        dataset: Any,
        dry_run: bool,
        raise_errors: bool,
        using_transactions: bool,
        collect_failed_rows: bool,
        **kwargs: Any,
    ) -> ImportOutcome:
        """Read all rows, then write all or none; the caller's transaction is rolled back on a preview or an error."""
        result = ImportOutcome()
        result.diff_headers = self.get_diff_headers()
        result.total_rows = len(dataset)
        self._peta = None
        rows = self._rows_in(dataset, result)
        if result.base_errors:
            return result
        self.read_rows(rows)
        self._note_keys(rows)
        # A preview asks the services even beside rows that cannot be read: all that is wrong is told in one go.
        if dry_run or not any(row.galat for row in rows):
            self._write([row for row in rows if row.berubah and not row.galat], result)
        for row in rows:
            if row.galat:
                result.append_invalid_row(row.nomor, row.sel, ValidationError({k: [v] for k, v in row.galat.items()}))
        for row in rows:
            if not row.galat:
                row_result = self.row_result(row)
                result.append_row_result(row_result)
                result.increment_row_result_total(row_result)
        return result

    def _rows_in(self, dataset: Any, result: ImportOutcome) -> list[IncomingRow]:
        """Return the rows of the file by our columns; what keeps it from being read is refused, all of it at once."""
        sheet = getattr(dataset, "lembaran", None)
        read = read_headings(dataset.headers or [], [column.column_name for column in self.get_import_fields()])
        for _, _, sentence in read.problems:
            result.refuse(sentence)
        if missing := read.missing(self.kunci, "berkas ekspor", str(self.get_display_name())):
            result.refuse(missing)
        numbers = getattr(dataset, "nomor", range(2, len(dataset) + 2))
        raw = [(number, list(values)) for number, values in zip(numbers, dataset, strict=True)]
        for _, _, sentence in take_unusable(raw, lambda index: bool(read.names[index])):
            result.refuse(sentence)
        rows = [
            IncomingRow(number, {name: value for name, value in zip(read.names, values, strict=True) if name})
            for number, values in raw
        ]
        if sheet is not None:
            result.catatan = [sentence for _, sentence in sheet.catatan]
            for question in self._title_questions(sheet.atas, rows):
                result.refuse(question)
        if passed := read.passed(1 if sheet is None else sheet.nomor_judul):
            result.catatan.append(passed[2])
        return rows

    def _title_questions(self, atas: FileTitles, rows: Sequence[IncomingRow]) -> list[str]:
        """Ask where the lines above the headings name another office than the page, or another year than the rows."""
        offices = list(self.peta.offices.values())
        years = {year for row in rows if (year := year_in(str(row.sel.get(KOLOM_TAHUN) or "").strip())) is not None}
        against = {
            TAHUN: f"kolom {KOLOM_TAHUN} berisi {joined([str(year) for year in sorted(years)])}",
            KANTOR: f"halaman ini untuk {joined(sorted(opd.nama for opd in offices))}",
        }
        return list(title_questions(atas, against, offices=offices, tahun=years).values())

    def _note_keys(self, rows: Sequence[IncomingRow]) -> None:
        """Say where the file spells a key otherwise than stored, and where a new row looks like a corrected one."""
        good = [row for row in rows if not row.galat]
        named = {row.objek.pk for row in good if not row.baru}
        for row in good:
            if not row.baru:
                self._note_spelling(row)
                continue
            near = [other for other in self.stored_beside(row.objek) if other.pk not in named]
            old = next((other for other in near if alike(other.nama, row.objek.nama)), None)
            if old is not None:
                row.peringatan.setdefault(
                    self.kunci[-1],
                    f"Mirip “{old}” yang tersimpan dan tidak ada di berkas ini. Bila baris ini perbaikannya, jangan "
                    "simpan: ubah yang tersimpan di halamannya. Bila disimpan, baris ini menjadi data baru.",
                )

    def _note_spelling(self, row: IncomingRow) -> None:
        for field_ in self._key_fields():
            there, stored = row.sel.get(field_.column_name), self.export_field(field_, row.objek)
            if isinstance(there, str) and tidy(there) != str(stored) and plain(there) == plain(stored):
                sentence = f"Di aplikasi: “{stored}”. Beda penulisan ini tidak diubah lewat impor."
                row.peringatan.setdefault(field_.column_name, sentence)

    # --- what a row names -------------------------------------------------------------------------------------------

    def office_named(self, row: IncomingRow) -> PerangkatDaerah:
        """Return the office of the row, by its code or its only name; of a name the code is said. Raises WrongCell."""
        text = row.text_of(KOLOM_OPD)
        found = self.peta.opd(text)
        if text.casefold() not in (found.kode.casefold(), found.full_code.casefold()):
            row.peringatan.setdefault(KOLOM_OPD, f"“{text}” dibaca sebagai {self.peta.opd_text(found)}.")
        return found

    def node_named(self, row: IncomingRow, level: Tingkat, parent: Any) -> Any:
        """Return the node below `parent` that the row names; of a name alone the code is said. Raises WrongCell."""
        column = level.label
        text = row.text_of(column)
        found = self.peta.node(level, parent, text)
        if found.kode and plain(text) == plain(found.nama):
            row.peringatan.setdefault(column, f"“{text}” dibaca sebagai {found.kode}.")
        return found

    def read_rows(self, rows: Sequence[IncomingRow]) -> None:
        """Find each row's object and read its cells into it; what is wrong is noted on the row."""
        seen: dict[Any, int] = {}
        for row in rows:
            try:
                row.objek, row.baru = self.locate(row)
            except WrongCell as wrong:
                row.note(wrong.kolom or self.kunci[-1], wrong)
                self._judge_cells(row)
                continue
            if row.baru:
                row.sel |= {name: value for name, value in row.bawaan.items() if row.sel.get(name) in (None, "")}
            row.sebelum = [] if row.baru else self._values(row.objek)
            self.fill(row)
            if row.galat:
                continue
            row.sesudah = self._values(row.objek)
            first = seen.setdefault(self.key_of(row.objek), row.nomor)
            if first != row.nomor:
                row.galat[self.kunci[-1]] = f"Baris ini sama kuncinya dengan baris {first}. Hapus salah satu."

    def _judge_cells(self, row: IncomingRow) -> None:
        """Note what is wrong with the cells of a row that was not found, as far as they stand for themselves."""
        for field_ in self.get_import_fields():
            name = field_.column_name
            if (
                isinstance(field_, PlanColumn)
                and not is_blank(row.sel.get(name))
                and type(field_.widget) in STAND_ALONE
            ):
                try:
                    field_.widget.clean(row.sel[name])
                except WrongCell as wrong:
                    row.note(name, wrong)

    def _values(self, instance: Any) -> list[Any]:
        return [self.export_field(field_, instance) for field_ in self.get_import_fields()]

    def _write(self, rows: list[IncomingRow], result: ImportOutcome) -> None:
        _, refusal, left = persist_each(rows, persist=self.persist, column_of=self.column_of)
        if refusal is not None:
            result.refuse(self._with_row(refusal, left))

    def column_of(self, named: str) -> str:
        """Return the column of a field that a service names, or the last key column."""
        if named in self.kolom_bidang:
            return self.kolom_bidang[named]
        name = {"username": "pengguna", "email": "surel"}.get(named, named)
        number = name.removeprefix("target_").removeprefix("tw").replace("tahun", "0")
        for key in (
            name,
            f"target_{number}" if name.startswith("target_") else "",
            "target" if name == "nilai" else "",
        ):
            found = self.fields.get(key)
            if found is not None:
                return str(found.column_name)
        return Tingkat(name).label if name in {*Tingkat} else self.kunci[-1]

    def _with_row(self, refusal: ServiceError, rows: list[IncomingRow]) -> str:
        """Put the file's row number in front of a service's sentence, as far as the sentence names one row."""
        sentence = str(refusal)
        named = [row.nomor for row in rows if sentence.startswith(f"{row.objek}")]
        return f"Baris {', '.join(map(str, named))}: {sentence}" if named else sentence

    def row_result(self, row: IncomingRow) -> RowOutcome:
        """Return what the row changes, for a preview."""
        result = RowOutcome()
        result.nomor, result.nama, result.peringatan = row.nomor, str(row.objek), row.peringatan
        kinds = (RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_NEW)
        result.import_type = kinds[row.baru] if row.berubah else RowResult.IMPORT_TYPE_SKIP
        before = row.sebelum or [None] * len(row.sesudah)
        result.perubahan = [
            (name, as_text(old), as_text(new))
            for name, old, new in zip(self.get_diff_headers(), before, row.sesudah, strict=True)
            if old != new and not (row.baru and new in (None, ""))
        ]
        return result

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Nothing: keys are never imported, so no sequence has to be moved."""


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return write_exact(value)
    return write_in_figures(value) if isinstance(value, date) else str(value)


def group_by_office(instances: Iterable[Any], office: Any) -> list[list[Any]]:
    """Split rows by office: a service writes the rows of one office at a time."""
    groups: dict[int, list[Any]] = {}
    for instance in instances:
        groups.setdefault(office(instance).pk, []).append(instance)
    return list(groups.values())


def path_fields(node_of: Callable[[Any], Any], levels: Iterable[Tingkat]) -> dict[str, KeyColumn]:
    """Return the columns that lead to a node, one per level; `node_of(object)` is the lowest node that it hangs on."""

    def part(index: int) -> Callable[[Any], str]:
        def value(instance: Any) -> str:
            nodes = chain_of(node_of(instance))
            return str(nodes[index]) if index < len(nodes) else ""

        return value

    return {f"jalur_{level}": KeyColumn(level.label, part(level.depth)) for level in levels}
