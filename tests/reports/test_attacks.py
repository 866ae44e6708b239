"""Whoever gets at the database through the application's own connection: each statement that could change what is kept,
on every table that is guarded, with both databases."""

# ruff: noqa: S608 - the statements of attackers, made of the names of our own tables
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from indicators.models import (
    BuktiDukung,
    ButirLembar,
    ButirPK,
    LembarPK,
    NamaPengguna,
    PenjelasanTemuan,
    Realisasi,
    Triwulan,
)
from indicators.models.perjanjian import PerjanjianKinerja
from indicators.services.rantai import seal_day
from reports.models import Dokumen, Perpanjangan
from sakip.triggers import list_kept
from tests.cast import Cast, Office, make_butir, make_pk, make_quarter
from tests.indicators import way
from tests.indicators.chained import without_guards
from tests.indicators.money import make_anggaran, spend
from tests.shared import shared

TABLES = sorted({trigger.table for trigger in list_kept()})
MODELS = {model._meta.db_table: model for model in apps.get_models() if model._meta.db_table in TABLES}
MESSAGES = {trigger.message for trigger in list_kept()}
# Tables of which some rows may still be changed.
PARTLY = {trigger.table for trigger in list_kept() if trigger.event == "DISPLACE"}


@shared
def guarded(office: Office, cast: Cast, signed: Dokumen) -> dict[str, tuple[Any, Any]]:
    """Put a kept row into every guarded table and beside it, where there can be one, a free one; their numbers."""
    second = make_quarter(office.opd, 2024, 2, [])
    way.fill(office, office.tim, way.TIM, quarter=second)
    draft = make_pk(office.opd, 2025)
    free_row = make_butir(draft, office.indikator(office.tim)[0], ("1", "1", "1", "1"))
    money = make_anggaran(office)
    spend(money, second, "5")
    evidence(Realisasi.objects.get(triwulan=second))
    explanation(office, second)
    sheet_of(draft, office, free_row)
    with without_guards():
        spend(money, office.tw1, "5")
        explanation(office, office.tw1)
        evidence(Realisasi.objects.filter(triwulan=office.tw1).order_by("pk")[0])
        sheet_of(office.pk, office, ButirPK.objects.filter(pk_induk=office.pk).order_by("pk")[0])
    now = timezone.now()
    Perpanjangan.objects.create(
        dokumen=signed, berkas="a", sha256="0" * 64, ukuran=1, dibuat_pada=now, berlaku_sampai=now
    )
    copy = Dokumen.objects.get(pk=signed.pk)
    copy.pk, copy.status, copy.nomor_urut, copy.token = None, "draf", None, "draf-uji"
    for name in ("difinalkan_oleh", "cara_ttd", "berkas_ttd", "sha256_ttd", "ditandatangani_oleh"):
        setattr(copy, name, "")
    for name in ("difinalkan_pada", "ditandatangani_pada", "ukuran_ttd"):
        setattr(copy, name, None)
    copy.save(force_insert=True)
    NamaPengguna.objects.get_or_create(nama="lama", pengguna=cast.staf)
    seal_day()
    return {table: _two(table, office, signed) for table in TABLES}


def evidence(row: Realisasi) -> BuktiDukung:
    return BuktiDukung.objects.create(
        realisasi=row, berkas="a.pdf", nama_asli="a.pdf", jenis="pdf", ukuran=1, sha256="0" * 64,
        diunggah_oleh="uji", diunggah_pada=timezone.now(),
    )  # fmt: skip


def explanation(office: Office, quarter: Triwulan) -> PenjelasanTemuan:
    return PenjelasanTemuan.objects.create(
        indikator=office.indikator(office.tim)[0], triwulan=quarter, aturan="jauh_di_atas_target", perihal="1",
        teks="Sesuai bukti.", oleh="uji", pada=timezone.now(),
    )  # fmt: skip


def sheet_of(pk: PerjanjianKinerja, office: Office, row: ButirPK) -> None:
    sheet = LembarPK.objects.create(
        pk_induk=pk, jenjang="bupati_kadis", unit=office.dinas, nama_unit="Dinas", nama_unit_kedua="Bupati"
    )
    ButirLembar.objects.create(lembar=sheet, butir=row)


KEPT = {
    "indicators_perjanjiankinerja": {"tahun": 2024},
    "indicators_butirpk": {"pk_induk__tahun": 2024},
    "indicators_target": {"butir__pk_induk__tahun": 2024},
    "indicators_lembarpk": {"pk_induk__tahun": 2024},
    "indicators_butirlembar": {"lembar__pk_induk__tahun": 2024},
    "indicators_realisasi": {"triwulan__triwulan": 1},
    "indicators_realisasianggaran": {"triwulan__triwulan": 1},
    "indicators_buktidukung": {"realisasi__triwulan__triwulan": 1},
    "indicators_penjelasantemuan": {"triwulan__triwulan": 1},
    "reports_dokumen": {"status": "ditandatangani"},
}


