"""Proposals of roles: found by their own number, listed in their own office."""

from datetime import date, timedelta

from django.utils import timezone

from indicators.models import Pengguna, UnitKerja, UsulanPeran
from indicators.permissions import Peran
from indicators.selectors.peran import find_usulan, list_decided
from tests.cast import Cast, Office


def propose(cast: Cast, unit: UnitKerja, user: Pengguna, status: str) -> UsulanPeran:
    now = timezone.now()
    return UsulanPeran.objects.create(
        pengguna=user,
        unit=unit,
        peran=Peran.KEPALA_DINAS.value,
        mulai=date(2024, 1, 1),
        status=status,
        diusulkan_oleh=cast.administrator,
        diusulkan_pada=now - timedelta(days=1),
        diputuskan_pada=None if status == "menunggu" else now,
    )


def test_a_proposal_is_found_and_listed_for_itself(office: Office, cast: Cast) -> None:
    elsewhere = UnitKerja.objects.get(opd__kode="dinkes")
    waiting = [propose(cast, office.dinas, user, "menunggu") for user in (cast.staf, cast.kepala)]
    decided = propose(cast, office.dinas, cast.staf_umum, "ditolak")
    foreign = propose(cast, elsewhere, cast.asing, "ditolak")

    assert [find_usulan(cast.sekretaris, row.pk) for row in (*waiting, foreign)] == [*waiting, None]
    assert [list_decided([opd]) for opd in (office.opd, elsewhere.opd)] == [[decided], [foreign]]
