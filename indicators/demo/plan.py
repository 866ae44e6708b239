"""The plan of the demo office and its PK 2023."""

from datetime import date

from indicators.demo.source import SourceRow, figure, read_kantor, read_rows
from indicators.models import (
    Dukungan,
    Indikator,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Sasaran,
    Tujuan,
    UnitKerja,
)
from indicators.models.rencana import SimpulRencana
from indicators.models.tingkat import NOMENKLATUR_MODEL_OF
from indicators.services.butir_entry import ButirEntry
from indicators.services.dukungan import save_dukungan_many
from indicators.services.lembar_pk import arrange_lembar
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import new_butir, save_butir_many, save_pk
from indicators.services.rencana import save_indikator_many, save_nodes, save_periode, save_targets_renstra
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import NOMENKLATUR, Tingkat
from indicators.triwulan import QUARTERS

Baris = list[tuple[SourceRow, Indikator]]


def load_plan(
    opd: PerangkatDaerah, units: dict[str, UnitKerja], perencana: Pengguna
) -> tuple[PerjanjianKinerja, Baris]:
    """Load Renstra, nodes, indicators and the PK of 2023; return it with the rows of the source."""
    years = read_kantor()["renstra"]
    periode = save_periode(by=perencana, periode=PeriodeRenstra(opd=opd, **years))
    source = read_rows()
    nodes = _load_nodes(periode, source, perencana)
    indicators = save_indikator_many(
        by=perencana,
        daftar=[
            _indikator(row, nodes[row.tingkat, row.kode], units, number) for number, row in enumerate(source, start=1)
        ],
    )
    rows = list(zip(source, indicators, strict=True))
    save_targets_renstra(
        by=perencana,
        isian=[
            (
                indikator,
                {
                    year: TargetEntry(figure(row.kolom[f"target_renstra_{year}"]))
                    for year in range(years["tahun_awal"], years["tahun_akhir"] + 1)
                },
            )
            for row, indikator in rows
            if row.tingkat is Tingkat.SASARAN
        ],
    )
    _load_support(rows, perencana)
    return _load_pk(opd, rows, perencana), rows


def _load_nodes(
    periode: PeriodeRenstra, source: list[SourceRow], by: Pengguna
) -> dict[tuple[Tingkat, str], SimpulRencana]:
    """Return the nodes by level and code. A node's parent is the node whose code its own begins with."""
    (iku,) = [row for row in source if row.tingkat is Tingkat.SASARAN]
    (tujuan,) = save_nodes(by=by, nodes=[Tujuan(periode=periode, nama=iku.kolom[Tingkat.TUJUAN], urutan=1)])
    (sasaran,) = save_nodes(by=by, nodes=[Sasaran(tujuan=tujuan, nama=iku.kolom["sasaran_strategis"], urutan=1)])
    nodes: dict[tuple[Tingkat, str], SimpulRencana] = {(Tingkat.SASARAN, ""): sasaran}
    for level in NOMENKLATUR:
        parents = {kode: node for (above, kode), node in nodes.items() if above is level.induk}
        nodes |= _load_level(source, level, parents, by)
    return nodes


def _load_level(
    source: list[SourceRow], level: Tingkat, parents: dict[str, SimpulRencana], by: Pengguna
) -> dict[tuple[Tingkat, str], SimpulRencana]:
    rows = [row for row in source if row.tingkat is level]
    nodes = [
        NOMENKLATUR_MODEL_OF[level](
            kode=row.kode,
            nama=row.kolom[level],
            sasaran_kinerja=row.kolom["sasaran"],
            urutan=number,
            **{
                level.parent_field: next(
                    node for kode, node in parents.items() if not kode or row.kode.startswith(f"{kode}.")
                )
            },
        )
        for number, row in enumerate(rows, start=1)
    ]
    return {(level, node.kode): node for node in save_nodes(by=by, nodes=nodes)}


def _indikator(row: SourceRow, node: SimpulRencana, units: dict[str, UnitKerja], number: int) -> Indikator:
    measure = row.cara_ukur
    return Indikator(
        **{row.tingkat: node},
        unit=units[measure["unit"]],
        nama=row.indikator,
        urutan=number,
        satuan=measure["satuan"],
        jenis_nilai=measure["jenis_nilai"],
        desimal_minimal=int(measure["desimal_minimal"]),
        polaritas=measure["polaritas"],
        konsolidasi=measure["konsolidasi"],
        pola_target=measure["pola_target"],
    )


def _load_support(rows: Baris, by: Pengguna) -> None:
    """Let every indicator support the one above it in the tree, up to the IKU.

    Targets are added up only where the report's own do: of most kegiatan they count what stands below or cannot be
    reconciled with it (`note`).
    """
    summed = set(read_kantor()["dijumlahkan"])
    by_node = {(row.tingkat, row.kode): indikator for row, indikator in rows}
    daftar = []
    for row, indikator in rows:
        level = row.tingkat.induk
        if level is not None and row.tingkat in NOMENKLATUR:
            kode = max((code for name, code in by_node if name == level and row.kode.startswith(code)), key=len)
            daftar.append(
                Dukungan(
                    pendukung=indikator,
                    didukung=by_node[level, kode],
                    menjumlah=level is Tingkat.KEGIATAN and kode in summed,
                )
            )
    save_dukungan_many(by=by, daftar=daftar)


def _load_pk(opd: PerangkatDaerah, rows: Baris, by: Pengguna) -> PerjanjianKinerja:
    pk = save_pk(by=by, pk=PerjanjianKinerja(opd=opd, tahun=2023, berlaku_mulai=date(2023, 1, 1)))
    isian = []
    for row, indikator in rows:
        isian.append(
            ButirEntry(new_butir(pk, indikator), dict(zip(QUARTERS, map(TargetEntry, row.target), strict=True)))
        )
    save_butir_many(by=by, pk=pk, isian=isian)
    arrange_lembar(by=by, pk=pk)
    return fix_pk(by=by, pk=pk)
