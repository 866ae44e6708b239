"""Set up or bring up to date the offices of a Pemda from a folder of workbooks: a dry run unless told to write."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.imports.berkas_teks import safe_text
from indicators.imports.buku.folder import FolderKantor, HasilBerkas
from indicators.imports.buku.kantor import AkunBaru
from indicators.models import Pemda

HEAD = ("Perangkat daerah", "Nama", "Penugasan", "Nama pengguna", "Kata sandi")


class BerkasSandi:
    """The list of first passwords: made with the first of them, readable by its owner alone, never overwritten."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None

    def add(self, kantor: str, accounts: Sequence[AkunBaru]) -> None:
        """Write the accounts of an office and see them stored before the office is. Raises CommandError."""
        if not accounts:
            return
        try:
            file = self._opened()
            rows = [(kantor, row.nama, row.tugas, row.username, row.sandi) for row in accounts]
            csv.writer(file, delimiter=";").writerows([safe_text(text) for text in row] for row in rows)
            file.flush()
            os.fsync(file.fileno())
        except OSError as error:
            raise CommandError(f"Daftar kata sandi {self.path} tidak dapat ditulis: {error.strerror}.") from None

    def _opened(self) -> TextIO:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            csv.writer(self._file, delimiter=";").writerow(HEAD)
        return self._file

    @property
    def ada(self) -> bool:
        return self._file is not None

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class Command(BaseCommand):
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
        passwords = BerkasSandi(_password_file(options["sandi"]))
        offices = FolderKantor(folder, _pemda(options["pemda_kode"]), _renstra(options), passwords.add)
        if not offices.berkas:
            raise CommandError(f"Folder {folder} tidak memuat berkas XLSX.")
        apply = bool(options["apply"])
        try:
            refused = [result.nama for result in offices.run(apply=apply) if self._tell(result, apply=apply)]
        finally:
            passwords.close()
        for name in offices.dilewati:
            self.stdout.write(f"{name}: dilewati, bukan berkas XLSX.")
        if passwords.ada:
            self.stdout.write(f"Kata sandi pertama ada di {passwords.path}. Bagikan, lalu hapus berkasnya.")
        good = len(offices.berkas) - len(refused)
        if refused:
            raise CommandError(f"{good} berkas benar, {len(refused)} ditolak: {', '.join(refused)}.")
        closing = (
            "Selesai." if apply else "Belum ada yang disimpan. Jalankan kembali dengan --apply untuk menyimpannya."
        )
        self.stdout.write(f"{good} berkas benar. {closing}")

    def _tell(self, result: HasilBerkas, *, apply: bool) -> bool:
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
        for item in (*result.hasil.galat, *result.hasil.peringatan):
            place = " ".join(part for part in (item.lembar, item.sel) if part)
            self.stdout.write(f"  {place}: {item.kalimat}")
        if result.hasil.tergantung:
            self.stdout.write(f"  {result.hasil.tergantung} baris lain bergantung pada baris di atas.")
        return result.ditolak


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
    if path.exists():
        raise CommandError(f"Berkas {path} sudah ada dan tidak ditimpa. Beri nama lain dengan --sandi.")
    return path
