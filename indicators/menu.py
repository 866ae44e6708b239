"""The menu of the numbers, in the order of each role's work, and the office's name in the header."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import get_kewenangan, list_opd
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.ringkasan import count_ready_quarters, count_to_fill
from sakip.admin_site import Branding, MenuItem, SakipAdminSite, ToolItem

# Whose work comes first when one account holds several roles; the first entry is where he lands.
ORDER_BY_ROLE: tuple[tuple[Peran, tuple[str, ...]], ...] = (
    (Peran.KEPALA_DINAS, ("pengesahan", "validasi", "pemeriksaan", "pengisian", "jadwal", "rencana")),
    (Peran.SEKRETARIS, ("validasi", "pemeriksaan", "pengisian", "jadwal", "pengesahan", "rencana")),
    (Peran.KEPALA_UNIT, ("pemeriksaan", "pengisian", "validasi", "jadwal", "pengesahan", "rencana")),
    (Peran.STAF, ("pengisian", "pemeriksaan", "validasi", "pengesahan", "jadwal", "rencana")),
    (Peran.PERENCANA, ("rencana", "validasi", "pengisian", "pemeriksaan", "pengesahan", "jadwal")),
    (Peran.ADMINISTRATOR, ("rencana", "validasi", "pengisian", "pemeriksaan", "pengesahan", "jadwal")),
)
PLAN_IZIN = (
    Izin.LIHAT_RENCANA,
    Izin.KELOLA_RENCANA,
    Izin.KELOLA_PENGGUNA,
    Izin.KELOLA_KANTOR,
)


@dataclass(frozen=True)
class HalamanRencana:
    """A page of the plan that is no list of a model, and who finds it on "Data dan pengaturan"."""

    label: str
    nama_url: str
    izin: tuple[Izin, ...]
    keterangan: str


HALAMAN_RENCANA: tuple[HalamanRencana, ...] = (
    HalamanRencana(
        "Buku kerja kantor",
        "indicators:buku_kantor",
        (Izin.KELOLA_KANTOR,),
        "Unit, pejabat, dan pengguna kantor baru dari satu berkas Excel.",
    ),
    HalamanRencana(
        "Buku kerja rencana",
        "indicators:buku_rencana",
        (Izin.KELOLA_RENCANA,),
        "Rencana satu tahun sebagai satu berkas Excel: unduh, isi templat, impor.",
    ),
    HalamanRencana(
        "Pohon rencana",
        "indicators:pohon",
        (Izin.LIHAT_RENCANA,),
        "Seluruh rencana dari tujuan sampai indikator, urutannya, dan siapa mendukung siapa.",
    ),
    HalamanRencana(
        "Kesehatan rencana",
        "indicators:kesehatan_rencana",
        (Izin.LIHAT_RENCANA,),
        "Yang kurang atau janggal dalam rencana setahun, dengan tautan ke tempat memperbaikinya.",
    ),
    HalamanRencana(
        "Perubahan nomenklatur",
        "indicators:perubahan_nomenklatur",
        (Izin.KELOLA_RENCANA,),
        "Program, kegiatan, dan sub kegiatan lama dengan kode dan nama barunya.",
    ),
    HalamanRencana(
        "Buka tahun anggaran",
        "indicators:buka_tahun",
        (Izin.KELOLA_RENCANA,),
        "Draf PK tahun berikutnya dari PK yang terakhir, dengan tanda apa yang berganti.",
    ),
    HalamanRencana(
        "Anggaran dan efisiensi",
        "indicators:anggaran",
        (Izin.LIHAT_RENCANA,),
        "Pagu, RAK, dan realisasi anggaran per triwulan, dengan jumlah dan efisiensinya.",
    ),
)


def provide_tools(request: HttpRequest) -> list[ToolItem]:
    """Return the pages of the plan that the user may open."""
    user = request.user
    if not isinstance(user, Pengguna):
        return []
    kewenangan = get_kewenangan(user)
    return [
        ToolItem(halaman.label, reverse(halaman.nama_url), halaman.keterangan)
        for halaman in HALAMAN_RENCANA
        if any(kewenangan.may_anywhere(izin) for izin in halaman.izin)
    ]


def provide_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the user's entries with what waits behind each; remembered for the request."""
    remembered: list[MenuItem] | None = getattr(request, "_menu_kinerja", None)
    if remembered is not None:
        return remembered
    user = request.user
    items = _build(user) if isinstance(user, Pengguna) else []
    request._menu_kinerja = items  # type: ignore[attr-defined]  # a per-request memory
    return items


