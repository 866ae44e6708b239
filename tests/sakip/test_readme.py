"""The README's table of variables says what the code reads, no more and no less."""

import re
from pathlib import Path

import sakip.settings

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS_READ = {"PORT", "WEB_CONCURRENCY", "TEST_POSTGRES_URL", "CI"}


def variables_in_readme() -> set[str]:
    return set(
        re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_readme_lists_every_variable_that_settings_read() -> None:
    assert sorted(sakip.settings.env.known) == sorted(variables_in_readme() - SCRIPTS_READ)


def test_readme_lists_the_variables_that_the_scripts_read() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bin").iterdir() if path.is_file())

    for name in SCRIPTS_READ:
        assert name in variables_in_readme()
        assert name in scripts


def test_variables_are_read_in_one_place() -> None:
    """A reader elsewhere would escape the table; wsgi only names the settings module."""
    allowed = {"sakip/environment.py", "sakip/wsgi.py"}
    readers = {
        str(path.relative_to(ROOT))
        for package in ("sakip", "indicators", "reports")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bos\.environ\b|\bgetenv\b", path.read_text(encoding="utf-8"))
    }
    assert readers <= allowed
