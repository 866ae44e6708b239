"""The pages of certificates, and that a passphrase is found nowhere once its request is over."""

import logging
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from indicators.models import Pejabat
from reports.models import Dokumen, Sertifikat
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import make_leaf, pkcs12_of

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

OWN, ADD, OFFICIALS = "/admin/sertifikat/", "/admin/sertifikat/daftar/", "/admin/sertifikat/pejabat/"
WRONG = "Salah-Ketik-99"


def client_of(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, data: bytes, passphrase: str = PASSPHRASE, **options: Any) -> Any:
    berkas = SimpleUploadedFile("sertifikat.p12", data)
    return client.post(ADD, {"berkas": berkas, "passphrase": passphrase}, **options)


def test_an_official_registers_replaces_and_withdraws(office: Office, cast: Cast) -> None:
    client = client_of(cast.kadis)
    assert "Belum ada sertifikat." in client.get(OWN).content.decode()
    answer = upload(client, pkcs12_of(make_leaf(name="KEPALA CONTOH")))
    assert answer["Location"] == "/admin/sertifikat/?opd=contoh/diskominfo"
    page = client.get(answer["Location"]).content.decode()
    row = Sertifikat.objects.get()
    for said in ("KEPALA CONTOH", row.sidik_jari, row.seri, "Dapat dipakai", "Ganti sertifikat DISKOMINFO"):
        assert said in page
    upload(client, pkcs12_of(make_leaf(name="Kepala Contoh")))
    current = Sertifikat.objects.get(berakhir_pada__isnull=True)
    client.post(f"/admin/sertifikat/{current.pk}/tarik/", {"versi": current.versi})
    page = client.get(OWN).content.decode()
    assert "Belum ada sertifikat." in page
    assert "Sertifikat sebelumnya" in page
    assert Sertifikat.objects.exclude(berkas=b"").count() == 0


@pytest.mark.parametrize(
    ("data", "passphrase", "sentence"),
    [
        (pkcs12_of(make_leaf(name="Kepala Contoh")), WRONG, "Kata sandi sertifikat salah."),
        (pkcs12_of(make_leaf(name="Kepala Contoh")), WRONG + "\0", "Kata sandi sertifikat salah:"),
        (pkcs12_of(make_leaf(name="Kepala Contoh", ca=True)), PASSPHRASE, "Ini sertifikat penerbit (CA)"),
        (b"halo", PASSPHRASE, "Berkas sertifikat ini rusak"),
    ],
)
def test_a_refused_file_comes_back_as_a_sentence(
    office: Office, cast: Cast, data: bytes, passphrase: str, sentence: str
) -> None:
    answer = upload(client_of(cast.kadis), data, passphrase)
    page = answer.content.decode()
    assert (answer.status_code, page.count('class="refusal"')) == (422, 1)
    assert sentence in page
    assert WRONG not in page


def test_a_form_without_a_file_is_answered(office: Office, cast: Cast) -> None:
    answer = client_of(cast.kadis).post(ADD, {"berkas": "halo", "passphrase": "x"})
    assert "Pilih berkas sertifikat" in answer.content.decode()


def test_too_many_wrong_passphrases_are_told_to_wait(office: Office, cast: Cast) -> None:
    client, data = client_of(cast.kadis), pkcs12_of(make_leaf(name="Kepala Contoh"))
    assert [upload(client, data, WRONG).status_code for _ in range(4)] == [422, 422, 422, 409]
    answer = upload(client, data)
    assert (answer.status_code, "Tunggu sampai pukul" in answer.content.decode()) == (409, True)


def test_an_administrator_confirms_another_name(office: Office, cast: Cast) -> None:
    upload(client_of(cast.kadis), pkcs12_of(make_leaf(name="Orang Lain")))
    own = client_of(cast.kadis).get(OWN).content.decode()
    assert "Menunggu konfirmasi administrator" in own
    client = client_of(cast.administrator)
    page = client.get(OFFICIALS)
    assert "Tertulis Orang Lain, sedangkan pejabatnya Kepala Contoh, S.Sos. (NIP " in page.content.decode()
    (entry,) = [item for item in page.context["menu_sakip"] if item.label == "Sertifikat Pejabat"]
    assert entry.jumlah == 1
    assert "Dibuat sendiri, tanpa penerbit" in page.content.decode()
    row = Sertifikat.objects.get()
    client.post(f"/admin/sertifikat/{row.pk}/konfirmasi/", {"versi": row.versi, "alasan": "Ganti nama."})
    page = client.get(OFFICIALS)
    assert "oleh Administrator (admin): Ganti nama." in page.content.decode()
    assert "Konfirmasi sertifikat" not in page.content.decode()


