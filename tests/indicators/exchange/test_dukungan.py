"""The cascade in and out of a sheet, by natural keys."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.models import Dukungan, Indikator, Jejak, Pengguna
from tests.cast import Cast, Office
from tests.indicators.exchange.tools import confirm, export, make_xlsx, rows_of_xlsx, sentences, upload
from tests.trail import told

ClientOf = Callable[[Pengguna], Client]
DOKUMEN = (
    "Meningkatnya kualitas pemerintahan digital > Meningkatnya kualitas informasi publik > "
    "2.16.02 Program Informasi Publik > 2.16.02.2.01 Pengelolaan Informasi > Jumlah dokumen informasi"
)
LAYANAN = DOKUMEN.replace("Jumlah dokumen informasi", "2.16.02.2.01.02 Layanan Media > Jumlah layanan media")


@pytest.fixture
def planner(office: Office, cast: Cast, client_of: ClientOf) -> Client:
    layanan, dokumen = (Indikator.objects.get(nama=f"Jumlah {nama}") for nama in ("layanan media", "dokumen informasi"))
    Dukungan.objects.create(pendukung=layanan, didukung=dokumen)
    return client_of(cast.perencana)


def test_export_names_both_ends_by_their_paths(planner: Client) -> None:
    header, row = rows_of_xlsx(export(planner, "dukungan"))
    assert header == [
        "Perangkat daerah", "Awal Renstra", "Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan",
        "Indikator", "Mendukung", "Target dijumlahkan", "Keterangan",
    ]  # fmt: skip
    assert row[6:] == ["2.16.02.2.01.02 Layanan Media", "Jumlah layanan media", DOKUMEN, "Tidak", None]


def test_import_writes_new_and_changed_supports(planner: Client, office: Office) -> None:
    header, row = rows_of_xlsx(export(planner, "dukungan"))
    changed = [*row[:9], "ya", "Dijumlahkan"]
    new = [*row[:7], "jumlah surat", DOKUMEN, None, None]
    preview = upload(planner, "dukungan", make_xlsx([header, changed, new]))
    assert sentences(preview) == []
    result = preview.context["result"]
    assert (result.baru, result.berubah) == (1, 1)
    assert Dukungan.objects.count() == 1
    confirm(planner, "dukungan", preview)
    stored = Dukungan.objects.order_by("pk").values_list("pendukung__nama", "menjumlah", "keterangan")
    assert list(stored) == [("Jumlah layanan media", True, "Dijumlahkan"), ("Jumlah surat", False, "")]
    assert set(told(Jejak.objects.all())) == {"ekspor dukungan", "ubah dukungan", "tambah dukungan"}


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (8, "Jumlah dokumen informasi", "Baris 2, Mendukung: Tulis jalur lengkap indikator yang didukung"),
        (7, "Tidak ada", "Baris 2, Indikator: Indikator “Tidak ada” tidak ada pada simpul ini."),
        (9, "mungkin", "Baris 2, Target dijumlahkan: Tulis Ya atau Tidak."),
        (8, LAYANAN, "Baris 2, Mendukung: Indikator tidak dapat mendukung dirinya sendiri."),
    ],
)
def test_wrong_rows_are_refused_with_their_number(planner: Client, column: int, value: str, sentence: str) -> None:
    header, row = rows_of_xlsx(export(planner, "dukungan"))
    row[column] = value
    preview = upload(planner, "dukungan", make_xlsx([header, row]))
    assert [text for text in sentences(preview) if text.startswith(sentence)] != [], sentences(preview)
    assert Dukungan.objects.count() == 1
