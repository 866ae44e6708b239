"""The measurement sheet: a quarter's rows with targets, realisasi and capaian.

The one place where stored figures meet the engine. The entry page, the review pages, the versions of a submission and
the report all read this, so that a number is the same wherever it is shown. Constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch, QuerySet

from indicators.capaian import (
    AturanUkur,
    HasilTriwulan,
    JenisNilai,
    Konsolidasi,
    NilaiRealisasi,
    NilaiTarget,
    PengaturanUkur,
    Polaritas,
    PolaTarget,
    RumusMinimalkan,
    StatusHasil,
    StatusIsi,
    measure_quarter,
    not_measured,
    write_number,
)
from indicators.models import (
    BuktiDukung,
    ButirPK,
    Indikator,
    PengaturanTahun,
    PerangkatDaerah,
    PerjanjianKinerja,
    Realisasi,
    Target,
    TingkatPredikat,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.models.rencana import CaraUkur
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS, quarter_end, quarters_until


@dataclass(frozen=True)
class Jalur:
    """Where an indicator stands in the plan: names from Tujuan down, None where its level has none."""

    tujuan: str | None
    sasaran: str | None
    program: str | None
    kegiatan: str | None
    sub_kegiatan: str | None
    sasaran_kinerja: str
    kode: str
    urutan: tuple[int, ...]


@dataclass
class Baris:
    """One indicator of a quarter's sheet. Lists are indexed by quarter - 1.

    `butir` is the row of the PK in force, `butir_triwulan` that of the PK that was in force in each quarter; `berlaku`
    says in which quarters that PK held the indicator: in the others it has neither target nor capaian.
    """

    indikator: Indikator
    butir: ButirPK
    butir_triwulan: list[ButirPK]
    tingkat: Tingkat
    jalur: Jalur
    aturan: AturanUkur
    target: list[NilaiTarget]
    target_tahun: NilaiTarget
    target_teks: list[str]
    target_tahun_teks: str
    realisasi: list[Realisasi | None]
    realisasi_teks: list[str]
    nilai: list[NilaiRealisasi]
    hasil: list[HasilTriwulan]
    berlaku: list[bool]
    bukti: list[BuktiDukung] = field(default_factory=list)

    @property
    def unit(self) -> UnitKerja:
        return self.butir.unit

    def kini(self, triwulan: int) -> Realisasi | None:
        return self.realisasi[triwulan - 1]

    def unexplained(self, triwulan: int) -> str:
        """Return what the row's entry still has to explain in `catatan`, or "".

        A kumulatif value may not fall without a note (DOMAIN 3), nor may a minimalkan value stand above a target of 0
        (DOMAIN 4); the engine's own sentence says which.
        """
        item, hasil = self.kini(triwulan), self.hasil[triwulan - 1].capaian
        if item is None or item.catatan or not hasil.catatan or item.nilai is None:
            return ""
        earlier = [nilai.nilai for nilai in self.nilai[: triwulan - 1] if nilai.nilai is not None]
        falls = self.aturan.konsolidasi == Konsolidasi.KUMULATIF and bool(earlier) and item.nilai < earlier[-1]
        return hasil.catatan if falls or hasil.status == StatusHasil.TIDAK_TERDEFINISI else ""


def pk_of(rows: Sequence[Baris]) -> PerjanjianKinerja | None:
    """Return the PK whose targets a sheet shows, which came with its rows."""
    return rows[0].butir.pk_induk if rows else None


def get_pk_in_force(opd_id: int, tahun: int, triwulan: int) -> PerjanjianKinerja | None:
    """Return the PK that the quarter uses: the last one ditetapkan that is in force on the quarter's last day."""
    return _pk_by_quarter(opd_id, tahun).get(triwulan)


def list_pk_by_quarter(opd_id: int, tahun: int, triwulan: int) -> dict[int, PerjanjianKinerja]:
    """Return the PK by which each quarter up to this one is measured; nothing when none is in force yet.

    A quarter that ended before the first PK came into force is measured by the PK of this quarter.
    """
    by_quarter = _pk_by_quarter(opd_id, tahun)
    current = by_quarter.get(triwulan)
    return (
        {} if current is None else {quarter: by_quarter.get(quarter, current) for quarter in quarters_until(triwulan)}
    )


def _pk_by_quarter(opd_id: int, tahun: int) -> dict[int, PerjanjianKinerja]:
    agreements = list(
        PerjanjianKinerja.objects.filter(opd_id=opd_id, tahun=tahun, status=StatusPK.DITETAPKAN.value).order_by(
            "perubahan"
        )
    )
    return choose_pk_by_quarter(agreements, tahun)


