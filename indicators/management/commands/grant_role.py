"""Fill a role with power that nobody holds, or that no two people of its office could give."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from indicators.models import Pengguna, PerangkatDaerah, UnitKerja
from indicators.permissions import GUARDED_ROLES, Peran
from indicators.selectors.kewenangan import find_users, today_in
from indicators.services.persetujuan_peran import fill_vacancy
from sakip.dates import read_date, write_date
from sakip.refusals import ServiceError
from sakip.schema.commands import WritingCommand

ROLES = [peran.value for peran in GUARDED_ROLES]


class Command(WritingCommand):
    help = (
        "Mengisi peran Sekretaris, Kepala Dinas, atau administrator yang lowong di satu kantor, bila tidak ada dua "
        "orang yang dapat mengusulkan dan menyetujuinya. Tercatat dalam jejak dengan alasannya."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kantor", help="Kode pemerintah daerah dan kantornya, misalnya 18.04/diskominfo")
        parser.add_argument("pengguna", help="Nama pengguna yang diberi peran")
        parser.add_argument("peran", choices=ROLES, help="Peran yang diisi")
        parser.add_argument("--mulai", type=_day, help="Hari pertama, misalnya 31-01-2024; kosong berarti hari ini")
        parser.add_argument("--sampai", type=_day, help="Hari terakhir; kosong berarti sampai diakhiri")
        parser.add_argument("--alasan", required=True, help="Dasarnya, misalnya nomor surat keputusan")

    def handle(self, *args: Any, **options: Any) -> None:
        opd, user, peran = _office(options["kantor"]), _user(options["pengguna"]), Peran(options["peran"])
        root = UnitKerja.objects.filter(opd=opd, induk__isnull=True).select_related("opd__pemda").first()
        if root is None:
            raise CommandError(f"{opd} belum mempunyai unit puncak. Buat unitnya lebih dahulu.")
        try:
            row = fill_vacancy(
                by=None,
                pengguna=user,
                unit=root,
                peran=peran,
                mulai=options["mulai"] or today_in(opd),
                sampai=options["sampai"],
                alasan=options["alasan"],
            )
        except ServiceError as refusal:
            raise CommandError(f"Peran tidak diberikan. {refusal}") from None
        until = "sampai diakhiri" if row.sampai is None else f"sampai {write_date(row.sampai)}"
        self.stdout.write(
            f"{user} ({user.username}) menjadi {peran.label} {opd}, mulai {write_date(row.mulai)} {until}."
        )


def _day(text: str) -> date:
    try:
        return read_date(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} bukan tanggal. Tulis misalnya 31-01-2024.") from None


def _office(code: str) -> PerangkatDaerah:
    pemda, _, kode = code.partition("/")
    found = PerangkatDaerah.objects.select_related("pemda").filter(pemda__kode=pemda, kode__iexact=kode).first()
    if found is None:
        raise CommandError(
            f"Kantor {code} tidak ditemukan. Tulis kode pemerintah daerah dan kantornya: 18.04/diskominfo."
        )
    return found


def _user(name: str) -> Pengguna:
    found = find_users([name]).get(name.lower())
    if found is None:
        raise CommandError(f"Nama pengguna {name} tidak ditemukan. Buat akunnya lebih dahulu di halaman Pengguna.")
    return found
