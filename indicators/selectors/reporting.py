"""What reports may know of the office, its plan and its numbers: plain facts, and the only door to them.

Everything here is scoped by the caller's office and returns data without a way back into the database. Figures come
from the measurement sheet (`selectors.lembar`) and the engine, so that the report prints what every page shows.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from indicators.capaian import (
    Hasil,
    HasilTahun,
    JenisNilai,
    NilaiTarget,
    PengaturanUkur,
    StatusIsi,
    measure_against,
    write_number,
    write_target,
)
from indicators.models import (
    ButirPK,
    Pejabat,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    TargetRenstra,
    Triwulan,
)
from indicators.permissions import Izin
from indicators.selectors.anggaran import list_money_facts, year_result
from indicators.selectors.fakta import (
    TINGKAT_IKU,
    FaktaAnggaran,
    FaktaBaris,
    FaktaKantor,
    FaktaLaporan,
    FaktaPejabat,
    FaktaPerbandingan,
    FaktaPK,
    FaktaTriwulan,
)
from indicators.selectors.kewenangan import get_kewenangan, in_force, list_offices_with, today_in
from indicators.selectors.lembar import (
    QUARTERS,
    Baris,
    Jalur,
    Skor,
    get_pengaturan,
    list_baris,
    list_pk_by_quarter,
    print_value,
    quarter_end,
)
from indicators.workflow import StatusTriwulan

# The types of what this module hands out; reports name them by this door.
__all__ = [
    "FaktaAnggaran",
    "FaktaBaris",
    "FaktaKantor",
    "FaktaLaporan",
    "FaktaPK",
    "FaktaPejabat",
    "FaktaTriwulan",
    "Jalur",
    "Pengguna",
    "PerangkatDaerah",
    "get_office",
    "get_quarter",
    "get_report_facts",
    "get_signer",
    "list_offices",
    "list_quarters",
    "may",
    "report_office_ids",
    "today_in",
]

READ_IZIN = (Izin.LIHAT_TERVALIDASI, Izin.SUSUN_LAPORAN)


def report_office_ids(user: AbstractBaseUser | AnonymousUser) -> frozenset[int]:
    """Return the keys of the offices whose reports the user may read or write."""
    if not isinstance(user, Pengguna):
        return frozenset()
    kewenangan = get_kewenangan(user)
    return frozenset[int]().union(*(kewenangan.opd_ids(izin) for izin in READ_IZIN))


def may(user: Pengguna, izin: Izin, opd: PerangkatDaerah) -> bool:
    return get_kewenangan(user).may(izin, opd_id=opd.pk)


def list_offices(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the offices whose reports the user may read or write, in a fixed order."""
    return list_offices_with(user, *READ_IZIN)


def get_office(kode: str = "") -> PerangkatDaerah | None:
    """Return an office by its code for a command; without a code, the only one that there is."""
    found = PerangkatDaerah.objects.select_related("pemda")
    rows = list((found.filter(kode=kode) if kode else found)[:2])
    return rows[0] if len(rows) == 1 else None


def list_quarters(opd: PerangkatDaerah) -> list[FaktaTriwulan]:
    """Return the quarters of an office that were opened, the latest first."""
    return [_quarter(row) for row in Triwulan.objects.filter(opd=opd).order_by("-tahun", "-triwulan")]


def get_quarter(opd_id: int, tahun: int, triwulan: int, *, lock: bool = False) -> FaktaTriwulan | None:
    """Return a quarter. `lock` holds it until the transaction ends, so that nobody reopens it meanwhile."""
    rows = Triwulan.objects.filter(opd_id=opd_id, tahun=tahun, triwulan=triwulan)
    row = (rows.select_for_update(no_key=True) if lock else rows).first()
    return None if row is None else _quarter(row)


def _quarter(row: Triwulan) -> FaktaTriwulan:
    status = StatusTriwulan(row.status)
    return FaktaTriwulan(
        row.tahun, row.triwulan, row.versi, status == StatusTriwulan.DISAHKAN, status.label, row.disahkan_oleh
    )


def get_signer(opd: PerangkatDaerah, tahun: int, triwulan: int) -> FaktaPejabat | None:
    """Return the official who signs: the one marked so who is in office on the quarter's last day."""
    row = (
        Pejabat.objects.filter(in_force(quarter_end(tahun, triwulan)), opd=opd, penanda_tangan=True)
        .order_by("-mulai", "-pk")
        .first()
    )
    return None if row is None else FaktaPejabat(row.jabatan, row.nama, row.pangkat, row.nip)


