"""How full the disks are on which the installation writes."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sakip.file_store import store
from sakip.sentences import enumerate_in_words

# Administrators are warned below the first part of a disk; below the second it is as good as full.
LOW_PERCENT, FULL_PERCENT = 10, 2


@dataclass(frozen=True)
class Disk:
    """A disk: what of ours lies there, and how much of it is free, in bytes and hundredths."""

    holds: tuple[str, ...]
    free: int
    percent: int

    @property
    def sentence(self) -> str:
        return (
            f"Ruang disk server untuk {enumerate_in_words(self.holds)} tinggal {self.percent}% "
            f"({size_in_words(self.free)}). Minta pengelola server mengosongkan atau menambah ruang sebelum penuh."
        )

    @property
    def room(self) -> str:
        """What is free, in words."""
        return f"{self.percent}% ({size_in_words(self.free)}) kosong untuk {enumerate_in_words(self.holds)}"


def low_disks() -> list[Disk]:
    """Return the disks that are nearly full, each once."""
    return [disk for disk in list_disks() if disk.percent < LOW_PERCENT]


def list_disks() -> list[Disk]:
    """Return the disks on which the installation writes, each once."""
    by_device: dict[int, list[tuple[str, Path]]] = {}
    for name, folder in _folders().items():
        place = nearest_folder(folder)
        by_device.setdefault(place.stat().st_dev, []).append((name, place))
    return [_disk(tuple(name for name, _ in found), found[0][1]) for found in by_device.values()]


def free_bytes(folder: Path) -> int:
    """Return what this account may still write there. Raises OSError."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _folders() -> dict[str, Path]:
    folder = store().folder
    return {
        "basis data": Path(settings.VAR_DIR),
        **({} if folder is None else {"berkas tersimpan": folder}),
        "berkas sementara": Path(tempfile.gettempdir()),
    }


def nearest_folder(folder: Path) -> Path:
    """Return the folder, or the nearest above it that there is: it is made when the first file is stored."""
    return next(place for place in (folder.resolve(), *folder.resolve().parents) if place.is_dir())


def _disk(holds: tuple[str, ...], place: Path) -> Disk:
    found = os.statvfs(place)
    # What only root may fill counts neither as free nor as part of the disk.
    usable = found.f_blocks - found.f_bfree + found.f_bavail
    return Disk(holds, found.f_bavail * found.f_frsize, 100 * found.f_bavail // usable if usable else 100)


def size_in_words(number: int) -> str:
    """Return a number of bytes as people say it: "40 KB", "812 MB", "1,4 GB"."""
    if number < 1024**2:
        return f"{number // 1024} KB"
    tenths = number * 10 // 1024**3
    return f"{tenths // 10},{tenths % 10} GB" if tenths >= 10 else f"{number // 1024**2} MB"
