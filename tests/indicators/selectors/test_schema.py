"""Stored content bears a number: made and read in one place, and never read by the rules of another."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from indicators.models import GantiNomenklatur, Pengesahan, Triwulan, VersiPengajuan
from indicators.selectors.basis import Basis, get_basis, read_basis
from indicators.selectors.ganti_nomenklatur import ChangeContent, keep_change, read_change
from indicators.selectors.pengesahan_content import (
    PengesahanContent,
    PengesahanRow,
    describe_figures,
    hash_figures,
    read_figures,
)
from indicators.selectors.quarter_sheet import list_rows
from indicators.selectors.schema import UnknownSchema
from indicators.selectors.version_content import VersionRow, read_version
from indicators.services.triwulan import approve
from indicators.tingkat import Tingkat
from tests.cast import Cast, Office
from tests.indicators import way

READERS: dict[str, Callable[[Any], object]] = {
    "versi": lambda isi: read_version(VersiPengajuan(isi=isi, nomor=1)),
    "pengesahan": read_figures,
    "dasar": read_basis,
    "ganti nomenklatur": lambda isi: read_change(GantiNomenklatur(isi=isi, tahun=2025)),
}


def through_json(content: object) -> Any:
    return json.loads(json.dumps(content))


@pytest.mark.parametrize("what", READERS)
@pytest.mark.parametrize("isi", [{"skema": 99, "baris": []}, {"baris": []}, {"skema": "1"}, [{"skema": 1}], "1"])
def test_content_of_another_schema_is_refused_with_both_numbers(what: str, isi: object) -> None:
    with pytest.raises(UnknownSchema, match=r"hanya membaca skema \d"):
        READERS[what](isi)


def test_a_version_of_before_the_findings_is_read_as_one_without() -> None:
    old = VersiPengajuan(isi={"skema": 1, "baris": [{"indikator_id": 7, "realisasi": "8"}]}, nomor=1)
    assert read_version(old) == [{"indikator_id": 7, "realisasi": "8", "temuan": []}]


def test_an_approval_of_before_its_means_kept_their_coverage_is_read_without_it() -> None:
    kept = {"skema": 1, "baris": [], "rata_rata": [{"label": "Program", "capaian": "98,77", "progres": "40,00"}]}
    (mean,) = read_figures(kept)["rata_rata"]
    assert mean == {
        "label": "Program",
        "capaian": "98,77",
        "progres": "40,00",
        "nilai": "98,77",
        "dihitung": None,
        "jumlah": None,
        "predikat": "",
        "alasan": "",
    }


def test_a_document_without_a_basis_has_none() -> None:
    assert read_basis({}) is None


def test_a_version_holds_facts_and_what_was_printed(office: Office, cast: Cast) -> None:
    version = way.hand_in(office, office.bidang, cast.staf, way.BIDANG).daftar_versi.get()

    first, *others = read_version(version)

    assert [set(row) for row in (first, *others)] == [set(VersionRow.__required_keys__)] * 3
    # 80,18 of 81,18 in the quarter; tetap, so that the year's progress is the same and nothing is judged yet.
    assert first == {
        "indikator_id": office.indikator(office.bidang)[2].pk,
        "indikator": "Indeks keterbukaan",
        "jalur": ["Program Informasi Publik"],
        "satuan": "Poin",
        "versi": 1,
        "target": "81,18",
        "target_tahun": "81,18",
        "realisasi": "80,18",
        "status_capaian": "dihitung",
        "capaian_eksak": "400900/4059",
        "progres_eksak": "400900/4059",
        "hitungan": {
            "capaian": "98,77 %",
            "progres": "98,77 %",
            "predikat": "Belum dinilai",
            "rumus": "Maksimalkan: R / T x 100",
            "kalimat": "80,18 / 81,18 x 100 = 98,77 %",
            "kalimat_progres": "80,18 / 81,18 x 100 = 98,77 %",
            "perhatian": "",
        },
        "status": "terisi",
        "nilai": "80.18",
        "predikat": "",
        "alasan": "",
        "kendala": first["kendala"],
        "faktor_pendorong": "",
        "faktor_penghambat": "",
        "tindak_lanjut": "",
        "catatan": "",
        "bukti": [],
        "temuan": [],
    }


def test_an_approval_holds_its_figures_and_what_was_shown_does_not_depend_on_the_number(
    office: Office, cast: Cast
) -> None:
    way.validate_all(office, cast)
    quarter = Triwulan.objects.get(pk=office.tw1.pk)
    approve(by=cast.kadis, quarter=quarter, versi=quarter.versi)

    kept: Any = Pengesahan.objects.get().isi

    assert set(kept) == set(PengesahanContent.__annotations__)
    assert {frozenset(row) for row in kept["baris"]} == {frozenset(PengesahanRow.__annotations__)}
    seen = {name: value for name, value in kept.items() if name != "skema"}
    shown = describe_figures(office.tw1, list_rows(office.opd, 2024, 1))
    assert hash_figures(seen) == hash_figures(shown)


def test_a_basis_and_a_change_are_read_back_as_they_were_made(office: Office) -> None:
    basis = get_basis(office.opd, 2024, 1, pejabat_id=None, indikator_lalu=[])
    done = keep_change(
        {
            "diganti": {Tingkat("program"): [{"lama": 1, "baru": 2, "tahun_akhir": None}]},
            "dihentikan": {Tingkat("kegiatan"): [{"simpul": 3, "tahun_akhir": 2026}]},
            "dipertahankan": {Tingkat("sub_kegiatan"): [{"simpul": 4, "versi": "90"}]},
            "indikator": [{"lama": 5, "baru": 6}],
        }
    )

    assert (set(basis), set(done)) == (set(Basis.__annotations__), set(ChangeContent.__annotations__))
    assert read_basis(through_json(basis)) == basis
    assert read_change(GantiNomenklatur(isi=through_json(done))) == done
