"""What it means that a process of ours ended by a signal: by a limit, by its own fault, or from outside."""

import signal

INTERRUPTED = (
    "Pemeriksaan berkas ini terhenti di server sebelum selesai. Tunggu satu menit, lalu unggah kembali. "
    "Bila terulang, hubungi pengelola server."
)
# SIGKILL is also how a system without memory ends a process; limits of ours send SIGXCPU.
_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


def ended_from_outside(returncode: int) -> bool:
    """Say whether somebody else ended the process, which says nothing about its file. `returncode` as subprocess's."""
    return -returncode in _FROM_OUTSIDE
