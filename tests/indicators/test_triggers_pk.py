"""A PK that is ditetapkan cannot be changed, whoever tries: on the final schema, on both databases."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from indicators.models import ButirLembar, ButirPK, LembarPK, PerjanjianKinerja, Target, UnitKerja
from indicators.models.perjanjian import StatusPK
from indicators.triggers import AGREEMENT, FROZEN, TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Office, make_butir, make_pk

MODELS: dict[str, type[Model]] = {
    "indicators_perjanjiankinerja": PerjanjianKinerja,
    "indicators_butirpk": ButirPK,
    "indicators_target": Target,
    "indicators_lembarpk": LembarPK,
    "indicators_butirlembar": ButirLembar,
}


@pytest.fixture
def signed(office: Office) -> Office:
    """The office with its PK of 2024 ditetapkan with one sheet, as if it had been arranged before."""
    remove(connection, TRIGGERS)
    (iku,) = office.indikator(office.tim)
    make_sheet(office.pk, office.dinas, ButirPK.objects.get(pk_induk=office.pk, indikator=iku))
    install(connection, TRIGGERS)
    return office


def make_sheet(pk: PerjanjianKinerja, unit: UnitKerja, *rows: ButirPK) -> LembarPK:
    sheet = LembarPK.objects.create(
        pk_induk=pk, jenjang="kadis_eselon_iii", unit=unit, nama_unit=unit.nama, nama_unit_kedua="Dinas"
    )
    ButirLembar.objects.bulk_create(ButirLembar(lembar=sheet, butir=row) for row in rows)
    return sheet


def test_triggers_name_the_tables_and_the_status_of_the_models() -> None:
    assert {model._meta.db_table for model in MODELS.values()} == {trigger.table for trigger in AGREEMENT}
    assert StatusPK.DITETAPKAN.value == "ditetapkan"
    assert all("status = 'ditetapkan'" in trigger.condition for trigger in AGREEMENT if trigger.event != "TRUNCATE")


@pytest.mark.parametrize("table", sorted(MODELS))
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_frozen_agreement_refuses_change(signed: Office, table: str, statement: str) -> None:
    before = MODELS[table]._default_manager.count()
    assert before > 0
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))
    assert MODELS[table]._default_manager.count() == before


def test_frozen_agreement_refuses_new_rows_and_targets(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    row = ButirPK.objects.get(pk_induk=office.pk, indikator=iku)
    other = ButirPK(pk_induk=office.pk, indikator=iku, unit=office.tim)
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        other.save()
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        Target.objects.create(butir=row, triwulan=4)


def test_frozen_agreement_refuses_new_sheets_and_rows_in_them(signed: Office) -> None:
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        make_sheet(signed.pk, signed.bidang)
    sheet = LembarPK.objects.get()
    other = ButirPK.objects.filter(pk_induk=signed.pk, unit=signed.bidang)[0]
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        ButirLembar.objects.create(lembar=sheet, butir=other)


def test_sheets_cannot_be_moved_into_or_out_of_a_frozen_agreement(signed: Office) -> None:
    """Nor may a draft's sheet take a frozen row, or a frozen sheet a draft's row."""
    draft = make_pk(signed.opd, 2025)
    row = make_butir(draft, signed.indikator(signed.bidang)[0], ("1", "1", "1", "1"))
    own = make_sheet(draft, signed.bidang, row)
    frozen = LembarPK.objects.get(pk_induk=signed.pk)
    frozen_row = ButirPK.objects.filter(pk_induk=signed.pk, unit=signed.bidang)[0]
    placed = ButirLembar.objects.filter(butir=row)
    for act in (
        lambda: LembarPK.objects.filter(pk=own.pk).update(pk_induk=signed.pk),
        lambda: LembarPK.objects.filter(pk=frozen.pk).update(pk_induk=draft),
        lambda: placed.update(lembar=frozen),
        lambda: placed.update(butir=frozen_row),
        lambda: ButirLembar.objects.create(lembar=own, butir=frozen_row),
        lambda: ButirLembar.objects.filter(lembar=frozen).update(lembar=own),
    ):
        with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
            act()
    placed.update(lembar=make_sheet(draft, signed.subbag))


def test_a_unit_has_one_sheet_and_the_office_one_with_the_bupati(office: Office) -> None:
    draft = make_pk(office.opd, 2025)
    make_sheet(draft, office.bidang)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_sheet(draft, office.bidang)
    LembarPK.objects.update(jenjang="bupati_kadis")
    other = make_sheet(draft, office.subbag)
    with pytest.raises(IntegrityError), transaction.atomic():
        LembarPK.objects.filter(pk=other.pk).update(jenjang="bupati_kadis")


def test_rows_cannot_be_moved_into_or_out_of_a_frozen_agreement(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    draft = make_pk(office.opd, 2025)
    row = make_butir(draft, iku, ("1", "1", "1", "1"))
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        ButirPK.objects.filter(pk=row.pk).update(pk_induk=office.pk)
    with pytest.raises(DatabaseError, match=FROZEN), transaction.atomic():
        ButirPK.objects.filter(pk_induk=office.pk).update(pk_induk=draft)


def test_draft_may_be_changed_and_deleted(office: Office) -> None:
    (iku,) = office.indikator(office.tim)
    draft = make_pk(office.opd, 2025)
    make_butir(draft, iku, ("1", "1", "1", "1"))
    Target.objects.filter(butir__pk_induk=draft).update(nilai=2)
    make_sheet(draft, office.bidang, ButirPK.objects.get(pk_induk=draft))
    draft.delete()
    assert not ButirPK.objects.filter(pk_induk_id=draft.pk).exists()