def choose_pk_by_quarter(agreements: Sequence[PerjanjianKinerja], tahun: int) -> dict[int, PerjanjianKinerja]:
    """Return the PK that each quarter uses; `agreements` are the office's of the year, ditetapkan, in their order."""
    chosen: dict[int, PerjanjianKinerja] = {}
    for quarter in QUARTERS:
        in_force = [pk for pk in agreements if pk.berlaku_mulai <= quarter_end(tahun, quarter)]
        if in_force:
            chosen[quarter] = in_force[-1]
    return chosen


def get_pengaturan(opd_id: int, tahun: int) -> PengaturanUkur:
    """Return the year's settings for the engine; the defaults of the trade when the office set none."""
    row = PengaturanTahun.objects.filter(opd_id=opd_id, tahun=tahun).first()
    if row is None:
        return PengaturanUkur()
    return PengaturanUkur(
        ambang=(
            (row.batas_sangat_tinggi, "Sangat Tinggi"),
            (row.batas_tinggi, "Tinggi"),
            (row.batas_sedang, "Sedang"),
            (row.batas_rendah, "Rendah"),
        ),
        batas_capaian=row.batas_capaian,
        nilai_tetap_sebelum_akhir_tahun=row.nilai_tetap_tiap_triwulan,
        cakupan_minimal=row.cakupan_minimal,
    )


def aturan_of(butir: ButirPK) -> AturanUkur:
    return AturanUkur(
        polaritas=Polaritas(butir.polaritas),
        konsolidasi=Konsolidasi(butir.konsolidasi),
        pola_target=PolaTarget(butir.pola_target),
        jenis_nilai=JenisNilai(butir.jenis_nilai),
        rumus_minimalkan=RumusMinimalkan(butir.rumus_minimalkan),
        realisasi_terburuk=butir.realisasi_terburuk,
    )


def print_value(
    butir: CaraUkur, nilai: Decimal | Fraction | None, predikat: str = "", *, batas_atas: Decimal | None = None
) -> str:
    """Return a figure as the row prints it, without its satuan; blank for none. A range prints both bounds."""
    if predikat:
        return predikat
    if nilai is None:
        return ""
    jenis = JenisNilai(butir.jenis_nilai)
    if jenis == JenisNilai.PREDIKAT:  # a figure of before the perubahan that made it a predicate
        jenis = JenisNilai.JUMLAH
    text = write_number(nilai, jenis=jenis, desimal_minimal=butir.desimal_minimal)
    if batas_atas is None:
        return text
    return f"{text} - {write_number(batas_atas, jenis=jenis, desimal_minimal=butir.desimal_minimal)}"


class Skor:
    """Scores of the letters of every scale that the rows use: one query."""

    def __init__(self, skala_ids: Iterable[int | None]) -> None:
        self._scores: dict[tuple[int, str], Decimal] = {
            (skala_id, huruf): skor
            for skala_id, huruf, skor in TingkatPredikat.objects.filter(
                skala_id__in={pk for pk in skala_ids if pk is not None}
            ).values_list("skala_id", "huruf", "skor")
        }

    def of(self, butir: CaraUkur, predikat: str) -> Decimal | None:
        return self._scores.get((butir.skala_id, predikat)) if butir.skala_id is not None else None


def nilai_target(butir: ButirPK, target: Target | None, skor: Skor) -> NilaiTarget:
    if target is None:
        return NilaiTarget(None)
    if target.predikat:
        return NilaiTarget(skor.of(butir, target.predikat), teks=target.predikat)
    return NilaiTarget(target.nilai, target.batas_atas)


def nilai_realisasi(butir: ButirPK, realisasi: Realisasi | None, skor: Skor) -> NilaiRealisasi:
    """Return an entry as the row's rule reads it; a perubahan may have made figures of letters, or letters of figures:
    what was entered the other way cannot be measured by the new rule."""
    if realisasi is None:
        return NilaiRealisasi(StatusIsi.BELUM_DIISI)
    status = StatusIsi(realisasi.status)
    if status == StatusIsi.TIDAK_TERSEDIA:
        return NilaiRealisasi(status, None, realisasi.alasan)
    if status == StatusIsi.BELUM_DIISI:
        return NilaiRealisasi(status)
    if bool(realisasi.predikat) != (butir.jenis_nilai == JenisNilai.PREDIKAT):
        entered, wanted = ("predikat", "angka") if realisasi.predikat else ("angka", "predikat")
        return NilaiRealisasi.tidak_tersedia(f"Diisi sebagai {entered}, sedangkan PK mengukurnya dengan {wanted}.")
    if not realisasi.predikat:
        return NilaiRealisasi(status, realisasi.nilai)
    nilai = skor.of(butir, realisasi.predikat)
    if nilai is None:
        return NilaiRealisasi.tidak_tersedia(f"Predikat {realisasi.predikat} tidak ada dalam skala indikator ini.")
    return NilaiRealisasi.terisi(nilai, teks=realisasi.predikat)


