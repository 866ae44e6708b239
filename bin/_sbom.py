"""The list of all that an installation consists of (CycloneDX 1.5): `_sbom.py UV_EXPORT TARGET`, called by bin/lock.

uv knows which packages there are and which needs which; their licences stand in what is installed. What lies in the
project itself, fonts and the tests' axe, is added by hand. Left out is what differs from one run to the next, and from
where a package was fetched: `requirements.lock` has its hashes.
"""

import hashlib
import json
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What somebody else made and lies in the project: name, version, licence, files, whether an installation needs it.
SHIPPED = (
    ("liberation-fonts", "2.1.5", "OFL-1.1", "static/fonts/liberation-sans/*.ttf", "required"),
    ("tex-gyre-bonum", "2.004", "LPPL-1.3c", "static/fonts/tex-gyre-bonum/*.otf", "required"),
    ("axe-core", "4.14.1", "MPL-2.0", "tests/browser/vendor/axe.min.js", "excluded"),
)


def package(found: dict[str, Any]) -> dict[str, Any]:
    name, version = found["name"], found["version"]
    licences = licence_of(name, version)
    return {
        "type": "library",
        "bom-ref": found["purl"],
        "name": name,
        "version": version,
        "purl": found["purl"],
        **({"licenses": licences} if licences else {}),
    }


def licence_of(name: str, version: str) -> list[dict[str, Any]]:
    """Return the licence that the installed package of that version says it has."""
    found = next(iter(metadata.distributions(name=name)), None)
    if found is None or found.version != version:
        sys.exit(f"sbom.json belum ditulis: {name} {version} belum terpasang. Jalankan bin/setup --dev, lalu bin/lock.")
    said = found.metadata
    if "License-Expression" in said:
        return [{"expression": said["License-Expression"]}]
    classes = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    texts = classes or [line for line in said.get_all("License", [""])[0].splitlines()[:1] if line]
    return [{"license": {"name": text}} for text in texts]


def shipped(name: str, version: str, licence: str, files: str, scope: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "scope": scope,
        "licenses": [{"expression": licence}],
        "components": [content_of(path) for path in sorted(ROOT.glob(files))],
    }


def content_of(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = path.relative_to(ROOT).as_posix()
    return {"type": "file", "bom-ref": name, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def compose(exported: dict[str, Any]) -> dict[str, Any]:
    root = exported["metadata"]["component"]
    refs = {each["bom-ref"]: each["purl"] for each in exported["components"]} | {root["bom-ref"]: root["name"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": exported["specVersion"],
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root["name"],
                "name": root["name"],
                "version": root["version"],
                "licenses": [{"expression": "AGPL-3.0-or-later"}],
            }
        },
        "components": [*map(package, exported["components"]), *(shipped(*each) for each in SHIPPED)],
        "dependencies": [
            {"ref": refs[each["ref"]], "dependsOn": sorted(refs[one] for one in each.get("dependsOn", []))}
            for each in exported["dependencies"]
        ],
    }


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(json.dumps(compose(json.loads(source.read_text())), indent=1) + "\n")
