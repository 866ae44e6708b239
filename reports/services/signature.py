"""Signing inside the request: each official in his turn, with his own certificate."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.views.decorators.debug import sensitive_variables

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, PerangkatDaerah
from indicators.services.access import require
from indicators.services.jejak import Call, record, write
from indicators.services.stored_files import read_whole
from reports.models import Dokumen, Sertifikat, SigningMethod, StatusDokumen, TandaTangan
from reports.rendering.field_names import SIGNATURE_FIELD, paraf_field
from reports.services.bsre import configured_bsre
from reports.services.dokumen import SIGNED, lock_signable, mark_initialled, mark_signed
from reports.services.passphrase_attempts import counted_passphrase
from reports.services.providers import providers
from reports.services.sertifikat import refuse_other_person, refuse_unfit_now
from reports.services.signed_files import kept_file
from reports.services.stored_files import initialled_file, unsigned_file
from reports.services.trust import trust_roots
from reports.services.tte_footer import footer_for
from reports.services.verify_address import verify_url
from reports.signing.adapters import Signer, get_signer, sign
from reports.signing.errors import SigningError
from reports.signing.requests import SignedPdf, SignRequest
from reports.turns import SigningTurn, find_certificate, list_signatures, next_turn
from sakip.refusals import NotAllowed, NotNow, refuse

DEMO_NOTE = "demo-certificate.txt"


def signer_of(user: Pengguna, opd: PerangkatDaerah) -> tuple[Signer, Sertifikat | None]:
    """Return a user's way of signing in an office, and his certificate where it is kept here.

    Raises NotNow (he has none, or it may not sign any more), UnknownSigner.
    """
    if settings.SIGNER == "bsre":
        return configured_bsre(), None
    seconds = float(settings.SIGNING_TIMEOUT_SECONDS)
    if settings.SIGNER != "pkcs12":
        return get_signer(settings.SIGNER, timeout_seconds=seconds), None
    certificate = find_certificate(user, opd)
    if certificate is None:
        raise NotNow("Anda belum mendaftarkan sertifikat. Daftarkan di halaman Sertifikat saya, lalu tanda tangani.")
    refuse_unfit_now(certificate)
    signer = get_signer(
        "pkcs12",
        source=lambda: bytes(certificate.berkas),
        fingerprint=certificate.sidik_jari,
        trust_roots=trust_roots(),
        timeout_seconds=seconds,
        providers=providers(),
    )
    return signer, certificate


def demo_note(certificate: Sertifikat | None) -> bool:
    """Say whether the passphrase of a certificate stands in the file that the demo's set-up writes."""
    return certificate is not None and certificate.demo and (settings.VAR_DIR / DEMO_NOTE).is_file()


@dataclass(frozen=True)
class _Prepared:
    dokumen: Dokumen
    pdf: bytes
    turn: SigningTurn
    request: SignRequest


@sensitive_variables("passphrase", "akun")
def sign_document(*, by: Pengguna, dokumen: Dokumen, versi: int, passphrase: str, akun: str = "") -> Dokumen:
    """Put the next signature on a final document, by the official whose turn it is; the last one closes it.

    No transaction is open while the signer works, which may take seconds. The passphrase lives for this call only.
    Raises NotAllowed, NotNow, NotValid (the signer's own sentence), ChangedMeanwhile.
    """
    prepared = _prepare(by=by, dokumen=dokumen, versi=versi)
    try:
        signer, certificate = signer_of(by, dokumen.laporan.opd)
        if certificate is not None:
            official = prepared.turn.official
            refuse_other_person(certificate, nama=official["nama"], nip=official["nip"])
        footer = footer_for(prepared.dokumen, prepared.turn, signer, certificate)
        request = replace(prepared.request, footer_text=footer)
        with counted_passphrase(by, f"dokumen:{dokumen.pk}"):
            signed = sign(prepared.pdf, signer=signer, passphrase=passphrase, request=request, account=akun)
    except SigningError as error:
        record_failure(by=by, dokumen=dokumen, alasan=str(error))
        raise refuse("passphrase", str(error)) from None
    row = _row(prepared.turn, signed, signer=signer, certificate=certificate, by=by)
    with kept_file(dokumen, ContentFile(signed.pdf)) as name:
        return store_signature(by=by, dokumen=dokumen, versi=versi, tanda_tangan=row, nama=name)


def _row(
    turn: SigningTurn, signed: SignedPdf, *, signer: Signer, certificate: Sertifikat | None, by: Pengguna
) -> TandaTangan:
    """Return the row of a signature, without its document and file."""
    said = signed.certificate
    return TandaTangan(
        urutan=turn.urutan,
        peran=turn.peran.value,
        cara=signer.name,
        pengguna=by,
        sertifikat=certificate,
        nama=turn.official["nama"][:200],
        jabatan=turn.official["jabatan"][:200],
        nip=turn.official["nip"],
        nama_sertifikat=said.name[:200],
        subjek=said.subject[:500],
        penerbit=said.issuer[:200],
        seri=said.serial[:64],
        sidik_jari=said.fingerprint,
        berlaku_sampai=said.valid_until,
        demo=said.is_demo,
        konfirmasi=_confirmation(certificate),
        ditandatangani_pada=signed.signed_at,
        nomor_layanan=signed.document_number,
        tingkat=signed.time.level,
        cap_waktu_pada=signed.time.stamped_at,
        cap_waktu_penyedia=signed.time.provider[:200],
        cap_waktu_sampai=signed.time.valid_until,
        sha256=signed.sha256,
        ukuran=len(signed.pdf),
    )


