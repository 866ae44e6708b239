"""Signing through the service from the page to the row, and a search for NIK and passphrase in all that is left."""

import io
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from indicators.models import Jejak
from reports.models import Dokumen, TandaTangan
from reports.services.signature import sign_document
from reports.signing.adapters.bsre import wire
from reports.views.support import url_of
from sakip.refusals import NotAllowed, NotValid
from sakip.sign_in.models import Session
from tests.cast import Cast, Office
from tests.reports.signing.certificates import PASSPHRASE as FILE_PASSPHRASE
from tests.reports.signing.certificates import make_authority, make_pkcs12
from tests.reports.signing.esign_server import PASSWORD, USER, Esign, Official, serve
from tests.reports.steps import make_final, read_stored, want_paraf

pytestmark = pytest.mark.one_database

NIK, PASSPHRASE = "1804010101700001", "Rahasia-TTE-jangan-bocor-77"
ACCOUNT = "c2FraXA6YWt1bi1MYXlhbmFuLTQy"  # user and password of the installation, as HTTP Basic sends them


@pytest.fixture(params=[1, 2])
def esign(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Esign]:
    """Let the installation sign through a service that knows the head of the office."""
    head = Official(PASSPHRASE, make_pkcs12(make_authority(), name="KEPALA CONTOH"), FILE_PASSPHRASE)
    other = Official("lain", make_pkcs12(make_authority(), name="Orang Lain"), FILE_PASSPHRASE)
    with serve(Esign({NIK: head, "1804010202800002": other})) as service:
        settings.SIGNER, settings.BSRE_URL, settings.BSRE_VERSION = "bsre", service.url, request.param
        settings.BSRE_USER, settings.BSRE_PASSWORD, settings.BSRE_CA_FILE = USER, PASSWORD, ""
        settings.BSRE_TIMEOUT_SECONDS = 30
        yield service


@pytest.fixture
def final(approved: Office, cast: Cast, esign: Esign, quick: None) -> Dokumen:
    """A final document whose QR holds the public address."""
    return make_final(approved, cast.kadis)


def sign_as(final: Dokumen, by: Any, **changes: str) -> Dokumen:
    values = {"passphrase": PASSPHRASE, "akun": NIK} | changes
    return sign_document(by=by, dokumen=final, versi=final.versi, **values)


def everything_stored() -> Iterator[str]:
    """Every row of every table, and every file."""
    for model in apps.get_models(include_auto_created=True):
        yield f"{model.__name__} {list(model._base_manager.values())!r}"
    for session in Session.objects.all():
        yield repr(session.get_decoded())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names that the database gave
            yield repr(cursor.fetchall())


def files_stored(folder: str = "") -> Iterator[bytes]:
    folders, names = default_storage.listdir(folder)
    for name in names:
        yield read_stored(f"{folder}/{name}".lstrip("/"))
    for inner in folders:
        yield from files_stored(f"{folder}/{inner}".lstrip("/"))


def secrets_in(text: str | bytes) -> list[str]:
    haystack = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    return [secret for secret in (NIK, PASSPHRASE, PASSWORD, ACCOUNT) if secret.encode() in haystack]


def assert_nothing_leaked(caplog: pytest.LogCaptureFixture) -> None:
    records = [f"{record.__dict__!r} {record.getMessage()}" for record in caplog.records]
    for text in [*everything_stored(), *records, caplog.text]:
        assert secrets_in(text) == []
    for content in files_stored():
        assert secrets_in(content) == []


def test_the_search_finds_what_is_there(final: Dokumen, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    cast.staf.nip = NIK
    cast.staf.save()
    assert [text for text in everything_stored() if secrets_in(text) == [NIK]]
    logging.getLogger("mana saja").warning("%s", PASSPHRASE)
    assert secrets_in(caplog.text) == [PASSPHRASE]


# --- The whole way -------------------------------------------------------------------------------------------------


def test_the_head_signs_through_the_service(
    final: Dokumen, cast: Cast, esign: Esign, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed = sign_as(final, cast.kadis)
    assert signed.status == "ditandatangani"
    assert read_stored(signed.berkas_ttd.name) == next(iter(esign.signed.values()))
    assert_nothing_leaked(caplog)


@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ("closed", "tidak diketahui apakah"),
        ("html500", "sedang terganggu"),
        ("another", "Orang Lain"),
        ("changed_content", "tidak sama dengan dokumen"),
        ("unsigned", "tidak memuat berkas"),
    ],
)
def test_what_fails_leaves_the_document_and_a_trail_and_signing_again_works(
    final: Dokumen, cast: Cast, esign: Esign, caplog: pytest.LogCaptureFixture, trick: str, words: str
) -> None:
    caplog.set_level(logging.DEBUG)
    esign.tricks = [trick]
    files = len(list(files_stored()))
    with pytest.raises(NotValid, match=words):
        sign_as(final, cast.kadis)
    final.refresh_from_db()
    assert (final.status, final.berkas_ttd.name) == ("final", "")
    assert len(list(files_stored())) == files
    assert words in Jejak.objects.get(ditolak=True).alasan
    assert sign_as(final, cast.kadis).status == "ditandatangani"
    assert_nothing_leaked(caplog)


