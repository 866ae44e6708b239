"""A crowd: three offices with the same names, codes, years, quarters, reports, documents and money, the middle one with
later numbers than one neighbour and earlier ones than the other, so that neither first nor last is right by chance."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.query import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from indicators.capaian import EntryStatus
from indicators.models import (
    Anggaran,
    BuktiDukung,
    Indikator,
    Pejabat,
    Pengajuan,
    PengaturanTahun,
    Penugasan,
    PeriodeRenstra,
    PerjanjianKinerja,
    Program,
    Realisasi,
    Sasaran,
    SkalaPredikat,
    SubKegiatan,
    Triwulan,
    Tujuan,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.permissions import Peran
from indicators.services.lembar_pk import arrange_lembar
from indicators.services.pengajuan import submit
from indicators.services.triwulan import approve
from reports.models import Dokumen, Laporan
from tests.cast import Cast, Office, build_cast, freeze, make_butir, make_pk, make_quarter, make_unit, make_user
from tests.indicators import way
from tests.indicators.money import make_rak, make_sources, spend
from tests.pair import build_named_office
from tests.reports import steps
from tests.test_permission_matrix import Objects, build_objects


@dataclass
class Life:
    """An office that has done everything once: 2023 entered; 2024 TW I approved and its report final, TW II open with
    one submission handed in; a draft of a changed PK."""

    office: Office
    cast: Cast
    objects: Objects
    tw2: Triwulan
    last_year: Triwulan
    draft: PerjanjianKinerja
    final: Dokumen
    sub_kedua: SubKegiatan
    renstra_lama: PeriodeRenstra

    @property
    def laporan(self) -> Laporan:
        return Laporan.objects.get(pk=self.final.laporan_id)


@dataclass
class Crowd:
    """`alone`: what was answered of the one in the middle while it was the only one."""

    alone: dict[str, Any]
    before: Life
    middle: Life
    after: Life


# Where the numbers of each office's rows begin, and of what is made later.
START = {"before": 1, "middle": 100_001, "after": 200_001, "new": 300_001}


def build_life(word: str, size: int, *, plans_2025: bool = False) -> Life:
    """Build an office whose figures depend on `size`.

    One that plans 2025 has money and a draft of it, and a longer plan with an indicator that continues another; it
    changes last year's PK, and has approved last year, which the one in the middle has not handed in. Its administrator
    is that of the other office of the Pemda too.
    """
    office = build_named_office(word)
    cast = build_cast(office, word.lower())
    for user in vars(cast).values():
        user.nama = f"{user.nama} {word}"
        user.save()
    elsewhere = UnitKerja.objects.get(opd__pemda=office.opd.pemda_id, opd__kode="dinkes")
    Penugasan.objects.create(
        pengguna=cast.administrator, unit=elsewhere, peran=Peran.ADMINISTRATOR, mulai=date(2023, 1, 1)
    )
    objects = build_objects(office, cast)
    Realisasi.objects.filter(triwulan=office.tw1).update(nilai=Decimal(size))
    PengaturanTahun.objects.filter(opd=office.opd).update(nilai_tetap_tiap_triwulan=size % 2 == 0)
    money = Anggaran.objects.get(opd=office.opd)
    money.pagu = Decimal(size * 1000)
    make_rak(money, *[str(size * 100)] * 4)
    spend(money, office.tw1, str(size * 90), "50")
    if plans_2025:
        Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=2025, pagu=Decimal(size))
        PeriodeRenstra.objects.filter(pk=office.renstra.pk).update(tahun_akhir=2027)
        make_pk(office.opd, 2025)
        Indikator.objects.create(
            opd=office.opd,
            unit=office.tim,
            sasaran=office.sasaran,
            nama="Nilai baru",
            menggantikan=office.indikator(office.tim)[0],
        )
        Pejabat.objects.create(
            opd=office.opd,
            unit=office.bidang,
            nama="Kepala Bidang",
            nip="198001012005011001",
            pangkat="Pembina",
            jabatan="Kepala Bidang",
            mulai=date(2024, 1, 1),
        )
    _approve_first(office, cast)
    last_year = _add_last_year(office, size)
    tw2 = make_quarter(office.opd, 2024, 2, [office.subbag, office.bidang, office.tim])
    way.fill(office, office.bidang, (str(size), str(size), "80"), quarter=tw2)
    way.fill(office, office.subbag, way.SUBBAG, quarter=tw2)
    way.fill(office, office.tim, way.TIM, quarter=tw2)
    submit(by=cast.staf_umum, pengajuan=tw2.pengajuan.get(unit=office.subbag))
    spend(money, tw2, str(size * 170), "70")
    draft = PerjanjianKinerja.objects.get(opd=office.opd, tahun=2024, perubahan=1)
    for quarter in (tw2, last_year):
        _begin_report(quarter)
        _add_evidence(office, quarter)
    second, earlier_plan = _add_second_node(office, size), add_plan(office, 2019, 2022)
    with steps.quick_renderer():
        final = steps.make_final(office, cast.kadis)
    if plans_2025:
        PerjanjianKinerja.objects.create(
            opd=office.opd, tahun=2023, perubahan=1, berlaku_mulai=date(2023, 7, 1), alasan="Uji"
        )
        last_year.pengajuan.update(status="disahkan", nomor_versi=1)
        Triwulan.objects.filter(pk=last_year.pk).update(status="disahkan", disahkan_pada=timezone.now())
    return Life(office, cast, objects, tw2, last_year, draft, final, second, earlier_plan)


def _begin_report(quarter: Triwulan) -> None:
    report = Laporan.objects.create(opd=quarter.opd, jenis="lpk", tahun=quarter.tahun, triwulan=quarter.triwulan)
    Dokumen.objects.create(
        laporan=report, snapshot={}, skema=1, template_version="v1", dibuat_oleh="uji", dibuat_pada=timezone.now()
    )


def _add_evidence(office: Office, quarter: Triwulan) -> None:
    """Give the row that has a file in TW I 2024 one in this quarter too, without any service."""
    row = Realisasi.objects.get(indikator=office.indikator(office.bidang)[0], triwulan=quarter)
    BuktiDukung.objects.create(
        realisasi=row, nama_asli=f"{quarter.label}.pdf", jenis="pdf", ukuran=1, sha256="0" * 64,
        diunggah_oleh="uji", diunggah_pada=timezone.now(),
    )  # fmt: skip


def _add_second_node(office: Office, size: int) -> SubKegiatan:
    """Add a sub kegiatan with money but without a row of any PK, and last year's money of the first."""
    sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, kode="2.16.02.2.01.03", nama="Layanan Surat", urutan=2)
    Anggaran.objects.create(opd=office.opd, sub_kegiatan=sub, tahun=2024, pagu=Decimal(size), pptk="Budi")
    PengaturanTahun.objects.create(opd=office.opd, tahun=2023, batas_tinggi=71 + size)
    earlier = Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=2023, pagu=Decimal(size))
    make_sources(earlier, pad=str(size))
    SkalaPredikat.objects.create(opd=office.opd, nama="Skala kedua").tingkat.create(huruf="A", skor=Decimal(size))
    return sub


