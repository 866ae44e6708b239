"""Prove the trail: recompute every chain, compare it with its seals, and name the first break."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.chain import Seal, UnknownChainSchema, read_seal
from indicators.selectors.rantai import count_unlinked
from indicators.selectors.rantai_proof import check_chains, find_waiting
from indicators.selectors.reporting import get_office

AFTER_A_BREAK = (
    "Putus berarti basis data diubah di luar aplikasi, atau rusak. Jangan membetulkannya sendiri: simpan cadangan "
    "keadaan ini (manage.py backup) dan keluaran perintah ini, beri tahu Sekretaris dan Inspektorat, lalu pulihkan "
    "cadangan dari sebelum putus itu di mesin lain dan bandingkan barisnya."
)


class Command(BaseCommand):
    help = (
        "Membuktikan jejak: menghitung ulang rantai setiap kantor, membandingkannya dengan segel, dan menyebut putus "
        "yang pertama. Berakhir dengan kode 1 bila ada temuan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kantor", default="", help="Hanya kantor ini: kode lengkapnya, misalnya 18.04/diskominfo."
        )
        parser.add_argument(
            "--segel",
            action="append",
            default=[],
            metavar="BARIS",
            help="Baris SEGEL-JEJAK dari surel atau log, dalam tanda kutip; boleh ditulis berkali-kali.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        seals = [_seal(text) for text in options["segel"]]
        chains = _chains(options["kantor"])
        if chains is not None and any(seal.rantai not in chains for seal in seals):
            raise CommandError("Ada baris --segel dari kantor lain daripada --kantor. Hapus salah satunya.")
        broken = 0
        for report in check_chains(chains, seals):
            if report.patah is not None:
                broken += 1
                self.stdout.write(f"PUTUS  {report.patah.kalimat}")
            else:
                self.stdout.write(
                    f"Utuh   {report.nama}: {report.jumlah} baris, terakhir nomor {report.jejak_terakhir}."
                )
        unlinked = list(find_waiting(chains))
        for waiting in unlinked:
            self.stdout.write(f"BELUM  {waiting.kalimat}")
        if broken or unlinked:
            advice = f" {AFTER_A_BREAK}" if broken else ""
            raise CommandError(f"Jejak tidak terbukti utuh: {broken + len(unlinked)} temuan.{advice}")
        newest = count_unlinked()
        self.stdout.write("Jejak utuh." + (f" {newest} baris terbaru belum masuk rantai." if newest else ""))


def _seal(text: str) -> Seal:
    try:
        return read_seal(text)
    except UnknownChainSchema as error:
        raise CommandError(str(error)) from None
    except ValueError:
        raise CommandError(
            f"Baris segel tidak terbaca: {text}\n"
            "Salin seluruh baris yang mulai dengan SEGEL-JEJAK/1, dalam tanda kutip."
        ) from None


def _chains(kode: str) -> list[int] | None:
    if not kode:
        return None
    opd = get_office(kode)
    if opd is None:
        raise CommandError("Kantor tidak ditemukan. Tulis kode lengkapnya, misalnya --kantor 18.04/diskominfo.")
    return [opd.pk]