@pytest.mark.parametrize("changes", [{"passphrase": "Salah-" + PASSPHRASE}, {"akun": "9" + NIK[1:]}, {"akun": "18"}])
def test_a_wrong_passphrase_or_nik_is_in_no_trail(
    final: Dokumen, cast: Cast, esign: Esign, caplog: pytest.LogCaptureFixture, changes: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotValid) as caught:
        sign_as(final, cast.kadis, **changes)
    for typed in ({"passphrase": PASSPHRASE, "akun": NIK} | changes).values():
        if len(typed) > 2:
            assert typed not in str(caught.value) + caplog.text + "".join(everything_stored())
    assert_nothing_leaked(caplog)


def test_a_refused_attempt_of_another_is_recorded_without_what_he_typed(
    final: Dokumen, cast: Cast, esign: Esign, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotAllowed):
        sign_as(final, cast.staf)
    assert Jejak.objects.filter(ditolak=True).count() == 1
    assert esign.requests == []
    assert_nothing_leaked(caplog)


def test_the_row_says_how_and_under_which_number(final: Dokumen, cast: Cast, esign: Esign, settings: Settings) -> None:
    sign_as(final, cast.kadis)
    row = TandaTangan.objects.get(dokumen=final)
    assert (row.cara, row.peran, row.sertifikat) == ("bsre", "tanda_tangan", None)
    assert row.nomor_layanan == ("dok-0001" if settings.BSRE_VERSION == 1 else "")
    assert (row.nama_sertifikat, row.penerbit, row.demo) == ("KEPALA CONTOH", "Otoritas Uji", False)


@pytest.fixture
def for_two(approved: Office, cast: Cast, esign: Esign, quick: None) -> Dokumen:
    """A final document that wants the paraf of the Sekretaris before the signature of the head."""
    want_paraf(approved, cast)
    return make_final(approved, cast.kadis)


def test_paraf_and_signature_both_go_through_the_service(for_two: Dokumen, cast: Cast, esign: Esign) -> None:
    sekretaris_nik = "1804010303900003"
    certificate = make_pkcs12(make_authority(), name="SEKRETARIS CONTOH")
    esign.officials[sekretaris_nik] = Official("paraf-77", certificate, FILE_PASSPHRASE)
    initialled = sign_as(for_two, cast.sekretaris, akun=sekretaris_nik, passphrase="paraf-77")
    assert initialled.status == "final"
    initialled.refresh_from_db()
    signed = sign_as(initialled, cast.kadis)
    assert signed.status == "ditandatangani"
    rows = TandaTangan.objects.filter(dokumen=for_two).order_by("urutan")
    assert [(row.peran, row.cara, row.nama_sertifikat) for row in rows] == [
        ("paraf", "bsre", "SEKRETARIS CONTOH"),
        ("tanda_tangan", "bsre", "KEPALA CONTOH"),
    ]
    first, second = esign.signed.values()
    assert read_stored(rows[0].berkas.name) == first
    assert read_stored(signed.berkas_ttd.name) == second
    assert second.startswith(first)


def test_the_page_asks_for_nik_and_passphrase(final: Dokumen, cast: Cast, esign: Esign) -> None:
    client = Client()
    client.force_login(cast.kadis)
    text = client.get(url_of(final.laporan)).content.decode()
    assert '<label for="akun">NIK</label>' in text
    assert "16 angka" in text
    assert '<label for="passphrase">Passphrase TTE</label>' in text


# --- Errors that nobody foresaw ------------------------------------------------------------------------------------


def reported(request: Any, information: tuple[Any, Any, Any]) -> Iterator[str]:
    """What the mail about an error says, and what a traceback with local variables shows."""
    reporter = ExceptionReporter(request, *information)
    yield reporter.get_traceback_text()
    yield reporter.get_traceback_html()
    yield "".join(traceback.TracebackException(*information, capture_locals=False, compact=False).format())


def frames_of(error: BaseException | None) -> Iterator[str]:
    """The local variables of every frame below the view's service call, through causes and contexts."""
    while error is not None:
        yield f"{error!r} {error.args!r} {vars(error)!r}"
        for frame, _line in traceback.walk_tb(error.__traceback__):
            if "/reports/signing/" in frame.f_code.co_filename or "/http/" in frame.f_code.co_filename:
                yield repr(frame.f_locals)
        error = error.__cause__ or error.__context__


class Unforeseen(Exception):
    """A defect of ours, or of a library."""


def fail(*args: Any, **kwargs: Any) -> Any:
    raise Unforeseen


