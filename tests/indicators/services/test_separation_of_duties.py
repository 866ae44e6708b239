"""Nobody checks, validates or approves numbers that he typed or handed in himself."""

from datetime import date

import pytest

from indicators.models import Pengajuan, Pengguna, Penugasan, PeristiwaPengajuan, Realisasi, UnitKerja, VersiPengajuan
from indicators.permissions import Peran
from indicators.selectors.kewenangan import list_several_stations, load_kewenangan
from indicators.selectors.pengajuan import WaitingActs, acts_for, list_waiting
from indicators.services.pengajuan import check, send_back, submit, validate
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.services.triwulan import approve
from sakip.refusals import NotAllowed, NotNow
from tests.cast import Cast, Office, make_user
from tests.indicators import way


def type_in(office: Office, unit: UnitKerja, by: Pengguna, values: tuple[str, ...]) -> None:
    """Type the unit's rows through the service."""
    rows = [
        RowEntry(indikator.pk, 0, realisasi=text.replace(".", ","))
        for indikator, text in zip(office.indikator(unit), values, strict=True)
    ]
    for result in save_rows(by=by, triwulan=office.tw1, unit=unit, isian=rows):
        assert result.galat is None


def give(user: Pengguna, unit: UnitKerja, peran: Peran) -> None:
    Penugasan.objects.create(pengguna=user, unit=unit, peran=peran.value, mulai=date(2023, 1, 1))


def hand_in(
    office: Office, unit: UnitKerja, typist: Pengguna, submitter: Pengguna, values: tuple[str, ...]
) -> Pengajuan:
    type_in(office, unit, typist, values)
    return submit(by=submitter, pengajuan=office.pengajuan(unit))


def last_event(pengajuan: Pengajuan) -> PeristiwaPengajuan:
    return PeristiwaPengajuan.objects.filter(pengajuan=pengajuan).order_by("pk").reverse()[0]


def test_a_head_who_typed_does_not_check_though_his_staff_handed_in(office: Office, cast: Cast) -> None:
    pengajuan = hand_in(office, office.bidang, cast.kepala, cast.staf, way.BIDANG)

    assert pengajuan.posisi is None
    assert VersiPengajuan.objects.get().pengisi == [cast.kepala.pk]
    assert "kepalanya sendiri yang mengisi atau mengajukan" in last_event(pengajuan).keterangan
    with pytest.raises((NotAllowed, NotNow)):
        check(by=cast.kepala, pengajuan=pengajuan, versi=pengajuan.versi)
    assert validate(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi).status == "divalidasi"


