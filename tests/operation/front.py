"""The web server in front as `deploy/` has it: nginx with a certificate of its own before a real gunicorn."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
HOST = "sakip.contoh.test"
# What nginx has around a site on a machine; a test may be root, whose folders no other account enters.
AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass
class Front:
    """nginx on two free ports of this machine, with everything that it needs in one folder."""

    folder: Path
    http_port: int = field(default_factory=free_port)
    https_port: int = field(default_factory=free_port)

    @property
    def socket(self) -> Path:
        return self.folder / "web.sock"

    def site(self) -> str:
        """Return the shipped site with the names and places of this folder; each of them has to be in it."""
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for there, here in {
            "sakip.example.go.id": HOST,
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{self.http_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https_port} ssl;",
            "/etc/sakip/tls/sakip.pem": f"{self.folder}/tls.pem",
            "/etc/sakip/tls/sakip.key": f"{self.folder}/tls.pem",
            "/run/sakip/web.sock": str(self.socket),
            "/opt/sakip/current": str(ROOT),
            "/var/lib/sakip/media": f"{self.folder}/media",
            "/etc/sakip/maintenance": f"{self.folder}/maintenance",
            "/etc/nginx/sakip.d": f"{self.folder}/more",
            "/var/log/nginx/sakip.log": f"{self.folder}/access.log",
            "/var/www/html": f"{self.folder}/html",
            "client_max_body_size 52m": "client_max_body_size 1m",
            "proxy_read_timeout 180s": "proxy_read_timeout 1s",
        }.items():
            assert there in text, there
            text = text.replace(there, here)
        return text

    def write(self) -> Path:
        (self.folder / "site.conf").write_text(self.site(), encoding="utf-8")
        (self.folder / "tls.pem").write_bytes(self_made_certificate())
        user = "user root;" if os.geteuid() == 0 else ""
        main = self.folder / "nginx.conf"
        main.write_text(AROUND.format(folder=self.folder, user=user), encoding="utf-8")
        return main

    def ask(
        self,
        address: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        plain: bool = False,
    ) -> Answer:
        connection = self._connection(plain=plain)
        try:
            connection.request(method, address, body, {"Host": HOST, **(headers or {})})
            given = connection.getresponse()
            return Answer(given.status, given.headers, given.read().decode())
        finally:
            connection.close()

    def _connection(self, *, plain: bool) -> http.client.HTTPConnection:
        if plain:
            return http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=30)
        context = ssl.create_default_context(cafile=str(self.folder / "tls.pem"))
        context.check_hostname = False  # asked by its address
        return http.client.HTTPSConnection("127.0.0.1", self.https_port, timeout=30, context=context)


def self_made_certificate() -> bytes:
    """Return the key and the certificate of HOST."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


@contextmanager
def running(command: list[str], *, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run a program until the end of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def nginx(front: Front) -> Iterator[None]:
    main = front.write()
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "bin/setup --dev installs nginx"
    with running([program, "-c", str(main)], log=front.folder / "nginx.log"):
        wait_for(("127.0.0.1", front.https_port))
        yield


@contextmanager
def gunicorn(front: Front, environment: Mapping[str, str]) -> Iterator[None]:
    """Serve by the shipped configuration at the socket that nginx asks."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py")]
    with running(
        [*command, "--bind", f"unix:{front.socket}"], log=front.folder / "gunicorn.log", environment=environment
    ):
        try:
            wait_for(str(front.socket))
        except TimeoutError:
            raise AssertionError((front.folder / "gunicorn.log").read_text()) from None
        yield


def wait_for(address: str | tuple[str, int]) -> None:
    """Return once somebody listens at a socket's path, or at a port."""
    until = monotonic() + 60
    while monotonic() < until:
        with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as one:
            if one.connect_ex(address) == 0:
                return
        sleep(0.05)
    raise TimeoutError(address)
