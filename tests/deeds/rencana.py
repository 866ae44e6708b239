"""The plan: nodes, indicators, targets, scales, support, nomenclature, money."""

from decimal import Decimal

from indicators.models import (
    Anggaran,
    Dukungan,
    Indikator,
    Sasaran,
    SkalaPredikat,
    SubKegiatan,
    TargetRenstra,
    TingkatPredikat,
)
from indicators.services import anggaran, dukungan, rencana, skala
from indicators.services.nomenklatur import change_nomenclature, undo_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry
from indicators.services.ordering import reorder
from indicators.services.target_entry import TargetEntry
from tests.crowd import Life
from tests.deeds.deed import Deed, deed

D = Decimal


def _rename_node(it: Life) -> None:
    it.sub_kedua.nama = "Nama baru"
    rencana.save_node(by=it.cast.perencana, node=it.sub_kedua)


def _add_and_delete_node(it: Life) -> None:
    node = Sasaran(tujuan=it.office.sasaran.tujuan, nama="Sasaran sementara")
    rencana.delete_node(by=it.cast.perencana, node=rencana.save_node(by=it.cast.perencana, node=node))


def _change_periode(it: Life) -> None:
    it.office.renstra.tahun_akhir = 2028
    rencana.save_periode(by=it.cast.perencana, periode=it.office.renstra)


def _order_nodes(it: Life) -> None:
    seen = [it.office.sub_kegiatan.pk, it.sub_kedua.pk]
    reorder(by=it.cast.perencana, induk=it.office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)


def _order_indicators(it: Life) -> None:
    rows = it.office.sub_kegiatan.indikator.order_by("urutan", "pk")
    seen = [row.pk for row in rows]
    reorder(by=it.cast.perencana, induk=it.office.sub_kegiatan, anak=Indikator, urutan=seen[::-1], dilihat=seen)


def _change_indicator(it: Life) -> None:
    row = it.office.indikator(it.office.tim)[0]
    row.formula = "Hasil penilaian"
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])


def _add_and_delete_indicator(it: Life) -> None:
    """Add one of a name that every office has on another node."""
    nama = "Indeks keterbukaan lama"
    row = Indikator(opd=it.office.opd, unit=it.office.tim, sasaran=it.office.sasaran, nama=nama, satuan="Poin")
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])
    rencana.delete_indikator(by=it.cast.perencana, indikator=row)


def _move_indicator(it: Life) -> None:
    """Give an indicator that no PK holds, and that supports another, to another unit."""
    row = Indikator.objects.get(opd=it.office.opd, nama="Indeks keterbukaan lama")
    row.unit = it.office.tim
    rencana.save_indikator_many(by=it.cast.perencana, daftar=[row])


def _change_renstra_target(it: Life) -> None:
    row = it.office.indikator(it.office.tim)[0]
    rencana.save_targets_renstra(by=it.cast.perencana, isian=[(row, {2025: TargetEntry(D(3))})])


def _delete_renstra_target(it: Life) -> None:
    target = TargetRenstra.objects.get(indikator=it.office.indikator(it.office.tim)[0], tahun=2025)
    rencana.delete_target_renstra(by=it.cast.perencana, target=target)


def _scale(it: Life) -> SkalaPredikat:
    return SkalaPredikat.objects.get(opd=it.office.opd, nama="Skala kedua")


def _change_scale(it: Life) -> None:
    scale = _scale(it)
    scale.nama = "Skala baru"
    skala.save_skala(by=it.cast.perencana, skala=scale)
    skala.save_tingkat(by=it.cast.perencana, tingkat=TingkatPredikat(skala=scale, huruf="B", skor=D(1)))


def _delete_letter(it: Life) -> None:
    skala.delete_tingkat(by=it.cast.perencana, tingkat=_scale(it).tingkat.get())


def _delete_scale(it: Life) -> None:
    skala.delete_skala(by=it.cast.perencana, skala=_scale(it))


def _support(it: Life) -> Dukungan:
    return Dukungan.objects.get(pendukung__opd=it.office.opd)


def _add_support(it: Life) -> None:
    supporting, supported = it.office.indikator(it.office.bidang)[0], it.office.indikator(it.office.tim)[0]
    row = Dukungan(pendukung=supporting, didukung=supported)
    dukungan.save_dukungan_many(by=it.cast.perencana, daftar=[row])