def jalur_of(indikator: Indikator) -> Jalur:
    """Return the place of an indicator in the plan from its already fetched nodes."""
    sub = indikator.sub_kegiatan
    kegiatan = indikator.kegiatan or (sub.kegiatan if sub else None)
    program = indikator.program or (kegiatan.program if kegiatan else None)
    sasaran = indikator.sasaran or (program.sasaran if program else None)
    tujuan = indikator.tujuan or (sasaran.tujuan if sasaran else None)
    own = sub or indikator.kegiatan or indikator.program
    nodes = [node for node in (tujuan, sasaran, program, kegiatan, sub) if node is not None]
    urutan = tuple(number for node in nodes for number in (node.urutan, node.pk))
    return Jalur(
        tujuan=tujuan.nama if tujuan else None,
        sasaran=sasaran.nama if sasaran else None,
        program=program.nama if program else None,
        kegiatan=kegiatan.nama if kegiatan else None,
        sub_kegiatan=sub.nama if sub else None,
        sasaran_kinerja=own.sasaran_kinerja if own else "",
        kode=nodes[-1].kode if nodes else "",
        urutan=(*urutan, indikator.urutan, indikator.pk),
    )


def tree_order(jalur: Jalur) -> tuple[tuple[int, ...], ...]:
    """Order as the tree reads: a node's own indicators before the nodes below it; the IKU first."""
    numbers = jalur.urutan
    nodes = [(1, numbers[at], numbers[at + 1]) for at in range(0, len(numbers) - 2, 2)]
    return (*nodes, (0, numbers[-2], numbers[-1]))


# From a row to everything above its indicator, by whichever level that hangs on.
NODE_PATHS = tuple(f"indikator__{'__'.join(level.upwards)}" for level in Tingkat)


def list_baris(
    opd: PerangkatDaerah,
    tahun: int,
    triwulan: int,
    *,
    unit_ids: Sequence[int] | None = None,
    indikator_ids: Sequence[int] | None = None,
    with_bukti: bool = False,
) -> list[Baris]:
    """Return the sheet of a quarter: the rows of the PK in force, optionally of some units.

    Level by level in the order that the PK was ditetapkan with: ordering the plan anew changes no past report. An
    earlier quarter keeps the target and the rules of the PK in force in that quarter; an indicator that a perubahan
    brought has none before. Later quarters are blank, with the targets of the quarter's own PK: a later perubahan does
    not change what an earlier quarter shows.
    """
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    if not by_quarter:
        return []
    current = by_quarter[triwulan]
    butir = butir_of(by_quarter)
    rows = butir.filter(pk_induk=current).select_related("unit", *NODE_PATHS)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if indikator_ids is not None:
        rows = rows.filter(indikator_id__in=indikator_ids)
    current_rows = list(rows)
    for row in current_rows:
        row.pk_induk = current
    versions: dict[tuple[int, int], ButirPK] = {(row.pk_induk_id, row.indikator_id): row for row in current_rows}
    if any(pk.pk != current.pk for pk in by_quarter.values()):
        wanted = [row.indikator_id for row in current_rows]
        for row in butir.exclude(pk_induk=current).filter(indikator_id__in=wanted):
            versions[row.pk_induk_id, row.indikator_id] = row
    result = measure_rows(opd, tahun, triwulan, by_quarter, current_rows, versions)
    if with_bukti:
        _attach_bukti(result, triwulan)
    return result


def butir_of(by_quarter: Mapping[int, PerjanjianKinerja]) -> QuerySet[ButirPK]:
    """Return the rows of the PKs with their targets."""
    return ButirPK.objects.filter(pk_induk__in={pk.pk for pk in by_quarter.values()}).prefetch_related(
        Prefetch("target", queryset=Target.objects.order_by("triwulan"), to_attr="daftar_target")
    )


