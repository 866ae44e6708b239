"""Keadaan sistem: what an administrator is told of, and what he does about it."""

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from indicators.models import Jejak, Pengguna, UnitKerja
from indicators.permissions import Peran
from indicators.selectors.condition import list_unsent
from reports.jobs import JobKind
from reports.models import Dokumen
from reports.services.dokumen import request_preview
from sakip.jobs.models import Job, JobStatus, Message
from sakip.jobs.outbox import SEND, key_of
from sakip.jobs.workers import LifeSign
from tests.cast import Cast, Office, make_opd, make_user
from tests.indicators.admin.test_damaged_files import damaged
from tests.jobs import run_job
from tests.reports import steps

PAGE, ACT = "/admin/keadaan/", "/admin/keadaan/tangani/"
ERROR = "Traceback\nMemoryError: rahasia teknis"
ClientOf = Callable[[Pengguna], Client]


def make_job(status: JobStatus = JobStatus.FAILED, *, kind: str = "trail.seal", **more: object) -> Job:
    now = timezone.now()
    ended = None if status in (JobStatus.WAITING, JobStatus.RUNNING) else now
    columns = {"kind": kind, "key": "uji/1", "status": status.value, "queued_at": now, "ended_at": ended, "attempts": 3}
    return Job.objects.create(**{**columns, "message": "Berhenti di tengah jalan.", **more})


def make_keeper() -> Pengguna:
    """Return an administrator of every office that there is."""
    roots = UnitKerja.objects.filter(induk=None).order_by("pk")
    return make_user("pengelola", "Pengelola", *((root, Peran.ADMINISTRATOR) for root in roots))


def make_mail(to: str, *, subject: str = "Perihal uji", reason: str = "") -> Message:
    mail = Message.objects.create(to=to, subject=subject, body="Isi rahasia", put_at=timezone.now())
    if reason:
        make_job(kind=SEND, key=key_of(mail), message=reason, payload={"message": mail.pk})
    return mail


