"""An office in an afternoon: from `create_opd` to the opened quarter, by the pages, with a file as people fill it."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna, PerjanjianKinerja, Triwulan
from indicators.services.penetapan import fix_pk
from tests.indicators.exchange.workbook.tools import make_book, rows_of_book

FILE = Path(__file__).parents[1] / "exchange" / "workbook" / "office_files" / "k00_kantor_ketik_manusia.xlsx"
OWN = "sandi-Milik-Sendiri-9"
PLAN: dict[str, list[Any]] = {
    "Tujuan": [None, None, "Meningkatnya ketangguhan daerah", 1, None, None],
    "Sasaran strategis": [None, "Meningkatnya ketangguhan daerah", None, "Menurunnya risiko bencana", 1, None, None],
    "Indikator": [
        *(None, "Meningkatnya ketangguhan daerah", "Menurunnya risiko bencana", None, None, None),
        *("Jumlah desa tangguh", "kesiapsiagaan", None, "Desa", "Jumlah"),
    ],
    "Perjanjian kinerja": [None, 2025, 0, None, None, "1 Januari 2025"],
    "Target PK": [
        *(None, "Meningkatnya ketangguhan daerah", "Menurunnya risiko bencana", None, None, None),
        *("Jumlah desa tangguh", *[None] * 11, 4, None, 4, None, 4, None, 4, None, 4, None),
    ],
}


def sign_in(username: str, password: str) -> Client:
    """Sign in with a first password and change it, as everybody has to."""
    client = Client()
    login = {"username": username, "password": password, "next": "/admin/"}
    assert client.post("/admin/login/", login).status_code == 302
    change = {"old_password": password, "new_password1": OWN, "new_password2": OWN}
    assert client.post(reverse("admin:password_change"), change).status_code == 302
    return client


def upload(client: Client, page: str, data: bytes) -> str:
    answer = client.post(reverse(f"indicators:{page}"), {"berkas": [SimpleUploadedFile("kantor.xlsx", data)]})
    return answer.content.decode()


def save(client: Client, page: str, preview: str) -> str:
    token = re.search(r'name="token" value="([^"]+)"', preview)
    assert token is not None, preview
    return client.post(reverse(f"indicators:{page}_save"), {"token": token[1]}, follow=True).content.decode()


def test_an_office_opens_its_first_quarter(db: None) -> None:
    out = StringIO()
    call_command(
        "create_opd",
        stdout=out,
        pemda_kode="99.01",
        pemda_jenis="Kabupaten",
        pemda_nama="Contoh",
        ibu_kota="Contoh",
        kode="bpbd",
        nama="Badan Penanggulangan Bencana Daerah",
        tahun_awal="2025",
        tahun_akhir="2029",
        admin="admin.bpbd",
        admin_nama="Sri Contoh",
    )
    first = re.search(r"Kata sandi +: (\S+)", out.getvalue())
    assert first is not None
    admin = sign_in("admin.bpbd", first[1])

    sheets = rows_of_book(FILE.read_bytes())
    for name, row in PLAN.items():
        sheets[name].append(row)
    answer = upload(admin, "office_workbook", make_book(sheets))
    assert "1 hal perlu diperbaiki" in answer
    assert "Excel membulatkan angka sepanjang 18 digit" in answer
    sheets["Pejabat"][2][1] = "197005051995031009"
    data = make_book(sheets)
    answer = save(admin, "office_workbook", upload(admin, "office_workbook", data))
    cells = re.findall(r'<td class="workbook-password">([^<]+)</td>', answer)
    passwords = dict(zip(cells[::2], cells[1::2], strict=True))
    assert len(passwords) == 10

    planner = sign_in("per.bpbd", passwords["per.bpbd"])
    save(planner, "plan_workbook", upload(planner, "plan_workbook", data))
    pk = PerjanjianKinerja.objects.get(tahun=2025)
    fix_pk(by=Pengguna.objects.get(username="per.bpbd"), pk=pk)

    secretary = sign_in("sek.bpbd", passwords["sek.bpbd"])
    quarter = {"tahun": "2025", "triwulan": "1", "mulai": "2025-04-01", "tenggat": "2025-04-15", "tutup": ""}
    assert secretary.post(reverse("indicators:jadwal"), quarter).status_code == 302
    assert Triwulan.objects.get(opd=pk.opd).triwulan == 1
