"""Who did it, from where and in which session: every row says it, whichever service wrote it."""

import pytest
from django.conf import settings
from django.test import Client

from indicators.acts import Act
from indicators.models import Jejak
from indicators.services.jejak import record
from sakip.origin import fingerprint
from tests.cast import PASSWORD, Cast, Office
from tests.test_permission_matrix import FORM

pytestmark = pytest.mark.one_database


def sign_in(name: str) -> Client:
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.post("/admin/login/", {"username": name, "password": PASSWORD})
    return client


def test_a_row_says_from_where_and_in_which_session(office: Office, cast: Cast) -> None:
    clients = [sign_in(cast.sekretaris.username) for _ in range(2)]
    for number, client in enumerate(clients, start=1):
        form = FORM | {"versi": office.tw1.versi, "tenggat": f"2024-04-{10 + number}", "mulai": "2024-04-01"}
        client.post(f"/admin/jadwal/{office.tw1.pk}/", form)
    client.get(f"/admin/triwulan/{office.tw1.pk}/sahkan/")
    clients[0].post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": 0})

    rows = Jejak.objects.exclude(tindakan=Act.MASUK.value).filter(pelaku_nomor=cast.sekretaris.pk).order_by("pk")
    assert len(rows) >= 2
    assert {row.alamat for row in rows} == {"10.1.2.3"}
    keys = [client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients]
    assert {row.sesi for row in rows} <= {fingerprint(key) for key in keys}
    assert {row.sesi for row in rows if row.ditolak} == {fingerprint(keys[0])}


def test_a_command_comes_from_nowhere_and_a_job_bears_who_asked_for_it(cast: Cast) -> None:
    done = record(by=None, tindakan=Act.UBAH, objek="uji")
    asked = record(by=cast.staf, tindakan=Act.UBAH, objek="uji")
    assert (done.pelaku, done.pelaku_nomor, done.alamat, done.sesi, done.jumlah) == ("sistem", None, "", "", 1)
    assert (asked.pelaku_nomor, asked.alamat, asked.sesi) == (cast.staf.pk, "", "")


def test_a_made_up_session_is_nobodys(office: Office, cast: Cast) -> None:
    """Of someone who is not signed in the row has the address alone."""
    seen: list[str] = []
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.cookies[settings.SESSION_COOKIE_NAME] = "k" * 32

    def look(request: object) -> list[str]:
        from sakip.origin import current_origin

        seen.append(current_origin().alamat + current_origin().sesi)
        return []

    from sakip.pages import site

    site().missing_recorders.append(look)  # type: ignore[arg-type]  # the answer is not looked at
    try:
        client.get("/tidak-ada/")
    finally:
        site().missing_recorders.remove(look)  # type: ignore[arg-type]  # see above
    assert seen == ["10.1.2.3"]
