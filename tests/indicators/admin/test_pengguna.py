"""The administrator's pages: accounts, passwords, assignments, the office itself."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.acts import Act
from indicators.models import Jejak, Pengguna, Penugasan, UnitKerja, UsulanPeran
from indicators.permissions import Peran
from indicators.services.jejak import record
from tests.cast import Cast, Office, make_user

pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


def new_user(office: Office, **changes: str) -> dict[str, str]:
    data = {
        "username": "baru",
        "nama": "Pegawai Baru",
        "nip": "",
        "email": "",
        "unit": str(office.bidang.pk),
        "peran": "staf",
        "mulai": "01-01-2024",
    }
    return data | changes


def test_new_account_gets_a_password_shown_once(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    response = client.post(reverse("admin:indicators_pengguna_add"), new_user(office), follow=True)
    shown = re.search(r"<code>([^<]+)</code>", response.content.decode())
    assert shown is not None
    user = Pengguna.objects.get(username="baru")
    assert user.check_password(shown.group(1))
    assert user.wajib_ganti_sandi
    assert user.daftar_penugasan.get().unit == office.bidang
    audit = Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.pengguna").get()
    assert shown.group(1) not in str(audit.sesudah)
    again = client.get(reverse("admin:indicators_pengguna_changelist")).content.decode()
    assert shown.group(1) not in again


def test_taken_user_name_comes_back_with_what_was_typed(office: Office, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.administrator).post(
        reverse("admin:indicators_pengguna_add"), new_user(office, username="staf", nama="Nama Yang Diketik")
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "Nama Yang Diketik" in html
    assert not Pengguna.objects.filter(nama="Nama Yang Diketik").exists()


def test_foreign_unit_cannot_be_chosen(office: Office, cast: Cast, client_of: ClientOf) -> None:
    foreign = UnitKerja.objects.exclude(opd=office.opd).get()
    client_of(cast.administrator).post(reverse("admin:indicators_pengguna_add"), new_user(office, unit=str(foreign.pk)))
    assert not Pengguna.objects.filter(username="baru").exists()


def test_reset_gives_a_new_password(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("admin:indicators_pengguna_sandi", args=[cast.staf.pk])
    assert client_of(cast.administrator).get(url).status_code == 405
    response = client_of(cast.administrator).post(url, follow=True)
    shown = re.search(r"<code>([^<]+)</code>", response.content.decode())
    cast.staf.refresh_from_db()
    assert shown is not None
    assert cast.staf.check_password(shown.group(1))
    assert cast.staf.wajib_ganti_sandi


def test_deactivated_account_is_out_at_once(cast: Cast, client_of: ClientOf) -> None:
    staff = client_of(cast.staf)
    assert staff.get("/admin/laporan/").status_code == 200
    client_of(cast.administrator).post(reverse("admin:indicators_pengguna_aktif", args=[cast.staf.pk]), {"aktif": "0"})
    assert staff.get("/admin/laporan/").status_code == 302


@pytest.mark.parametrize("act", ["sandi", "aktif"])
def test_accounts_of_another_office_are_not_there(cast: Cast, client_of: ClientOf, act: str) -> None:
    url = reverse(f"admin:indicators_pengguna_{act}", args=[cast.asing.pk])
    assert client_of(cast.administrator).post(url).status_code == 404


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "kadis", "perencana", "pembaca"])
def test_only_the_administrator_keeps_accounts(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(reverse("admin:indicators_pengguna_changelist")).status_code == 403
    assert client.post(reverse("admin:indicators_pengguna_sandi", args=[cast.asing.pk])).status_code == 403
    assert client.get(reverse("admin:indicators_unitkerja_changelist")).status_code == 403


def shown(client: Client, url: str) -> dict[str, str]:
    """Return what the form shows, as it brings it back."""
    return {"dilihat": client.get(url).context["dilihat"]}


def test_assignment_ends_and_is_never_rewritten(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    row = cast.staf.daftar_penugasan.get()
    url = reverse("admin:indicators_penugasan_change", args=[row.pk])
    client.post(url, {"sampai": "", "peran": "kadis", **shown(client, url)})
    row.refresh_from_db()
    assert (row.peran, row.sampai) == ("staf", None)
    client.post(url, {"sampai": "31-12-2024", **shown(client, url)})
    row.refresh_from_db()
    assert row.sampai == date(2024, 12, 31)
    assert Penugasan.objects.filter(pengguna=cast.staf).count() == 1


def test_unit_form_moves_a_unit_with_its_path(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    data = {
        "opd": office.opd.pk,
        "induk": office.bidang.pk,
        "kode": "umum",
        "nama": "Subbag Umum",
        "singkatan": "",
        "jenjang": "eselon_iv",
        "urutan": 0,
        "berlaku_dari": "",
        "berlaku_sampai": "",
    }
    url = reverse("admin:indicators_unitkerja_change", args=[office.subbag.pk])
    response = client.post(url, data | shown(client, url))
    assert response.status_code == 302
    office.subbag.refresh_from_db()
    assert office.subbag.path.startswith(office.bidang.path)


def test_unit_below_itself_is_refused_on_the_form(office: Office, cast: Cast, client_of: ClientOf) -> None:
    data = {
        "opd": office.opd.pk,
        "induk": office.subbag.pk,
        "kode": "sekretariat",
        "nama": "Nama Yang Diketik",
        "jenjang": "eselon_iii",
        "urutan": 0,
    }
    client, url = (
        client_of(cast.administrator),
        reverse("admin:indicators_unitkerja_change", args=[office.sekretariat.pk]),
    )
    response = client.post(url, data | shown(client, url))
    html = response.content.decode()
    assert response.status_code == 422
    assert "di bawah dirinya sendiri" in html
    assert "Nama Yang Diketik" in html
    office.sekretariat.refresh_from_db()
    assert office.sekretariat.nama == "Sekretariat"


@pytest.mark.parametrize(("who", "code"), [("sekretaris", 200), ("kadis", 200), ("administrator", 200), ("staf", 403)])
def test_trail_is_read_by_those_who_answer_for_it(cast: Cast, client_of: ClientOf, who: str, code: int) -> None:
    response = client_of(getattr(cast, who)).get(reverse("admin:indicators_jejak_changelist"))
    assert response.status_code == code


def test_trail_shows_own_office_only(office: Office, cast: Cast, client_of: ClientOf) -> None:
    foreign = UnitKerja.objects.exclude(opd=office.opd).select_related("opd").get().opd
    mine = record(by=None, tindakan=Act.UBAH, objek="uji", opd=office.opd)
    other = record(by=None, tindakan=Act.UBAH, objek="uji", opd=foreign)
    client = client_of(cast.sekretaris)
    listed = client.get(reverse("admin:indicators_jejak_changelist"), {"q": "uji"}).context["cl"].result_list
    assert [row.pk for row in listed] == [mine.pk]
    assert client.get(reverse("admin:indicators_jejak_change", args=[mine.pk])).status_code == 200
    assert client.get(reverse("admin:indicators_jejak_change", args=[other.pk])).status_code == 302


def test_administrator_who_assigns_himself_is_refused_and_the_attempt_is_kept(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    """The form's own transaction is rolled back; the row about the attempt is not."""
    data = {"pengguna": cast.administrator.pk, "unit": office.dinas.pk, "peran": "sekretaris", "mulai": "01-01-2024"}
    response = client_of(cast.administrator).post(reverse("admin:indicators_penugasan_add"), data)
    assert response.status_code == 403
    assert not Penugasan.objects.filter(pengguna=cast.administrator, peran="sekretaris").exists()
    row = Jejak.objects.get(ditolak=True)
    assert row.alasan == "Penugasan Anda sendiri diatur oleh administrator lain."
    assert (row.opd_nomor, row.pelaku) == (office.opd.pk, "Administrator (admin)")


