"""Run the worker that renders reports."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.worker import run_worker


class Command(BaseCommand):
    help = "Menjalankan pekerja: mengambil pekerjaan dari antrean dan mengambil alih yang pekerjanya mati."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Berhenti setelah antrean kosong.")

    def handle(self, *args: Any, **options: Any) -> None:
        run_worker(batch=options["batch"])
