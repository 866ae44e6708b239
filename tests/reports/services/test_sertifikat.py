"""The certificates of officials: who registers, replaces, withdraws and confirms one, and what signing asks of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Jejak, Pejabat, Pengguna
from indicators.permissions import Peran
from indicators.services.pengguna import reset_password, update_user
from reports.models import Dokumen, Pemaraf, Sertifikat, TandaTangan
from reports.officials import (
    count_unconfirmed,
    find_registered,
    list_certificate_offices,
    list_certificates,
    list_official_certificates,
)
from reports.services import sertifikat, signature
from reports.services.sertifikat import confirm, mark_warned, register, withdraw
from reports.services.signature import sign_document
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from sakip.sign_in.attempts import Count
from sakip.sign_in.models import Attempt
from sakip.sign_in.slowing import Kind
from tests.cast import NIP_KADIS, Cast, Office, make_user
from tests.pair import Pair, build_pair
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import Leaf, make_leaf, make_root, pkcs12_of
from tests.shared import shared

HEAD = "Kepala Contoh"
OTHER_NIP = "198001012005011001"


def file(data: bytes) -> ContentFile[Any]:
    return ContentFile(data, "sertifikat.p12")


def add(user: Pengguna, office: Office, leaf: Leaf, issuers: tuple[Leaf, ...] = ()) -> Sertifikat:
    return register(by=user, opd=office.opd, berkas=file(pkcs12_of(leaf, issuers)), passphrase=PASSPHRASE)


def with_nip(name: str, nip: str) -> Leaf:
    return make_leaf(name=name, attributes=[x509.NameAttribute(NameOID.SERIAL_NUMBER, nip)])


def sign_it(final: Dokumen, by: Pengguna) -> Dokumen:
    return sign_document(by=by, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)


def expect_trail(tindakan: str, *, ditolak: bool = False) -> Jejak:
    return Jejak.objects.get(tindakan=tindakan, ditolak=ditolak)


# --- registering ------------------------------------------------------------------------------------------------------


def test_register_keeps_the_file_as_it_came_and_what_is_public(office: Office, cast: Cast) -> None:
    root = make_root()
    leaf = make_leaf(name="KEPALA CONTOH", issuer=root)
    data = pkcs12_of(leaf, [root])
    row = register(by=cast.kadis, opd=office.opd, berkas=file(data), passphrase=PASSPHRASE)
    row.refresh_from_db()
    assert (bytes(row.berkas), row.pemilik, row.nip) == (data, cast.kadis, NIP_KADIS)
    assert bytes(row.publik) == leaf.certificate.public_bytes(Encoding.DER)
    assert bytes(row.rantai) == root.certificate.public_bytes(Encoding.PEM)
    assert (row.nama, row.subjek, row.penerbit) == ("KEPALA CONTOH", "CN=KEPALA CONTOH", "Akar Uji")
    assert int(row.seri, 16) == leaf.certificate.serial_number
    assert row.berlaku_sampai == leaf.certificate.not_valid_after_utc
    assert (row.demo, row.nama_cocok, row.berakhir_pada) == (False, True, None)
    trail = expect_trail("daftarkan_sertifikat")
    assert trail.sesudah is not None
    assert trail.sesudah["sidik_jari"] == row.sidik_jari
    assert (trail.pelaku, trail.opd) == ("Kepala Dinas (kadis)", "diskominfo")


def test_a_certificate_whose_name_holds_nul_is_kept_and_signs(final: Dokumen, office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, with_nip("Kepala\0 Contoh", NIP_KADIS))
    assert (row.nama, row.nama_cocok) == ("Kepala Contoh", True)
    assert sign_it(final, cast.kadis).daftar_tanda_tangan.get().nama_sertifikat == row.nama


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "perencana", "pembaca", "administrator", "asing"])
def test_only_the_official_registers(office: Office, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="NIP akun Anda tidak tercatat"):
        add(getattr(cast, who), office, make_leaf(name=HEAD))
    assert not Sertifikat.objects.exists()
    assert expect_trail("daftarkan_sertifikat", ditolak=True).alasan.startswith("Sertifikat didaftarkan oleh pejabat")


def test_an_official_who_left_registers_nothing(office: Office, cast: Cast) -> None:
    Pejabat.objects.filter(opd=office.opd).update(sampai=date(2024, 1, 1))
    with pytest.raises(NotAllowed):
        add(cast.kadis, office, make_leaf(name=HEAD))


def test_only_his_nip_makes_an_official(office: Office, cast: Cast) -> None:
    cast.sekretaris.nip = OTHER_NIP
    assert [list_certificate_offices(user) for user in (cast.kadis, cast.sekretaris)] == [[office.opd], []]
    Pejabat.objects.filter(opd=office.opd).update(nip="")
    assert (cast.staf.nip, list_certificate_offices(cast.staf)) == ("", [])


def test_an_account_that_was_switched_off_registers_nothing(office: Office, cast: Cast) -> None:
    cast.kadis.is_active = False
    with pytest.raises(NotAllowed):
        add(cast.kadis, office, make_leaf(name=HEAD))


def make_official(office: Office, cast: Cast) -> None:
    """Let the Sekretaris be an official with an account."""
    Pejabat.objects.create(
        opd=office.opd, unit=office.sekretariat, nama="Sekretaris Contoh, S.H.", nip=OTHER_NIP, pangkat="Pembina",
        jabatan="Sekretaris", mulai=date(2023, 1, 1),
    )  # fmt: skip
    cast.sekretaris.nip = OTHER_NIP
    cast.sekretaris.save(update_fields=["nip"])


def test_who_puts_a_paraf_registers_his_own(office: Office, cast: Cast) -> None:
    make_official(office, cast)
    with pytest.raises(NotAllowed):
        add(cast.sekretaris, office, make_leaf(name="Sekretaris Contoh"))
    Pemaraf.objects.create(opd=office.opd, jenis="lpk", urutan=1, unit=office.sekretariat)
    assert add(cast.sekretaris, office, make_leaf(name="Sekretaris Contoh")).nama_cocok is True


@pytest.mark.parametrize(
    ("data", "passphrase", "field", "words"),
    [
        (None, PASSPHRASE, "berkas", "Pilih berkas sertifikat"),
        (b"", PASSPHRASE, "berkas", "rusak atau bukan"),
        (b"0" * 300_000, PASSPHRASE, "berkas", "terlalu besar"),
        (pkcs12_of(make_leaf(name=HEAD)), "salah", "passphrase", "Kata sandi sertifikat salah"),
        (pkcs12_of(make_leaf(name=HEAD)), f"{PASSPHRASE}\0", "passphrase", "Kata sandi sertifikat salah"),
        (pkcs12_of(make_leaf(name=HEAD)), "\udcff", "passphrase", "Kata sandi sertifikat salah"),
        (pkcs12_of(make_leaf(name=HEAD)), "x" * 1_000_000, "passphrase", "Kata sandi sertifikat salah"),
        (pkcs12_of(make_leaf(name=HEAD), passphrase=None), PASSPHRASE, "berkas", "tidak dilindungi kata sandi"),
        (pkcs12_of(make_leaf(name=HEAD, ca=True)), PASSPHRASE, "berkas", "sertifikat penerbit"),
        (pkcs12_of(make_leaf(name=HEAD, days=(-9, -1))), PASSPHRASE, "berkas", "sudah habis"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(
    office: Office, cast: Cast, data: bytes | None, passphrase: str, field: str, words: str
) -> None:
    berkas = None if data is None else file(data)
    with pytest.raises(NotValid, match=words) as caught:
        register(by=cast.kadis, opd=office.opd, berkas=berkas, passphrase=passphrase)
    assert set(caught.value.fields) == {field}
    assert not Sertifikat.objects.exists()


def test_a_refused_certificate_stands_in_the_trail(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid):
        add(cast.kadis, office, make_leaf(name=HEAD, ca=True))
    trail = expect_trail("daftarkan_sertifikat", ditolak=True)
    assert "sertifikat penerbit" in trail.alasan
    assert trail.sesudah is None


def test_trusted_roots_decide(office: Office, cast: Cast, settings: Settings, tmp_path: Any) -> None:
    root, stranger = make_root(), make_root("Akar Lain")
    between = make_root("Penerbit Uji", root)
    path = tmp_path / "akar.pem"
    path.write_bytes(root.certificate.public_bytes(Encoding.PEM))
    settings.SIGNING_TRUST_ROOTS = str(path)
    for leaf, issuers in (
        (make_leaf(name=HEAD), ()),
        (make_leaf(name=HEAD, issuer=stranger), (stranger,)),
        (make_leaf(name=HEAD, issuer=between), ()),
    ):
        with pytest.raises(NotValid, match="tidak berasal dari penerbit yang dipercaya"):
            add(cast.kadis, office, leaf, issuers)
    assert add(cast.kadis, office, make_leaf(name=HEAD, issuer=between), (between,)).penerbit == "Penerbit Uji"


def test_a_name_with_what_no_column_takes_is_kept_without_it(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang\0Lain"))
    assert row.nama == "OrangLain"


# --- replacing and withdrawing ----------------------------------------------------------------------------------------


def test_another_certificate_takes_the_place_of_the_first(office: Office, cast: Cast) -> None:
    first = add(cast.kadis, office, make_leaf(name=HEAD))
    second = add(cast.kadis, office, make_leaf(name=HEAD))
    first.refresh_from_db()
    assert (bytes(first.berkas), first.berakhir_pada is None) == (b"", False)
    assert first.publik
    assert Sertifikat.objects.get(berakhir_pada__isnull=True) == second
    trail = expect_trail("ganti_sertifikat")
    assert trail.sebelum is not None
    assert trail.sebelum["sidik_jari"] == first.sidik_jari


def test_what_was_confirmed_meanwhile_is_not_replaced_unseen(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is read before somebody writes to it, and ended after that."""
    first = add(cast.kadis, office, make_leaf(name=HEAD))
    Sertifikat.objects.update(versi=F("versi") + 1)
    monkeypatch.setattr(sertifikat, "find_certificate", lambda *_: first)
    with pytest.raises(ChangedMeanwhile):
        add(cast.kadis, office, make_leaf(name=HEAD))
    assert Sertifikat.objects.get().berakhir_pada is None


