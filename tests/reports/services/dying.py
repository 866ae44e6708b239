"""One act on one document, by a process that kills itself at a step of it: kill -9, nothing is tidied up.

Run by test_killed.py: `python -m tests.reports.services.dying` reads an order a line, lets a process of its own obey
it, and answers with its return code. Such a process is a copy of this one, which has everything imported, no thread and
no connection: to start one takes as long as many acts.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import django

# What an act imports, much of it only when it is done.
NEEDED = (
    "pyhanko.sign.signers.pdf_signer",
    "pyhanko.sign.validation.pdf_embedded",
    "pyhanko_certvalidator",
    "tests.reports.steps",
    "weasyprint",
)


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    def dying(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        die()

    return dying


def arm(act: str, step: str) -> None:
    """Let the process die at a step; it dies at none whose name it does not know."""
    from django.core.files.storage import FileSystemStorage

    from reports.services import perpanjangan, scan, signature

    module, store = {
        "sign": (signature, "store_signature"),
        "scan": (scan, "store_scan"),
        "renew": (perpanjangan, "store_renewal"),
    }[act]
    if step == "before the file":
        FileSystemStorage.save = die  # type: ignore[assignment,method-assign]  # the process lives for this only
    elif step == "half of the file":
        FileSystemStorage.save = half_saved  # type: ignore[assignment,method-assign]  # as above
    elif step == "after the file":
        setattr(module, store, die)
    elif step == "before the commit":
        module.record = after(module.record)  # type: ignore[attr-defined]  # the last statement of each
    elif step == "after the commit":
        perpanjangan.renew_document = after(perpanjangan.renew_document)
    elif step == "after the row":
        setattr(module, store, after(getattr(module, store)))


def half_saved(storage: Any, name: str, content: Any, max_length: int | None = None) -> None:
    path = storage.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.read()[:1000])
    die()


def prepare(act: str, document: int, user: int) -> Callable[[], object]:
    """Return the act, ready to be done."""
    from indicators.models import Pengguna
    from reports.models import Dokumen
    from reports.selectors import find_due_renewal
    from reports.services import perpanjangan
    from reports.services.scan import confirm_scan
    from reports.services.signature import sign_document
    from tests.reports.steps import PASSPHRASE, receive

    if act == "renew":
        due = find_due_renewal(document)
        assert due is not None
        return lambda: perpanjangan.renew_document(due)
    by, dokumen = Pengguna.objects.get(pk=user), Dokumen.objects.get(pk=document)
    which: dict[str, Any] = {"by": by, "dokumen": dokumen, "versi": dokumen.versi}
    if act == "sign":
        return partial(sign_document, **which, passphrase=PASSPHRASE)
    return partial(confirm_scan, **which, waiting=receive(dokumen, by), sesuai=True)


def obey(order: dict[str, Any]) -> None:
    """Do what is ordered, with the settings of the order; what goes wrong is said in its file."""
    from django.test import override_settings

    with open(order["said"], "wb") as said:
        os.dup2(said.fileno(), sys.stderr.fileno())
    with override_settings(**order["settings"]):
        do = prepare(order["act"], order["document"], order["user"])
        arm(order["act"], order["step"])
        do()


def main() -> None:
    django.setup()
    from django.db import connection

    for name in NEEDED:
        import_module(name)

    for line in sys.stdin:
        assert connection.connection is None
        assert threading.active_count() == 1
        child = os.fork()
        if child == 0:
            obey(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
