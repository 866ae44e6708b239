"""A stored file as an answer: as bytes, or by its name for the web server in front, with the same headers."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from sakip.delivery import file_response
from tests.files import body_of

pytestmark = pytest.mark.one_database
NAME = "bukti/ab/nama dengan spasi é#?.pdf"


def answer(**given: Any) -> Any:
    default_storage.save(NAME, ContentFile(b"isi"))
    file = default_storage.open(NAME)
    response = file_response(file, content_type="application/pdf", policy="sandbox", **given)
    return response, file


@pytest.mark.parametrize("accel", [False, True])
def test_headers_are_the_same_whoever_sends_the_bytes(settings: Settings, accel: bool) -> None:
    settings.FILES_ACCEL = accel
    response, file = answer(filename="Surat é.pdf", attachment=True)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Surat%20%C3%A9.pdf"
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert body_of(response) == (b"" if accel else b"isi")
    assert file.closed


def test_the_web_server_gets_a_name_that_it_reads_as_one(settings: Settings) -> None:
    settings.FILES_ACCEL = True
    response, _ = answer()
    assert response["X-Accel-Redirect"] == "/_berkas/bukti/ab/nama%20dengan%20spasi%20%C3%A9%23%3F.pdf"
    assert not response.has_header("Content-Disposition")
