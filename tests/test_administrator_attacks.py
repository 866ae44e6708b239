"""An administrator who tries to act as the Kepala Dinas: each way, what happened, what the trail shows, who was told.

The table is written by hand; ADR 36 repeats it in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from indicators.exchange.workbook.kantor import check_office, import_office
from indicators.models import AturUlangSandi, Jejak, Pejabat, Pengguna, Penugasan, Triwulan, UsulanPeran
from indicators.permissions import Peran
from indicators.selectors.atur_ulang import list_doubtful_events, load_doubts
from indicators.services import atur_ulang, faktor_kedua, kantor, pengguna, persetujuan_peran
from indicators.services.pengguna import NewPenugasan
from indicators.services.triwulan import approve
from indicators.services.usulan_peran import propose
from sakip.dates import write_date
from sakip.jobs.models import Message
from sakip.refusals import NotAllowed, NotNow, NotValid, ServiceError
from sakip.sign_in.models import SecondFactor
from tests.assignments import assign, end_assignment
from tests.cast import NIP_KADIS, PASSWORD, Cast, Office, make_user
from tests.indicators import way
from tests.indicators.exchange.workbook.tools import make_book
from tests.sakip.sign_in.phone import give_phone

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

HARI = date(2024, 1, 1)
OWN = "kata-sandi-Baru-99"
AKUN = ["Nama pengguna", "Nama", "NIP", "Surel", "Kode unit", "Peran", "Mulai", "Sampai"]


@dataclass
class Scene:
    """The office with people who have addresses, and an accomplice of its administrator."""

    office: Office
    cast: Cast
    kawan: Pengguna

    @property
    def admin(self) -> Pengguna:
        return self.cast.administrator

    def roles(self) -> set[tuple[str, str]]:
        """Return who holds a role with power today, as (user name, role)."""
        rows = Penugasan.objects.filter(unit__opd=self.office.opd, pengguna__is_active=True)
        return {(row.pengguna.username, row.peran) for row in rows.exclude(sampai__lt=timezone.localdate())}

    def told(self) -> set[str]:
        return {row.to.partition("@")[0] for row in Message.objects.all()}

    def trail(self) -> list[str]:
        """Return what the trail shows since the scene began, refusals with an exclamation mark."""
        return [row.tindakan + "!" * row.ditolak for row in Jejak.objects.order_by("pk")]


@pytest.fixture
def scene(office: Office, cast: Cast) -> Scene:
    kawan = make_user("kawan", "Kawan Administrator", (office.bidang, Peran.STAF))
    for user in (cast.sekretaris, cast.kadis, cast.administrator, kawan):
        user.email = f"{user.username}@contoh.go.id"
        user.save()
    return Scene(office, cast, kawan)


@dataclass(frozen=True)
class Attack:
    """A way, what the service said ("" where it did something else), what the trail shows, who got a mail."""

    do: Callable[[Scene], object]
    kalimat: str
    jejak: tuple[str, ...]
    surat: frozenset[str] = frozenset()


def _give(scene: Scene, who: Pengguna, peran: Peran = Peran.KEPALA_DINAS) -> object:
    return assign(by=scene.admin, pengguna=who, unit=scene.office.dinas, peran=peran, mulai=HARI)


def _new_account(scene: Scene) -> object:
    task = NewPenugasan(scene.office.dinas, Peran.KEPALA_DINAS, HARI)
    return pengguna.create_user(by=scene.admin, username="boneka", nama="Boneka", tugas=[task], sandi=PASSWORD)


def _by_workbook(scene: Scene) -> object:
    rows = [AKUN, ["kawan", "Kawan Administrator", "", "", "dinas", "Kepala Dinas", "01-01-2024", ""]]
    rows += [["kawan", "Kawan Administrator", "", "", "ikp", "Staf pengisi data", "01-01-2023", ""]]
    rows += [["orang.baru", "Orang Baru", "", "", "ikp", "Staf pengisi data", "01-01-2024", ""]]
    files = [("kantor.xlsx", make_book({"Pengguna": rows}))]
    preview = check_office(by=scene.admin, opd=scene.office.opd, files=files)
    assert [item.kalimat for item in preview.peringatan if "menunggu persetujuan" in item.kalimat]
    result, accounts = import_office(by=scene.admin, opd=scene.office.opd, files=files, dilihat=preview.digest())
    assert (result.menunggu, [row.username for row in accounts]) == (1, ["orang.baru"])
    return result


def _longer(scene: Scene) -> object:
    end = timezone.localdate() + timedelta(days=5)
    row = Penugasan.objects.create(
        pengguna=scene.kawan, unit=scene.office.dinas, peran=Peran.KEPALA_DINAS.value, mulai=HARI, sampai=end
    )
    return end_assignment(by=scene.admin, penugasan=row, sampai=end + timedelta(days=365))


def _switch_on(scene: Scene) -> object:
    old = make_user("kadis.lama", "Kadis Lama", (scene.office.dinas, Peran.KEPALA_DINAS))
    Pengguna.objects.filter(pk=old.pk).update(is_active=False)
    return pengguna.set_active(by=scene.admin, user=old, aktif=True)


def _grant_own(scene: Scene) -> object:
    _give(scene, scene.kawan)
    return persetujuan_peran.approve(by=scene.admin, usulan=UsulanPeran.objects.get())


def _grant_with_reset_account(scene: Scene) -> object:
    """Reset the Sekretaris's password, sign in as him, and grant there what he proposed as himself."""
    _give(scene, scene.kawan)
    given = pengguna.reset_password(by=scene.admin, user=scene.cast.sekretaris)
    pengguna.change_own_password(by=scene.cast.sekretaris, sandi_lama=given, sandi_baru=OWN)
    atur_ulang.answer(by=scene.cast.sekretaris, sandi=OWN, disangkal=False)
    return persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=UsulanPeran.objects.get())


