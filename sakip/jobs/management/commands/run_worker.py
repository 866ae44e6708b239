"""Run the worker that does the queued jobs and the daily tasks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sakip.jobs.worker import run_worker
from sakip.schema.refusals import SchemaRefused


class Command(BaseCommand):
    help = "Menjalankan pekerja: mengerjakan antrean dan tugas harian, mengambil alih pekerjaan yang pekerjanya mati."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Berhenti setelah antrean kosong.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_worker(batch=options["batch"])
        except SchemaRefused as refusal:
            raise CommandError(f"Pekerja berhenti. {refusal}") from None
