#!/usr/bin/env python3
"""Django's command-line utility, with a sentence instead of a traceback where settings or database cannot be used."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from sakip.sqlite3.base import never_create

    # A forgotten DATABASE_URL or VAR_DIR is missed, not made: these two alone begin an installation.
    if sys.argv[1:2] not in (["migrate"], ["restore"]):
        never_create()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Pengaturan salah: {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            "Basis data tidak dapat dipakai. Periksa DATABASE_URL dan VAR_DIR, apakah servernya berjalan, dan apakah "
            f"manage.py migrate sudah dijalankan; --traceback menunjukkan tempatnya. Kata basis data: {error}"
        )
