"""What an import of one model found: rows that would be written, what is wrong with others, what is worth knowing."""

from typing import Any

from import_export.results import Error, Result, RowResult

from indicators.exchange.causes import rows_by_cause


class RowOutcome(RowResult):
    """A row of the preview: its number in the file, what would change as (column, before, after), and what is odd."""

    nomor: int = 0
    nama: str = ""
    perubahan: list[tuple[str, str, str]]
    peringatan: dict[str, str]

    @property
    def baru(self) -> bool:
        return bool(self.is_new())

    @property
    def berubah(self) -> bool:
        return bool(self.is_update())


class ImportOutcome(Result):
    """The result of an import with the file's row numbers. `catatan` says what of the file was passed over."""

    catatan: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catatan = []

    @property
    def galat(self) -> list[str]:
        """What is wrong with the file as a whole."""
        return [str(error.error) for error in self.base_errors]

    @property
    def sebab(self) -> list[tuple[str, str, str]]:
        """What is wrong with rows, one entry per cause: (numbers of the rows, column, sentence)."""
        told = [
            (row.number, name, " ".join(texts)) for row in self.invalid_rows for name, texts in row.error_dict.items()
        ]
        return rows_by_cause(told)

    @property
    def peringatan(self) -> list[tuple[str, str, str]]:
        """What is odd about rows that can be read, see `sebab`."""
        return rows_by_cause([(row.nomor, name, said) for row in self.rows for name, said in row.peringatan.items()])

    @property
    def kalimat(self) -> list[str]:
        """All that keeps the file from being written, a sentence per cause."""
        return [
            *self.galat,
            *(f"Baris {rows}, {column}: {sentence}" for rows, column, sentence in self.sebab),
        ]

    @property
    def salah(self) -> int:
        """How many rows are wrong."""
        return len(self.invalid_rows)

    @property
    def baru(self) -> int:
        return int(self.totals[RowResult.IMPORT_TYPE_NEW])

    @property
    def berubah(self) -> int:
        return int(self.totals[RowResult.IMPORT_TYPE_UPDATE])

    @property
    def tetap(self) -> int:
        return int(self.totals[RowResult.IMPORT_TYPE_SKIP])

    @property
    def baris(self) -> list[RowOutcome]:
        """The rows that would be written."""
        return [row for row in self.rows if row.baru or row.berubah]

    def refuse(self, sentence: str) -> None:
        self.append_base_error(Error(ValueError(sentence)))
