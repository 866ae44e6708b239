"""What the entry page shows: rows with their own state as plain text, headings between them, what is locked and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.capaian import EntryStatus, Konsolidasi, ValueKind
from indicators.capaian.exact import plain_digits
from indicators.models import (
    BarisDikembalikan,
    BuktiDukung,
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    Realisasi,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.rules.kelengkapan import Halangan, PengajuanFacts, nothing_to_hand_in
from indicators.selectors.course import course_of
from indicators.selectors.derivation import explain
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.kelengkapan import needs_note
from indicators.selectors.kewajaran import Temuan, find_in_rows, find_in_some, for_typist, has_open
from indicators.selectors.kewenangan import at_units, get_kewenangan, list_units
from indicators.selectors.pengajuan import list_unit_rows, seen_by, with_rows
from indicators.selectors.pk_triwulan import get_pk_in_force
from indicators.selectors.quarter_sheet import SheetRow, list_rows, pk_of, print_consolidated
from indicators.selectors.reporting import get_last_year, print_with_unit
from indicators.selectors.sheet_part import FROM_THE_START, SheetPart, Wanted, choose_part, mark_rows
from indicators.selectors.skala import list_letters
from indicators.tingkat import Tingkat
from indicators.triwulan import quarters_before, short_name
from indicators.workflow import IN_REVIEW, StatusPengajuan
from sakip.dates import write_moment


@dataclass(frozen=True)
class EntryHeading:
    """A heading between rows: a program, kegiatan, or what carries the IKU."""

    tingkat: str
    label: str
    nama: str


@dataclass
class EntryRow:
    """One row of the page. `isi` is what a save changes and the same data that it answers with; `tahun_lalu` the figure
    of the same quarter of last year, "" without one that was approved."""

    id: int
    nomor: int
    nama: str
    tingkat: str
    simpul: str
    kode: str
    satuan: str
    petunjuk: str
    target_tahun: str
    target: str
    sebelumnya: list[tuple[str, str]]
    tahun_lalu: str
    isi: dict[str, Any]
    bukti: list[dict[str, Any]]
    huruf: list[str] = field(default_factory=list)
    angka: bool = True
    terbuka: bool = True
    alasan_kembali: str = ""
    dikembalikan_oleh: str = ""
    jawaban: dict[str, str] = field(default_factory=dict)


@dataclass
class EntryPage:
    """The entry page of a unit's quarter: all of it is counted, `bagian` says which rows `butir` holds. `ikut_terbuka`
    of the open rows are open after a return without having come back."""

    butir: list[EntryHeading | EntryRow]
    jumlah: int
    terisi: int
    terbuka: int
    ikut_terbuka: int
    kolom_sebelumnya: list[str]
    tahun_lalu: str
    bagian: SheetPart
    pk: PerjanjianKinerja | None = None
    alasan_umum: str = ""
    dikembalikan_oleh: str = ""
    jawaban: dict[str, str] = field(default_factory=dict)

    @property
    def dikembalikan(self) -> list[EntryRow]:
        """The rows that came back with a reason of their own."""
        return [item for item in self.butir if isinstance(item, EntryRow) and item.alasan_kembali]

    @property
    def tanpa_baris(self) -> Halangan | None:
        """Why there is nothing to enter; None where there is."""
        return nothing_to_hand_in(PengajuanFacts(self.jumlah))


def list_pengisian(user: Pengguna, offices: Sequence[PerangkatDaerah]) -> list[Pengajuan]:
    """Return the submissions of the units in these offices for which the user enters, latest quarter first."""
    by_key, kewenangan = {opd.pk: opd for opd in offices}, get_kewenangan(user)
    own = seen_by(kewenangan).filter(at_units(kewenangan, Izin.ISI_REALISASI, unit="unit__"), unit__opd__in=by_key)
    order = ("-triwulan__tahun", "-triwulan__triwulan", "unit__path")
    rows = list(with_rows(own).select_related("triwulan__jadwal", "unit").order_by(*order))
    for row in rows:
        row.unit.opd = row.triwulan.opd = by_key[row.unit.opd_id]
    return rows


def is_quarter_open(pengajuan: Pengajuan) -> bool:
    return not pengajuan.triwulan.locked


def get_pengisian(user: Pengguna, triwulan_pk: int, unit_pk: int) -> Pengajuan | None:
    """Return a submission that the user may see; None when it is not there or not for him to know."""
    rows = seen_by(get_kewenangan(user)).select_related("triwulan__opd__pemda", "triwulan__jadwal", "unit", "posisi")
    pengajuan = rows.filter(triwulan_id=triwulan_pk, unit_id=unit_pk).order_by().first()
    if pengajuan is not None:
        pengajuan.unit.opd = pengajuan.triwulan.opd
    return pengajuan


def get_bukti(user: Pengguna, bukti_pk: int) -> tuple[BuktiDukung, UnitKerja] | None:
    """Return a file and the unit that owns its row, for who may see that unit's drafts; else None."""
    bukti = (
        BuktiDukung.objects.select_related("realisasi__triwulan__opd", "realisasi__indikator")
        .filter(pk=bukti_pk, realisasi__triwulan__opd_id__in=get_kewenangan(user).opd_ids())
        .first()
    )
    if bukti is None:
        return None
    quarter = bukti.realisasi.triwulan
    pk = get_pk_in_force(quarter.opd_id, quarter.tahun, quarter.triwulan)
    unit = (
        list_units(user, Izin.LIHAT_UNIT)
        .filter(butir_pk__pk_induk=pk, butir_pk__indikator_id=bukti.realisasi.indikator_id)
        .first()
    )
    return None if unit is None else (bukti, unit)


