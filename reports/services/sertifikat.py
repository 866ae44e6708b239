"""The certificates of officials: registered by their owners only, withdrawn by them, confirmed by an administrator.

A passphrase lives for the one call that needs it; the file stays encrypted as it came (ADR 26).
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.core.files.base import File
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import PejabatFacts, Pengguna, PerangkatDaerah, may_be_one_person
from indicators.services.access import require
from indicators.services.jejak import Call, actor_text, lost_race, move_rows, record, write
from reports.models import Sertifikat
from reports.officials import (
    find_official,
    is_his,
    issuers_of,
    list_signing_officials,
    public_certificate,
)
from reports.services.passphrase_attempts import counted_passphrase
from reports.services.trust import trust_roots
from reports.signing.certificates import describe
from reports.signing.deadline import DeadlineExceeded, run_with_deadline
from reports.signing.errors import SigningError, SigningTimeout, WrongPassphrase
from reports.signing.fitness import refuse_unfit
from reports.signing.holder import holder_of
from reports.signing.key_file import LARGEST_FILE, OpenedFile, open_key_file
from reports.signing.requests import Credentials
from reports.turns import find_certificate
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, refuse

# Where wrong passphrases are counted while no document is being signed.
PLACE = "sertifikat"
LONGEST_REASON = 500

NOT_AN_OFFICIAL = (
    "Sertifikat didaftarkan oleh pejabat yang menandatangani laporan kantor ini, dengan akunnya sendiri. NIP akun Anda "
    "tidak tercatat pada pejabat tersebut: minta administrator memeriksa data pejabat dan akun Anda."
)
NOT_HIS = "Sertifikat hanya dapat ditarik oleh pemiliknya."
OWN_CONFIRMATION = "Sertifikat Anda sendiri dikonfirmasi oleh administrator lain."
RESET_BY_YOU = (
    "Sertifikat ini didaftarkan tidak lama sesudah kata sandi akun pemiliknya atau akun Anda diatur ulang atau dibuat, "
    "sehingga keduanya dapat dipakai satu orang: dikonfirmasi administrator lain. Bila tidak ada, mintalah pemiliknya "
    "mendaftarkannya kembali dua minggu sesudah itu."
)
MOVED = "Sertifikat ini baru saja diubah. Muat ulang halaman, lalu ulangi."
T = TypeVar("T")


def _registration(call: Call) -> Act:
    """Return what the trail calls a registration: the first one, or in place of another."""
    return Act.DAFTARKAN_SERTIFIKAT if find_certificate(call["by"], call["opd"]) is None else Act.GANTI_SERTIFIKAT


@sensitive_variables("passphrase", "credentials")
def register(*, by: Pengguna, opd: PerangkatDaerah, berkas: File | None, passphrase: str) -> Sertifikat:
    """Register an official's own certificate in an office, in place of the one that he has there.

    Raises NotAllowed, NotNow (too soon after wrong passphrases), NotValid (why the file or its certificate will not
    do), ChangedMeanwhile.
    """
    official = check_registrable(by=by, opd=opd)
    data = _read(berkas)
    credentials = Credentials(passphrase=passphrase)
    del passphrase  # error pages print the local variables of every frame
    try:
        with counted_passphrase(by, PLACE):
            opened = _within_time(lambda: _open_fit(data, credentials, timezone.now()))
    except SigningError as error:
        record_refusal(by=by, opd=opd, alasan=str(error))
        raise refuse("passphrase" if isinstance(error, WrongPassphrase) else "berkas", str(error)) from None
    row = _row(opened, official, by=by, opd=opd, berkas=data)
    return store_certificate(by=by, opd=opd, sertifikat=row)


def _read(berkas: File | None) -> bytes:
    if berkas is None:
        raise refuse("berkas", "Pilih berkas sertifikat (.p12 atau .pfx) lebih dahulu.")
    if (berkas.size or 0) > LARGEST_FILE:
        raise refuse("berkas", "Berkas ini terlalu besar. Pilih berkas sertifikat (.p12 atau .pfx) dari penerbitnya.")
    return bytes(berkas.read(LARGEST_FILE + 1))


def _within_time(work: Callable[[], T]) -> T:
    """Do it within the time that a signature may take. Raises SigningTimeout."""
    try:
        return run_with_deadline(work, seconds=settings.SIGNING_TIMEOUT_SECONDS)
    except DeadlineExceeded:
        raise SigningTimeout from None


def _open_fit(data: bytes, credentials: Credentials, now: datetime) -> OpenedFile:
    opened = open_key_file(data, credentials)
    refuse_unfit(opened.certificate, opened.others, now=now, trust_roots=trust_roots())
    return opened


def _row(
    opened: OpenedFile, official: PejabatFacts, *, by: Pengguna, opd: PerangkatDaerah, berkas: bytes
) -> Sertifikat:
    from cryptography.hazmat.primitives.serialization import Encoding

    said = describe(opened.certificate)
    return Sertifikat(
        opd=opd,
        pemilik=by,
        nip=official.nip,
        berkas=berkas,
        publik=opened.certificate.public_bytes(Encoding.DER),
        rantai=b"".join(issuer.public_bytes(Encoding.PEM) for issuer in opened.others),
        nama=said.name[:200],
        subjek=said.subject[:500],
        penerbit=said.issuer[:200],
        penerbit_lengkap=said.issuer_subject[:500],
        seri=said.serial[:64],
        sidik_jari=said.fingerprint,
        berlaku_sejak=said.valid_from,
        berlaku_sampai=said.valid_until,
        demo=said.is_demo,
        nama_cocok=holder_of(opened.certificate).is_person(official.nama, official.nip),
    )


@write(_registration, Sertifikat)
def check_registrable(*, by: Pengguna, opd: PerangkatDaerah) -> PejabatFacts:
    """Return the official that `by` is: one who signs in this office today. Raises NotAllowed."""
    official = find_official(by, opd) if by.is_active else None
    if official is None:
        raise NotAllowed(NOT_AN_OFFICIAL)
    return official


@write(_registration, "sertifikat")
def store_certificate(*, by: Pengguna, opd: PerangkatDaerah, sertifikat: Sertifikat) -> Sertifikat:
    """Keep a certificate that was opened by its owner; the one that he used so far ends, and its file goes."""
    check_registrable(by=by, opd=opd)
    earlier = find_certificate(by, opd)
    if earlier is not None and earlier.sidik_jari == sertifikat.sidik_jari:
        raise NotNow("Sertifikat ini sudah Anda daftarkan dan masih dipakai.")
    act = _registration({"by": by, "opd": opd})
    if earlier is not None:
        _end(earlier)
    sertifikat.dicatat_pada = timezone.now()
    with lost_race(ChangedMeanwhile(MOVED)):
        sertifikat.save(force_insert=True)
    record(
        by=by,
        tindakan=act,
        objek=sertifikat,
        opd=opd,
        sebelum=None if earlier is None else _told(earlier),
        sesudah=_told(sertifikat) | {"nama_cocok": sertifikat.nama_cocok},
    )
    return sertifikat


def _end(row: Sertifikat) -> None:
    """Let a certificate in use end; its file is not needed any more. Raises ChangedMeanwhile."""
    in_use = Sertifikat.objects.filter(pk=row.pk, versi=row.versi, berakhir_pada__isnull=True)
    move_rows(in_use, ChangedMeanwhile(MOVED), berakhir_pada=timezone.now(), berkas=b"")


def _told(row: Sertifikat) -> dict[str, str]:
    """Return what the trail keeps of a certificate: what is public, and no file."""
    return {
        "nama_sertifikat": row.nama,
        "penerbit": row.penerbit,
        "seri": row.seri,
        "sidik_jari": row.sidik_jari,
        "berlaku_sampai": f"{row.berlaku_sampai:%Y-%m-%d}",
    }


@write(_registration, Sertifikat)
def record_refusal(*, by: Pengguna, opd: PerangkatDaerah, alasan: str) -> None:
    act = _registration({"by": by, "opd": opd})
    record(by=by, tindakan=act, objek=Sertifikat, opd=opd, alasan=alasan, ditolak=True)


@write(Act.TARIK_SERTIFIKAT, "sertifikat")
def withdraw(*, by: Pengguna, sertifikat: Sertifikat, versi: int) -> Sertifikat:
    """Let its owner take his certificate out of use; its file goes, what is public stays.

    Also the owner who left his post may. Raises NotAllowed, NotNow, ChangedMeanwhile.
    """
    if by.pk != sertifikat.pemilik_id or not by.is_active:
        raise NotAllowed(NOT_HIS)
    current = _lock(sertifikat, versi)
    _end(current)
    record(by=by, tindakan=Act.TARIK_SERTIFIKAT, objek=current, opd=current.opd, sebelum=_told(current))
    current.refresh_from_db()
    return current


def _lock(sertifikat: Sertifikat, versi: int) -> Sertifikat:
    current = Sertifikat.objects.select_for_update(of=("self",)).select_related("opd", "pemilik").get(pk=sertifikat.pk)
    if current.berakhir_pada is not None:
        raise NotNow("Sertifikat ini sudah ditarik atau diganti.")
    if current.versi != versi:
        raise ChangedMeanwhile(MOVED)
    return current


@write(Act.KONFIRMASI_SERTIFIKAT, "sertifikat")
def confirm(*, by: Pengguna, sertifikat: Sertifikat, versi: int, alasan: str) -> Sertifikat:
    """Let an administrator answer for a certificate that bears another name than its official; the public page says so.

    Raises NotAllowed (also for the owner himself, whatever account he uses), NotNow (nothing to confirm, or the
    certificate has another fault), NotValid (no reason), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_KANTOR, opd=sertifikat.opd)
    current = _lock(sertifikat, versi)
    if by.pk == current.pemilik_id or (by.nip and by.nip == current.nip):
        raise NotAllowed(OWN_CONFIRMATION)
    if may_be_one_person(current.pemilik_id, by.pk, current.dicatat_pada):
        raise NotAllowed(RESET_BY_YOU)
    reason = " ".join(alasan.replace("\x00", " ").split())
    if not reason:
        raise refuse("alasan", "Tulis alasan, misalnya surat keterangan yang Anda periksa.")
    if len(reason) > LONGEST_REASON:
        raise refuse("alasan", f"Tulis alasan paling banyak {LONGEST_REASON} huruf.")
    _refuse_needless(current)
    refuse_unfit_now(current)
    in_use = Sertifikat.objects.filter(pk=current.pk, versi=current.versi, berakhir_pada__isnull=True)
    move_rows(
        in_use,
        ChangedMeanwhile(MOVED),
        alasan_konfirmasi=reason,
        dikonfirmasi_oleh=actor_text(by)[:200],
        dikonfirmasi_pada=timezone.now(),
    )
    record(
        by=by, tindakan=Act.KONFIRMASI_SERTIFIKAT, objek=current, opd=current.opd, alasan=reason, sesudah=_told(current)
    )
    current.refresh_from_db()
    return current