def get_report_facts(opd: PerangkatDaerah, tahun: int, triwulan: int) -> FaktaLaporan | None:
    """Return the facts of a quarter's report, or None when the quarter was never opened or no PK is in force.

    The number of queries does not depend on the number of indicators.
    """
    quarter = get_quarter(opd.pk, tahun, triwulan)
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    if quarter is None or not by_quarter:
        return None
    rows = list_baris(opd, tahun, triwulan)
    renstra = _renstra(opd, tahun)
    pengaturan = get_pengaturan(opd.pk, tahun)
    comparisons = _comparisons(opd, [row for row in rows if row.tingkat in TINGKAT_IKU], tahun, triwulan, renstra)
    return FaktaLaporan(
        kantor=_office(opd),
        tahun=tahun,
        triwulan=triwulan,
        disahkan=quarter.disahkan,
        versi_triwulan=quarter.versi,
        renstra_awal=renstra[0],
        renstra_akhir=renstra[1],
        penandatangan=get_signer(opd, tahun, triwulan),
        pk=_agreements(by_quarter),
        pengaturan=pengaturan,
        baris=[_row(row, triwulan, pengaturan, comparisons.get(row.indikator.pk)) for row in rows],
        anggaran=list_money_facts(opd, tahun, triwulan),
    )


def _agreements(by_quarter: Mapping[int, PerjanjianKinerja]) -> tuple[FaktaPK, ...]:
    quarters: dict[PerjanjianKinerja, list[int]] = {}
    for quarter, pk in sorted(by_quarter.items()):
        quarters.setdefault(pk, []).append(quarter)
    ordered = sorted(quarters.items(), key=lambda item: item[0].perubahan)
    return tuple(FaktaPK(pk.tahun, pk.perubahan, pk.nomor, tuple(found)) for pk, found in ordered)


def _office(opd: PerangkatDaerah) -> FaktaKantor:
    logo = None
    if opd.logo:
        with opd.logo.open("rb") as stream:
            logo = stream.read()
    return FaktaKantor(
        kode=opd.kode,
        nama=opd.nama,
        singkatan=opd.singkatan,
        pemda=str(opd.pemda),
        pemda_pendek=opd.pemda.nama,
        kepala_daerah=opd.pemda.kepala_daerah,
        ibu_kota=opd.pemda.ibu_kota,
        alamat=opd.alamat,
        kertas=opd.kertas,
        huruf=opd.huruf,
        teks_kaki_tte=opd.teks_kaki_tte,
        logo=logo,
    )


def _renstra(opd: PerangkatDaerah, tahun: int) -> tuple[int, int]:
    row = (
        PeriodeRenstra.objects.filter(opd=opd, tahun_awal__lte=tahun, tahun_akhir__gte=tahun)
        .order_by("-tahun_awal")
        .first()
    )
    return (tahun, tahun) if row is None else (row.tahun_awal, row.tahun_akhir)


def _row(row: Baris, triwulan: int, pengaturan: PengaturanUkur, perbandingan: FaktaPerbandingan | None) -> FaktaBaris:
    tahun, predikat = _year(row, triwulan, pengaturan)
    return FaktaBaris(
        indikator_id=row.indikator.pk,
        indikator=row.indikator.nama,
        tingkat=row.tingkat,
        jalur=row.jalur,
        satuan=row.butir.satuan,
        unit=row.unit.nama,
        jenis_nilai=row.butir.jenis_nilai,
        aturan=row.aturan,
        target=row.target_teks,
        target_bersatuan=[
            _target_with_unit(butir, target) for butir, target in zip(row.butir_triwulan, row.target, strict=True)
        ],
        realisasi=[_entered(row, q, row.realisasi_teks[q - 1], triwulan) for q in QUARTERS],
        realisasi_bersatuan=[_entered(row, q, _entry_with_unit(row, q), triwulan) for q in QUARTERS],
        hasil=row.hasil,
        tahun=tahun,
        tahun_predikat=predikat,
        tahun_target=row.target_tahun_teks,
        tahun_realisasi=print_consolidated(row, triwulan),
        kendala=_texts(row, "kendala"),
        faktor_pendorong=_texts(row, "faktor_pendorong"),
        faktor_penghambat=_texts(row, "faktor_penghambat"),
        tindak_lanjut=_texts(row, "tindak_lanjut"),
        perbandingan=perbandingan,
    )


def _year(row: Baris, triwulan: int, pengaturan: PengaturanUkur) -> tuple[Hasil, str | None]:
    year = year_result(row, triwulan, pengaturan)
    return year, year.predikat if isinstance(year, HasilTahun) else None


