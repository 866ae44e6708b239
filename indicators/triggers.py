"""What the database refuses about the office's numbers: the trail and what was decided is only added to, a PK that is
ditetapkan is frozen with all its parts, and so are the figures of an approved quarter."""

from indicators.models.perjanjian import StatusPK
from indicators.penjenjangan import JenjangPK
from indicators.workflow import LOCKED
from sakip.triggers import CHANGE, Key, append_only, exists, frozen_rows

ONLY_ADDED = "baris ini hanya boleh ditambah, tidak boleh diubah atau dihapus"
FROZEN = "perjanjian kinerja sudah ditetapkan, isinya tidak boleh diubah"
APPROVED = "triwulan sudah disahkan, angka dan buktinya tidak boleh diubah"

# Their unique keys besides `id`: a row of SQLite could otherwise be written over by one with the same.
APPEND_ONLY_TABLES: dict[str, tuple[Key, ...]] = {
    "indicators_jejak": (),
    "indicators_versipengajuan": (Key(("pengajuan_id", "nomor")),),
    "indicators_putusan": (),
    "indicators_peristiwapengajuan": (),
    "indicators_pengesahan": (Key(("triwulan_id", "nomor")),),
    "indicators_matarantai": (Key(("jejak_id",)), Key(("rantai", "urutan"))),
    "indicators_segeljejak": (Key(("rantai", "hari")),),
    "indicators_namapengguna": (Key(("nama",)),),
}
TRAIL = tuple(
    trigger for table, keys in APPEND_ONLY_TABLES.items() for trigger in append_only(table, ONLY_ADDED, keys=keys)
)

_FIXED = f"status = '{StatusPK.DITETAPKAN.value}'"
_OF_FIXED_PK = exists("indicators_perjanjiankinerja p", f"p.id = {{row}}.pk_induk_id AND p.{_FIXED}")
_OF_FIXED_ROW = exists(
    "indicators_butirpk b JOIN indicators_perjanjiankinerja p ON p.id = b.pk_induk_id",
    f"b.id = {{row}}.butir_id AND p.{_FIXED}",
)
# A sheet of a draft may not take a row away from a frozen agreement either.
_OF_FIXED_SHEET = exists(
    "indicators_lembarpk l JOIN indicators_perjanjiankinerja p ON p.id = l.pk_induk_id",
    f"l.id = {{row}}.lembar_id AND p.{_FIXED}",
)
AGREEMENT = (
    *frozen_rows(
        "indicators_perjanjiankinerja",
        "frozen",
        FROZEN,
        where=f"{{row}}.{_FIXED}",
        keys=[Key(("opd_id", "tahun", "perubahan"))],
        events=CHANGE,
        may_become=True,
    ),
    *frozen_rows(
        "indicators_butirpk", "frozen", FROZEN, where=_OF_FIXED_PK, keys=[Key(("pk_induk_id", "indikator_id"))]
    ),
    *frozen_rows("indicators_target", "frozen", FROZEN, where=_OF_FIXED_ROW, keys=[Key(("butir_id", "triwulan"))]),
    *frozen_rows(
        "indicators_lembarpk",
        "frozen",
        FROZEN,
        where=_OF_FIXED_PK,
        keys=[
            Key(("pk_induk_id", "unit_id")),
            Key(("pk_induk_id",), f"{{row}}.jenjang = '{JenjangPK.BUPATI_KADIS.value}'"),
        ],
    ),
    *frozen_rows(
        "indicators_butirlembar",
        "frozen",
        FROZEN,
        where=f"{_OF_FIXED_SHEET} OR {_OF_FIXED_ROW}",
        keys=[Key(("butir_id",))],
    ),
)

_LOCKED = " OR ".join(f"t.status = '{status}'" for status in sorted(status.value for status in LOCKED))
_OF_LOCKED_QUARTER = exists("indicators_triwulan t", f"t.id = {{row}}.triwulan_id AND ({_LOCKED})")
_OF_LOCKED_FIGURE = exists(
    "indicators_realisasi r JOIN indicators_triwulan t ON t.id = r.triwulan_id",
    f"r.id = {{row}}.realisasi_id AND ({_LOCKED})",
)
# Services change the quarter's state first.
NUMBERS = (
    *frozen_rows(
        "indicators_realisasi",
        "approved",
        APPROVED,
        where=_OF_LOCKED_QUARTER,
        keys=[Key(("indikator_id", "triwulan_id"))],
    ),
    *frozen_rows(
        "indicators_realisasianggaran",
        "approved",
        APPROVED,
        where=_OF_LOCKED_QUARTER,
        keys=[Key(("anggaran_id", "triwulan_id"))],
    ),
    *frozen_rows(
        "indicators_penjelasantemuan",
        "approved",
        APPROVED,
        where=_OF_LOCKED_QUARTER,
        keys=[Key(("triwulan_id", "indikator_id", "aturan"))],
    ),
    *frozen_rows(
        "indicators_buktidukung", "approved", APPROVED, where=_OF_LOCKED_FIGURE, keys=[Key(("menggantikan_id",))]
    ),
)

TRIGGERS = (*TRAIL, *AGREEMENT, *NUMBERS)
