"""What accounts and roles ask of whoever signs in: a proposed role to grant, a password that somebody reset."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from indicators.models import AturUlangSandi, JawabanAturUlang, Pengguna, ResetKind, UsulanPeran
from indicators.permissions import Izin, Peran
from indicators.selectors.atur_ulang import has_question, list_told_resets
from indicators.selectors.kewenangan import get_kewenangan, list_offices_with
from indicators.selectors.peran import list_guarded, list_waiting_for
from sakip.admin_site import MenuItem, Notice, SakipAdminSite, Task
from sakip.dates import write_moment
from sakip.middleware import ANSWER_FIRST
from sakip.owners import owner_of, with_owner

# How long what an owner denied is shown to Sekretaris and Kepala Dinas before all else.
DENIAL_FIRST = timedelta(days=14)


def ask_at_sign_in(sender: type, request: HttpRequest, user: Any, **kwargs: object) -> None:
    """Lead the owner of an account that somebody else opened or changed to the page that asks him about it."""
    if isinstance(user, Pengguna) and has_question(user):
        request.session[ANSWER_FIRST] = reverse("indicators:atur_ulang")


def holds_one_of(user: Any, roles: Collection[str]) -> bool:
    """Say whether an account holds one of the roles with these codes today, in any office."""
    return isinstance(user, Pengguna) and any(task.peran in roles for task in get_kewenangan(user).tugas)


def menu(request: HttpRequest) -> list[MenuItem]:
    """Return the entry of those who grant roles, with how many wait for them."""
    user = request.user
    offices = get_kewenangan(user).opd_ids(Izin.PUTUSKAN_PERAN) if isinstance(user, Pengguna) else ()
    if not offices:
        return []
    waiting = Counter(row.unit.opd_id for row in _waiting(request))
    url = reverse("indicators:usulan_peran")
    return [MenuItem("Usulan Peran", url, 60, {pk: waiting[pk] for pk in sorted(offices)})]


def _waiting(request: HttpRequest) -> list[UsulanPeran]:
    """Return the proposals that the user may grant; remembered for the request."""
    remembered: list[UsulanPeran] | None = getattr(request, "_usulan_peran", None)
    if remembered is not None:
        return remembered
    found = list_waiting_for(request.user) if isinstance(request.user, Pengguna) else []
    request._usulan_peran = found  # type: ignore[attr-defined]  # a per-request memory
    return found


def tasks(request: HttpRequest) -> list[Task]:
    """Return the proposals that the user may grant; for Sekretaris and Kepala Dinas also what an owner denied, and who
    of those with power got another password."""
    url, owner = reverse("indicators:usulan_peran"), owner_of(request)
    found = [
        Task(
            f"Usulan peran menunggu persetujuan Anda: {Peran(row.peran).label} untuk {row.pengguna}",
            with_owner(url, row.unit.opd),
            f"{row.unit.opd}, {row.unit.opd.keterangan}",
        )
        for row in _waiting(request)
        if owner is None or row.unit.opd_id == owner.pk
    ]
    resets = _told(request)
    guarded = {row.pengguna_id for row in list_guarded([reset.pengguna for reset in resets])} if resets else set()
    return [*found, *(_task_of(row) for row in resets if _comes_first(row, guarded))]


def _told(request: HttpRequest) -> list[AturUlangSandi]:
    """Return the resets of which the user has to know, besides his own; remembered for the request."""
    user = request.user
    if not isinstance(user, Pengguna):
        return []
    remembered: list[AturUlangSandi] | None = getattr(request, "_atur_ulang", None)
    if remembered is not None:
        return remembered
    offices = list_offices_with(user, Izin.VALIDASI, Izin.SAHKAN)
    owner = owner_of(request)
    wanted = [opd.pk for opd in offices if owner is None or opd.pk == owner.pk]
    found = [row for row in list_told_resets(wanted) if row.pengguna_id != user.pk] if wanted else []
    request._atur_ulang = found  # type: ignore[attr-defined]  # a per-request memory
    return found


def _comes_first(row: AturUlangSandi, guarded: set[int]) -> bool:
    if row.dijawab_pada is not None:
        return row.dijawab_pada > timezone.now() - DENIAL_FIRST
    return row.pengguna_id in guarded


def _task_of(row: AturUlangSandi) -> Task:
    denied = row.jawaban == JawabanAturUlang.DISANGKAL
    what = ResetKind(row.jenis).label.lower()
    text = "menyangkal tindakan akunnya" if denied else f"{what}nya diatur ulang, pemiliknya belum menjawab"
    by = "pengelola server" if row.oleh is None else str(row.oleh)
    return Task(
        f"Akun {row.pengguna}: {text}",
        f"{reverse('indicators:usulan_peran')}#judul-sandi",
        f"diatur ulang oleh {by} pada {write_moment(row.pada)}",
    )


def notices(request: HttpRequest) -> list[Notice]:
    """Return how many resets Sekretaris and Kepala Dinas have to know of."""
    number = len(_told(request))
    if not number:
        return []
    sentence = f"{number} akun diatur ulang oleh orang lain; pemiliknya belum menjawab, atau menyangkal tindakannya."
    return [Notice(sentence, "Lihat akunnya", f"{reverse('indicators:usulan_peran')}#judul-sandi")]


def register(site: SakipAdminSite) -> None:
    """Hang it into the admin, once."""
    if menu not in site.menu_providers:
        site.menu_providers.append(menu)
        site.task_providers.append(tasks)
        site.notice_providers.append(notices)
