"""A small world of trust on this machine: an authority with its CRL and OCSP, a time-stamp service, officials.

One HTTP server answers for all of them; what it does wrong is set on it.
"""

import base64
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, ClassVar

from asn1crypto import core, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from reports.signing.providers import Providers, TimestampService
from tests.reports.signing.certificates import PASSPHRASE

DAY = timedelta(days=1)


@cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    """Return one key for each name: making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))


def name_of(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_responder(root: Holder) -> Holder:
    """Return who answers for the authority: nobody asks whether he himself was revoked."""
    name, now = "Penjawab OCSP", datetime.now(UTC)
    builder = _builder(name, _common_name(root), key_of(name), now - DAY, now + 30 * DAY)
    builder = builder.add_extension(_usage(digital_signature=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return Holder(builder.sign(root.key, hashes.SHA256()), key_of(name))


def _common_name(holder: Holder) -> str:
    return str(holder.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def make_root(name: str = "Otoritas Uji") -> Holder:
    key = key_of(name)
    now = datetime.now(UTC)
    builder = _builder(name, name, key, now - 3650 * DAY, now + 3650 * DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Holder(builder.sign(key, hashes.SHA256()), key)


class _Refusal(core.Sequence):
    """asn1crypto's own answer always wants a token."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo)]


@dataclass
class World:
    """The server's address, and what it answers.

    `tsa` is how the time-stamp service behaves, `signer` its certificate; `revoked` are serial numbers; `status` is
    how CRL and OCSP behave: "answers" or "gone". `asked` counts the requests by path.
    """

    address: str
    root: Holder
    signer: Holder
    responder: Holder
    tsa: str = "grants"
    status: str = "answers"
    revoked: set[int] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)
    login: str = ""
    slow_seconds: float = 2.0
    # Set once the time-stamp service was asked and holds its answer back (`tsa` "slow").
    reached: Event = field(default_factory=Event)

    def providers(self, *, long_term: bool = False, trusted: bool = True, **changes: Any) -> Providers:
        service = TimestampService(**({"address": f"{self.address}/tsa", "timeout_seconds": 1.0} | changes))
        return Providers(service, (self.root.pem,) if trusted else (), long_term)

    def make_signer(
        self, name: str = "Layanan Cap Waktu Uji", *, root: Holder | None = None, start: int = -30, end: int = 365,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
    ) -> Holder:  # fmt: skip
        """Return a certificate of a time-stamp service, valid from `start` to `end` in days from today."""
        issuer = root or self.root
        builder = self._leaf(name, issuer, start, end)
        builder = builder.add_extension(_usage(digital_signature=True), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        return Holder(builder.sign(issuer.key, hashes.SHA256()), key_of(name))

    def make_official(
        self, name: str = "Budi Santoso", *, root: Holder | None = None, end: int = 365,
        usages: Sequence[str] = ("digital_signature", "content_commitment"),
    ) -> Holder:  # fmt: skip
        issuer = root or self.root
        builder = self._leaf(name, issuer, -30, end)
        builder = builder.add_extension(_usage(**dict.fromkeys(usages, True)), critical=True)
        return Holder(builder.sign(issuer.key, hashes.SHA256()), key_of(name))

    def _leaf(self, name: str, issuer: Holder, start: int, end: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{self.address}/crl")], None, None, None)
        responder = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{self.address}/ocsp")
        )
        issuers = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{self.address}/issuer")
        )
        builder = _builder(name, _common_name(issuer), key_of(name), now + start * DAY, now + end * DAY)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return builder.add_extension(x509.AuthorityInformationAccess([responder, issuers]), critical=False)

    def pkcs12(self, holder: Holder, passphrase: str = PASSPHRASE) -> bytes:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
        chain = [self.root.certificate]
        return pkcs12.serialize_key_and_certificates(b"uji", holder.key, holder.certificate, chain, encryption)

    # What is served.
    def grant(self, question: bytes) -> bytes:
        request = tsp.TimeStampReq.load(question)
        if self.tsa == "other nonce":
            request["nonce"] = 7
        if self.tsa == "other document":
            request["message_imprint"]["hashed_message"] = bytes(32)
        moment = datetime.now(UTC) - (DAY if self.tsa == "other clock" else timedelta(0))
        private = self.signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(self.signer.asn1, keys.PrivateKeyInfo.load(private), fixed_dt=moment)
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(request.dump(force=True))).dump()
        return answer[:-20] + bytes(20) if self.tsa == "broken signature" else answer

    def refusal(self) -> bytes:
        status = {"status": "rejection", "status_string": ["langganan habis"], "fail_info": {"bad_request"}}
        answer: bytes = _Refusal({"status": tsp.PKIStatusInfo(status)}).dump()
        return answer

    def crl(self) -> bytes:
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.certificate.subject)
        builder = builder.last_update(now - timedelta(hours=1)).next_update(now + 7 * DAY)
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - 2 * DAY)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def ocsp(self, question: bytes) -> bytes:
        request = ocsp.load_der_ocsp_request(question)
        now = datetime.now(UTC)
        revoked = request.serial_number in self.revoked
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            request.serial_number,
            request.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            now,
            now + 7 * DAY,
            now - 2 * DAY if revoked else None,
            x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
        builder = builder.certificates([self.responder.certificate])
        for extension in request.extensions:
            builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(self.responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: str, issuer: str, key: rsa.RSAPrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name_of(subject))
        .issuer_name(name_of(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(**said: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**(dict.fromkeys(names, False) | said))


class _Handler(BaseHTTPRequestHandler):
    world: World

    def do_GET(self) -> None:
        self._count()
        if self.world.status == "gone" or self.path != "/crl":
            self._send(404, "text/plain", b"tidak ada")
        else:
            self._send(200, "application/pkix-crl", self.world.crl())

    def do_POST(self) -> None:
        self._count()
        question = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/tsa":
            self._stamp(question)
        elif self.world.status == "gone":
            self._send(503, "text/plain", b"rusak")
        else:
            self._send(200, "application/ocsp-response", self.world.ocsp(question))

    def _stamp(self, question: bytes) -> None:
        world = self.world
        reply = "application/timestamp-reply"
        expected = "Basic " + base64.b64encode(world.login.encode()).decode()
        if world.login and self.headers.get("Authorization") != expected:
            self._send(401, "text/plain", b"masuk dahulu")
            return
        if world.tsa == "closes":
            self.connection.close()
            return
        if world.tsa == "slow":
            world.reached.set()
            time.sleep(world.slow_seconds)
        answers = {
            "refuses": (200, reply, world.refusal),
            "html": (200, "text/html", lambda: b"<h1>Selamat datang</h1>"),
            "huge": (200, reply, lambda: bytes(5_000_000)),
            "garbage": (200, reply, lambda: b"\x30\x03\x02\x01\x00"),
            "redirects": (307, reply, bytes),
            "fails": (500, "text/plain", bytes),
        }
        status, kind, answer = answers.get(world.tsa, (200, reply, lambda: world.grant(question)))
        self._send(status, kind, answer())

    def _count(self) -> None:
        self.world.asked[self.path] = self.world.asked.get(self.path, 0) + 1

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if status == 307:
            self.send_header("Location", f"{self.world.address}/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError, ValueError):
            return  # who asked has gone, or was sent away

    def log_message(self, *args: object) -> None:
        """Say nothing: what is asked is counted."""


@contextmanager
def serve_world() -> Iterator[World]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    root = make_root()
    world = World(f"http://127.0.0.1:{server.server_address[1]}", root, signer=root, responder=make_responder(root))
    world.signer = world.make_signer()
    server.RequestHandlerClass = type("Handler", (_Handler,), {"world": world})
    thread = Thread(target=server.serve_forever, args=(0.02,), name="authorities", daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
