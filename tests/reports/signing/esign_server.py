"""A stand-in for the Esign Client Service: speaks the documented protocol on this machine, signs with certificates
of tests, and misbehaves when told to.

`tricks` are taken one per request to sign, `download_tricks` one per download; without one it behaves.
"""

import base64
import http.server
import io
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

USER, PASSWORD = "sakip", "akun-Layanan-42"


@dataclass(frozen=True)
class Official:
    """Someone whom the service knows: his passphrase, and the PKCS#12 file with which it signs for him."""

    passphrase: str
    pkcs12: bytes
    pkcs12_passphrase: str
    status: str = "ISSUE"


@dataclass
class Esign:
    """The state of the service, for tests to set and to read."""

    officials: dict[str, Official] = field(default_factory=dict)
    tricks: list[str] = field(default_factory=list)
    download_tricks: list[str] = field(default_factory=list)
    slow_seconds: float = 3.0
    elsewhere: str = "http://127.0.0.1:9/"
    url: str = ""
    signed: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)

    @property
    def sign_requests(self) -> int:
        return sum(request.startswith("POST") and "/sign/pdf" in request for request in self.requests)

    def keep(self, pdf: bytes) -> str:
        number = f"dok-{len(self.signed) + 1:04d}"
        self.signed[number] = pdf
        return number


class Refused(Exception):
    """An answer other than the file."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *args: Any) -> None:
        return

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # the client gave up, which some tests are about
            self.close_connection = True

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        esign = self.server.esign
        if esign.tricks[:1] == ["busy_early"] and "/sign/pdf" in self.path:
            esign.tricks.pop(0)
            esign.requests.append(f"POST {self.path}")
            self._busy_before_the_body()
        else:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _busy_before_the_body(self) -> None:
        """Answer and close while the client is still sending, as a proxy without its service does."""
        self._send(503, b"<html>Service Unavailable</html>", {"Content-Type": "text/html"})
        self.wfile.flush()
        # Closing at once would reset the connection before the answer is read.
        time.sleep(0.3)
        self.close_connection = True

    def _answer(self, body: bytes) -> None:
        esign = self.server.esign
        esign.requests.append(f"{self.command} {self.path}")
        esign.bodies.append(body)
        esign.authorizations.append(self.headers.get("Authorization", ""))
        wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != wanted:
            return self._json(401, {"status": 401, "error": "Unauthorized", "path": self.path})
        try:
            self._route(body)
        except Refused as refused:
            self._json(refused.status, refused.body)

    def _route(self, body: bytes) -> None:
        esign = self.server.esign
        if self.path == "/api/sign/pdf":
            return self._sign_v1(self._form(body))
        if self.path == "/api/v2/sign/pdf":
            return self._sign_v2(json.loads(body))
        if self.path.startswith("/api/sign/download/"):
            return self._download(self.path.rpartition("/")[2])
        if self.path.startswith("/api/user/status/"):
            return self._status(self.path.rpartition("/")[2])
        if self.path == "/api/v2/user/check/status":
            return self._status(json.loads(body)["nik"])
        if self.path == "/api/sign/verify":
            count = signatures_in(self._form(body)["signed_file"])
            return self._json(200, {"summary": "DOKUMEN VALID", "notes": "Utuh", "jumlah_signature": count})
        if self.path == "/api/v2/verify/pdf":
            count = signatures_in(base64.b64decode(json.loads(body)["file"]))
            return self._json(200, {"conclusion": "VALID", "description": "Utuh", "signatureCount": count})
        esign.requests[-1] += " (unknown)"
        return self._json(404, {"status": 404, "error": "Not Found", "path": self.path})

    def _form(self, body: bytes) -> dict[str, bytes]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + body)
        return {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)  # type: ignore[misc]
            for part in message.iter_parts()
        }

    def _status(self, nik: str) -> None:
        self._trick(self.server.esign.tricks)
        official = self.server.esign.officials.get(nik)
        if official is None:
            raise Refused(400, {"error": f"User {nik} tidak terdaftar", "status_code": 2011})
        self._json(200, {"status_code": 1111, "status": official.status, "message": "Sertifikat pengguna"})

    def _sign_v1(self, form: dict[str, bytes]) -> None:
        assert form["tampilan"] == b"invisible"
        trick = self._trick(self.server.esign.tricks)
        signed = self._signed(form["file"], form["nik"].decode(), form["passphrase"].decode(errors="replace"), trick)
        number = self.server.esign.keep(signed)
        headers = {"Content-Type": "application/pdf"}
        if trick not in ("truncated_unnumbered", "empty", "not_json"):
            headers["id_dokumen"] = number
        self._deliver(signed, headers, trick)

    def _sign_v2(self, sent: dict[str, Any]) -> None:
        assert [shown["tampilan"] for shown in sent["signatureProperties"]] == ["INVISIBLE"]
        trick = self._trick(self.server.esign.tricks)
        signed = self._signed(base64.b64decode(sent["file"][0]), sent["nik"], sent["passphrase"], trick)
        self.server.esign.keep(signed)
        body = json.dumps({"time": 812, "file": [base64.b64encode(signed).decode()]}).encode()
        self._deliver(body, {"Content-Type": "application/json"}, trick)

    def _download(self, number: str) -> None:
        trick = self._trick(self.server.esign.download_tricks)
        if number not in self.server.esign.signed:
            raise Refused(404, {"error": "Dokumen tidak ditemukan", "status_code": 4004})
        self._deliver(self.server.esign.signed[number], {"Content-Type": "application/pdf"}, trick)

    def _trick(self, tricks: list[str]) -> str:
        trick = tricks.pop(0) if tricks else ""
        if trick == "closed":
            raise ConnectionAbortedError
        if trick == "html500":
            raise Refused(500, {"html": "<html><h1>HTTP Status 500</h1></html>"})
        if trick == "wait":
            time.sleep(self.server.esign.slow_seconds)
        if trick == "code":
            raise Refused(400, {"error": "Proses signing gagal", "status_code": 2099})
        if trick == "code200":
            raise Refused(200, {"error": "Proses signing gagal", "status_code": 2099})
        return trick

    def _signed(self, pdf: bytes, nik: str, passphrase: str, trick: str) -> bytes:
        officials = self.server.esign.officials
        official = officials.get(nik)
        if official is None:
            raise Refused(400, {"error": f"User {nik} tidak terdaftar", "status_code": 2011})
        if official.passphrase != passphrase:
            raise Refused(400, {"error": f"Passphrase anda salah: {passphrase}", "status_code": 2031})
        if trick == "unsigned":
            return pdf
        if trick == "another":
            official = next(other for number, other in officials.items() if number != nik)
        changed = _CHANGES[trick](pdf) if trick in _CHANGES else pdf
        signed = sign_invisibly(changed, official)
        return damage(signed) if trick == "damaged" else signed

    def _deliver(self, body: bytes, headers: dict[str, str], trick: str) -> None:
        if trick == "closed_after_signing":
            raise ConnectionAbortedError
        if trick == "slow":
            time.sleep(self.server.esign.slow_seconds)
        if trick == "drip":
            return self._drip(body, headers)
        if trick == "redirect":
            return self._send(307, b"", {"Location": self.server.esign.elsewhere})
        if trick == "huge":
            return self._send(200, body + b"%" * (len(body) + 12_000_000), headers)
        if trick in ("empty", "empty_numbered"):
            return self._send(200, b"", headers)
        if trick == "not_json":
            return self._send(200, b"<html>Selamat datang</html>", {"Content-Type": "text/html"})
        if trick in ("truncated", "truncated_unnumbered"):
            self._send(200, body[: len(body) // 2], headers | {"Content-Length": str(len(body))})
            raise ConnectionAbortedError
        return self._send(200, body, headers)

    def _drip(self, body: bytes, headers: dict[str, str]) -> None:
        """Send a byte now and then: no wait for the next one is ever long."""
        self._send(200, body[:10], headers | {"Content-Length": str(len(body))})
        for position in range(10, len(body)):
            time.sleep(0.1)
            self.wfile.write(body[position : position + 1])
            self.wfile.flush()

    def _json(self, status: int, value: dict[str, Any]) -> None:
        if "html" in value:
            return self._send(status, value["html"].encode(), {"Content-Type": "text/html"})
        return self._send(status, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, esign: Esign) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.esign = esign


@contextmanager
def serve(esign: Esign, *, tls: ssl.SSLContext | None = None) -> Iterator[Esign]:
    """Let the service answer at `esign.url` for a while."""
    server = Server(esign)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    esign.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield esign
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# --- What it does to files -----------------------------------------------------------------------------------------


def sign_invisibly(pdf: bytes, official: Official) -> bytes:
    """Add an invisible PAdES signature in a field of its own, which forbids nothing."""
    signer = signers.SimpleSigner.load_pkcs12_data(
        official.pkcs12, other_certs=[], passphrase=official.pkcs12_passphrase.encode()
    )
    number = signatures_in(pdf) + 1
    metadata = signers.PdfSignatureMetadata(
        field_name=f"Signature{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    output = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer, output=output)
    return output.getvalue()


def signatures_in(pdf: bytes) -> int:
    return len(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)


def damage(signed: bytes) -> bytes:
    """Flip one bit of what the signature covers: inside the producer's text, which no parser reads."""
    place = signed.index(b"%PDF-") + 9
    return signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]


