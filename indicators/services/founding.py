"""Founding an office: the agency, its Renstra period and, where no workbook brings it, its root unit; commands only."""

from indicators.acts import Act
from indicators.models import Pemda, PerangkatDaerah, PeriodeRenstra, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.services.jejak import write
from indicators.services.kantor import check_new_opd, save_opd, save_unit
from indicators.services.rencana import save_periode
from indicators.services.saving import check_whole

ROOT_CODE = "dinas"
Years = tuple[int, int]


@write(Act.TAMBAH, PerangkatDaerah)
def found_office(
    *, by: None, pemda: Pemda, kode: str, nama: str, singkatan: str = "", renstra: Years
) -> tuple[PerangkatDaerah, UnitKerja]:
    """Create an office and return it with its root unit, which bears its name; `renstra` is its first and last year.

    Raises NotValid.
    """
    opd = found_bare_office(by=by, pemda=pemda, kode=kode, nama=nama, singkatan=singkatan, renstra=renstra)
    root = UnitKerja(opd=opd, kode=ROOT_CODE, nama=opd.nama, jenjang=Jenjang.ESELON_II.value, urutan=1)
    save_unit(by=by, unit=root)
    return opd, root


@write(Act.TAMBAH, PerangkatDaerah)
def found_bare_office(
    *, by: None, pemda: Pemda, kode: str, nama: str, singkatan: str = "", renstra: Years
) -> PerangkatDaerah:
    """Create an office without a unit: its workbook brings them all. Raises NotValid."""
    opd = save_opd(by=by, opd=PerangkatDaerah(pemda=pemda, kode=kode, nama=nama, singkatan=singkatan))
    save_periode(by=by, periode=PeriodeRenstra(opd=opd, tahun_awal=renstra[0], tahun_akhir=renstra[1]))
    return opd


def check_bare_office(*, pemda: Pemda, kode: str, nama: str, renstra: Years) -> PerangkatDaerah:
    """Return the office that `found_bare_office` would create, unsaved; writes nothing. Raises NotValid."""
    opd = PerangkatDaerah(pemda=pemda, kode=kode, nama=nama)
    check_new_opd(opd=opd)
    check_whole(PeriodeRenstra(opd=opd, tahun_awal=renstra[0], tahun_akhir=renstra[1]), exclude=["opd"])
    return opd
