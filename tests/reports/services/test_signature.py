"""Signing inside the request, and the scan instead."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from indicators.models import Jejak
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Sertifikat
from reports.services.scan import upload_scan
from reports.services.signature import sign_document, verify_url
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.reports.steps import PASSPHRASE, read_stored


def sign_it(final: Dokumen, by: Any, passphrase: str = PASSPHRASE, **options: Any) -> Dokumen:
    return sign_document(by=by, dokumen=final, versi=options.get("versi", final.versi), passphrase=passphrase)


def scan(content: bytes | None = None, name: str = "pindaian.pdf") -> SimpleUploadedFile:
    if content is None:
        buffer = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(buffer)
        content = buffer.getvalue()
    return SimpleUploadedFile(name, content)


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
    with pytest.raises(NotAllowed):
        upload_scan(by=getattr(cast, who), dokumen=final, versi=final.versi, berkas=scan())
    final.refresh_from_db()
    assert final.status == "final"
    assert Jejak.objects.filter(ditolak=True).count() == 2


def test_a_signed_document_takes_no_second_signature(signed: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotNow, match="sudah ditandatangani"):
        sign_it(signed, cast.kadis)
    with pytest.raises(NotNow, match="sudah ditandatangani"):
        upload_scan(by=cast.kadis, dokumen=signed, versi=signed.versi, berkas=scan())


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
    with pytest.raises(NotNow, match="tidak sama dengan yang difinalkan"):
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


def test_upload_scan_stands_as_the_signed_version(final: Dokumen, cast: Cast) -> None:
    berkas = scan()
    done = upload_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=berkas)
    assert (done.status, done.cara_ttd, done.bersertifikat_demo) == ("ditandatangani", "pindaian", False)
    berkas.seek(0)
    assert done.sha256_ttd == hashlib.sha256(berkas.read()).hexdigest()
    assert Jejak.objects.get(tindakan="unggah_pindaian").sesudah is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><script>alert(1)</script>", b"GIF89a%PDF-1.7", b"%PDF-1.7 tidak lengkap", b"\x89PNG\r\n\x1a\n"],
)
def test_upload_scan_refuses_what_is_no_pdf(final: Dokumen, cast: Cast, content: bytes) -> None:
    with pytest.raises(NotValid, match="bukan PDF"):
        upload_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=scan(content))
    final.refresh_from_db()
    assert final.status == "final"


def test_upload_scan_refuses_what_is_too_large(final: Dokumen, cast: Cast, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(NotValid, match="melebihi 1 MB"):
        upload_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=scan(b"%PDF-" + b"0" * 1024 * 1024))


def test_upload_scan_refuses_the_file_of_another_document(final: Dokumen, cast: Cast) -> None:
    berkas = scan()
    digest = hashlib.sha256(berkas.read()).hexdigest()
    berkas.seek(0)
    Dokumen.objects.create(
        laporan=final.laporan,
        snapshot=final.snapshot,
        skema=final.skema,
        template_version=final.template_version,
        dibuat_pada=final.dibuat_pada,
        sha256=digest,
    )
    with pytest.raises(NotValid, match="sudah tercatat sebagai Laporan Pengukuran Kinerja"):
        upload_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=berkas)


def test_upload_scan_refuses_the_unsigned_report(final: Dokumen, cast: Cast) -> None:
    content = read_stored(final.berkas.name)
    with pytest.raises(NotValid, match="belum ditandatangani"):
        upload_scan(by=cast.kadis, dokumen=final, versi=final.versi, berkas=scan(content))