def _edited(pdf: bytes, edit: Any) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        edit(document)
        document.save(output)
    return output.getvalue()


def _change_nothing(document: pikepdf.Pdf) -> None:
    """Only written anew, as some services do."""


def _add_content(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"0 0 10 10 re f", prepend=False)


def _add_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


def _add_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _change_resource(document: pikepdf.Pdf) -> None:
    fonts = document.pages[0].Resources.Font
    first = fonts[next(iter(fonts.keys()))]
    first.BaseFont = pikepdf.Name.LainLagi


def _add_note(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    note = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], Contents="Tambahan"
        )
    )
    page.Annots = document.make_indirect(pikepdf.Array([*page.get("/Annots", []), note]))


def _append_content(pdf: bytes) -> bytes:
    """Replace the first page's content in an update behind the file: our own bytes stay a prefix."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page, _resources = writer.find_page_for_modification(0)
    stream = generic.StreamObject(stream_data=b"0 0 500 500 re f")
    page.get_object()["/Contents"] = writer.add_object(stream)
    writer.update_container(page.get_object())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


_CHANGES = {
    "changed_content": lambda pdf: _edited(pdf, _add_content),
    "changed_by_update": _append_content,
    "changed_font": lambda pdf: _edited(pdf, _change_resource),
    "added_page": lambda pdf: _edited(pdf, _add_page),
    "added_action": lambda pdf: _edited(pdf, _add_action),
    "added_note": lambda pdf: _edited(pdf, _add_note),
    "rewritten": lambda pdf: _edited(pdf, _change_nothing),
}
CHANGES = sorted(set(_CHANGES) - {"rewritten"})
