"""What a page refused before any service was asked, and what was not there for its reader: both stand in the trail."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import ResolverMatch

from indicators.acts import Act
from indicators.models import (
    BuktiDukung,
    GantiNomenklatur,
    Indikator,
    LembarPK,
    Pengajuan,
    Pengguna,
    Penugasan,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Triwulan,
    UnitKerja,
    UsulanPeran,
)
from indicators.models.tingkat import MODEL_OF
from indicators.selectors.kewenangan import list_own_offices
from indicators.services.jejak import record
from sakip.admin_site import NamedObject, SakipAdminSite
from sakip.digits import key_in
from sakip.owners import asked_code, matching, owner_of
from sakip.pages import site
from sakip.refusals import NotAllowed

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
NOT_THERE = "Alamat ini tidak ada bagi pengguna ini."
# By the name of an address whose argument is "pk", or by an argument that means the same in every address.
NAMED = {
    "triwulan_pk": NamedObject(Triwulan, "opd_id"),
    "unit_pk": NamedObject(UnitKerja, "opd_id"),
    "indikator_pk": NamedObject(Indikator, "opd_id"),
    "bukti_pk": NamedObject(BuktiDukung, "realisasi__triwulan__opd_id"),
    "opd_id": NamedObject(PerangkatDaerah, "pk"),
    **{
        f"indicators:{name}": NamedObject(Pengajuan, "unit__opd_id")
        for name in (
            "pengajuan",
            "pengajuan_version",
            "row_history",
            "pengajuan_check",
            "pengajuan_validate",
            "pengajuan_send_back",
            "pengajuan_reopen",
        )
    },
    **{
        f"indicators:{name}": NamedObject(Triwulan, "opd_id")
        for name in ("triwulan_approve", "triwulan_reopen", "jadwal_edit")
    },
    **{
        f"indicators:{name}": NamedObject(PerjanjianKinerja, "opd_id")
        for name in ("pk_perubahan", "pk_comparison", "lembar_pk", "lembar_pk_arrange")
    },
    **{
        f"indicators:usulan_peran_{act}": NamedObject(UsulanPeran, "unit__opd_id")
        for act in ("approve", "reject", "cancel")
    },
    "indicators:pelaksana_harian_end": NamedObject(Penugasan, "unit__opd_id"),
    "indicators:lembar_pk_edit": NamedObject(LembarPK, "pk_induk__opd_id"),
    "indicators:nomenklatur_undo": NamedObject(GantiNomenklatur, "periode__opd_id"),
}
# Addresses that name a node of the plan by its level and its number.
BY_LEVEL = ("indicators:plan_tree_order", "indicators:plan_tree_order_indikator")
LEVELS = {
    "renstra": NamedObject(PeriodeRenstra, "opd_id"),
    **{level.value: NamedObject(model, f"{level.way_to_periode}__opd_id") for level, model in MODEL_OF.items()},
}
# Accounts are of every office in which they have an assignment.
PENGGUNA = NamedObject(Pengguna, "daftar_penugasan__unit__opd_id")


def record_denial(request: HttpRequest, denial: PermissionDenied) -> None:
    """Write the audit row of a refusal; one that a service gave has its row already."""
    user = request.user
    if isinstance(denial.__cause__, NotAllowed) or not isinstance(user, Pengguna):
        return
    act = Act.BUKA_HALAMAN if request.method in SAFE_METHODS else Act.KIRIM_ISIAN
    for opd in _concerned(request, user):
        _record(request, user, act, opd, str(denial))


def record_missing(request: HttpRequest) -> None:
    """Write the audit rows of an address of ours that was not there for its reader: in the trail of each office whose
    object it names, or whose code; of what there is nowhere, in the trail of the reader's own."""
    user, match = request.user, request.resolver_match
    if not isinstance(user, Pengguna) or match is None:
        return
    named = list(named_in(match))
    if not named and not asked_code(request):
        return
    offices = _owners(named) or _asked(request) or list_own_offices(user) or [None]
    for opd in offices:
        _record(request, user, Act.CARI_YANG_TERTUTUP, opd, NOT_THERE)


def _record(request: HttpRequest, user: Pengguna, act: Act, opd: PerangkatDaerah | None, alasan: str) -> None:
    match = request.resolver_match
    record(
        by=user,
        tindakan=act,
        objek=request.path,
        opd=opd,
        sesudah={"alamat": request.path[:300], "halaman": match.view_name if match else ""},
        alasan=alasan,
        ditolak=True,
    )


def _concerned(request: HttpRequest, user: Pengguna) -> Sequence[PerangkatDaerah | None]:
    """Return the office whose object the page shows, or the one named in the address. A page of no office concerns
    every office of the user: each reads its own trail."""
    owner, offices = owner_of(request), list_own_offices(user)
    if isinstance(owner, PerangkatDaerah):
        return [owner]
    return matching(offices, asked_code(request)) or offices or [None]


def named_in(match: ResolverMatch) -> Iterator[tuple[NamedObject, int]]:
    """Yield the objects that an address names by its arguments, with their keys, whether they are there or not."""
    table = site().named_objects
    if (what := _admin_object(match.view_name)) is not None:
        table = {"object_id": what, "pk": what}
    elif match.view_name in BY_LEVEL:
        table = {"pk": LEVELS.get(match.kwargs["jenis"], LEVELS["renstra"])}
    elif match.view_name in table:
        table = {"pk": table[match.view_name]}
    for name, value in match.kwargs.items():
        key = key_in(str(value))
        if name in table and key is not None:
            yield table[name], key


def _admin_object(view_name: str) -> NamedObject | None:
    """Return what the admin's pages of an object show; its admin says how it hangs on its office."""
    for model, admin in site()._registry.items():
        if view_name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            return PENGGUNA if model is Pengguna else NamedObject(model, getattr(admin, "opd_path", ""))
    return None


def _owners(named: list[tuple[NamedObject, int]]) -> list[PerangkatDaerah | None]:
    ids = {
        opd_id
        for what, key in named
        for opd_id in what.model._default_manager.filter(pk=key).values_list(what.opd_path, flat=True)
    }
    return list(PerangkatDaerah.objects.filter(pk__in=ids - {None}).order_by("pk"))


def _asked(request: HttpRequest) -> list[PerangkatDaerah | None]:
    """Return the offices that the address means by their code, the reader's or not."""
    code = asked_code(request)
    offices = PerangkatDaerah.objects.filter(kode=code.rpartition("/")[2]).select_related("pemda")
    return [*matching(list(offices), code)] if code else []


def register(site: SakipAdminSite) -> None:
    site.named_objects |= NAMED
    if record_denial not in site.denial_recorders:
        site.denial_recorders.append(record_denial)
        site.missing_recorders.append(record_missing)
