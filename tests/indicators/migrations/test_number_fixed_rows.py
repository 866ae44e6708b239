"""Rows of a PK that was ditetapkan before it kept an order of its own: numbered as the tree printed them."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from indicators.models import ButirPK, Indikator, SubKegiatan
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Office, build_office, freeze, make_butir, make_pk

MIGRATION = import_module("indicators.migrations.0004_support_indicators_and_number_fixed_rows")


def test_rows_of_fixed_agreements_are_numbered_as_the_tree_reads(office: Office) -> None:
    remove(connection, TRIGGERS)
    before = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Di depan", urutan=0)
    siaran = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=before, nama="Jumlah siaran")
    make_butir(office.pk, siaran, ("1", "2", "3", "4"))
    ButirPK.objects.update(urutan=0)
    draft = make_pk(office.opd, 2025)
    make_butir(draft, siaran, ("1", "1", "1", "1"))
    ButirPK.objects.filter(pk_induk=draft).update(urutan=7)

    MIGRATION.number_rows_of_fixed_agreements(apps, SimpleNamespace(connection=connection))

    rows = ButirPK.objects.filter(pk_induk=office.pk).order_by("urutan")
    assert [(row.urutan, row.indikator.nama) for row in rows] == [
        (1, "Nilai Indeks SPBE"),
        (2, "Indeks keterbukaan"),
        (3, "Jumlah dokumen informasi"),
        (4, "Jumlah siaran"),
        (5, "Jumlah layanan media"),
        (6, "Jumlah surat"),
        (7, "Jumlah gedung dipelihara"),
    ]
    # A draft gets its numbers when it is fixed.
    assert [row.urutan for row in ButirPK.objects.filter(pk_induk=draft)] == [7]
    freeze(draft)


@pytest.mark.django_db(transaction=True)
def test_an_installation_with_fixed_agreements_is_upgraded(transactional_db: None) -> None:
    """With the triggers in place, as they are before every upgrade; afterwards they stand again."""
    (_, before) = next(entry for entry in MIGRATION.Migration.dependencies if entry[0] == "indicators")
    office = build_office()
    remove(connection, TRIGGERS)
    ButirPK.objects.update(urutan=0)
    install(connection, TRIGGERS)
    call_command("migrate", "indicators", before, verbosity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ButirPK.objects.update(urutan=0)

    call_command("migrate", verbosity=0)

    numbers = ButirPK.objects.filter(pk_induk=office.pk).order_by("urutan").values_list("urutan", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]
    assert ButirPK.objects.get(pk_induk=office.pk, urutan=1).indikator.nama == "Nilai Indeks SPBE"
    with pytest.raises(IntegrityError), transaction.atomic():
        ButirPK.objects.update(urutan=0)