def _grant_what_a_reset_administrator_proposed(scene: Scene) -> object:
    """Reset the other administrator's password, propose in his name, and grant it as himself."""
    other = make_user("admin.dua", "Administrator Dua", (scene.office.dinas, Peran.ADMINISTRATOR))
    pengguna.reset_password(by=scene.admin, user=other)
    assign(by=other, pengguna=scene.kawan, unit=scene.office.dinas, peran=Peran.KEPALA_DINAS, mulai=HARI)
    return persetujuan_peran.approve(by=scene.admin, usulan=UsulanPeran.objects.get())


def _grant_between_reset_accounts(scene: Scene) -> object:
    """Reset the other administrator's password, in his name the Sekretaris's, and grant there what he proposed."""
    other = make_user("admin.dua", "Administrator Dua", (scene.office.dinas, Peran.ADMINISTRATOR))
    pengguna.reset_password(by=scene.admin, user=other)
    pengguna.reset_password(by=other, user=scene.cast.sekretaris)
    _give(scene, scene.kawan)
    return persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=UsulanPeran.objects.get())


def _grant_with_new_account(scene: Scene) -> object:
    """Make an account that becomes Sekretaris rightly, sign in with its first password, and grant there."""
    task = NewPenugasan(scene.office.dinas, Peran.SEKRETARIS, HARI)
    new = pengguna.create_user(by=scene.admin, username="sek.baru", nama="Baru", tugas=[task], sandi=PASSWORD)
    persetujuan_peran.approve(by=scene.cast.kadis, usulan=UsulanPeran.objects.get())
    _give(scene, scene.kawan)
    return persetujuan_peran.approve(by=new, usulan=UsulanPeran.objects.get(status="menunggu"))


def _own_nip(scene: Scene) -> object:
    """Take the NIP of the official who signs, whose own account is off."""
    Pengguna.objects.filter(pk=scene.cast.kadis.pk).update(is_active=False)
    scene.admin.nip = NIP_KADIS
    return pengguna.update_user(by=scene.admin, user=scene.admin)


def _nip_of_kawan(scene: Scene) -> object:
    scene.kawan.nip = NIP_KADIS
    return pengguna.update_user(by=scene.admin, user=scene.kawan)


def _official(scene: Scene) -> object:
    """Write himself down as the official who signs the reports."""
    Pengguna.objects.filter(pk=scene.admin.pk).update(nip="198001012005011001")
    scene.admin.refresh_from_db()
    row = Pejabat.objects.get(opd=scene.office.opd)
    row.nama, row.nip = "Administrator", scene.admin.nip
    return kantor.save_pejabat(by=scene.admin, pejabat=row)


