"""Proposals of roles with power: put down for a second person, and their end. Who may, decides
`services.persetujuan_peran`."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from indicators.acts import Act
from indicators.models import Jejak, Pengguna, Penugasan, StatusUsulan, UsulanPeran
from indicators.permissions import Peran
from indicators.rules.peran import WAITS, deciders
from indicators.selectors.kewenangan import list_holders_of
from indicators.selectors.peran import list_waiting_usulan, waiting_since
from indicators.services.jejak import actor_text, make_jejak, record_many, state_of, write
from indicators.services.pemberitahuan import take_back, tell, term
from sakip.refusals import ChangedMeanwhile

DECIDED = "Usulan ini sudah diputuskan atau tidak berlaku lagi. Muat ulang halaman."
TOO_OLD = f"Tidak dijawab dalam {WAITS.days} hari."


@write(Act.USULKAN_PERAN, "daftar")
def propose(*, by: Pengguna, daftar: Sequence[Penugasan]) -> list[UsulanPeran]:
    """Put assignments that nobody gives alone down as proposals, inside the caller's transaction, which has asked the
    rules of accounts under `lock_accounts`; tell those who may grant them. What waits already is not asked twice."""
    _end_old(daftar)
    known = set(list_waiting_usulan().filter(_same(daftar)).values_list("pengguna_id", "unit_id", "peran"))
    now = timezone.now()
    rows = [
        UsulanPeran(
            pengguna=row.pengguna,
            unit=row.unit,
            peran=row.peran,
            mulai=row.mulai,
            sampai=row.sampai,
            penugasan=None if row._state.adding else row,
            diusulkan_oleh=by,
            diusulkan_pada=now,
        )
        for row in daftar
        if (row.pengguna.pk, row.unit.pk, row.peran) not in known
    ]
    UsulanPeran.objects.bulk_create(rows)
    record_many(_told(by, Act.USULKAN_PERAN, row) for row in rows)
    for row in rows:
        tell(_asked(row), *_question(row))
    return rows


def _same(daftar: Sequence[Penugasan]) -> Q:
    found = Q(pk__in=[])
    for row in daftar:
        found |= Q(pengguna=row.pengguna, unit=row.unit, peran=row.peran)
    return found


def _end_old(daftar: Sequence[Penugasan]) -> None:
    """Let proposals of the same that nobody answered in time end, so that they stand in nobody's way."""
    unanswered = UsulanPeran.objects.filter(status=StatusUsulan.MENUNGGU.value, diusulkan_pada__lte=waiting_since())
    for row in unanswered.filter(_same(daftar)).select_related("unit__opd"):
        end(by=None, usulan=row, status=StatusUsulan.DIBATALKAN, tindakan=Act.BATALKAN_USULAN_PERAN, alasan=TOO_OLD)


def end(
    *,
    by: Pengguna | None,
    usulan: UsulanPeran,
    status: StatusUsulan,
    tindakan: Act,
    alasan: str = "",
    penugasan: Penugasan | None = None,
) -> None:
    """Let a proposal that still waits end with a decision, and record it. Raises ChangedMeanwhile."""
    waiting = UsulanPeran.objects.filter(pk=usulan.pk, status=StatusUsulan.MENUNGGU.value)
    facts = {"status": status.value, "diputuskan_oleh": by, "diputuskan_pada": timezone.now(), "alasan": alasan}
    if waiting.update(**facts, penugasan=penugasan or usulan.penugasan) != 1:
        raise ChangedMeanwhile(DECIDED)
    usulan.refresh_from_db(fields=[*facts, "penugasan"])
    record_many([_told(by, tindakan, usulan, alasan)])


def _told(by: Pengguna | None, tindakan: Act, usulan: UsulanPeran, alasan: str = "") -> Jejak:
    """Make the row of the trail: it names whoever proposed and, once there is one, the second person."""
    facts = {**state_of(usulan), "pengusul": actor_text(usulan.diusulkan_oleh)}
    if usulan.diputuskan_oleh is not None:
        facts["pemutus"] = actor_text(usulan.diputuskan_oleh)
    return make_jejak(
        by=by,
        tindakan=tindakan,
        objek=usulan,
        opd=usulan.unit.opd,
        unit=usulan.unit.nama,
        sesudah=facts,
        alasan=alasan,
    )


def stop_asking(usulan: UsulanPeran) -> list[Pengguna]:
    """Take back what asks for the decision of a proposal that has ended; return those who may have read it."""
    return take_back(_asked(usulan), *_question(usulan))


def _asked(usulan: UsulanPeran) -> list[Pengguna]:
    known = {usulan.diusulkan_oleh_id, usulan.pengguna_id}
    holders = list_holders_of([usulan.unit.opd_id], deciders(Peran(usulan.peran)))
    return [user for user in holders if user.pk not in known]


def _question(usulan: UsulanPeran) -> tuple[str, str, str]:
    opd, peran = usulan.unit.opd, Peran(usulan.peran)
    return (
        f"Usulan peran {peran.label} menunggu persetujuan",
        f"{actor_text(usulan.diusulkan_oleh)} mengusulkan {describe(usulan)} di {opd}, {opd.pemda}.",
        "Peran ini berlaku setelah orang kedua menyetujuinya. Buka menu Usulan Peran di SAKIP untuk menyetujui atau "
        f"menolaknya; usulan ini tidak berlaku lagi setelah {WAITS.days} hari.",
    )


def describe(usulan: UsulanPeran) -> str:
    """Return who gets which role where and from when to when."""
    return (
        f"{usulan.pengguna} sebagai {Peran(usulan.peran).label} pada {usulan.unit} {term(usulan.mulai, usulan.sampai)}"
    )
