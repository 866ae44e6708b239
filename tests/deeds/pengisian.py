"""What units enter, the way of their submissions, and the quarters that hold them."""

from datetime import timedelta

from django.utils import timezone

from indicators.models import (
    BuktiDukung,
    Pengajuan,
    Realisasi,
    RealisasiAnggaran,
    Triwulan,
    UnitKerja,
)
from indicators.rules.realisasi import Aturan, RuleSetting, Sifat
from indicators.selectors.kewajaran import find_in_rows
from indicators.selectors.pengajuan import list_unit_rows
from indicators.services import bukti, kewajaran, pengajuan
from indicators.services import triwulan as quarters
from indicators.services.downloads import record_sheet_download
from indicators.services.evidence_pictures import record_look
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_anggaran import MoneyEntry, save_money_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.services.returned_rows import answer_return
from tests.crowd import Life
from tests.deeds.deed import TW2, Deed, deed
from tests.files import PDF, upload


def _enter(it: Life) -> None:
    """Change every number of Bidang's open quarter."""
    rows = Realisasi.objects.filter(triwulan=it.tw2, indikator__unit=it.office.bidang)
    typed = [RowEntry(row.indikator_id, row.versi, realisasi="5") for row in rows]
    save_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)


def _enter_money(it: Life) -> None:
    row = RealisasiAnggaran.objects.get(triwulan=it.tw2)
    typed = [MoneyEntry(row.anggaran_id, row.versi, {"fisik": "75"})]
    (result,) = save_money_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)
    assert result.galat is None


def _explain(it: Life) -> None:
    """Explain the first thing that is odd about Bidang's open quarter."""
    handed_in = _submission(it, it.office.bidang)
    found = find_in_rows(it.tw2, list_unit_rows(handed_in))
    pk, odd = next((pk, odd) for pk, (odd, *_) in ((pk, here) for pk, here in found.items() if here))
    where = {"pengajuan": handed_in, "indikator_id": pk, "aturan": odd.kode, "perihal": odd.perihal}
    kewajaran.explain(by=it.cast.staf, **where, teks="Memang demikian.")


def _set_rules(it: Life) -> None:
    setting = {Aturan.MELAMPAUI: RuleSetting(Sifat.TAHAN)}
    kewajaran.set_rules(by=it.cast.sekretaris, opd=it.office.opd, isian=setting)


def _evidence(it: Life, quarter: Triwulan) -> BuktiDukung:
    return BuktiDukung.objects.get(realisasi__triwulan=quarter)


def _add_evidence(it: Life) -> None:
    row = it.office.indikator(it.office.bidang)[1]
    file = upload("lagi.pdf", PDF)
    bukti.add_evidence(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, indikator_id=row.pk, file=file)


def _replace_evidence(it: Life) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": _evidence(it, it.tw2)}
    bukti.replace_evidence(by=it.cast.staf, **where, file=upload("baru.pdf", PDF), alasan="Salah berkas.")


def _withdraw_evidence(it: Life) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": _evidence(it, it.tw2)}
    bukti.withdraw_evidence(by=it.cast.staf, **where, alasan="Salah berkas.")


def _submission(it: Life, unit: UnitKerja) -> Pengajuan:
    return it.tw2.pengajuan.get(unit=unit)


def _withdraw(it: Life) -> None:
    handed_in = pengajuan.submit(by=it.cast.staf_iku, pengajuan=_submission(it, it.office.tim))
    pengajuan.withdraw(by=it.cast.staf_iku, pengajuan=handed_in, versi=handed_in.versi)


def _check(it: Life) -> Pengajuan:
    handed_in = _submission(it, it.office.subbag)
    return pengajuan.check(by=it.cast.kasubbag, pengajuan=handed_in, versi=handed_in.versi)


def _validate(it: Life) -> Pengajuan:
    checked = _check(it)
    return pengajuan.validate(by=it.cast.sekretaris, pengajuan=checked, versi=checked.versi)


def _send_back(it: Life) -> None:
    handed_in = _submission(it, it.office.subbag)
    pengajuan.send_back(by=it.cast.kasubbag, pengajuan=handed_in, versi=handed_in.versi, alasan="Periksa lagi.")


def _answer(it: Life) -> None:
    _send_back(it)
    answer_return(by=it.cast.staf_umum, triwulan=it.tw2, unit=it.office.subbag, indikator_id=None, jawaban="Sudah.")


def _send_back_validated(it: Life) -> None:
    done = _validate(it)
    pengajuan.send_back(by=it.cast.kadis, pengajuan=done, versi=done.versi, alasan="Periksa lagi.")


def _reopen_submission(it: Life) -> None:
    done = _validate(it)
    pengajuan.reopen(by=it.cast.sekretaris, pengajuan=done, versi=done.versi, alasan="Periksa lagi.")


