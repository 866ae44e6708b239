"""The year 2023 as it went, quarter by quarter through every station, and the opening of 2024."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from indicators.demo.plan import Baris
from indicators.models import Pengajuan, Pengguna, PerangkatDaerah, PerjanjianKinerja, Triwulan, UnitKerja
from indicators.selectors.kewenangan import today_in
from indicators.services.lembar_pk import arrange_lembar
from indicators.services.penetapan import fix_pk
from indicators.services.pengajuan import check, submit, validate
from indicators.services.perjanjian import copy_rows, save_pk
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.services.triwulan import approve, open_quarter

TEXTS = ("kendala", "faktor_penghambat", "tindak_lanjut")
DUE_DAYS = 14


def load_2023(
    facts: dict[str, Any],
    opd: PerangkatDaerah,
    units: dict[str, UnitKerja],
    users: dict[str, Pengguna],
    rows: Baris,
    pk: PerjanjianKinerja,
) -> None:
    """Enter, submit, check, validate and approve the four quarters, each by the one whose work it is."""
    by_unit: defaultdict[str, Baris] = defaultdict(list)
    for row, indikator in rows:
        by_unit[row.cara_ukur["unit"]].append((row, indikator))
    texts = {
        (item["kode"], item["triwulan"]): {name: item[name] for name in TEXTS if name in item}
        for item in facts["uraian_2023"]
    }
    for schedule in facts["jadwal_2023"]:
        quarter = open_quarter(
            by=users["sekretaris"],
            opd=opd,
            tahun=pk.tahun,
            triwulan=schedule["triwulan"],
            mulai=date.fromisoformat(schedule["mulai"]),
            tenggat=date.fromisoformat(schedule["tenggat"]),
        )
        for kode, (staf, kepala) in facts["pengisian"].items():
            isian = [
                RowEntry(
                    indikator.pk,
                    0,
                    realisasi=row.realisasi(quarter.triwulan),
                    teks=texts.get((row.kode, quarter.triwulan), {}),
                )
                for row, indikator in by_unit[kode]
            ]
            _work(quarter, units[kode], isian, users[staf], users[kepala], users["sekretaris"])
        approve(by=users["kadis"], quarter=quarter, versi=quarter.versi)


def _work(
    quarter: Triwulan,
    unit: UnitKerja,
    isian: list[RowEntry],
    staf: Pengguna,
    kepala: Pengguna,
    sekretaris: Pengguna,
) -> None:
    """Take one unit's quarter from entry to validation."""
    for result in save_rows(by=staf, triwulan=quarter, unit=unit, isian=isian):
        if result.galat is not None:
            raise result.galat
    pengajuan = submit(by=staf, pengajuan=Pengajuan.objects.get(triwulan=quarter, unit=unit))
    pengajuan = check(by=kepala, pengajuan=pengajuan, versi=pengajuan.versi)
    validate(by=sekretaris, pengajuan=pengajuan, versi=pengajuan.versi)


def open_2024(opd: PerangkatDaerah, users: dict[str, Pengguna], pk_2023: PerjanjianKinerja) -> None:
    """Copy the rows of 2023, with the Renstra's target of 2024 for the IKU, and open TW I from today on."""
    perencana = users["perencana"]
    pk = save_pk(by=perencana, pk=PerjanjianKinerja(opd=opd, tahun=2024, berlaku_mulai=date(2024, 1, 1)))
    copy_rows(by=perencana, from_pk=pk_2023, to_pk=pk)
    arrange_lembar(by=perencana, pk=pk)
    fix_pk(by=perencana, pk=pk)
    today = today_in(opd)
    open_quarter(
        by=users["sekretaris"],
        opd=opd,
        tahun=2024,
        triwulan=1,
        mulai=today,
        tenggat=today + timedelta(days=DUE_DAYS),
    )