def test_a_correction_of_the_value_counts_and_one_of_the_text_does_not(office: Office, cast: Cast) -> None:
    type_in(office, office.bidang, cast.staf, way.BIDANG)
    layanan, dokumen, _ = office.indikator(office.bidang)
    rows = [RowEntry(layanan.pk, 1, teks={"kendala": "Cuaca."}), RowEntry(dokumen.pk, 1, realisasi="2")]
    save_rows(by=cast.kepala, triwulan=office.tw1, unit=office.bidang, isian=rows)
    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    assert pengajuan.posisi == office.bidang
    send_back(by=cast.kepala, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Salah.")
    save_rows(by=cast.kepala, triwulan=office.tw1, unit=office.bidang, isian=[RowEntry(layanan.pk, 2, realisasi="7")])
    again = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    assert again.posisi is None


def test_the_kepala_dinas_validates_what_the_sekretaris_typed(office: Office, cast: Cast) -> None:
    give(cast.sekretaris, office.tim, Peran.STAF)
    pengajuan = hand_in(office, office.tim, cast.sekretaris, cast.staf_iku, way.TIM)
    pengajuan = check(by=cast.ketua_iku, pengajuan=pengajuan, versi=pengajuan.versi)
    with pytest.raises(NotAllowed, match="Data yang Anda isi sendiri"):
        validate(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi)
    acts = acts_for(load_kewenangan(cast.kadis), pengajuan, WaitingActs([pengajuan]))
    assert (acts.validasi, acts.pengganti, acts.kembalikan) == (True, True, True)
    assert [item.pengajuan for item in list_waiting(cast.kadis)] == [pengajuan]

    done = validate(by=cast.kadis, pengajuan=pengajuan, versi=pengajuan.versi)

    event = last_event(done)
    assert (done.status, event.tahap) == ("divalidasi", "Kepala Dinas")
    assert event.keterangan.startswith("Divalidasi Kepala Dinas karena Sekretaris sendiri")


def test_the_kepala_dinas_validates_nothing_else(office: Office, cast: Cast) -> None:
    pengajuan = hand_in(office, office.tim, cast.staf_iku, cast.staf_iku, way.TIM)
    pengajuan = check(by=cast.ketua_iku, pengajuan=pengajuan, versi=pengajuan.versi)
    with pytest.raises(NotAllowed, match="Validasi dilakukan oleh Sekretaris"):
        validate(by=cast.kadis, pengajuan=pengajuan, versi=pengajuan.versi)
    assert not acts_for(load_kewenangan(cast.kadis), pengajuan, WaitingActs([pengajuan])).validasi
    assert list_waiting(cast.kadis) == []


def test_when_nobody_may_validate_the_page_names_whom_to_appoint(office: Office, cast: Cast) -> None:
    for user in (cast.sekretaris, cast.kadis):
        give(user, office.tim, Peran.STAF)
    pengajuan = hand_in(office, office.tim, cast.sekretaris, cast.kadis, way.TIM)
    pengajuan = check(by=cast.ketua_iku, pengajuan=pengajuan, versi=pengajuan.versi)
    for user in (cast.sekretaris, cast.kadis):
        with pytest.raises(NotAllowed, match="harus diperiksa orang lain"):
            validate(by=user, pengajuan=pengajuan, versi=pengajuan.versi)
    acts = acts_for(load_kewenangan(cast.sekretaris), pengajuan, WaitingActs([pengajuan]))
    assert acts.tunjuk == (
        "Tunjuk pelaksana harian Sekretaris dari pegawai yang tidak mengisi dan tidak mengajukan data ini. "
        "Administrator (Administrator) dapat menambahkan penugasannya."
    )
    plh = make_user("plh", "Plh. Sekretaris", (office.dinas, Peran.SEKRETARIS))
    assert validate(by=plh, pengajuan=pengajuan, versi=pengajuan.versi).status == "divalidasi"


def test_the_kepala_dinas_returns_rows_before_he_approves(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    layanan, *_ = office.indikator(office.bidang)
    seen = office.pengajuan(office.bidang)
    assert acts_for(load_kewenangan(cast.kadis), seen, WaitingActs([seen])).kembalikan

    done = send_back(by=cast.kadis, pengajuan=seen, versi=seen.versi, alasan_baris={layanan.pk: "Bukti kurang."})

    assert done.status == "dikembalikan"
    assert [(row.indikator_id, row.alasan) for row in done.baris_dikembalikan.all()] == [(layanan.pk, "Bukti kurang.")]
    assert (last_event(done).tindakan, last_event(done).tahap) == ("tolak_pengesahan", "Kepala Dinas")
    assert office.pengajuan(office.subbag).status == "divalidasi"
    office.tw1.refresh_from_db()
    with pytest.raises(NotNow, match="Belum divalidasi: Bidang"):
        approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)


def test_the_kepala_dinas_does_not_approve_what_he_typed(office: Office, cast: Cast) -> None:
    give(cast.kadis, office.tim, Peran.STAF)
    hand_in(office, office.tim, cast.kadis, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.validate(office, office.tim, cast.sekretaris)
    Pengajuan.objects.exclude(unit=office.tim).update(status="divalidasi")
    with pytest.raises(NotNow, match=r"data Tim IKU, .* Tunjuk pelaksana harian Kepala Dinas"):
        approve(by=cast.kadis, quarter=office.tw1, versi=1)


def test_an_office_of_five_people_closes_its_quarter(office: Office) -> None:
    kadis = make_user("k", "Kepala", (office.dinas, Peran.KEPALA_DINAS))
    sekretaris = make_user(
        "s",
        "Sekretaris",
        (office.dinas, Peran.SEKRETARIS),
        (office.sekretariat, Peran.KEPALA_UNIT),
        (office.subbag, Peran.KEPALA_UNIT),
    )
    kabid = make_user("b", "Kabid", (office.bidang, Peran.KEPALA_UNIT), (office.tim, Peran.KEPALA_UNIT))
    staf = make_user("p", "Pelaksana", (office.bidang, Peran.STAF), (office.tim, Peran.STAF))
    make_user("a", "Perencana", (office.dinas, Peran.PERENCANA), (office.dinas, Peran.ADMINISTRATOR))

    bidang = hand_in(office, office.bidang, staf, staf, way.BIDANG)
    bidang = check(by=kabid, pengajuan=bidang, versi=bidang.versi)
    validate(by=sekretaris, pengajuan=bidang, versi=bidang.versi)
    # Absent staff: the head of the team types, nobody checks below the Sekretaris.
    tim = hand_in(office, office.tim, kabid, kabid, way.TIM)
    assert tim.posisi is None
    validate(by=sekretaris, pengajuan=tim, versi=tim.versi)
    # The Sekretaris types for his own Subbag and heads all stations above it: the Kepala Dinas validates.
    subbag = hand_in(office, office.subbag, sekretaris, sekretaris, way.SUBBAG)
    assert subbag.posisi is None
    validate(by=kadis, pengajuan=subbag, versi=subbag.versi)

    quarter = approve(by=kadis, quarter=office.tw1, versi=1)

    assert quarter.status == "disahkan"
    events = PeristiwaPengajuan.objects.filter(tindakan="sahkan")
    notes = dict(events.values_list("pengajuan__unit__kode", "keterangan"))
    assert notes == {"ikp": "", "iku": "", "umum": "Yang mengesahkan juga yang memvalidasi data ini."}
    assert [(akun.nama, akun.tahap) for akun in list_several_stations([office.opd.pk])] == [
        ("Kabid", ("kepala Bidang Informasi dan Komunikasi Publik", "kepala Tim IKU")),
        ("Pelaksana", ("mengisi data Bidang Informasi dan Komunikasi Publik", "mengisi data Tim IKU")),
        ("Sekretaris", ("kepala Sekretariat", "kepala Subbag Umum", "Sekretaris (validasi)")),
    ]


def test_an_approval_tells_of_the_validation_of_the_same_version_only(office: Office, cast: Cast) -> None:
    """The Kepala Dinas validated the team's first version, the Sekretaris the second; he checked the Bidang's."""
    give(cast.kadis, office.bidang, Peran.KEPALA_UNIT)
    give(cast.sekretaris, office.tim, Peran.STAF)
    first = hand_in(office, office.tim, cast.sekretaris, cast.staf_iku, way.TIM)
    first = check(by=cast.ketua_iku, pengajuan=first, versi=first.versi)
    first = validate(by=cast.kadis, pengajuan=first, versi=first.versi)
    send_back(by=cast.kadis, pengajuan=first, versi=first.versi, alasan="Salah.")
    Realisasi.objects.filter(indikator__unit=office.tim).update(pengisi=cast.staf_iku, catatan="Sudah diperiksa.")
    second = submit(by=cast.staf_iku, pengajuan=office.pengajuan(office.tim))
    second = check(by=cast.ketua_iku, pengajuan=second, versi=second.versi)
    validate(by=cast.sekretaris, pengajuan=second, versi=second.versi)
    bidang = hand_in(office, office.bidang, cast.staf, cast.staf, way.BIDANG)
    bidang = check(by=cast.kadis, pengajuan=bidang, versi=bidang.versi)
    validate(by=cast.sekretaris, pengajuan=bidang, versi=bidang.versi)
    subbag = hand_in(office, office.subbag, cast.staf_umum, cast.staf_umum, way.SUBBAG)
    subbag = check(by=cast.kasubbag, pengajuan=subbag, versi=subbag.versi)
    validate(by=cast.sekretaris, pengajuan=subbag, versi=subbag.versi)

    approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)

    events = PeristiwaPengajuan.objects.filter(tindakan="sahkan")
    assert {event.keterangan for event in events} == {""}
