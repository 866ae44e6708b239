"""Proof of the trail: every chain recomputed from its first link on, and the first break of each named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from indicators import chain
from indicators.chain import Seal
from indicators.models import Jejak, MataRantai
from indicators.selectors.rantai import PATIENCE, list_chains, list_seals, names_of
from sakip.dates import write_date

# So many links are read at once: memory stays the same for any number of rows.
BATCH = 2_000


@dataclass(frozen=True)
class Break:
    """Where a chain no longer holds: a sentence, and of a link its place and its row's number."""

    rantai: int
    kalimat: str
    urutan: int | None = None
    jejak: int | None = None


@dataclass(frozen=True)
class ChainReport:
    """What was recomputed of a chain: its links up to the first break, or all of them, and the last one's row and
    hash."""

    rantai: int
    nama: str
    jumlah: int
    jejak_terakhir: int
    hash: str
    patah: Break | None


@dataclass(frozen=True)
class _Link:
    """A link as it stands, with the content of its row: None where that is gone, blank where it cannot be read."""

    urutan: int
    jejak: int
    hash: str
    isi: str | None


def find_breaks(chains: Collection[int] | None = None, seals: Sequence[Seal] = ()) -> Iterator[Break]:
    """Yield the first break of each chain, and for each office the rows that nobody linked.

    `chains` None: all of them. `seals` were kept outside of the database; those inside are compared as well.
    """
    yield from (report.patah for report in check_chains(chains, seals) if report.patah is not None)
    yield from find_waiting(chains)


def check_chains(chains: Collection[int] | None = None, seals: Sequence[Seal] = ()) -> Iterator[ChainReport]:
    """Recompute chains one after the other, each as it is asked for."""
    wanted = sorted({*list_chains(), *(seal.rantai for seal in seals)} if chains is None else set(chains))
    names = names_of(wanted)
    for rantai in wanted:
        own = [seal for seal in seals if seal.rantai == rantai]
        yield _Walk(rantai, names[rantai], sorted({*list_seals(rantai), *own}, key=lambda seal: seal.jumlah)).run()


def find_waiting(chains: Collection[int] | None = None) -> Iterator[Break]:
    """Yield for each office how many rows wait although a worker would have linked them."""
    rows = Jejak.objects.filter(mata_rantai__isnull=True, waktu__lt=timezone.now() - PATIENCE)
    counted = rows.order_by("opd_nomor").values_list("opd_nomor").annotate(Count("pk"))
    found = {chain.chain_of(opd_nomor): count for opd_nomor, count in counted}
    names = names_of(list(found))
    for rantai, count in found.items():
        if chains is None or rantai in chains:
            yield Break(
                rantai,
                f"{names[rantai]}: {count} baris jejak sudah lebih dari 10 menit belum masuk rantai. "
                "Periksa apakah run_worker berjalan, lalu ulangi.",
            )


