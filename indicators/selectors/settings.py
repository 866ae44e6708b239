"""What an office set for measuring in a year."""

from indicators.capaian import MeasureSettings
from indicators.models import PengaturanTahun


def get_settings(opd_id: int, tahun: int) -> MeasureSettings:
    """Return the year's settings for the engine; the defaults of the trade when the office set none."""
    row = PengaturanTahun.objects.filter(opd_id=opd_id, tahun=tahun).first()
    if row is None:
        return MeasureSettings()
    return MeasureSettings(
        ambang=(
            (row.batas_sangat_tinggi, "Sangat Tinggi"),
            (row.batas_tinggi, "Tinggi"),
            (row.batas_sedang, "Sedang"),
            (row.batas_rendah, "Rendah"),
        ),
        batas_capaian=row.batas_capaian,
        nilai_tetap_sebelum_akhir_tahun=row.nilai_tetap_tiap_triwulan,
        cakupan_minimal=row.cakupan_minimal,
    )
