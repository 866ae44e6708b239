"""A change of nomenclature is undone as a whole, while nothing depends on it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from indicators.models import (
    Dukungan,
    GantiNomenklatur,
    Indikator,
    Jejak,
    Program,
    SubKegiatan,
    TargetRenstra,
    UnitKerja,
)
from indicators.selectors.ganti_nomenklatur import get_latest, why_not_undo
from indicators.services.nomenklatur import change_nomenclature, plan_nomenclature, undo_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow
from tests.cast import Cast, Office, make_butir, make_pk
from tests.trail import told


def decided(office: Office) -> list[NomenklaturEntry]:
    """The kegiatan is replaced with the sub kegiatan below it."""
    return [
        NomenklaturEntry(f"kegiatan-{office.kegiatan.pk}", Decision.GANTI, "2.16.02.2.05", "Pengelolaan Informasi"),
        NomenklaturEntry(
            f"sub_kegiatan-{office.sub_kegiatan.pk}", Decision.GANTI, "2.16.02.2.05.0002", "Layanan Media"
        ),
    ]


@pytest.fixture
def ganti(office: Office, cast: Cast) -> GantiNomenklatur:
    surat = Indikator.objects.get(nama="Jumlah surat")
    TargetRenstra.objects.create(indikator=surat, tahun=2025, nilai=Decimal(450))
    change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2025, isian=decided(office))
    found = get_latest(office.renstra, 2025)
    assert found is not None
    return found


def test_everything_is_as_it_was_before(office: Office, cast: Cast, ganti: GantiNomenklatur) -> None:
    assert (SubKegiatan.objects.count(), Indikator.objects.count(), TargetRenstra.objects.count()) == (2, 10, 6)
    undo_nomenclature(by=cast.perencana, ganti=ganti)
    assert (SubKegiatan.objects.count(), Indikator.objects.count(), TargetRenstra.objects.count()) == (1, 6, 5)
    office.sub_kegiatan.refresh_from_db()
    office.kegiatan.refresh_from_db()
    assert (office.sub_kegiatan.tahun_akhir, office.kegiatan.tahun_akhir) == (None, None)
    assert not GantiNomenklatur.objects.exists()
    removed = Jejak.objects.filter(alasan="Perubahan nomenklatur mulai 2025 dibatalkan.")
    assert told(removed) == [
        *["hapus indikator"] * 4,
        "hapus kegiatan",
        "hapus subkegiatan",
        "hapus targetrenstra",
    ]
    assert Jejak.objects.filter(tindakan="batalkan_nomenklatur").count() == 1
    with pytest.raises(NotFound):
        undo_nomenclature(by=cast.perencana, ganti=ganti)


def test_a_kept_code_and_an_ended_node_come_back_too(office: Office, cast: Cast) -> None:
    kept = NomenklaturEntry(f"sub_kegiatan-{office.sub_kegiatan.pk}", Decision.TETAP)
    change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2025, isian=[kept])
    office.program.tahun_akhir = 2026
    office.program.save()
    nodes = (("program", office.program), ("kegiatan", office.kegiatan), ("sub_kegiatan", office.sub_kegiatan))
    ended = [NomenklaturEntry(f"{level}-{node.pk}", Decision.HENTI) for level, node in nodes]
    change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2026, isian=ended)
    first, second = GantiNomenklatur.objects.order_by("pk")
    with pytest.raises(NotNow, match="Perubahan nomenklatur mulai 2026 dilakukan sesudahnya"):
        undo_nomenclature(by=cast.perencana, ganti=first)
    undo_nomenclature(by=cast.perencana, ganti=second)
    undo_nomenclature(by=cast.perencana, ganti=first)
    assert list(Program.objects.values_list("tahun_akhir", flat=True)) == [2026]
    assert list(SubKegiatan.objects.values_list("tahun_akhir", "versi_nomenklatur")) == [(None, "")]


def _row_in_pk(office: Office, new: SubKegiatan) -> None:
    make_butir(make_pk(office.opd, 2025), Indikator.objects.get(sub_kegiatan=new, nama="Jumlah surat"), ("1",) * 4)


def _supported(office: Office, new: SubKegiatan) -> None:
    surat = Indikator.objects.get(sub_kegiatan=new, nama="Jumlah surat")
    Dukungan.objects.create(pendukung=surat, didukung=Indikator.objects.get(nama="Indeks keterbukaan"))


def _another(office: Office, new: SubKegiatan) -> None:
    unit = UnitKerja.objects.get(pk=office.bidang.pk)
    Indikator.objects.create(opd=office.opd, unit=unit, sub_kegiatan=new, nama="Ditambahkan")


def _target(office: Office, new: SubKegiatan) -> None:
    TargetRenstra.objects.filter(indikator__sub_kegiatan=new).update(nilai=Decimal(1))


def _ended(office: Office, new: SubKegiatan) -> None:
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(tahun_akhir=2025)


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (_row_in_pk, "sudah ada dalam Perjanjian Kinerja 2025 (Murni)"),
        (_supported, "sudah dipakai dalam dukungan"),
        (_another, "Indikator lain sudah dibuat pada simpul baru: Ditambahkan"),
        (_target, "1 target Renstra indikator simpul baru sudah diubah"),
        (_ended, "Tahun terakhir simpul lama sudah diubah lagi"),
    ],
)
def test_what_depends_on_it_keeps_it(
    office: Office, cast: Cast, ganti: GantiNomenklatur, use: Callable[[Office, SubKegiatan], None], words: str
) -> None:
    assert why_not_undo(ganti) == []
    use(office, SubKegiatan.objects.get(tahun_awal=2025))
    with pytest.raises(NotNow) as refusal:
        undo_nomenclature(by=cast.perencana, ganti=ganti)
    assert words in str(refusal.value)
    assert SubKegiatan.objects.count() == 2


def test_what_is_confirmed_is_what_was_shown(office: Office, cast: Cast) -> None:
    isian = decided(office)
    plan = plan_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2025, isian=isian)
    assert [(row.tingkat, str(row.baru), row.indikator) for row in plan.baris] == [
        ("kegiatan", "2.16.02.2.05 Pengelolaan Informasi", 1),
        ("sub_kegiatan", "2.16.02.2.05.0002 Layanan Media", 3),
    ]
    assert plan.indikator == 4
    assert not Jejak.objects.exists()
    Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama="Baru")
    with pytest.raises(ChangedMeanwhile):
        change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=2025, isian=isian, dilihat=plan.dilihat)
    assert SubKegiatan.objects.count() == 1


def test_only_planners_undo(office: Office, cast: Cast, ganti: GantiNomenklatur) -> None:
    for user in (cast.kadis, cast.administrator, cast.asing):
        with pytest.raises(NotAllowed):
            undo_nomenclature(by=user, ganti=ganti)
