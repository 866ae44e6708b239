"""Releases of this code as bin/_release.sh places them, below a folder of a test: with migrations of their own."""

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("sakip", "indicators", "reports", "static", "templates", "locale", "deploy", "bin", "manage.py")
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    {expands}
    dependencies = [("jobs", "{before}")]
    operations = [
        migrations.CreateModel("{name}", [("id", models.BigAutoField(primary_key=True))]),
    ]
"""


def copy_code(folder: Path, version: str) -> Path:
    """Copy this code, with the virtual environment that runs the test, as another version."""
    for name in CODE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, folder / name)  # type: ignore[operator]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    numbered = re.sub(r'^version = ".*"$', f'version = "{version}"', project, count=1, flags=re.MULTILINE)
    (folder / "pyproject.toml").write_text(numbered, encoding="utf-8")
    use_plain_static_files(folder)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


def use_plain_static_files(folder: Path) -> None:
    """Have the code do without the list of collected files, which takes long to make."""
    settings = folder / "sakip/settings.py"
    text = settings.read_text(encoding="utf-8")
    assert "sakip.static_files.HashedStaticFiles" in text
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.write_text(text.replace("sakip.static_files.HashedStaticFiles", plain), encoding="utf-8")


def last_migration(folder: Path) -> str:
    return max(path.stem for path in (folder / "sakip/jobs/migrations").glob("0*.py"))


def add_migration(folder: Path, name: str, *, expands: bool) -> str:
    """Give a copy one migration more and return its name."""
    stem = f"{int(last_migration(folder)[:4]) + 1:04}_{name}"
    text = MIGRATION.format(
        expands="expands = True" if expands else "", before=last_migration(folder), name=name.title().replace("_", "")
    )
    (folder / f"sakip/jobs/migrations/{stem}.py").write_text(text, encoding="utf-8")
    return stem


def place(dest: Path, version: str) -> Path:
    """Place a release below `dest`, as bin/_release.sh would."""
    folder = dest / "opt/sakip/releases" / version
    folder.mkdir(parents=True)
    copy_code(folder, version)
    (folder / "sakip.env").symlink_to(dest / "etc/sakip/sakip.env")
    (folder / "collected").mkdir()
    (folder / ".placed").touch()
    os.utime(folder / ".placed", (0, sum(1 for _ in folder.parent.iterdir())))
    return folder
