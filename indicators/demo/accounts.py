"""The password of the demo accounts and the file that tells it, and their NIP."""

import os
from pathlib import Path

from django.conf import settings

from indicators.demo.office import list_accounts
from indicators.demo.source import read_kantor
from indicators.models import Pengguna
from indicators.services.pengguna import set_shared_password, update_user


def accounts_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def sync_passwords(wanted: str, generated: str) -> bool:
    """Bring the accounts of a loaded demo office in step with SAKIP_DEMO_PASSWORD; say whether anything changed.

    `wanted` is the variable's value. Without it the accounts keep their password, unless the file that tells it is
    gone: then they get `generated`, because nobody can look the old one up.
    """
    if not wanted and accounts_file().is_file():
        return False
    accounts = list_accounts()
    if wanted and accounts and accounts[0].check_password(wanted) and accounts_file().is_file():
        return False
    set_shared_password(by=None, users=accounts, sandi=wanted or generated)
    write_accounts(accounts, None if wanted else generated)
    return True


def sync_nips() -> bool:
    """Give the accounts of a demo office that was loaded before officials had certificates their NIP; say whether any
    lacked one."""
    nips = {row["username"]: row["nip"] for row in read_kantor()["akun"] if "nip" in row}
    lacking = [user for user in list_accounts() if user.username in nips and not user.nip]
    for user in lacking:
        user.nip = nips[user.username]
        update_user(by=None, user=user)
    return bool(lacking)


def write_accounts(accounts: list[Pengguna], sandi: str | None) -> None:
    """Write the list for the person who set it up, readable by nobody else; `sandi` None: he chose it himself."""
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    width = max((len(user.username) for user in accounts), default=0)
    line = "sesuai SAKIP_DEMO_PASSWORD" if sandi is None else sandi
    lines = [f"Kata sandi semua akun: {line}", "", *(f"{user.username:<{width}}  {user.nama}" for user in accounts)]
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    fresh.replace(path)