HEADS = frozenset({"sekretaris", "kadis"})
ASKED = frozenset({"sekretaris"})
ATTACKS: dict[str, Attack] = {
    "gives himself the role": Attack(
        lambda scene: _give(scene, scene.admin), "diatur oleh administrator lain", ("tambah!",)
    ),
    "gives an accomplice the role": Attack(lambda scene: _give(scene, scene.kawan), "", ("usulkan_peran",), ASKED),
    "makes a new account that has the role": Attack(_new_account, "", ("tambah", "usulkan_peran"), ASKED),
    "imports the role with a workbook": Attack(
        _by_workbook, "", ("tambah", "tambah", "usulkan_peran", "impor_buku_kantor"), ASKED
    ),
    "prolongs a role that ends": Attack(_longer, "", ("usulkan_peran",), ASKED),
    "switches the account of a former Kepala Dinas on": Attack(_switch_on, "", ("usulkan_peran",), ASKED),
    "grants what he proposed": Attack(_grant_own, "disetujui orang lain", ("usulkan_peran", "setujui_peran!"), ASKED),
    "grants it with an account that he reset": Attack(
        _grant_with_reset_account,
        "dapat dipakai satu orang",
        ("usulkan_peran", "atur_ulang_sandi", "ganti_sandi", "konfirmasi_atur_ulang", "setujui_peran!"),
        ASKED | HEADS,
    ),
    "grants what an administrator proposed whom he reset": Attack(
        _grant_what_a_reset_administrator_proposed,
        "dapat dipakai satu orang",
        ("atur_ulang_sandi", "usulkan_peran", "setujui_peran!"),
        ASKED | HEADS | {"admin"},
    ),
    "grants it with an account that one whom he reset has reset": Attack(
        _grant_between_reset_accounts,
        "dapat dipakai satu orang",
        ("atur_ulang_sandi", "atur_ulang_sandi", "usulkan_peran", "setujui_peran!"),
        ASKED | HEADS,
    ),
    "grants it with an account that he made": Attack(
        _grant_with_new_account,
        "dapat dipakai satu orang",
        ("tambah", "usulkan_peran", "tambah", "setujui_peran", "usulkan_peran", "setujui_peran!"),
        ASKED | HEADS | {"admin"},
    ),
    "takes the NIP of who signs": Attack(_own_nip, "milik pejabat yang menandatangani", ("ubah!",)),
    "gives an accomplice the NIP of who signs": Attack(_nip_of_kawan, "sudah dipakai akun Kepala Dinas", ()),
    "writes himself down as who signs": Attack(_official, "mencatat diri sendiri", ("ubah!",)),
}


@pytest.mark.parametrize("name", list(ATTACKS))
def test_an_administrator_does_not_become_the_kepala_dinas(scene: Scene, name: str) -> None:
    attack, before = ATTACKS[name], {row for row in scene.roles() if row[1] == Peran.KEPALA_DINAS}
    said = ""
    try:
        attack.do(scene)
    except ServiceError as refusal:
        said = str(refusal)
    assert attack.kalimat in said
    assert bool(said) == bool(attack.kalimat)
    held = {row for row in scene.roles() if row[1] == Peran.KEPALA_DINAS}
    # What the scene itself made before the attack ends soon or is off.
    assert held - before <= {("kawan", "kepala_dinas")} if name == "prolongs a role that ends" else held <= before
    assert scene.trail() == list(attack.jejak)
    assert scene.told() == attack.surat


