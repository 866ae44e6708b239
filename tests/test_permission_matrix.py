"""Every address of the URL configuration x every role, own and other unit, own and other office.

The table is written by hand; a new address without a line here fails `test_every_address_has_a_line`.
One letter per role in the order of ROLES: b = boleh (allowed: neither 403, 404 nor an error), x = 403, - = 404.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from indicators.acts import Act
from indicators.models import (
    Anggaran,
    ButirPK,
    DamagedFile,
    Dukungan,
    GantiNomenklatur,
    Jejak,
    Pejabat,
    PengaturanTahun,
    Pengguna,
    Realisasi,
    SkalaPredikat,
    UsulanPeran,
)
from indicators.permissions import Peran
from indicators.selectors.ganti_nomenklatur import keep_change
from indicators.services.bukti import add_evidence
from indicators.services.jejak import record
from indicators.services.lembar_pk import arrange_lembar
from indicators.services.pelaksana_harian import name_deputy
from indicators.services.pengajuan import submit
from indicators.services.perjanjian import remove_butir, save_butir
from indicators.services.perubahan import make_perubahan
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from sakip.jobs.models import Job, JobStatus, Message
from sakip.jobs.outbox import SEND, key_of
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.reports import steps
from tests.shared import shared

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

# Bidang IKP is the unit of the objects asked for: `staf` and `kepala` are of it, `staf_umum` and `kasubbag` are not.
ROLES = (
    "staf",
    "kepala",
    "staf_umum",
    "kasubbag",
    "sekretaris",
    "kadis",
    "perencana",
    "pembaca",
    "administrator",
    "asing",
)

#                                     staf  kepala  staf_umum  kasubbag  sekr  kadis  perenc  pembaca  admin  asing
PAGES: dict[str, tuple[str, str]] = {
    "indicators:pengisian": ("GET", "bbbbbxxxxb"),
    "indicators:pengisian_sheet": ("GET", "bb--xxx---"),
    "indicators:pengisian_save": ("POST", "bb--xxx---"),
    "indicators:pengisian_explain": ("POST", "bb--xxx---"),
    "indicators:pengisian_live": ("GET", "bb--xxx---"),
    "indicators:pengisian_submit": ("POST", "bb--xxx---"),
    "indicators:pengisian_withdraw": ("POST", "bb--xxx---"),
    "indicators:sheet_download": ("GET", "bb--bbb---"),
    "indicators:sheet_import": ("POST", "bb--xxx---"),
    "indicators:sheet_import_save": ("POST", "bb--xxx---"),
    "indicators:bukti_upload": ("POST", "bb--xxx---"),
    "indicators:bukti_replace": ("POST", "bb--xxx---"),
    "indicators:bukti_withdraw": ("POST", "bb--xxx---"),
    "indicators:bukti_download": ("GET", "bb--bbb---"),
    "indicators:bukti_open": ("GET", "bb--bbb---"),
    "indicators:bukti_picture": ("GET", "bb--bbb---"),
    "indicators:return_answer_row": ("POST", "bb--xxx---"),
    "indicators:return_answer_whole": ("POST", "bb--xxx---"),
    "indicators:pemeriksaan": ("GET", "xbxbbxxxxx"),
    "indicators:pengajuan_together": ("POST", "xbxbbbxxxb"),
    "indicators:pelaksana_harian": ("GET", "xbxbbxxxxx"),
    "indicators:pelaksana_harian_end": ("POST", "-b--------"),
    "indicators:pengajuan": ("GET", "bb--bbb---"),
    "indicators:pengajuan_version": ("GET", "bb--bbb---"),
    "indicators:row_history": ("GET", "bb--bbb---"),
    "indicators:pengajuan_check": ("POST", "xb--xxx---"),
    "indicators:pengajuan_validate": ("POST", "xx--bbx---"),
    "indicators:pengajuan_send_back": ("POST", "xb--bbx---"),
    "indicators:pengajuan_reopen": ("POST", "xx--bxx---"),
    "indicators:validasi": ("GET", "xxxxbbbxxb"),
    "indicators:validasi_triwulan": ("GET", "xxxxbbbxx-"),
    "indicators:office_sheet_download": ("GET", "xxxxbbbxx-"),
    "indicators:pengesahan": ("GET", "xxxxxbxxxx"),
    "indicators:pengesahan_triwulan": ("GET", "xxxxxbxxxx"),
    "indicators:triwulan_approve": ("POST", "xxxxxbx---"),
    "indicators:triwulan_reopen": ("POST", "xxxxxbx---"),
    "indicators:jadwal": ("GET", "xxxxbxxxxb"),
    "indicators:jadwal_edit": ("POST", "xxxxbxxxx-"),
    "indicators:kewajaran": ("GET", "xxxxbbbxxb"),
    "indicators:plan_tree": ("GET", "xxxxbbbxxb"),
    "indicators:plan_tree_order": ("GET", "xxxxxxbxxx"),
    "indicators:plan_tree_order_indikator": ("GET", "xxxxxxbxxx"),
    "indicators:plan_health": ("GET", "xxxxbbbxxb"),
    "indicators:anggaran": ("GET", "xxxxbbbxxb"),
    "indicators:anggaran_triwulan": ("GET", "xxxxbbbxx-"),
    "indicators:anggaran_unit": ("GET", "bb--xxx---"),
    "indicators:anggaran_save": ("POST", "bb--xxx---"),
    "indicators:tahun_open": ("GET", "xxxxxxbxxx"),
    "indicators:perubahan_nomenklatur": ("GET", "xxxxxxbxxx"),
    "indicators:nomenklatur_undo": ("POST", "xxxxxxbxxx"),
    "indicators:plan_workbook": ("GET", "xxxxxxbxxx"),
    "indicators:plan_workbook_save": ("POST", "xxxxxxbxxx"),
    "indicators:plan_workbook_download": ("GET", "xxxxxxbxxx"),
    "indicators:office_workbook": ("GET", "xxxxxxxxbx"),
    "indicators:office_workbook_save": ("POST", "xxxxxxxxbx"),
    "indicators:office_workbook_download": ("GET", "xxxxxxxxbx"),
    "indicators:pk_perubahan": ("POST", "xxxxxxbxx-"),
    "indicators:pk_comparison": ("GET", "xxxxbbbxx-"),
    "indicators:lembar_pk": ("GET", "xxxxbbbxx-"),
    "indicators:lembar_pk_arrange": ("POST", "xxxxxxbxx-"),
    "indicators:lembar_pk_edit": ("POST", "xxxxxxbxx-"),
    "indicators:usulan_peran": ("GET", "xxxxbbxxbb"),
    "indicators:usulan_peran_approve": ("POST", "----xb--x-"),
    "indicators:usulan_peran_reject": ("POST", "----xb--x-"),
    "indicators:usulan_peran_cancel": ("POST", "----xx--b-"),
    "indicators:atur_ulang": ("GET", "bbbbbbbbbb"),
    "indicators:atur_ulang_answer": ("POST", "bbbbbbbbbb"),
    "indicators:condition": ("GET", "xxxxxxxxbx"),
    "indicators:condition_act": ("POST", "xxxxxxxxbx"),
    "indicators:logo": ("GET", "----------"),  # the office of the test has no logo
    "reports:list": ("GET", "bbbbbbbbxb"),
    "reports:laporan": ("GET", "bbbbbbbbx-"),
    "reports:pemaraf": ("GET", "xxxxxxxxbx"),
    "reports:progress": ("GET", "xxxxbbbxx-"),
    "reports:save": ("POST", "xxxxbbbxx-"),
    "reports:restore_default": ("POST", "xxxxbbbxx-"),
    "reports:confirm_figures": ("POST", "xxxxbbbxx-"),
    "reports:preview": ("POST", "xxxxbbbxx-"),
    "reports:final": ("POST", "xxxxbbbxx-"),
    "reports:cancel": ("POST", "xxxxbbbxx-"),
    "reports:revise": ("POST", "xxxxbbbxx-"),
    "reports:sertifikat": ("GET", "xxxxxbxxxx"),
    "reports:sertifikat_register": ("POST", "xxxxxbxxxx"),
    "reports:sertifikat_withdraw": ("POST", "-----b--x-"),
    "reports:sertifikat_confirm": ("POST", "-----x--b-"),
    "reports:sertifikat_pejabat": ("GET", "xxxxxxxxbx"),
}

# The admin's pages of a model: who may look, who may change.
PLAN = {"perbuatan": "perencana", "lihat": ("sekretaris", "kadis", "perencana")}
KANTOR = {"perbuatan": "administrator", "lihat": ("administrator",)}
POLICIES: dict[str, dict[str, Any]] = {
    "perioderenstra": PLAN,
    "tujuan": PLAN,
    "sasaran": PLAN,
    "program": PLAN,
    "kegiatan": PLAN,
    "subkegiatan": PLAN,
    "indikator": PLAN,
    "skalapredikat": PLAN,
    "perjanjiankinerja": PLAN,
    "butirpk": PLAN,
    "dukungan": PLAN,
    "anggaran": PLAN,
    "perangkatdaerah": KANTOR,
    "unitkerja": KANTOR,
    "pejabat": KANTOR,
    "pengaturantahun": KANTOR,
    "pengguna": KANTOR,
    "penugasan": KANTOR,
    "damagedfile": {"perbuatan": "", "lihat": ("administrator",)},
    "jejak": {"perbuatan": "", "lihat": ("sekretaris", "kadis", "administrator")},
}
# What nobody does to these objects: an office is made by a command, accounts and assignments end but stay, the trail is
# never touched, and the agreement of the test is ditetapkan.
NEVER = {
    ("perangkatdaerah", "add"),
    ("perangkatdaerah", "delete"),
    ("pengaturantahun", "delete"),
    ("pengguna", "delete"),
    ("penugasan", "delete"),
    ("butirpk", "delete"),
    ("perjanjiankinerja", "delete"),
    ("damagedfile", "add"),
    ("damagedfile", "delete"),
    ("jejak", "add"),
    ("jejak", "delete"),
}
# Acts of the admin that change something; the others show.
CHANGING = ("add", "delete", "import", "process_import", "sandi", "faktor", "aktif", "kunci", "copy", "fix")
# What every signed-in account may open, and what is open to all.
FOR_ALL = {
    "home",
    "admin:index",
    "admin:password_change",
    "admin:password_change_done",
    "admin:jsi18n",
    "admin:logout",
    "admin:autocomplete",
    "admin:view_on_site",
    "admin:app_list",
    "sign_in:sessions",
    "sign_in:end",
    "sign_in:end_all",
    *(f"sign_in:{name}" for name in ("factor", "pair", "recovery_codes", "renew_codes", "remove_factor")),
}
VERIFICATION = {"verifikasi:dokumen", "verifikasi:file", "verifikasi:number", "verifikasi:logo"}
PUBLIC = {"health", "source", "ready", "metrics", "admin:login", *VERIFICATION}
PUBLIC |= {"sign_in:code", "sign_in:sso", "sign_in:sso_back"}


@dataclass(frozen=True)
class Address:
    name: str
    pattern: str


def addresses() -> Iterator[Address]:
    """Walk the URL configuration; patterns without a name (the admin's catch-all) are left to Django."""

    def walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from walk(entry, prefix + str(entry.pattern), inner)
            elif isinstance(entry, URLPattern) and entry.name:
                yield Address(f"{namespace}{entry.name}", prefix + str(entry.pattern))

    yield from walk(get_resolver(), "", "")


def model_act(name: str) -> tuple[str, str] | None:
    """Split "admin:indicators_program_change" into ("program", "change")."""
    for prefix in ("admin:indicators_", "admin:reports_"):
        if name.startswith(prefix):
            model, _, act = name.removeprefix(prefix).partition("_")
            return model, act
    return None


def test_every_address_has_a_line() -> None:
    unknown = [
        address.name
        for address in addresses()
        if address.name not in PAGES
        and address.name not in FOR_ALL | PUBLIC | set(DOCUMENT_PAGES)
        and ((found := model_act(address.name)) is None or found[0] not in POLICIES)
    ]
    assert sorted(set(unknown)) == []


def test_every_line_has_an_address() -> None:
    known = {address.name for address in addresses()}
    assert (set(PAGES) | set(DOCUMENT_PAGES) | PUBLIC) - known == set()


def test_only_our_own_models_stand_in_the_admin() -> None:
    assert {model._meta.model_name for model in admin.site._registry} == set(POLICIES)


@dataclass
class Objects:
    """One object of every kind in the office, with Bidang IKP's quarter handed in."""

    arguments: dict[str, list[Any]]
    rows: dict[str, int]


@shared
def objects(office: Office, cast: Cast) -> Objects:
    return build_objects(office, cast)


def build_objects(office: Office, cast: Cast) -> Objects:
    """Make one object of every kind in the office, by people of the cast."""
    rows = office.indikator(office.bidang)
    save_rows(
        by=cast.staf,
        triwulan=office.tw1,
        unit=office.bidang,
        isian=[RowEntry(row.pk, 0, realisasi="3") for row in rows],
    )
    realisasi = Realisasi.objects.get(indikator=rows[0])
    bukti = add_evidence(
        by=cast.staf, triwulan=office.tw1, unit=office.bidang, indikator_id=rows[0].pk, file=upload("bukti.pdf", PDF)
    )
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    change = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Uji", berlaku_mulai=date(2024, 7, 1))
    kept, gone = ButirPK.objects.filter(pk_induk=change).order_by("pk")[:2]
    kept.satuan = "Satuan lain"
    save_butir(by=cast.perencana, butir=kept)
    remove_butir(by=cast.perencana, butir=gone)
    sheets = arrange_lembar(by=cast.perencana, pk=change)
    nothing = keep_change({"diganti": {}, "dihentikan": {}, "dipertahankan": {}, "indikator": []})
    ganti = GantiNomenklatur.objects.create(periode=office.renstra, tahun=2025, isi=nothing, dibuat_oleh="uji")
    # Of a term that has not begun: it gives nobody of the table anything.
    soon = timezone.localdate() + timedelta(days=9)
    deputy = name_deputy(by=cast.kepala, unit=office.bidang, pengguna=cast.ketua_iku, mulai=soon, sampai=soon)
    certificate = steps.give_certificate(cast.kadis, office.opd)
    sheet = [office.tw1.pk, office.bidang.pk]
    quarter = [2024, 1]
    arguments: dict[str, list[Any]] = {
        "indicators:pengisian_sheet": sheet,
        "indicators:pengisian_save": sheet,
        "indicators:pengisian_explain": [*sheet, realisasi.indikator_id],
        "indicators:pengisian_live": sheet,
        "indicators:pengisian_submit": sheet,
        "indicators:pengisian_withdraw": sheet,
        "indicators:pelaksana_harian_end": [deputy.pk],
        "indicators:sheet_download": sheet,
        "indicators:sheet_import": sheet,
        "indicators:sheet_import_save": sheet,
        "indicators:office_sheet_download": quarter,
        "indicators:bukti_upload": [*sheet, realisasi.indikator_id],
        "indicators:bukti_replace": [*sheet, bukti.pk],
        "indicators:bukti_withdraw": [*sheet, bukti.pk],
        "indicators:bukti_download": [bukti.pk],
        "indicators:bukti_open": [bukti.pk],
        "indicators:bukti_picture": [bukti.pk, 1],
        "indicators:return_answer_row": [*sheet, realisasi.indikator_id],
        "indicators:return_answer_whole": sheet,
        "indicators:pengajuan_version": [pengajuan.pk, 1],
        "indicators:row_history": [pengajuan.pk, realisasi.indikator_id],
        "indicators:validasi_triwulan": quarter,
        "indicators:pengesahan_triwulan": quarter,
        "indicators:triwulan_approve": [office.tw1.pk],
        "indicators:triwulan_reopen": [office.tw1.pk],
        "indicators:jadwal_edit": [office.tw1.pk],
        "indicators:plan_tree_order": ["kegiatan", office.kegiatan.pk],
        "indicators:plan_tree_order_indikator": ["sub_kegiatan", office.sub_kegiatan.pk],
        "indicators:nomenklatur_undo": [ganti.pk],
        "indicators:anggaran_triwulan": quarter,
        "indicators:anggaran_unit": sheet,
        "indicators:anggaran_save": sheet,
        "indicators:pk_perubahan": [office.pk.pk],
        "indicators:pk_comparison": [change.pk],
        "indicators:lembar_pk": [change.pk],
        "indicators:lembar_pk_arrange": [change.pk],
        "indicators:lembar_pk_edit": [sheets[0].pk],
        "indicators:logo": [office.opd.pk],
        "reports:sertifikat_withdraw": [certificate.pk],
        "reports:sertifikat_confirm": [certificate.pk],
        "reports:restore_default": [*quarter, "bab_5"],
        "reports:confirm_figures": [*quarter, "bab_5"],
        "admin:app_list": ["indicators"],
    }
    usulan = UsulanPeran.objects.create(
        pengguna=cast.staf_umum,
        unit=office.dinas,
        peran=Peran.SEKRETARIS.value,
        mulai=date(2024, 1, 1),
        diusulkan_oleh=cast.administrator,
        diusulkan_pada=timezone.now(),
    )
    for name in ("approve", "reject", "cancel"):
        arguments[f"indicators:usulan_peran_{name}"] = [usulan.pk]
    for name in ("pengajuan", "pengajuan_check", "pengajuan_validate", "pengajuan_send_back", "pengajuan_reopen"):
        arguments[f"indicators:{name}"] = [pengajuan.pk]
    for name in ("laporan", "progress", "save", "preview", "final", "cancel", "revise"):
        arguments[f"reports:{name}"] = quarter
    _leave_failures()
    setting = PengaturanTahun.objects.create(opd=office.opd, tahun=2024)
    money = Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=2024, pagu=1000)
    scale = SkalaPredikat.objects.create(opd=office.opd, nama="Skala uji")
    models = {
        "perioderenstra": office.renstra.pk,
        "tujuan": office.sasaran.tujuan_id,
        "sasaran": office.sasaran.pk,
        "program": office.program.pk,
        "kegiatan": office.kegiatan.pk,
        "subkegiatan": office.sub_kegiatan.pk,
        "indikator": rows[0].pk,
        "skalapredikat": scale.pk,
        "perjanjiankinerja": office.pk.pk,
        "anggaran": money.pk,
        "butirpk": office.pk.butir.first().pk,  # type: ignore[union-attr]  # the office has rows
        "dukungan": Dukungan.objects.create(pendukung=rows[0], didukung=rows[1]).pk,
        "perangkatdaerah": office.opd.pk,
        "unitkerja": office.bidang.pk,
        "pejabat": Pejabat.objects.get(opd=office.opd).pk,
        "pengaturantahun": setting.pk,
        "pengguna": cast.staf_iku.pk,
        "penugasan": cast.staf_iku.daftar_penugasan.get(unit__opd=office.opd).pk,
        "damagedfile": DamagedFile.objects.create(
            opd=office.opd,
            jenis="uji",
            nomor=office.opd.pk,
            nama="Berkas uji",
            sebab="hilang",
            ditemukan_pada=timezone.now(),
            terakhir_pada=timezone.now(),
        ).pk,
        "jejak": record(by=None, tindakan=Act.UBAH, objek="uji", opd=office.opd).pk,
    }
    return Objects(arguments, models)


