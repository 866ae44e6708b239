"""Render a report straight into a file, without storing a document."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.selectors.reporting import get_office
from indicators.triwulan import LAST_QUARTER, QUARTERS
from reports.papers.paper import Facts
from reports.papers.registry import PAPERS, UNNAMED, render_report
from reports.rendering import RenderError
from reports.selectors import find_laporan
from reports.services.kedaluwarsa import snapshot_of


class Command(BaseCommand):
    help = "Menyusun laporan suatu triwulan menjadi berkas PDF pratinjau, dengan tanda DRAF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jenis", choices=list(PAPERS), default=UNNAMED.key, help="Jenis laporan.")
        parser.add_argument("--tahun", type=int, required=True)
        parser.add_argument(
            "--triwulan", type=int, choices=QUARTERS, default=LAST_QUARTER, help="4 adalah laporan tahun."
        )
        parser.add_argument(
            "--opd",
            default="",
            help="Kode perangkat daerah, misalnya diskominfo, atau 18.04/diskominfo bila pemerintah daerah lain "
            "memakai kode yang sama; boleh tidak ditulis bila hanya ada satu.",
        )
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        opd = get_office(options["opd"])
        if opd is None:
            raise CommandError(
                "Perangkat daerah tidak ditemukan. Tulis kode lengkapnya dengan --opd, misalnya 18.04/diskominfo."
            )
        laporan = find_laporan(opd, options["jenis"], options["tahun"], options["triwulan"])
        facts: Facts | None = laporan.paper.gather(opd, options["tahun"], options["triwulan"])
        if facts is None:
            raise CommandError(
                "Laporan belum dapat disusun: triwulan ini belum dibuka atau perjanjian kinerjanya belum ditetapkan."
            )
        snapshot = snapshot_of(laporan, facts, draf=True)
        try:
            rendered = render_report(snapshot)
            options["output"].write_bytes(rendered.pdf)
        except RenderError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Berkas {options['output']} tidak dapat ditulis. Periksa apakah foldernya ada dan boleh ditulisi."
            ) from error
        self.stdout.write(f"{laporan.judul}, DRAF: {rendered.pages} halaman, {options['output']}")
