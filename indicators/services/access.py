"""Asking "may he?" inside a write, with the sentence of the refusal in one place."""

from collections.abc import Iterable

from indicators.models import Pengguna, PerangkatDaerah, UnitKerja
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.kewenangan import load_kewenangan
from sakip.refusals import NotAllowed, NotValid

SENTENCES: dict[Izin, str] = {
    Izin.ISI_REALISASI: "Anda tidak ditugaskan mengisi data unit ini. Minta administrator memeriksa penugasan Anda.",
    Izin.AJUKAN: "Anda tidak ditugaskan mengajukan data unit ini. Minta staf atau kepala unitnya yang mengajukan.",
    Izin.PERIKSA: "Pemeriksaan tahap ini dilakukan oleh kepala unit yang bersangkutan.",
    Izin.VALIDASI: "Validasi dilakukan oleh Sekretaris.",
    Izin.BUKA_KEMBALI_UNIT: "Hanya Sekretaris yang dapat membuka kembali data yang sudah divalidasi.",
    Izin.SAHKAN: "Pengesahan triwulan dilakukan oleh Kepala Dinas.",
    Izin.BUKA_KEMBALI_TRIWULAN: "Hanya Kepala Dinas yang dapat membuka kembali triwulan yang sudah disahkan.",
    Izin.KELOLA_JADWAL: "Jadwal pengisian diatur oleh Sekretaris.",
    Izin.KELOLA_KEWAJARAN: "Aturan kewajaran diatur oleh Sekretaris.",
    Izin.KELOLA_RENCANA: "Rencana dan target disusun oleh perencana.",
    Izin.TETAPKAN_PK: "Perjanjian kinerja ditetapkan oleh perencana.",
    Izin.SUSUN_LAPORAN: "Laporan disusun oleh perencana, Sekretaris, atau Kepala Dinas.",
    Izin.TANDA_TANGANI: "Laporan ditandatangani oleh Kepala Dinas.",
    Izin.KELOLA_PENGGUNA: "Akun dan penugasan diatur oleh administrator.",
    Izin.KELOLA_KANTOR: "Data kantor, unit, dan pejabat diatur oleh administrator.",
    Izin.PUTUSKAN_PERAN: "Usulan peran diputuskan oleh Sekretaris, Kepala Dinas, atau administrator kantornya.",
}
OTHER_OFFICE = "Data ini milik perangkat daerah lain. Muat ulang halaman, lalu pilih kembali."
DEFAULT_SENTENCE = "Anda tidak berwenang melakukan tindakan ini. Hubungi administrator bila ini keliru."


def refusal(izin: Izin, tentang: object = None) -> NotAllowed:
    return NotAllowed(SENTENCES.get(izin, DEFAULT_SENTENCE), tentang)


def require(
    by: Pengguna | None, izin: Izin, *, opd: PerangkatDaerah, unit: UnitKerja | None = None
) -> Kewenangan | None:
    """Return what `by` holds, or raise NotAllowed. `by=None` is the system itself: set-up commands only."""
    if by is None:
        return None
    kewenangan = load_kewenangan(by)
    if not kewenangan.may(izin, opd_id=opd.pk, unit_path=None if unit is None else unit.path):
        raise refusal(izin)
    return kewenangan


def require_each(by: Pengguna | None, izin: Izin, offices: Iterable[PerangkatDaerah]) -> None:
    """Ask for every office that a write touches, as where a row stands and where it stood. Raises NotAllowed."""
    for opd in {office.pk: office for office in offices}.values():
        require(by, izin, opd=opd)


def require_one_office(
    by: Pengguna | None, izin: Izin, opd_ids: Iterable[int], refusal_of_others: NotValid | None = None
) -> PerangkatDaerah:
    """Return the one office that all belong to, after asking for each. Raises NotAllowed, NotValid."""
    offices = list(PerangkatDaerah.objects.filter(pk__in=set(opd_ids)))
    require_each(by, izin, offices)
    if len(offices) != 1:
        raise refusal_of_others or NotValid(OTHER_OFFICE)
    return offices[0]