def _leave_failures() -> None:
    """A job that failed, one that waits, and a mail that was not sent: what "Keadaan sistem" shows."""
    now = timezone.now()
    failed = {"status": JobStatus.FAILED.value, "attempts": 3, "queued_at": now, "ended_at": now, "message": "Gagal."}
    Job.objects.create(kind="trail.seal", key="uji/gagal", error="ValueError: uji", **failed)
    # At most one of a kind and key is at work, in all offices together.
    key = f"uji/tunggu/{Job.objects.count()}"
    Job.objects.create(kind="sessions.forget", key=key, queued_at=now, not_before=now)
    mail = Message.objects.create(to="uji@contoh.go.id", subject="Uji", body="Uji", put_at=now)
    Job.objects.create(kind=SEND, key=key_of(mail), **failed)


@shared
def sessions(cast: Cast) -> dict[str, str]:
    """Return the key of each role's session: to sign in takes as long as to ask for a page."""
    return {role: _sign_in(getattr(cast, role)) for role in ROLES}


def _sign_in(user: Pengguna) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask(session: str, method: str, url: str) -> int:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    if method == "GET":
        response = client.get(url)
        if response.streaming:  # closing the whole response would close the test's database too
            for close in response._resource_closers:
                close()
    elif url.endswith("/simpan/") and "/pengisian/" in url:
        response = client.post(url, ROW, content_type="application/json")
    elif url.endswith("/jelaskan/"):
        response = client.post(url, EXPLANATION, content_type="application/json")
    else:
        response = client.post(url, FORM)
    # Pages, forms, files, data, redirects and refusals alike: the next one at this computer presses "back".
    assert "no-store" in response.headers.get("Cache-Control", ""), url
    return response.status_code


