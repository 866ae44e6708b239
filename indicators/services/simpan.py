"""Saving and deleting one object the same way everywhere: check, write, audit. The services decide who and when."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from indicators.models import Jejak, Pengguna, PerangkatDaerah
from indicators.services.errors import ChangedMeanwhile, NotFound, NotNow, NotValid
from indicators.services.jejak import make_jejak, record, state_of

M = TypeVar("M", bound=models.Model)
BATCH = 200


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


def check_whole(instance: models.Model) -> None:
    """Check everything that the model and the database can say about one object."""
    try:
        instance.full_clean()
    except ValidationError as error:
        raise not_valid(error, type(instance)) from None


def check_fields(instance: models.Model) -> None:
    """Check the object's own columns without a query: for bulk writes that check relations themselves."""
    relations = {field.name for field in instance._meta.concrete_fields if field.is_relation}
    try:
        instance.clean_fields(exclude=relations)
    except ValidationError as error:
        raise not_valid(error, type(instance)) from None


def lock_stored(instance: M) -> M | None:
    """Return the stored row behind the object, locked; None when it is new. Raises NotFound when it is gone."""
    if instance.pk is None:
        return None
    manager: models.Manager[M] = instance._meta.default_manager  # type: ignore[assignment]  # a model with rows has one
    stored = manager.select_for_update().filter(pk=instance.pk).first()
    if stored is None:
        raise NotFound("Data ini sudah dihapus orang lain. Muat ulang halaman.")
    return stored


def save_checked(
    *, by: Pengguna | None, instance: M, stored: models.Model | None, opd: PerangkatDaerah | None, alasan: str = ""
) -> M:
    """Check and save one object with its audit row; an unchanged object writes nothing."""
    before = None if stored is None else state_of(stored)
    if before is not None and before == state_of(instance):
        return instance
    check_whole(instance)
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        raise ChangedMeanwhile("Data yang sama baru saja disimpan orang lain. Muat ulang halaman.") from None
    record(
        by=by,
        tindakan=f"{'tambah' if stored is None else 'ubah'}_{instance._meta.model_name}",
        objek=instance,
        opd=opd,
        sebelum=before,
        sesudah=state_of(instance),
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
    row = make_jejak(
        by=by, tindakan=f"hapus_{instance._meta.model_name}", objek=instance, objek_id=pk, opd=opd, sebelum=before
    )
    row.objek_id = pk
    row.save(force_insert=True)


def save_many(
    *,
    by: Pengguna | None,
    instances: Sequence[M],
    stored: dict[Any, M],
    opd: PerangkatDaerah,
    fields: Iterable[str] | None = None,
) -> None:
    """Write checked objects of one model with their audit rows: a constant number of statements."""
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
        raise ChangedMeanwhile(
            "Ada data yang sama atau baru saja diubah orang lain. Muat ulang halaman, lalu periksa kembali."
        ) from None
    fresh = {id(row) for row in new}
    Jejak.objects.bulk_create(
        [
            make_jejak(
                by=by,
                tindakan=f"{'tambah' if id(row) in fresh else 'ubah'}_{model._meta.model_name}",
                objek=row,
                opd=opd,
                sebelum=None if id(row) in fresh else before[row.pk],
                sesudah=state_of(row),
            )
            for row in (*new, *changed)
        ],
        batch_size=BATCH,
    )
