"""Keeping the cascade: who may support whom, what is refused, what the trail says."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import Dukungan, Indikator, Jejak, UnitKerja
from indicators.services.dukungan import delete_dukungan, save_dukungan, save_dukungan_many
from indicators.services.rencana import delete_indikator, save_indikator
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, make_opd


def named(nama: str) -> Indikator:
    return Indikator.objects.get(nama=nama)


def dukungan(pendukung: str, didukung: str, **facts: object) -> Dukungan:
    return Dukungan(pendukung=named(pendukung), didukung=named(didukung), **facts)


LAYANAN, DOKUMEN, INDEKS, IKU = (
    "Jumlah layanan media",
    "Jumlah dokumen informasi",
    "Indeks keterbukaan",
    "Nilai Indeks SPBE",
)


def test_new_support_is_saved_with_its_audit_row(office: Office, cast: Cast) -> None:
    row = save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN, menjumlah=True, keterangan="Triwulanan"))
    assert (row.pendukung.nama, row.didukung.nama, row.menjumlah) == (LAYANAN, DOKUMEN, True)
    trail = Jejak.objects.get()
    assert (trail.tindakan, trail.objek_jenis, trail.pelaku, trail.objek, trail.opd) == (
        "tambah",
        "indicators.dukungan",
        "Perencana (perencana)",
        "Jumlah layanan media mendukung Jumlah dokumen informasi",
        "diskominfo",
    )
    assert trail.sebelum is None
    assert trail.sesudah is not None
    assert trail.sesudah["menjumlah"] is True


def test_changed_support_records_before_and_after_and_unchanged_nothing(office: Office, cast: Cast) -> None:
    row = save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN))
    save_dukungan(by=cast.perencana, dukungan=Dukungan.objects.get())
    assert Jejak.objects.count() == 1
    row.menjumlah = True
    save_dukungan(by=cast.perencana, dukungan=row)
    trail = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.dukungan")
    assert (trail.sebelum and trail.sebelum["menjumlah"], trail.sesudah and trail.sesudah["menjumlah"]) == (False, True)
    assert Dukungan.objects.get().menjumlah


@pytest.mark.parametrize(
    ("pendukung", "didukung", "sentence"),
    [
        (LAYANAN, LAYANAN, "dirinya sendiri"),
        (IKU, INDEKS, "tingkat yang lebih tinggi"),
        (DOKUMEN, LAYANAN, "tingkat yang lebih tinggi"),
        ("Jumlah gedung dipelihara", "Jumlah surat", "tingkat yang lebih tinggi"),  # same level, same unit
    ],
)
def test_wrong_pair_is_refused(office: Office, cast: Cast, pendukung: str, didukung: str, sentence: str) -> None:
    with pytest.raises(NotValid, match=sentence):
        save_dukungan(by=cast.perencana, dukungan=dukungan(pendukung, didukung))
    assert not Dukungan.objects.exists()


def test_levels_may_be_skipped_and_units_of_one_level_support_each_other(office: Office, cast: Cast) -> None:
    far = save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, IKU))
    beside = save_dukungan(by=cast.perencana, dukungan=dukungan("Jumlah surat", LAYANAN))
    assert (far.cross_cutting, beside.cross_cutting) == (True, True)


def test_support_from_a_unit_below_is_not_croscutting(office: Office, cast: Cast) -> None:
    indeks, surat = named(INDEKS), named("Jumlah surat")
    indeks.unit = office.sekretariat
    indeks.save()
    row = save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=surat, didukung=indeks))
    assert not row.cross_cutting
    row = save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, INDEKS))
    assert row.cross_cutting


def test_pair_is_supported_once(office: Office, cast: Cast) -> None:
    save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN))
    with pytest.raises(NotValid, match="sudah ada"):
        save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN))
    with pytest.raises(NotValid, match=r"^Jumlah surat mendukung Jumlah dokumen informasi: .*sudah ada"):
        save_dukungan_many(
            by=cast.perencana, daftar=[dukungan("Jumlah surat", DOKUMEN), dukungan("Jumlah surat", DOKUMEN)]
        )
    assert Dukungan.objects.count() == 1


def three_of_one_level(office: Office) -> list[Indikator]:
    units: list[UnitKerja] = [office.bidang, office.subbag, office.tim]
    return [
        Indikator.objects.create(opd=office.opd, unit=unit, program=office.program, nama=f"Program {number}")
        for number, unit in enumerate(units)
    ]


def test_a_circle_is_refused(office: Office, cast: Cast) -> None:
    first, second, third = three_of_one_level(office)
    save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=first, didukung=second))
    with pytest.raises(NotValid, match="lingkaran"):
        save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=second, didukung=first))
    save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=second, didukung=third))
    with pytest.raises(NotValid, match="lingkaran"):
        save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=third, didukung=first))
    assert Dukungan.objects.count() == 2


def test_a_circle_within_one_call_is_refused_as_a_whole(office: Office, cast: Cast) -> None:
    first, second, third = three_of_one_level(office)
    ring = [(first, second), (second, third), (third, first)]
    with pytest.raises(NotValid, match="lingkaran"):
        save_dukungan_many(by=cast.perencana, daftar=[Dukungan(pendukung=a, didukung=b) for a, b in ring])
    assert not Dukungan.objects.exists()


def test_indicator_of_another_office_is_refused(office: Office, cast: Cast) -> None:
    opd, unit = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    other = Indikator.objects.create(opd=opd, unit=unit, sub_kegiatan=office.sub_kegiatan, nama="Milik dinas lain")
    for pair in ((other, named(IKU)), (named(LAYANAN), other)):
        with pytest.raises(NotAllowed):
            save_dukungan(by=cast.perencana, dukungan=Dukungan(pendukung=pair[0], didukung=pair[1]))
    with pytest.raises(NotValid, match="perangkat daerah yang sama"):
        save_dukungan(by=None, dukungan=Dukungan(pendukung=other, didukung=named(IKU)))


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_keep_the_cascade(office: Office, cast: Cast, name: str) -> None:
    user = getattr(cast, name)
    with pytest.raises(NotAllowed):
        save_dukungan(by=user, dukungan=dukungan(LAYANAN, DOKUMEN))
    row = save_dukungan(by=None, dukungan=dukungan(LAYANAN, DOKUMEN))
    with pytest.raises(NotAllowed):
        delete_dukungan(by=user, dukungan=row)
    assert Dukungan.objects.count() == 1
    assert Jejak.objects.filter(ditolak=True).count() == 2


def test_deleted_support_leaves_its_trail(office: Office, cast: Cast) -> None:
    row = save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN))
    gone = Dukungan.objects.get()
    delete_dukungan(by=cast.perencana, dukungan=row)
    assert Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.dukungan").objek_id == str(gone.pk)
    with pytest.raises(NotFound):
        delete_dukungan(by=cast.perencana, dukungan=gone)
    with pytest.raises(NotFound):
        save_dukungan(by=cast.perencana, dukungan=gone)


def test_supported_indicator_is_not_deleted_and_not_moved_below_its_supporter(office: Office, cast: Cast) -> None:
    save_dukungan(by=cast.perencana, dukungan=dukungan(LAYANAN, DOKUMEN))
    baru = Indikator.objects.create(opd=office.opd, unit=office.bidang, program=office.program, nama="Baru")
    save_dukungan(by=cast.perencana, dukungan=dukungan(DOKUMEN, "Baru"))
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_indikator(by=cast.perencana, indikator=baru)
    baru.program, baru.sub_kegiatan = None, office.sub_kegiatan
    with pytest.raises(NotValid, match="tidak lagi berlaku"):
        save_indikator(by=cast.perencana, indikator=baru)
    baru.refresh_from_db()
    assert baru.program == office.program


def test_indicator_is_not_given_to_the_unit_of_its_neighbour(office: Office, cast: Cast) -> None:
    """On one level only units support each other; with one owner both would stand side by side in one unit."""
    surat = named("Jumlah surat")
    save_dukungan(by=cast.perencana, dukungan=dukungan("Jumlah surat", LAYANAN))
    surat.unit = office.bidang
    with pytest.raises(NotValid, match="tidak lagi berlaku"):
        save_indikator(by=cast.perencana, indikator=surat)
    surat.unit = office.tim
    save_indikator(by=cast.perencana, indikator=surat)
    assert named("Jumlah surat").unit == office.tim


def test_many_supports_cost_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    counts = []
    for size in (2, 40):
        rows = [
            Indikator.objects.create(
                opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Indikator {size} {number}"
            )
            for number in range(size)
        ]
        daftar = [Dukungan(pendukung=row, didukung=named(DOKUMEN)) for row in rows]
        with CaptureQueriesContext(connection) as queries:
            save_dukungan_many(by=cast.perencana, daftar=daftar)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.dukungan").count() == 42


def test_the_database_itself_keeps_pairs_unique_and_apart(office: Office) -> None:
    Dukungan.objects.create(pendukung=named(LAYANAN), didukung=named(DOKUMEN))
    for pair in ((LAYANAN, DOKUMEN), (IKU, IKU)):
        with pytest.raises(IntegrityError), transaction.atomic():
            dukungan(*pair).save()
