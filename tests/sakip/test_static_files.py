"""Static files as they are served: every module that a module imports is there under the name it is imported by."""

import re
from pathlib import Path

from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

IMPORT = re.compile(r"""^import .*?"\./([^"]+)";$""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_modules_import_one_another_by_hashed_names(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [project.BASE_DIR / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "sakip.static_files.HashedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    seen: set[str] = set()
    waiting = [staticfiles_storage.stored_name("js/pengisian/main.js")]  # type: ignore[attr-defined]  # the hashed one
    while waiting:
        name = waiting.pop()
        assert HASHED.search(name), name
        text = (tmp_path / name).read_text(encoding="utf-8")
        imported = {f"js/pengisian/{module}" for module in IMPORT.findall(text)}
        assert len(imported) == len(re.findall(r"^import ", text, re.MULTILINE)), name
        waiting += imported - seen
        seen |= imported
    sources = {path.name for path in (project.BASE_DIR / "static/js/pengisian").iterdir()}
    assert {Path(name).name.split(".")[0] + ".js" for name in seen} == sources - {"main.js"}