def _two(table: str, office: Office, signed: Dokumen) -> tuple[Any, Any]:
    rows = MODELS[table]._default_manager.order_by("pk")
    kept = rows.filter(**KEPT.get(table, {}))[0].pk
    free = rows.exclude(**KEPT[table])[0].pk if table in KEPT else None
    return kept, free


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def unique_columns(model: type[models.Model]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the columns of each unique key but the primary one, and whether it is a key of all rows."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and not field.null:
            yield (str(field.column),), True
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            yield tuple(str(model._meta.get_field(name).column) for name in rule.fields), rule.condition is None


def attacks(table: str, kept: Any, free: Any) -> Iterator[tuple[str, str]]:
    """Yield statements by what they are called."""
    model = MODELS[table]
    key, columns = model._meta.pk.column, columns_of(model)
    others = [column for column in columns if column != key]
    where, names, rest = f"{key} = {literal(kept)}", ", ".join(columns), ", ".join(others)
    upsert = (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE {where} ON CONFLICT ({key}) DO UPDATE SET"
    )
    # Of an issued document only what changes is refused: its state moves on.
    change = "sha256 = 'lain'" if table == "reports_dokumen" else f"{others[0]} = {others[0]}"
    told = change if table == "reports_dokumen" else f"{others[0]} = excluded.{others[0]}"
    yield "update", f"UPDATE {table} SET {change} WHERE {where}"
    yield "delete", f"DELETE FROM {table} WHERE {where}"
    yield "upsert", f"{upsert} {told}"
    if connection.vendor == "postgresql":
        yield "truncate", f"TRUNCATE {table} CASCADE"
        yield "truncate the office", "TRUNCATE indicators_pemda CASCADE"
        yield "merge", f"MERGE INTO {table} t USING (SELECT 1) s ON t.{where} WHEN MATCHED THEN DELETE"
        return
    yield "insert or replace", f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE {where}"
    yield "replace", f"REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE {where}"
    number = "'baru'" if model._meta.pk.get_internal_type() == "CharField" else "987654"
    for unique, of_all in unique_columns(model):
        name = f"replace by {'+'.join(unique)}"
        yield name, f"INSERT OR REPLACE INTO {table} ({key}, {rest}) SELECT {number}, {rest} FROM {table} WHERE {where}"
        if free is not None and of_all:
            taken = ", ".join(f"{c} = (SELECT {c} FROM {table} WHERE {where})" for c in columns if c in unique)
            yield f"update or {name}", f"UPDATE OR REPLACE {table} SET {taken} WHERE {key} = {literal(free)}"
    if free is not None:
        yield (
            "update or replace",
            f"UPDATE OR REPLACE {table} SET {key} = {literal(kept)} WHERE {key} = {literal(free)}",
        )
    else:
        yield "update or replace", f"UPDATE OR REPLACE {table} SET {key} = {key} WHERE {where}"
    if key != "id":
        row = f"SELECT rowid, {number}, {rest} FROM {table} WHERE {where}"
        yield "replace by the hidden number", f"INSERT OR REPLACE INTO {table} (rowid, {key}, {rest}) {row}"


def literal(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def all_of(table: str) -> list[tuple[Any, ...]]:
    return sorted(MODELS[table]._default_manager.values_list(*columns_of_fields(table)), key=lambda row: str(row[0]))


def columns_of_fields(table: str) -> list[str]:
    return [field.attname for field in MODELS[table]._meta.concrete_fields]


def refused(statement: str) -> str:
    """Run a statement and return by which words it was refused, blank: it was not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is emptied while keys are to be checked
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return next((message for message in MESSAGES if message in str(error)), f"otherwise: {error}")
    return ""


def test_every_guarded_table_is_attacked() -> None:
    assert len(TABLES) == len(MODELS) == 20
    assert set(KEPT) == PARTLY


@pytest.mark.parametrize("table", TABLES)
def test_what_is_kept_withstands_every_statement(guarded: dict[str, tuple[Any, Any]], table: str) -> None:
    kept, free = guarded[table]
    before = all_of(table)
    tried = dict(attacks(table, kept, free))
    assert {name: words for name, statement in tried.items() if (words := refused(statement)) not in MESSAGES} == {}
    assert all_of(table) == before


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("table", sorted(table for table in TABLES if table.startswith("indicators_")))
def test_without_the_guards_the_statements_do_harm(guarded: dict[str, tuple[Any, Any]], table: str) -> None:
    """The test above sees what it is for: each statement is well formed and would be carried out."""
    if connection.vendor != "sqlite":
        return  # where keys refuse some of them too
    kept, free = guarded[table]
    with without_guards():
        found = {name: words for name, statement in attacks(table, kept, free) if (words := refused(statement))}
    assert found == {}


def test_a_draft_does_not_push_an_issued_document_out(guarded: dict[str, tuple[Any, Any]]) -> None:
    """A report has one final and one signed document: who becomes it would take the place of the one that is."""
    if connection.vendor != "sqlite":
        return  # whose keys refuse the second one
    _, free = guarded["reports_dokumen"]
    before = all_of("reports_dokumen")
    assert refused(f"UPDATE OR REPLACE reports_dokumen SET status = 'ditandatangani' WHERE id = {free}") in MESSAGES
    assert all_of("reports_dokumen") == before