def _confirmation(certificate: Sertifikat | None) -> str:
    if certificate is None or certificate.dikonfirmasi_pada is None:
        return ""
    return f"Dikonfirmasi oleh {certificate.dikonfirmasi_oleh}: {certificate.alasan_konfirmasi}"


def _act(call: Call) -> Act:
    """Return what the trail calls the signature that is put, or was refused."""
    return _act_of(next_turn(call["dokumen"]))


def _act_of(turn: SigningTurn | None) -> Act:
    return Act.TANDA_TANGANI_DOKUMEN if turn is None or turn.closing else Act.PARAF_DOKUMEN


@write(_act, "dokumen")
def check_signable(*, by: Pengguna, dokumen: Dokumen, versi: int) -> tuple[Dokumen, SigningTurn]:
    """Return the document as it stands, and the turn, when `by` may sign it now: his turn, in his own name
    (`services.dokumen.lock_signable` says what else)."""
    opd = dokumen.laporan.opd
    expected = next_turn(dokumen)
    require(by, Izin.TANDA_TANGANI if expected is None else expected.izin, opd=opd)
    current = lock_signable(dokumen, versi)
    turn = next_turn(current)
    if turn is None:
        raise NotNow(SIGNED)
    if by.nip != turn.official["nip"]:
        raise NotAllowed(_not_his(by, turn))
    return current, turn


def _not_his(by: Pengguna, turn: SigningTurn) -> str:
    who = f"{turn.official['nama']} (NIP {turn.official['nip']})"
    if not by.nip:
        return (
            f"Dokumen ini menunggu {turn.peran.label.lower()} {who}. Akun Anda belum memuat NIP: minta administrator "
            "melengkapinya bila Anda pejabat tersebut."
        )
    return f"Dokumen ini menunggu {turn.peran.label.lower()} {who}, bukan pemilik akun ini."


def _prepare(*, by: Pengguna, dokumen: Dokumen, versi: int) -> _Prepared:
    current, turn = check_signable(by=by, dokumen=dokumen, versi=versi)
    earlier = list_signatures(current).last()
    pdf = read_whole(unsigned_file(current) if earlier is None else initialled_file(earlier))
    return _Prepared(current, pdf, turn, _request(current, turn))


def _request(dokumen: Dokumen, turn: SigningTurn) -> SignRequest:
    return SignRequest(
        name=turn.official["nama"],
        jabatan=turn.official["jabatan"],
        rank=turn.official["pangkat"],
        nip=turn.official["nip"],
        verify_url=verify_url(dokumen),
        reason=f"{'Pengesahan' if turn.closing else 'Paraf'} {dokumen.laporan.judul}",
        location=dokumen.snapshot["tempat"],
        field_name=SIGNATURE_FIELD if turn.closing else paraf_field(turn.urutan),
        time_zone=dokumen.laporan.opd.zona_waktu,
        closing=turn.closing,
    )


@write(_act, "dokumen")
def store_signature(*, by: Pengguna, dokumen: Dokumen, versi: int, tanda_tangan: TandaTangan, nama: str) -> Dokumen:
    """Write a signature's row; the closing one makes the document signed, and the one signed before gives way."""
    current, turn = check_signable(by=by, dokumen=dokumen, versi=versi)
    tanda_tangan.dokumen = current
    tanda_tangan.berkas = "" if turn.closing else nama
    tanda_tangan.save(force_insert=True)
    if turn.closing:
        mark_signed(current, _closing_facts(tanda_tangan, nama), by=by)
    else:
        mark_initialled(current)
    record(
        by=by,
        tindakan=_act_of(turn),
        objek=current,
        opd=current.laporan.opd,
        sebelum={"status": StatusDokumen.FINAL.value},
        sesudah={
            "status": current.status,
            "sha256": tanda_tangan.sha256,
            "nama_sertifikat": tanda_tangan.nama_sertifikat,
            "penerbit": tanda_tangan.penerbit,
            "seri": tanda_tangan.seri,
        },
    )
    return current


def _closing_facts(tanda_tangan: TandaTangan, nama: str) -> dict[str, Any]:
    return {
        "cara_ttd": SigningMethod.TTE.value,
        "berkas_ttd": nama,
        "sha256_ttd": tanda_tangan.sha256,
        "ukuran_ttd": tanda_tangan.ukuran,
        "ditandatangani_pada": tanda_tangan.ditandatangani_pada,
    }


@write(_act, "dokumen")
def record_failure(*, by: Pengguna, dokumen: Dokumen, alasan: str) -> None:
    record(
        by=by,
        tindakan=_act_of(next_turn(dokumen)),
        objek=dokumen,
        opd=dokumen.laporan.opd,
        alasan=alasan,
        ditolak=True,
    )
