"""The resources of an office's beginning: units, officials, accounts with their assignments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from import_export.fields import Field
from import_export.widgets import Widget

from indicators.imports.peta import KOLOM_OPD
from indicators.imports.rujukan import KOLOM_KODE, KOLOM_NAMA, RujukanUnit, make_resource, opd_column
from indicators.imports.sel import BilanganBulat, Pilihan, SelSalah, Tanggal, Teks, text_in
from indicators.imports.sumber import BarisMasuk, Kolom, KolomKunci, SumberRencana
from indicators.imports.teks import is_blank
from indicators.models import Pejabat, Pengguna, Penugasan, PerangkatDaerah, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.permissions import Izin, Peran
from indicators.selectors.kewenangan import find_users, today_in
from indicators.services.akun_massal import assign_many
from indicators.services.kantor_massal import save_pejabat_many, save_units

KOLOM_INDUK, KOLOM_PENGGUNA, KOLOM_UNIT, KOLOM_PERAN = "Kode unit atasan", "Nama pengguna", "Kode unit", "Peran"
KOLOM_NIP, KOLOM_JABATAN, KOLOM_MULAI, KOLOM_SAMPAI = "NIP", "Jabatan", "Mulai", "Sampai"
WAJIB = "Sel ini wajib diisi."
NIP_TEXT = "Tulis NIP sebagai teks (format sel Teks): Excel membulatkan angka sepanjang 18 digit."


class TanggalBila(Tanggal):
    """A day, or none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return None if is_blank(value) else super().clean(value, row, **kwargs)


