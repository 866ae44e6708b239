"""Saving and deleting one object the same way everywhere: check, write, audit. The services decide who and when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from indicators.acts import Act
from indicators.models import Pengguna, PerangkatDaerah
from indicators.services.errors import ChangedMeanwhile, NotFound, NotNow, NotValid, ServiceError
from indicators.services.jejak import make_jejak, record_many, state_of

M = TypeVar("M", bound=models.Model)
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


def refuse(field: str, message: str) -> NotValid:
    """Return a refusal that stands at one field."""
    return NotValid(message, {field: message})


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
    stored = manager.select_for_update().filter(pk=instance.pk).first()
    if stored is None:
        raise NotFound(GONE)
    return stored


def lock_many(model: type[M], rows: Iterable[M]) -> dict[Any, M]:
    """Return the stored rows behind the objects that are not new, locked, by key. Raises NotFound when one is gone."""
    ids = {row.pk for row in rows if not row._state.adding}
    if not ids:
        return {}
    manager: models.Manager[M] = model._default_manager
    stored = {row.pk: row for row in manager.select_for_update().filter(pk__in=ids).order_by("pk")}
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


def save_checked(
    *, by: Pengguna | None, instance: M, stored: M | None, opd: PerangkatDaerah | None, alasan: str = ""
) -> M:
    """Check and save one object with its audit row; an unchanged object writes nothing."""
    if stored is not None and state_of(stored) == state_of(instance):
        return instance
    check_whole(instance)
    save_many(
        by=by,
        instances=[instance],
        stored={} if stored is None else {stored.pk: stored},
        opd=opd,
        alasan=alasan,
    )
    return instance


def delete_checked(*, by: Pengguna | None, instance: models.Model, opd: PerangkatDaerah | None, **facts: Any) -> None:
    """Delete one object with its audit row, which also holds `facts`. Raises NotNow when something still uses it."""
    before, pk = {**state_of(instance), **facts}, str(instance.pk)
    try:
        instance.delete()
    except (ProtectedError, RestrictedError) as error:
        users = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        example = next(iter(users))
        raise NotNow(
            f"{instance} tidak dapat dihapus karena masih dipakai, antara lain oleh "
            f"{example._meta.verbose_name} {example}. Hapus atau pindahkan itu lebih dahulu."
        ) from None
    row = make_jejak(by=by, tindakan=Act.HAPUS, objek=instance, opd=opd, sebelum=before)
    row.objek_id = pk
    record_many([row])


def save_many(
    *,
    by: Pengguna | None,
    instances: Sequence[M],
    stored: Mapping[Any, M],
    opd: PerangkatDaerah | None,
    fields: Iterable[str] | None = None,
    alasan: str = "",
) -> None:
    """Write checked objects of one model with their audit rows: a constant number of statements.

    `stored` holds the rows as they were, by key; what equals them is not written. Raises ChangedMeanwhile, NotValid
    (a constraint of the table, which the caller's own checks should have met first; of several, it names the row).
    """
    if not instances:
        return
    model = type(instances[0])
    before = {pk: state_of(row) for pk, row in stored.items()}
    new = [row for row in instances if row.pk is None]
    changed = [row for row in instances if row.pk is not None and before[row.pk] != state_of(row)]
    names = (
        list(fields) if fields is not None else [f.name for f in model._meta.concrete_fields if f is not model._meta.pk]
    )
    manager: models.Manager[M] = model._default_manager
    try:
        with transaction.atomic():
            manager.bulk_create(new, batch_size=BATCH)
            manager.bulk_update(changed, names, batch_size=BATCH)
    except IntegrityError:
        _refuse_broken(instances)
        raise ChangedMeanwhile(TAKEN) from None
    fresh = {id(row) for row in new}
    record_many(
        make_jejak(
            by=by,
            tindakan=Act.TAMBAH if id(row) in fresh else Act.UBAH,
            objek=row,
            opd=opd,
            sebelum=None if id(row) in fresh else before[row.pk],
            sesudah=state_of(row),
            alasan=alasan,
        )
        for row in (*new, *changed)
    )


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
