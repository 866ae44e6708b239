"""Notices by mail: each person once about one act, whoever was asked hears the end of it, nobody of what was undone."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from indicators.models import AturUlangSandi, Pengguna, Penugasan, UsulanPeran
from indicators.permissions import Peran
from indicators.services import atur_ulang, pengguna, persetujuan_peran
from indicators.services.pelaksana_harian import end_deputy, name_deputy
from indicators.services.pemberitahuan import now_in_words
from indicators.services.pengguna import reset_password
from sakip.jobs.models import Job, Message
from tests.assignments import assign, end_assignment
from tests.cast import PASSWORD, Cast, Office, make_user
from tests.jobs import run_job

NAMED = "Anda ditunjuk sebagai pelaksana harian kepala unit"
CANCELLED = "Penunjukan Anda sebagai pelaksana harian kepala unit dibatalkan"
SHORTENED = "Tugas Anda sebagai pelaksana harian kepala unit diakhiri lebih awal"
ASKED = "Usulan peran Sekretaris menunggu persetujuan"


def give_addresses(*users: Pengguna) -> None:
    for user in users:
        user.email = f"{user.username}@contoh.go.id"
        user.save()


def mails() -> list[tuple[str, str]]:
    """Return who is told what, as (user name, subject), in the order in which it was put down."""
    rows = Message.objects.order_by("pk").values_list("to", "subject")
    return [(to.partition("@")[0], subject) for to, subject in rows]


def send_all() -> None:
    for job_id in Job.objects.filter(status="waiting").values_list("pk", flat=True):
        run_job(job_id)


def deputise(office: Office, cast: Cast, first: int, last: int) -> Penugasan:
    give_addresses(cast.staf_umum)
    today = timezone.localdate()
    return name_deputy(
        by=cast.kepala,
        unit=office.bidang,
        pengguna=cast.staf_umum,
        mulai=today + timedelta(days=first),
        sampai=today + timedelta(days=last),
    )


def test_a_deputy_whose_term_is_taken_back_before_he_was_told_hears_nothing(office: Office, cast: Cast) -> None:
    row = deputise(office, cast, 2, 5)
    end_deputy(by=cast.kepala, penugasan=row)
    assert mails() == []
    assert not Job.objects.exists()


def test_a_deputy_who_was_told_hears_that_it_is_taken_back(office: Office, cast: Cast) -> None:
    row = deputise(office, cast, 2, 5)
    send_all()
    end_deputy(by=cast.kepala, penugasan=row)
    assert mails() == [("staf.umum", NAMED), ("staf.umum", CANCELLED)]
    body = Message.objects.get(subject=CANCELLED).body
    assert "Kepala Bidang IKP (kepala) membatalkan penunjukan Anda sebagai pelaksana harian kepala Bidang" in body


def test_a_deputy_whose_mail_may_have_gone_out_hears_that_it_is_taken_back(office: Office, cast: Cast) -> None:
    row = deputise(office, cast, 2, 5)
    Job.objects.update(status="failed", attempts=3, ended_at=timezone.now())
    end_deputy(by=cast.kepala, penugasan=row)
    assert mails() == [("staf.umum", CANCELLED)]


@pytest.mark.parametrize(("begun", "sent"), [(0, True), (-2, True), (0, False)], ids=["tonight", "at once", "unsent"])
def test_a_deputy_hears_that_his_term_ends_earlier(office: Office, cast: Cast, begun: int, sent: bool) -> None:
    row = deputise(office, cast, 0, 5)
    Penugasan.objects.filter(pk=row.pk).update(mulai=timezone.localdate() + timedelta(days=begun))
    if sent:
        send_all()
    end_deputy(by=cast.kepala, penugasan=row)
    assert mails() == [("staf.umum", NAMED)] * sent + [("staf.umum", SHORTENED)]


def test_a_deputy_hears_it_from_an_administrator_too(office: Office, cast: Cast) -> None:
    row = deputise(office, cast, 0, 5)
    send_all()
    end_assignment(by=cast.administrator, penugasan=row, sampai=timezone.localdate())
    assert mails() == [("staf.umum", NAMED), ("staf.umum", SHORTENED)]
    assert "Diubah oleh Administrator (admin) pada" in Message.objects.get(subject=SHORTENED).body


@pytest.fixture
def usulan(office: Office, cast: Cast) -> UsulanPeran:
    """A proposed Sekretaris, of whom a Kepala Dinas and a second administrator were told."""
    second = make_user("admin.dua", "Administrator Dua", (office.dinas, Peran.ADMINISTRATOR))
    give_addresses(cast.kadis, second, cast.administrator, cast.staf)
    assign(by=cast.administrator, pengguna=cast.staf, unit=office.dinas, peran=Peran.SEKRETARIS, mulai=date(2026, 1, 1))
    assert sorted(mails()) == [("admin.dua", ASKED), ("kadis", ASKED)]
    return UsulanPeran.objects.get()


def test_deciders_hear_that_a_proposal_is_taken_back(cast: Cast, usulan: UsulanPeran) -> None:
    send_all()
    persetujuan_peran.cancel(by=cast.administrator, usulan=usulan)
    end = "Usulan peran Sekretaris dibatalkan"
    assert sorted(mails()[2:]) == [("admin.dua", end), ("kadis", end)]
    assert "tidak perlu diputuskan lagi" in Message.objects.filter(subject=end)[0].body


def test_deciders_who_were_not_told_yet_hear_nothing_of_what_was_taken_back(cast: Cast, usulan: UsulanPeran) -> None:
    persetujuan_peran.cancel(by=cast.administrator, usulan=usulan)
    assert mails() == []


def test_the_other_deciders_hear_that_a_proposal_is_refused(cast: Cast, usulan: UsulanPeran) -> None:
    send_all()
    persetujuan_peran.reject(by=cast.kadis, usulan=usulan, alasan="Belum ada SK")
    end = "Usulan peran Sekretaris ditolak"
    assert sorted(mails()[2:]) == [("admin", end), ("admin.dua", end)]


def test_nobody_is_asked_for_what_was_granted_meanwhile(cast: Cast, usulan: UsulanPeran) -> None:
    persetujuan_peran.approve(by=cast.kadis, usulan=usulan)
    end = "Usulan peran Sekretaris disetujui"
    assert sorted(mails()) == [("admin", end), ("admin.dua", end), ("kadis", end), ("staf", end)]


def test_an_account_that_two_switched_on_is_told_of_once(office: Office, cast: Cast) -> None:
    former = make_user("kadis.lama", "Kadis Lama", (office.dinas, Peran.KEPALA_DINAS))
    Pengguna.objects.filter(pk=former.pk).update(is_active=False, email="kadis.lama@contoh.go.id")
    give_addresses(cast.sekretaris)
    pengguna.set_active(by=cast.administrator, user=former, aktif=True)
    send_all()
    Message.objects.all().delete()
    persetujuan_peran.approve(by=cast.sekretaris, usulan=UsulanPeran.objects.get())
    end = "Usulan peran Kepala Dinas disetujui"
    assert sorted(mails()) == [("kadis.lama", end), ("sekretaris", end)]
    assert "Akun Kadis Lama (kadis.lama) diaktifkan dengan ini." in Message.objects.all()[0].body


def test_a_head_whose_own_account_changes_is_told_once(office: Office, cast: Cast) -> None:
    give_addresses(cast.sekretaris, cast.kadis)
    changed = Pengguna.objects.get(pk=cast.sekretaris.pk)
    changed.nip = "198001012005011001"
    pengguna.update_user(by=cast.administrator, user=changed)
    subject = "Data akun sekretaris diubah"
    assert sorted(mails()) == [("kadis", subject), ("sekretaris", subject)]


def test_a_head_whose_account_is_switched_on_is_told_once(office: Office, cast: Cast) -> None:
    give_addresses(cast.sekretaris)
    Pengguna.objects.filter(pk=cast.sekretaris.pk).update(is_active=False)
    pengguna.set_active(by=None, user=cast.sekretaris, aktif=True)
    assert mails() == [("sekretaris", "Akun sekretaris diaktifkan")]


def test_a_head_whose_password_is_reset_is_told_as_its_owner(office: Office, cast: Cast) -> None:
    give_addresses(cast.sekretaris, cast.kadis)
    pengguna.reset_password(by=cast.administrator, user=cast.sekretaris)
    subject = "Kata sandi sekretaris diatur ulang"
    assert sorted(mails()) == [("kadis", subject), ("sekretaris", subject)]
    assert "Anda ditanya" in Message.objects.get(to="sekretaris@contoh.go.id").body


def test_who_denies_what_his_account_did_is_not_told_to_ask_himself(office: Office, cast: Cast) -> None:
    give_addresses(cast.sekretaris, cast.kadis)
    AturUlangSandi.objects.create(pengguna=cast.sekretaris, oleh=cast.administrator, pada=timezone.now(), jenis="sandi")
    atur_ulang.answer(by=cast.sekretaris, sandi=PASSWORD, disangkal=True)
    assert mails() == [("kadis", "sekretaris menyangkal tindakan akunnya")]


# --- when it was done ------------------------------------------------------------------------------------------------

EVENING = datetime(2027, 3, 9, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zones", "told"),
    [
        (["Asia/Jakarta"], "9 Maret 2027 22.30"),
        (["Asia/Jayapura"], "10 Maret 2027 00.30 WIT"),
        (["Asia/Makassar", "Asia/Makassar"], "9 Maret 2027 23.30 WITA"),
        (["Asia/Jakarta", "Asia/Jayapura"], "9 Maret 2027 22.30"),
        ([], "9 Maret 2027 22.30"),
    ],
)
def test_a_moment_is_told_in_the_zone_that_the_offices_share(office: Office, zones: list[str], told: str) -> None:
    offices = [type(office.opd)(zona_waktu=zone) for zone in zones]
    with mock.patch("django.utils.timezone.now", return_value=EVENING):
        assert now_in_words(*offices) == told


def test_a_mail_about_an_account_tells_the_time_of_the_office_where_it_works(office: Office, cast: Cast) -> None:
    office.opd.zona_waktu = "Asia/Jayapura"
    office.opd.save()
    cast.staf.email = "staf@contoh.go.id"
    cast.staf.save()
    with mock.patch("django.utils.timezone.now", return_value=EVENING):
        reset_password(by=None, user=cast.staf)
    bodies = list(Message.objects.values_list("body", flat=True))
    assert bodies
    assert all("diatur ulang oleh pengelola server pada 10 Maret 2027 00.30 WIT." in body for body in bodies)