@pytest.mark.parametrize(
    "place",
    [
        "reports.signing.adapters.bsre.client.call",
        "reports.signing.adapters.bsre.client.refuse",
        "reports.signing.adapters.bsre.protocols.Request",
        "reports.signing.adapters.bsre.signer.check_content",
        "reports.signing.adapters.bsre.signer.check_signer",
        "reports.signing.adapters.bsre.signer.draw_specimen",
        "reports.signing.adapters.bsre.signer.check_nik",
        "reports.services.signature._row",
        "reports.services.signature.kept_file",
    ],
)
def test_a_report_of_an_unforeseen_error_shows_no_secret(
    final: Dokumen,
    cast: Cast,
    esign: Esign,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    found: list[str] = []

    def keep(sender: Any, request: Any, **kwargs: Any) -> None:
        information = sys.exc_info()
        found.extend(reported(request, information))
        found.extend(frames_of(information[1]))

    monkeypatch.setattr(place, fail)
    got_request_exception.connect(keep)
    client = Client(raise_request_exception=False)
    client.force_login(cast.kadis)
    try:
        answer = client.post(
            reverse("reports:sign", args=[final.pk]),
            {"versi": final.versi, "passphrase": PASSPHRASE, "akun": NIK},
        )
    finally:
        got_request_exception.disconnect(keep)
    assert answer.status_code == 500
    assert any("Unforeseen" in text for text in found)
    for text in found:
        assert secrets_in(text) == []
    assert_nothing_leaked(caplog)


def test_an_unforeseen_error_inside_the_http_library_ends_there(
    final: Dokumen, cast: Cast, esign: Esign, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(wire.http.client.HTTPConnection, "putheader", fail)
    with pytest.raises(NotValid) as caught:
        sign_as(final, cast.kadis)
    for text in frames_of(caught.value):
        assert secrets_in(text) == []
    assert "Unforeseen while sending" in caplog.text
    assert_nothing_leaked(caplog)


def test_the_http_library_prints_nothing_even_when_told_to(
    final: Dokumen, cast: Cast, esign: Esign, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody looks for a fault with debuglevel: the body stays sealed."""
    monkeypatch.setattr(wire.http.client.HTTPConnection, "debuglevel", 1)
    sign_as(final, cast.kadis)
    written = capsys.readouterr().out
    assert "send: Sealed(***)" in written
    assert NIK not in written
    assert PASSPHRASE not in written
    assert not [thread for thread in threading.enumerate() if thread.name == "signing" and thread.is_alive()]


# --- The command ---------------------------------------------------------------------------------------------------


def told(**options: Any) -> str:
    output = io.StringIO()
    call_command("check_bsre", stdout=output, **options)
    assert secrets_in(output.getvalue()) == []
    return output.getvalue()


def test_check_bsre_says_that_the_service_works(esign: Esign) -> None:
    text = told()
    assert esign.url in text
    assert "Akun aplikasi ini diterima" in text
    assert esign.signed == {}


@pytest.mark.django_db
def test_check_bsre_asks_for_an_official(esign: Esign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(NIK + "\n"))
    assert "Sertifikat pejabat itu berlaku (ISSUE)." in told(nik_stdin=True)
    monkeypatch.setattr("reports.management.commands.check_bsre.getpass", lambda *_prompt: NIK)
    assert "berlaku (ISSUE)" in told(nik=True)
    esign.officials[NIK] = Official(PASSPHRASE, b"", "", status="EXPIRED")
    assert "layanan menyebutnya EXPIRED" in told(nik=True)
    esign.officials[NIK] = Official(PASSPHRASE, b"", "", status="?")
    assert "tidak menyebut status" in told(nik=True)
    monkeypatch.setattr("reports.management.commands.check_bsre.getpass", lambda *_prompt: "123")
    with pytest.raises(CommandError, match="16 angka"):
        told(nik=True)


def test_check_bsre_says_what_is_wrong(esign: Esign, settings: Settings) -> None:
    esign.tricks = ["wait"]
    esign.slow_seconds = 1.0
    settings.BSRE_TIMEOUT_SECONDS = 0.2
    with pytest.raises(CommandError, match="tidak menjawab dengan utuh"):
        told()
    settings.BSRE_TIMEOUT_SECONDS = 30
    settings.BSRE_PASSWORD = "lain"
    with pytest.raises(CommandError, match="BSRE_USER dan BSRE_PASSWORD"):
        told()
    settings.BSRE_URL = esign.url + "/lain"
    settings.BSRE_PASSWORD = PASSWORD
    esign.tricks = []
    with pytest.raises(CommandError, match="HTTP 404"):
        told()


def test_check_bsre_without_a_service_says_what_to_set(settings: Settings) -> None:
    settings.BSRE_URL = ""
    with pytest.raises(CommandError, match="Isi BSRE_URL"):
        told()


def test_check_bsre_has_a_file_verified(esign: Esign, final: Dokumen, cast: Cast, tmp_path: Any) -> None:
    file = tmp_path / "laporan.pdf"
    file.write_bytes(read_stored(sign_as(final, cast.kadis).berkas_ttd.name))
    text = told(berkas=file)
    assert "VALID" in text
    assert "Jumlah tanda tangan: 1." in text
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        told(berkas=tmp_path / "tidak-ada.pdf")
