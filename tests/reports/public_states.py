"""Documents in every state that the public page tells apart, signed by people of a house that is trusted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, SigningMethod, TandaTangan
from reports.services.dokumen import mark_signed
from reports.signing.verification import verify
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.signing.forgery import CLOSE, LAST, PARAF, How, Identity, house, sign
from tests.reports.steps import scan

OURS = house()
HEAD = "Kepala Contoh"
CONFIRMED = "Dikonfirmasi oleh Administrator: Nama pada sertifikat memakai ejaan lama."


def trusted_roots() -> tuple[bytes, ...]:
    return tuple(OURS.roots)


def put_signatures(
    final: Dokumen, cast: Cast, hands: Sequence[tuple[Identity, How]], *, close: bool = True, confirmed: str = ""
) -> Dokumen:
    """Sign the final document in order and write the rows; with `close` the last one makes it a signed document."""
    pdf = steps.read_stored(final.berkas.name)
    for number, (identity, how) in enumerate(hands, start=1):
        pdf = sign(pdf, identity, how)
        _record(final, number, pdf, closing=close and number == len(hands), confirmed=confirmed)
    if close:
        row = final.daftar_tanda_tangan.get(peran="tanda_tangan")
        facts = {
            "cara_ttd": SigningMethod.TTE.value,
            "berkas_ttd": default_storage.save("dokumen/uji.pdf", ContentFile(pdf)),
            "sha256_ttd": row.sha256,
            "ukuran_ttd": row.ukuran,
            "ditandatangani_pada": row.ditandatangani_pada,
        }
        mark_signed(final, facts, by=cast.kadis)
    return final


def _record(final: Dokumen, number: int, pdf: bytes, *, closing: bool, confirmed: str) -> None:
    report = verify(pdf, expected_sha256=None, isolate=False)
    said, facts = report.signatures[-1].certificate, report.signatures[-1]
    TandaTangan.objects.create(
        dokumen=final,
        urutan=number,
        peran="tanda_tangan" if closing else "paraf",
        cara="pkcs12",
        nama="Kepala Contoh, S.Sos." if closing else "Sekretaris Contoh, S.E.",
        jabatan="Kepala Dinas Komunikasi dan Informatika" if closing else "Sekretaris Dinas",
        nama_sertifikat=said.name,
        subjek=said.subject,
        penerbit=said.issuer,
        seri=said.serial,
        sidik_jari=said.fingerprint,
        berlaku_sampai=said.valid_until,
        demo=said.is_demo,
        konfirmasi=confirmed,
        ditandatangani_pada=facts.signed_at or timezone.now(),
        berkas="" if closing else ContentFile(pdf, "paraf.pdf"),
        sha256=report.sha256,
        ukuran=len(pdf),
    )


def valid(office: Office, cast: Cast) -> Dokumen:
    return put_signatures(steps.make_final(office, cast.kadis), cast, [(OURS.person(name=HEAD), CLOSE)])


def two_hands(office: Office, cast: Cast) -> Dokumen:
    hands = [(OURS.person(name="Sekretaris Contoh"), PARAF), (OURS.person(name=HEAD), LAST)]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands)


def initialled(office: Office, cast: Cast) -> Dokumen:
    hands = [(OURS.person(name="Sekretaris Contoh"), PARAF)]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands, close=False)


def in_another_name(office: Office, cast: Cast) -> Dokumen:
    hands = [(OURS.person(name="K. Contoh"), CLOSE)]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands, confirmed=CONFIRMED)


def of_an_unknown_authority(office: Office, cast: Cast) -> Dokumen:
    hands = [(house("Lain").person(name=HEAD), CLOSE)]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands)


def ended_before(office: Office, cast: Cast) -> Dokumen:
    hands = [(OURS.person(name=HEAD, since=-700, until=-10), CLOSE)]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands)


def ended_since(office: Office, cast: Cast) -> Dokumen:
    hands = [(OURS.person(name=HEAD, since=-700, until=-10), How(claimed=-100))]
    return put_signatures(steps.make_final(office, cast.kadis), cast, hands)


def altered(office: Office, cast: Cast) -> Dokumen:
    signed = valid(office, cast)
    path = Path(default_storage.path(signed.berkas_ttd.name))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return signed


def missing(office: Office, cast: Cast) -> Dokumen:
    signed = valid(office, cast)
    Path(default_storage.path(signed.berkas_ttd.name)).unlink()
    return signed


def superseded(office: Office, cast: Cast) -> Dokumen:
    signed = valid(office, cast)
    steps.approve_again(office, cast)
    valid(office, cast)
    signed.refresh_from_db()
    return signed


def corrected(office: Office, cast: Cast) -> Dokumen:
    signed = valid(office, cast)
    steps.approve_again(office, cast)
    return signed


def being_corrected(office: Office, cast: Cast) -> Dokumen:
    signed = valid(office, cast)
    office.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi, alasan="Angka diperiksa lagi.")
    return signed


def scanned(office: Office, cast: Cast) -> Dokumen:
    final = steps.make_final(office, cast.kadis)
    return scan(final, cast.kadis)


def unsigned(office: Office, cast: Cast) -> Dokumen:
    return steps.make_final(office, cast.kadis)


def left_behind(office: Office, cast: Cast) -> Dokumen:
    final = steps.make_final(office, cast.kadis)
    steps.approve_again(office, cast)
    return final


def demo(office: Office, cast: Cast) -> Dokumen:
    return steps.make_signed(office, cast)


# What is made, its colour, and the headline that a citizen reads.
STATES: dict[str, tuple[Callable[[Office, Cast], Dokumen], str, str]] = {
    "valid": (valid, "good", "Dokumen sah"),
    "two hands": (two_hands, "good", "Dokumen sah"),
    "in another name": (in_another_name, "good", "Dokumen sah"),
    "ended since": (ended_since, "good", "Dokumen sah"),
    "demo": (demo, "warn", "Hanya contoh: sertifikat DEMO"),
    "of an unknown authority": (of_an_unknown_authority, "warn", "Keabsahan belum pasti"),
    "ended before": (ended_before, "bad", "Tanda tangan tidak sah"),
    "altered": (altered, "bad", "Berkas berubah"),
    "missing": (missing, "bad", "Berkas tidak ditemukan"),
    "superseded": (superseded, "warn", "Dokumen sudah digantikan"),
    "corrected": (corrected, "warn", "Angka berubah sejak diterbitkan"),
    "being corrected": (being_corrected, "warn", "Angkanya sedang diperiksa kembali"),
    "scanned": (scanned, "scan", "Pindaian dokumen bertanda tangan basah"),
    "unsigned": (unsigned, "plain", "Belum ditandatangani"),
    "left behind": (left_behind, "warn", "Perlu disusun kembali"),
    "initialled": (initialled, "plain", "Baru diparaf, belum ditandatangani"),
}