def test_history_of_people_and_units_is_our_own_trail(office: Office, cast: Cast, client_of: ClientOf) -> None:
    """Whatever wrote it: a page, a workbook, a command. Django's own log, which nothing writes, says there is none."""
    term = cast.staf.daftar_penugasan.get()
    client = client_of(cast.administrator)
    for row in (office.opd, office.bidang, cast.staf, term):
        name = row._meta.model_name
        record(by=None, tindakan=Act.UBAH, objek=row, opd=office.opd, alasan=f"sebab {name}")
        page = client.get(reverse(f"admin:indicators_{name}_history", args=[row.pk])).content.decode()
        assert f"sebab {name}" in page
        assert "tidak memiliki riwayat" not in page


def test_history_of_an_account_tells_what_was_done_in_ones_own_offices(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    other = UnitKerja.objects.exclude(opd=office.opd).get().opd
    term = cast.staf.daftar_penugasan.get()
    record(by=None, tindakan=Act.UBAH, objek=cast.staf, opd=other, alasan="urusan kantor lain")
    record(by=None, tindakan=Act.UBAH, objek=term, opd=office.opd, alasan="urusan sendiri")
    record(by=None, tindakan=Act.UBAH, objek=cast.staf, alasan="urusan tanpa kantor")
    record(by=None, tindakan=Act.UBAH, objek=cast.kepala, opd=office.opd, alasan="urusan orang lain")
    same_number = UnitKerja(pk=cast.staf.pk, nama="Lain")
    record(by=None, tindakan=Act.UBAH, objek=same_number, opd=office.opd, alasan="urusan jenis lain")
    page = client_of(cast.administrator).get(reverse("admin:indicators_pengguna_history", args=[cast.staf.pk]))
    told = {
        what for what in ("kantor lain", "sendiri", "tanpa kantor", "orang lain", "jenis lain") if what in page.text
    }
    assert told == {"sendiri", "tanpa kantor"}


# --- what waits for a second person -----------------------------------------------------------------------------------


def propose(cast: Cast, user: Pengguna, unit: UnitKerja) -> UsulanPeran:
    return UsulanPeran.objects.create(
        pengguna=user,
        unit=unit,
        peran=Peran.KEPALA_DINAS.value,
        mulai=date(2024, 1, 1),
        diusulkan_oleh=cast.administrator,
        diusulkan_pada=timezone.now(),
    )


def test_an_account_is_shown_with_its_own_proposals_in_ones_own_office(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    own, *_ = [propose(cast, user, office.dinas) for user in (cast.staf, cast.kepala)]
    propose(cast, cast.asing, UnitKerja.objects.get(opd__kode="dinkes"))
    client = client_of(cast.administrator)
    page = client.get(reverse("admin:indicators_pengguna_change", args=[cast.staf.pk]))
    assert list(page.context["daftar_usulan"]) == [own]
    listed = client.get(reverse("admin:indicators_pengguna_changelist")).context["cl"].result_list
    form = client.get(reverse("admin:indicators_penugasan_add")).context["adminform"].form
    for users in (listed, form.fields["pengguna"].queryset):
        assert cast.staf in users
        assert cast.asing not in users


def test_who_proposes_is_told_of_what_he_proposed_alone(office: Office, cast: Cast, client_of: ClientOf) -> None:
    """By hand: others wait too, and the same role of the same account in another office."""
    former = make_user("kadis.lama", "Kadis Lama", (office.dinas, Peran.KEPALA_DINAS))
    Pengguna.objects.filter(pk=former.pk).update(is_active=False)
    elsewhere = UnitKerja.objects.get(opd__kode="dinkes")
    Penugasan.objects.create(
        pengguna=cast.administrator, unit=elsewhere, peran=Peran.ADMINISTRATOR.value, mulai=date(2023, 1, 1)
    )
    for user, unit in ((cast.kepala, office.dinas), (cast.staf, elsewhere)):
        propose(cast, user, unit)
    client = client_of(cast.administrator)

    def told(url: str, data: dict[str, str]) -> list[str]:
        return [str(message) for message in client.post(url, data, follow=True).context["messages"]]

    (said,) = told(reverse("admin:indicators_pengguna_aktif", args=[former.pk]), {"aktif": "1"})
    assert "Peran Kepala Dinas untuk Kadis Lama belum berlaku" in said
    role = {"pengguna": str(cast.staf.pk), "unit": str(office.dinas.pk), "peran": "kepala_dinas", "mulai": "01-01-2024"}
    for _ in range(2):  # the second time it waits already
        (said,) = told(
            f"{reverse('admin:indicators_penugasan_add')}?opd={office.opd.full_code}", {**role, "sampai": ""}
        )
        assert "Peran Kepala Dinas untuk Staf IKP belum berlaku" in said


def test_a_new_row_is_of_the_office_of_its_page(office: Office, cast: Cast, client_of: ClientOf) -> None:
    form = client_of(cast.administrator).get(reverse("admin:indicators_pejabat_add")).context["adminform"].form
    assert list(form.fields["opd"].queryset) == [office.opd]
