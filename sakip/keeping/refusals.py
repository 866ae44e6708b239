"""What keeping answers instead of doing it."""


class KeepingRefused(Exception):
    """Nothing was done; `str()` is a full Indonesian sentence that says what to do."""


class DamagedArchive(KeepingRefused):
    """The archive is not what was written."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Cadangan ini rusak atau terpotong: {what}. Tidak ada yang dipulihkan. Gunakan cadangan lain atau salin "
            "ulang berkasnya."
        )
