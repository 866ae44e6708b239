"""Writes that name a row of another office, quarter or unit of the crowd: each is refused and leaves nothing behind."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators.models import (
    Anggaran,
    BarisDikembalikan,
    BuktiDukung,
    Dukungan,
    Indikator,
    Pejabat,
    Pengajuan,
    Pengguna,
    PeriodeRenstra,
    Realisasi,
    RealisasiAnggaran,
    SkalaPredikat,
    SubKegiatan,
    UnitKerja,
    VersiPengajuan,
)
from indicators.models.kantor import Jenjang
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.version_content import describe_version
from indicators.services import bukti, dukungan, kantor, pengajuan, perjanjian, rencana, skala
from indicators.services.nomenklatur import change_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry
from indicators.services.ordering import reorder
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_anggaran import MoneyEntry, save_money_rows
from indicators.services.realisasi_entry import RowEntry
from tests.crowd import Life
from tests.files import PDF, upload

Attempt = Callable[[Life, Life], Any]


def _change_indicator(it: Life, **values: Any) -> None:
    row = it.office.indikator(it.office.tim)[0]
    for name, value in values.items():
        setattr(row, name, value)
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])


def _change_butir(it: Life, **values: Any) -> None:
    row = it.draft.butir.order_by("pk")[0]
    for name, value in values.items():
        setattr(row, name, value)
    perjanjian.save_butir(by=it.cast.perencana, butir=row)


def _scale(it: Life) -> SkalaPredikat:
    return SkalaPredikat.objects.get(opd=it.office.opd, nama="Skala kedua")


def _first(it: Life, unit: str = "bidang") -> Indikator:
    return it.office.indikator(getattr(it.office, unit))[0]


def _official(it: Life, unit: UnitKerja) -> None:
    row = Pejabat(opd=it.office.opd, unit=unit, nama="A", nip="197911112006041007", pangkat="Pembina", jabatan="Kepala")
    row.mulai = date(2024, 1, 1)
    kantor.save_pejabat(by=it.cast.administrator, pejabat=row)


def _unit_below(it: Life, induk: UnitKerja) -> None:
    new = UnitKerja(opd=it.office.opd, induk=induk, kode="baru", nama="Baru", jenjang=Jenjang.TIM.value)
    kantor.save_unit(by=it.cast.administrator, unit=new)


def _enter(it: Life, indikator_id: int) -> None:
    stored = Realisasi.objects.filter(indikator_id=indikator_id, triwulan=it.tw2).first()
    typed = [RowEntry(indikator_id, 0 if stored is None else stored.versi, realisasi="5")]
    (result,) = save_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)
    assert result.galat is not None
    raise result.galat


def return_row(by: Pengguna, submission: Pengajuan, indikator: Indikator) -> None:
    """Let a submission be handed in as it stands and returned with this row opened, without any service."""
    now = get_hand_in(submission)
    nomor = submission.nomor_versi + 1
    VersiPengajuan.objects.create(
        pengajuan=submission,
        nomor=nomor,
        isi=describe_version(now.baris, now.temuan),
        pengaju=by,
        diajukan_oleh="uji",
        diajukan_pada=timezone.now(),
    )
    Pengajuan.objects.filter(pk=submission.pk).update(status="dikembalikan", nomor_versi=nomor)
    BarisDikembalikan.objects.create(
        pengajuan=submission, indikator=indikator, alasan="Periksa lagi.", oleh="uji", pada=timezone.now()
    )


def _enter_what_another_return_opened(it: Life) -> None:
    """TW II was returned for the first row, last year's quarter for the second."""
    first, second, _ = it.office.indikator(it.office.bidang)
    for quarter, row in ((it.tw2, first), (it.last_year, second)):
        return_row(it.cast.staf, quarter.pengajuan.get(unit=it.office.bidang), row)
    _enter(it, second.pk)


def _enter_money(it: Life, row: Anggaran) -> None:
    stored = RealisasiAnggaran.objects.filter(anggaran=row, triwulan=it.tw2).first()
    typed = [MoneyEntry(row.pk, 0 if stored is None else stored.versi, {"fisik": "5"})]
    (result,) = save_money_rows(by=it.cast.staf, triwulan=it.tw2, unit=it.office.bidang, isian=typed)
    assert result.galat is not None
    raise result.galat


def _attach(it: Life, indikator_id: int) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "indikator_id": indikator_id}
    bukti.add_evidence(by=it.cast.staf, **where, file=upload("lagi.pdf", PDF))


def _withdraw(it: Life, file: BuktiDukung) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": file}
    bukti.withdraw_evidence(by=it.cast.staf, **where, alasan="Salah.")


def _replace(it: Life, file: BuktiDukung) -> None:
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "bukti": file}
    bukti.replace_evidence(by=it.cast.staf, **where, file=upload("baru.pdf", PDF), alasan="Salah.")


