"""What a mail server's answer means, in words; passwords are in none of them."""

import smtplib
import ssl
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sakip.mail_settings import where_it_says
from sakip.sentences import enumerate_in_words

# The first digit of an answer: 4 means later, 5 means no.
_REFUSED_FOR_GOOD = 500


class MailFailed(Exception):
    """The message was not sent; the text is a sentence. `for_good`: the server said no, and will say so again."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


@dataclass(frozen=True)
class _Case:
    """`{periksa}` of the sentence are the variables that say what is `asked`, as this installation has them."""

    errors: tuple[type[Exception], ...]
    sentence: str
    asked: tuple[str, ...] = ()
    for_good: bool | None = False

    def say(self) -> str:
        names = where_it_says(*self.asked, by_address=settings.EMAIL_BY_ADDRESS)
        return self.sentence.format(periksa=enumerate_in_words(names))


# The first that fits; `for_good` None: by the server's code.
_CASES = (
    _Case(
        (smtplib.SMTPAuthenticationError,),
        "Server surel menolak akun pengirim. Periksa nama akun dan kata sandinya: {periksa}.",
        ("EMAIL_USER", "EMAIL_PASSWORD"),
        None,
    ),
    _Case(
        (smtplib.SMTPRecipientsRefused,),
        "Server surel menolak alamat penerima. Periksa alamatnya, dan apakah server boleh mengirim ke luar.",
        for_good=None,
    ),
    _Case((smtplib.SMTPSenderRefused,), "Server surel menolak alamat pengirim. Periksa EMAIL_FROM.", for_good=None),
    _Case(
        (smtplib.SMTPNotSupportedError,),
        "Server surel tidak menawarkan yang diminta: STARTTLS, atau masuk dengan akun. Periksa enkripsi dan port: "
        "{periksa}.",
        ("EMAIL_SECURITY", "EMAIL_PORT"),
        True,
    ),
    _Case(
        (ssl.SSLCertVerificationError,),
        "Sertifikat TLS server surel tidak dipercaya atau bukan untuk nama ini. Periksa nama server: {periksa}. "
        "Penerbit milik sendiri dinyatakan dengan SSL_CERT_FILE.",
        ("EMAIL_HOST",),
    ),
    _Case(
        (ssl.SSLError,),
        "Sambungan TLS ke server surel gagal. Periksa enkripsi dan port: {periksa}. Port 587 biasanya dengan STARTTLS, "
        "465 dengan TLS sejak awal.",
        ("EMAIL_SECURITY", "EMAIL_PORT"),
    ),
    _Case(
        (TimeoutError,),
        "Server surel tidak menjawab dalam waktu yang ditentukan. Periksa nama server, port, dan enkripsi ({periksa}), "
        "juga tembok api.",
        ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_SECURITY"),
    ),
    _Case(
        (ConnectionRefusedError,),
        "Server surel menolak sambungan. Periksa nama server dan port ({periksa}), dan apakah server surel berjalan.",
        ("EMAIL_HOST", "EMAIL_PORT"),
    ),
    _Case(
        (smtplib.SMTPServerDisconnected,),
        "Server surel memutus sambungan. Periksa port dan enkripsi: {periksa}.",
        ("EMAIL_PORT", "EMAIL_SECURITY"),
    ),
    _Case((smtplib.SMTPResponseException,), "Server surel menolak pesan ini.", for_good=None),
    _Case(
        (OSError,),
        "Server surel tidak dapat dihubungi. Periksa nama server dan port ({periksa}), juga jaringan.",
        ("EMAIL_HOST", "EMAIL_PORT"),
    ),
)


def is_sent() -> bool:
    """Say whether a mail server is set; else mails are only printed."""
    return bool(settings.EMAIL_HOST)


def send_mail(*, to: str, subject: str, body: str) -> None:
    """Hand a message to the mail server. Raises MailFailed."""
    try:
        with closing(get_connection()) as connection:
            EmailMessage(subject, body, to=[to], connection=connection).send()
    except OSError as error:  # SMTPException is one
        raise _failure(error) from error


def _failure(error: OSError) -> MailFailed:
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib calls a silence so
    case = next(case for case in _CASES if isinstance(error, case.errors))
    code, said = _answer(error)
    for_good = code >= _REFUSED_FOR_GOOD if case.for_good is None else case.for_good
    answer = f" Jawaban server: {code} {said}".rstrip() if code else ""
    return MailFailed(f"{case.say()}{answer}", for_good=for_good)


def _answer(error: OSError) -> tuple[int, str]:
    """Return the server's code and words; 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return code, _line(said)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _line(error.smtp_error)
    return 0, ""


def _line(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:300]
