#!/usr/bin/env python
"""Eight o'clock: many people sign in at once. What a password's hash costs, and what they wait.

    .venv/bin/python benchmarks/sign_ins.py [--people 300] [--seconds 60] [--config deploy/gunicorn.conf.py]

First the processor time of one hash, ours beside Django's default and OWASP's least of both kinds, in turn in one run.
Then everybody signs in once within the seconds, from one address as behind an office's router, against gunicorn as
`deploy/` configures it, on the engine of DATABASE_URL: people whose passwords are hashed as ours are, and people who
sign in for the first time since Django's default hashed theirs, which costs both hashes.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from _servers import CONFIG, Watch, cpu_of, server
from _staff import SPREAD, TOKEN, send, tell_waits

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
PASSWORD = "kata-sandi-Panjang-99"  # noqa: S105 - of made-up accounts
LOGIN = "/admin/login/"
TURNS = 7


def compare_hashes() -> None:
    import hashlib

    from argon2.low_level import Type, hash_secret
    from django.contrib.auth.hashers import make_password

    salt = b"a" * 22

    def argon2id(memory: int, passes: int) -> None:
        secret = PASSWORD.encode()
        hash_secret(secret, salt, time_cost=passes, memory_cost=memory, parallelism=1, hash_len=32, type=Type.ID)

    acts: dict[str, Callable[[], object]] = {
        "ours": lambda: make_password(PASSWORD),
        "Django's PBKDF2": lambda: make_password(PASSWORD, hasher="pbkdf2_sha256"),
        "OWASP's least PBKDF2": lambda: hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 600_000),
        "OWASP's least Argon2id": lambda: argon2id(19 * 1024, 2),
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TURNS):
        for name, act in acts.items():
            begun = time.process_time()
            act()
            times[name].append((time.process_time() - begun) * 1000)
    ours = median(times["ours"])
    for name, found in times.items():
        print(f"{name:<24} {median(found):6.0f} ms cpu   {median(found) / ours:5.2f} x ours")


def make_people(number: int, hasher: str) -> list[str]:
    from django.contrib.auth.hashers import make_password

    from indicators.models import Pengguna

    names = [f"{hasher}.{turn}" for turn in range(number)]
    password = make_password(PASSWORD, hasher=hasher)
    Pengguna.objects.bulk_create(Pengguna(username=name, nama=name, password=password) for name in names)
    return names


async def sign_all_in(names: list[str], port: int, seconds: float) -> tuple[list[float], Counter[str]]:
    waits: list[float] = []
    answers: Counter[str] = Counter()

    async def sign_in(name: str, offset: float) -> None:
        await asyncio.sleep(offset)
        form = urlencode({"username": name, "password": PASSWORD, "csrfmiddlewaretoken": TOKEN}).encode()
        asked = time.perf_counter()
        status, _ = await send(port, "POST", LOGIN, body=form, kind="application/x-www-form-urlencoded")
        waits.append((time.perf_counter() - asked) * 1000)
        answers[status] += 1

    await asyncio.gather(*(sign_in(name, seconds * (n * SPREAD % 1)) for n, name in enumerate(names)))
    return waits, answers


def measure(options: argparse.Namespace) -> None:
    from django.db import connection

    compare_hashes()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        kinds = {hasher: make_people(options.people, hasher) for hasher in ("argon2", "pbkdf2_sha256")}
        with server(options.config) as (port, root):
            for hasher, names in kinds.items():
                before = cpu_of(root)
                with Watch(root) as watch:
                    waits, answers = asyncio.run(sign_all_in(names, port, options.seconds))
                tell_waits(f"sign-ins, {hasher}", waits, answers, wanted="302")
                print(f"{'':<22} {cpu_of(root) - before:.1f} s cpu in all, {watch.told()}")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--config", type=Path, default=CONFIG)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(options)


if __name__ == "__main__":
    main()