class TeksNIP(Teks):
    """Eighteen digits as text; a number has lost the last of them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise SelSalah(NIP_TEXT)
        return "".join(super().clean(value, row, **kwargs).split())


class YaTidak(Widget):
    def __init__(self) -> None:
        super().__init__(coerce_to_string=False)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = "" if value is None else str(value).strip().casefold()
        if text in ("ya", "y", "true", "1"):
            return True
        if text in ("", "tidak", "t", "false", "0"):
            return False
        raise SelSalah("Tulis Ya atau Tidak.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "Ya" if value else "Tidak"


class _SumberKantor(SumberRencana):
    """What the three share: the one office, whose administrator imports."""

    izin = Izin.KELOLA_KANTOR

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        return next(iter(self.peta.offices.values()))


# --- units ----------------------------------------------------------------------------------------------------------


class _SumberUnit(_SumberKantor):
    kunci = (KOLOM_OPD, KOLOM_KODE)

    def read_rows(self, rows: Sequence[BarisMasuk]) -> None:
        # A superior may stand further down in the same file.
        self._new: dict[str, UnitKerja] = {}
        super().read_rows(rows)
        for row in rows:
            if not row.galat:
                self._place(row)

    def locate(self, row: BarisMasuk) -> tuple[UnitKerja, bool]:
        opd = self.peta.opd(row.teks(KOLOM_OPD))
        kode = row.teks(KOLOM_KODE)
        if not kode:
            raise SelSalah(WAJIB, KOLOM_KODE)
        found = self.peta.find_unit(opd, kode)
        if found is not None:
            return found, False
        return self._new.setdefault(kode.casefold(), UnitKerja(opd=opd, kode=kode)), True

    def key_of(self, instance: UnitKerja) -> Any:
        return instance.kode.casefold()

    def _place(self, row: BarisMasuk) -> None:
        """Read the superior, once all units of the file are known, and look at the row again."""
        if KOLOM_INDUK not in row.sel:
            return
        try:
            text = row.teks(KOLOM_INDUK)
            unit: UnitKerja = row.objek
            unit.induk = self._superior(unit.opd, text) if text else None
            row.sesudah = self._values(unit)
        except SelSalah as wrong:
            row.note(KOLOM_INDUK, wrong)

    def _superior(self, opd: PerangkatDaerah, text: str) -> UnitKerja:
        found = self.peta.find_unit(opd, text) or self._new.get(text.casefold())
        if found is None:
            sentence = f"Unit atasan “{text}” tidak ada. Tulis kodenya seperti di kolom Kode."
            raise SelSalah(sentence, KOLOM_INDUK)
        return found

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda", "induk").order_by("path")

    def persist(self, instances: list[Any]) -> None:
        save_units(by=self.user, opd=instances[0].opd, units=instances)


SumberUnit = make_resource(
    _SumberUnit,
    UnitKerja,
    "Unit kerja",
    {
        "opd": opd_column(),
        "kode": KolomKunci(KOLOM_KODE, lambda row: row.kode),
        "induk": KolomKunci(KOLOM_INDUK, lambda row: row.induk.kode if row.induk is not None else ""),
        "nama": Kolom("nama", KOLOM_NAMA, Teks(wajib=True)),
        "singkatan": Kolom("singkatan", "Singkatan", Teks()),
        "jenjang": Kolom("jenjang", "Jenjang", Pilihan(Jenjang)),
        "urutan": Kolom("urutan", "Urutan", BilanganBulat(wajib=True)),
        "berlaku_dari": Kolom("berlaku_dari", "Berlaku dari", TanggalBila()),
        "berlaku_sampai": Kolom("berlaku_sampai", "Berlaku sampai", TanggalBila()),
    },
)

# --- officials ------------------------------------------------------------------------------------------------------


class _SumberPejabat(_SumberKantor):
    kunci = (KOLOM_OPD, KOLOM_NIP, KOLOM_JABATAN, KOLOM_MULAI)

    def locate(self, row: BarisMasuk) -> tuple[Pejabat, bool]:
        opd = self.peta.opd(row.teks(KOLOM_OPD))
        key = []
        for column, widget in (
            (KOLOM_NIP, TeksNIP(wajib=True)),
            (KOLOM_JABATAN, Teks(wajib=True)),
            (KOLOM_MULAI, Tanggal()),
        ):
            try:
                key.append(widget.clean(row.sel.get(column)))
            except SelSalah as wrong:
                raise SelSalah(str(wrong), column) from None
        found = self._stored.get(tuple(key))
        if found is not None:
            return found, False
        return Pejabat(opd=opd, nip=key[0], jabatan=key[1], mulai=key[2]), True

    @property
    def _stored(self) -> dict[tuple[Any, ...], Pejabat]:
        def load() -> dict[tuple[Any, ...], Pejabat]:
            rows = Pejabat.objects.filter(opd__in=self.peta.offices).select_related("unit", "opd")
            return {(row.nip, row.jabatan, row.mulai): row for row in rows}

        return self.peta.remember("pejabat", load)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda", "unit")

    def persist(self, instances: list[Any]) -> None:
        save_pejabat_many(by=self.user, opd=instances[0].opd, daftar=instances)


class KolomUnitKantor(Kolom):
    """The unit of a new object is not there yet: reading it must not ask for one."""

    def get_value(self, instance: Any) -> Any:
        return None if instance.unit_id is None else instance.unit


SumberPejabat = make_resource(
    _SumberPejabat,
    Pejabat,
    "Pejabat",
    {
        "opd": opd_column(),
        "nip": KolomKunci(KOLOM_NIP, lambda row: row.nip),
        "nama": Kolom("nama", KOLOM_NAMA, Teks(wajib=True)),
        "pangkat": Kolom("pangkat", "Pangkat", Teks(wajib=True)),
        "jabatan": KolomKunci(KOLOM_JABATAN, lambda row: row.jabatan),
        "unit": KolomUnitKantor("unit", KOLOM_UNIT, RujukanUnit()),
        "penanda_tangan": Kolom("penanda_tangan", "Menandatangani laporan", YaTidak()),
        "mulai": KolomKunci(KOLOM_MULAI, lambda row: row.mulai),
        "sampai": Kolom("sampai", KOLOM_SAMPAI, TanggalBila()),
    },
)

# --- accounts -------------------------------------------------------------------------------------------------------


class KolomAkun(Field):
    """A column of the account behind an assignment."""

    def __init__(self, attribute: str, column_name: str) -> None:
        super().__init__(column_name=column_name, readonly=True)
        self.name = attribute

    def export(self, instance: Penugasan, **kwargs: Any) -> Any:
        return getattr(instance.pengguna, self.name)


class _SumberAkun(_SumberKantor):
    """A row is an assignment; accounts that are not there yet come with it, those that are stay as they are."""

    izin = Izin.KELOLA_PENGGUNA
    kunci = (KOLOM_OPD, KOLOM_PENGGUNA, KOLOM_UNIT, KOLOM_PERAN)
    # The hashed first passwords of new accounts; a dry run has none.
    sandi_tersimpan: Mapping[str, str] = {}

    def locate(self, row: BarisMasuk) -> tuple[Penugasan, bool]:
        opd = self.peta.opd(row.teks(KOLOM_OPD))
        unit = self.peta.unit(opd, row.teks(KOLOM_UNIT), KOLOM_UNIT)
        try:
            peran = Pilihan(Peran).clean(row.sel.get(KOLOM_PERAN))
        except SelSalah as wrong:
            raise SelSalah(str(wrong), KOLOM_PERAN) from None
        username = row.teks(KOLOM_PENGGUNA)
        if not username:
            raise SelSalah(WAJIB, KOLOM_PENGGUNA)
        found = self._assignments.get((username.lower(), unit.pk, peran))
        if found is not None:
            return found, False
        user = self._user(row, username)
        mulai = self._day(row, KOLOM_MULAI) or today_in(opd)
        return Penugasan(pengguna=user, unit=unit, peran=peran, mulai=mulai, sampai=self._day(row, KOLOM_SAMPAI)), True

    def key_of(self, instance: Penugasan) -> Any:
        return instance.pengguna.username.lower(), instance.unit_id, instance.peran

    def _day(self, row: BarisMasuk, column: str) -> date | None:
        try:
            found: date | None = TanggalBila().clean(row.sel.get(column))
        except SelSalah as wrong:
            raise SelSalah(str(wrong), column) from None
        return found

    def _user(self, row: BarisMasuk, username: str) -> Pengguna:
        """Return the account: the stored one, the one that an earlier row begins, or a new one."""
        found = self._users.get(username.lower())
        if found is None:
            try:
                nip = TeksNIP().clean(row.sel.get(KOLOM_NIP))
            except SelSalah as wrong:
                raise SelSalah(str(wrong), KOLOM_NIP) from None
            nama = row.teks(KOLOM_NAMA)
            if not nama:
                raise SelSalah("Tulis nama lengkap pemilik akun baru ini.", KOLOM_NAMA)
            found = self._users[username.lower()] = Pengguna(
                username=username, nama=nama, nip=nip, email=row.teks("Surel"), wajib_ganti_sandi=True
            )
        elif row.teks(KOLOM_NAMA) not in ("", found.nama):
            row.peringatan[KOLOM_NAMA] = f"Akun {found.username} sudah ada; namanya tidak diubah lewat berkas."
        return found

    def read_rows(self, rows: Sequence[BarisMasuk]) -> None:
        self._names = {text_of(row.sel.get(KOLOM_PENGGUNA)).lower() for row in rows}
        super().read_rows(rows)

    @property
    def _users(self) -> dict[str, Pengguna]:
        def load() -> dict[str, Pengguna]:
            return find_users(self._names)

        return self.peta.remember("akun", load)

    @property
    def _assignments(self) -> dict[tuple[str, int, str], Penugasan]:
        def load() -> dict[tuple[str, int, str], Penugasan]:
            current = Q(sampai__isnull=True) | Q(sampai__gte=today_in())
            rows = Penugasan.objects.filter(current, unit__opd__in=self.peta.offices)
            return {
                (row.pengguna.username.lower(), row.unit_id, row.peran): row
                for row in rows.select_related("pengguna", "unit__opd")
            }

        return self.peta.remember("penugasan", load)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("pengguna", "unit__opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        assign_many(by=self.user, opd=instances[0].unit.opd, daftar=instances, sandi_tersimpan=self.sandi_tersimpan)


def text_of(value: Any) -> str:
    try:
        return text_in(value)
    except SelSalah:
        return ""


SumberAkun = make_resource(
    _SumberAkun,
    Penugasan,
    "Pengguna",
    {
        "opd": opd_column(),
        "pengguna": KolomKunci(KOLOM_PENGGUNA, lambda row: row.pengguna.username),
        "nama": KolomAkun("nama", KOLOM_NAMA),
        "nip": KolomAkun("nip", KOLOM_NIP),
        "surel": KolomAkun("email", "Surel"),
        "unit": KolomKunci(KOLOM_UNIT, lambda row: row.unit.kode),
        "peran": KolomKunci(KOLOM_PERAN, lambda row: Peran(row.peran).label),
        "mulai": KolomKunci(KOLOM_MULAI, lambda row: row.mulai),
        "sampai": KolomKunci(KOLOM_SAMPAI, lambda row: row.sampai),
    },
)