def test_what_he_approves_with_the_reset_account_of_the_kepala_dinas_is_marked(scene: Scene, client: Client) -> None:
    """The last way works, and everybody sees it: he resets the password and approves the quarter as Kepala Dinas."""
    office, kadis = scene.office, scene.cast.kadis
    way.validate_all(office, scene.cast)
    given = pengguna.reset_password(by=scene.admin, user=kadis)
    pengguna.change_own_password(by=kadis, sandi_lama=given, sandi_baru=OWN)
    quarter = Triwulan.objects.get(pk=office.tw1.pk)
    approve(by=kadis, quarter=quarter, versi=quarter.versi)
    quarter.refresh_from_db()
    marks = {(row.tindakan, row.tanda) for row in list_doubtful_events([quarter])}
    assert ("Sahkan triwulan", "menunggu konfirmasi pemilik") in marks
    assert scene.told() >= HEADS
    # He confirms it himself, in the owner's place; the mark goes, but not for good.
    atur_ulang.answer(by=kadis, sandi=OWN, disangkal=False)
    assert not list_doubtful_events([quarter])
    # The owner comes back with a password of his own, sees the answer that was not his, and takes it back.
    given = pengguna.reset_password(by=scene.admin, user=kadis)
    pengguna.change_own_password(by=kadis, sandi_lama=given, sandi_baru=f"{OWN}-milik-saya")
    first = AturUlangSandi.objects.earliest("pada")
    atur_ulang.answer(by=kadis, sandi=f"{OWN}-milik-saya", disangkal=True, juga=[first.pk])
    marks = {(row.tindakan, row.tanda) for row in list_doubtful_events([quarter])}
    assert ("Sahkan triwulan", "disangkal pemilik") in marks
    assert "admin" in scene.told()
    assert Jejak.objects.filter(tindakan="sangkal_atur_ulang", opd_nomor=office.opd.pk).count() == 1
    client.force_login(scene.cast.kadis, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/pengesahan/").content.decode()
    assert "disangkal pemilik" in page


def test_what_he_approves_after_he_took_the_second_factor_off_is_marked_too(scene: Scene) -> None:
    """A new password alone opens nothing: he has to take the phone off as well, and both are told and answered for."""
    office, kadis = scene.office, scene.cast.kadis
    way.validate_all(office, scene.cast)
    give_phone(kadis)
    faktor_kedua.reset_second_factor(by=scene.admin, user=kadis)
    assert not SecondFactor.objects.exists()
    assert {row.jenis for row in AturUlangSandi.objects.all()} == {"faktor"}
    assert scene.told() >= HEADS
    assert "Verifikasi dua langkah kadis diatur ulang" in {row.subject for row in Message.objects.all()}
    quarter = Triwulan.objects.get(pk=office.tw1.pk)
    approve(by=kadis, quarter=quarter, versi=quarter.versi)
    quarter.refresh_from_db()
    marks = {(row.tindakan, row.tanda) for row in list_doubtful_events([quarter])}
    assert ("Sahkan triwulan", "menunggu konfirmasi pemilik") in marks


def test_a_second_reset_clears_no_mark(scene: Scene) -> None:
    pengguna.reset_password(by=scene.admin, user=scene.cast.kadis)
    moment = timezone.now()
    pengguna.reset_password(by=scene.admin, user=scene.cast.kadis)
    assert load_doubts().mark(scene.cast.kadis.pk, moment) == "menunggu konfirmasi pemilik"
    assert load_doubts().mark(scene.cast.kadis.pk, moment - timedelta(days=1)) == ""
    assert load_doubts().mark(scene.cast.sekretaris.pk, moment) == ""


def test_the_second_person_puts_the_role_in_force(scene: Scene) -> None:
    _give(scene, scene.kawan)
    usulan = UsulanPeran.objects.get()
    with pytest.raises(NotAllowed, match="disetujui oleh Sekretaris atau administrator lain"):
        persetujuan_peran.approve(by=scene.cast.kadis, usulan=usulan)
    persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=usulan)
    made = Penugasan.objects.get(pengguna=scene.kawan, peran="kepala_dinas")
    usulan.refresh_from_db()
    assert (usulan.status, usulan.penugasan, usulan.diputuskan_oleh) == ("disetujui", made, scene.cast.sekretaris)
    row = Jejak.objects.get(tindakan="setujui_peran", ditolak=False)
    facts = row.sesudah or {}
    assert (facts["pengusul"], facts["pemutus"]) == ("Administrator (admin)", "Sekretaris (sekretaris)")
    assert scene.told() >= {"kawan", "admin", "sekretaris"}
    with pytest.raises(NotNow, match="sudah diputuskan"):
        persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=usulan)


