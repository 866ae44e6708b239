"""The shared cast and a small office: built directly, so that a test of a service does not rest on other services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from indicators.models import (
    ButirPK,
    Indikator,
    JadwalPengisian,
    Kegiatan,
    Pejabat,
    Pemda,
    Pengajuan,
    Pengguna,
    Penugasan,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Program,
    Sasaran,
    SubKegiatan,
    Target,
    TargetRenstra,
    Triwulan,
    Tujuan,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.models.perjanjian import TAHUN, StatusPK
from indicators.permissions import Peran

PASSWORD = "rahasia-Uji-123"


@dataclass
class Office:
    """A small office in 2024: three units that own rows, PK ditetapkan, TW I open."""

    opd: PerangkatDaerah
    dinas: UnitKerja
    sekretariat: UnitKerja
    subbag: UnitKerja
    bidang: UnitKerja
    tim: UnitKerja
    renstra: PeriodeRenstra
    sasaran: Sasaran
    program: Program
    kegiatan: Kegiatan
    sub_kegiatan: SubKegiatan
    pk: PerjanjianKinerja
    tw1: Triwulan

    def indikator(self, unit: UnitKerja) -> list[Indikator]:
        """Return the unit's indicators in the order of the PK."""
        rows = ButirPK.objects.filter(pk_induk=self.pk, unit=unit).select_related("indikator").order_by("urutan")
        return [row.indikator for row in rows]

    def pengajuan(self, unit: UnitKerja) -> Pengajuan:
        return Pengajuan.objects.get(triwulan=self.tw1, unit=unit)


@dataclass
class Cast:
    """Who plays in the tests. `kasubbag` heads Subbag Umum, `sekretaris` also heads the Sekretariat above it."""

    staf: Pengguna
    kepala: Pengguna
    staf_umum: Pengguna
    kasubbag: Pengguna
    staf_iku: Pengguna
    ketua_iku: Pengguna
    sekretaris: Pengguna
    kadis: Pengguna
    perencana: Pengguna
    pembaca: Pengguna
    administrator: Pengguna
    asing: Pengguna


def make_unit(
    opd: PerangkatDaerah, kode: str, nama: str, jenjang: Jenjang, induk: UnitKerja | None = None
) -> UnitKerja:
    unit = UnitKerja(opd=opd, induk=induk, kode=kode, nama=nama, jenjang=jenjang.value, path=f"baru-{opd.pk}-{kode}")
    unit.save()
    unit.path = f"{induk.path if induk else ''}{unit.pk:06d}/"
    unit.save(update_fields=["path"])
    return unit


# The official who signs, and the account that is his.
NIP_KADIS = "197007241996031003"


def make_user(username: str, nama: str, *tugas: tuple[UnitKerja, Peran], nip: str = "") -> Pengguna:
    user = Pengguna(username=username, nama=nama, nip=nip)
    user.set_password(PASSWORD)
    user.save()
    for unit, peran in tugas:
        Penugasan.objects.create(pengguna=user, unit=unit, peran=peran.value, mulai=date(2023, 1, 1))
    return user


def make_butir(
    pk: PerjanjianKinerja, indikator: Indikator, targets: tuple[str, str, str, str], year: str | None = None
) -> ButirPK:
    """List an indicator in a PK; targets are written with a decimal point, "" for none."""
    butir = ButirPK(pk_induk=pk, indikator=indikator, unit=indikator.unit, urutan=pk.butir.count() + 1)
    butir.take_over(indikator)
    butir.save()
    values = dict(zip((1, 2, 3, 4), targets, strict=True)) | {TAHUN: targets[3] if year is None else year}
    Target.objects.bulk_create(
        Target(butir=butir, triwulan=q, nilai=Decimal(text) if text else None) for q, text in sorted(values.items())
    )
    return butir


def make_pk(opd: PerangkatDaerah, tahun: int, *, ditetapkan: bool = False) -> PerjanjianKinerja:
    pk = PerjanjianKinerja.objects.create(opd=opd, tahun=tahun, berlaku_mulai=date(tahun, 1, 1))
    return freeze(pk) if ditetapkan else pk


def freeze(pk: PerjanjianKinerja) -> PerjanjianKinerja:
    pk.status, pk.ditetapkan_pada, pk.ditetapkan_oleh = StatusPK.DITETAPKAN.value, timezone.now(), "uji"
    pk.save()
    return pk


