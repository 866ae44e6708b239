"""Audit rows and the frame of every write."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from indicators.acts import Act
from indicators.models import Jejak, Pengguna, PerangkatDaerah
from indicators.models.jejak import kind_of
from indicators.services import jejak_berulang
from sakip.jobs.registry import register_every
from sakip.origin import current_origin
from sakip.refusals import ChangedMeanwhile, NotAllowed, ServiceError

P = ParamSpec("P")
R = TypeVar("R")
AUDIT_BATCH = 500
# Seconds between two looks for what was only counted.
COUNTS_WRITTEN = 60
# What PostgreSQL and SQLite call a reference to a row that is not there.
NOT_THERE = frozenset({"23503", "SQLITE_CONSTRAINT_FOREIGNKEY"})
GONE_MEANWHILE = (
    "Data yang berkaitan dengan ini baru saja dihapus atau mulai dipakai orang lain. Muat ulang halaman, lalu periksa "
    "kembali."
)


def actor_text(by: Pengguna | None) -> str:
    """Return the text copy of who acts: "Nama (username)"; commands act as "sistem"."""
    return "sistem" if by is None else f"{by} ({by.username})"


def plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Turn values into what JSON holds exactly: decimals and dates as text, and no NUL, which PostgreSQL refuses."""
    if values is None:
        return None
    return {key: _plain(value) for key, value in values.items()}


_encoder = DjangoJSONEncoder()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    return value if value is None or isinstance(value, bool | int | list | dict) else _encoder.default(value)