def test_a_refused_or_old_proposal_gives_nothing(scene: Scene) -> None:
    _give(scene, scene.kawan)
    usulan = UsulanPeran.objects.get()
    with pytest.raises(NotValid, match="alasan"):
        persetujuan_peran.reject(by=scene.cast.sekretaris, usulan=usulan, alasan=" ")
    persetujuan_peran.reject(by=scene.cast.sekretaris, usulan=usulan, alasan="Belum ada SK")
    assert Jejak.objects.get(tindakan="tolak_peran").alasan == "Belum ada SK"
    _give(scene, scene.kawan)
    again = UsulanPeran.objects.get(status="menunggu")
    UsulanPeran.objects.filter(pk=again.pk).update(diusulkan_pada=timezone.now() - timedelta(days=15))
    with pytest.raises(NotNow, match="tidak berlaku lagi"):
        persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=again)
    _give(scene, scene.kawan)
    again.refresh_from_db()
    assert (again.status, again.alasan) == ("dibatalkan", "Tidak dijawab dalam 14 hari.")
    last = UsulanPeran.objects.get(status="menunggu")
    persetujuan_peran.cancel(by=scene.admin, usulan=last)
    assert not Penugasan.objects.filter(pengguna=scene.kawan, peran="kepala_dinas").exists()


def test_what_waits_is_asked_once(scene: Scene) -> None:
    _give(scene, scene.kawan)
    _give(scene, scene.kawan)
    assert UsulanPeran.objects.count() == 1
    row = Penugasan(pengguna=scene.kawan, unit=scene.office.dinas, peran="kepala_dinas", mulai=date(2024, 2, 1))
    with pytest.raises(NotValid, match="dengan tanggal lain"):
        pengguna.save_accounts(by=scene.admin, daftar=[row])


def test_a_former_kepala_dinas_is_switched_on_by_two(scene: Scene) -> None:
    _switch_on(scene)
    usulan = UsulanPeran.objects.get()
    assert not usulan.pengguna.is_active
    persetujuan_peran.approve(by=scene.cast.sekretaris, usulan=usulan)
    assert Pengguna.objects.get(username="kadis.lama").is_active


def test_an_office_that_is_not_founded_is_filled_by_one(scene: Scene) -> None:
    Penugasan.objects.filter(peran="kepala_dinas").delete()
    _give(scene, scene.kawan)
    assert ("kawan", "kepala_dinas") in scene.roles()
    _give(scene, scene.cast.staf)
    assert ("staf", "kepala_dinas") not in scene.roles()


def test_ending_a_role_is_told_and_leaves_an_administrator(scene: Scene) -> None:
    row = scene.cast.sekretaris.daftar_penugasan.get(peran="sekretaris")
    end_assignment(by=scene.admin, penugasan=row, sampai=timezone.localdate())
    assert scene.told() == {"kadis", "admin", "sekretaris"}
    last = scene.admin.daftar_penugasan.get()
    last.sampai = timezone.localdate()
    with pytest.raises(NotValid, match="tidak mempunyai administrator"):
        pengguna.save_accounts(by=None, daftar=[last])


def test_a_command_gives_no_role_that_two_people_could(scene: Scene) -> None:
    row = Penugasan(pengguna=scene.kawan, unit=scene.office.dinas, peran="kepala_dinas", mulai=HARI)
    with pytest.raises(NotValid, match="grant_role"):
        pengguna.save_accounts(by=None, daftar=[row])
    facts = {"pengguna": scene.kawan, "unit": scene.office.dinas, "mulai": HARI, "alasan": "SK Bupati 1/2024"}
    with pytest.raises(NotNow, match="masih dipegang Kepala Dinas"):
        persetujuan_peran.fill_vacancy(by=None, peran=Peran.KEPALA_DINAS, **facts)  # type: ignore[arg-type]  # a dict
    Pengguna.objects.filter(pk=scene.cast.kadis.pk).update(is_active=False)
    persetujuan_peran.fill_vacancy(by=None, peran=Peran.KEPALA_DINAS, **facts)  # type: ignore[arg-type]  # a dict
    row = Penugasan.objects.get(pengguna=scene.kawan, peran="kepala_dinas")
    told = Jejak.objects.get(tindakan="isi_peran_kosong")
    assert (told.pelaku, told.alasan, told.objek_id) == ("sistem", "SK Bupati 1/2024", str(row.pk))
    assert scene.told() == {"sekretaris", "admin", "kawan"}


