"""Saving and deleting rows the same way everywhere: check, write, audit. The services decide who and when."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import ProtectedError, RestrictedError

from indicators.acts import Act
from indicators.models import Pengguna, PerangkatDaerah
from indicators.services.jejak import lost_race, make_jejak, record_many, state_of
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid, ServiceError, refuse

M = TypeVar("M", bound=models.Model)
K = TypeVar("K", bound=Hashable)
BATCH = 200
TAKEN = "Ada data yang sama atau baru saja diubah orang lain. Muat ulang halaman, lalu periksa kembali."
GONE = "Data ini sudah dihapus orang lain. Muat ulang halaman."


def not_valid(error: ValidationError, model: type[models.Model]) -> NotValid:
    """Turn a model's refusal into ours: one sentence per field, the first of them with the field's label in front."""
    fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    name, text = next(iter(fields.items()))
    if name == NON_FIELD_ERRORS:
        return NotValid(text, fields)
    label = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # only own fields are cleaned
    return NotValid(f"{label[:1].upper()}{label[1:]}: {text}", fields)


def refuse_other_office(row: Any, stored: Any) -> None:
    """Refuse to move a row from one office to another: what hangs on it would stay behind. Raises NotValid."""
    if stored is not None and stored.opd_id != row.opd_id:
        raise refuse("opd", "Data ini tidak dapat dipindahkan ke perangkat daerah lain. Buat yang baru di sana.")


def check_whole(instance: models.Model, *, exclude: Iterable[str] = ()) -> None:
    """Check everything that the model and the database can say about one object; of `exclude` nothing."""
    try:
        instance.full_clean(exclude=set(exclude))
    except ValidationError as error:
        raise not_valid(error, type(instance)) from None


def check_fields(instance: models.Model, *, exclude: Iterable[str] = ()) -> None:
    """Check the object's own columns without a query: for bulk writes that check relations themselves."""
    relations = {field.name for field in instance._meta.concrete_fields if field.is_relation}
    try:
        instance.clean_fields(exclude={*relations, *exclude})
    except ValidationError as error:
        raise not_valid(error, type(instance)) from None


def lock_stored(instance: M) -> M | None:
    """Return the stored row behind the object, locked; None when it is new. Raises NotFound when it is gone."""
    if instance.pk is None:
        return None
    manager: models.Manager[M] = instance._meta.default_manager  # type: ignore[assignment]  # a model with rows has one
    stored = manager.select_for_update(no_key=True).filter(pk=instance.pk).first()
    if stored is None:
        raise NotFound(GONE)
    return stored