def state_of(instance: models.Model, *, exclude: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an object's columns as plain data, for the before and after of an audit row."""
    values = {
        field.attname: field.value_from_object(instance)
        for field in instance._meta.concrete_fields
        if field.attname not in exclude and field.attname != "password"
    }
    return (
        plain({key: str(v) if isinstance(v, models.fields.files.FieldFile) else v for key, v in values.items()}) or {}
    )


def make_jejak(
    *,
    by: Pengguna | None,
    tindakan: Act,
    objek: models.Model | type[models.Model] | str,
    opd: PerangkatDaerah | None = None,
    unit: str = "",
    sebelum: Mapping[str, Any] | None = None,
    sesudah: Mapping[str, Any] | None = None,
    alasan: str = "",
    ditolak: bool = False,
    waktu: datetime | None = None,
    pelaku: str = "",
) -> Jejak:
    """Build an audit row without saving it, for writes that record many at once; `waktu` None: now.

    `objek` is what it was done to: an object, all of a kind (the model), or what no table holds (its name). The kind
    is kept as the model's label, which no better word for it changes. `pelaku` says who it was where that is no account
    and not the system. Raises ValueError for an act that is none.
    """
    jenis, nomor, text = _told(objek)
    origin = current_origin()
    return Jejak(
        waktu=waktu or timezone.now(),
        pelaku=(pelaku or actor_text(by))[:200],
        pelaku_nomor=None if by is None else by.pk,
        alamat=origin.alamat,
        sesi=origin.sesi,
        opd="" if opd is None else opd.kode,
        opd_nomor=None if opd is None else opd.pk,
        unit=unit[:200],
        tindakan=Act(tindakan).value,
        objek_jenis=jenis,
        objek_id=nomor,
        objek=text[:600],
        sebelum=plain(sebelum),
        sesudah=plain(sesudah),
        alasan=alasan[:1000],
        ditolak=ditolak,
    )


def _told(objek: models.Model | type[models.Model] | str) -> tuple[str, str, str]:
    if isinstance(objek, str):
        return "", "", objek
    if isinstance(objek, models.Model):
        return kind_of(objek), str(objek.pk or ""), str(objek)
    return kind_of(objek), "", str(objek._meta.verbose_name_plural)


def _insert(row: Jejak) -> None:
    row.save(force_insert=True)


def _written(make: Callable[P, Jejak]) -> Callable[P, Jejak]:
    @wraps(make)
    def write_one(*args: P.args, **kwargs: P.kwargs) -> Jejak:
        row: Jejak = make(*args, **kwargs)
        if jejak_berulang.repeats(row):
            jejak_berulang.write_or_count(row, write=_insert)
        else:
            _insert(row)
        return row

    return write_one


# Writes one audit row, with the arguments of `make_jejak`; call it inside the transaction of the change. What is
# refused again and again is only counted, see `jejak_berulang`: its row is not in the trail and has no number.
record = _written(make_jejak)


def write_counts() -> int:
    """Write into the trail what was refused repeatedly, see `jejak_berulang`; return how many rows."""
    return jejak_berulang.write_counts(write=_insert)


def register_tasks() -> None:
    register_every("trail.write_counts", COUNTS_WRITTEN, write_counts, label="Catat penolakan yang berulang")


def record_in(using: str, row: Jejak) -> None:
    """Write one audit row made by `make_jejak` into a database that need not be the installation's own yet."""
    row.save(using=using, force_insert=True)


def record_many(rows: Iterable[Jejak]) -> None:
    """Write audit rows made by `make_jejak`: one statement for many, inside the transaction of the change."""
    Jejak.objects.bulk_create(rows, batch_size=AUDIT_BATCH)


@contextmanager
def lost_race(late: ServiceError) -> Iterator[None]:
    """Turn what the database refuses because others wrote the same meanwhile into its sentence; what was written in
    between is taken back."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise late from None


def move_rows(rows: models.QuerySet[Any], late: ServiceError, *, expected: int = 1, **changes: Any) -> None:
    """Change rows that are still as they were seen, by default one, and count their versions on; where there are
    fewer by now, someone was faster.

    `rows` names what was seen of them: keys, versions, the states from which this change leads.
    """
    if rows.update(versi=F("versi") + 1, **changes) != expected:
        raise late


@contextmanager
def in_one_transaction() -> Iterator[None]:
    """Open the transaction of a write. That a row refers to one that somebody deleted meanwhile, or that one is deleted
    to which a row has come to refer, the database finds only at its end. Raises ChangedMeanwhile."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if _code_of(error) not in NOT_THERE:
            raise
        raise ChangedMeanwhile(GONE_MEANWHILE) from None


def _code_of(error: IntegrityError) -> str:
    """Return the database's own name of what is wrong."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""


def _opd_in(arguments: Iterable[object]) -> PerangkatDaerah | None:
    """Return the office that a write was about, so that its own readers find a denied attempt."""
    for value in arguments:
        found = (value, getattr(value, "opd", None), getattr(getattr(value, "unit", None), "opd", None))
        opd = next((item for item in found if isinstance(item, PerangkatDaerah)), None)
        if opd is not None:
            return opd
    return None


Call = Mapping[str, Any]


def write(
    tindakan: Act | Callable[[Call], Act], *objek: str | type[models.Model]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Frame a write: one transaction; a refused attempt is recorded after the rollback, in a transaction of its own.

    The function takes keyword-only arguments and an explicit `by`. Refused, it is recorded as the act that it records
    when it is done; where that depends on the call, `tindakan` is a function of the arguments. `objek` says what the
    attempt was about: an argument ("unit"), the first of many ("units"), an attribute of those ("isian.butir"), or the
    model of what it would have made; the first that there is. Of an object that is new, UBAH is TAMBAH.
    """

    def frame(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def framed(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with in_one_transaction():
                    return function(*args, **kwargs)
            except NotAllowed as refusal:
                _record_refused(kwargs, refusal, tindakan, objek)
                raise

        return framed

    return frame


# Arguments that a refused call never shows in the trail: what opens something, and what numbers a person elsewhere.
_SECRET = re.compile(r"sandi|password|passphrase|credentials|(^|_)(akun|nik)(_|$)")


def _record_refused(
    call: Call,
    refusal: NotAllowed,
    tindakan: Act | Callable[[Call], Act],
    objek: Sequence[str | type[models.Model]],
) -> None:
    by, about = call.get("by"), _about(call, objek)
    act = tindakan if isinstance(tindakan, Act) else tindakan(call)
    if act is Act.UBAH and isinstance(about, models.Model):
        act = act_of_saving(about)
    record(
        by=by if isinstance(by, Pengguna) else None,
        tindakan=act,
        objek=about,
        opd=_opd_in((refusal.tentang, *call.values())),
        alasan=str(refusal),
        sesudah={
            key: value.pk if isinstance(value, models.Model) else str(value)[:200]
            for key, value in call.items()
            if key != "by" and not _SECRET.search(key)
        },
        ditolak=True,
    )


def act_of_saving(row: models.Model) -> Act:
    """Return what saving the row will be called; ask before it is written."""
    return Act.TAMBAH if row._state.adding else Act.UBAH


def _about(call: Call, objek: Sequence[str | type[models.Model]]) -> models.Model | type[models.Model] | str:
    for wanted in objek:
        if not isinstance(wanted, str):
            return wanted
        name, *attributes = wanted.split(".")
        value = call.get(name)
        if isinstance(value, Sequence):
            value = next(iter(value), None)
        for attribute in attributes:
            value = getattr(value, attribute, None)
        if isinstance(value, models.Model):
            return value
    return ""
