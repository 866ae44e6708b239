"""One act on one document, by a process that kills itself at a step of it: kill -9, nothing is tidied up.

Run by test_killed.py: `python -m tests.reports.services.dying ACT STEP DOCUMENT USER`.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


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


def half_saved(storage: Any, name: str, content: Any) -> None:
    path = storage.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.read()[:1000])
    die()


def act_on(act: str, document: int, user: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from indicators.models import Pengguna
    from reports.models import Dokumen
    from reports.selectors import find_due_renewal
    from reports.services.perpanjangan import renew_document
    from reports.services.scan import upload_scan
    from reports.services.signature import sign_document
    from tests.reports.services.test_killed import SCAN
    from tests.reports.steps import PASSPHRASE

    if act == "renew":
        due = find_due_renewal(document)
        assert due is not None
        renew_document(due)
        return
    by, dokumen = Pengguna.objects.get(pk=user), Dokumen.objects.get(pk=document)
    if act == "sign":
        sign_document(by=by, dokumen=dokumen, versi=dokumen.versi, passphrase=PASSPHRASE)
    else:
        upload_scan(by=by, dokumen=dokumen, versi=dokumen.versi, berkas=SimpleUploadedFile("pindaian.pdf", SCAN))


def main() -> None:
    django.setup()
    act, step, document, user = sys.argv[1:]
    arm(act, step)
    act_on(act, int(document), int(user))


if __name__ == "__main__":
    main()
