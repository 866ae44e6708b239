"""A new office in an afternoon: units, officials and accounts from one workbook."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.demo.source import read_kantor
from indicators.exchange.workbook.kantor import check_office, import_office
from indicators.models import Jejak, Pejabat, Pemda, Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from sakip.refusals import ChangedMeanwhile, NotAllowed
from tests.cast import Cast, Office, make_unit, make_user
from tests.indicators.exchange.workbook.tools import make_book, said

UNIT_HEAD = ["Kode", "Kode unit atasan", "Nama", "Singkatan", "Jenjang", "Urutan"]
PEJABAT_HEAD = ["NIP", "Nama", "Pangkat", "Jabatan", "Kode unit", "Menandatangani laporan", "Mulai", "Sampai"]
AKUN_HEAD = ["Nama pengguna", "Nama", "NIP", "Surel", "Kode unit", "Peran", "Mulai", "Sampai"]


@pytest.fixture
def baru(db: None) -> tuple[PerangkatDaerah, Pengguna]:
    """An office as `create_opd` leaves it: its root unit and its administrator."""
    pemda = Pemda.objects.create(jenis="Kabupaten", nama="Lampung Barat", kode="18.04", ibu_kota="Liwa")
    opd = PerangkatDaerah.objects.create(pemda=pemda, kode="diskominfo", nama="Dinas Kominfo")
    root = make_unit(opd, "dinas", "Dinas Kominfo", Jenjang.ESELON_II)
    return opd, make_user("kepala.admin", "Administrator", (root, Peran.ADMINISTRATOR))


def demo_sheets() -> dict[str, list[list[Any]]]:
    facts = read_kantor()
    official = facts["pejabat"]
    return {
        "Unit kerja": [
            UNIT_HEAD,
            *(
                [row["kode"], row["induk"], row["nama"], row["singkatan"], row["jenjang"], number]
                # The lower units first: their superiors stand further down.
                for number, row in reversed(list(enumerate(facts["unit"], start=1)))
            ),
        ],
        "Pejabat": [
            PEJABAT_HEAD,
            [
                official["nip"],
                official["nama"],
                official["pangkat"],
                official["jabatan"],
                official["unit"],
                "Ya",
                "01/01/2023",
                None,
            ],
        ],
        "Pengguna": [
            AKUN_HEAD,
            *(
                [row["username"], row["nama"], None, None, unit, peran, "2023-01-01", None]
                for row in facts["akun"]
                for unit, peran in row["tugas"]
            ),
        ],
    }


def test_office_of_the_demo_is_made_of_one_workbook(baru: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = baru
    files = [("kantor.xlsx", make_book(demo_sheets()))]
    preview = check_office(by=admin, opd=opd, files=files)
    assert said(preview) == []
    counts = {sheet.nama: (sheet.baru, sheet.berubah, sheet.tetap) for sheet in preview.lembar}
    assert counts == {"Unit kerja": (7, 1, 0), "Pejabat": (1, 0, 0), "Pengguna": (16, 0, 0)}
    assert (UnitKerja.objects.count(), Pengguna.objects.count(), Jejak.objects.count()) == (1, 1, 0)
    result, accounts = import_office(by=admin, opd=opd, files=files, dilihat=preview.digest())
    assert result.jumlah == {"baru": 24, "berubah": 1, "tetap": 0}
    units = {row.kode: row for row in UnitKerja.objects.all()}
    assert units["umum"].path == "".join(f"{units[kode].pk:06d}/" for kode in ("dinas", "sekretariat", "umum"))
    assert Pejabat.objects.get().nip == "197007241996031003"
    assert len(accounts) == 15
    sekretaris = next(row for row in accounts if row.username == "sekretaris")
    assert sekretaris.tugas == "Sekretaris, Dinas Komunikasi dan Informatika; Kepala unit, Sekretariat"
    user = Pengguna.objects.get(username="sekretaris")
    assert user.wajib_ganti_sandi
    assert user.check_password(sekretaris.sandi)
    assert len({row.sandi for row in accounts}) == 15
    trail = str(list(Jejak.objects.values()))
    assert not any(row.sandi in trail or row.sandi in preview.digest() for row in accounts)
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.pengguna", opd_nomor=opd.pk).count() == 15
    whole = Jejak.objects.get(tindakan="impor_buku_kantor")
    assert whole.sesudah is not None
    assert whole.sesudah["baru"] == 24
    again = check_office(by=admin, opd=opd, files=files)
    assert (said(again), again.jumlah) == ([], {"baru": 0, "berubah": 0, "tetap": 25})


def test_wrong_cells_are_all_named_with_their_place(baru: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = baru
    book = make_book(
        {
            "Unit kerja": [
                UNIT_HEAD,
                ["a", "dinas", "A", "", "eselon_iii", 1],
                ["b", "tiada", "B", "", "eselon_iii", 2],
                ["c", "d", "C", "", "Eselon III", 3],
                ["d", "c", "D", "", "eselon_iii", 4],
                ["lain", None, "Puncak kedua", "", "eselon_ii", 5],
                ["e", "dinas", "", "", "presiden", "satu"],
                ["a", "dinas", "A lagi", "", "eselon_iii", 7],
            ],
            "Pejabat": [
                PEJABAT_HEAD,
                [197007241996031003, "Siti", "Pembina", "Kabid", "a", "Ya", "01/01/2023", None],
                ["19700724", "Siti", "Pembina", "Kabid", "a", "mungkin", "kemarin", None],
            ],
            "Pengguna": [
                AKUN_HEAD,
                ["kepala.admin", "Saya", None, None, "a", "Perencana", None, None],
                ["x y", "Spasi", None, None, "a", "Staf pengisi data", None, None],
                ["u1", "", None, None, "a", "staf", None, None],
                ["u2", "Nama", None, None, "a", "raja", None, None],
                ["u3", "Nama", None, None, "tiada", "staf", None, None],
                ["u4", "Nama", None, None, "a", "staf", "2024-12-31", "2024-01-01"],
            ],
        }
    )
    found = said(check_office(by=admin, opd=opd, files=[("k.xlsx", book)]))
    assert sorted((sheet, cell) for sheet, cell, _, _ in found) == [
        ("Pejabat", "A2"),
        ("Pejabat", "F3"),
        ("Pejabat", "G3"),
        ("Pengguna", "A2"),
        ("Pengguna", "A3"),
        ("Pengguna", "B4"),
        ("Pengguna", "E6"),
        ("Pengguna", "F5"),
        ("Pengguna", "H7"),
        ("Unit kerja", "A8"),
        ("Unit kerja", "B3"),
        ("Unit kerja", "B4 dan B5"),
        ("Unit kerja", "B6"),
        ("Unit kerja", "C7"),
        ("Unit kerja", "E7"),
        ("Unit kerja", "F7"),
    ]
    assert UnitKerja.objects.count() == 1


def test_account_of_another_office_is_not_taken(office: Office, cast: Cast) -> None:
    rows: list[list[Any]] = [AKUN_HEAD, ["asing", "Siapa", None, None, "ikp", "staf", None, None]]
    found = said(check_office(by=cast.administrator, opd=office.opd, files=[("k.xlsx", make_book({"Pengguna": rows}))]))
    assert found == [("Pengguna", "A2", "asing", "Nama pengguna: Nama pengguna ini sudah dipakai. Pilih nama lain.")]


def test_existing_account_gets_an_assignment_and_its_new_name_and_keeps_its_password(
    office: Office, cast: Cast
) -> None:
    head = [*AKUN_HEAD, "Koreksi"]
    rows: list[list[Any]] = [head, ["STAF", "Nama lain", None, None, "umum", "staf", "2024-01-01", None, "baru"]]
    files = [("k.xlsx", make_book({"Pengguna": rows}))]
    before = Pengguna.objects.get(pk=cast.staf.pk).password
    preview = check_office(by=cast.administrator, opd=office.opd, files=files)
    assert said(preview, "peringatan") == []
    _, accounts = import_office(by=cast.administrator, opd=office.opd, files=files, dilihat=preview.digest())
    assert accounts == []
    cast.staf.refresh_from_db()
    assert (cast.staf.username, cast.staf.nama) == ("staf", "Nama lain")
    assert (cast.staf.password, cast.staf.wajib_ganti_sandi) == (before, False)
    assert Penugasan.objects.filter(pengguna=cast.staf, unit=office.subbag, peran="staf").count() == 1
    assert Penugasan.objects.filter(pengguna=cast.staf, sampai__isnull=True).count() == 2


def test_only_the_administrator_of_the_office_imports(office: Office, cast: Cast) -> None:
    files = [("k.xlsx", make_book(demo_sheets()))]
    for user in (cast.perencana, cast.kadis, cast.asing, cast.sekretaris):
        with pytest.raises(NotAllowed):
            check_office(by=user, opd=office.opd, files=files)
        with pytest.raises(NotAllowed):
            import_office(by=user, opd=office.opd, files=files, dilihat="")


def test_what_changed_after_the_preview_is_refused(baru: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = baru
    files = [("k.xlsx", make_book(demo_sheets()))]
    preview = check_office(by=admin, opd=opd, files=files)
    make_unit(opd, "umum", "Sudah ada", Jenjang.ESELON_IV, UnitKerja.objects.get(kode="dinas"))
    with pytest.raises(ChangedMeanwhile):
        import_office(by=admin, opd=opd, files=files, dilihat=preview.digest())
    assert (UnitKerja.objects.count(), Pengguna.objects.count()) == (2, 1)


def test_more_rows_cost_no_more_queries(baru: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, admin = baru

    def queries(number: int) -> int:
        units = [[f"u{i}", "dinas", f"Unit {i}", "", "pelaksana", i] for i in range(number)]
        users = [[f"orang.{i}", f"Orang {i}", None, None, f"u{i}", "staf", None, None] for i in range(number)]
        book = make_book({"Unit kerja": [UNIT_HEAD, *units], "Pengguna": [AKUN_HEAD, *users]})
        with CaptureQueriesContext(connection) as captured:
            assert said(check_office(by=admin, opd=opd, files=[("k.xlsx", book)])) == []
        return len(captured)

    assert queries(5) == queries(30)