def _send_back(it: Life, indikator_id: int) -> None:
    handed_in = it.tw2.pengajuan.get(unit=it.office.subbag)
    reasons = {indikator_id: "Periksa lagi."}
    pengajuan.send_back(by=it.cast.kasubbag, pengajuan=handed_in, versi=handed_in.versi, alasan_baris=reasons)


def _support(it: Life, pendukung: Indikator, didukung: Indikator) -> None:
    dukungan.save_dukungan_many(by=it.cast.perencana, daftar=[Dukungan(pendukung=pendukung, didukung=didukung)])


def _nomenclature(it: Life, node: SubKegiatan) -> None:
    asked = NomenklaturEntry(f"sub_kegiatan-{node.pk}", Decision.HENTI)
    change_nomenclature(by=it.cast.perencana, periode=it.office.renstra, tahun=2025, isian=[asked])


def _nomenclature_of(it: Life, other: Life) -> None:
    """Pass another office's Renstra off as one's own."""
    period = PeriodeRenstra.objects.get(pk=other.office.renstra.pk)
    period.opd = it.office.opd
    asked = NomenklaturEntry(f"sub_kegiatan-{other.sub_kedua.pk}", Decision.HENTI)
    change_nomenclature(by=it.cast.perencana, periode=period, tahun=2025, isian=[asked])


def _reorder(it: Life, other: Life) -> None:
    seen = [it.office.sub_kegiatan.pk, it.sub_kedua.pk]
    wanted = [it.office.sub_kegiatan.pk, other.sub_kedua.pk]
    reorder(by=it.cast.perencana, induk=it.office.kegiatan, anak=SubKegiatan, urutan=wanted, dilihat=seen)


def _copy(it: Life, other: Life) -> None:
    perjanjian.copy_rows(by=it.cast.perencana, from_pk=other.office.pk, to_pk=it.draft)


def _new_letter(it: Life, other: Life) -> None:
    scale = _scale(other)
    letter = scale.tingkat.get()
    letter.skor = Decimal(2)
    skala.save_tingkat(by=it.cast.perencana, tingkat=letter)


STRANGERS: dict[str, Attempt] = {
    "an indicator of another office's unit": lambda it, other: _change_indicator(it, unit=other.office.tim),
    "an indicator with another office's scale": lambda it, other: _change_indicator(it, skala=_scale(other)),
    "an indicator that continues another office's": lambda it, other: _change_indicator(it, menggantikan=_first(other)),
    "a row of another office's unit": lambda it, other: _change_butir(it, unit=other.office.bidang),
    "a row of another office's indicator": lambda it, other: _change_butir(it, indikator=_first(other)),
    "a row with another office's scale": lambda it, other: _change_butir(it, skala=_scale(other)),
    "rows of another office's agreement": _copy,
    "an official of another office's unit": lambda it, other: _official(it, other.office.bidang),
    "a unit below another office's": lambda it, other: _unit_below(it, other.office.dinas),
    "a figure of another office's row": lambda it, other: _enter(it, _first(other).pk),
    "a figure of another unit's row": lambda it, _: _enter(it, _first(it, "subbag").pk),
    "a row that another quarter's return opened": lambda it, _: _enter_what_another_return_opened(it),
    "money of another office": lambda it, other: _enter_money(
        it, Anggaran.objects.get(sub_kegiatan=other.office.sub_kegiatan, tahun=2024)
    ),
    "money of another year": lambda it, _: _enter_money(
        it, Anggaran.objects.get(sub_kegiatan=it.office.sub_kegiatan, tahun=2023)
    ),
    "a file for another office's row": lambda it, other: _attach(it, _first(other).pk),
    "a file for another unit's row": lambda it, _: _attach(it, _first(it, "subbag").pk),
    "a file of another office": lambda it, other: _withdraw(it, BuktiDukung.objects.get(realisasi__triwulan=other.tw2)),
    "a file of another quarter": lambda it, _: _withdraw(it, BuktiDukung.objects.get(realisasi__triwulan=it.last_year)),
    "a file of another quarter replaced": lambda it, _: _replace(
        it, BuktiDukung.objects.get(realisasi__triwulan=it.last_year)
    ),
    "another office's row sent back": lambda it, other: _send_back(it, _first(other, "subbag").pk),
    "another unit's row sent back": lambda it, _: _send_back(it, _first(it).pk),
    "support of another office's indicator": lambda it, other: _support(it, _first(it), _first(other, "tim")),
    "support by another office's indicator": lambda it, other: _support(it, _first(other), _first(it, "tim")),
    "another office's node ended": lambda it, other: _nomenclature(it, other.office.sub_kegiatan),
    "a node of another office's Renstra ended": _nomenclature_of,
    "another office's node in order": _reorder,
    "a letter of another office's scale": _new_letter,
}
