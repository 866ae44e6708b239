"""Bring database, demo office, demo certificates and static files up to date: the Django part of bin/run.

One process for all, because starting Django takes longer than finding out that there is nothing to do.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

import django  # noqa: E402 - needs the path above
from django.conf import settings  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from sakip.refusals import ServiceError  # noqa: E402


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Basis data: mutakhir")
        return
    say("Memutakhirkan basis data")
    call_command("migrate", interactive=False, verbosity=0)


def fingerprint_of_static_files() -> str:
    """Name, size and time of every file that collectstatic would look at."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = os.stat(storage.path(name))
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    stamp = Path(settings.VAR_DIR) / "static.stamp"
    fingerprint = fingerprint_of_static_files()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file() and stamp.is_file() and stamp.read_text() == fingerprint:
        say("Berkas statis: mutakhir")
        return
    say("Mengumpulkan berkas statis")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def main(*, demo: bool) -> None:
    from indicators.demo import refuse_in_production

    if demo:
        refuse_in_production()
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    migrate()
    if demo:
        say("Memeriksa data contoh")
        call_command("load_demo")
        call_command("ensure_demo_certificate")
    collect_static()


if __name__ == "__main__":
    try:
        django.setup()
        main(demo="--no-demo" not in sys.argv[1:])
    except ImproperlyConfigured as error:
        sys.exit(f"\nPengaturan salah: {error}")
    except (CommandError, ServiceError) as error:
        sys.exit(f"\nPersiapan gagal: {error}")
    except DatabaseError as error:
        sys.exit(f"\nBasis data tidak dapat dipakai. Periksa DATABASE_URL dan hak tulis. Kata basis data: {error}")
    except OSError as error:
        sys.exit(f"\nBerkas tidak dapat ditulis atau dibaca. Periksa ruang disk dan hak tulis: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
