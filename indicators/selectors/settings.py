"""What an office set for measuring in a year."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from indicators.capaian import MeasureSettings
from indicators.models import PengaturanTahun, PerjanjianKinerja

FIELDS = (
    "batas_sangat_tinggi",
    "batas_tinggi",
    "batas_sedang",
    "batas_rendah",
    "batas_capaian",
    "nilai_tetap_tiap_triwulan",
    "cakupan_minimal",
)


def get_settings(opd_id: int, tahun: int) -> MeasureSettings:
    """Return the year's settings for the engine; the defaults of the trade when the office set none."""
    row = PengaturanTahun.objects.filter(opd_id=opd_id, tahun=tahun).order_by().first()
    return MeasureSettings() if row is None else _settings({name: getattr(row, name) for name in FIELDS})


def with_settings(rows: QuerySet[PerjanjianKinerja]) -> QuerySet[PerjanjianKinerja]:
    """Have PKs come with the settings of their year, for `settings_of`: who measures needs both."""
    here = FilteredRelation("opd__pengaturan_tahun", condition=Q(opd__pengaturan_tahun__tahun=F("tahun")))
    return rows.annotate(pengaturan=here, **{f"pengaturan_{name}": F(f"pengaturan__{name}") for name in FIELDS})


def settings_of(pk: PerjanjianKinerja) -> MeasureSettings:
    """Return what `get_settings` says for the office and year of a PK that came `with_settings`."""
    values = {name: getattr(pk, f"pengaturan_{name}") for name in FIELDS}
    # A row that is there has a coverage.
    return MeasureSettings() if values["cakupan_minimal"] is None else _settings(values)


def _settings(value: Mapping[str, Any]) -> MeasureSettings:
    return MeasureSettings(
        ambang=(
            (value["batas_sangat_tinggi"], "Sangat Tinggi"),
            (value["batas_tinggi"], "Tinggi"),
            (value["batas_sedang"], "Sedang"),
            (value["batas_rendah"], "Rendah"),
        ),
        batas_capaian=value["batas_capaian"],
        nilai_tetap_sebelum_akhir_tahun=value["nilai_tetap_tiap_triwulan"],
        cakupan_minimal=value["cakupan_minimal"],
    )