def test_the_owner_is_led_to_the_question_and_answers_it(scene: Scene, client: Client) -> None:
    kadis = scene.cast.kadis
    pengguna.reset_password(by=scene.admin, user=kadis)
    Pengguna.objects.filter(pk=kadis.pk).update(wajib_ganti_sandi=False)
    kadis.refresh_from_db()
    kadis.set_password(OWN)
    kadis.save()
    client.force_login(kadis, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/")["Location"] == "/admin/akun/atur-ulang/"
    page = client.get("/admin/akun/atur-ulang/").content.decode()
    assert "Administrator (admin)" in page
    assert "Semua ini tindakan saya" in page
    wrong = client.post("/admin/akun/atur-ulang/jawab/", {"sandi": "salah", "jawaban": "saya"})
    assert (wrong.status_code, "tidak cocok" in wrong.content.decode()) == (422, True)
    client.post("/admin/akun/atur-ulang/jawab/", {"sandi": OWN, "jawaban": "saya"})
    assert client.get("/")["Location"] == "/admin/pengesahan/"
    assert AturUlangSandi.objects.get().jawaban == "dikonfirmasi"


def test_an_open_session_does_not_tell_the_password_by_the_owners_question(scene: Scene, client: Client) -> None:
    kadis = scene.cast.kadis
    client.force_login(kadis, backend="django.contrib.auth.backends.ModelBackend")
    address = "/admin/akun/atur-ulang/jawab/"
    for typed in ("salah", PASSWORD):
        answer = client.post(address, {"sandi": typed, "jawaban": "saya"})
        assert (answer.status_code, "Tidak ada yang perlu dijawab" in answer.content.decode()) == (409, True)
    AturUlangSandi.objects.create(pengguna=kadis, oleh=scene.admin, pada=timezone.now())
    tried = [client.post(address, {"sandi": "salah", "jawaban": "saya"}).status_code for _ in range(5)]
    assert tried == [422] * 5
    answer = client.post(address, {"sandi": PASSWORD, "jawaban": "saya"})
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert AturUlangSandi.objects.get().jawaban == ""


def test_approved_role_that_begins_later_is_not_called_in_force(scene: Scene, client: Client) -> None:
    begins = timezone.localdate() + timedelta(days=1)
    role = Penugasan(pengguna=scene.kawan, unit=scene.office.dinas, peran=Peran.KEPALA_DINAS, mulai=begins)
    (usulan,) = propose(by=scene.admin, daftar=[role])
    client.force_login(scene.cast.sekretaris, backend="django.contrib.auth.backends.ModelBackend")
    done = client.post(f"/admin/akun/usulan-peran/{usulan.pk}/setujui/", follow=True).content.decode()
    assert f"Usulan disetujui; perannya berlaku mulai {write_date(begins)}." in done
    assert "dan berlaku." not in done


def test_pages_say_what_waits_and_grant_it(scene: Scene, client: Client) -> None:
    client.force_login(scene.admin, backend="django.contrib.auth.backends.ModelBackend")
    form = {
        "pengguna": scene.kawan.pk,
        "unit": scene.office.dinas.pk,
        "peran": "kepala_dinas",
        "mulai": "01-01-2024",
        "sampai": "",
    }
    answer = client.post("/admin/indicators/penugasan/add/", form, follow=True)
    assert "menunggu persetujuan Sekretaris atau administrator lain" in answer.content.decode()
    usulan = UsulanPeran.objects.get()
    client.force_login(scene.cast.sekretaris, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/")["Location"] == "/admin/"
    assert "Usulan peran menunggu persetujuan Anda" in client.get("/admin/").content.decode()
    refused = client.post(f"/admin/akun/usulan-peran/{usulan.pk}/tolak/", {"alasan": ""})
    assert refused.status_code == 422
    done = client.post(f"/admin/akun/usulan-peran/{usulan.pk}/setujui/", follow=True)
    assert "Usulan disetujui dan berlaku." in done.content.decode()
    assert ("kawan", "kepala_dinas") in scene.roles()
