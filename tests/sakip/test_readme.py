"""The README's table of variables says what the code reads, no more and no less."""

import re
from pathlib import Path

import sakip.settings

ROOT = Path(__file__).resolve().parents[2]
# What an administrator sets when people begin to use it.
OF_PRODUCTION = {
    "PUBLIC_BASE_URL",
    "SECRET_KEY",
    "DATABASE_URL",
    "TRUSTED_PROXIES",
    "VAR_DIR",
    "BACKUP_DIR",
    "BACKUP_KEY_FILE",
    "EMAIL_HOST",
    "EMAIL_SECURITY",
    "EMAIL_USER",
    "EMAIL_PASSWORD",
    "EMAIL_FROM",
    "EMAIL_URL",
    "ERROR_RECIPIENTS",
    "SEAL_RECIPIENTS",
    "SIGNING_TRUST_ROOTS",
    "TIME_ZONE",
    "MAX_SCAN_MB",
    "FILES_S3_BUCKET",
    "FILES_S3_ENDPOINT",
    "FILES_S3_REGION",
    "FILES_S3_ACCESS_KEY",
    "FILES_S3_SECRET_KEY",
    "FILES_ACCEL",
    "SECOND_FACTOR_ROLES",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "MONITORING_NETWORKS",
    "LOG_FORMAT",
    "WEB_CONCURRENCY",
}
SCRIPTS_READ = {"PORT", "WEB_CONCURRENCY", "TEST_POSTGRES_URL", "TEST_SCRATCH", "CI"}


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


def test_the_file_of_settings_of_an_installation_names_what_production_sets() -> None:
    lines = (ROOT / "deploy/sakip.env.example").read_text(encoding="utf-8").splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]*)=", line))]

    assert sorted(named) == sorted(OF_PRODUCTION)
    assert variables_in_readme() >= OF_PRODUCTION


def test_variables_are_read_in_one_place() -> None:
    """A reader elsewhere would escape the table; wsgi and gunicorn's logger only name the settings module."""
    allowed = {"sakip/environment.py", "sakip/environment_file.py", "sakip/logs/gunicorn.py", "sakip/wsgi.py"}
    readers = {
        str(path.relative_to(ROOT))
        for package in ("sakip", "indicators", "reports")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bos\.environ\b|\bgetenv\b", path.read_text(encoding="utf-8"))
    }
    assert readers <= allowed
