"""The two locks under which what hangs on many rows is checked, and the one order in which a write takes its locks.

Whoever takes several takes them in this order and leaves out what he does not need; nobody goes back, so nobody waits
crosswise:

1. an office: `lock_plan`
2. the accounts: `lock_accounts`
3. the rows that the call is about, of one model by key: `saving.lock_stored`, `saving.lock_many`; of a paper its
   report, then the document
4. the quarters of a year, in their order: `lock_quarters`
5. submissions by key: `pengajuan.lock_all`; under it stands what was typed into them

What others refer to is locked without its key (`no_key`): a row that refers to it is checked at the end of its own
transaction, which holds locks of its own by then.
"""

from typing import Any

from django.db.models import F, QuerySet

from indicators.models import Pemda, PerangkatDaerah, Triwulan


def lock_plan(opd: PerangkatDaerah) -> None:
    """Let writes of one office's units, plan and PK, and openings of its quarters, come one by one: each is checked
    against rows that the others write, so what is checked is read after this."""
    _hold(PerangkatDaerah.objects.filter(pk=opd.pk))


def lock_accounts() -> None:
    """Let writes of accounts, assignments and proposals of roles come one by one, in all offices: who is left as
    administrator and whose a NIP is, is checked against all of them, and to which Pemda an account belongs is known
    only under this lock. One row stands for all."""
    _hold(Pemda.objects.filter(pk__in=Pemda.objects.order_by("pk").values("pk")[:1]))


def lock_quarters(opd: PerangkatDaerah, tahun: int) -> list[Triwulan]:
    """Return the quarters of a year that were opened, in their order, locked."""
    rows = Triwulan.objects.select_for_update(of=("self",), no_key=True).select_related("opd")
    return list(rows.filter(opd=opd, tahun=tahun).order_by("triwulan"))


def _hold(rows: QuerySet[Any]) -> None:
    """Lock a row by writing what stands there. That reading it for update does not do: an import sees the database at
    one moment, and only of what was written since is it told that it saw too little (`exchange.workbook.importing`)."""
    rows.update(nama=F("nama"))
