"""Forms that two people open at once: what a form showed comes back with it and is compared under a lock.

One mechanism for every form over plain rows; the entry grid and the schedule count versions of their own.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q

from indicators.models import Jejak
from indicators.models.jejak import kind_of
from indicators.services.jejak import state_of
from indicators.services.saving import lock_stored
from sakip.refusals import ChangedMeanwhile

SALT = "sakip.formulir"
UNKNOWN = (
    "Isi formulir ini tidak dapat dicocokkan lagi dengan data yang tersimpan. Periksa isian Anda, lalu simpan lagi."
)
CHANGED = (
    "Sementara formulir ini terbuka, {siapa} menyimpan perubahan. Isian Anda masih di bawah dan belum disimpan: "
    "sesuaikan dengan perubahan itu, lalu simpan lagi."
)


def seal(rows: Iterable[models.Model]) -> str:
    """Return what a form shows of these rows as a text that nobody else can make."""
    return signing.dumps(_states(rows), salt=SALT, compress=True)


def refuse_changed(*, objek: models.Model, rows: Callable[[], Iterable[models.Model]], dilihat: str | None) -> None:
    """Refuse a form over `objek` when `rows` are not what it showed; call it in the transaction of the write.

    `rows` reads them anew, once `objek` is locked. None: nothing was shown, as by a command. Raises NotFound and
    ChangedMeanwhile, whose `current` holds what the others changed as {"perubahan": [{jenis, nama, sebelum, sesudah}]}.
    """
    if dilihat is None:
        return
    lock_stored(objek)
    stored = list(rows())
    now = _states(stored)
    try:
        seen: dict[str, Any] = signing.loads(dilihat, salt=SALT)
    except signing.BadSignature:
        raise ChangedMeanwhile(UNKNOWN, {"perubahan": []}) from None
    if seen == now:
        return
    # The object itself needs no name: the page is about it.
    names = {_key(row): str(row) for row in stored if row != objek}
    changed = [key for key in dict.fromkeys([*seen, *now]) if seen.get(key) != now.get(key)]
    changes = [
        {"jenis": key.partition(":")[0], "nama": names.get(key, ""), "sebelum": seen.get(key), "sesudah": now.get(key)}
        for key in changed
    ]
    raise ChangedMeanwhile(CHANGED.format(siapa=_who([_key(objek), *changed])), {"perubahan": changes})


def _states(rows: Iterable[models.Model]) -> dict[str, Any]:
    return {_key(row): state_of(row, exclude=_unshown(row)) for row in rows}


def _key(row: models.Model) -> str:
    return f"{kind_of(row)}:{row.pk}"


def _unshown(row: models.Model) -> tuple[str, ...]:
    """Return the columns that no form shows: those kept by the program itself."""
    own = (field.attname for field in row._meta.concrete_fields if not field.editable)
    return (*own, "last_login")


def _who(keys: Iterable[str]) -> str:
    """Return who last changed one of the rows, as the trail says it."""
    wanted = Q(pk__in=[])
    for key in keys:
        label, _, pk = key.partition(":")
        wanted |= Q(objek_jenis=label, objek_id=pk)
    trail = Jejak.objects.filter(wanted, ditolak=False).order_by("-pk")
    return trail.values_list("pelaku", flat=True).first() or "orang lain"
