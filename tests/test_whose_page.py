"""Every page says whose it is: a person of two offices opens every address of the URL configuration for both.

`KINDS` is written by hand; a new address without a line fails `test_every_address_is_declared`, and a page that shows
an object without saying whose shows no office's name in its head and fails the walk.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from openpyxl import load_workbook

from indicators.models import Jejak, Kegiatan, Triwulan
from indicators.permissions import Peran
from indicators.selectors.pengesahan import compare_with_approval
from reports.models import Dokumen
from reports.services.dokumen import request_preview
from tests.cast import Cast, Office, make_quarter, make_user
from tests.files import body_of
from tests.indicators import way
from tests.pair import WORDS, Pair, build_pair
from tests.reports import steps
from tests.shared import shared
from tests.test_permission_matrix import DOCUMENT_PAGES, PAGES, Objects, addresses, build_objects, model_act

# Which office a page names does not depend on the database, and the walk over every page is long.
pytestmark = pytest.mark.one_database

# What a GET of an address shows. "objek": an object, so its office. "kantor": what `?opd=` names, asked for when it is
# not named. "daftar": all offices of the reader, or the one of `?opd=`. "nobody": no office's. Acts answer to POST.
KINDS: dict[str, str] = {
    "indicators:pengisian": "daftar",
    "indicators:pengisian_sheet": "objek",
    "indicators:pengisian_live": "objek",
    "indicators:pengisian_submit": "objek",
    "indicators:pengisian_withdraw": "objek",
    "indicators:sheet_download": "objek",
    "indicators:sheet_import": "objek",
    "indicators:bukti_download": "objek",
    "indicators:bukti_open": "objek",
    "indicators:bukti_picture": "objek",
    "indicators:pemeriksaan": "daftar",
    "indicators:pelaksana_harian": "daftar",
    "indicators:pengajuan": "objek",
    "indicators:pengajuan_version": "objek",
    "indicators:row_history": "objek",
    "indicators:validasi": "kantor",
    "indicators:validasi_triwulan": "kantor",
    "indicators:office_sheet_download": "kantor",
    "indicators:pengesahan": "kantor",
    "indicators:pengesahan_triwulan": "kantor",
    "indicators:jadwal": "kantor",
    "indicators:jadwal_edit": "objek",
    "indicators:kewajaran": "kantor",
    "indicators:plan_tree": "kantor",
    "indicators:plan_tree_order": "objek",
    "indicators:plan_tree_order_indikator": "objek",
    "indicators:plan_health": "kantor",
    "indicators:anggaran": "kantor",
    "indicators:anggaran_triwulan": "kantor",
    "indicators:anggaran_unit": "objek",
    "indicators:tahun_open": "kantor",
    "indicators:perubahan_nomenklatur": "kantor",
    "indicators:plan_workbook": "kantor",
    "indicators:plan_workbook_download": "kantor",
    "indicators:office_workbook": "kantor",
    "indicators:office_workbook_download": "kantor",
    "indicators:pk_perubahan": "objek",
    "indicators:pk_comparison": "objek",
    "indicators:lembar_pk": "objek",
    "indicators:lembar_pk_edit": "objek",
    "indicators:usulan_peran": "daftar",
    "indicators:atur_ulang": "nobody",
    "indicators:condition": "daftar",
    "indicators:logo": "objek",
    "reports:list": "daftar",
    "reports:laporan": "kantor",
    "reports:pemaraf": "kantor",
    "reports:progress": "kantor",
    "reports:download": "objek",
    "reports:show": "objek",
    "reports:sertifikat": "kantor",
    "reports:sertifikat_pejabat": "kantor",
    "admin:index": "daftar",
    "admin:app_list": "daftar",
    "admin:password_change": "nobody",
    "admin:password_change_done": "nobody",
    "sign_in:sessions": "nobody",
    "sign_in:factor": "nobody",
    "sign_in:pair": "nobody",
}
# Answers without a page of ours: redirects, scripts, tests of their own.
NO_PAGE = {"home", "admin:login", "admin:logout", "admin:jsi18n", "admin:view_on_site", "verifikasi:dokumen"}
NO_PAGE |= {"health", "ready", "metrics"}  # asked by programs
NO_PAGE |= {"source"}  # a file
NO_PAGE |= {"sign_in:end", "sign_in:end_all", "sign_in:renew_codes", "sign_in:remove_factor"}  # acts
# Before the sign-in is done; and what is shown once, to who has just made it.
NO_PAGE |= {"sign_in:code", "sign_in:sso", "sign_in:sso_back", "sign_in:recovery_codes"}
NO_PAGE |= {"verifikasi:file", "verifikasi:number", "verifikasi:logo"}
NO_PAGE |= {"admin:autocomplete"}  # see test_a_search_field_names_the_office
ACTS = {name for name, (method, _) in PAGES.items() if method == "POST"} | set(DOCUMENT_PAGES)
ACTS_OF_MODELS = {"sandi", "faktor", "aktif", "kunci", "copy", "process_import"}
LISTS_OF_MODELS = {"changelist": "daftar", "export": "daftar", "add": "kantor", "import": "kantor"}
# Made by a command, or kept once per office: nothing to add; and what is frozen or kept for good is not deleted.
NOT_THERE = {
    "admin:indicators_perangkatdaerah_add",
    "admin:indicators_jejak_add",
    "admin:indicators_damagedfile_add",
    "admin:indicators_damagedfile_delete",
    *(f"admin:indicators_{name}_delete" for name in ("perangkatdaerah", "pengaturantahun", "pengguna", "penugasan")),
    *(f"admin:indicators_{name}_delete" for name in ("butirpk", "perjanjiankinerja", "jejak")),
    "admin:indicators_perjanjiankinerja_fix",
}
# Accounts are people, here of both offices: their pages are no single office's.
OF_SEVERAL = {f"admin:indicators_pengguna_{act}" for act in ("change", "history")}


def kind_of(name: str) -> str | None:
    """Return what a GET of the address shows, "" for none; None when nobody has said."""
    if name in KINDS:
        return KINDS[name]
    if name in NO_PAGE | ACTS | NOT_THERE:
        return ""
    split = model_act(name)
    if split is None:
        return None
    if name in OF_SEVERAL:
        return "nobody"
    return "" if split[1] in ACTS_OF_MODELS else LISTS_OF_MODELS.get(split[1], "objek")


def test_every_address_is_declared() -> None:
    assert sorted({address.name for address in addresses() if kind_of(address.name) is None}) == []
    assert set(KINDS) - {address.name for address in addresses()} == set()


@shared
def pair() -> Pair:
    return build_pair()


@shared
def things(pair: Pair) -> dict[str, Objects]:
    """Return one object of every kind in each office, by the office's word."""
    with steps.quick_renderer():
        return _build_things(pair)


