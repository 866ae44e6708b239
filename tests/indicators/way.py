"""Steps on the way of a number, for tests: rows filled in directly, the rest through the services."""

from decimal import Decimal

from django.utils import timezone

from indicators.capaian import EntryStatus
from indicators.models import Indikator, Pengajuan, Pengguna, Realisasi, Triwulan, UnitKerja
from indicators.selectors.hand_in import get_hand_in
from indicators.services import pengajuan as services
from indicators.services.returned_rows import answer_return
from tests.cast import Cast, Office

# Realisasi of TW I 2024 by unit, in the order of the PK.
BIDANG = ("6", "2", "80.18")
SUBBAG = ("50", "0")
TIM = ("2.25",)


def fill(office: Office, unit: UnitKerja, values: tuple[str, ...], *, quarter: Triwulan | None = None) -> None:
    """Write the unit's rows without any service."""
    for indikator, text in zip(office.indikator(unit), values, strict=True):
        Realisasi.objects.create(
            indikator=indikator,
            triwulan=quarter or office.tw1,
            status=EntryStatus.TERISI.value,
            nilai=Decimal(text),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )


def hand_in(office: Office, unit: UnitKerja, by: Pengguna, values: tuple[str, ...]) -> Pengajuan:
    """Fill the unit's rows and submit them."""
    fill(office, unit, values)
    return services.submit(by=by, pengajuan=office.pengajuan(unit))


def give_back(office: Office, unit: UnitKerja, by: Pengguna, *rows: Indikator) -> Pengajuan:
    """Return what the unit handed in: these rows, or the whole."""
    pengajuan = office.pengajuan(unit)
    return services.send_back(
        by=by,
        pengajuan=pengajuan,
        versi=pengajuan.versi,
        alasan="" if rows else "Periksa semuanya.",
        alasan_baris={row.pk: f"Periksa {row}." for row in rows},
    )


def resubmit(office: Office, unit: UnitKerja, by: Pengguna) -> Pengajuan:
    """Hand in again what came back and did not change, each returned row with an answer."""
    pengajuan = office.pengajuan(unit)
    returned = get_hand_in(pengajuan).dikembalikan
    for key in [None] if returned.umum else list(returned.baris):
        answer_return(by=by, triwulan=office.tw1, unit=unit, indikator_id=key, jawaban="Sudah benar.")
    return services.submit(by=by, pengajuan=office.pengajuan(unit))


def check(office: Office, unit: UnitKerja, by: Pengguna) -> Pengajuan:
    pengajuan = office.pengajuan(unit)
    return services.check(by=by, pengajuan=pengajuan, versi=pengajuan.versi)


def validate(office: Office, unit: UnitKerja, by: Pengguna) -> Pengajuan:
    pengajuan = office.pengajuan(unit)
    return services.validate(by=by, pengajuan=pengajuan, versi=pengajuan.versi)


def validate_all(office: Office, cast: Cast) -> None:
    """Bring every unit of the quarter to divalidasi."""
    fill(office, office.bidang, BIDANG)
    check_all(office, cast)


def check_all(office: Office, cast: Cast) -> None:
    """Bring every unit to divalidasi once the bidang's rows are filled."""
    services.submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    check(office, office.bidang, cast.kepala)
    validate(office, office.bidang, cast.sekretaris)
    hand_in(office, office.subbag, cast.staf_umum, SUBBAG)
    check(office, office.subbag, cast.kasubbag)
    validate(office, office.subbag, cast.sekretaris)
    hand_in(office, office.tim, cast.staf_iku, TIM)
    check(office, office.tim, cast.ketua_iku)
    validate(office, office.tim, cast.sekretaris)