def find_row_bukti(pengajuan: Pengajuan, bukti_pk: int) -> BuktiDukung | None:
    """Return a file of a row of the submission's quarter; else None."""
    files = BuktiDukung.objects.select_related("realisasi")
    return files.filter(pk=bukti_pk, realisasi__triwulan_id=pengajuan.triwulan_id).first()


def get_page(pengajuan: Pengajuan, *, terkunci: bool, diminta: Wanted = FROM_THE_START) -> EntryPage:
    """Return the page's rows in the order of the tree. Constant number of queries."""
    quarter = pengajuan.triwulan
    now = get_hand_in(pengajuan)
    rows, temuan, returned, common = now.baris, now.temuan, now.dikembalikan.baris, now.dikembalikan.umum
    marks = mark_rows(
        rows,
        now.terbuka if returned else frozenset(),
        lambda row: needs_note(row) or has_open(temuan[row.indikator.pk]),
    )
    bagian = choose_part(marks, diminta)
    shown = [rows[at] for at in bagian.baris]
    lalu = get_last_year(quarter.opd, quarter.tahun, [row.indikator.pk for row in shown], quarter.triwulan)
    letters = list_letters(row.butir.skala_id for row in shown)
    items = [_entry_row(row, letters, lalu.get(row.indikator.pk), temuan[row.indikator.pk]) for row in shown]
    for item in items:
        found = returned.get(item.id)
        item.terbuka = not terkunci and item.id in now.terbuka
        if found is not None and common is None:
            item.alasan_kembali, item.dikembalikan_oleh = found.alasan, found.oleh
            item.jawaban = answer_of(found)
    return EntryPage(
        butir=_with_headings(shown, items),
        jumlah=len(rows),
        terisi=sum(row.terisi for row in marks),
        terbuka=0 if terkunci else len(now.terbuka),
        ikut_terbuka=0 if terkunci else now.ikut_terbuka,
        kolom_sebelumnya=[short_name(q) for q in quarters_before(quarter.triwulan)],
        tahun_lalu=f"{short_name(quarter.triwulan)} {quarter.tahun - 1}",
        bagian=bagian,
        pk=pk_of(rows),
        alasan_umum=common.alasan if common else "",
        dikembalikan_oleh=common.oleh if common else "",
        jawaban=answer_of(common) if common else {},
    )


def answer_of(row: BarisDikembalikan) -> dict[str, str]:
    """Return what the unit answers to a return, as the page shows it and a save answers it."""
    return {
        "jawaban": row.jawaban,
        "oleh": row.dijawab_oleh,
        "pada": "" if row.dijawab_pada is None else write_moment(row.dijawab_pada),
    }