# What the forms send at least, so that the question of permission is reached; nothing here can succeed by accident.
FORM = {"versi": "999", "alasan": "uji", "mulai": "2024-04-01", "tenggat": "2024-04-15"}
EXPLANATION = {"aturan": "melampaui", "perihal": "0", "teks": "uji"}
ROW = {"baris": [{"id": 0, "versi": 0, "realisasi": "1"}]}


# Pages that ask by GET and change by POST.
FORMS = (
    "indicators:pengisian_submit",
    "indicators:pengisian_withdraw",
    "indicators:sheet_import",
    "indicators:jadwal_edit",
    "indicators:pk_perubahan",
    "indicators:lembar_pk_edit",
)


def letter(code: int) -> str:
    if code in (403, 404):
        return "x" if code == 403 else "-"
    return "b" if code < 500 else f"!{code}"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page(objects: Objects, sessions: dict[str, str], name: str) -> None:
    method, expected = PAGES[name]
    url = reverse(name, args=objects.arguments.get(name, []))
    found, recorded = {}, {}
    for role in ROLES:
        before = Jejak.objects.filter(ditolak=True).count()
        found[role] = letter(ask(sessions[role], method, url))
        recorded[role] = Jejak.objects.filter(ditolak=True).count() > before
    assert "".join(found.values()) == expected
    if method == "POST":
        assert [role for role in ROLES if found[role] == "x" and not recorded[role]] == [], "denied, but not recorded"


