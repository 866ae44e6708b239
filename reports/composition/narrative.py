"""Between the plain text that people type and the blocks that a snapshot holds."""

from collections.abc import Sequence

from reports.snapshot import Block

MOST_CHARACTERS = 20_000
LONGEST_BLOCK = 5_000
MOST_BLOCKS = 200
BULLET = "- "


class InvalidNarrative(ValueError):
    """The text cannot be printed as it is; the message tells what to shorten."""


def parse_narrative(text: str) -> list[Block]:
    """Return the blocks of a plain text: a blank line ends a paragraph, lines that begin with "- " make a list.

    Other lines of a paragraph belong together; a line that follows an item continues it. Raises NarasiTidakSah.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidNarrative(
            f"Teks terlalu panjang: {len(text)} karakter. Ringkas menjadi paling banyak {MOST_CHARACTERS} karakter."
        )
    blocks: list[Block] = []
    paragraph: list[str] = []
    items: list[str] = []

    def flush() -> None:
        if paragraph:
            blocks.append({"jenis": "paragraf", "teks": " ".join(paragraph)})
            paragraph.clear()
        if items:
            blocks.append({"jenis": "daftar", "butir": list(items)})
            items.clear()

    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip()
        if not line:
            flush()
        elif line.startswith(BULLET):
            if paragraph:
                flush()
            items.append(line.removeprefix(BULLET).strip())
        elif items:
            items[-1] = f"{items[-1]} {line}"
        else:
            paragraph.append(line)
    flush()
    _check(blocks)
    return blocks


def _check(blocks: Sequence[Block]) -> None:
    if not blocks:
        raise InvalidNarrative("Teks masih kosong. Tulis isinya, atau pilih kembali ke teks bawaan.")
    if len(blocks) > MOST_BLOCKS:
        raise InvalidNarrative(f"Teks memuat {len(blocks)} paragraf. Gabungkan menjadi paling banyak {MOST_BLOCKS}.")
    longest = max(len(text) for block in blocks for text in _texts(block))
    if longest > LONGEST_BLOCK:
        raise InvalidNarrative(
            f"Satu paragraf memuat {longest} karakter. Bagi menjadi paragraf paling panjang {LONGEST_BLOCK} karakter."
        )


def _texts(block: Block) -> list[str]:
    return block["butir"] if block["jenis"] == "daftar" else [block["teks"]]


def blocks_to_text(blocks: Sequence[Block]) -> str:
    """Return blocks as the plain text that `parse_narrative` reads back to the same blocks."""
    parts = [
        "\n".join(f"{BULLET}{item}" for item in block["butir"]) if block["jenis"] == "daftar" else block["teks"]
        for block in blocks
    ]
    return "\n\n".join(parts)
