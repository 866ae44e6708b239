"""Set up or bring up to date the offices of a Pemda from a folder of workbooks: a dry run unless told to write."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from indicators.exchange.text_files import safe_text
from indicators.exchange.workbook.folder import FileOutcome, OfficeFolder
from indicators.exchange.workbook.kantor import NewPengguna
from indicators.exchange.workbook.structure import BookFinding
from indicators.models import Pemda
from sakip.schema.commands import WritingCommand
from sakip.sentences import enumerate_in_words

CANNOT_WRITE = (
    "Daftar kata sandi {path} tidak dapat ditulis, jadi kantor ini tidak disimpan. Periksa hak akses foldernya dan "
    "sisa ruang disk, atau beri tempat lain dengan --sandi."
)
HEAD = ("Perangkat daerah", "Nama", "Penugasan", "Nama pengguna", "Kata sandi")


class PasswordFile:
    """The list of first passwords: readable by its owner alone, never overwritten, only of accounts that exist.

    An office's rows are written and seen stored beside the list before the office is committed, and become part of the
    list by a rename afterwards. When the office fails, they are removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: list[tuple[str, ...]] = []

    @contextmanager
    def staged(self) -> Iterator[Callable[[str, Sequence[NewPengguna]], None]]:
        """Give what takes an office's accounts; keep them when the block ends well. Raises CommandError."""
        waiting = waiting_of(self.path)
        added: list[tuple[str, ...]] = []

        def add(kantor: str, accounts: Sequence[NewPengguna]) -> None:
            rows = [(kantor, row.nama, row.tugas, row.username, row.sandi) for row in accounts]
            if rows:
                self._write(waiting, [*self._rows, *rows])
                added.extend(rows)

        try:
            yield add
        except BaseException:
            if added:
                waiting.unlink()
            raise
        if added:
            self._take_over(waiting)
            self._rows += added

    def _take_over(self, waiting: Path) -> None:
        try:
            if not self._rows and self.path.exists():
                raise FileExistsError
            waiting.replace(self.path)
        except OSError:
            raise CommandError(
                f"Daftar kata sandi tidak dapat diberi nama {self.path}. Kantornya sudah disimpan: ambil sandinya di "
                f"{waiting}, lalu jalankan kembali dengan --sandi lain."
            ) from None

    def _write(self, path: Path, rows: Sequence[tuple[str, ...]]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            raise self._stop(CANNOT_WRITE.format(path=path)) from None
        try:
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
                table = csv.writer(file, delimiter=";")
                table.writerows([safe_text(text) for text in row] for row in (HEAD, *rows))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            # Half a list is no list: the office is not stored.
            path.unlink()
            raise self._stop(CANNOT_WRITE.format(path=path)) from None

    def _stop(self, sentence: str) -> CommandError:
        """Return what ends the run: whose passwords there are already must be told by then."""
        kept = f" Kata sandi kantor yang sudah disimpan ada di {self.path}." if self.ada else ""
        return CommandError(f"{sentence}{kept}")

    @property
    def ada(self) -> bool:
        return bool(self._rows)


def waiting_of(path: Path) -> Path:
    """Return where passwords stand until their office is stored."""
    return path.with_name(f"{path.name}.sementara")


class Command(WritingCommand):
    help = (
        "Membuat atau memperbarui kantor-kantor satu pemerintah daerah dari satu folder: satu berkas XLSX per kantor, "
        "dinamai menurut kode kantornya (dinkes.xlsx). Tanpa --apply berkas hanya diperiksa."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="Folder berisi berkas dari templat Buku kerja kantor")
        parser.add_argument("--apply", action="store_true", help="Simpan berkas yang benar; tanpa ini hanya diperiksa")
        parser.add_argument("--pemda-kode", help="Kode pemerintah daerah; boleh kosong bila hanya ada satu")
        parser.add_argument("--tahun-awal", type=int, help="Tahun awal Renstra kantor baru tanpa lembar Renstra")
        parser.add_argument("--tahun-akhir", type=int, help="Tahun akhir Renstra kantor baru tanpa lembar Renstra")
        parser.add_argument("--sandi", help="Berkas baru untuk daftar kata sandi pertama, misalnya sandi.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        if not folder.is_dir():
            raise CommandError(f"Folder {folder} tidak ditemukan. Tulis folder yang berisi berkas kantor.")
        passwords = PasswordFile(_password_file(options["sandi"]))
        offices = OfficeFolder(folder, _pemda(options["pemda_kode"]), _renstra(options), passwords)
        if not offices.berkas:
            raise CommandError(_nothing_in(folder, offices))
        apply = bool(options["apply"])
        refused = [result.nama for result in offices.run(apply=apply) if self._tell(result, apply=apply)]
        for name in offices.dilewati:
            self.stdout.write(f"{name}: dilewati, bukan berkas XLSX.")
        for name in offices.folder:
            self.stdout.write(f"{name}: dilewati, sebuah folder. Pindahkan berkasnya ke {folder} bila harus diimpor.")
        if passwords.ada:
            self.stdout.write(f"Kata sandi pertama ada di {passwords.path}. Bagikan, lalu hapus berkasnya.")
        good = len(offices.berkas) - len(refused)
        if refused:
            raise CommandError(f"{good} berkas benar, {len(refused)} ditolak: {', '.join(refused)}.")
        closing = (
            "Selesai." if apply else "Belum ada yang disimpan. Jalankan kembali dengan --apply untuk menyimpannya."
        )
        self.stdout.write(f"{good} berkas benar. {closing}")

    def _tell(self, result: FileOutcome, *, apply: bool) -> bool:
        """Print what became of a file; say whether it was refused."""
        name = result.nama
        if result.galat:
            self.stdout.write(f"{name}: DITOLAK. {result.galat}")
        elif result.hasil.galat:
            self.stdout.write(f"{name}: DITOLAK. {len(result.hasil.galat)} hal perlu diperbaiki:")
        elif not result.berubah:
            self.stdout.write(f"{name}: {result.kantor}, sama dengan yang tersimpan.")
        else:
            kind = "kantor baru" if result.baru else "kantor yang ada"
            self.stdout.write(f"{name}: {result.kantor}, {kind}, {'disimpan' if apply else 'dapat disimpan'}.")
            for sheet in result.hasil.terisi:
                self.stdout.write(f"  {sheet.nama}: {sheet.baru} baru, {sheet.berubah} berubah, {sheet.tetap} tetap")
        self._list(result.hasil.galat, "  ")
        if result.hasil.tergantung:
            self.stdout.write(f"  {result.hasil.tergantung} baris lain bergantung pada baris di atas.")
        if result.hasil.peringatan:
            self.stdout.write("  Tidak menghalangi, tetapi perlu diketahui:")
            self._list(result.hasil.peringatan, "    ")
        return result.ditolak

    def _list(self, findings: Sequence[BookFinding], indent: str) -> None:
        for item in findings:
            place = " ".join(part for part in (item.lembar, item.sel) if part)
            self.stdout.write(f"{indent}{place}: {item.kalimat}" if place else f"{indent}{item.kalimat}")


def _nothing_in(folder: Path, offices: OfficeFolder) -> str:
    sentence = f"Folder {folder} tidak memuat berkas XLSX."
    if not offices.folder:
        return f"{sentence} Letakkan di sana satu berkas per kantor, misalnya dinkes.xlsx."
    return f"{sentence} Di dalamnya ada folder {enumerate_in_words(offices.folder)}: sebutkan folder yang tepat."


def _pemda(kode: str | None) -> Pemda:
    """Return the Pemda that is meant. Raises CommandError."""
    known = list(Pemda.objects.filter(kode=kode) if kode else Pemda.objects.all()[:2])
    if len(known) == 1:
        return known[0]
    if known:
        raise CommandError("Ada beberapa pemerintah daerah. Beri --pemda-kode, misalnya 18.04.")
    raise CommandError("Pemerintah daerah ini belum ada. Buat kantor pertamanya dengan create_opd lebih dahulu.")


def _renstra(options: dict[str, Any]) -> tuple[int, int] | None:
    first, last = options["tahun_awal"], options["tahun_akhir"]
    if (first is None) != (last is None):
        raise CommandError("Beri --tahun-awal dan --tahun-akhir bersama-sama.")
    return None if first is None else (first, last)


def _password_file(given: str | None) -> Path:
    """Return where the first passwords go, a file that is not there yet. Raises CommandError."""
    path = Path(given) if given else Path(settings.VAR_DIR) / f"sandi-kantor-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
    for name in (path, waiting_of(path)):
        if name.exists():
            raise CommandError(f"Berkas {name} sudah ada dan tidak ditimpa. Beri nama lain dengan --sandi.")
    return path
