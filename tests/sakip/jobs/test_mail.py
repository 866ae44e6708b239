"""Mail against a real server on this machine: what it takes arrives, and each way to fail has its sentence."""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from sakip.jobs import mail, outbox
from sakip.jobs.mail import MailFailed, send_mail
from sakip.jobs.models import Job, Message
from sakip.mail_settings import ADDRESS, SINGLE
from tests.jobs import run_job
from tests.sakip.jobs.mail_server import PASSWORD, USER, serve_mail

TO = "kepala@example.go.id"
Configure = Callable[..., None]


@pytest.fixture
def configure(settings: Settings) -> Configure:
    """Let mail go to a server, as the variables of the installation would say."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "sakip@example.go.id"
    settings.EMAIL_TIMEOUT = 10

    def to(port: int, security: str = "none", *, user: str = "", password: str = "", **more: Any) -> None:
        settings.EMAIL_PORT = port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = security == "starttls", security == "tls"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = user, password
        for name, value in more.items():
            setattr(settings, name, value)

    return to


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a self-made certificate of 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Surel Contoh")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("surel") / "surel.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def send() -> None:
    send_mail(to=TO, subject="Sandi diatur ulang", body="Sandi Anda diatur ulang.")


def failure() -> MailFailed:
    with pytest.raises(MailFailed) as failed:
        send()
    assert PASSWORD not in f"{failed.value}{failed.value.__cause__!r}"
    return failed.value


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_arrives_encrypted_with_an_account(
    configure: Configure, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve_mail(tls=tls, at_once=security == "tls") as server:
        configure(server.port, security, user=USER, password=PASSWORD)
        send()
    [taken] = server.taken
    assert server.encrypted == [True]
    for line in ("From: sakip@example.go.id", f"To: {TO}", "Subject: Sandi diatur ulang"):
        assert line in taken


def test_mail_arrives_without_encryption_where_that_is_wanted(configure: Configure) -> None:
    with serve_mail() as server:
        configure(server.port)
        send()
    assert server.encrypted == [False]


def test_a_certificate_that_nobody_trusts_is_refused(configure: Configure, tls: ssl.SSLContext) -> None:
    with serve_mail(tls=tls) as server:
        configure(server.port, "starttls", user=USER, password=PASSWORD)
        assert "tidak dipercaya" in str(failure())
    assert server.taken == []


def test_nothing_is_sent_in_the_clear_where_the_server_offers_no_tls(configure: Configure) -> None:
    with serve_mail() as server:
        configure(server.port, "starttls")
        assert "tidak menawarkan yang diminta: STARTTLS" in str(failure())
    assert server.taken == []


def test_tls_with_a_server_that_speaks_none_fails_with_its_sentence(configure: Configure) -> None:
    with serve_mail() as server:
        configure(server.port, "tls")
        assert "Sambungan TLS ke server surel gagal" in str(failure())


@pytest.mark.parametrize(
    ("answers", "sentence", "for_good"),
    [
        ({"AUTH": "535 5.7.8 salah"}, "menolak akun pengirim", True),
        ({"AUTH": "454 4.7.0 nanti"}, "menolak akun pengirim", False),
        ({"MAIL": "553 bukan milik Anda"}, "menolak alamat pengirim", True),
        ({"RCPT": "550 5.1.1 tidak dikenal"}, "menolak alamat penerima", True),
        ({"RCPT": "450 4.2.0 greylisted"}, "menolak alamat penerima", False),
        ({"DATA": "451 4.3.0 penuh"}, "menolak pesan ini", False),
        ({"DATA": "554 5.7.1 dianggap sampah"}, "menolak pesan ini", True),
    ],
)
def test_a_refusal_is_said_with_the_servers_own_words(
    configure: Configure, answers: dict[str, str], sentence: str, for_good: bool
) -> None:
    with serve_mail(answers=answers) as server:
        configure(server.port, user=USER, password=PASSWORD)
        failed = failure()
    [answer] = answers.values()
    assert sentence in str(failed)
    assert f"Jawaban server: {answer}" in str(failed)
    assert failed.for_good is for_good
    assert server.taken == []


def test_a_server_that_is_silent_does_not_hold_the_worker(configure: Configure) -> None:
    with serve_mail(silent=True) as server:
        configure(server.port, EMAIL_TIMEOUT=0.2)
        assert "tidak menjawab dalam waktu" in str(failure())


def test_a_port_where_nobody_listens_is_named(configure: Configure) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        configure(free.getsockname()[1])
        assert "menolak sambungan" in str(failure())


def test_a_name_that_nobody_knows_is_named(configure: Configure) -> None:
    configure(25, EMAIL_HOST="surel.invalid")
    assert "tidak dapat dihubungi" in str(failure())


@pytest.mark.parametrize("by_address", [False, True])
def test_each_sentence_names_the_variables_that_are_set(settings: Settings, by_address: bool) -> None:
    settings.EMAIL_BY_ADDRESS = by_address
    said = " ".join(case.say() for case in mail._CASES)
    assert "{" not in said
    assert set(re.findall(r"EMAIL_[A-Z]+", said)) == {"EMAIL_FROM", *((ADDRESS,) if by_address else SINGLE)}


@pytest.fixture
def message(db: None) -> Message:
    with transaction.atomic():
        return outbox.put(to=TO, subject="Segel harian", body="Segel.")


def do(message: Message) -> Job:
    job = Job.objects.get(key=f"message/{message.pk}", status="waiting")
    run_job(job.pk)
    return Job.objects.get(pk=job.pk)


def test_what_a_server_refuses_for_good_is_not_tried_three_times(message: Message, configure: Configure) -> None:
    with serve_mail(answers={"RCPT": "550 tidak dikenal"}) as server:
        configure(server.port)
        job = do(message)
    assert (job.status, job.attempts) == ("failed", 1)
    assert "menolak alamat penerima" in job.message


def test_what_a_server_puts_off_is_sent_at_another_try_with_a_pause_between(
    message: Message, configure: Configure
) -> None:
    with serve_mail(answers={"RCPT": "450 nanti"}) as server:
        configure(server.port)
        job = do(message)
        assert job.status == "waiting"
        assert job.not_before is not None
        assert job.not_before > timezone.now()
        server.answers.clear()
        assert do(message).status == "done"
        assert len(server.taken) == 1
    message.refresh_from_db()
    assert message.sent_at is not None


def test_the_password_is_in_no_log_and_no_job(
    message: Message, configure: Configure, caplog: pytest.LogCaptureFixture
) -> None:
    with serve_mail(answers={"AUTH": "454 nanti"}) as server:
        configure(server.port, user=USER, password=PASSWORD)
        for _ in range(3):
            job = do(message)
    assert job.status == "failed"
    assert "menolak akun pengirim" in job.message
    assert "menolak akun pengirim" in caplog.text
    assert PASSWORD not in job.message + job.error + caplog.text


def test_a_test_mail_says_that_it_was_taken(configure: Configure) -> None:
    out = StringIO()
    with serve_mail() as server:
        configure(server.port)
        call_command("send_test_mail", TO, stdout=out)
    assert f"menerima surel untuk {TO}" in out.getvalue()
    assert "Percobaan surel SAKIP" in server.taken[0]


def test_a_test_mail_says_what_is_wrong(configure: Configure, settings: Settings) -> None:
    with serve_mail(answers={"RCPT": "550 tidak dikenal"}) as server:
        configure(server.port)
        with pytest.raises(CommandError, match=r"tidak terkirim\. Server surel menolak alamat penerima"):
            call_command("send_test_mail", TO)
    with pytest.raises(CommandError, match="bukan alamat surel"):
        call_command("send_test_mail", "kepala")
    settings.EMAIL_HOST = ""
    with pytest.raises(CommandError, match="isi EMAIL_URL atau EMAIL_HOST"):
        call_command("send_test_mail", TO)