def get_content(pengajuan: Pengajuan, indikator_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what now stands in some rows, by indicator: the answer to a save. Constant number of queries."""
    quarter = pengajuan.triwulan
    rows = list_rows(
        quarter.opd,
        quarter.tahun,
        quarter.triwulan,
        unit_ids=[pengajuan.unit_id],
        indikator_ids=list(indikator_ids),
    )
    return contents_of(quarter, rows)


def contents_of(quarter: Triwulan, rows: Sequence[SheetRow]) -> dict[int, dict[str, Any]]:
    """Return the content of measured rows of a quarter by indicator, each with what is odd about it by itself."""
    temuan = find_in_some(quarter, rows)
    return {row.indikator.pk: content_of(row, temuan[row.indikator.pk]) for row in rows}


def list_row_findings(pengajuan: Pengajuan, indikator_id: int) -> list[dict[str, Any]]:
    """Return what is odd about a row beside the unit's other rows, as its place on the page shows it."""
    found = find_in_rows(pengajuan.triwulan, list_unit_rows(pengajuan))
    return describe_findings(found.get(indikator_id, ()))


def describe_findings(temuan: Sequence[Temuan]) -> list[dict[str, Any]]:
    """Return findings as plain data for the typist."""
    return [
        {
            "kode": found.kode,
            "label": found.label,
            "kalimat": found.untuk_pengisi,
            "perihal": found.perihal,
            "berkait": found.berkait,
            "menahan": found.menahan,
            "dijelaskan": found.penjelasan,
            "oleh": found.oleh,
            "usang": found.usang,
        }
        for found in for_typist(temuan)
    ]


def list_bukti_among(pengajuan: Pengajuan, indikator_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the valid files of some rows of the quarter, by indicator: one query."""
    found: dict[int, list[dict[str, Any]]] = {}
    files = BuktiDukung.objects.filter(
        realisasi__triwulan=pengajuan.triwulan_id,
        realisasi__indikator__in=indikator_ids,
        ditarik_pada__isnull=True,
        pengganti__isnull=True,
    )
    for bukti in files.order_by("pk").select_related("realisasi"):
        found.setdefault(bukti.realisasi.indikator_id, []).append(bukti_of(bukti))
    return found


def list_bukti_of(pengajuan: Pengajuan, indikator_id: int) -> tuple[int, list[dict[str, Any]]]:
    """Return the version of a row and its valid files."""
    quarter = pengajuan.triwulan
    rows = list_rows(
        quarter.opd,
        quarter.tahun,
        quarter.triwulan,
        unit_ids=[pengajuan.unit_id],
        indikator_ids=[indikator_id],
        with_bukti=True,
    )
    if not rows:
        return 0, []
    item = rows[0].kini.realisasi
    return 0 if item is None else item.versi, [bukti_of(bukti) for bukti in rows[0].bukti]


def content_of(row: SheetRow, temuan: Sequence[Temuan]) -> dict[str, Any]:
    """Return a row's entry, its result and what is odd about it as plain data: printed text only."""
    item, hasil = row.kini.realisasi, row.kini.hasil
    status = EntryStatus.BELUM_DIISI.value if item is None else item.status
    return {
        "versi": 0 if item is None else item.versi,
        "status": status,
        "realisasi": row.kini.realisasi_teks if status == EntryStatus.TERISI else "",
        "persis": exact_text(item),
        "tidak_tersedia": status == EntryStatus.TIDAK_TERSEDIA,
        "alasan": "" if item is None else item.alasan,
        "kendala": "" if item is None else item.kendala,
        "faktor_pendorong": "" if item is None else item.faktor_pendorong,
        "faktor_penghambat": "" if item is None else item.faktor_penghambat,
        "tindak_lanjut": "" if item is None else item.tindak_lanjut,
        "catatan": "" if item is None else item.catatan,
        "oleh": "" if item is None else item.diubah_oleh,
        "pada": "" if item is None else write_moment(item.diubah_pada),
        **explain(hasil),
        "perlu_catatan": needs_note(row),
        "temuan": describe_findings(temuan),
        "jalan": course_of(row),
    }


def exact_text(item: Realisasi | None) -> str:
    """Return a stored figure in plain digits, as `persis` of a save reads it; "" when there is none.

    What a row prints is grouped, and rounded beyond four decimals: "1.234" sent back by an undo would be asked about,
    or read by a typist's choice as 1,234.
    """
    if item is None or item.status != EntryStatus.TERISI or item.nilai is None:
        return ""
    return plain_digits(item.nilai)


def bukti_of(bukti: BuktiDukung) -> dict[str, Any]:
    return {
        "id": bukti.pk,
        "nama": bukti.nama_asli,
        "jenis": bukti.jenis.upper(),
        "ukuran": size_text(bukti.ukuran),
        "oleh": bukti.diunggah_oleh,
        "pada": write_moment(bukti.diunggah_pada),
    }


def size_text(size: int) -> str:
    """Return a file's size as people read it: "412 KB", "1,3 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, (size + 1023) // 1024)} KB"
    tenths = (size * 10 + 512 * 1024) // (1024 * 1024)
    return f"{tenths // 10},{tenths % 10} MB"


def _entry_row(
    row: SheetRow, letters: dict[int, list[str]], lalu: SheetRow | None, temuan: Sequence[Temuan]
) -> EntryRow:
    return EntryRow(
        id=row.indikator.pk,
        nomor=row.nomor,
        nama=row.indikator.nama,
        tingkat=row.tingkat.label,
        simpul=(row.jalur.sub_kegiatan or "") if row.tingkat is Tingkat.SUB_KEGIATAN else "",
        kode=row.jalur.kode,
        satuan=row.butir.satuan,
        petunjuk=_hint(row),
        target_tahun=row.target_tahun_teks,
        target=row.kini.target_teks,
        sebelumnya=[(short_name(earlier.triwulan), earlier.realisasi_teks) for earlier in row.sebelumnya],
        tahun_lalu="" if lalu is None else print_with_unit(row, lalu, print_consolidated(lalu.kini)),
        isi=content_of(row, temuan),
        bukti=[bukti_of(bukti) for bukti in row.bukti],
        huruf=letters.get(row.butir.skala_id or 0, []),
        angka=row.aturan.jenis_nilai not in (ValueKind.PREDIKAT, ValueKind.RASIO),
    )


def _hint(row: SheetRow) -> str:
    """Say what the figure covers: year to date, the quarter alone, or how things stand at its end."""
    name = short_name(row.kini.triwulan)
    match row.aturan.konsolidasi:
        case Konsolidasi.KUMULATIF:
            return f"s.d. {name}"
        case Konsolidasi.POSISI_AKHIR:
            return f"akhir {name}"
        case _:
            return f"hanya {name}"


def _with_headings(rows: Sequence[SheetRow], items: Sequence[EntryRow]) -> list[EntryHeading | EntryRow]:
    """Put a heading wherever the program or kegiatan changes; what has no program stands under its own node."""
    result: list[EntryHeading | EntryRow] = []
    above: tuple[EntryHeading, ...] = ()
    for row, item in zip(rows, items, strict=True):
        path = row.jalur
        if path.program is None:
            nama = path.tujuan if row.tingkat is Tingkat.TUJUAN else path.sasaran
            here = [EntryHeading(Tingkat.PROGRAM, row.tingkat.label, nama or "")]
        else:
            here = [_title(Tingkat.PROGRAM, path.program)]
            if path.kegiatan is not None:
                here.append(_title(Tingkat.KEGIATAN, path.kegiatan))
        changed = next((at for at, title in enumerate(here) if above[at : at + 1] != (title,)), len(here))
        result.extend(here[changed:])
        result.append(item)
        above = tuple(here)
    return result


def _title(tingkat: Tingkat, nama: str) -> EntryHeading:
    """Return a node's heading; a name that begins with its own level is not labelled a second time."""
    label = tingkat.label
    return EntryHeading(tingkat, "" if nama.casefold().startswith(label.casefold()) else label, nama)


def waiting_sentence(pengajuan: Pengajuan) -> str:
    """Say where a submission is that cannot be edited, for the unit that handed it in."""
    status = StatusPengajuan(pengajuan.status)
    if status in IN_REVIEW:
        waits = "validasi" if pengajuan.posisi is None else f"pemeriksaan kepala {pengajuan.posisi.nama}"
        return f"Data ini sudah diajukan dan menunggu {waits}. Selama itu isiannya hanya dapat dibaca."
    if status == StatusPengajuan.DIVALIDASI:
        return "Data ini sudah divalidasi dan menunggu pengesahan Kepala Dinas. Isiannya hanya dapat dibaca."
    return f"{pengajuan.triwulan} sudah disahkan. Isiannya hanya dapat dibaca."
