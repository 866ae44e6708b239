"""sbom.json: what an installation consists of, as it is locked and as it lies in the project."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
LISTED: dict[str, Any] = json.loads((ROOT / "sbom.json").read_text())
PACKAGES = [each for each in LISTED["components"] if each.get("purl")]
SHIPPED = {each["name"]: each for each in LISTED["components"] if not each.get("purl")}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_has_the_packages_of_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    locked = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock, re.MULTILINE)
    assert len(locked) > 40
    assert {(normal(each["name"]), each["version"]) for each in PACKAGES} == {(normal(n), v) for n, v in locked}
    assert all(each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}" for each in PACKAGES)


def test_what_needs_what_leads_to_packages_of_the_list() -> None:
    refs = {each["purl"] for each in PACKAGES} | {"sakip"}
    needs = {each["ref"]: each["dependsOn"] for each in LISTED["dependencies"]}
    assert set(needs) == refs
    assert {need for row in needs.values() for need in row} <= refs
    assert "pkg:pypi/asgiref@" in " ".join(next(row for ref, row in needs.items() if "/django@" in ref))


def test_what_lies_in_the_project_is_listed_with_its_bytes() -> None:
    hashes = {one["name"]: one["hashes"][0]["content"] for each in SHIPPED.values() for one in each["components"]}
    files = [*(ROOT / "static/fonts").glob("*/*.[to]tf"), ROOT / "tests/browser/vendor/axe.min.js"]
    assert hashes == {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    axe = (ROOT / "tests/browser/vendor/axe.min.js").read_text()
    assert axe.startswith(f"/*! axe v{SHIPPED['axe-core']['version']}\n")
    fonts = (ROOT / "static/fonts/README.md").read_text()
    assert all(SHIPPED[name]["version"] in fonts for name in ("liberation-fonts", "tex-gyre-bonum"))


def test_it_is_the_same_on_every_machine_and_names_no_source() -> None:
    text = json.dumps(LISTED)
    assert "serialNumber" not in LISTED
    assert "timestamp" not in LISTED["metadata"]
    assert "://" not in text
