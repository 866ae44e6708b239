"""What a disk holds after a power cut, by a process's own system calls: of each file the bytes that it had when it was
last synced, and of each folder the names. A system writes more, and sooner; nothing else is taken for certain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TRACED = (
    "openat,creat,write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,mkdir,mkdirat,link,linkat,sendfile,copy_file_range"
)
_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)(?:<(?P<opened>.*)>)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^(\d+)<(.*?)>")


def strace(log: Path) -> list[str]:
    """Return the command that traces another one: all bytes, as hexadecimal, and the path of every descriptor."""
    return ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "4194304", "-e", f"trace={TRACED}", "-o", str(log)]


@dataclass
class Disk:
    """The files below a folder, as programs see them and as they would be found again."""

    root: str
    seen: dict[str, bytearray] = field(default_factory=dict)
    synced: dict[str, bytes] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Path) -> "Disk":
        """Begin with what is there: it is on the disk."""
        disk = cls(str(root))
        for path in root.rglob("*"):
            disk.names.add(str(path))
            if path.is_file():
                disk.seen[str(path)] = bytearray(path.read_bytes())
                disk.synced[str(path)] = path.read_bytes()
            else:
                disk.folders.add(str(path))
        return disk

    def put(self, path: str, data: bytes, at: int | None) -> None:
        content = self.seen[path]
        start = self.places.get(path, 0) if at is None else at
        content.extend(bytes(max(0, start - len(content))))
        content[start : start + len(data)] = data
        if at is None:
            self.places[path] = start + len(data)

    def sync(self, path: str) -> None:
        if path in self.seen:
            self.synced[path] = bytes(self.seen[path])
        else:
            here = {each for each in (*self.seen, *self.folders) if each.rpartition("/")[0] == path}
            self.names = {each for each in self.names if each.rpartition("/")[0] != path} | here

    def after_power_cut(self, target: Path) -> None:
        """Write what would be found again into a folder of its own."""
        for path in sorted(self.names):
            if all(f"{self.root}/{part}" in self.names for part in _parents(path.removeprefix(f"{self.root}/"))):
                place = target / path.removeprefix(f"{self.root}/")
                if path in self.folders:
                    place.mkdir(parents=True, exist_ok=True)
                else:
                    place.write_bytes(self.synced.get(path, b""))


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def replay(log: Path, disk: Disk) -> Iterator[bytes]:
    """Do what a trace tells, and yield every line that the process printed, at the moment when it did."""
    for line in log.read_text(encoding="ascii").splitlines():
        call = _CALL.match(line)
        if call and int(call["result"]) >= 0:
            yield from _do(disk, call["name"], call["arguments"], int(call["result"]), _path(call["opened"] or ""))


def _do(disk: Disk, name: str, arguments: str, result: int, opened: str) -> Iterator[bytes]:
    descriptor = _DESCRIPTOR.match(arguments)
    number, path = (int(descriptor[1]), _path(descriptor[2])) if descriptor else (-1, "")
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
    if name == "write" and number == 1:
        yield texts[0]
    elif name == "openat" and opened.startswith(disk.root):
        _open(disk, opened, arguments)
    elif name in ("mkdir", "mkdirat") and (made := texts[0].decode()).startswith(disk.root):
        disk.folders.add(made)
    elif name in ("unlink", "unlinkat") and (gone := texts[0].decode()).startswith(disk.root):
        disk.seen.pop(gone, None)
    elif path.startswith(disk.root):
        _change(disk, name, path, arguments, texts, result)


def _open(disk: Disk, path: str, arguments: str) -> None:
    if "O_DIRECTORY" in arguments or path in disk.folders:
        return
    if path not in disk.seen:
        disk.seen[path] = bytearray()
        disk.synced.pop(path, None)
    if "O_TRUNC" in arguments:
        disk.seen[path].clear()
    disk.places[path] = len(disk.seen[path]) if "O_APPEND" in arguments else 0


def _change(disk: Disk, name: str, path: str, arguments: str, texts: list[bytes], result: int) -> None:
    if path.endswith("-shm"):  # SQLite's, which is made anew
        return
    if name == "write":
        disk.put(path, texts[0][:result], None)
    elif name == "pwrite64":
        disk.put(path, texts[0][:result], int(arguments.rpartition(", ")[2]))
    elif name == "ftruncate":
        length = int(arguments.rpartition(", ")[2])
        disk.put(path, b"", length)
        del disk.seen[path][length:]
    elif name in ("fsync", "fdatasync"):
        disk.sync(path)
    else:
        raise AssertionError(f"This replay does not know what {name} does to a file.")


def _path(text: str) -> str:
    """Return a path as `-xx` writes it, or as it is."""
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text