def mark_warned(sertifikat: Sertifikat, days: int) -> bool:
    """Note that its owner is warned so many days before its end; False when he was, or it is not in use any more."""
    not_yet = Q(diperingatkan__isnull=True) | Q(diperingatkan__gt=days)
    rows = Sertifikat.objects.filter(not_yet, pk=sertifikat.pk, berakhir_pada__isnull=True)
    return rows.update(diperingatkan=days) == 1


def _refuse_needless(current: Sertifikat) -> None:
    """Raise NotNow where no confirmation is wanted: the owner is no official any more, or it is in his name."""
    officials = list_signing_officials(current.opd)
    official = next((row for row in officials if row.nip == current.nip == current.pemilik.nip), None)
    if official is None:
        raise NotNow(
            "Pemilik sertifikat ini hari ini bukan pejabat yang menandatangani. Periksa data pejabat dan akunnya."
        )
    if current.dikonfirmasi_pada is not None:
        raise NotNow("Sertifikat ini sudah dikonfirmasi.")
    if is_his(current, official.nama, official.nip):
        raise NotNow("Sertifikat ini sudah sesuai dengan pejabatnya; tidak ada yang perlu dikonfirmasi.")


def refuse_unfit_now(sertifikat: Sertifikat) -> None:
    """Raise NotNow when a certificate may not sign now, as far as that can be seen without its passphrase."""
    try:
        refuse_unfit(
            public_certificate(sertifikat), issuers_of(sertifikat), now=timezone.now(), trust_roots=trust_roots()
        )
    except SigningError as error:
        raise NotNow(str(error)) from None


def refuse_other_person(sertifikat: Sertifikat, *, nama: str, nip: str) -> None:
    """Raise NotNow unless a certificate is this official's: in his name, with his NIP, or confirmed for him."""
    if sertifikat.nip != nip:
        raise NotNow("Sertifikat Anda didaftarkan dengan NIP lain. Daftarkan kembali di halaman Sertifikat saya.")
    if sertifikat.dikonfirmasi_pada is None and not is_his(sertifikat, nama, nip):
        raise NotNow(
            f"Sertifikat Anda memuat nama atau NIP lain: tertulis {sertifikat.nama}, sedangkan dokumen menyebut {nama} "
            f"(NIP {nip}). Minta administrator memeriksanya di halaman Sertifikat pejabat, lalu tanda tangani."
        )
