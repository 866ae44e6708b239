"""What a paper is: everything that the rest of the program asks of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from indicators.selectors.reporting import Basis, PejabatFacts, PerangkatDaerah, QuarterFacts
from reports.composition.differences import DifferenceWords
from reports.rendering.render import Design
from reports.snapshot import Block, Schema, Snapshot


class Facts(Protocol):
    """What services ask of the facts that a paper is composed of; the rest is the paper's own affair."""

    @property
    def disahkan(self) -> bool:
        """Whether the figures are approved: otherwise the document carries DRAF."""

    @property
    def versi_triwulan(self) -> int:
        """The version of the approval that they were read at."""

    @property
    def penandatangan(self) -> PejabatFacts | None:
        """Who signs today."""


F = TypeVar("F", bound=Facts)
F_contra = TypeVar("F_contra", bound=Facts, contravariant=True)


class Compose(Protocol[F_contra]):
    def __call__(
        self,
        facts: F_contra,
        *,
        nomor: str = "",
        tempat: str = "",
        tanggal: date | None = None,
        narasi: Mapping[str, list[Block]] | None = None,
    ) -> Snapshot:
        """Return the whole paper as plain data. Place and date that are blank take the paper's default, a section
        without words of the office's own the template's. What is not approved is a draft."""


@dataclass(frozen=True)
class Periods:
    """The periods that a paper is made for. A document is kept by year and number: the quarter, or 0 for the year.

    ``listed`` returns those of an office that have been opened, the latest first, with their approval; ``find`` one
    of them, by the office's key, year and number, or None (``lock=True`` holds its approval until the transaction
    ends). ``label`` is the period as the paper names it ("Semester I Tahun 2024"), ``approval`` as what has to be
    approved is named ("Triwulan II Tahun 2024"), ``in_file_name`` as the name of a file has it ("2024-tw2").
    """

    listed: Callable[[PerangkatDaerah], list[QuarterFacts]]
    find: "FindPeriod"
    label: Callable[[int, int], str]
    approval: Callable[[int, int], str]
    in_file_name: Callable[[int, int], str]


class FindPeriod(Protocol):
    def __call__(self, opd_id: int, tahun: int, nomor: int, /, *, lock: bool = False) -> QuarterFacts | None: ...


@dataclass(frozen=True)
class Paper(Generic[F]):
    """A kind of document that offices make of their figures, again and again, for its periods.

    ``introduction`` stands over the list of an office's documents ("{opd}" is its name), ``file_stem`` begins the
    names of files. ``sections`` are those that an office may rewrite, with the words of their headings.

    ``gather`` returns the facts of an office's period, or None where there is nothing to report on yet; ``basis`` what
    a document made of them is held against later (`indicators.selectors.basis`). ``compose`` makes the snapshot,
    ``word`` returns the program's own wording of the sections for a snapshot, with its figures as placeholders, and
    the figures by name. ``design`` prints a snapshot.
    """

    schema: Schema
    introduction: str
    file_stem: str
    sections: Mapping[str, str]
    periods: Periods
    gather: Callable[[PerangkatDaerah, int, int], F | None]
    basis: Callable[[PerangkatDaerah, F], Basis]
    compose: Compose[F]
    word: Callable[[Mapping[str, Any]], tuple[dict[str, list[Block]], dict[str, str]]]
    differences: DifferenceWords
    design: Design[Any]

    @property
    def key(self) -> str:
        """The word by which the paper is stored and addressed."""
        return self.schema.jenis

    @property
    def title(self) -> str:
        return self.schema.title
