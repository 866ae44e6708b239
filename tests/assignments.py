"""One assignment begun or ended by the service that keeps accounts."""

from datetime import date

from indicators.models import Pengguna, Penugasan, UnitKerja
from indicators.permissions import Peran
from indicators.services.pengguna import save_accounts


def assign(*, by: Pengguna, pengguna: Pengguna, unit: UnitKerja, peran: Peran, mulai: date) -> Penugasan:
    row = Penugasan(pengguna=pengguna, unit=unit, peran=peran.value, mulai=mulai)
    save_accounts(by=by, daftar=[row])
    return row


def end_assignment(*, by: Pengguna, penugasan: Penugasan, sampai: date) -> Penugasan:
    stored = Penugasan.objects.select_related("unit__opd", "pengguna").get(pk=penugasan.pk)
    stored.sampai = sampai
    save_accounts(by=by, daftar=[stored])
    return stored
