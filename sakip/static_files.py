"""Static files: hashed names, also for what an ES module imports; style sheets and modules in few round trips; what
pages of another release ask for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_IMPORT = re.compile(r"""^@import url\(["']([^"']+)["']\);\n""", re.MULTILINE)
MODULE_IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)

# What has its hash in its name, below the folder of static files.
HASHED_NAME = re.compile(r"(?:[\w-]+/)*[\w.-]+\.[0-9a-f]{12}\.\w+", re.ASCII)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's, which finds the hashed files of the releases beside this one too: in the second in which an upgrade
    or the way back changes over, a page of one release asks the other for them; one that stays open, later too."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(self.static_prefix) and path not in self.files:
            beside = find_beside(path.removeprefix(self.static_prefix))
            if beside is not None:
                return self.serve(self.get_static_file(str(beside), path), request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[no-any-return]


def find_beside(name: str) -> Path | None:
    """Return the file of that name of another release that is placed here whole; None where there is none."""
    if settings.RELEASES_DIR is None or not HASHED_NAME.fullmatch(name):
        return None
    files = (mark.parent / "collected" / name for mark in settings.RELEASES_DIR.glob("*/.placed"))
    return next((file for file in files if file.is_file()), None)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with two things more.

    It writes the hashed name into every `import` of a module: without it an imported module keeps its plain name, and
    with it whatever a browser has cached of an older release. A module's name depends on those it imports, so as many
    passes are needed as modules import one another in a row.

    It writes the sheets that a style sheet imports into it: they stand apart for whoever reads them, while a page waits
    for one request instead of one after another.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 12

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths = {**paths, **self._join_style_sheets(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join_style_sheets(self, paths: dict[str, Any]) -> dict[str, Any]:
        """Write every style sheet that imports others anew, whole, and return where it now lies."""
        sources = {name: Path(storage.path(path)) for name, (storage, path) in paths.items() if name.endswith(".css")}
        joined = {}
        for name, path in sources.items():
            text = path.read_text(encoding="utf-8")
            whole = join_style_sheet(name, sources)
            if whole != text:
                self.delete(name)
                self._save(name, ContentFile(whole.encode()))
                joined[name] = (self, name)
        return joined


def join_style_sheet(name: str, sources: dict[str, Path]) -> str:
    """Return a style sheet with those it imports in the place of the imports. One that names pictures, from another
    folder, stays imported: there its addresses would lead elsewhere."""

    def put_in(found: re.Match[str]) -> str:
        other = normpath(str(PurePosixPath(name).parent / found[1]))
        text = join_style_sheet(other, sources)
        moved = PurePosixPath(other).parent != PurePosixPath(name).parent
        return found[0] if moved and "url(" in text else text

    return STYLE_IMPORT.sub(put_in, sources[name].read_text(encoding="utf-8"))


@cache
def list_modules(entry: str) -> tuple[str, ...]:
    """Return the static names of all modules that a module loads, itself first and the nearest before the others."""
    names = [entry]
    for name in names:
        source = finders.find(name)
        if source is None:
            raise FileNotFoundError(name)
        imports = MODULE_IMPORT.findall(Path(source).read_text(encoding="utf-8"))
        found = (normpath(str(PurePosixPath(name).parent / other)) for other in imports)
        names += [other for other in dict.fromkeys(found) if other not in names]
    return tuple(names)
