"""A mail server of some lines, over a real socket: it answers as it is told, and keeps what it took."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

USER, PASSWORD = "sakip", "sandi-Surel-1"


@dataclass
class MailServer:
    """`answers` says otherwise than "yes" to a command; `tls` offers STARTTLS; `silent` never says a word."""

    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    at_once: bool = False
    login: bool = True
    silent: bool = False
    taken: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def setup(self) -> None:
        world: MailServer = self.server.world
        self.encrypted = world.at_once
        if world.at_once and world.tls is not None:
            self.request = world.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def handle(self) -> None:
        world: MailServer = self.server.world
        if world.silent:
            world.stopped.wait()
            return
        self.say("220 surel.contoh.go.id")
        while line := self.rfile.readline():
            command = line.split()[0].upper().decode()
            if command == "QUIT":
                self.say("221 selesai")
                return
            if command in world.answers:
                self.say(world.answers[command])
            else:
                self.obey(command, line.decode(), world)

    def obey(self, command: str, line: str, world: MailServer) -> None:
        if command == "EHLO":
            offers = ["surel.contoh.go.id"]
            offers += ["STARTTLS"] if world.tls is not None and not self.encrypted else []
            offers += ["AUTH PLAIN"] if world.login else []
            for offer in offers[:-1]:
                self.say(f"250-{offer}")
            self.say(f"250 {offers[-1]}")
        elif command == "STARTTLS" and world.tls is not None:
            self.say("220 mulai")
            self.connection = self.request = world.tls.wrap_socket(self.request, server_side=True)
            self.rfile = self.connection.makefile("rb", -1)
            self.wfile = socketserver._SocketWriter(self.connection)  # type: ignore[attr-defined]  # as its own setup
            self.encrypted = True
        elif command == "AUTH":
            right = base64.b64decode(line.split()[2]).split(b"\0")[1:] == [USER.encode(), PASSWORD.encode()]
            self.say("235 masuk" if right else "535 5.7.8 akun atau sandi salah")
        elif command == "DATA":
            self.say("354 lanjut")
            lines = []
            while (text := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(text.decode())
            world.taken.append("".join(lines))
            world.encrypted.append(self.encrypted)
            self.say("250 diterima")
        else:
            self.say("250 ya")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle of TLS is what some tests are about."""


@contextmanager
def serve_mail(**options: Any) -> Iterator[MailServer]:
    """Serve on a port of this machine until the end of the block."""
    world = MailServer(**options)
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.world = world  # type: ignore[attr-defined]  # handlers find it there
        world.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield world
        finally:
            world.stopped.set()
            server.shutdown()
            thread.join()
