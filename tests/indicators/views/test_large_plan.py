"""The tree and the health of a plan of 1,500 indicators: in steps, each page below 1.5 MB; a search knows all of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.models import Indikator, Kegiatan, Pengguna, Program, SubKegiatan
from tests.cast import Cast, Office

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
TREE, HEALTH = "/admin/rencana/pohon/", "/admin/rencana/kesehatan/"
MOST = 1_500_000
# As long as the nomenclature writes them.
LONG = "Penyelenggaraan Layanan Informasi Publik dan Kehumasan Pemerintah Daerah Kabupaten/Kota yang Terintegrasi"


@pytest.fixture
def large(office: Office) -> Program:
    """Return the first of ten programs with 150 indicators each, beside the plan of the office."""
    programs = Program.objects.bulk_create(
        Program(sasaran=office.sasaran, kode=f"9.{n}", nama=f"Program {n} {LONG}", urutan=10 + n) for n in range(10)
    )
    kegiatan = Kegiatan.objects.bulk_create(
        Kegiatan(program=row, kode=f"{row.kode}.{n}", nama=f"Kegiatan {n} {LONG}", urutan=n)
        for row in programs
        for n in range(5)
    )
    sub = SubKegiatan.objects.bulk_create(
        SubKegiatan(kegiatan=row, kode=f"{row.kode}.{n}", nama=f"Sub {n} {LONG}", urutan=n)
        for row in kegiatan
        for n in range(3)
    )
    Indikator.objects.bulk_create(
        Indikator(
            opd=office.opd, sub_kegiatan=row, unit=office.bidang, nama=f"Jumlah {row.kode}.{n} {LONG}", satuan="Dokumen"
        )
        for row in sub
        for n in range(10)
    )
    return programs[0]


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert len(response.content) < MOST, f"{address}: {len(response.content)} bytes"
    return str(response.content.decode())


def test_the_tree_opens_in_steps(large: Program, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    page = read(client, TREE)
    assert "Pohon ini besar" in page
    assert "20 bagian dan 150 indikator" in page
    assert "Jumlah 9.0.0.0.0" not in page
    opened = read(client, f"{TREE}?buka=program-{large.pk}")
    assert "Jumlah 9.0.0.0.0" in opened
    assert "Jumlah 9.1.0.0.0" not in opened
    part = read(client, f"{TREE}?buka=program-{large.pk}&bagian=1")
    assert part.lstrip().startswith('<p class="arrange">')
    assert "<html" not in part
    assert part.count('class="indikator"') == 150
    for wrong in ("program-999999", "unit-1", "program"):
        assert client.get(f"{TREE}?buka={wrong}").status_code == 404, wrong


def test_the_search_knows_the_whole_tree(large: Program, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    page = read(client, f"{TREE}?cari=jumlah+9.3.2.1.7")
    assert "1 bagian dan indikator cocok." in page
    assert "Program 3 " in page
    assert "Program 4 " not in page
    assert "data-grip" not in page
    assert "1500 bagian dan indikator cocok; tampak 300 yang pertama." in read(
        client, f"{TREE}?cari=jumlah+penyelenggaraan"
    )
    assert "Tidak ada yang cocok dengan “&lt;b&gt;”." in read(client, f"{TREE}?cari=%3Cb%3E")


def test_the_findings_are_counted_and_read_page_by_page(large: Program, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    page = read(client, HEALTH)
    assert "aturan=tanpa_definisi" in page
    first = read(client, f"{HEALTH}?aturan=tanpa_definisi")
    assert "Halaman 1 dari 8" in first
    last = read(client, f"{HEALTH}?aturan=tanpa_definisi&hal=8")
    assert "Halaman 8 dari 8" in last
    assert first.count("Definisi operasional belum ditulis.") == 200
    assert "hal=7" in last
    assert "Halaman 8 dari 8" in read(client, f"{HEALTH}?aturan=tanpa_definisi&hal=99")
    assert "Halaman 1 dari 8" in read(client, f"{HEALTH}?aturan=tanpa_definisi&hal=dua")
