"""The menu of the numbers, in the order of each role's work, and the office's name in the header."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin, Kewenangan, Peran
from indicators.selectors.damaged_files import count_damaged_files
from indicators.selectors.kewenangan import get_kewenangan, list_offices_with, list_own_offices, short_name
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.summary import count_ready_quarters, count_to_fill
from sakip.admin_site import Branding, MenuItem, Notice, SakipAdminSite, ToolItem
from sakip.condition.conditions import in_need
from sakip.condition.registry import read_vital
from sakip.owners import Owner, belonging_of, owner_of, with_owner

# A list over several offices is headed by the installation's own name.
EVERYBODYS = Branding(SakipAdminSite.site_header, "Semua kantor Anda")

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
class PlanPage:
    """A page of the plan that is no list of a model, and who finds it on "Data dan pengaturan"."""

    label: str
    nama_url: str
    izin: tuple[Izin, ...]
    keterangan: str


HALAMAN_RENCANA: tuple[PlanPage, ...] = (
    PlanPage(
        "Buku kerja kantor",
        "indicators:office_workbook",
        (Izin.KELOLA_KANTOR,),
        "Unit, pejabat, dan pengguna kantor baru dari satu berkas Excel.",
    ),
    PlanPage(
        "Buku kerja rencana",
        "indicators:plan_workbook",
        (Izin.KELOLA_RENCANA,),
        "Rencana satu tahun sebagai satu berkas Excel: unduh, isi templat, impor.",
    ),
    PlanPage(
        "Pohon rencana",
        "indicators:plan_tree",
        (Izin.LIHAT_RENCANA,),
        "Seluruh rencana dari tujuan sampai indikator, urutannya, dan siapa mendukung siapa.",
    ),
    PlanPage(
        "Aturan kewajaran",
        "indicators:kewajaran",
        (Izin.KELOLA_KEWAJARAN, Izin.LIHAT_RENCANA),
        "Yang ditandai pada isian yang tidak biasa: peringatan, penahanan, batas, dan cetakannya.",
    ),
    PlanPage(
        "Kesehatan rencana",
        "indicators:plan_health",
        (Izin.LIHAT_RENCANA,),
        "Yang kurang atau janggal dalam rencana setahun, dengan tautan ke tempat memperbaikinya.",
    ),
    PlanPage(
        "Perubahan nomenklatur",
        "indicators:perubahan_nomenklatur",
        (Izin.KELOLA_RENCANA,),
        "Program, kegiatan, dan sub kegiatan lama dengan kode dan nama barunya.",
    ),
    PlanPage(
        "Buka tahun anggaran",
        "indicators:tahun_open",
        (Izin.KELOLA_RENCANA,),
        "Draf PK tahun berikutnya dari PK yang terakhir, dengan tanda apa yang berganti.",
    ),
    PlanPage(
        "Anggaran dan efisiensi",
        "indicators:anggaran",
        (Izin.LIHAT_RENCANA,),
        "Pagu, RAK, dan realisasi anggaran per triwulan, dengan jumlah dan efisiensinya.",
    ),
)


def provide_tools(request: HttpRequest) -> list[ToolItem]:
    """Return the pages of the plan that the user may open: of the office that the page is about, or of any."""
    user = request.user
    if not isinstance(user, Pengguna):
        return []
    kewenangan, owner = get_kewenangan(user), owner_of(request)
    found = []
    for halaman in HALAMAN_RENCANA:
        offices = frozenset[int]().union(*(kewenangan.opd_ids(izin) for izin in halaman.izin))
        url = reverse(halaman.nama_url)
        if owner is None and offices:
            found.append(ToolItem(halaman.label, url, halaman.keterangan))
        elif owner is not None and owner.pk in offices:
            found.append(ToolItem(halaman.label, with_owner(url, owner), halaman.keterangan))
    return found


def provide_notices(request: HttpRequest) -> list[Notice]:
    """Return what the administrator has to look after: what the server lacks, stored files that are not what they
    were."""
    user, owner = request.user, owner_of(request)
    offices = [opd.pk for opd in list_offices_with(user, Izin.KELOLA_KANTOR)] if isinstance(user, Pengguna) else []
    wanted = [pk for pk in offices if owner is None or pk == owner.pk]
    return [*_notices_of_server(), *_notice_of_files(wanted, owner)] if wanted else []


def _notices_of_server() -> list[Notice]:
    url = reverse("indicators:condition")
    found = in_need(read_vital())
    return [Notice(f"{condition.kalimat} {condition.saran}".strip(), "Keadaan sistem", url) for condition in found]


def _notice_of_files(offices: list[int], owner: Owner | None) -> list[Notice]:
    number = sum(count_damaged_files(offices).values())
    if not number:
        return []
    url = f"{reverse('admin:indicators_damagedfile_changelist')}?keadaan=terbuka"
    sentence = f"{number} berkas tersimpan hilang atau berubah, sehingga tidak dapat diunduh."
    return [Notice(sentence, "Lihat berkas bermasalah", url if owner is None else with_owner(url, owner))]


def data_offices(request: HttpRequest) -> Sequence[PerangkatDaerah]:
    """Return the offices whose plan, accounts or settings the user keeps or reads."""
    return list_offices_with(request.user, *PLAN_IZIN) if isinstance(request.user, Pengguna) else ()


def provide_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the user's entries with what waits behind each; remembered for the request."""
    remembered: list[MenuItem] | None = getattr(request, "_menu_kinerja", None)
    if remembered is not None:
        return remembered
    user = request.user
    items = _build(user) if isinstance(user, Pengguna) else []
    request._menu_kinerja = items  # type: ignore[attr-defined]  # a per-request memory
    return items