def _build_things(pair: Pair) -> dict[str, Objects]:
    found = {}
    for office, word in zip(pair.offices, WORDS, strict=True):
        things = build_objects(office, pair.cast)
        way.check(office, office.bidang, pair.cast.kepala)
        open_quarter = make_quarter(office.opd, 2024, 2, [office.bidang])
        way.fill(office, office.bidang, way.BIDANG, quarter=open_quarter)
        for name in ("pengisian_submit", "pengisian_withdraw", "sheet_import"):
            things.arguments[f"indicators:{name}"] = [open_quarter.pk, office.bidang.pk]
        Kegiatan.objects.create(program=office.program, nama=f"Kegiatan kedua {word}", urutan=2)
        steps.do(request_preview(by=pair.cast.perencana, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
        dokumen = Dokumen.objects.get(laporan__opd=office.opd)
        things.arguments |= {name: [dokumen.pk] for name in DOCUMENT_PAGES}
        found[word] = things
    return found


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address_of(name: str, things: Objects) -> str:
    split = model_act(name)
    if split is not None and name not in PAGES:
        return reverse(name, args=[] if split[1] in LISTS_OF_MODELS else [things.rows[split[0]]])
    return reverse(name, args=things.arguments.get(name, []))


def with_office(url: str, office: Office) -> str:
    return f"{url}?opd={office.opd.pemda.kode}/{office.opd.kode}"


def texts_of(response: Any) -> tuple[str, str]:
    """Return what an answer says, without what lists other offices to go to, and the name of its file."""
    content = body_of(response)
    disposition = unquote(response.get("Content-Disposition", ""))
    kind = response.get("Content-Type", "")
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(content), read_only=True)
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        book.close()
        return " ".join(cells), disposition
    if not kind.startswith(("text/html", "application/json")):
        return "", "" if kind.startswith("image/") else disposition
    text = content.decode()
    for choosers in (r'<ul class="office-list">.*?</ul>', r'<details class="move">.*?</details>'):
        text = re.sub(choosers, "", text, flags=re.S)
    return html.unescape(text), disposition


def head_of(text: str) -> tuple[str, str, str]:
    """Return name and region in the head of a page, and the address of its logo."""
    name = re.search(r'class="brand-name">(.*?)<', text)
    region = re.search(r'class="brand-remark">(.*?)<', text)
    logo = re.search(r'class="brand-logo"\s+src="(.*?)"', text)
    assert name is not None
    assert region is not None
    assert logo is not None
    return name[1], region[1], logo[1]


def complaints(response: HttpResponse, office: Office, word: str) -> Iterator[str]:
    """Yield what on a page of this office is not this office's."""
    if response.status_code != 200:
        yield f"answers {response.status_code}"
        return
    text, filename = texts_of(response)
    other = next(item for item in WORDS if item != word)
    # The reader's own names stand in the frame: his work in the other office is no leak.
    if other in text:
        place = text.index(other)
        yield f"names the other office: ...{text[max(0, place - 80) : place + 40]!r}"
    if other.lower() in filename.lower():
        yield f"file of the other office: {filename}"
    if response.get("Content-Type", "").startswith("text/html"):
        expected = (office.opd.nama, str(office.opd.pemda), f"/admin/logo/{office.opd.pk}/")
        if head_of(text) != expected:
            yield f"head says {head_of(text)}"
        title = re.search(r"<title>(.*?)</title>", text, flags=re.S)
        if title is None or not title[1].strip().endswith(f"| {office.opd.nama}"):
            yield f"title says {title and title[1]}"
    elif filename and "bukti.pdf" not in filename and f"diskominfo-{word.lower()}raya" not in filename:
        yield f"file does not say whose it is: {filename}"


# Buttons that change nothing yet, or whose page the stock admin makes; its head and title say whose it is.
PLAIN_BUTTONS = re.compile(
    r"^(Keluar( dari .*)?|Log out|Periksa berkas|Usulkan kode .*|Unduh|Simpan|Simpan dan .*|Ya, saya yakin|Ganti.*"
    r"|Bandingkan|Tampilkan|Atur ulang kata sandi|Buka kunci|Akhiri sesi.*|Nonaktifkan akun|Aktifkan akun|Hapus|Lihat"
    r"|Cari|Gunakan tema .*|Kembali ke bawaan)$"
)
# Buttons whose act is of a whole Renstra, of a setting, of the account's own office, or of an official as such.
NO_PERIOD = (
    "Simpan aturan ",
    "Setujui peran ",
    "Tolak usulan ",
    "Batalkan usulan ",
    "Simpan semuanya ke ",
    "Simpan urutan ",
    "Simpan paraf ",
    "Buka triwulan ",
    "Daftarkan sertifikat ",
    "Tarik sertifikat ",
    "Konfirmasi sertifikat ",
    "Tunjuk pelaksana harian ",
    "Batalkan penunjukan ",
    "Akhiri tugas ",
    "Periksa dan teruskan unit yang ditandai ",  # of several quarters at once
)


def buttons_in(text: str) -> Iterator[str]:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.S):
        for kind, label in re.findall(r"<button([^>]*)>(.*?)</button>", form, flags=re.S):
            words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", label)).split())
            if 'type="button"' not in kind and not PLAIN_BUTTONS.match(words):
                yield words


