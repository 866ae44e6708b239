"""Founding an office: the agency, its root unit and its Renstra period, by the set-up commands only."""

from indicators.acts import Act
from indicators.models import Pemda, PerangkatDaerah, PeriodeRenstra, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.services.jejak import write
from indicators.services.kantor import save_opd, save_unit
from indicators.services.rencana import save_periode

ROOT_CODE = "dinas"


@write(Act.TAMBAH, PerangkatDaerah)
def found_office(
    *,
    by: None,
    pemda: Pemda,
    kode: str,
    nama: str,
    singkatan: str = "",
    renstra: tuple[int, int],
    kode_unit: str = ROOT_CODE,
) -> tuple[PerangkatDaerah, UnitKerja]:
    """Create an office and return it with its root unit, which bears its name; `renstra` is its first and last year.

    Raises NotValid.
    """
    opd = save_opd(by=by, opd=PerangkatDaerah(pemda=pemda, kode=kode, nama=nama, singkatan=singkatan))
    root = UnitKerja(opd=opd, kode=kode_unit, nama=opd.nama, jenjang=Jenjang.ESELON_II.value, urutan=1)
    save_unit(by=by, unit=root)
    save_periode(by=by, periode=PeriodeRenstra(opd=opd, tahun_awal=renstra[0], tahun_akhir=renstra[1]))
    return opd, root