def lock_many(model: type[M], rows: Iterable[M]) -> dict[Any, M]:
    """Return the stored rows behind the objects that are not new, locked, by key. Raises NotFound when one is gone."""
    ids = {row.pk for row in rows if not row._state.adding}
    if not ids:
        return {}
    manager: models.Manager[M] = model._default_manager
    stored = {row.pk: row for row in manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")}
    if len(stored) < len(ids):
        raise NotFound(GONE)
    return stored


def take_ids(row: models.Model) -> None:
    """Let the row take over the ids of what it refers to, which may have been saved since it was set."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.name in row._state.fields_cache:
            setattr(row, field.name, getattr(row, field.name))


def raise_first(refusals: Mapping[int, ServiceError], rows: Sequence[models.Model]) -> None:
    """Raise the refusal of the first refused row; of several rows it names its own. `refusals` by `id` of the row."""
    for row in rows:
        refusal = refusals.get(id(row))
        if refusal is None:
            continue
        if isinstance(refusal, NotValid) and len(rows) > 1:
            raise NotValid(f"{row}: {refusal}", refusal.fields, row)
        raise refusal


def save_checked(*, by: Pengguna | None, instance: M, stored: M | None, opd: PerangkatDaerah | None) -> M:
    """Check and save one object with its audit row; an unchanged object writes nothing."""
    if stored is not None and state_of(stored) == state_of(instance):
        return instance
    check_whole(instance)
    save_many(by=by, instances=[instance], stored={} if stored is None else {stored.pk: stored}, opd=opd)
    return instance


def delete_checked(
    *,
    by: Pengguna | None,
    instance: M,
    opd: PerangkatDaerah | None,
    facts: Callable[[M], Mapping[str, Any]] | None = None,
) -> M:
    """Delete one object as it is stored, with its audit row, and return it. `facts` tells what else the row holds: what
    goes along. Raises NotFound when it is gone already, NotNow when something still uses it."""
    stored = lock_stored(instance)
    if stored is None:
        raise NotFound(GONE)
    before = {**state_of(stored), **(facts(stored) if facts is not None else {})}
    row = make_jejak(by=by, tindakan=Act.HAPUS, objek=stored, opd=opd, sebelum=before)
    try:
        stored.delete()
    except (ProtectedError, RestrictedError) as error:
        users = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        example = next(iter(users))
        raise NotNow(
            f"{stored} tidak dapat dihapus karena masih dipakai, antara lain oleh "
            f"{example._meta.verbose_name} {example}. Hapus atau pindahkan itu lebih dahulu."
        ) from None
    record_many([row])
    return stored


def save_many(
    *,
    by: Pengguna | None,
    instances: Sequence[M],
    stored: Mapping[Any, M],
    opd: PerangkatDaerah | None,
    fields: Iterable[str] | None = None,
) -> None:
    """Write checked objects of one model with their audit rows: a constant number of statements.

    `stored` holds the rows as they were, by key; what equals them is not written. Raises ChangedMeanwhile, NotValid
    (a constraint of the table, which the caller's own checks should have met first; of several, it names the row).
    """
    before = {id(row): state_of(stored[row.pk]) for row in instances if row.pk is not None}
    rows = [row for row in instances if before.get(id(row)) != state_of(row)]
    if not rows:
        return
    try:
        with lost_race(ChangedMeanwhile(TAKEN)):
            write_rows(by=by, opd=opd, rows=rows, before=before, columns=fields)
    except ChangedMeanwhile:
        _refuse_broken(instances)
        raise


def write_rows(
    *,
    by: Pengguna | None,
    opd: PerangkatDaerah | None,
    rows: Sequence[M],
    before: Mapping[int, Mapping[str, Any]],
    state: Callable[[M], Mapping[str, Any]] = state_of,
    columns: Iterable[str] | None = None,
    upsert: bool = False,
    tindakan: Act | Callable[[M], Act] | None = None,
    unit: Callable[[M], str] | None = None,
    alasan: str = "",
    waktu: datetime | None = None,
) -> None:
    """Insert the new rows of one model, update the others, and keep an audit row of each: three statements.

    `state` is what an audit row shows of a row, `before` what it was, by `id` of the row; one that is not in there is
    recorded as new. Only `columns` change (None: all), by an upsert where that is told: with many columns it is
    cheaper, and takes locked rows that are there. `tindakan` None: TAMBAH or UBAH. `unit` gives the unit's name.
    """
    if not rows:
        return
    model = type(rows[0])
    names = list(columns) if columns is not None else _columns_of(model)
    manager: models.Manager[M] = model._default_manager
    changed = [row for row in rows if not row._state.adding]
    # Only the insert gives the new rows the number by which their history is found.
    manager.bulk_create([row for row in rows if row._state.adding], batch_size=BATCH)
    if upsert:
        manager.bulk_create(
            changed, batch_size=BATCH, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=names
        )
    else:
        manager.bulk_update(changed, names, batch_size=BATCH)
    record_many(
        make_jejak(
            by=by,
            tindakan=_act_on(row, tindakan, fresh=id(row) not in before),
            objek=row,
            opd=opd,
            unit="" if unit is None else unit(row),
            sebelum=before.get(id(row)),
            sesudah=state(row),
            alasan=alasan,
            waktu=waktu,
        )
        for row in rows
    )


def _act_on(row: M, tindakan: Act | Callable[[M], Act] | None, *, fresh: bool) -> Act:
    if tindakan is None:
        return Act.TAMBAH if fresh else Act.UBAH
    return tindakan if isinstance(tindakan, Act) else tindakan(row)


def _columns_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]


def delete_rows(
    *,
    by: Pengguna | None,
    opd: PerangkatDaerah | None,
    rows: Sequence[M],
    state: Callable[[M], Mapping[str, Any]] = state_of,
    unit: Callable[[M], str] | None = None,
    alasan: str = "",
) -> None:
    """Delete rows of one model that nothing holds, with an audit row of each that shows its `state`."""
    if not rows:
        return
    record_many(
        make_jejak(
            by=by,
            tindakan=Act.HAPUS,
            objek=row,
            opd=opd,
            unit="" if unit is None else unit(row),
            sebelum=state(row),
            alasan=alasan,
        )
        for row in rows
    )
    manager: models.Manager[M] = type(rows[0])._default_manager
    manager.filter(pk__in=[row.pk for row in rows]).delete()


def take_key(taken: dict[K, Any], key: K, row: models.Model) -> bool:
    """Let the row have a key that must be its own; say whether no other row has it: of `taken` (ids of stored rows by
    their key), or one that took it before."""
    own = row.pk or -id(row)
    return bool(taken.setdefault(key, own) == own)


def _refuse_broken(instances: Sequence[models.Model]) -> None:
    """Say which check of the table a row broke; asked only after the database refused, because it asks it again."""
    for row in instances:
        for constraint in row._meta.constraints:
            if not isinstance(constraint, models.CheckConstraint):
                continue
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                refusal = NotValid(" ".join(error.messages), {NON_FIELD_ERRORS: " ".join(error.messages)})
                raise_first({id(row): refusal}, instances)