def _texts(row: Baris, name: str) -> list[str]:
    return ["" if item is None else str(getattr(item, name)) for item in row.realisasi]


def _entered(row: Baris, quarter: int, text: str, triwulan: int) -> str | None:
    """Return a printed realisasi; None for a later quarter and where no value was entered."""
    if quarter > triwulan or row.nilai[quarter - 1].status != StatusIsi.TERISI:
        return None
    return text


def _entry_with_unit(row: Baris, quarter: int) -> str:
    entry = row.nilai[quarter - 1]
    return _value_with_unit(row.butir_triwulan[quarter - 1], entry.nilai, entry.teks)


def _value_with_unit(butir: ButirPK, value: Any, letters: str = "") -> str:
    if letters or value is None:
        return letters
    return write_number(
        value,
        jenis=JenisNilai(butir.jenis_nilai),
        desimal_minimal=butir.desimal_minimal,
        satuan=butir.satuan,
    )


def _target_with_unit(butir: ButirPK, target: NilaiTarget) -> str:
    return write_target(
        target,
        jenis=JenisNilai(butir.jenis_nilai),
        desimal_minimal=butir.desimal_minimal,
        satuan=butir.satuan,
    )


def print_consolidated(row: Baris, triwulan: int) -> str:
    """Return the year-to-date value as the row prints it; a predicate prints the letters of its last entry."""
    if JenisNilai(row.butir.jenis_nilai) == JenisNilai.PREDIKAT:
        return row.nilai[triwulan - 1].teks
    return print_value(row.butir, row.hasil[triwulan - 1].nilai)


def _comparisons(
    opd: PerangkatDaerah, rows: Sequence[Baris], tahun: int, triwulan: int, renstra: tuple[int, int]
) -> dict[int, FaktaPerbandingan]:
    ids = [row.indikator.pk for row in rows]
    targets: dict[tuple[int, int], TargetRenstra] = {
        (target.indikator_id, target.tahun): target
        for target in TargetRenstra.objects.filter(indikator_id__in=ids, tahun__range=renstra)
    }
    earlier = get_last_year(opd, tahun, ids)
    skor = Skor(row.butir.skala_id for row in rows)
    return {
        row.indikator.pk: _compare(row, triwulan, renstra, targets, earlier.get(row.indikator.pk), skor) for row in rows
    }


def get_last_year(opd: PerangkatDaerah, tahun: int, indikator_ids: list[int]) -> dict[int, Baris]:
    """Return last year's rows of the indicators when that year was approved: drafts are no ground for comparison."""
    quarter = get_quarter(opd.pk, tahun - 1, len(QUARTERS))
    if quarter is None or not quarter.disahkan:
        return {}
    rows = list_baris(opd, tahun - 1, len(QUARTERS), indikator_ids=indikator_ids)
    return {row.indikator.pk: row for row in rows}


def _compare(
    row: Baris,
    triwulan: int,
    renstra: tuple[int, int],
    targets: dict[tuple[int, int], TargetRenstra],
    earlier: Baris | None,
    skor: Skor,
) -> FaktaPerbandingan:
    own = {year: targets.get((row.indikator.pk, year)) for year in range(renstra[0], renstra[1] + 1)}
    printed = {year: "" if target is None else _print_renstra(row, target) for year, target in own.items()}
    last = own[renstra[1]]
    value = row.hasil[triwulan - 1].nilai
    against_end = None
    if last is not None:
        score = skor.of(row.butir, last.predikat) if last.predikat else last.nilai
        against_end = measure_against(row.aturan, NilaiTarget(score, last.batas_atas, last.predikat), value)
    return FaktaPerbandingan(
        target_renstra=printed,
        tahun_akhir=renstra[1],
        target_akhir=printed[renstra[1]],
        terhadap_akhir=against_end,
        tahun_lalu="" if earlier is None else print_consolidated(earlier, len(QUARTERS)),
        perubahan="" if earlier is None else _change(row, value, earlier.hasil[-1].nilai),
    )


def _print_renstra(row: Baris, target: TargetRenstra) -> str:
    return print_value(row.butir, target.nilai, target.predikat, batas_atas=target.batas_atas)


def _change(row: Baris, now: Any, before: Any) -> str:
    """Return the difference to last year with its sign; a predicate has none."""
    jenis = JenisNilai(row.butir.jenis_nilai)
    if now is None or before is None or jenis in (JenisNilai.PREDIKAT, JenisNilai.RASIO):
        return ""
    difference = Fraction(now) - Fraction(before)
    text = print_value(row.butir, difference)
    return f"+{text}" if difference > 0 else text