def test_the_administrators_page_says_who_has_none_and_why(office: Office, cast: Cast) -> None:
    client = client_of(cast.administrator)
    assert "Belum mendaftarkan sertifikat." in client.get(OFFICIALS).content.decode()
    type(cast.kadis).objects.filter(pk=cast.kadis.pk).update(nip="")
    assert "Belum ada akun aktif dengan NIP ini." in client.get(OFFICIALS).content.decode()
    type(cast.kadis).objects.filter(pk__in=[cast.kadis.pk, cast.staf.pk]).update(nip="197007241996031003")
    assert "2 akun memakai NIP ini" in client.get(OFFICIALS).content.decode()
    Pejabat.objects.all().delete()
    assert "tidak ada pejabat penanda tangan" in client.get(OFFICIALS).content.decode()


def test_the_pages_warn_before_the_end(office: Office, cast: Cast) -> None:
    row = steps.give_certificate(cast.kadis, office.opd)
    Sertifikat.objects.filter(pk=row.pk).update(berlaku_sampai=timezone.now() + timedelta(days=23))
    for user, address in ((cast.kadis, OWN), (cast.administrator, OFFICIALS)):
        assert "Sertifikat berakhir dalam 23 hari" in client_of(user).get(address).content.decode()


def test_the_report_leads_who_has_no_certificate_to_his_page(final: Dokumen, cast: Cast) -> None:
    client = client_of(cast.kadis)
    page = client.get("/admin/laporan/2024/1/").content.decode()
    assert "Anda belum mendaftarkan sertifikat." in page
    assert '<a href="/admin/sertifikat/?opd=contoh/diskominfo">Sertifikat saya</a>' in page
    assert 'name="passphrase"' not in page
    row = steps.give_certificate(cast.kadis, final.laporan.opd)
    Sertifikat.objects.filter(pk=row.pk).update(berlaku_sampai=timezone.now() + timedelta(days=7))
    page = client.get("/admin/laporan/2024/1/").content.decode()
    assert "Sertifikat berakhir dalam 7 hari" in page
    assert 'name="passphrase"' in page


# --- the passphrase is found nowhere ----------------------------------------------------------------------------------


def everything_stored() -> str:
    """Return every row of every table, with what files hold as text."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for values in model._base_manager.values_list(*names):
            found += [
                bytes(value).decode("latin-1") if isinstance(value, memoryview) else str(value) for value in values
            ]
    with connection.cursor() as cursor:
        assert "reports_sertifikat" in connection.introspection.table_names(cursor)
    return "\n".join(found)


class Broken(Exception):
    """What no service expects."""


@pytest.mark.parametrize("passphrase", [PASSPHRASE, WRONG, f"{WRONG}\0", "Kata-Sandi-😀"])
@pytest.mark.parametrize("broken", [False, True])
def test_the_passphrase_is_in_no_table_log_or_report(
    final: Dokumen,
    office: Office,
    cast: Cast,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    passphrase: str,
    broken: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    reports: list[str] = []

    def report(request: HttpRequest, **extra: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])

    def fail(*args: Any, **options: Any) -> None:
        raise Broken

    client = client_of(cast.kadis, raise_request_exception=False)
    if not broken:
        upload(client, pkcs12_of(make_leaf(name="Kepala Contoh")))
    else:
        steps.give_certificate(cast.kadis, office.opd)
        monkeypatch.setattr("reports.services.sertifikat.open_key_file", fail)
        monkeypatch.setattr("reports.signing.adapters.pkcs12.open_key_file", fail)
    got_request_exception.connect(report)
    try:
        upload(client, pkcs12_of(make_leaf(name="Kepala Contoh")), passphrase)
        client.post(
            f"/admin/laporan/dokumen/{final.pk}/tanda-tangan/", {"versi": final.versi, "passphrase": passphrase}
        )
    finally:
        got_request_exception.disconnect(report)

    assert len(reports) == (4 if broken else 0)
    written = capfd.readouterr()
    everything = [everything_stored(), caplog.text, written.out, written.err, *reports]
    assert passphrase.strip("\0") not in "\n".join(everything)
    assert not broken or "Broken" in reports[0]