def unnamed_acts(text: str, office: Office) -> Iterator[str]:
    """Yield the acts of a page that do not say for which office and period. Both offices are called DISKOMINFO: only
    the whole name tells them apart."""
    for label in buttons_in(text):
        period = re.search(r"TW I+ 2024|20\d\d", label) or label.startswith(NO_PERIOD)
        if office.opd.nama not in label or not period:
            yield f"act without office or period: {label}"


def test_every_page_is_of_the_office_whose_object_it_shows(pair: Pair, things: dict[str, Objects]) -> None:
    """Head, title, logo, text, files and acts."""
    client = client_of(pair.segala)
    problems, acts = [], set()
    for name in sorted({address.name for address in addresses()}):
        kind = kind_of(name)
        if kind not in ("objek", "kantor", "daftar"):
            continue
        for office, word in zip(pair.offices, WORDS, strict=True):
            url = address_of(name, things[word])
            response = client.get(url if kind == "objek" else with_office(url, office))
            problems += [f"{name} of {word}: {text}" for text in complaints(response, office, word)]
            if response.get("Content-Type", "").startswith("text/html"):
                page = response.content.decode()
                problems += [f"{name} of {word}: {text}" for text in unnamed_acts(page, office)]
                acts |= {label.partition(" ")[0] for label in buttons_in(page)}
    assert problems == [], "\n".join(problems)
    assert {"Validasi", "Kembalikan", "Buka", "Simpan", "Susun"} <= acts


