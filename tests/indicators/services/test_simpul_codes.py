"""Codes of nodes as the services take them."""

import pytest

from indicators.models import Kegiatan, Program, Sasaran, SubKegiatan
from indicators.services.rencana import save_node, save_nodes
from sakip.refusals import NotValid
from tests.cast import Cast, Office


def sub(office: Office, kode: str, /, **facts: object) -> SubKegiatan:
    return SubKegiatan(**({"kegiatan": office.kegiatan, "nama": "Layanan baru", "kode": kode} | facts))


@pytest.mark.parametrize(
    ("kode", "facts", "stored"),
    [
        ("", {}, ""),
        ("2.16.02.2.01.07", {}, "2.16.02.2.01.07"),
        ("2160220107", {}, "2.16.02.2.01.07"),
        ("2.16.02.2.01.0007", {"tahun_awal": 2024}, "2.16.02.2.01.0007"),
        ("216022010007", {"tahun_awal": 2025}, "2.16.02.2.01.0007"),
        ("2.16.02.2.01.0007", {"versi_nomenklatur": "4-digit"}, "2.16.02.2.01.0007"),
        ("2.16.02.2.01.07", {"versi_nomenklatur": "2-digit", "tahun_awal": 2025}, "2.16.02.2.01.07"),
    ],
)
def test_code_is_stored_in_one_spelling(
    office: Office, cast: Cast, kode: str, facts: dict[str, object], stored: str
) -> None:
    node = save_node(by=cast.perencana, node=sub(office, kode, **facts))
    assert SubKegiatan.objects.get(pk=node.pk).kode == stored


@pytest.mark.parametrize(
    ("kode", "facts", "field", "sentence"),
    [
        ("2.16.02.2.01.0007", {}, "kode", "sampai 2023 terdiri atas 2 angka"),
        ("2.16.02.2.01.07", {"tahun_awal": 2024}, "kode", "mulai 2024 terdiri atas 4 angka"),
        ("2.16.02.2.01", {}, "kode", "adalah kode kegiatan, bukan kode sub kegiatan"),
        ("2.16.02.2.02.07", {}, "kode", "harus diawali kode induknya, 2.16.02.2.01"),
        ("tujuh", {}, "kode", "hanya memuat angka"),
        ("2.16.02.2.01.07", {"versi_nomenklatur": "baru"}, "versi_nomenklatur", "baru"),
    ],
)
def test_wrong_code_is_refused_at_its_field(
    office: Office, cast: Cast, kode: str, facts: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        save_node(by=cast.perencana, node=sub(office, kode, **facts))
    assert sentence in refusal.value.fields[field]
    assert SubKegiatan.objects.count() == 1


def test_of_many_rows_the_sentence_names_the_wrong_one(office: Office, cast: Cast) -> None:
    nodes = [sub(office, "2.16.02.2.01.07"), sub(office, "2.16.02.2.09.01", nama="Salah")]
    with pytest.raises(NotValid, match=r"^2\.16\.02\.2\.09\.01 Salah: Kode ini harus diawali"):
        save_nodes(by=cast.perencana, nodes=nodes)


def test_sasaran_numbers_freely_and_binds_no_program(office: Office, cast: Cast) -> None:
    sasaran = save_node(by=cast.perencana, node=Sasaran(tujuan=office.sasaran.tujuan, kode="S-2", nama="Sasaran dua"))
    program = save_node(by=cast.perencana, node=Program(sasaran=sasaran, kode="2.20.02", nama="Program Statistik"))
    node = save_node(by=cast.perencana, node=Kegiatan(program=program, kode="22002201", nama="Statistik Sektoral"))
    assert node.kode == "2.20.02.2.01"


def test_old_code_that_the_change_does_not_touch_is_left_alone(office: Office, cast: Cast) -> None:
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(kode="lama-7")
    node = SubKegiatan.objects.get(pk=office.sub_kegiatan.pk)
    node.urutan = 9
    assert save_node(by=cast.perencana, node=node).kode == "lama-7"
    node.tahun_awal = 2024
    with pytest.raises(NotValid, match="hanya memuat angka"):
        save_node(by=cast.perencana, node=node)