def test_the_same_certificate_is_not_registered_twice(office: Office, cast: Cast) -> None:
    leaf = make_leaf(name=HEAD)
    add(cast.kadis, office, leaf)
    with pytest.raises(NotNow, match="sudah Anda daftarkan"):
        add(cast.kadis, office, leaf)
    assert Sertifikat.objects.count() == 1


def test_withdraw_takes_the_file_away_for_good(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    done = withdraw(by=cast.kadis, sertifikat=row, versi=row.versi)
    assert (bytes(done.berkas), done.berakhir_pada is None) == (b"", False)
    assert expect_trail("tarik_sertifikat").objek_id == str(row.pk)
    with pytest.raises(NotNow, match="sudah ditarik"):
        withdraw(by=cast.kadis, sertifikat=row, versi=done.versi)


def test_withdraw_asks_for_the_version_that_was_seen(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    with pytest.raises(ChangedMeanwhile):
        withdraw(by=cast.kadis, sertifikat=row, versi=row.versi + 1)


@pytest.mark.parametrize("who", ["administrator", "sekretaris", "asing"])
def test_only_the_owner_withdraws(office: Office, cast: Cast, who: str) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    with pytest.raises(NotAllowed, match="hanya dapat ditarik oleh pemiliknya"):
        withdraw(by=getattr(cast, who), sertifikat=row, versi=row.versi)


DEEDS: dict[str, Callable[[Cast, Sertifikat], Any]] = {
    "warn": lambda _, row: mark_warned(row, 30),
    "confirm": lambda cast, row: confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya."),
    "withdraw": lambda cast, row: withdraw(by=cast.kadis, sertifikat=row, versi=row.versi),
}


@pytest.mark.parametrize("what", sorted(DEEDS))
def test_what_is_done_with_a_certificate_leaves_those_of_others_alone(office: Office, cast: Cast, what: str) -> None:
    make_official(office, cast)
    Pemaraf.objects.create(opd=office.opd, jenis="lpk", urutan=1, unit=office.sekretariat)
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    others = Sertifikat.objects.filter(pk=add(cast.sekretaris, office, make_leaf(name="Orang Lain")).pk)
    before = others.values().get()
    assert DEEDS[what](cast, row)
    assert others.values().get() == before


def test_of_a_certificate_out_of_use_nobody_is_warned(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    assert not mark_warned(withdraw(by=cast.kadis, sertifikat=row, versi=row.versi), 30)


def test_an_official_who_left_withdraws_his_own(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    Pejabat.objects.filter(opd=office.opd).update(sampai=date(2024, 1, 1))
    assert withdraw(by=cast.kadis, sertifikat=row, versi=row.versi).berakhir_pada is not None


# --- another name -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leaf", "his"),
    [
        (make_leaf(name="Drs. H. KEPALA CONTOH, M.Si."), True),
        (make_leaf(name="Orang Lain"), False),
        (with_nip("Orang Lain", NIP_KADIS), True),
        (with_nip(HEAD, OTHER_NIP), False),
    ],
    ids=["his name", "another name", "his NIP", "another NIP"],
)
def test_a_name_or_nip_tells_whose_it_is(office: Office, cast: Cast, leaf: Leaf, his: bool) -> None:
    assert add(cast.kadis, office, leaf).nama_cocok is his


def test_another_name_signs_once_it_is_confirmed_and_the_signature_says_so(final: Dokumen, cast: Cast) -> None:
    office_of = final.laporan.opd
    data = pkcs12_of(make_leaf(name="Orang Lain"))
    row = register(by=cast.kadis, opd=office_of, berkas=file(data), passphrase=PASSPHRASE)
    with pytest.raises(NotNow, match="memuat nama atau NIP lain"):
        sign_it(final, cast.kadis)
    row = confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan=" Ganti nama\n sejak menikah. ")
    assert (row.dikonfirmasi_oleh, row.alasan_konfirmasi) == ("Administrator (admin)", "Ganti nama sejak menikah.")
    assert expect_trail("konfirmasi_sertifikat").alasan == "Ganti nama sejak menikah."
    signed = sign_it(final, cast.kadis)
    signature_row = TandaTangan.objects.get(dokumen=signed)
    assert (signature_row.nama, signature_row.nama_sertifikat) == ("Kepala Contoh, S.Sos.", "Orang Lain")
    assert signature_row.konfirmasi == "Dikonfirmasi oleh Administrator (admin): Ganti nama sejak menikah."


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "perencana", "pembaca", "staf", "asing"])
def test_only_an_administrator_confirms(office: Office, cast: Cast, who: str) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    with pytest.raises(NotAllowed):
        confirm(by=getattr(cast, who), sertifikat=row, versi=row.versi, alasan="Saya tahu.")
    assert expect_trail("konfirmasi_sertifikat", ditolak=True).objek_id == str(row.pk)