def make_quarter(opd: PerangkatDaerah, tahun: int, triwulan: int, units: list[UnitKerja]) -> Triwulan:
    """Open a quarter whose schedule runs today."""
    quarter = Triwulan.objects.create(opd=opd, tahun=tahun, triwulan=triwulan)
    today = timezone.localdate()
    JadwalPengisian.objects.create(
        triwulan=quarter, mulai=today - timedelta(days=1), tenggat=today + timedelta(days=14)
    )
    Pengajuan.objects.bulk_create(Pengajuan(triwulan=quarter, unit=unit) for unit in units)
    return quarter


def make_opd(pemda: Pemda, kode: str, nama: str) -> tuple[PerangkatDaerah, UnitKerja]:
    opd = PerangkatDaerah.objects.create(pemda=pemda, kode=kode, nama=nama, singkatan=kode.upper())
    return opd, make_unit(opd, "dinas", nama, Jenjang.ESELON_II)


def build_office(pemda: Pemda | None = None, tanda: str = "") -> Office:
    """Build the office; `tanda` is a word that every name of it bears which two offices need not share."""
    pemda = pemda or Pemda.objects.create(nama="Contoh Raya", kode="contoh", ibu_kota="Kota Contoh")

    def named(text: str) -> str:
        return f"{text} {tanda}".strip()

    opd, dinas = make_opd(pemda, "diskominfo", named("Dinas Komunikasi dan Informatika"))
    sekretariat = make_unit(opd, "sekretariat", "Sekretariat", Jenjang.ESELON_III, dinas)
    subbag = make_unit(opd, "umum", "Subbag Umum", Jenjang.ESELON_IV, sekretariat)
    bidang = make_unit(opd, "ikp", "Bidang Informasi dan Komunikasi Publik", Jenjang.ESELON_III, dinas)
    tim = make_unit(opd, "iku", "Tim IKU", Jenjang.TIM, dinas)
    Pejabat.objects.create(
        opd=opd,
        unit=dinas,
        nama=f"{named('Kepala Contoh')}, S.Sos.",
        nip=NIP_KADIS,
        pangkat="Pembina Utama Muda",
        jabatan=named("Kepala Dinas Komunikasi dan Informatika"),
        penanda_tangan=True,
        mulai=date(2023, 1, 1),
    )
    renstra = PeriodeRenstra.objects.create(opd=opd, tahun_awal=2023, tahun_akhir=2026)
    tujuan = Tujuan.objects.create(periode=renstra, nama=named("Meningkatnya kualitas pemerintahan digital"), urutan=1)
    sasaran = Sasaran.objects.create(tujuan=tujuan, nama=named("Meningkatnya kualitas informasi publik"), urutan=1)
    program = Program.objects.create(
        sasaran=sasaran,
        kode="2.16.02",
        nama=named("Program Informasi Publik"),
        sasaran_kinerja="Informasi terbuka",
        urutan=1,
    )
    kegiatan = Kegiatan.objects.create(
        program=program, kode="2.16.02.2.01", nama=named("Pengelolaan Informasi"), sasaran_kinerja="Terkelola", urutan=1
    )
    sub = SubKegiatan.objects.create(
        kegiatan=kegiatan, kode="2.16.02.2.01.02", nama=named("Layanan Media"), sasaran_kinerja="Terlayani", urutan=1
    )
    pk = make_pk(opd, 2024)
    _make_plan(opd, sasaran, program, kegiatan, sub, {"subbag": subbag, "bidang": bidang, "tim": tim}, pk, named)
    freeze(pk)
    tw1 = make_quarter(opd, 2024, 1, [subbag, bidang, tim])
    return Office(opd, dinas, sekretariat, subbag, bidang, tim, renstra, sasaran, program, kegiatan, sub, pk, tw1)