def add_plan(office: Office, first: int, last: int) -> PeriodeRenstra:
    """Add the Renstra of other years, with a tree and a row of the same names and codes."""
    plan = PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=first, tahun_akhir=last)
    tujuan = Tujuan.objects.create(periode=plan, nama=office.sasaran.tujuan.nama, urutan=1)
    sasaran = Sasaran.objects.create(tujuan=tujuan, nama=office.sasaran.nama, urutan=1)
    program = Program.objects.create(sasaran=sasaran, kode=office.program.kode, nama=office.program.nama, urutan=1)
    Indikator.objects.create(opd=office.opd, unit=office.bidang, program=program, nama="Indeks keterbukaan lama")
    return plan


def _approve_first(office: Office, cast: Cast) -> None:
    way.check(office, office.bidang, cast.kepala)
    way.validate(office, office.bidang, cast.sekretaris)
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    way.check(office, office.subbag, cast.kasubbag)
    way.validate(office, office.subbag, cast.sekretaris)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.validate(office, office.tim, cast.sekretaris)
    office.tw1.refresh_from_db()
    approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)


def _add_last_year(office: Office, size: int) -> Triwulan:
    agreement = make_pk(office.opd, 2023)
    for indikator in office.indikator(office.bidang):
        make_butir(agreement, indikator, (str(size), str(size), str(size), str(size)))
    freeze(agreement)
    quarter = make_quarter(office.opd, 2023, 1, [office.bidang])
    way.fill(office, office.bidang, (str(size + 1), "3", "81"), quarter=quarter)
    return quarter


def add_year(it: Life, tahun: int) -> None:
    """Give the office a year that nothing of the others rests on: settings, PK, money, a quarter with its report."""
    office = it.office
    PengaturanTahun.objects.create(opd=office.opd, tahun=tahun, batas_tinggi=72)
    agreement = make_pk(office.opd, tahun)
    for number, indikator in enumerate(office.indikator(office.bidang), start=1):
        make_butir(agreement, indikator, (str(number), str(number), str(number), str(number)))
    arrange_lembar(by=None, pk=agreement)
    freeze(agreement)
    money = Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=tahun, pagu=Decimal(31))
    _add_quarter(it, tahun, 1, money)
    first = Triwulan.objects.get(opd=office.opd, tahun=tahun, triwulan=1)
    first.pengesahan.create(nomor=1, sidik="0" * 64, isi={}, disahkan_oleh="uji", disahkan_pada=timezone.now())
    _add_quarter(it, tahun, 2, money)


def add_agreement(it: Life) -> None:
    """Draft one more change of the year's agreement, with other targets for every row of the one in force."""
    agreement = PerjanjianKinerja.objects.create(
        opd=it.office.opd, tahun=2024, perubahan=2, berlaku_mulai=date(2024, 2, 1), alasan="Uji"
    )
    for row in it.office.pk.butir.select_related("indikator"):
        make_butir(agreement, row.indikator, ("91", "92", "93", "94"))
    arrange_lembar(by=None, pk=agreement)