def _approve(it: Life) -> None:
    """Bring every unit of TW II to the Kepala Dinas, who approves."""
    _validate(it)
    for unit, staff, head in (
        (it.office.bidang, it.cast.staf, it.cast.kepala),
        (it.office.tim, it.cast.staf_iku, it.cast.ketua_iku),
    ):
        row = pengajuan.submit(by=staff, pengajuan=_submission(it, unit))
        row = pengajuan.check(by=head, pengajuan=row, versi=row.versi)
        pengajuan.validate(by=it.cast.sekretaris, pengajuan=row, versi=row.versi)
    it.tw2.refresh_from_db()
    quarters.approve(by=it.cast.kadis, quarter=it.tw2, versi=it.tw2.versi)


def _reopen_first(it: Life) -> None:
    """Open TW I again while TW II, approved too, rests on it."""
    _approve(it)
    quarter = Triwulan.objects.get(pk=it.office.tw1.pk)
    quarters.reopen_quarter(by=it.cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Angka diperiksa lagi.")


def _open_quarter(it: Life) -> None:
    today = timezone.localdate()
    where = {"opd": it.office.opd, "tahun": 2024, "triwulan": 3}
    quarters.open_quarter(by=it.cast.sekretaris, **where, mulai=today, tenggat=today + timedelta(days=9))


def _reschedule(it: Life) -> None:
    today = timezone.localdate()
    dates = {"mulai": today, "tenggat": today + timedelta(days=30)}
    quarters.reschedule(by=it.cast.sekretaris, quarter=it.tw2, versi=it.tw2.versi, **dates)


HANDED_IN = "Pengajuan VersiPengajuan PeristiwaPengajuan"
JUDGED = "Pengajuan Putusan PeristiwaPengajuan"
RETURNED = f"{JUDGED} BarisDikembalikan"

DEEDS: dict[str, Deed] = {
    "enter": deed(_enter, "ISI_REALISASI", "Realisasi", **TW2, unit="bidang"),
    "enter money": deed(_enter_money, "ISI_ANGGARAN", "RealisasiAnggaran", **TW2),
    "explain": deed(_explain, "JELASKAN_TEMUAN", "PenjelasanTemuan", **TW2, unit="bidang"),
    "set rules": deed(_set_rules, "ATUR_KEWAJARAN", "AturanKewajaran"),
    "add evidence": deed(_add_evidence, "UNGGAH_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "replace evidence": deed(_replace_evidence, "GANTI_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "withdraw evidence": deed(_withdraw_evidence, "TARIK_BUKTI", "BuktiDukung", **TW2, unit="bidang"),
    "take evidence": deed(
        lambda it: bukti.record_download(by=it.cast.kepala, unit=it.office.bidang, bukti=_evidence(it, it.tw2)),
        "UNDUH_BUKTI",
    ),
    "look at evidence": deed(
        lambda it: record_look(by=it.cast.kepala, unit=it.office.bidang, bukti=_evidence(it, it.tw2)),
        "LIHAT_BUKTI",
    ),
    "take a sheet": deed(
        lambda it: record_sheet_download(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, jumlah=3),
        "UNDUH_LEMBAR",
    ),
    "submit": deed(
        lambda it: pengajuan.submit(by=it.cast.staf_iku, pengajuan=_submission(it, it.office.tim)),
        "AJUKAN",
        HANDED_IN,
        **TW2,
        unit="tim",
    ),
    "withdraw": deed(_withdraw, "AJUKAN TARIK", HANDED_IN, **TW2, unit="tim"),
    "check": deed(_check, "PERIKSA", JUDGED, **TW2, unit="subbag"),
    "validate": deed(_validate, "PERIKSA VALIDASI", JUDGED, **TW2, unit="subbag"),
    "send back": deed(_send_back, "KEMBALIKAN", RETURNED, **TW2, unit="subbag"),
    "answer a return": deed(_answer, "KEMBALIKAN JAWAB_PENGEMBALIAN", RETURNED, **TW2, unit="subbag"),
    "send back what is validated": deed(
        _send_back_validated, "PERIKSA VALIDASI TOLAK_PENGESAHAN", RETURNED, **TW2, unit="subbag"
    ),
    "reopen a submission": deed(_reopen_submission, "PERIKSA VALIDASI BUKA_KEMBALI", RETURNED, **TW2, unit="subbag"),
    "approve": deed(
        _approve, "AJUKAN PERIKSA VALIDASI SAHKAN SAHKAN_TRIWULAN", f"Triwulan Pengesahan {HANDED_IN} Putusan", **TW2
    ),
    "reopen a quarter": deed(
        _reopen_first,
        "AJUKAN PERIKSA VALIDASI SAHKAN SAHKAN_TRIWULAN BUKA_KEMBALI_TRIWULAN BUKA_PENGESAHAN "
        "TANGGUHKAN_TRIWULAN TANGGUHKAN",
        f"Triwulan Pengesahan {HANDED_IN} Putusan",
        tahun=2024,
        triwulan=(1, 2),
    ),
    "open a quarter": deed(
        _open_quarter, "BUKA_TRIWULAN", "Triwulan JadwalPengisian Pengajuan", tahun=2024, triwulan=3
    ),
    "reschedule": deed(_reschedule, "UBAH_JADWAL", "Triwulan JadwalPengisian", **TW2),
}
