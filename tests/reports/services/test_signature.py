"""Signing inside the request."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from indicators.models import Jejak
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Sertifikat
from reports.services.signature import sign_document
from reports.services.verify_address import verify_url
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from sakip.refusals import ChangedMeanwhile, Damaged, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.reports.steps import PASSPHRASE, read_stored

pytestmark = pytest.mark.one_database


def sign_it(final: Dokumen, by: Any, passphrase: str = PASSPHRASE, **options: Any) -> Dokumen:
    return sign_document(by=by, dokumen=final, versi=options.get("versi", final.versi), passphrase=passphrase)


def test_sign_document_stores_the_signed_file(signed: Dokumen) -> None:
    content = read_stored(signed.berkas_ttd.name)
    assert (signed.status, signed.cara_ttd, signed.bersertifikat_demo) == ("ditandatangani", "tte", True)
    assert signed.ditandatangani_oleh == "Kepala Contoh, S.Sos."
    assert signed.dicatat_oleh == "Kepala Dinas (kadis)"
    assert hashlib.sha256(content).hexdigest() == signed.sha256_ttd != signed.sha256
    assert verify(content, expected_sha256=signed.sha256_ttd).verdict == Verdict.SAH_DEMO
    assert default_storage.exists(signed.berkas.name)


def test_signature_is_in_the_trail_without_the_passphrase(signed: Dokumen) -> None:
    trail = Jejak.objects.get(tindakan="tanda_tangani_dokumen")
    assert trail.sesudah is not None
    assert trail.sesudah["sha256"] == signed.sha256_ttd
    everything = repr(list(Jejak.objects.values())) + repr(list(Dokumen.objects.values()))
    assert PASSPHRASE not in everything


def test_verify_url_holds_the_public_address(final: Dokumen, settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = "https://sakip.contoh.go.id"
    assert verify_url(final) == f"https://sakip.contoh.go.id/verifikasi/{final.token}/"


def test_wrong_passphrase_leaves_the_document_and_a_trail(final: Dokumen, cast: Cast, certificate: Sertifikat) -> None:
    with pytest.raises(NotValid, match="Kata sandi sertifikat salah") as caught:
        sign_it(final, cast.kadis, "rahasia-Yang-Salah")
    assert caught.value.__context__ is None or "rahasia-Yang-Salah" not in repr(caught.value.__context__)
    final.refresh_from_db()
    assert (final.status, final.berkas_ttd.name) == ("final", "")
    trail = Jejak.objects.get(ditolak=True)
    assert trail.tindakan == "tanda_tangani_dokumen"
    assert "rahasia-Yang-Salah" not in repr(Jejak.objects.values())


@pytest.mark.parametrize("who", ["sekretaris", "perencana", "staf", "pembaca", "administrator", "asing"])
def test_only_the_kepala_dinas_signs(final: Dokumen, cast: Cast, certificate: Sertifikat, who: str) -> None:
    with pytest.raises(NotAllowed):
        sign_it(final, getattr(cast, who))
    final.refresh_from_db()
    assert final.status == "final"
    assert Jejak.objects.filter(ditolak=True).count() == 1


def test_a_signed_document_takes_no_second_signature(signed: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotNow, match="sudah ditandatangani"):
        sign_it(signed, cast.kadis)


def test_the_page_of_yesterday_signs_nothing(final: Dokumen, cast: Cast, certificate: Sertifikat) -> None:
    with pytest.raises(ChangedMeanwhile):
        sign_it(final, cast.kadis, versi=final.versi - 1)


def test_a_reopened_quarter_stops_the_signature(
    final: Dokumen, approved: Office, cast: Cast, certificate: Sertifikat
) -> None:
    approved.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=approved.tw1, versi=approved.tw1.versi, alasan="Angka diperiksa lagi.")
    with pytest.raises(NotNow, match="sudah dibuka kembali"):
        sign_it(final, cast.kadis)


def test_a_changed_file_is_not_signed(final: Dokumen, cast: Cast, certificate: Sertifikat) -> None:
    path = Path(default_storage.path(final.berkas.name))
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Damaged, match="isinya tidak sama dengan yang dicatat"):
        sign_it(final, cast.kadis)


def test_an_official_without_a_certificate_is_told_where_to_register_it(final: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotNow, match="belum mendaftarkan sertifikat"):
        sign_it(final, cast.kadis)


def test_another_account_does_not_sign_for_the_official(final: Dokumen, cast: Cast, certificate: Sertifikat) -> None:
    cast.kadis.nip = "198001012005011001"
    cast.kadis.save(update_fields=["nip"])
    with pytest.raises(NotAllowed, match="bukan pemilik akun ini"):
        sign_it(final, cast.kadis)


def test_an_unknown_signer_is_said_in_a_sentence(final: Dokumen, cast: Cast, settings: Settings) -> None:
    settings.SIGNER = "tidak-ada"
    with pytest.raises(NotValid, match="Minta administrator memeriksa"):
        sign_it(final, cast.kadis)