def _build(user: Pengguna) -> list[MenuItem]:
    kewenangan = get_kewenangan(user)
    order = next((names for peran, names in ORDER_BY_ROLE if peran in kewenangan.peran()), ())
    entries: dict[str, tuple[str, str, int]] = {}
    if kewenangan.may_anywhere(Izin.ISI_REALISASI):
        entries["pengisian"] = ("Pengisian Realisasi", "indicators:pengisian", count_to_fill(user))
    waiting = list_waiting(user)
    as_head = sum(item.tahap is not None for item in waiting)
    if kewenangan.may_anywhere(Izin.PERIKSA):
        entries["pemeriksaan"] = ("Pemeriksaan", "indicators:pemeriksaan", as_head)
    if kewenangan.may_anywhere(Izin.VALIDASI):
        entries["validasi"] = ("Validasi", "indicators:validasi", len(waiting) - as_head)
    elif kewenangan.may_anywhere(Izin.LIHAT_SEMUA_UNIT):
        entries["validasi"] = ("Kelengkapan Data", "indicators:validasi", 0)
    if kewenangan.may_anywhere(Izin.SAHKAN):
        # What the Sekretaris typed waits for him to be validated; his page of approvals leads there.
        instead = 0 if kewenangan.may_anywhere(Izin.VALIDASI) else len(waiting) - as_head
        entries["pengesahan"] = ("Pengesahan", "indicators:pengesahan", count_ready_quarters(user) + instead)
    if kewenangan.may_anywhere(Izin.KELOLA_JADWAL):
        entries["jadwal"] = ("Jadwal", "indicators:jadwal", 0)
    if any(kewenangan.may_anywhere(izin) for izin in PLAN_IZIN):
        label = "Rencana" if kewenangan.may_anywhere(Izin.LIHAT_RENCANA) else "Data dan Pengaturan"
        entries["rencana"] = (label, "admin:index", 0)
    return [
        MenuItem(label, reverse(name), urutan, jumlah)
        for urutan, key in enumerate(order, start=10)
        if key in entries
        for label, name, jumlah in (entries[key],)
    ]


def provide_branding(request: HttpRequest) -> Branding | None:
    """Return the user's office; before signing in the installation's only office, if there is just one."""
    remembered: Branding | None = getattr(request, "_merek", None)
    if remembered is not None:
        return remembered
    user = getattr(request, "user", None)
    if isinstance(user, Pengguna):
        opd = list_opd(user).first()
        logo = opd is not None and bool(opd.logo)
    else:
        offices = list(PerangkatDaerah.objects.select_related("pemda")[:2])
        opd, logo = (offices[0] if len(offices) == 1 else None), False
    if opd is None:
        return None
    merek = Branding(opd.nama, str(opd.pemda), reverse("indicators:logo", args=[opd.pk]) if logo else None)
    request._merek = merek  # type: ignore[attr-defined]  # a per-request memory
    return merek


def register(site: SakipAdminSite) -> None:
    """Hang the menu and the header into the admin, once."""
    if provide_menu not in site.menu_providers:
        site.menu_providers.append(provide_menu)
    if provide_tools not in site.tool_providers:
        site.tool_providers.append(provide_tools)
    if provide_branding not in site.branding_providers:
        site.branding_providers.append(provide_branding)
