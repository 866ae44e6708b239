"""Every transition of a submission: the happy way, the refused ways, and the rows that each leaves behind."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import BarisDikembalikan, Jejak, Pengguna, Penugasan, PeristiwaPengajuan, Putusan, Realisasi
from indicators.permissions import Peran
from indicators.selectors.version_content import read_version
from indicators.services.pengajuan import check, reopen, send_back, submit, validate
from indicators.services.realisasi_entry import RowEntry
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office, make_user
from tests.indicators import way
from tests.savers import save_row


def last_event(pengajuan_pk: int) -> PeristiwaPengajuan:
    event = PeristiwaPengajuan.objects.filter(pengajuan_id=pengajuan_pk).order_by("pk").last()
    assert event is not None
    return event


def denied() -> list[tuple[str, str]]:
    return list(Jejak.objects.filter(ditolak=True).order_by("pk").values_list("tindakan", "pelaku"))


# --- submit -----------------------------------------------------------------------------------------------------


def test_submit_keeps_a_numbered_version_and_waits_for_the_units_head(office: Office, cast: Cast) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    assert (pengajuan.status, pengajuan.posisi, pengajuan.nomor_versi) == ("diajukan", office.bidang, 1)
    version = pengajuan.daftar_versi.get()
    assert (version.nomor, version.pengaju, version.diajukan_oleh) == (1, cast.staf, "Staf IKP (staf)")
    # The order of the plan: program, kegiatan, sub kegiatan.
    assert [
        (row["indikator"], row["target"], row["realisasi"], row["hitungan"]["capaian"]) for row in read_version(version)
    ] == [
        ("Indeks keterbukaan", "81,18", "80,18", "98,77 %"),
        ("Jumlah dokumen informasi", "2", "2", "100,00 %"),
        ("Jumlah layanan media", "12", "6", "50,00 %"),
    ]
    event = last_event(pengajuan.pk)
    assert (event.tindakan, event.dari, event.ke, event.pelaku) == ("ajukan", "draf", "diajukan", cast.staf)
    jejak = Jejak.objects.get(tindakan="ajukan")
    assert (jejak.pelaku, jejak.unit, jejak.ditolak) == (
        "Staf IKP (staf)",
        "Bidang Informasi dan Komunikasi Publik",
        False,
    )
    assert jejak.sebelum is not None
    assert jejak.sesudah is not None
    assert (jejak.sebelum["status"], jejak.sesudah["status"]) == ("draf", "diajukan")


def test_submit_names_every_row_that_is_missing_and_changes_nothing(office: Office, cast: Cast) -> None:
    layanan, dokumen, indeks = office.indikator(office.bidang)
    way.fill(office, office.bidang, way.BIDANG)
    Realisasi.objects.filter(indikator__in=[layanan, indeks]).delete()

    with pytest.raises(NotValid, match="2 baris belum lengkap") as refusal:
        submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    assert set(refusal.value.fields) == {str(layanan.pk), str(indeks.pk)}
    assert str(dokumen.pk) not in refusal.value.fields
    assert office.pengajuan(office.bidang).status == "draf"
    assert not PeristiwaPengajuan.objects.exists()


def test_submit_takes_an_explicit_not_available_for_an_answer(office: Office, cast: Cast) -> None:
    way.fill(office, office.tim, way.TIM)
    Realisasi.objects.update(status="tidak_tersedia", nilai=None, alasan="Evaluasi belum terbit")

    pengajuan = submit(by=cast.staf_iku, pengajuan=office.pengajuan(office.tim))

    (row,) = read_version(pengajuan.daftar_versi.get())
    assert (row["realisasi"], row["alasan"], row["status_capaian"]) == (
        "n/a",
        "Evaluasi belum terbit",
        "tidak_tersedia",
    )


@pytest.mark.parametrize("who", ["staf_umum", "sekretaris", "kadis", "perencana", "pembaca", "administrator", "asing"])
def test_submit_is_refused_to_everyone_else_and_the_attempt_is_kept(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    way.fill(office, office.bidang, way.BIDANG)

    with pytest.raises(NotAllowed):
        submit(by=user, pengajuan=office.pengajuan(office.bidang))

    assert denied() == [("ajukan", f"{user.nama} ({user.username})")]
    assert office.pengajuan(office.bidang).status == "draf"


def test_submit_a_second_time_is_refused_with_a_sentence(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotNow, match="sudah diajukan"):
        submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    assert office.pengajuan(office.bidang).daftar_versi.count() == 1


def test_a_head_enters_for_absent_staff_then_the_next_station_checks(office: Office, cast: Cast) -> None:
    pengajuan = way.hand_in(office, office.subbag, cast.kasubbag, way.SUBBAG)

    assert pengajuan.posisi == office.sekretariat
    assert last_event(pengajuan.pk).keterangan == (
        "Dilewati karena kepalanya sendiri yang mengisi atau mengajukan: Subbag Umum."
    )


def test_a_head_higher_up_who_submitted_as_staff_is_passed_by_on_the_way(office: Office, cast: Cast) -> None:
    """The Sekretaris heads the Sekretariat above; as staff of the Subbag he hands in, so the Sekretariat is skipped."""
    Penugasan.objects.create(
        pengguna=cast.sekretaris, unit=office.subbag, peran=Peran.STAF.value, mulai=date(2023, 1, 1)
    )
    pengajuan = way.hand_in(office, office.subbag, cast.sekretaris, way.SUBBAG)
    assert pengajuan.posisi == office.subbag

    pengajuan = way.check(office, office.subbag, cast.kasubbag)

    assert (pengajuan.status, pengajuan.posisi) == ("diperiksa", None)
    assert (
        last_event(pengajuan.pk).keterangan
        == "Dilewati karena kepalanya sendiri yang mengisi atau mengajukan: Sekretariat."
    )


def test_units_without_a_head_are_passed_by_and_the_event_says_so(office: Office, cast: Cast) -> None:
    Penugasan.objects.filter(unit=office.subbag, peran=Peran.KEPALA_UNIT.value).delete()

    pengajuan = way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)

    assert pengajuan.posisi == office.sekretariat
    assert last_event(pengajuan.pk).keterangan == "Dilewati karena belum ada kepalanya: Subbag Umum."


def test_a_unit_whose_path_has_no_head_waits_for_the_sekretaris(office: Office, cast: Cast) -> None:
    Penugasan.objects.filter(unit=office.bidang, peran=Peran.KEPALA_UNIT.value).delete()

    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    assert (pengajuan.status, pengajuan.posisi) == ("diajukan", None)
    assert way.validate(office, office.bidang, cast.sekretaris).status == "divalidasi"


# --- check ------------------------------------------------------------------------------------------------------


def test_check_passes_up_and_leaves_verdict_event_and_audit(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    pengajuan = way.check(office, office.bidang, cast.kepala)

    assert (pengajuan.status, pengajuan.posisi) == ("diperiksa", None)
    verdict = Putusan.objects.get()
    assert (verdict.tindakan, verdict.tahap, verdict.oleh, verdict.indikator) == (
        "periksa",
        "Bidang Informasi dan Komunikasi Publik",
        "Kepala Bidang IKP (kepala)",
        None,
    )
    event = last_event(pengajuan.pk)
    assert (event.tindakan, event.dari, event.ke, event.keterangan) == ("periksa", "diajukan", "diperiksa", "")
    assert Jejak.objects.filter(tindakan="periksa", ditolak=False).count() == 1


def test_check_goes_up_every_level_of_the_tree(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    kasub_done = way.check(office, office.subbag, cast.kasubbag)
    assert (kasub_done.status, kasub_done.posisi) == ("diperiksa", office.sekretariat)


@pytest.mark.parametrize("who", ["staf", "kasubbag", "sekretaris", "kadis", "perencana", "administrator", "asing"])
def test_check_is_for_the_stations_head_only(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotAllowed):
        way.check(office, office.bidang, user)

    assert denied() == [("periksa", f"{user.nama} ({user.username})")]
    assert office.pengajuan(office.bidang).status == "diajukan"


def test_a_head_further_up_has_to_wait_for_his_turn(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)

    with pytest.raises(NotNow, match="menunggu pemeriksaan kepala Subbag Umum"):
        way.check(office, office.subbag, cast.sekretaris)


def test_nobody_checks_what_he_submitted_even_with_a_second_head_beside_him(office: Office, cast: Cast) -> None:
    second = make_user("kepala2", "Pelaksana Tugas", (office.bidang, Peran.KEPALA_UNIT))
    pengajuan = way.hand_in(office, office.bidang, cast.kepala, way.BIDANG)
    assert pengajuan.posisi == office.bidang

    with pytest.raises(NotAllowed, match="Anda ajukan sendiri"):
        way.check(office, office.bidang, cast.kepala)
    assert way.check(office, office.bidang, second).status == "diperiksa"


def test_check_of_an_old_page_is_refused_with_what_stands_now(office: Office, cast: Cast) -> None:
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)

    with pytest.raises(ChangedMeanwhile, match="Diperiksa") as refusal:
        check(by=cast.kepala, pengajuan=seen, versi=seen.versi)

    assert refusal.value.current["status"] == "diperiksa"


def test_a_station_that_lost_its_head_meanwhile_is_passed_by(office: Office, cast: Cast) -> None:
    """Otherwise the data would wait for nobody."""
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    Penugasan.objects.filter(unit=office.bidang, peran=Peran.KEPALA_UNIT.value).delete()

    pengajuan = way.validate(office, office.bidang, cast.sekretaris)

    assert (pengajuan.status, pengajuan.posisi) == ("divalidasi", None)
    assert "belum ada kepalanya: Bidang" in last_event(pengajuan.pk).keterangan


# --- validate ---------------------------------------------------------------------------------------------------


def test_validate_finishes_the_units_way(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)

    pengajuan = way.validate(office, office.bidang, cast.sekretaris)

    assert pengajuan.status == "divalidasi"
    assert list(Putusan.objects.order_by("pk").values_list("tindakan", "tahap")) == [
        ("periksa", "Bidang Informasi dan Komunikasi Publik"),
        ("validasi", "Sekretaris"),
    ]
    assert last_event(pengajuan.pk).keterangan == ""


@pytest.mark.parametrize("through", [check, validate])
def test_one_act_serves_both_stations_of_one_person_and_the_record_says_so(
    office: Office, cast: Cast, through: object
) -> None:
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    way.check(office, office.subbag, cast.kasubbag)

    act = way.check if through is check else way.validate
    pengajuan = act(office, office.subbag, cast.sekretaris)

    assert (pengajuan.status, pengajuan.posisi) == ("divalidasi", None)
    event = last_event(pengajuan.pk)
    assert (event.tindakan, event.keterangan) == ("validasi", "Sekaligus sebagai pemeriksaan kepala Sekretariat.")
    assert list(Putusan.objects.order_by("pk").values_list("tindakan", "tahap")) == [
        ("periksa", "Subbag Umum"),
        ("periksa", "Sekretariat"),
        ("validasi", "Sekretaris"),
    ]
    jejak = Jejak.objects.get(tindakan="validasi")
    assert jejak.sesudah is not None
    assert jejak.sesudah["keterangan"] == "Sekaligus sebagai pemeriksaan kepala Sekretariat."


def test_validate_waits_for_the_heads(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotNow, match="menunggu pemeriksaan kepala Bidang"):
        way.validate(office, office.bidang, cast.sekretaris)


@pytest.mark.parametrize("who", ["staf", "kepala", "kadis", "perencana", "administrator", "asing"])
def test_validate_is_for_the_sekretaris_only(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)

    with pytest.raises(NotAllowed):
        way.validate(office, office.bidang, user)

    assert denied() == [("validasi", f"{user.nama} ({user.username})")]


def test_the_sekretaris_does_not_validate_what_he_submitted_but_may_return_it(office: Office, cast: Cast) -> None:
    Penugasan.objects.create(pengguna=cast.sekretaris, unit=office.tim, peran="staf", mulai=date(2023, 1, 1))
    way.hand_in(office, office.tim, cast.sekretaris, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)

    with pytest.raises(NotAllowed, match="Anda ajukan sendiri"):
        way.validate(office, office.tim, cast.sekretaris)

    current = office.pengajuan(office.tim)
    returned = send_back(by=cast.sekretaris, pengajuan=current, versi=current.versi, alasan="Diajukan oleh staf saja")
    assert returned.status == "dikembalikan"


def test_a_superuser_flag_gives_no_right(office: Office, cast: Cast) -> None:
    cast.administrator.is_superuser = True
    cast.administrator.save()
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)

    with pytest.raises(NotAllowed):
        way.validate(office, office.bidang, cast.administrator)


# --- send_back --------------------------------------------------------------------------------------------------


def test_send_back_of_the_whole_opens_every_row_with_the_reason(office: Office, cast: Cast) -> None:
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    pengajuan = send_back(
        by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan="  Lampirkan bukti semua baris. "
    )

    assert (pengajuan.status, pengajuan.posisi) == ("dikembalikan", None)
    assert set(BarisDikembalikan.objects.values_list("alasan", flat=True)) == {"Lampirkan bukti semua baris."}
    assert BarisDikembalikan.objects.count() == 3
    verdict = Putusan.objects.get()
    assert (verdict.tindakan, verdict.indikator, verdict.alasan) == (
        "kembalikan",
        None,
        "Lampirkan bukti semua baris.",
    )
    event = last_event(pengajuan.pk)
    assert (event.alasan, event.keterangan) == ("Lampirkan bukti semua baris.", "3 baris dibuka untuk perbaikan.")
    assert Jejak.objects.get(tindakan="kembalikan").alasan == "Lampirkan bukti semua baris."


def test_send_back_of_one_row_opens_only_that_row(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    send_back(
        by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan_baris={layanan.pk: "Angka tidak cocok."}
    )

    verdict = Putusan.objects.get()
    assert (verdict.indikator, verdict.alasan) == (layanan, "Angka tidak cocok.")
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi=1, realisasi="7"))
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        save_row(
            by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(dokumen.pk, versi=1, realisasi="3")
        )
    assert Realisasi.objects.get(indikator=layanan).nilai == Decimal("7")
    assert Realisasi.objects.get(indikator=dokumen).nilai == Decimal("2")


def test_resubmission_is_the_next_version_and_the_first_stays_as_it_was(office: Office, cast: Cast) -> None:
    layanan, *_ = office.indikator(office.bidang)
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan_baris={layanan.pk: "Salah hitung."})
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, versi=1, realisasi="7"))

    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    assert (pengajuan.nomor_versi, pengajuan.posisi) == (2, office.bidang)
    values = {
        version.nomor: next(row["realisasi"] for row in read_version(version) if row["indikator_id"] == layanan.pk)
        for version in pengajuan.daftar_versi.all()
    }
    assert values == {1: "6", 2: "7"}
    assert not BarisDikembalikan.objects.exists()
    assert Putusan.objects.get().versi_pengajuan.nomor == 1


@pytest.mark.parametrize("alasan", ["", "   ", "\x00"])
def test_send_back_wants_a_reason(office: Office, cast: Cast, alasan: str) -> None:
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotValid, match="Tuliskan alasannya"):
        send_back(by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan=alasan)

    assert office.pengajuan(office.bidang).status == "diajukan"


def test_send_back_wants_a_reason_for_every_marked_row_and_no_novel(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    for reasons in ({layanan.pk: "Salah.", dokumen.pk: " "}, {layanan.pk: "x" * 1001}):
        with pytest.raises(NotValid):
            send_back(by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan_baris=reasons)


def test_send_back_of_a_row_of_another_unit_is_refused(office: Office, cast: Cast) -> None:
    (iku,) = office.indikator(office.tim)
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotValid, match="tidak ada dalam pengajuan ini"):
        send_back(by=cast.kepala, pengajuan=submitted, versi=submitted.versi, alasan_baris={iku.pk: "Salah."})


@pytest.mark.parametrize("who", ["staf", "kasubbag", "kadis", "administrator", "asing"])
def test_send_back_is_for_whose_turn_it_is(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotAllowed):
        send_back(by=user, pengajuan=submitted, versi=submitted.versi, alasan="Perbaiki.")

    assert denied() == [("kembalikan", f"{user.nama} ({user.username})")]


def test_the_sekretaris_returns_only_what_has_reached_him(office: Office, cast: Cast) -> None:
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotNow, match="masih menunggu"):
        send_back(by=cast.sekretaris, pengajuan=submitted, versi=submitted.versi, alasan="Perbaiki.")

    checked = way.check(office, office.bidang, cast.kepala)
    assert send_back(by=cast.sekretaris, pengajuan=checked, versi=checked.versi, alasan="Perbaiki.").status == (
        "dikembalikan"
    )


def test_a_head_returns_nothing_that_he_already_passed_up(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    checked = way.check(office, office.bidang, cast.kepala)

    with pytest.raises(NotAllowed):
        send_back(by=cast.kepala, pengajuan=checked, versi=checked.versi, alasan="Perbaiki.")


# --- reopen -----------------------------------------------------------------------------------------------------


def test_reopen_of_a_validated_unit_opens_the_rows_named(office: Office, cast: Cast) -> None:
    layanan, *_ = office.indikator(office.bidang)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)
    validated = way.validate(office, office.bidang, cast.sekretaris)

    pengajuan = reopen(
        by=cast.sekretaris, pengajuan=validated, versi=validated.versi, alasan_baris={layanan.pk: "Bukti keliru."}
    )

    assert pengajuan.status == "dikembalikan"
    assert list(BarisDikembalikan.objects.values_list("indikator", "alasan")) == [(layanan.pk, "Bukti keliru.")]
    assert (last_event(pengajuan.pk).tindakan, last_event(pengajuan.pk).alasan) == ("buka_kembali", "Bukti keliru.")
    assert Jejak.objects.get(tindakan="buka_kembali").alasan == "Bukti keliru."


@pytest.mark.parametrize("who", ["staf", "kepala", "kadis", "perencana", "administrator", "asing"])
def test_reopen_is_for_the_sekretaris(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)
    validated = way.validate(office, office.bidang, cast.sekretaris)

    with pytest.raises(NotAllowed):
        reopen(by=user, pengajuan=validated, versi=validated.versi, alasan="Perbaiki.")

    assert denied() == [("buka_kembali", f"{user.nama} ({user.username})")]


def test_reopen_wants_a_validated_submission_and_a_reason(office: Office, cast: Cast) -> None:
    submitted = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    with pytest.raises(NotNow, match="Diajukan"):
        reopen(by=cast.sekretaris, pengajuan=submitted, versi=submitted.versi, alasan="Perbaiki.")

    way.check(office, office.bidang, cast.kepala)
    validated = way.validate(office, office.bidang, cast.sekretaris)
    with pytest.raises(NotValid):
        reopen(by=cast.sekretaris, pengajuan=validated, versi=validated.versi, alasan=" ")