Entry = tuple[str, str, dict[int, int]]


def _build(user: Pengguna) -> list[MenuItem]:
    kewenangan = get_kewenangan(user)
    order = next((names for peran, names in ORDER_BY_ROLE if peran in kewenangan.peran()), ())
    entries = _entries_of_quarters(user, kewenangan)
    if offices := frozenset[int]().union(*(kewenangan.opd_ids(izin) for izin in PLAN_IZIN)):
        label = "Rencana" if kewenangan.may_anywhere(Izin.LIHAT_RENCANA) else "Data dan Pengaturan"
        entries["rencana"] = (label, "admin:index", dict.fromkeys(offices, 0))
    items = [
        MenuItem(label, reverse(name), urutan, menunggu)
        for urutan, key in enumerate(order, start=10)
        if key in entries
        for label, name, menunggu in (entries[key],)
    ]
    if offices := kewenangan.opd_ids(Izin.KELOLA_KANTOR):
        items.append(MenuItem("Keadaan Sistem", reverse("indicators:condition"), 60, dict.fromkeys(offices, 0)))
    return items


def _entries_of_quarters(user: Pengguna, kewenangan: Kewenangan) -> dict[str, Entry]:
    """Return the entries of collecting and approving, each with what waits per office where it is open."""
    waiting = list_waiting(user)
    as_head = Counter(item.pengajuan.unit.opd_id for item in waiting if item.tahap is not None)
    to_validate = Counter(item.pengajuan.unit.opd_id for item in waiting if item.tahap is None)
    as_sekretaris = {pk: number for pk, number in to_validate.items() if kewenangan.may(Izin.VALIDASI, opd_id=pk)}
    # What the Sekretaris typed waits for the Kepala Dinas to be validated; his page of approvals leads there.
    instead = Counter({pk: number for pk, number in to_validate.items() if pk not in as_sekretaris})
    board = Izin.LIHAT_SEMUA_UNIT
    look_on = "Validasi" if kewenangan.may_anywhere(Izin.VALIDASI) else "Kelengkapan Data"
    found: dict[str, tuple[str, Izin, Mapping[int, int]]] = {
        "pengisian": ("Pengisian Realisasi", Izin.ISI_REALISASI, count_to_fill(user)),
        "pemeriksaan": ("Pemeriksaan", Izin.PERIKSA, as_head),
        "validasi": (look_on, board, as_sekretaris),
        "pengesahan": ("Pengesahan", Izin.SAHKAN, count_ready_quarters(user) + instead),
        "jadwal": ("Jadwal", Izin.KELOLA_JADWAL, {}),
    }
    return {
        key: (label, f"indicators:{key}", {pk: counts.get(pk, 0) for pk in sorted(offices)})
        for key, (label, izin, counts) in found.items()
        if (offices := kewenangan.opd_ids(izin))
    }


def provide_branding(request: HttpRequest) -> Branding | None:
    """Return the head of the page: the office whose object it shows. A page that shows none bears the name of the
    reader's only office, or no office's (None); before signing in, of the installation's only office."""
    belonging = belonging_of(request)
    user = getattr(request, "user", None)
    offices = list_own_offices(user) if isinstance(user, Pengguna) else []
    if belonging is not None and isinstance(belonging.owner, PerangkatDaerah):
        # The reader's own list knows the Pemda already; an owner outside it is a page that will be refused.
        owner = next((opd for opd in offices if opd.pk == belonging.owner.pk), belonging.owner)
        return _branding_of(owner, offices)
    if not isinstance(user, Pengguna):
        installed = list(PerangkatDaerah.objects.select_related("pemda")[:2])
        return Branding(installed[0].nama, str(installed[0].pemda)) if len(installed) == 1 else None
    if len(offices) == 1:
        return _branding_of(offices[0], offices)
    return None if belonging is None or belonging.asks else EVERYBODYS


def _branding_of(opd: PerangkatDaerah, offices: Sequence[PerangkatDaerah]) -> Branding:
    logo = reverse("indicators:logo", args=[opd.pk]) if opd.logo else None
    return Branding(opd.nama, str(opd.pemda), logo, short_name(opd, offices))


def register(site: SakipAdminSite) -> None:
    """Hang the menu and the header into the admin, once."""
    if data_offices not in site.data_offices_providers:
        site.data_offices_providers.append(data_offices)
    if provide_menu not in site.menu_providers:
        site.menu_providers.append(provide_menu)
    if provide_tools not in site.tool_providers:
        site.tool_providers.append(provide_tools)
    if provide_notices not in site.notice_providers:
        site.notice_providers.append(provide_notices)
    if provide_branding not in site.branding_providers:
        site.branding_providers.append(provide_branding)