@dataclass
class _Walk:
    """One chain on its way from the first link to the last; `due` are the seals that are still to come."""

    rantai: int
    nama: str
    due: list[Seal]
    urutan: int = 0
    jejak: int = 0
    hash: str = chain.START
    hash_before: str = ""

    def run(self) -> ChainReport:
        found = self._broken_seal() or self._walk() or self._cut_off()
        return ChainReport(self.rantai, self.nama, self.urutan, self.jejak, self.hash, found)

    def _walk(self) -> Break | None:
        links = _links(self.rantai)
        link = next(links, None)
        while link is not None:
            following = next(links, None)
            if sentence := self._broken(link, following):
                return self._break(sentence, link.urutan, link.jejak)
            self.hash_before, self.hash = self.hash, link.hash
            self.urutan, self.jejak = link.urutan, link.jejak
            if found := self._broken_seal():
                return found
            link = following
        return None

    def _broken(self, link: _Link, following: _Link | None) -> str:
        """Return what is wrong with the next link, blank: nothing."""
        row = f"baris jejak nomor {link.jejak} (mata rantai ke-{link.urutan})"
        if link.urutan > self.urutan + 1:
            return f"mata rantai ke-{self.urutan + 1} hilang; sesudah ke-{self.urutan} langsung ke-{link.urutan}."
        if link.urutan <= self.urutan:
            return f"mata rantai ke-{link.urutan} disisipkan sebelum mata rantai pertama."
        if link.isi is None:
            return f"{row} hilang."
        if not link.isi:
            return f"isi {row} diubah: tidak lagi dapat dibaca."
        found = self._digest(link.isi, link.urutan, self.hash)
        return "" if found == link.hash else self._why(link, following, found, row)

    def _why(self, link: _Link, following: _Link | None, found: str, row: str) -> str:
        """Say how a link came not to fit its row, as far as its neighbours tell."""
        isi, urutan = link.isi or "", link.urutan
        if self.hash_before and self._digest(isi, urutan - 1, self.hash_before) == link.hash:
            return f"baris jejak nomor {self.jejak} (mata rantai ke-{urutan - 1}) disisipkan kemudian sebelum {row}."
        if following is not None and following.isi:
            if self._digest(following.isi, urutan, self.hash) == link.hash:
                return f"urutan {row} ditukar dengan baris jejak nomor {following.jejak}."
            if self._digest(following.isi, urutan + 1, found) == following.hash:
                return f"hash mata rantai ke-{urutan} (baris jejak nomor {link.jejak}) diubah; isi barisnya masih utuh."
            if self._digest(following.isi, urutan + 1, link.hash) != following.hash:
                return f"{row} tidak cocok: isinya diubah, atau ada baris sebelumnya yang dihapus, disisipkan, ditukar."
        return f"isi {row} diubah."

    def _broken_seal(self) -> Break | None:
        while self.due and self.due[0].jumlah == self.urutan:
            seal = self.due.pop(0)
            if (seal.hash, seal.jejak_terakhir) != (self.hash, self.jejak):
                what = f"segel {write_date(seal.hari)} tidak sama dengan mata rantai ke-{self.urutan}"
                return self._break(f"{what}: rantai ditulis ulang.", self.urutan, self.jejak)
        return None

    def _cut_off(self) -> Break | None:
        """Return what the chain lost at its end, as far as a seal knows of it."""
        if not self.due:
            return None
        seal = self.due[-1]
        return self._break(
            f"rantai hanya {self.urutan} baris, padahal segel {write_date(seal.hari)} mencatat {seal.jumlah} baris: "
            "baris terakhir dihapus.",
            self.urutan,
            self.jejak,
        )

    def _digest(self, isi: str, urutan: int, before: str) -> str:
        return chain.digest(isi, rantai=self.rantai, urutan=urutan, before=before)

    def _break(self, sentence: str, urutan: int, jejak: int) -> Break:
        return Break(self.rantai, f"{self.nama}: {sentence}", urutan, jejak)


def _links(rantai: int) -> Iterator[_Link]:
    rows = MataRantai.objects.filter(rantai=rantai).order_by("urutan").values_list("urutan", "jejak_id", "hash")
    last = -1
    while found := list(rows.filter(urutan__gt=last)[:BATCH]):
        contents = _contents([jejak for _, jejak, _ in found])
        yield from (_Link(urutan, jejak, hash_, contents.get(jejak)) for urutan, jejak, hash_ in found)
        last = found[-1][0]


# What Django and the format raise of a column that holds what no program of ours wrote there.
_UNREADABLE = (ValueError, TypeError, AttributeError)


def _contents(numbers: Sequence[int]) -> Mapping[int, str]:
    """Return the contents of rows by number; one by one, if one of them cannot be read."""
    rows = Jejak.objects.order_by().values(*chain.FIELDS)
    try:
        return {row["id"]: chain.content_of(row) for row in rows.filter(pk__in=numbers)}
    except _UNREADABLE:
        return {number: content for number in numbers for content in _one(number)}


def _one(number: int) -> Iterator[str]:
    try:
        yield from map(chain.content_of, Jejak.objects.filter(pk=number).values(*chain.FIELDS))
    except _UNREADABLE:
        yield ""
