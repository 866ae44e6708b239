"""Keeping the office: who may, the unit tree, the logo, the audit rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from indicators.models import Jejak, Pejabat, Pemda, PengaturanTahun, PerangkatDaerah, Triwulan, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.selectors.settings import get_settings
from indicators.services.kantor import (
    check_units,
    delete_unit,
    save_opd,
    save_pejabat,
    save_pejabat_many,
    save_pemda,
    save_settings,
    save_unit,
    save_units,
)
from sakip.refusals import NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.trail import told


def picture(kind: str, size: tuple[int, int] = (10, 10)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "navy").save(target, kind)
    return target.getvalue()


def new_unit(office: Office, induk: UnitKerja | None, kode: str = "baru") -> UnitKerja:
    return UnitKerja(opd=office.opd, induk=induk, kode=kode, nama="Subbag Baru", jenjang=Jenjang.ESELON_IV.value)


def test_new_unit_stands_below_its_superior(office: Office, cast: Cast) -> None:
    unit = save_unit(by=cast.administrator, unit=new_unit(office, office.sekretariat))
    assert unit.path == f"{office.dinas.pk:06d}/{office.sekretariat.pk:06d}/{unit.pk:06d}/"
    row = Jejak.objects.get(tindakan="tambah", objek_jenis="indicators.unitkerja")
    assert (row.pelaku, row.opd, row.sesudah and row.sesudah["path"]) == (
        "Administrator (admin)",
        "diskominfo",
        unit.path,
    )


def test_moving_a_unit_moves_everything_below_it(office: Office, cast: Cast) -> None:
    office.sekretariat.induk = office.bidang
    save_unit(by=cast.administrator, unit=office.sekretariat)
    office.subbag.refresh_from_db()
    assert office.subbag.path == (
        f"{office.dinas.pk:06d}/{office.bidang.pk:06d}/{office.sekretariat.pk:06d}/{office.subbag.pk:06d}/"
    )
    assert Jejak.objects.filter(tindakan="pindahkan", objek_id=str(office.subbag.pk)).count() == 1


def test_unit_cannot_stand_below_itself(office: Office, cast: Cast) -> None:
    for parent in (office.subbag, office.sekretariat):
        office.sekretariat.induk = parent
        with pytest.raises(NotValid) as refusal:
            save_unit(by=cast.administrator, unit=office.sekretariat)
        assert "di bawah dirinya sendiri" in refusal.value.fields["induk"]


def test_office_has_one_root_and_no_foreign_superior(office: Office, cast: Cast) -> None:
    foreign = UnitKerja.objects.exclude(opd=office.opd)[0]
    for parent, sentence in ((None, "unit puncak"), (foreign, "perangkat daerah yang sama")):
        with pytest.raises(NotValid, match=sentence):
            save_unit(by=cast.administrator, unit=new_unit(office, parent))


def test_taken_unit_code_is_refused_with_a_sentence(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid, match="Kode unit ini sudah dipakai"):
        save_unit(by=cast.administrator, unit=new_unit(office, office.dinas, kode="ikp"))


def test_unit_below_one_that_is_not_saved_is_refused_and_never_waited_for(office: Office, cast: Cast) -> None:
    below = new_unit(office, new_unit(office, office.dinas, kode="atas"), kode="bawah")
    with pytest.raises(NotValid, match="belum dapat disimpan") as refusal:
        save_unit(by=cast.administrator, unit=below)
    assert list(refusal.value.fields) == ["induk"]


def test_new_units_that_hang_on_each_other_are_refused(office: Office, cast: Cast) -> None:
    first, second = new_unit(office, None, kode="satu"), new_unit(office, None, kode="dua")
    first.induk, second.induk = second, first
    third = new_unit(office, second, kode="tiga")
    found = check_units(by=cast.administrator, opd=office.opd, units=[first, second, third])
    assert ["dirinya sendiri" in str(found[id(unit)]) for unit in (first, second, third)] == [True, True, False]
    with pytest.raises(NotValid, match="Subbag Baru: Unit tidak dapat ditempatkan"):
        save_units(by=cast.administrator, opd=office.opd, units=[first, second, third])


def test_many_units_are_saved_with_their_superiors_in_any_order(office: Office, cast: Cast) -> None:
    top = new_unit(office, office.dinas, kode="atas")
    below = new_unit(office, top, kode="bawah")
    office.subbag.induk = below
    save_units(by=cast.administrator, opd=office.opd, units=[office.subbag, below, top])
    office.subbag.refresh_from_db()
    parts = (office.dinas, top, below, office.subbag)
    assert office.subbag.path == "".join(f"{unit.pk:06d}/" for unit in parts)
    assert told(Jejak.objects.all()) == ["tambah unitkerja", "tambah unitkerja", "ubah unitkerja"]


def test_unit_codes_differ_by_more_than_case(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid, match="Kode unit ini sudah dipakai"):
        save_unit(by=cast.administrator, unit=new_unit(office, office.dinas, kode="IKP"))


def test_unchanged_unit_writes_no_audit_row(office: Office, cast: Cast) -> None:
    save_unit(by=cast.administrator, unit=office.subbag)
    assert not Jejak.objects.exists()


def test_only_the_own_administrator_keeps_units(office: Office, cast: Cast) -> None:
    for user in (cast.perencana, cast.kadis, cast.asing):
        with pytest.raises(NotAllowed):
            save_unit(by=user, unit=new_unit(office, office.dinas))
    assert Jejak.objects.filter(ditolak=True, tindakan="tambah", objek_jenis="indicators.unitkerja").count() == 3
    foreign = UnitKerja.objects.exclude(opd=office.opd)[0]
    with pytest.raises(NotAllowed):
        save_unit(by=cast.administrator, unit=foreign)


def test_used_unit_cannot_be_deleted(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_unit(by=cast.administrator, unit=office.subbag)
    unit = save_unit(by=cast.administrator, unit=new_unit(office, office.dinas))
    pk = unit.pk
    delete_unit(by=cast.administrator, unit=unit)
    row = Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.unitkerja")
    assert (row.objek_id, row.objek, row.sebelum and row.sebelum["kode"]) == (str(pk), "Subbag Baru", "baru")


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_logo_is_stored_under_a_random_name(office: Office, cast: Cast, kind: str, suffix: str) -> None:
    office.opd.logo = ContentFile(picture(kind), name="../arms.exe")
    save_opd(by=cast.administrator, opd=office.opd)
    stored = PerangkatDaerah.objects.get(pk=office.opd.pk).logo
    assert stored.name is not None
    assert stored.name.startswith("logo/")
    assert stored.name.endswith(suffix)
    assert "arms" not in stored.name
    with stored.open() as file:
        assert file.read() == picture(kind)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg onload='alert(1)'></svg>", "PNG atau JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"broken" * 20, "PNG atau JPEG"),
        (picture("PNG", (300, 300))[:-40], "PNG atau JPEG"),
        (picture("JPEG", (300, 300))[:-400], "PNG atau JPEG"),
        (picture("GIF"), "PNG atau JPEG"),
        (picture("PNG") + b"0" * 1024 * 1024, "1 MB"),
        (picture("PNG", (4001, 2)), "4000 x 4000"),
    ],
)
def test_logo_that_is_no_small_picture_is_refused(office: Office, cast: Cast, content: bytes, sentence: str) -> None:
    office.opd.logo = ContentFile(content, name="logo.png")
    with pytest.raises(NotValid) as refusal:
        save_opd(by=cast.administrator, opd=office.opd)
    assert sentence in refusal.value.fields["logo"]
    assert not PerangkatDaerah.objects.get(pk=office.opd.pk).logo


def test_replaced_logo_is_removed(office: Office, cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    office.opd.logo = ContentFile(picture("PNG"), name="a.png")
    save_opd(by=cast.administrator, opd=office.opd)
    old = office.opd.logo.name
    office.opd.logo = ContentFile(picture("JPEG"), name="b.jpg")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        save_opd(by=cast.administrator, opd=office.opd)
    assert not default_storage.exists(str(old))
    assert default_storage.exists(str(office.opd.logo.name))


def test_new_offices_come_from_the_command_only(office: Office, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="create_opd"):
        save_opd(by=cast.administrator, opd=PerangkatDaerah(pemda=office.opd.pemda, kode="baru", nama="Baru"))
    with pytest.raises(NotAllowed):
        save_pemda(by=cast.administrator, pemda=Pemda(nama="Baru", kode="baru", ibu_kota="Baru"))


def test_shared_pemda_needs_the_administrator_of_every_office(office: Office, cast: Cast) -> None:
    pemda = office.opd.pemda
    pemda.nama = "Lain"
    with pytest.raises(NotAllowed):  # dinkes stands in it too
        save_pemda(by=cast.administrator, pemda=pemda)


def test_official_needs_a_valid_nip_and_a_unit_of_the_office(office: Office, cast: Cast) -> None:
    facts = {"opd": office.opd, "unit": office.dinas, "nama": "A", "pangkat": "Pembina", "jabatan": "Plt."}
    with pytest.raises(NotValid, match="18 angka"):
        save_pejabat(by=cast.administrator, pejabat=Pejabat(**facts, nip="123", mulai=date(2024, 1, 1)))
    foreign = UnitKerja.objects.exclude(opd=office.opd)[0]
    with pytest.raises(NotValid, match="perangkat daerah yang sama"):
        save_pejabat(
            by=cast.administrator,
            pejabat=Pejabat(**(facts | {"unit": foreign}), nip="1" * 18, mulai=date(2024, 1, 1)),
        )
    saved = save_pejabat(by=cast.administrator, pejabat=Pejabat(**facts, nip="1" * 18, mulai=date(2024, 1, 1)))
    saved.sampai = date(2023, 1, 1)
    with pytest.raises(NotValid, match="sebelum tanggal mulai"):
        save_pejabat(by=cast.administrator, pejabat=saved)


def test_an_official_may_take_the_term_that_another_leaves(office: Office, cast: Cast) -> None:
    facts = {"opd": office.opd, "unit": office.dinas, "nama": "A", "pangkat": "Pembina", "jabatan": "Plt."}
    rows = [Pejabat(**facts, nip="1" * 18, mulai=date(year, 1, 1)) for year in (2024, 2025)]
    save_pejabat_many(by=cast.administrator, opd=office.opd, daftar=rows)
    for row in rows:
        row.mulai = row.mulai.replace(year=row.mulai.year - 1)
    save_pejabat_many(by=cast.administrator, opd=office.opd, daftar=rows)
    assert [Pejabat.objects.get(pk=row.pk).mulai.year for row in rows] == [2023, 2024]


def test_settings_of_a_year_must_descend(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid, match="menurun"):
        save_settings(by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024, batas_tinggi=95))
    saved = save_settings(by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024))
    assert saved.pk is not None


def test_coverage_of_a_year_is_a_percentage_and_reaches_the_engine(office: Office, cast: Cast) -> None:
    assert get_settings(office.opd.pk, 2024).cakupan_minimal == 80
    with pytest.raises(NotValid, match="antara 0 dan 100 persen"):
        save_settings(
            by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024, cakupan_minimal=101)
        )
    save_settings(by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024, cakupan_minimal=60))
    assert get_settings(office.opd.pk, 2024).cakupan_minimal == 60
    assert get_settings(office.opd.pk, 2025).cakupan_minimal == 80


def test_settings_of_a_year_are_fixed_while_a_quarter_of_it_is_approved(office: Office, cast: Cast) -> None:
    """The predicates and means of an approved quarter hang on them."""
    saved = save_settings(by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024))
    Triwulan.objects.filter(pk=office.tw1.pk).update(status="disahkan", disahkan_pada=timezone.now())
    saved.batas_capaian = Decimal(100)
    with pytest.raises(NotNow, match="Triwulan I Tahun 2024 sudah disahkan"):
        save_settings(by=cast.administrator, pengaturan=saved)
    PengaturanTahun.objects.filter(pk=saved.pk).delete()
    with pytest.raises(NotNow, match="sudah disahkan"):
        save_settings(by=cast.administrator, pengaturan=PengaturanTahun(opd=office.opd, tahun=2024))
    other_year = PengaturanTahun(opd=office.opd, tahun=2025)
    assert save_settings(by=cast.administrator, pengaturan=other_year).pk is not None


def test_two_pemda_may_use_the_same_code_for_their_offices(office: Office, cast: Cast) -> None:
    other = Pemda.objects.create(nama="Lain", kode="lain", ibu_kota="Kota Lain")
    twin = save_opd(by=None, opd=PerangkatDaerah(pemda=other, kode=office.opd.kode, nama="Dinas Kembar"))
    office.opd.alamat = "Jalan Baru 1"
    save_opd(by=cast.administrator, opd=office.opd)
    assert PerangkatDaerah.objects.get(kode=office.opd.kode, pemda=other) == twin
    assert PerangkatDaerah.objects.get(alamat="Jalan Baru 1") == office.opd


def test_code_of_an_office_is_used_once_in_its_pemda(office: Office) -> None:
    twin = PerangkatDaerah(pemda=office.opd.pemda, kode=office.opd.kode.upper(), nama="Dinas Kembar")
    with pytest.raises(NotValid) as refusal:
        save_opd(by=None, opd=twin)
    assert "sudah dipakai" in refusal.value.fields["kode"]
    assert not PerangkatDaerah.objects.filter(nama="Dinas Kembar").exists()
