"""Where a row stands: its office, year, quarter, unit and PK, so that a write can be held to the place it was for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

# What tells rows apart: the ways there, from each model.
COORDINATES = ("opd", "tahun", "triwulan", "unit", "perubahan")


def _along(prefix: str, way: Mapping[str, str]) -> dict[str, str]:
    return {name: f"{prefix}__{path}" for name, path in way.items()}


UNIT = {"opd": "opd", "unit": "pk"}
OF_UNIT = {"opd": "unit__opd", "unit": "unit"}
TUJUAN = {"opd": "periode__opd"}
SASARAN = _along("tujuan", TUJUAN)
PROGRAM = _along("sasaran", SASARAN)
KEGIATAN = _along("program", PROGRAM)
INDIKATOR = {"opd": "opd", "unit": "unit"}
YEAR = {"opd": "opd", "tahun": "tahun"}
QUARTER = {**YEAR, "triwulan": "triwulan"}
OF_QUARTER = _along("triwulan", QUARTER)
SUBMISSION = {**OF_QUARTER, "unit": "unit"}
REALISASI = {**OF_QUARTER, "unit": "indikator__unit"}
PK = {**YEAR, "perubahan": "perubahan"}
BUTIR = {**_along("pk_induk", PK), "unit": "unit"}

PLACES: dict[str, dict[str, str]] = {
    "jobs.Job": {},
    "jobs.Schedule": {},
    "jobs.Message": {},
    "sign_in.Session": {},
    "sign_in.Attempt": {},
    "sign_in.SecondFactor": {},
    "sign_in.RecoveryCode": {},
    "jobs.RunningWorker": {},
    "indicators.Pengguna": {},
    "indicators.Penugasan": OF_UNIT,
    "indicators.NamaPengguna": {},
    "indicators.UsulanPeran": OF_UNIT,
    "indicators.AturUlangSandi": {},
    "indicators.JejakBerulang": {},
    "indicators.MataRantai": {},
    "indicators.SegelJejak": {},
    "indicators.Pemda": {},
    "indicators.PerangkatDaerah": {"opd": "pk"},
    "indicators.UnitKerja": UNIT,
    "indicators.Pejabat": {"opd": "opd", "unit": "unit"},
    "indicators.PeriodeRenstra": {"opd": "opd"},
    "indicators.Tujuan": TUJUAN,
    "indicators.Sasaran": SASARAN,
    "indicators.Program": PROGRAM,
    "indicators.Kegiatan": KEGIATAN,
    "indicators.SubKegiatan": _along("kegiatan", KEGIATAN),
    "indicators.SkalaPredikat": {"opd": "opd"},
    "indicators.TingkatPredikat": {"opd": "skala__opd"},
    "indicators.Indikator": INDIKATOR,
    "indicators.TargetRenstra": {**_along("indikator", INDIKATOR), "tahun": "tahun"},
    "indicators.GantiNomenklatur": {**TUJUAN, "tahun": "tahun"},
    "indicators.Triwulan": QUARTER,
    "indicators.JadwalPengisian": OF_QUARTER,
    "indicators.Realisasi": REALISASI,
    "indicators.BuktiDukung": _along("realisasi", REALISASI),
    "indicators.PenjelasanTemuan": REALISASI,
    "indicators.AturanKewajaran": {"opd": "opd"},
    "indicators.Anggaran": YEAR,
    "indicators.SumberDana": _along("anggaran", YEAR),
    "indicators.RencanaKas": _along("anggaran", YEAR),
    "indicators.RealisasiAnggaran": OF_QUARTER,
    "indicators.Dukungan": {"opd": "pendukung__opd"},
    "indicators.Jejak": {"opd": "opd_nomor"},
    "indicators.DamagedFile": {"opd": "opd"},
    "indicators.PengaturanTahun": YEAR,
    "indicators.PerjanjianKinerja": PK,
    "indicators.ButirPK": BUTIR,
    "indicators.Target": _along("butir", BUTIR),
    "indicators.LembarPK": BUTIR,
    "indicators.ButirLembar": _along("butir", BUTIR),
    "indicators.Pengajuan": SUBMISSION,
    "indicators.VersiPengajuan": _along("pengajuan", SUBMISSION),
    "indicators.Putusan": _along("versi_pengajuan__pengajuan", SUBMISSION),
    "indicators.PeristiwaPengajuan": _along("pengajuan", SUBMISSION),
    "indicators.BarisDikembalikan": _along("pengajuan", SUBMISSION),
    "indicators.Pengesahan": OF_QUARTER,
    "reports.HitunganAkses": {},
    "reports.Laporan": QUARTER,
    "reports.Dokumen": _along("laporan", QUARTER),
    "reports.Pemaraf": {"opd": "opd", "unit": "unit"},
    "reports.Perpanjangan": _along("dokumen__laporan", QUARTER),
    "reports.Sertifikat": {"opd": "opd"},
    "reports.TandaTangan": _along("dokumen__laporan", QUARTER),
}


def placed_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model._meta.app_label in ("indicators", "reports", "jobs", "sign_in"):
            yield model


@dataclass(frozen=True)
class Row:
    """A row with all its columns and where it stands."""

    kind: str
    pk: Any
    columns: tuple[Any, ...]
    place: Mapping[str, Any]


def all_rows() -> dict[tuple[str, Any], Row]:
    """Return every row of the database by kind and number."""
    found = {}
    for model in placed_models():
        way = PLACES[model._meta.label]
        names = [field.attname for field in model._meta.concrete_fields]
        for values in model._base_manager.values_list("pk", *names, *way.values()):
            pk, columns, place = values[0], values[1 : 1 + len(names)], values[1 + len(names) :]
            kind = model._meta.object_name or ""
            found[kind, pk] = Row(kind, pk, columns, dict(zip(way, place, strict=True)))
    return found
