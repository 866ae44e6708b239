"""docs/architecture.md names every package and every loose module of the tree, and none that is gone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def named(app: str) -> list[str]:
    """Return what the page's section of an app names: packages with a slash, modules with their ending."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.partition(f"\n### {app}\n")[2].partition("\n#")[0]
    return re.findall(r"`([\w/]+(?:\.py|/))`", section)


def standing(app: str) -> list[str]:
    """Return the packages below an app and the modules that lie in no package of it; migrations are no room."""
    root = ROOT / app
    packages = [file.parent for file in root.rglob("__init__.py") if file.parent != root]
    inner = [f"{path.relative_to(root)}/" for path in packages if "migrations" not in path.parts]
    return sorted([*inner, *(file.name for file in root.glob("*.py") if file.name != "__init__.py")])


@pytest.mark.parametrize("app", ["indicators", "reports"])
def test_page_names_every_room_once(app: str) -> None:
    assert sorted(named(app)) == standing(app)


def test_page_names_the_rooms_of_sakip() -> None:
    """The package of the jobs is one room: it is an app of its own, with its own commands."""
    assert sorted(named("sakip")) == [name for name in standing("sakip") if not name.startswith("jobs/m")]
