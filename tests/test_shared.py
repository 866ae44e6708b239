"""Shared rows: neighbours find the same rows, work on copies of their own, and see nothing they did not ask for."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from indicators.models import Pemda, PerangkatDaerah
from tests.cast import Cast, Office
from tests.shared import Stage, shared

made: list[str] = []


@shared
def region() -> Pemda:
    made.append("region")
    default_storage.save("lambang.txt", ContentFile(b"teratai"))
    return Pemda.objects.create(nama="Uji Raya", kode="uji", ibu_kota="Kota Uji")


@shared
def town(region: Pemda) -> dict[str, Pemda]:
    made.append("town")
    return {"of": region, "other": Pemda.objects.create(nama="Uji Jaya", kode="jaya", ibu_kota="Kota Jaya")}


@pytest.mark.parametrize("turn", [1, 2])
def test_neighbours_change_rows_objects_and_files_of_their_own(region: Pemda, turn: int) -> None:
    assert made == ["region"]
    assert (region.nama, Pemda.objects.get().nama) == ("Uji Raya", "Uji Raya")
    with default_storage.open("lambang.txt") as stream:
        assert stream.read() == b"teratai"
    default_storage.delete("lambang.txt")
    Pemda.objects.update(nama="Lain")
    region.nama = "Lain"
    Pemda.objects.create(nama=f"Tambahan {turn}", kode="tambahan", ibu_kota="Kota")


def test_what_needs_another_stands_on_it(region: Pemda, town: dict[str, Pemda]) -> None:
    assert made == ["region", "town"]
    assert town["of"] is region
    assert Pemda.objects.count() == 2


def test_what_a_test_did_not_ask_for_is_gone(db: None, shared_stage: Stage) -> None:
    assert shared_stage.levels == []
    assert Pemda.objects.count() == 0


def test_after_that_it_is_made_again(region: Pemda) -> None:
    assert made == ["region", "town", "region"]


def test_office_without_its_people_has_none(office: Office) -> None:
    assert PerangkatDaerah.objects.count() == 1


def test_people_stand_above_their_office(office: Office, cast: Cast) -> None:
    assert PerangkatDaerah.objects.count() == 2
    assert cast.staf.daftar_penugasan.get().unit == office.bidang


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_has_rows_of_its_own(region: Pemda, shared_stage: Stage) -> None:
    assert shared_stage.levels == []
    assert made[-1] == "region"
    assert Pemda.objects.count() == 1
