"""Rendering in a process of its own: limits on time, processor and memory, no network, no secrets, ended at any moment.

A long text can keep the layout engine busy for hours or fill the memory, and what it took stays with the process that
ran it. A snapshot goes in as JSON, the PDF comes out as JSON after lines of progress. Same snapshot, same bytes.
"""

import base64
import importlib
import json
import logging
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from reports.rendering.errors import RenderBroke, RenderError
from reports.rendering.finishing import SignatureField
from reports.rendering.render import Design, Progress, RenderedReport, render_pdf
from sakip.apart import Ended, ended_from_outside, run_apart
from sakip.limits import begin_apart

if TYPE_CHECKING:
    from sakip.limits import Limits

logger = logging.getLogger("sakip.rendering")

MEGABYTE = 1024 * 1024
# The largest file that the process may write: the fonts, which the layout engine unpacks.
MOST_WRITTEN = 16 * MEGABYTE
# By such a name the night knows what a killed process left behind.
_FOLDER = "sakip-menyusun-"
# What some libraries say when there is no more memory; others crash without a word, near the limit.
_NO_MEMORY = ("MemoryError", "failed to allocate", "annot allocate memory", "failed to map", "bad_alloc")
_NEAR = 0.85

TOO_LONG = (
    "Laporan tidak selesai disusun dalam {detik} detik, jadi penyusunannya dihentikan. Ringkas narasi dan catatan yang "
    "panjang. Bila datanya memang banyak, minta pengelola server menaikkan RENDER_TIMEOUT_SECONDS."
)
TOO_BIG = (
    "Penyusunan laporan memerlukan lebih dari {mb} MB memori, jadi dihentikan. Ringkas narasi dan catatan panjang. "
    "Bila datanya memang banyak, minta pengelola server menaikkan RENDER_MEMORY_MB."
)
CRASHED = (
    "Penyusunan laporan berhenti karena kesalahan program. Coba sekali lagi; bila terulang, hubungi pengelola server: "
    "rinciannya ada di catatan (log) server."
)
ENDED = (
    "Penyusunan laporan dihentikan dari luar, mungkin karena server kehabisan memori. Coba lagi beberapa menit lagi; "
    "bila terulang, hubungi pengelola server."
)
NO_ENGINE = (
    "Server belum dapat mencetak laporan: WeasyPrint atau Pango tidak terpasang. Minta pengelola server menjalankan "
    "bin/setup."
)


def render_apart(
    snapshot: Mapping[str, Any],
    design: Design[Any],
    *,
    template_version: str,
    limits: "Limits",
    progress: Progress,
    watch: Callable[[], None],
) -> RenderedReport:
    """Do what `render_pdf` does in a process of its own. `watch` is called every second; what it or `progress` raises
    ends the process.

    Raises RenderError, also beyond the limits; RenderBroke where another try may succeed.
    """
    answers: list[dict[str, Any]] = []

    def hear(line: bytes) -> None:
        message = json.loads(line)
        if "kemajuan" in message:
            progress(*message["kemajuan"])
        else:
            answers.append(message)

    with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder, tempfile.TemporaryFile() as given:
        given.write(json.dumps(snapshot).encode())
        given.flush()
        words = (design.content.__module__, template_version)
        ending = run_apart(
            __name__,
            words,
            given=given,
            limits=limits,
            hear=hear,
            watch=watch,
            environment={"TMPDIR": folder, "HOME": folder},
        )
    return _rendered(answers[0] if answers else {}, ending, limits)


def _rendered(answer: dict[str, Any], ending: Ended, limits: "Limits") -> RenderedReport:
    if "jadi" not in answer:
        raise _reason(answer, ending, limits)
    if ending.said:
        logger.warning("Penyusunan laporan berkata: %s", ending.said[-2000:])
    facts = answer["jadi"]
    fields = tuple(SignatureField(**{**field, "rect": tuple(field["rect"])}) for field in facts["signature_fields"])
    return RenderedReport(**{**facts, "pdf": base64.b64decode(facts["pdf"]), "signature_fields": fields})


def _reason(answer: dict[str, Any], ending: Ended, limits: "Limits") -> Exception:
    """Return why there is no report."""
    if _lacked_memory(ending, limits):
        logger.warning("Penyusunan laporan memerlukan memori lebih dari %s MB.", limits.memory // MEGABYTE)
        return RenderError(TOO_BIG.format(mb=limits.memory // MEGABYTE))
    if "ditolak" in answer:
        return RenderError(answer["ditolak"])
    code = ending.returncode
    if code is None or code == -signal.SIGXCPU:
        logger.warning("Penyusunan laporan melampaui %s detik.", limits.seconds)
        return RenderError(TOO_LONG.format(detik=round(limits.seconds)))
    logger.error("Penyusunan laporan berakhir dengan %s: %s", code, ending.said[-10_000:])
    return RenderBroke(ENDED if ended_from_outside(code) else CRASHED)


def _lacked_memory(ending: Ended, limits: "Limits") -> bool:
    if any(words in ending.said for words in _NO_MEMORY):
        return True
    code = ending.returncode
    return code is not None and code != 0 and not ended_from_outside(code) and ending.seen >= _NEAR * limits.memory


def _main() -> None:
    """Read the snapshot from standard input, an open file; write lines of progress and the report, or the refusal."""
    begin_apart()
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    module, version = sys.argv[2:]
    snapshot = json.load(sys.stdin.buffer)
    try:
        import weasyprint  # noqa: F401 - loads its libraries before the network is closed
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        _say({"ditolak": NO_ENGINE})
        return
    sys.addaudithook(_refuse_network)
    design: Design[Any] = importlib.import_module(module).DESIGN
    try:
        rendered = render_pdf(snapshot, design, template_version=version, progress=_tell)
    except RenderError as refusal:
        _say({"ditolak": str(refusal)})
        return
    pdf = base64.b64encode(rendered.pdf).decode()
    _say({"jadi": {**asdict(replace(rendered, pdf=b"")), "pdf": pdf}})


def _tell(percent: int, message: str) -> None:
    _say({"kemajuan": [percent, message]})


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")):
        raise PermissionError(f"{event} while rendering")


if __name__ == "__main__":
    _main()
    # What layout made need not be taken apart: the folder of fonts belongs to whoever started this.
    os._exit(0)