def _make_plan(
    opd: PerangkatDaerah,
    sasaran: Sasaran,
    program: Program,
    kegiatan: Kegiatan,
    sub: SubKegiatan,
    units: dict[str, UnitKerja],
    pk: PerjanjianKinerja,
    named: Callable[[str], str],
) -> None:
    """Bidang: a sub kegiatan, a kegiatan and a program row. Subbag: two rows, one without target. Tim: the IKU."""
    bidang, subbag, tim = units["bidang"], units["subbag"], units["tim"]
    layanan = Indikator.objects.create(
        opd=opd,
        unit=bidang,
        sub_kegiatan=sub,
        nama=named("Jumlah layanan media"),
        satuan="Layanan",
        konsolidasi="kumulatif",
    )
    make_butir(pk, layanan, ("12", "12", "12", "12"))
    dokumen = Indikator.objects.create(
        opd=opd,
        unit=bidang,
        kegiatan=kegiatan,
        nama=named("Jumlah dokumen informasi"),
        satuan="Dokumen",
        konsolidasi="kumulatif",
        pola_target="bertahap",
    )
    make_butir(pk, dokumen, ("2", "4", "6", "8"))
    indeks = Indikator.objects.create(
        opd=opd, unit=bidang, program=program, nama=named("Indeks keterbukaan"), satuan="Poin", jenis_nilai="indeks"
    )
    make_butir(pk, indeks, ("81.18", "81.18", "81.18", "81.18"))
    surat = Indikator.objects.create(
        opd=opd,
        unit=subbag,
        sub_kegiatan=sub,
        nama=named("Jumlah surat"),
        satuan="Surat",
        konsolidasi="kumulatif",
        pola_target="bertahap",
        urutan=1,
    )
    make_butir(pk, surat, ("100", "200", "300", "400"))
    gedung = Indikator.objects.create(
        opd=opd,
        unit=subbag,
        sub_kegiatan=sub,
        nama=named("Jumlah gedung dipelihara"),
        satuan="Unit",
        pola_target="bertahap",
        urutan=2,
    )
    make_butir(pk, gedung, ("0", "0", "0", "2"))
    iku = Indikator.objects.create(
        opd=opd, unit=tim, sasaran=sasaran, nama=named("Nilai Indeks SPBE"), satuan="Indeks Poin", desimal_minimal=1
    )
    make_butir(pk, iku, ("2.25", "2.25", "2.25", "2.25"))
    TargetRenstra.objects.bulk_create(
        TargetRenstra(indikator=iku, tahun=tahun, nilai=Decimal(text))
        for tahun, text in ((2023, "2.0"), (2024, "2.25"), (2025, "2.5"), (2026, "2.75"))
    )


def build_cast(office: Office, tanda: str = "") -> Cast:
    """Make the people of an office; `tanda` ends their user names where another office has people too."""

    def person(username: str, nama: str, *tugas: tuple[UnitKerja, Peran], nip: str = "") -> Pengguna:
        return make_user(f"{username}.{tanda}" if tanda else username, nama, *tugas, nip=nip)

    _, other_root = make_opd(office.opd.pemda, "dinkes", "Dinas Kesehatan")
    return Cast(
        staf=person("staf", "Staf IKP", (office.bidang, Peran.STAF)),
        kepala=person("kepala", "Kepala Bidang IKP", (office.bidang, Peran.KEPALA_UNIT)),
        staf_umum=person("staf.umum", "Staf Umum", (office.subbag, Peran.STAF)),
        kasubbag=person("kasubbag", "Kepala Subbag Umum", (office.subbag, Peran.KEPALA_UNIT)),
        staf_iku=person("staf.iku", "Staf IKU", (office.tim, Peran.STAF)),
        ketua_iku=person("ketua.iku", "Ketua Tim IKU", (office.tim, Peran.KEPALA_UNIT)),
        sekretaris=person(
            "sekretaris", "Sekretaris", (office.dinas, Peran.SEKRETARIS), (office.sekretariat, Peran.KEPALA_UNIT)
        ),
        kadis=person("kadis", "Kepala Dinas", (office.dinas, Peran.KEPALA_DINAS), nip=NIP_KADIS),
        perencana=person("perencana", "Perencana", (office.dinas, Peran.PERENCANA)),
        pembaca=person("pembaca", "Pembaca", (office.dinas, Peran.PEMBACA)),
        administrator=person("admin", "Administrator", (office.dinas, Peran.ADMINISTRATOR)),
        asing=person("asing", "Staf Dinas Lain", (other_root, Peran.STAF), (other_root, Peran.SEKRETARIS)),
    )