def test_an_administrator_of_another_office_confirms_nothing(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    other = cast.asing.daftar_penugasan.all()[0].unit
    stranger = make_user("admin.lain", "Administrator Lain", (other, Peran.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        confirm(by=stranger, sertifikat=row, versi=row.versi, alasan="Saya tahu.")


@pytest.mark.parametrize("alasan", ["", "  \n", "x" * 501])
def test_a_confirmation_has_a_reason(office: Office, cast: Cast, alasan: str) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    with pytest.raises(NotValid, match="Tulis alasan"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan=alasan)


def test_what_needs_no_confirmation_gets_none(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    with pytest.raises(NotNow, match="tidak ada yang perlu dikonfirmasi"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya.")
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    row = confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya.")
    with pytest.raises(NotNow, match="sudah dikonfirmasi"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya.")
    withdraw(by=cast.kadis, sertifikat=row, versi=row.versi)
    with pytest.raises(NotNow, match="sudah ditarik"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi + 1, alasan="Ya.")


def test_other_faults_are_not_confirmed_away(
    office: Office, cast: Cast, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang Lain", days=(-9, 9)))

    def refused(words: str) -> None:
        with pytest.raises(NotNow, match=words):
            confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya.")

    path = tmp_path / "akar.pem"
    path.write_bytes(make_root().certificate.public_bytes(Encoding.PEM))
    settings.SIGNING_TRUST_ROOTS = str(path)
    refused("tidak berasal dari penerbit yang dipercaya")
    settings.SIGNING_TRUST_ROOTS = ""
    with monkeypatch.context() as later:
        moment = timezone.now() + timedelta(days=10)
        later.setattr("reports.services.sertifikat.timezone.now", lambda: moment)
        refused("sudah habis")
    Pejabat.objects.filter(opd=office.opd).update(sampai=date(2024, 1, 1))
    refused("bukan pejabat yang menandatangani")


# --- an administrator who would be the head ---------------------------------------------------------------------------


def become_head(administrator: Pengguna) -> Pengguna:
    """Let an administrator have the head's NIP, which he cannot give himself: who wrote it did not ask our services."""
    with pytest.raises(NotValid, match="sudah dipakai akun"):
        update_user(by=administrator, user=_with_nip(administrator))
    Pengguna.objects.filter(pk=administrator.pk).update(nip=NIP_KADIS)
    return Pengguna.objects.get(pk=administrator.pk)


def _with_nip(user: Pengguna) -> Pengguna:
    user.nip = NIP_KADIS
    return user


def test_who_reset_the_heads_password_does_not_confirm_what_his_account_registered(office: Office, cast: Cast) -> None:
    reset_password(by=cast.administrator, user=cast.kadis)
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    with pytest.raises(NotAllowed, match="dapat dipakai satu orang"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Saya tahu.")
    puppet = make_user("admin.dua", "Administrator Kedua", (office.dinas, Peran.ADMINISTRATOR))
    reset_password(by=cast.administrator, user=puppet)
    with pytest.raises(NotAllowed, match="dapat dipakai satu orang"):
        confirm(by=puppet, sertifikat=row, versi=row.versi, alasan="Saya tahu.")
    other = make_user("admin.tiga", "Administrator Ketiga", (office.dinas, Peran.ADMINISTRATOR))
    assert confirm(by=other, sertifikat=row, versi=row.versi, alasan="Saya tahu.").dikonfirmasi_oleh


def test_an_administrator_with_the_heads_nip_has_no_certificate_in_the_heads_name(
    final: Dokumen, office: Office, cast: Cast
) -> None:
    impostor = become_head(cast.administrator)
    row = add(impostor, office, make_leaf(name="Administrator"))
    assert row.nama_cocok is False
    for way in (cast.administrator, impostor):
        with pytest.raises(NotAllowed):
            confirm(by=way, sertifikat=row, versi=row.versi, alasan="Itu saya.")
    with pytest.raises(NotAllowed):
        sign_it(final, impostor)
    assert not TandaTangan.objects.exists()
    (official,) = list_official_certificates(office.opd)
    assert {user.username for user in official.akun} == {"admin", "kadis"}, "both accounts stand on the page"


def test_the_heads_second_account_does_not_confirm_for_him(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name="Orang Lain"))
    second = make_user("kadis.kedua", "Kepala Dinas", (office.dinas, Peran.ADMINISTRATOR), nip=NIP_KADIS)
    with pytest.raises(NotAllowed, match="dikonfirmasi oleh administrator lain"):
        confirm(by=second, sertifikat=row, versi=row.versi, alasan="Itu saya.")


def test_an_administrator_signs_with_the_heads_role_only_with_the_heads_certificate(
    final: Dokumen, office: Office, cast: Cast
) -> None:
    """Another administrator gave him the role too: name or NIP of the certificate still have to be the head's."""
    impostor = make_user("samaran", "Orang Lain", (office.dinas, Peran.KEPALA_DINAS), nip=NIP_KADIS)
    add(cast.kadis, office, make_leaf(name=HEAD))
    with pytest.raises(NotNow, match="belum mendaftarkan sertifikat"):
        sign_it(final, impostor)
    add(impostor, office, make_leaf(name="Orang Lain"))
    with pytest.raises(NotNow, match="memuat nama atau NIP lain"):
        sign_it(final, impostor)


def test_a_certificate_does_not_follow_its_owner_to_another_nip(final: Dokumen, office: Office, cast: Cast) -> None:
    """Confirmed for one official, it would otherwise sign for the next whose NIP the account is given."""
    cast.kadis.nip = OTHER_NIP
    cast.kadis.save(update_fields=["nip"])
    Pejabat.objects.create(
        opd=office.opd, unit=office.bidang, nama="Lain", nip=OTHER_NIP, pangkat="-", jabatan="-", penanda_tangan=True,
        mulai=date(2023, 1, 1), sampai=timezone.localdate(),
    )  # fmt: skip
    row = add(cast.kadis, office, make_leaf(name="Lain"))
    cast.kadis.nip = NIP_KADIS
    cast.kadis.save(update_fields=["nip"])
    Pejabat.objects.filter(nip=OTHER_NIP).delete()
    with pytest.raises(NotNow, match="didaftarkan dengan NIP lain"):
        sign_it(final, cast.kadis)
    with pytest.raises(NotNow, match="bukan pejabat"):
        confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Ya.")


# --- asked again when signing -----------------------------------------------------------------------------------------


def test_signing_says_whose_certificate_it_was(final: Dokumen, office: Office, cast: Cast) -> None:
    root = make_root()
    row = add(cast.kadis, office, make_leaf(name=HEAD, issuer=root), (root,))
    sign_it(final, cast.kadis)
    said = TandaTangan.objects.get()
    assert (said.sertifikat, said.sidik_jari, said.penerbit) == (row, row.sidik_jari, "Akar Uji")
    assert (said.konfirmasi, said.demo) == ("", False)


def test_signing_asks_again_whether_it_may(
    final: Dokumen, office: Office, cast: Cast, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cast.kadis, office, make_leaf(name=HEAD, days=(-9, 9)))
    path = tmp_path / "akar.pem"
    path.write_bytes(make_root().certificate.public_bytes(Encoding.PEM))
    settings.SIGNING_TRUST_ROOTS = str(path)
    with pytest.raises(NotNow, match="tidak berasal dari penerbit yang dipercaya"):
        sign_it(final, cast.kadis)
    settings.SIGNING_TRUST_ROOTS = ""
    with monkeypatch.context() as later:
        moment = timezone.now() + timedelta(days=10)
        later.setattr("reports.services.sertifikat.timezone.now", lambda: moment)
        with pytest.raises(NotNow, match="sudah habis"):
            sign_it(final, cast.kadis)
    assert not TandaTangan.objects.exists()


def test_a_file_that_holds_another_certificate_signs_nothing(final: Dokumen, office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    Sertifikat.objects.filter(pk=row.pk).update(berkas=pkcs12_of(make_leaf(name=HEAD)))
    with pytest.raises(NotValid, match="tidak memuat sertifikat yang terdaftar"):
        sign_it(final, cast.kadis)


def test_a_withdrawn_certificate_signs_nothing(final: Dokumen, office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    withdraw(by=cast.kadis, sertifikat=row, versi=row.versi)
    with pytest.raises(NotNow, match="belum mendaftarkan sertifikat"):
        sign_it(final, cast.kadis)


def test_a_name_that_the_document_prints_otherwise_asks_for_confirmation(
    final: Dokumen, office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office corrected the official's name after the certificate was registered."""
    Pejabat.objects.filter(opd=office.opd).update(nama="Kepala Baru, S.Sos.")
    row = add(cast.kadis, office, make_leaf(name="Kepala Baru"))
    Pejabat.objects.filter(opd=office.opd).update(nama="Kepala Contoh, S.Sos.")
    assert row.nama_cocok is True
    with pytest.raises(NotNow, match="memuat nama atau NIP lain"):
        sign_it(final, cast.kadis)
    confirm(by=cast.administrator, sertifikat=row, versi=row.versi, alasan="Nama lama.")
    assert sign_it(final, cast.kadis).status == "ditandatangani"


def test_wrong_passphrases_of_a_document_are_counted_and_the_right_one_forgets_them(
    final: Dokumen, office: Office, cast: Cast
) -> None:
    add(cast.kadis, office, make_leaf(name=HEAD))
    for typed in ("salah", "\0", "\udcff"):
        with pytest.raises(NotValid, match="Kata sandi sertifikat salah"):
            sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=typed)
    counted = Attempt.objects.get(key=Count(Kind.PASSPHRASE, f"{cast.kadis.pk}/dokumen:{final.pk}").key)
    assert counted.wrong == 3
    with pytest.raises(NotNow, match=r"sudah 3 kali salah\. Tunggu sampai pukul \d\d\.\d\d\.\d\d"):
        sign_it(final, cast.kadis)
    Attempt.objects.filter(pk=counted.pk).update(at=timezone.now() - timedelta(seconds=31))
    sign_it(final, cast.kadis)
    counted.refresh_from_db()
    assert counted.wrong == 0


def test_the_signer_prints_no_key(office: Office, cast: Cast) -> None:
    row = add(cast.kadis, office, make_leaf(name=HEAD))
    signer, found = signature.signer_of(cast.kadis, office.opd)
    assert found == row
    assert "berkas" not in repr(signer)
    assert "source" not in repr(signer)


# --- two offices ------------------------------------------------------------------------------------------------------


@shared
def pair() -> Pair:
    return build_pair()


def test_an_official_of_two_offices_registers_in_each(pair: Pair) -> None:
    kadis, leaf = pair.cast.kadis, make_leaf(name="Kepala Contoh Alfa")
    alfa, beta = (add(kadis, office, leaf) for office in pair.offices)
    assert (alfa.nama_cocok, beta.nama_cocok) == (True, False)
    for office, row in zip(pair.offices, (alfa, beta), strict=True):
        official = next(item for item in list_official_certificates(office.opd) if item.pejabat.nip == kadis.nip)
        assert list(official.sertifikat) == list(list_certificates(kadis, office.opd)) == [row]
        assert find_registered(kadis, row.pk) == row
    with pytest.raises(NotAllowed):
        confirm(by=kadis, sertifikat=beta, versi=beta.versi, alasan="Itu saya.")
    confirm(by=pair.cast.administrator, sertifikat=beta, versi=beta.versi, alasan="Orang yang sama.")
    withdraw(by=kadis, sertifikat=alfa, versi=alfa.versi)
    assert find_registered(kadis, alfa.pk) is None
    beta.refresh_from_db()
    assert (beta.berakhir_pada, beta.dikonfirmasi_pada is None) == (None, False)


def test_unconfirmed_certificates_in_use_are_counted_by_office(pair: Pair) -> None:
    kadis, (alfa, beta) = pair.cast.kadis, [office.opd for office in pair.offices]
    row, _ = (add(kadis, office, make_leaf(name="Orang Lain")) for office in pair.offices)
    assert count_unconfirmed([alfa]) == {alfa.pk: 1}
    confirm(by=pair.cast.administrator, sertifikat=row, versi=row.versi, alasan="Orang yang sama.")
    assert count_unconfirmed([alfa, beta]) == {alfa.pk: 0, beta.pk: 1}
    add(kadis, pair.beta, with_nip("Orang Lain", NIP_KADIS))
    assert count_unconfirmed([alfa, beta]) == {alfa.pk: 0, beta.pk: 0}


def test_people_of_the_same_name_have_their_own(pair: Pair) -> None:
    """Two officials of one name in two offices are told apart by their NIP."""
    Pejabat.objects.filter(opd=pair.beta.opd).update(nama="Kepala Contoh Alfa, S.Sos.", nip=OTHER_NIP)
    other = make_user("kadis.beta", "Kepala Contoh Alfa", (pair.beta.dinas, Peran.KEPALA_DINAS), nip=OTHER_NIP)
    add(pair.cast.kadis, pair.alfa, with_nip("Kepala Contoh Alfa", NIP_KADIS))
    with pytest.raises(NotAllowed):
        add(pair.cast.kadis, pair.beta, make_leaf(name="Kepala Contoh Alfa"))
    row = add(other, pair.beta, with_nip("Kepala Contoh Alfa", NIP_KADIS))
    assert row.nama_cocok is False, "the certificate is the other's, whose name is the same"
    assert add(other, pair.beta, with_nip("Kepala Contoh Alfa", OTHER_NIP)).nama_cocok is True