@pytest.mark.parametrize("name", sorted(name for name, (method, _) in PAGES.items() if method == "POST"))
def test_page_that_changes_refuses_get(objects: Objects, sessions: dict[str, str], name: str) -> None:
    """No state changes by GET: 405, or a page that only asks (as Ajukan does, with what is missing)."""
    url = reverse(name, args=objects.arguments.get(name, []))
    codes = {ask(sessions[role], "GET", url) for role in ROLES}
    assert codes <= {200, 302, 403, 404, 405}
    if name not in FORMS:
        assert 200 not in codes


def test_anonymous_is_sent_to_sign_in_everywhere(objects: Objects) -> None:
    wrong = []
    for name in PAGES:
        url = reverse(name, args=objects.arguments.get(name, []))
        response = Client().post(url) if PAGES[name][0] == "POST" else Client().get(url)
        assert "no-store" in response["Cache-Control"], url
        if response.status_code != 302 or not response["Location"].startswith("/admin/login/"):
            wrong.append((name, response.status_code))
    assert wrong == []


def admin_addresses() -> list[tuple[str, str, str]]:
    found = []
    for address in addresses():
        split = model_act(address.name)
        if split is not None and split[0] in POLICIES:
            found.append((address.name, *split))
    return sorted(set(found))


@pytest.mark.parametrize("model", sorted(POLICIES))
def test_admin_pages_of_a_model(objects: Objects, sessions: dict[str, str], model: str) -> None:
    policy = POLICIES[model]
    wrong = []
    for name, _, act in (entry for entry in admin_addresses() if entry[1] == model):
        with_object = act not in ("changelist", "add", "import", "process_import", "export")
        url = reverse(name, args=[objects.rows[model]] if with_object else [])
        changing = act in CHANGING
        listing = act in ("changelist", "export")
        for role in ROLES:
            allowed = role == policy["perbuatan"] if changing else role in policy["lihat"]
            if (model, act) in NEVER:
                allowed = False
            elif listing and role == "asing":
                allowed = "sekretaris" in policy["lihat"]  # he is one too, of another office: a list of its own
            post = act in ("sandi", "faktor", "aktif", "kunci", "copy", "fix")
            code = ask(sessions[role], "POST" if post else "GET", url)
            # The stock admin sends who may not see the object to its index with a message, as if it were not there.
            reached = {200, 302} if post else {200, 405} if act == "process_import" else {200}
            if (code in reached) != allowed:
                wrong.append((name, role, code))
    assert not wrong, wrong


# The pages of a document need one: tests/reports/views tries them for every role; here they are only named.
DOCUMENT_PAGES = {
    "reports:sign",
    "reports:scan",
    "reports:scan_compare",
    "reports:scan_keep",
    "reports:scan_page",
    "reports:scan_report_page",
    "reports:download",
    "reports:show",
}
