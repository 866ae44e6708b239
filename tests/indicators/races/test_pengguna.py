"""Races on accounts: user names and NIP are given once, an office keeps an administrator, a role is proposed once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from indicators.exchange.workbook.importing import CHANGED, one_by_one
from indicators.models import AturUlangSandi, Jejak, Pengguna, Penugasan, UnitKerja, UsulanPeran
from indicators.permissions import Peran
from indicators.services.pengguna import (
    NewPenugasan,
    create_user,
    reset_password,
    save_accounts,
    set_active,
    update_user,
)
from indicators.services.pengguna_checks import LAST_ADMINISTRATOR
from indicators.services.persetujuan_peran import cancel
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotValid
from tests.cast import Cast, Office, make_user
from tests.indicators.races.racing import one_winner, race, while_open

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("budi", "Budi", "BUDI", "bUdi", "buDi", "budI", "BUdi", "BudI")


def test_user_names_that_differ_in_case_are_made_once(office: Office, cast: Cast) -> None:
    def make(name: str) -> Callable[[], Pengguna]:
        task = NewPenugasan(office.bidang, Peran.STAF, date(2024, 1, 1))
        return lambda: create_user(by=cast.administrator, username=name, nama="Budi", tugas=[task])

    one_winner(race([make(name) for name in NAMES]))
    made = Pengguna.objects.get(username__iexact="budi")
    assert made.daftar_penugasan.count() == 1
    rows = Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.pengguna")
    assert [row.objek_id for row in rows] == [str(made.pk)]


# --- who is left as administrator ------------------------------------------------------------------------------------


@pytest.fixture
def other(office: Office, cast: Cast) -> Pengguna:
    """The office's second administrator."""
    return make_user("administrator.dua", "Administrator Dua", (office.dinas, Peran.ADMINISTRATOR))


def administrators(office: Office) -> int:
    rows = Penugasan.objects.filter(peran=Peran.ADMINISTRATOR.value, unit__opd=office.opd, pengguna__is_active=True)
    return rows.exclude(sampai__lt=timezone.localdate()).count()


def switch_off(by: Pengguna, whom: Pengguna) -> Callable[[], Any]:
    return lambda: set_active(by=by, user=Pengguna.objects.get(pk=whom.pk), aktif=False)


def end(by: Pengguna, whom: Pengguna) -> Callable[[], Any]:
    def act() -> Any:
        row = Penugasan.objects.select_related("unit__opd", "pengguna").get(pengguna=whom)
        row.sampai = timezone.localdate() - timedelta(days=1)
        return save_accounts(by=by, daftar=[row])

    return act


def test_two_administrators_do_not_switch_each_other_off(office: Office, cast: Cast, other: Pengguna) -> None:
    outcomes = while_open(switch_off(cast.administrator, other), switch_off(other, cast.administrator))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotAllowed)
    assert administrators(office) == 1
    assert Jejak.objects.filter(tindakan="nonaktifkan_pengguna", ditolak=False).count() == 1


def test_two_administrators_do_not_end_each_others_assignment(office: Office, cast: Cast, other: Pengguna) -> None:
    outcomes = while_open(end(cast.administrator, other), end(other, cast.administrator))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotAllowed)
    assert administrators(office) == 1


def test_one_is_not_ended_while_the_other_is_switched_off(office: Office, cast: Cast, other: Pengguna) -> None:
    """By a third, who administers both: who is ended last is asked after again when the lock is there."""
    third = make_user("administrator.tiga", "Administrator Tiga", (office.dinas, Peran.ADMINISTRATOR))
    ends_today = Penugasan.objects.filter(pengguna=third)
    ends_today.update(sampai=timezone.localdate())
    ending = Penugasan.objects.select_related("unit__opd", "pengguna").get(pengguna=cast.administrator)
    ending.sampai = timezone.localdate()

    outcomes = while_open(switch_off(third, other), lambda: save_accounts(by=third, daftar=[ending]))

    assert one_winner(outcomes) is outcomes[0]
    assert str(outcomes[1].error) == LAST_ADMINISTRATOR


def test_two_administrators_reset_each_others_password(office: Office, cast: Cast, other: Pengguna) -> None:
    """Both succeed: who resets refers to himself, and nobody waits crosswise."""
    outcomes = while_open(
        lambda: reset_password(by=cast.administrator, user=other),
        lambda: reset_password(by=other, user=cast.administrator),
    )
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert AturUlangSandi.objects.count() == 2


# --- whose a NIP is, and what waits for a second person --------------------------------------------------------------

NIP = "198001012005011001"


def give_nip(by: Pengguna, whom: Pengguna) -> Callable[[], Any]:
    def act() -> Any:
        user = Pengguna.objects.get(pk=whom.pk)
        user.nip = NIP
        return update_user(by=by, user=user)

    return act


def test_a_nip_is_given_to_one_account(office: Office, cast: Cast) -> None:
    outcomes = while_open(give_nip(cast.administrator, cast.staf), give_nip(cast.administrator, cast.kepala))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotValid)
    assert list(Pengguna.objects.filter(nip=NIP)) == [cast.staf]


def test_a_nip_is_given_to_one_account_of_a_pemda(office: Office, cast: Cast) -> None:
    """Each by the administrator of his own office."""
    dinkes = UnitKerja.objects.get(opd__kode="dinkes")
    theirs = make_user("administrator.dinkes", "Administrator Dinkes", (dinkes, Peran.ADMINISTRATOR))
    outcomes = while_open(give_nip(cast.administrator, cast.staf), give_nip(theirs, cast.asing))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotValid)


def test_an_import_does_not_give_a_nip_that_was_given_since_its_first_look(office: Office, cast: Cast) -> None:
    """It sees the database at one moment; that somebody wrote accounts since, it is told."""

    def import_it() -> None:
        with one_by_one():
            assert not Pengguna.objects.filter(nip=NIP).exists()
            one_winner(race([give_nip(cast.administrator, cast.staf)]))
            give_nip(cast.administrator, cast.kepala)()

    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets nobody write while an import is under way")
    (outcome,) = race([import_it])
    assert isinstance(outcome.error, ChangedMeanwhile)
    assert str(outcome.error) == CHANGED
    assert list(Pengguna.objects.filter(nip=NIP)) == [cast.staf]


def propose(by: Pengguna, office: Office, whom: Pengguna) -> Callable[[], Any]:
    row = Penugasan(pengguna=whom, unit=office.dinas, peran=Peran.SEKRETARIS.value, mulai=date(2026, 1, 1))
    return lambda: save_accounts(by=by, daftar=[row])


def test_a_role_is_proposed_once(office: Office, cast: Cast, other: Pengguna) -> None:
    first, second = while_open(propose(cast.administrator, office, cast.staf), propose(other, office, cast.staf))
    assert (first.error, second.error) == (None, None)
    assert (len(first.value), len(second.value)) == (1, 0)
    assert UsulanPeran.objects.filter(status="menunggu").count() == 1
    assert Jejak.objects.filter(tindakan="usulkan_peran").count() == 1


def test_a_role_is_proposed_again_while_its_proposal_is_taken_back(office: Office, cast: Cast, other: Pengguna) -> None:
    (usulan,) = propose(cast.administrator, office, cast.staf)()
    taken_back, again = while_open(
        lambda: cancel(by=cast.administrator, usulan=usulan), propose(other, office, cast.staf)
    )
    assert (taken_back.error, again.error) == (None, None)
    assert len(again.value) == 1
