"""`manage.py create_opd`: an empty office whose administrator can begin."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from indicators.models import Pemda, Pengguna, PerangkatDaerah, PeriodeRenstra, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import load_kewenangan

CHOICES = {
    "pemda_kode": "32.01",
    "pemda_jenis": "kabupaten",
    "pemda_nama": "Contoh Raya",
    "ibu_kota": "Kota Contoh",
    "kode": "dinkes",
    "nama": "Dinas Kesehatan",
    "tahun_awal": "2025",
    "tahun_akhir": "2029",
    "admin": "admin.dinkes",
    "admin_nama": "Administrator Dinkes",
}


def create(**changes: str | None) -> str:
    out = StringIO()
    call_command("create_opd", stdout=out, **(CHOICES | changes))
    return out.getvalue()


def test_office_with_root_renstra_and_administrator(db: None) -> None:
    said = create()
    opd = PerangkatDaerah.objects.get()
    assert (str(opd.pemda), opd.nama) == ("Kabupaten Contoh Raya", "Dinas Kesehatan")
    root = UnitKerja.objects.get()
    assert (root.induk, root.path) == (None, f"{root.pk:06d}/")
    assert str(PeriodeRenstra.objects.get()) == "Renstra 2025-2029"
    admin = Pengguna.objects.get()
    sandi = next(line for line in said.splitlines() if line.startswith("Kata sandi")).split(": ")[1]
    assert admin.check_password(sandi)
    assert admin.wajib_ganti_sandi
    assert load_kewenangan(admin).may(Izin.KELOLA_PENGGUNA, opd_id=opd.pk)
    login = Client().post("/admin/login/", {"username": "admin.dinkes", "password": sandi, "next": "/sehat/"})
    assert login.status_code == 302


def test_second_office_joins_the_known_pemda_and_none_other(db: None) -> None:
    create()
    create(kode="dinsos", nama="Dinas Sosial", admin="admin.dinsos", pemda_nama=None, ibu_kota=None, pemda_jenis=None)
    assert Pemda.objects.get().opd.count() == 2
    create(pemda_kode="32.02", pemda_nama="Contoh Jaya", kode="dinsos", admin="admin.jaya")
    assert [row.opd.count() for row in Pemda.objects.order_by("kode")] == [2, 1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nama": None}, "--nama belum diberikan"),
        ({"nama": " "}, "tidak boleh kosong"),
        ({"pemda_jenis": "Desa"}, "Kabupaten, Kota, atau Provinsi"),
        ({"tahun_awal": "dua ribu"}, "bukan tahun"),
        ({"tahun_awal": "2031"}, "Tahun akhir tidak boleh sebelum tahun awal"),
        ({"kode": "din kes"}, "Kode hanya memuat"),
        ({"admin": "dua kata"}, "Nama pengguna|username"),
    ],
)
def test_wrong_answers_create_nothing_and_say_why(
    db: None, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], sentence: str
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match=sentence):
        create(**changes)
    assert not Pemda.objects.exists()
    assert not Pengguna.objects.exists()


def test_taken_code_and_user_name_are_refused(db: None) -> None:
    create()
    with pytest.raises(CommandError, match="Kode dinkes sudah dipakai perangkat daerah lain"):
        create(admin="lain")
    with pytest.raises(CommandError, match="Nama pengguna ini sudah dipakai"):
        create(kode="dinsos")
    assert PerangkatDaerah.objects.count() == 1


def test_missing_answers_are_asked_at_a_terminal(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "Dinas Kesehatan Baru"

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", answer)
    create(nama=None)
    assert asked == ["Nama perangkat daerah (misalnya Dinas Komunikasi dan Informatika): "]
    assert PerangkatDaerah.objects.get().nama == "Dinas Kesehatan Baru"
