"""The settings of a year come alike by themselves and with the year's PK."""

from decimal import Decimal

from indicators.capaian import MeasureSettings
from indicators.models import PengaturanTahun
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.settings import get_settings, settings_of
from tests.cast import Office

CHOSEN = MeasureSettings(
    ambang=(
        (Decimal("95.5"), "Sangat Tinggi"),
        (Decimal(80), "Tinggi"),
        (Decimal(70), "Sedang"),
        (Decimal(60), "Rendah"),
    ),
    batas_capaian=Decimal("120.25"),
    nilai_tetap_sebelum_akhir_tahun=True,
    cakupan_minimal=Decimal(75),
)


def settle(office: Office, tahun: int) -> None:
    PengaturanTahun.objects.create(
        opd=office.opd,
        tahun=tahun,
        batas_sangat_tinggi="95.5",
        batas_tinggi=80,
        batas_sedang=70,
        batas_rendah=60,
        batas_capaian="120.25",
        nilai_tetap_tiap_triwulan=True,
        cakupan_minimal=75,
    )


def with_pk(office: Office) -> MeasureSettings:
    return settings_of(list_pk_by_quarter(office.opd.pk, 2024, 1)[1])


def test_without_settings_of_the_year_the_defaults_of_the_trade_hold(office: Office) -> None:
    settle(office, 2025)
    assert with_pk(office) == get_settings(office.opd.pk, 2024) == MeasureSettings()


def test_the_settings_of_the_year_come_exactly(office: Office) -> None:
    settle(office, 2024)
    assert with_pk(office) == get_settings(office.opd.pk, 2024) == CHOSEN


def test_settings_without_a_cap_are_settings(office: Office) -> None:
    PengaturanTahun.objects.create(opd=office.opd, tahun=2024, batas_capaian=None, batas_tinggi=88)
    settings = with_pk(office)
    assert settings == get_settings(office.opd.pk, 2024)
    assert (settings.batas_capaian, settings.ambang[1][0]) == (None, Decimal(88))
