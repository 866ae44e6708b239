"""Set up a new office: its Pemda, the office, the root unit, the Renstra period and an administrator."""

import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from indicators.models import Pemda, Pengguna, PerangkatDaerah
from indicators.models.kantor import PemdaKind
from indicators.permissions import Peran
from indicators.selectors.kewenangan import today_in
from indicators.services.founding import found_office
from indicators.services.kantor import save_pemda
from indicators.services.pengguna import NewPenugasan, create_user
from sakip.digits import year_in
from sakip.refusals import ServiceError
from sakip.schema.commands import WritingCommand
from sakip.sign_in.readable import make_readable_secret


@dataclass(frozen=True)
class Question:
    """An option of the command, which is also asked at a terminal. Of a known Pemda only its code is needed."""

    nama: str
    kalimat: str
    contoh: str
    hanya_pemda_baru: bool = False


PERTANYAAN = (
    Question("pemda-kode", "Kode pemerintah daerah", "18.04"),
    Question("pemda-jenis", "Jenis pemerintah daerah (Kabupaten, Kota, Provinsi)", "Kabupaten", True),
    Question("pemda-nama", "Nama pemerintah daerah tanpa kata Kabupaten atau Kota", "Lampung Barat", True),
    Question("ibu-kota", "Ibu kota, dicetak sebagai tempat penandatanganan", "Liwa", True),
    Question("kode", "Kode perangkat daerah", "diskominfo"),
    Question("nama", "Nama perangkat daerah", "Dinas Komunikasi dan Informatika"),
    Question("tahun-awal", "Tahun awal Renstra", "2023"),
    Question("tahun-akhir", "Tahun akhir Renstra", "2026"),
    Question("admin", "Nama pengguna administrator", "admin.diskominfo"),
    Question("admin-nama", "Nama lengkap administrator", "Siti Aminah"),
)


class Command(WritingCommand):
    help = (
        "Membuat perangkat daerah baru dengan pemerintah daerah, unit puncak, periode Renstra, dan administratornya. "
        "Yang tidak diberikan sebagai pilihan akan ditanyakan."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for item in PERTANYAAN:
            parser.add_argument(f"--{item.nama}", help=f"{item.kalimat}, misalnya {item.contoh}")
        parser.add_argument("--singkatan", default="", help="Singkatan perangkat daerah, misalnya Diskominfo")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {"singkatan": options["singkatan"].strip()}
        known: Pemda | None = None
        for item in PERTANYAAN:
            if known is not None and item.hanya_pemda_baru:
                continue
            answers[item.nama] = self._answer(item, options[item.nama.replace("-", "_")])
            if item.nama == "pemda-kode":
                known = Pemda.objects.filter(kode=answers[item.nama]).first()
        try:
            with transaction.atomic():
                opd, user, sandi = create(answers, known)
        except ServiceError as refusal:
            raise CommandError(f"Perangkat daerah tidak dibuat. {refusal}") from None
        self.stdout.write(f"Perangkat daerah dibuat: {opd}, {opd.pemda}.")
        self.stdout.write(f"Administrator: {user.username}")
        self.stdout.write(f"Kata sandi   : {sandi}")
        self.stdout.write("Catat sekarang: kata sandi ini tidak ditampilkan lagi dan harus diganti saat masuk pertama.")

    def _answer(self, item: Question, given: str | None) -> str:
        """Return the option's value, or ask for it. Raises CommandError."""
        if given is None:
            if not sys.stdin.isatty():
                raise CommandError(f"Pilihan --{item.nama} belum diberikan. {item.kalimat}, misalnya {item.contoh}.")
            try:
                given = input(f"{item.kalimat} (misalnya {item.contoh}): ")
            except (EOFError, KeyboardInterrupt):
                raise CommandError("Dibatalkan; tidak ada yang dibuat.") from None
        if not given.strip():
            raise CommandError(f"{item.kalimat} tidak boleh kosong. Tulis misalnya {item.contoh}.")
        return given.strip()


def create(answers: dict[str, str], pemda: Pemda | None) -> tuple[PerangkatDaerah, Pengguna, str]:
    """Create the office from the answers; return it with its administrator and his password. Raises ServiceError."""
    first, last = _year(answers["tahun-awal"]), _year(answers["tahun-akhir"])
    if pemda is None:
        jenis = answers["pemda-jenis"].title()
        if jenis not in {member.value for member in PemdaKind}:
            raise CommandError("Jenis pemerintah daerah harus Kabupaten, Kota, atau Provinsi.")
        pemda = save_pemda(
            by=None,
            pemda=Pemda(
                jenis=jenis, nama=answers["pemda-nama"], kode=answers["pemda-kode"], ibu_kota=answers["ibu-kota"]
            ),
        )
    opd, root = found_office(
        by=None,
        pemda=pemda,
        kode=answers["kode"],
        nama=answers["nama"],
        singkatan=answers["singkatan"],
        renstra=(first, last),
    )
    sandi = make_readable_secret()
    start = min(today_in(opd), date(first, 1, 1))
    user = create_user(
        by=None,
        username=answers["admin"],
        nama=answers["admin-nama"],
        tugas=[NewPenugasan(root, Peran.ADMINISTRATOR, start)],
        sandi=sandi,
    )
    return opd, user, sandi


def _year(text: str) -> int:
    year = year_in(text)
    if year is None:
        raise CommandError(f"{text!r} bukan tahun. Tulis empat angka, misalnya 2023.")
    return year