def add_quarter(it: Life) -> None:
    """Open the office's next quarter of the year and enter everything."""
    _add_quarter(it, 2024, 3, Anggaran.objects.get(sub_kegiatan=it.office.sub_kegiatan, tahun=2024))


def _add_quarter(it: Life, tahun: int, triwulan: int, money: Anggaran) -> None:
    office = it.office
    quarter = make_quarter(office.opd, tahun, triwulan, [office.bidang, office.subbag, office.tim])
    way.fill(office, office.bidang, ("33", "34", "35"), quarter=quarter)
    way.fill(office, office.subbag, way.SUBBAG, quarter=quarter)
    way.fill(office, office.tim, way.TIM, quarter=quarter)
    spend(money, quarter, "17", "18")
    _begin_report(quarter)
    _add_evidence(office, quarter)


def add_unit(it: Life) -> None:
    """Give the office one more unit of a name that it has, with people, a head and a submission in each quarter."""
    office = it.office
    unit = make_unit(office.opd, "ikp2", office.bidang.nama, Jenjang.ESELON_III, office.dinas)
    make_user(f"lagi.{office.opd.pk}", "Orang Lagi", (unit, Peran.STAF), (unit, Peran.KEPALA_UNIT))
    row = Indikator.objects.create(opd=office.opd, unit=unit, program=office.program, nama="Indeks lain", urutan=9)
    for quarter in (it.last_year, it.tw2):
        Pengajuan.objects.create(triwulan=quarter, unit=unit)
        values = {"status": EntryStatus.TERISI.value, "nilai": 1, "diubah_oleh": "uji", "diubah_pada": timezone.now()}
        Realisasi.objects.create(indikator=row, triwulan=quarter, **values)


def add_tasks(it: Life, other: Life) -> None:
    """Let everybody of the office work in the other one too, in the same unit and role."""
    for row in Penugasan.objects.filter(unit__opd=it.office.opd).select_related("unit"):
        unit = other.office.opd.units.get(kode=row.unit.kode)
        Penugasan.objects.create(pengguna_id=row.pengguna_id, unit=unit, peran=row.peran, mulai=row.mulai)


def start_numbers_at(number: int) -> None:
    """Let the next row of every table get at least this number (SQLite); rolled back with the test."""
    tables = [model._meta.db_table for model in apps.get_models() if isinstance(model._meta.auto_field, models.Field)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [(t, number - 1) for t in tables])


@contextmanager
def counting_rows() -> Iterator[list[int]]:
    """Count the rows that queries bring from the database: a reader that fetches those of others is noticed even when
    it passes over them afterwards."""
    count = [0]
    original = SQLCompiler.results_iter

    def counted(self: SQLCompiler, *args: Any, **options: Any) -> Iterator[Any]:
        for row in original(self, *args, **options):
            count[0] += 1
            yield row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "results_iter", counted)
        yield count


@contextmanager
def watching_foreign_rows(place: str) -> Iterator[set[str]]:
    """Collect the kinds of rows of other offices that queries bring from the database; new rows are nobody's."""
    found: set[str] = set()
    original = SQLCompiler.results_iter
    own = range(START[place], START[place] + 100_000)
    others = [range(first, first + 100_000) for name, first in START.items() if name not in (place, "new")]
    apps_of_rows = ("indicators", "reports")

    def watched(self: SQLCompiler, *args: Any, **options: Any) -> Iterator[Any]:
        rows = original(self, *args, **options)  # what it selects is known once it was sent
        keys: list[tuple[int, str]] = []
        for number, (expression, _, _) in enumerate(self.select[: self.col_count] if self.select else ()):
            field = getattr(expression, "target", None)
            if isinstance(field, models.Field) and (field.primary_key or field.remote_field):
                model = field.model if field.primary_key else field.remote_field.model
                if model._meta.app_label in apps_of_rows:
                    keys.append((number, str(model._meta.object_name)))
        for row in rows:
            for number, kind in keys:
                value = row[number]
                if isinstance(value, int) and value not in own and any(value in other for other in others):
                    found.add(kind)
            yield row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "results_iter", watched)
        yield found


def describe(value: Any, above: tuple[int, ...] = ()) -> Any:
    """Return plain data that is equal for equal answers: rows by kind, number and name; moments and times left out.

    `above` are the objects around it, to which an answer may lead back.
    """
    if isinstance(value, models.Model):
        return f"{value._meta.label}#{value.pk} {_without_times(str(value))}"
    if id(value) in above:
        return "an object around it"
    around = (*above, id(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: describe(getattr(value, field.name), around) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(describe(key)): describe(item, around) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(str(describe(item, around)) for item in value)
    if isinstance(value, list | tuple | QuerySet):
        return [describe(item, around) for item in value]
    if isinstance(value, datetime):
        return "a moment"
    return _without_times(value) if isinstance(value, str) else repr(value)


def _without_times(text: str) -> str:
    return re.sub(r"\b\d\d[.:]\d\d\b", "a time", text)