def read(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def act(client: Client, perbuatan: str, nomor: object) -> str:
    response = client.post(ACT, {"perbuatan": perbuatan, "nomor": str(nomor)}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    return html.unescape(response.content.decode())


@pytest.fixture
def admin(cast: Cast, client_of: ClientOf) -> Client:
    LifeSign().give()
    return client_of(cast.administrator)


@pytest.fixture
def keeper(office: Office, cast: Cast, client_of: ClientOf) -> Client:
    """Who administers every office of the installation."""
    LifeSign().give()
    return client_of(make_keeper())


@pytest.fixture
def job_of_the_office(office: Office, cast: Cast) -> Job:
    """A report's job that broke off for good."""
    with steps.quick_renderer():
        request_preview(by=cast.perencana, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)
    job = Job.objects.get(kind=JobKind.PREVIEW.value)
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.FAILED.value, ended_at=timezone.now(), error=ERROR, attempts=3
    )
    return job


@pytest.fixture
def other_office(office: Office) -> Pengguna:
    """Another office of the same installation, with an administrator of its own."""
    _, root = make_opd(office.opd.pemda, "dinsos", "Dinas Sosial")
    return make_user("admin.dinsos", "Admin Dinsos", (root, Peran.ADMINISTRATOR))


def test_the_first_line_counts_what_has_to_be_looked_after(admin: Client, office: Office, settings: object) -> None:
    settings.EMAIL_HOST, settings.BACKUP_DIR = "surel.contoh.go.id", ""  # type: ignore[attr-defined]  # pytest-django's
    assert "1 hal perlu ditangani." in read(admin)
    make_job(error=ERROR)
    page = read(admin)
    assert "2 hal perlu ditangani." in page
    assert "1 pekerjaan gagal dan belum diulangi." in page
    assert "Cadangan malam tidak diatur." in page


def test_among_several_he_reads_those_of_his_own(
    admin: Client, job_of_the_office: Job, other_office: Pengguna, client_of: ClientOf
) -> None:
    make_job(error="Traceback\nKeepingRefused: tidak ada ruang")
    page = read(admin)
    assert "MemoryError: rahasia teknis" in page
    assert "Segel jejak harian" in page  # that the installation's failed, he is told
    assert "KeepingRefused" not in page
    foreign = read(client_of(other_office))
    for hidden in ("Pratinjau", "MemoryError", "KeepingRefused", str(job_of_the_office.requested_by)):
        assert hidden not in foreign


def test_who_administers_every_office_reads_all(office: Office, job_of_the_office: Job, keeper: Client) -> None:
    make_job(error="Traceback\nKeepingRefused: tidak ada ruang")
    page = read(keeper)
    assert "KeepingRefused" in page
    assert "MemoryError" in page
    one = read(keeper, f"{PAGE}?opd={office.opd.full_code}")
    assert "MemoryError" in one
    assert "KeepingRefused" not in one


def test_what_only_told_its_user_why_not_is_no_fault(admin: Client, cast: Cast) -> None:
    make_job(kind=JobKind.PREVIEW.value, requested_by=cast.perencana, message="Draf ini sudah diganti.")
    make_job(kind="signatures.renew", key="uji/2", message="Layanan cap waktu tidak menjawab.")
    page = read(admin)
    assert "Draf ini sudah diganti." not in page
    assert "Layanan cap waktu tidak menjawab." in page


def test_what_was_done_since_is_no_longer_told(admin: Client) -> None:
    make_job(error=ERROR)
    make_job(JobStatus.DONE)
    assert "Tidak ada pekerjaan yang gagal." in read(admin)


def test_a_failed_job_is_tried_again_for_who_wanted_it(admin: Client, cast: Cast, job_of_the_office: Job) -> None:
    assert "Pekerjaan diantrekan kembali." in act(admin, "ulangi", job_of_the_office.pk)
    again = Job.objects.exclude(pk=job_of_the_office.pk).get()
    assert (again.status, again.key, again.requested_by) == ("waiting", job_of_the_office.key, cast.perencana)
    row = Jejak.objects.get(tindakan="ulangi_pekerjaan")
    assert (row.pelaku_nomor, row.objek, row.opd_nomor) == (cast.administrator.pk, "Pratinjau", cast_office(cast))
    assert row.sesudah == {"pekerjaan": again.pk, "gagal": job_of_the_office.pk, "pesan": job_of_the_office.message}
    assert "sudah diantrekan kembali" in act(admin, "ulangi", job_of_the_office.pk)
    with steps.quick_renderer():
        run_job(again.pk)
    assert Dokumen.objects.get().status == "draf"
    assert "Tidak ada pekerjaan yang gagal." in read(admin)


def cast_office(cast: Cast) -> int:
    return cast.administrator.daftar_penugasan.get().unit.opd_id


def test_what_waits_is_cancelled(keeper: Client) -> None:
    job = make_job(JobStatus.WAITING, kind="jobs.forget")
    assert "Hapus pekerjaan lama" in read(keeper)
    assert "Pekerjaan dibatalkan." in act(keeper, "batalkan", job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == ("cancelled", "Dibatalkan oleh Pengelola (pengelola).")
    assert Jejak.objects.get(tindakan="batalkan_pekerjaan").sesudah == {"pekerjaan": job.pk}
    assert "tidak ada yang dibatalkan" in act(keeper, "batalkan", job.pk)


def test_a_mail_that_was_refused_says_why_and_is_sent_again(keeper: Client) -> None:
    mail = make_mail("kadis@contoh.go.id", reason="Server surel menolak alamat penerima. Jawaban server: 550")
    page = read(keeper)
    assert "Server surel menolak alamat penerima. Jawaban server: 550" in page
    assert "1 surel gagal dikirim." in page
    assert "Isi rahasia" not in page
    assert "Surel diantrekan kembali." in act(keeper, "kirim", mail.pk)
    assert Job.objects.filter(key=key_of(mail), status="waiting").count() == 1
    assert Jejak.objects.get(tindakan="kirim_ulang_surel").sesudah == {"surel": mail.pk}
    assert "sudah menunggu giliran" in act(keeper, "kirim", mail.pk)
    run_job(Job.objects.get(status="waiting").pk)
    assert "Surel yang belum terkirim" in read(keeper)
    assert "1 surel yang terakhir dikirim" in read(keeper)
    assert "sudah tidak ada di daftar" in act(keeper, "kirim", mail.pk)


def test_a_mail_that_is_tried_again_says_what_the_last_try_met(keeper: Client) -> None:
    mail = make_mail("kadis@contoh.go.id")
    error = "Traceback (most recent call last):\nsakip.jobs.services.JobBroke: Server surel menolak sambungan.\n"
    make_job(JobStatus.WAITING, kind=SEND, key=key_of(mail), attempts=1, error=error)
    (item,) = list_unsent(None)
    assert (item.sebab, item.menunggu) == ("Server surel menolak sambungan.", True)
    assert "Menunggu giliran" in read(keeper)


def test_mails_to_people_of_another_office_are_nobody_elses(
    admin: Client, cast: Cast, other_office: Pengguna, client_of: ClientOf
) -> None:
    for user, address in ((cast.kadis, "kadis@contoh.go.id"), (other_office, "admin@dinsos.go.id")):
        user.email = address
        user.save()
    foreign = make_mail("admin@dinsos.go.id", subject="Tentang Dinas Sosial", reason="Ditolak.")
    make_mail("kadis@contoh.go.id", subject="Tentang kita", reason="Ditolak.")
    make_mail("inspektorat@contoh.go.id", subject="Segel jejak", reason="Ditolak.")
    page = read(admin)
    assert "Tentang kita" in page
    assert "dinsos" not in page.lower()
    assert "inspektorat" not in page
    assert "sudah tidak ada di daftar" in act(admin, "kirim", foreign.pk)
    assert not Job.objects.filter(status="waiting").exists()
    assert "Tentang Dinas Sosial" in read(client_of(other_office))


@pytest.mark.parametrize("perbuatan", ["ulangi", "batalkan"])
def test_jobs_of_others_and_of_the_installation_are_left_alone(
    job_of_the_office: Job, other_office: Pengguna, client_of: ClientOf, perbuatan: str
) -> None:
    own = make_job(error=ERROR)
    client = client_of(other_office)
    for pk in (job_of_the_office.pk, own.pk, "", "0", "²", 9**30):
        assert "sudah tidak ada di daftar" in act(client, perbuatan, pk)
    assert set(Job.objects.values_list("status", flat=True)) == {"failed"}


def test_an_act_that_is_none_does_nothing(admin: Client) -> None:
    job = make_job(error=ERROR)
    assert "sudah tidak ada di daftar" in act(admin, "hapus", job.pk)


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "perencana", "staf", "pembaca"])
def test_it_is_the_administrators_page(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(ACT, {"perbuatan": "ulangi", "nomor": "1"}).status_code == 403
    assert "Keadaan Sistem" not in client.get("/admin/", follow=True).content.decode()


def test_the_menu_and_the_notice_lead_there(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.administrator).get("/admin/").content.decode()
    assert page.count(f'href="{PAGE}"') >= 2
    assert "Program pekerja di server tidak berjalan" in page


def test_what_waits_for_long_stands_there(admin: Client) -> None:
    make_job(JobStatus.WAITING, kind="jobs.forget", queued_at=timezone.now() - timedelta(minutes=20))
    assert "Yang paling lama sudah menunggu 20 menit." in read(admin)


def test_damaged_files_are_told_of_ones_own_office(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client, sentence = client_of(cast.administrator), "1 berkas tersimpan hilang atau berubah"
    damaged(UnitKerja.objects.get(opd__kode="dinkes").opd)
    assert sentence not in read(client)
    damaged(office.opd, 8)
    assert sentence in read(client)