NEUTRAL_LOGO = "/static/img/mark.svg"


def test_a_page_of_no_single_office_bears_nobodys_name(pair: Pair, things: dict[str, Objects]) -> None:
    """A list says "Semua kantor Anda"; a page that needs one office asks by name and shows no figures yet."""
    client = client_of(pair.segala)
    problems = []
    for name in sorted({address.name for address in addresses()}):
        kind = kind_of(name)
        if kind not in ("kantor", "daftar", "nobody"):
            continue
        response = client.get(address_of(name, things["Alfa"]))
        text, _ = texts_of(response)
        said = head_of(text) if "brand-name" in text else None
        if kind == "kantor":
            links = [url for word in WORDS if (url := f"opd={word.lower()}/diskominfo") in response.content.decode()]
            if said != ("Akuntabilitas Kinerja", "SAKIP", NEUTRAL_LOGO) or len(links) != 2:
                problems.append(f"{name} does not ask: {said} {links}")
            if any(word in text for word in WORDS):
                problems.append(f"{name} shows something before it was asked for")
        elif kind == "daftar" and response.get("Content-Disposition") is None:
            if said != ("Akuntabilitas Kinerja", "Semua kantor Anda", NEUTRAL_LOGO):
                problems.append(f"{name} is headed {said}")
            if name.endswith("_changelist") and not all(office.opd.nama in text for office in pair.offices):
                problems.append(f"{name} does not name the office of its rows")
        elif kind == "nobody" and (said is None or said[0] != "Akuntabilitas Kinerja" or said[2] != NEUTRAL_LOGO):
            problems.append(f"{name} is headed {said}")
    assert problems == [], "\n".join(problems)


# --- by links only ----------------------------------------------------------------------------------------------------

# Other questions lead to other orders and filters of the same list.
FOLLOWED = {"opd", "renstra", "tahun", "_changelist_filters", "pk", "bentuk"}
UNVISITED = {"admin:logout", "admin:password_change", "admin:indicators_jejak_change"}
# Of a draft and of a later PK other pages are linked than of the first one.
LEADS_ON = {"admin:indicators_perjanjiankinerja_change"}
ENOUGH = 80