def measure_rows(
    opd: PerangkatDaerah,
    tahun: int,
    triwulan: int,
    by_quarter: Mapping[int, PerjanjianKinerja],
    rows: Sequence[ButirPK],
    versions: Mapping[tuple[int, int], ButirPK],
) -> list[Baris]:
    """Return the rows beside what was entered, measured quarter by quarter, in the order of their PK."""
    current = by_quarter[triwulan]
    entered = _realisasi_by_indikator(opd.pk, tahun, triwulan, [row.indikator_id for row in rows])
    skor = Skor(row.skala_id for row in versions.values())
    pengaturan = get_pengaturan(opd.pk, tahun)
    result = [
        make_baris(
            row,
            [versions.get((by_quarter.get(q, current).pk, row.indikator_id)) for q in QUARTERS],
            entered[row.indikator_id],
            triwulan,
            skor,
            pengaturan,
        )
        for row in rows
    ]
    return sorted(result, key=lambda row: (row.tingkat.depth, row.butir.urutan, row.jalur.urutan))


def _realisasi_by_indikator(
    opd_id: int, tahun: int, triwulan: int, indikator_ids: Sequence[int]
) -> defaultdict[int, dict[int, Realisasi]]:
    entered: defaultdict[int, dict[int, Realisasi]] = defaultdict(dict)
    for item in Realisasi.objects.filter(
        triwulan__opd_id=opd_id,
        triwulan__tahun=tahun,
        triwulan__triwulan__lte=triwulan,
        indikator_id__in=indikator_ids,
    ).select_related("triwulan"):
        entered[item.indikator_id][item.triwulan.triwulan] = item
    return entered


def _attach_bukti(rows: Sequence[Baris], triwulan: int) -> None:
    by_realisasi = {item.pk: row for row in rows if (item := row.kini(triwulan)) is not None}
    valid = BuktiDukung.objects.filter(
        realisasi_id__in=by_realisasi.keys(), ditarik_pada__isnull=True, pengganti__isnull=True
    )
    for bukti in valid.order_by("pk"):
        by_realisasi[bukti.realisasi_id].bukti.append(bukti)


def make_baris(
    row: ButirPK,
    held: list[ButirPK | None],
    entered: dict[int, Realisasi],
    triwulan: int,
    skor: Skor,
    pengaturan: PengaturanUkur,
) -> Baris:
    own = _targets(row)
    butir_by_quarter = [row if butir is None else butir for butir in held]
    printed = [None if butir is None else _targets(butir).get(q) for q, butir in zip(QUARTERS, held, strict=True)]
    realisasi = [entered.get(q) for q in QUARTERS]
    nilai = [nilai_realisasi(row, item, skor) for item in realisasi]
    hasil = [
        not_measured(q)
        if butir is None
        else measure_quarter(
            aturan_of(butir),
            triwulan=q,
            target=[nilai_target(butir, target, skor) for target in printed],
            target_tahun=nilai_target(butir, _targets(butir).get(TAHUN), skor),
            realisasi=nilai if butir is row else [nilai_realisasi(butir, item, skor) for item in realisasi],
            pengaturan=pengaturan,
        )
        for q, butir in zip(QUARTERS[:triwulan], held, strict=False)
    ]
    return Baris(
        indikator=row.indikator,
        butir=row,
        butir_triwulan=butir_by_quarter,
        tingkat=row.indikator.tingkat,
        jalur=jalur_of(row.indikator),
        aturan=aturan_of(row),
        target=[nilai_target(butir, target, skor) for butir, target in zip(butir_by_quarter, printed, strict=True)],
        target_tahun=nilai_target(row, own.get(TAHUN), skor),
        target_teks=[_print_target(butir, target) for butir, target in zip(butir_by_quarter, printed, strict=True)],
        target_tahun_teks=print_year_target(row),
        realisasi=realisasi,
        realisasi_teks=[print_realisasi(butir, item) for butir, item in zip(butir_by_quarter, realisasi, strict=True)],
        nilai=nilai,
        hasil=hasil,
        berlaku=[butir is not None for butir in held],
    )


def _targets(butir: ButirPK) -> dict[int, Target]:
    rows: list[Target] = butir.daftar_target  # type: ignore[attr-defined]  # set by the Prefetch above
    return {target.triwulan: target for target in rows}


def _print_target(butir: ButirPK, target: Target | None) -> str:
    if target is None:
        return ""
    return print_value(butir, target.nilai, target.predikat, batas_atas=target.batas_atas)


def print_year_target(butir: ButirPK) -> str:
    """Return the year's target as a row of a PK prints it."""
    return _print_target(butir, _targets(butir).get(TAHUN))


def print_realisasi(butir: ButirPK, item: Realisasi | None) -> str:
    """Return an entry as the row prints it: blank, "n/a" for tidak tersedia, or its value."""
    if item is None or item.status == StatusIsi.BELUM_DIISI:
        return ""
    if item.status == StatusIsi.TIDAK_TERSEDIA:
        return "n/a"
    return print_value(butir, item.nilai, item.predikat)
