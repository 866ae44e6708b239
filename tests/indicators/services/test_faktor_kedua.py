"""Somebody else's second factor is taken off by an administrator or a command, told, and answered for by its owner."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from indicators.models import AturUlangSandi, Jejak
from indicators.services.faktor_kedua import reset_second_factor
from sakip.jobs.models import Message
from sakip.refusals import NotAllowed, NotNow
from sakip.sign_in.models import RecoveryCode, SecondFactor, Session
from tests.cast import PASSWORD, Cast
from tests.sakip.sign_in.phone import give_phone
from tests.sakip.sign_in.test_second_factor import CODE, type_code
from tests.sakip.sign_in.test_sign_in import sign_in


def in_trail() -> list[tuple[str, bool]]:
    found = Jejak.objects.filter(tindakan="atur_ulang_faktor_kedua").order_by("pk")
    return [(row.pelaku, row.ditolak) for row in found]


def test_an_administrator_takes_it_off_and_all_who_have_to_know_are_told(client: Client, cast: Cast) -> None:
    for user in (cast.staf, cast.sekretaris, cast.kadis):
        user.email = f"{user.username}@example.go.id"
        user.save()
    phone = give_phone(cast.staf)
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf))
    Message.objects.all().delete()
    reset_second_factor(by=cast.administrator, user=cast.staf)
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert not Session.objects.filter(account_id=cast.staf.pk).exists()
    assert in_trail() == [("Administrator (admin)", False)]
    assert {row.to.partition("@")[0] for row in Message.objects.all()} == {"staf", "sekretaris", "kadis"}
    assert sign_in(client, "staf", PASSWORD)["Location"] == "/", "the password stays"
    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/admin/akun/atur-ulang/"
    assert "Verifikasi dua langkah" in page.content.decode()


def test_only_an_administrator_of_his_office_does_and_not_for_himself(cast: Cast) -> None:
    for user in (cast.staf, cast.administrator):
        give_phone(user)
    for by in (cast.kepala, cast.sekretaris, cast.staf, cast.asing):
        with pytest.raises(NotAllowed):
            reset_second_factor(by=by, user=cast.staf)
    with pytest.raises(NotNow, match="akun sendiri"):
        reset_second_factor(by=cast.administrator, user=cast.administrator)
    with pytest.raises(NotNow, match="tidak memakai"):
        reset_second_factor(by=cast.administrator, user=cast.kepala)
    assert SecondFactor.objects.count() == 2
    assert not AturUlangSandi.objects.exists()


def test_his_page_offers_it_where_there_is_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    address = reverse("admin:indicators_pengguna_change", args=[cast.staf.pk])
    act = reverse("admin:indicators_pengguna_faktor", args=[cast.staf.pk])
    assert act not in client.get(address).content.decode()
    give_phone(cast.staf)
    assert act in client.get(address).content.decode()
    page = client.post(act, follow=True).content.decode()
    assert "Verifikasi dua langkah staf diatur ulang" in page
    assert not SecondFactor.objects.exists()


def test_the_command_serves_the_last_administrator_and_wants_a_reason(client: Client, cast: Cast) -> None:
    give_phone(cast.administrator)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "admin")
    with pytest.raises(CommandError, match="alasannya"):
        call_command("reset_second_factor", "admin", "--alasan", " ")
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("reset_second_factor", "tak.ada", "--alasan", "Ponsel hilang")
    call_command("reset_second_factor", "ADMIN", "--alasan", "Ponsel hilang")
    assert in_trail() == [("sistem", False)]
    assert Jejak.objects.get(tindakan="atur_ulang_faktor_kedua").sesudah == {"alasan": "Ponsel hilang"}
    assert sign_in(client, "admin", PASSWORD)["Location"] != CODE
    with pytest.raises(CommandError, match="tidak memakai"):
        call_command("reset_second_factor", "admin", "--alasan", "Ponsel hilang")
