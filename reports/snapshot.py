"""What the snapshot of every paper holds, and what it must be to be printed. Each paper adds its own parts."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict


class ParagraphBlock(TypedDict):
    jenis: Literal["paragraf"]
    teks: str


class ListBlock(TypedDict):
    jenis: Literal["daftar"]
    butir: list[str]


# Running text: a section of an office's own words, or of the program's, is a list of them.
Block = ParagraphBlock | ListBlock


class Logo(TypedDict):
    """A picture as text: "image/png" or "image/jpeg", and its bytes in base 64."""

    media_type: str
    base64: str


class Kantor(TypedDict):
    """The office as the paper prints it, with its paper ("A4", "F4") and type ("arial", "bookman")."""

    nama: str
    pemda: str
    kepala_daerah: str
    alamat: str
    kertas: str
    huruf: str
    teks_kaki_tte: str
    logo: Logo | None


class Penandatangan(TypedDict):
    """Who signs, in the words of his post; all blank where nobody is in office."""

    jabatan: str
    nama: str
    pangkat: str
    nip: str


class Snapshot(TypedDict):
    """The parts that every paper has. Besides, each has a `periode` of its own form, with a `label`."""

    skema: int
    jenis: str
    draf: bool
    opd: Kantor
    penandatangan: Penandatangan
    nomor: str
    tempat: str
    # ISO, "2023-12-31".
    tanggal: str
    # The address behind the QR. A draft has none, and no document that was composed before QRs were printed.
    verifikasi: NotRequired[str]
    # Whose parafs come before the signature, in their order; missing where none do.
    pemaraf: NotRequired[list[Penandatangan]]


@dataclass(frozen=True)
class Schema:
    """What the stored data of a paper must be to be printed: its kind and title, the number of its schema, and the
    parts without which nothing can be printed."""

    jenis: str
    title: str
    number: int
    required: tuple[str, ...]
