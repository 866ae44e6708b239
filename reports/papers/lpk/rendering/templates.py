"""The templates of the report."""

from pathlib import Path

from reports.rendering.assets import Templates

TEMPLATES = Templates(Path(__file__).resolve().parents[1] / "templates", ("v1",))
