"""Nonsense in a variable stops the start with a sentence; the few that may hold any text are listed here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sakip.settings

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]
NONSENSE = "?! nonsense"
# Names, passwords and the like, which may be anything.
TEXTS = {
    "SECRET_KEY", "SIGNING_TSA_USER", "SIGNING_TSA_PASSWORD", "BSRE_USER", "BSRE_PASSWORD", "EMAIL_HOST", "EMAIL_USER",
    "EMAIL_PASSWORD", "SIGNING_DEMO_PASSPHRASE", "SAKIP_DEMO_PASSWORD", "SECRET_KEY_FALLBACKS", "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET", "OIDC_NAME", "FILES_S3_ACCESS_KEY", "FILES_S3_SECRET_KEY",
}  # fmt: skip
# What system checks judge, because it depends on other variables or on what is there: sakip.checks, sakip.named_files,
# sakip.store_checks, sakip.sign_in.checks, indicators.checks.
JUDGED_BY_CHECKS = {
    "VAR_DIR", "MEDIA_ROOT", "BACKUP_DIR", "BACKUP_KEY_FILE", "SIGNING_TRUST_ROOTS", "SIGNING_TSA_AUTHORITIES",
    "BSRE_CA_FILE", "SIGNING_TSA_URL", "BSRE_URL", "EMAIL_SECURITY", "EMAIL_FROM", "SECOND_FACTOR_ROLES",
    "OIDC_ISSUER", "OIDC_CLAIM", "OIDC_SCOPE", "OIDC_ACCOUNT_FIELD", "FILES_S3_BUCKET", "FILES_S3_ENDPOINT",
    "FILES_S3_REGION", "FILES_S3_PREFIX", "FILES_S3_CA_FILE", "FILES_S3_ENCRYPTION",
}  # fmt: skip
# Reads the settings once for each variable, with nonsense in it, and prints what was said.
READ_ALL = f"""
import json, os, runpy
from django.core.exceptions import ImproperlyConfigured
said = {{}}
for name in json.loads(os.environ.pop("NAMES")):
    before = os.environ.copy()
    os.environ[name] = {NONSENSE!r}
    try:
        runpy.run_path("sakip/settings.py")
    except ImproperlyConfigured as error:
        said[name] = str(error)
    os.environ.clear()
    os.environ.update(before)
print(json.dumps(said))
"""


def test_every_file_that_a_variable_names_is_the_same_from_every_folder(tmp_path: Path) -> None:
    names = ["BSRE_CA_FILE", "FILES_S3_CA_FILE", "SIGNING_TRUST_ROOTS", "SIGNING_TSA_AUTHORITIES", "BACKUP_KEY_FILE"]
    given = {
        **dict.fromkeys(names, "tls/ca.pem"),
        "SAKIP_ENV_FILE": "",
        "SECRET_KEY": "k" * 60,
        "PYTHONPATH": str(ROOT),
    }
    show = f"from sakip import settings; print(*[getattr(settings, name) for name in {names}])"
    read = subprocess.run([sys.executable, "-c", show], cwd=tmp_path, env=given, capture_output=True, text=True)
    assert read.stdout.split() == [str(ROOT / "tls/ca.pem")] * len(names)


def test_every_variable_refuses_nonsense() -> None:
    names = sorted(sakip.settings.env.known)
    given = {"NAMES": json.dumps(names), "SAKIP_ENV_FILE": "", "SECRET_KEY": "k" * 60, "PATH": os.environ["PATH"]}
    read = subprocess.run(
        [sys.executable, "-c", READ_ALL], cwd=ROOT, env=given, capture_output=True, text=True, check=True
    )
    said = json.loads(read.stdout)
    assert sorted(set(names) - set(said)) == sorted(TEXTS | JUDGED_BY_CHECKS)
    assert [name for name in said if name not in said[name] and name != "SAKIP_ENV_FILE"] == []