def _delete_support(it: Life) -> None:
    dukungan.delete_dukungan(by=it.cast.perencana, dukungan=_support(it))


def _change_nomenclature(it: Life) -> None:
    old = NomenklaturEntry(f"sub_kegiatan-{it.office.sub_kegiatan.pk}", Decision.GANTI, "2.16.02.2.01.0002", "Baru")
    change_nomenclature(by=it.cast.perencana, periode=it.office.renstra, tahun=2025, isian=[old])


def _undo_nomenclature(it: Life) -> None:
    _change_nomenclature(it)
    ganti = it.office.renstra.ganti_nomenklatur.order_by("pk").last()
    undo_nomenclature(by=it.cast.perencana, ganti=ganti)


def _change_money(it: Life) -> None:
    row = Anggaran.objects.get(sub_kegiatan=it.sub_kedua)
    row.pagu_perubahan, row.perubahan_mulai, row.cara_rak = D(777), 3, "triwulanan"
    sources = {"pad": D(700), "dau": D(77)}
    anggaran.save_anggaran(by=it.cast.perencana, anggaran=row, sumber=sources, rak={3: D(1), 4: D(2)})


def _change_money_of_last_year(it: Life) -> None:
    """A quarter of last year is open here, and approved with the neighbours."""
    row = Anggaran.objects.get(sub_kegiatan=it.office.sub_kegiatan, tahun=2023)
    row.pagu = D(778)
    anggaran.save_anggaran(by=it.cast.perencana, anggaran=row, sumber={"pad": D(778)}, rak={})


def _add_and_delete_money(it: Life) -> None:
    """Of a year whose quarters are not approved with it; the neighbours have money in it."""
    fresh = Anggaran(sub_kegiatan=it.office.sub_kegiatan, tahun=2025, pagu=D(779))
    row = anggaran.save_anggaran(by=it.cast.perencana, anggaran=fresh, sumber={"pad": D(779)})
    anggaran.delete_anggaran(by=it.cast.perencana, anggaran=row)


DEEDS: dict[str, Deed] = {
    "rename a node": deed(_rename_node, "UBAH", "SubKegiatan"),
    "delete a node": deed(_add_and_delete_node, "TAMBAH HAPUS", ""),
    "change a Renstra": deed(_change_periode, "UBAH", "PeriodeRenstra"),
    "order nodes": deed(_order_nodes, "URUTKAN_SIMPUL", "SubKegiatan"),
    "order indicators": deed(_order_indicators, "URUTKAN_INDIKATOR", "Indikator", unit=("bidang", "subbag")),
    "change an indicator": deed(_change_indicator, "UBAH", "Indikator", unit="tim"),
    "move an indicator": deed(_move_indicator, "UBAH", "Indikator", unit=("bidang", "tim")),
    "delete an indicator": deed(_add_and_delete_indicator, "TAMBAH HAPUS", ""),
    "change a target": deed(_change_renstra_target, "UBAH", "TargetRenstra", tahun=2025, unit="tim"),
    "delete a target": deed(_delete_renstra_target, "HAPUS", "TargetRenstra", tahun=2025, unit="tim"),
    "change a scale": deed(_change_scale, "UBAH TAMBAH", "SkalaPredikat TingkatPredikat"),
    "delete a letter": deed(_delete_letter, "HAPUS", "TingkatPredikat"),
    "delete a scale": deed(_delete_scale, "HAPUS", "SkalaPredikat TingkatPredikat"),
    "add support": deed(_add_support, "TAMBAH", "Dukungan"),
    "delete support": deed(_delete_support, "HAPUS", "Dukungan"),
    "change nomenclature": deed(
        _change_nomenclature,
        "UBAH TAMBAH UBAH_NOMENKLATUR",
        "SubKegiatan Indikator GantiNomenklatur",
        tahun=(2025, 2026, 2027),
        unit=("bidang", "subbag"),
    ),
    "undo nomenclature": deed(_undo_nomenclature, "UBAH TAMBAH HAPUS UBAH_NOMENKLATUR BATALKAN_NOMENKLATUR", ""),
    "change money": deed(_change_money, "UBAH", "Anggaran SumberDana RencanaKas", tahun=2024),
    "change money of last year": deed(_change_money_of_last_year, "UBAH", "Anggaran SumberDana", tahun=2023),
    "delete money": deed(_add_and_delete_money, "TAMBAH HAPUS", ""),
}
