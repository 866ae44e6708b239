"""The program as it runs here, for everybody who uses it over the network: section 13 of its licence (AGPL) asks for
that, also where an installation changed something. Only kinds of files that the program consists of are handed out,
never what somebody keeps beside them (ADR 38)."""

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from sakip.version import VERSION

_FOLDERS = (
    ".ci", "benchmarks", "bin", "deploy", "docs", "fixtures", "indicators", "locale", "reports", "sakip", "static",
    "templates", "tests",
)  # fmt: skip
_LOOSE = (
    ".editorconfig", ".gitignore", ".oxlintrc.json", "CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "manage.py",
    "pyproject.toml", "requirements-dev.lock", "requirements.lock", "sbom.json",
)  # fmt: skip
_KINDS = frozenset({
    "", ".LICENSE", ".conf", ".css", ".csv", ".example", ".fods", ".html", ".js", ".json", ".md", ".mo", ".ods", ".otf",
    ".png", ".po", ".py", ".service", ".sh", ".socket", ".svg", ".target", ".timer", ".ttf", ".txt", ".xls", ".xlsx",
})  # fmt: skip
# Where a file without an ending is a script; anywhere else it may be anything.
_SCRIPTS = (".ci", "bin")
_making = Lock()


def source_archive() -> Path:
    """Return the file of the source, which the first who asks has made."""
    folder = Path(settings.VAR_DIR) / "sumber"
    path = folder / f"sakip-{VERSION}-{_fingerprint()}.tar.gz"
    # Many who ask at once have it made once.
    with _making:
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            _write(path)
    return path


def list_files() -> Iterator[Path]:
    """Yield the program's files, in the order of their names."""
    root = settings.BASE_DIR
    yield from (root / name for name in _LOOSE if (root / name).is_file())
    for folder in _FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if _belongs(path, root / folder))


def _belongs(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    known = path.suffix in _KINDS and (path.suffix or folder.name in _SCRIPTS)
    return bool(known) and not hidden and "__pycache__" not in parts and path.is_file() and not path.is_symlink()


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """Return what tells this source from another of the same version; a process runs one of them."""
    digest = hashlib.sha256()
    for path in list_files():
        facts = path.stat()
        digest.update(f"{path.relative_to(settings.BASE_DIR)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


def _write(path: Path) -> None:
    """Write the archive in one step, and take away those of earlier versions."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
            for found in list_files():
                tar.add(found, f"sakip-{VERSION}/{found.relative_to(settings.BASE_DIR)}", filter=_without_owner)
        for other in path.parent.glob("sakip-*.tar.gz"):
            other.unlink(missing_ok=True)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Say nothing of the accounts of this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