def links_in(text: str, base: str) -> Iterator[str]:
    for found in re.findall(r'<a[^>]*?\shref="([^"#]+)', text):
        url = urlsplit(html.unescape(found))
        path = url.path or base
        keys = {key for key, _ in parse_qsl(url.query)}
        if not url.netloc and path.startswith("/admin/") and keys <= FOLLOWED:
            yield f"{path}?{url.query}" if url.query else path


def crawl(client: Client, start: str) -> dict[str, set[str]]:
    """Follow links from a page; return for each name of an address the offices whose pages were reached.

    Of a page of the stock admin that was reached for both offices the others are left out.
    """
    reached: dict[str, set[str]] = defaultdict(set)
    visits: Counter[str] = Counter()
    waiting, seen = [start], {start}
    while waiting:
        url = waiting.pop()
        name = resolve(urlsplit(url).path).view_name
        known = visits[name] >= ENOUGH or set(WORDS) <= reached[name]
        if name in UNVISITED or (known and name.startswith("admin:") and name not in LEADS_ON):
            continue
        visits[name] += 1
        response: Any = client.get(url, follow=True)
        text, filename = texts_of(response)
        said = head_of(text)[0] if "brand-name" in text else filename
        reached[name].update(word for word in WORDS if word.lower() in said.lower())
        whole = response.content.decode() if "text/html" in response.get("Content-Type", "") else ""
        for link in links_in(whole, urlsplit(url).path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return reached


def test_every_page_is_reached_for_both_offices_by_links(pair: Pair, things: dict[str, Objects]) -> None:
    """Models are reached through their list; of their rows one kind of page each is enough."""
    assert things
    reached = crawl(client_of(pair.segala), "/")
    both = {"Alfa", "Beta"}
    missing = [
        f"{name}: {sorted(reached[name])}"
        for name, kind in KINDS.items()
        if kind in ("objek", "kantor", "daftar") and name not in NOT_LINKED and not both <= reached[name]
    ]
    models = [
        name
        for address in addresses()
        if model_act(name := address.name) is not None
        and name.endswith(("_changelist", "_add", "_change", "_import"))
        and kind_of(name) in ("objek", "kantor", "daftar")
        and name not in UNVISITED
        and not both <= reached[name]
    ]
    assert (missing, sorted(set(models))) == ([], [])


# Pictures, what a script asks, and files behind buttons of a script.
NOT_LINKED = {
    "indicators:logo",
    "indicators:pengisian_live",
    "reports:progress",
    "admin:app_list",
    "indicators:bukti_download",
    "indicators:bukti_open",
    "indicators:bukti_picture",
    "indicators:pengisian_withdraw",  # only while what was handed in waits to be checked
}


# --- acts -------------------------------------------------------------------------------------------------------------


def test_one_office_is_called_by_its_short_name(office: Office, cast: Cast) -> None:
    page = client_of(cast.sekretaris).get("/admin/jadwal/").content.decode()

    assert "Buka triwulan DISKOMINFO</button>" in page
    assert "choose-office" not in page


def test_an_act_answers_for_its_own_office(pair: Pair) -> None:
    way.fill(pair.beta, pair.beta.bidang, way.BIDANG)
    handing = reverse("indicators:pengisian_submit", args=[pair.beta.tw1.pk, pair.beta.bidang.pk])
    shown = client_of(pair.cast.staf).get(handing).content.decode()
    assert f"Ajukan {pair.beta.bidang}, TW I 2024 {pair.beta.opd.nama}</button>" in shown
    way.check_all(pair.beta, pair.cast)
    way.validate_all(pair.alfa, pair.cast)
    client = client_of(pair.cast.kadis)
    quarter = Triwulan.objects.get(pk=pair.beta.tw1.pk)

    page = client.get("/admin/pengesahan/?opd=beta/diskominfo").content.decode()
    assert f"Sahkan TW I 2024 {pair.beta.opd.nama}</button>" in page
    seen = {"versi": quarter.versi, "dilihat": compare_with_approval(quarter).dilihat}
    response = client.post(f"/admin/triwulan/{quarter.pk}/sahkan/", seen)
    assert response["Location"] == "/admin/pengesahan/2024/1/?opd=beta/diskominfo"
    answer, _ = texts_of(client.get(response["Location"]))

    assert f"{pair.beta.opd.nama}: Triwulan I Tahun 2024 sudah disahkan." in answer
    assert f"Buka kembali TW I 2024 {pair.beta.opd.nama}</button>" in answer
    assert "Alfa" not in answer
    assert Triwulan.objects.get(pk=pair.alfa.tw1.pk).status == "terbuka"


# --- counts, codes, refusals ------------------------------------------------------------------------------------------


def counts_on(client: Client, url: str) -> dict[str, int]:
    return {item.label: item.jumlah for item in client.get(url).context["menu_sakip"] if item.jumlah}


def test_the_menu_counts_what_its_page_shows(pair: Pair) -> None:
    way.hand_in(pair.alfa, pair.alfa.bidang, pair.cast.staf, way.BIDANG)
    for unit, user, values in (("bidang", "staf", way.BIDANG), ("subbag", "staf_umum", way.SUBBAG)):
        way.hand_in(pair.beta, getattr(pair.beta, unit), getattr(pair.cast, user), values)
    way.check(pair.alfa, pair.alfa.bidang, pair.cast.kepala)
    for unit, user in (("bidang", "kepala"), ("subbag", "kasubbag")):
        way.check(pair.beta, getattr(pair.beta, unit), getattr(pair.cast, user))
    client = client_of(pair.cast.sekretaris)

    # The Sekretaris also heads the Sekretariat, which Subbag's data passes before it is validated.
    assert counts_on(client, "/admin/validasi/?opd=alfa/diskominfo") == {"Validasi": 1}
    assert counts_on(client, "/admin/validasi/?opd=beta/diskominfo") == {"Validasi": 1, "Pemeriksaan": 1}
    asked = client.get("/admin/validasi/")
    assert {item.label: item.jumlah for item in asked.context["menu_sakip"] if item.jumlah} == {
        "Validasi": 2,
        "Pemeriksaan": 1,
    }
    assert [(item.nama, item.jumlah) for item in asked.context["pilihan_kantor"]] == [
        (pair.alfa.opd.nama, 1),
        (pair.beta.opd.nama, 1),
    ]
    chosen = client.get(asked.context["pilihan_kantor"][1].url)
    links = {item.label: item.tautan for item in chosen.context["menu_sakip"]}
    assert links["Jadwal"] == "/admin/jadwal/?opd=beta/diskominfo"


@pytest.mark.parametrize(
    ("code", "status", "head"),
    [
        ("beta/diskominfo", 200, "Dinas Komunikasi dan Informatika Beta"),
        ("diskominfo", 200, "Akuntabilitas Kinerja"),  # both have this code: asked
        ("beta/dinkes", 404, ""),
        ("gamma/diskominfo", 404, ""),
        ("alfa/dinkes", 404, ""),  # there, but none of his
    ],
)
def test_the_address_names_one_office(pair: Pair, code: str, status: int, head: str) -> None:
    response = client_of(pair.cast.kadis).get(f"/admin/pengesahan/?opd={code}")

    assert response.status_code == status
    if head:
        assert head_of(response.content.decode())[0] == head


def test_roles_that_differ_between_offices_lead_to_their_own(pair: Pair) -> None:
    """A page that is open in one office only needs no choice, whichever office one comes from."""
    both = make_user("plt", "Plt.", (pair.alfa.dinas, Peran.KEPALA_DINAS), (pair.beta.bidang, Peran.STAF))
    client = client_of(both)
    page = client.get("/admin/pengesahan/")

    assert head_of(page.content.decode())[0] == pair.alfa.opd.nama
    assert {item.label: item.tautan for item in page.context["menu_sakip"]} == {
        "Pengesahan": "/admin/pengesahan/",
        "Pengisian Realisasi": "/admin/pengisian/",
        "Kelengkapan Data": "/admin/validasi/",
        "Rencana": "/admin/",
        "Laporan": "/admin/laporan/?opd=alfa/diskominfo",
        "Usulan Peran": "/admin/akun/usulan-peran/",
    }
    assert client.get("/admin/pengesahan/?opd=beta/diskominfo").status_code == 404
    entry = client.get("/admin/pengisian/", follow=True)
    assert head_of(entry.content.decode())[0] == pair.beta.opd.nama


def test_a_refusal_stands_in_the_trail_of_the_office_it_concerns(pair: Pair) -> None:
    both = make_user("staf.dua", "Staf Dua", (pair.alfa.bidang, Peran.STAF), (pair.beta.bidang, Peran.STAF))
    client = client_of(both)
    quarter = pair.beta.tw1
    assert client.post(f"/admin/triwulan/{quarter.pk}/sahkan/", {"versi": quarter.versi}).status_code == 403
    assert [row.opd_nomor for row in Jejak.objects.filter(ditolak=True)] == [pair.beta.opd.pk]

    # A page of no office: each office reads of it.
    assert client.get("/admin/jadwal/").status_code == 403
    rows = Jejak.objects.filter(ditolak=True).filter(tindakan="buka_halaman").order_by("pk")
    assert {row.opd_nomor for row in rows} == {pair.alfa.opd.pk, pair.beta.opd.pk}


def test_a_search_field_names_the_office(pair: Pair) -> None:
    address = "/admin/autocomplete/?app_label=indicators&model_name=kegiatan&field_name=program&term=Program"
    names = [row["text"] for row in client_of(pair.cast.perencana).get(address).json()["results"]]

    assert sorted(names) == [
        f"2.16.02 Program Informasi Publik {word} (Dinas Komunikasi dan Informatika {word}, Kabupaten {word}raya)"
        for word in WORDS
    ]


def test_a_row_of_another_office_is_no_choice(pair: Pair) -> None:
    """The form is of the office that was chosen: the other's nodes are refused, whoever may keep both."""
    client = client_of(pair.cast.perencana)
    form = {"program": pair.alfa.program.pk, "nama": "Kegiatan baru", "urutan": "2", "versi_nomenklatur": ""}
    answer = client.post("/admin/indicators/kegiatan/add/?opd=beta/diskominfo", form)

    assert "program" in answer.context["adminform"].form.errors


def test_a_deletion_names_the_office(pair: Pair) -> None:
    kegiatan = Kegiatan.objects.create(program=pair.beta.program, nama="Kegiatan kedua Beta", urutan=2)
    client = client_of(pair.cast.perencana)
    url = f"/admin/indicators/kegiatan/{kegiatan.pk}/delete/"

    assert f"<h1>Hapus kegiatan dari {pair.beta.opd.nama}?</h1>" in client.get(url).content.decode()
    answer = client.post(url, {"post": "yes"})
    assert answer["Location"] == "/admin/indicators/kegiatan/?opd=beta%2Fdiskominfo"
    assert f"{pair.beta.opd.nama}: " in client.get(answer["Location"]).content.decode()


def test_nothing_is_written_before_the_office_was_chosen(pair: Pair) -> None:
    form = {"tahun": "2024", "triwulan": "2", "mulai": "2024-07-01", "tenggat": "2024-07-15"}
    response = client_of(pair.cast.sekretaris).post("/admin/jadwal/", form)

    assert response.status_code == 400
    assert "belum ada yang disimpan" in response.content.decode()
    assert Triwulan.objects.filter(triwulan=2).count() == 0
