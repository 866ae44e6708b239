"""The levels of the plan, from the top down: what each is called, what stands above it, who names it. Pure."""

from sakip.labelled import Labelled

# The field of a Tujuan that holds what it hangs on, the Renstra.
PERIODE = "periode"


class Tingkat(Labelled):
    """The value names the level wherever it is stored, and is the field by which others hold a node of it.

    The label heads columns and pages; in the middle of a sentence it is `label.lower()`. Headings of a report write
    every word large: `judul`.
    """

    TUJUAN = "tujuan", "Tujuan"
    SASARAN = "sasaran", "Sasaran strategis"
    PROGRAM = "program", "Program"
    KEGIATAN = "kegiatan", "Kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Sub kegiatan"

    @property
    def judul(self) -> str:
        return self.label.title()

    @property
    def depth(self) -> int:
        """0 for Tujuan, one more for each level below."""
        return _LEVELS.index(self)

    @property
    def above(self) -> tuple["Tingkat", ...]:
        """The levels over this one, from the top down."""
        return _LEVELS[: self.depth]

    @property
    def upwards(self) -> tuple["Tingkat", ...]:
        """This level and those above it, from here up to Tujuan."""
        return _LEVELS[self.depth :: -1]

    @property
    def downwards(self) -> tuple["Tingkat", ...]:
        """This level and those below it, from here down."""
        return _LEVELS[self.depth :]

    @property
    def induk(self) -> "Tingkat | None":
        """None for Tujuan, which hangs on the Renstra."""
        return self.above[-1] if self.depth else None

    @property
    def anak(self) -> "Tingkat | None":
        return next(iter(self.downwards[1:]), None)

    @property
    def parent_field(self) -> str:
        """The field of a node that holds its parent."""
        return PERIODE if self.induk is None else self.induk.value

    @property
    def way_up(self) -> str:
        """The lookup from a node to its Tujuan, "program__sasaran__tujuan" for a kegiatan; blank for a Tujuan."""
        return "__".join(self.upwards[1:])

    @property
    def way_to_periode(self) -> str:
        """The lookup from a node to its Renstra."""
        return "__".join((*self.upwards[1:], PERIODE))


_LEVELS = tuple(Tingkat)

# The levels whose indicators are the IKU; those of the levels below are IKK.
IKU = (Tingkat.TUJUAN, Tingkat.SASARAN)
# The levels whose names and codes are the state's.
NOMENKLATUR = Tingkat.PROGRAM.downwards


class TingkatCapaian(Labelled):
    """The levels whose capaian is averaged and reported: the IKU together, then each level of the nomenclature."""

    IKU = "iku", "Indikator Kinerja Utama"
    PROGRAM = Tingkat.PROGRAM.value, Tingkat.PROGRAM.judul
    KEGIATAN = Tingkat.KEGIATAN.value, Tingkat.KEGIATAN.judul
    SUB_KEGIATAN = Tingkat.SUB_KEGIATAN.value, Tingkat.SUB_KEGIATAN.judul


def capaian_level_of(tingkat: str) -> TingkatCapaian:
    """Return the level by which an indicator on a node of `tingkat` is reported. Raises ValueError for no level."""
    return TingkatCapaian.IKU if Tingkat(tingkat) in IKU else TingkatCapaian(tingkat)
