"""Downloads of the numbers: nothing changes, but who took a copy is noted."""

from indicators.acts import Act
from indicators.models import Pengguna, Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.services.access import require
from indicators.services.jejak import record, write


@write(Act.UNDUH_LEMBAR, "triwulan")
def record_sheet_download(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja | None, jumlah: int) -> None:
    """Note who took a quarter's sheet of `jumlah` rows: of one unit, or of the whole office. Raises NotAllowed."""
    if unit is None:
        require(by, Izin.LIHAT_SEMUA_UNIT, opd=triwulan.opd)
    else:
        require(by, Izin.LIHAT_UNIT, opd=unit.opd, unit=unit)
    record(
        by=by,
        tindakan=Act.UNDUH_LEMBAR,
        objek=triwulan,
        opd=triwulan.opd,
        unit="" if unit is None else unit.nama,
        sesudah={"baris": jumlah},
    )
