"""Documents know when they are out of date: what was corrected stops them, what came later does not touch them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Pejabat, Pengguna, PerjanjianKinerja, Realisasi, UnitKerja
from indicators.permissions import Peran
from indicators.rules.realisasi import Aturan, RuleSetting, Sifat
from indicators.selectors.kewajaran import find_in_rows
from indicators.selectors.kewenangan import today_in
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.reporting import read_basis
from indicators.services.kewajaran import explain, set_rules
from indicators.services.pengajuan import reopen as reopen_unit
from indicators.services.triwulan import approve, reopen_quarter
from reports.models import Dokumen
from reports.selectors import get_predecessor, list_corrections, list_touched
from reports.services.dokumen import request_final, request_preview
from reports.services.kedaluwarsa import why_outdated
from reports.services.laporan import edit
from reports.services.signature import sign_document
from sakip.refusals import NotAllowed, NotNow
from tests.cast import Cast, Office, freeze, make_butir, make_user
from tests.indicators import way
from tests.reports.steps import PASSPHRASE, approve_again, do, document_of, give_certificate, make_final, make_signed

pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


def fresh(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.select_related("laporan__opd__pemda").get(pk=dokumen.pk)


def sentences(dokumen: Dokumen) -> list[str]:
    return [item.kalimat for item in list_corrections([fresh(dokumen)]).get(dokumen.pk, ())]


def reopen(office: Office, cast: Cast) -> None:
    office.tw1.refresh_from_db()
    reopen_quarter(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi, alasan="Temuan.")


def approve_unchanged(office: Office, cast: Cast) -> None:
    office.tw1.refresh_from_db()
    approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)


def appoint(office: Office, mulai: date) -> Pejabat:
    return Pejabat.objects.create(
        opd=office.opd,
        unit=office.dinas,
        nama="Pelaksana Tugas, S.E.",
        nip="198001012005011001",
        pangkat="Pembina",
        jabatan="Plt. Kepala Dinas Komunikasi dan Informatika",
        penanda_tangan=True,
        mulai=mulai,
    )


def public_page(client: Client, dokumen: Dokumen) -> str:
    page = client.get(reverse("verifikasi:dokumen", args=[dokumen.token])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_preview_carries_draf_and_only_the_final_file_does_not(approved: Office, cast: Cast, quick: None) -> None:
    job = do(request_preview(by=cast.perencana, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1))
    assert document_of(job).snapshot["draf"] is True
    assert make_final(approved, cast.kadis).snapshot["draf"] is False


def test_a_document_keeps_what_it_is_made_of(final: Dokumen, office: Office) -> None:
    dasar = read_basis(final.dasar)
    assert dasar is not None
    assert (dasar["tahun"], list(dasar["sidik"]), dasar["pk"]) == (2024, ["1"], {"1": office.pk.pk})
    assert sorted(dasar["unit"].values()) == ["Bidang Informasi dan Komunikasi Publik", "Subbag Umum", "Tim IKU"]
    assert dasar["kantor"]["indicators.perangkatdaerah"] == "Dinas Komunikasi dan Informatika"
    assert dasar["pejabat"] is not None
    assert dasar["pejabat"]["teks"].startswith("Kepala Contoh, S.Sos., NIP 197007241996031003")
    assert dasar["lalu"] is None
    assert sentences(final) == []


def test_a_reopened_quarter_is_said_and_stops_the_signature_until_it_is_approved_unchanged(
    final: Dokumen, approved: Office, cast: Cast, certificate: object
) -> None:
    reopen(approved, cast)
    assert sentences(final) == ["TW I 2024 dibuka kembali untuk diperbaiki."]
    with pytest.raises(NotNow, match="sudah dibuka kembali"):
        sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)
    approve_unchanged(approved, cast)
    assert sentences(final) == []
    signed = sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)
    assert signed.status == "ditandatangani"


def test_a_corrected_number_marks_the_issued_document_everywhere(
    signed: Dokumen, approved: Office, cast: Cast, client_of: SignIn
) -> None:
    reopen(approved, cast)
    assert "Angkanya sedang diperiksa kembali" in public_page(Client(), signed)
    row = Realisasi.objects.order_by("pk")[0]
    Realisasi.objects.filter(pk=row.pk).update(nilai=row.nilai + 1)
    approve_unchanged(approved, cast)

    assert sentences(signed) == ["Angka TW I 2024 dikoreksi dan disahkan kembali."]
    (koreksi,) = list_corrections([fresh(signed)])[signed.pk]
    office_now = approved.tw1
    office_now.refresh_from_db()
    assert koreksi.sejak == office_now.disahkan_pada
    public = public_page(Client(), signed)
    assert "Angka berubah sejak diterbitkan" in public
    assert re.search(r"dikoreksi dan disahkan kembali\. Sejak \d+ \w+ \d{4} \d\d\.\d\d\.", public)
    for reader in (cast.kadis, cast.pembaca):
        shown = client_of(reader).get(reverse("reports:laporan", args=[2024, 1])).content.decode()
        assert "Angka berubah sejak diterbitkan" in shown
        listed = client_of(reader).get(reverse("reports:list")).content.decode()
        assert "Angka berubah sejak diterbitkan" in listed


def test_the_successor_says_what_changed(signed: Dokumen, approved: Office, cast: Cast, client_of: SignIn) -> None:
    approve_again(approved, cast)
    second = make_signed(approved, cast)
    assert get_predecessor(second) == fresh(signed)
    page = client_of(cast.pembaca).get(reverse("reports:laporan", args=[2024, 1])).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Yang berubah dari terbitan 1:" in text
    assert "Jumlah layanan media : realisasi TW I 6 menjadi 7 ;" in text
    assert "Angka berubah sejak diterbitkan" not in text


def test_an_acting_head_signs_in_her_own_name(
    final: Dokumen, approved: Office, cast: Cast, certificate: object
) -> None:
    appoint(approved, today_in(approved.opd))
    with pytest.raises(NotNow, match=r"menyebut Kepala Contoh.*hari ini Pelaksana Tugas.*Finalkan laporan kembali"):
        sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)

    again = make_final(approved, cast.kadis)
    with pytest.raises(NotAllowed, match="menunggu tanda tangan Pelaksana Tugas"):
        sign_document(by=cast.kadis, dokumen=again, versi=again.versi, passphrase=PASSPHRASE)
    acting = make_user("plt", "Pelaksana Tugas", (approved.dinas, Peran.KEPALA_DINAS), nip="198001012005011001")
    give_certificate(acting, approved.opd)
    second = sign_document(by=acting, dokumen=again, versi=again.versi, passphrase=PASSPHRASE)

    assert second.snapshot["penandatangan"]["nama"] == "Pelaksana Tugas, S.E."
    assert second.ditandatangani_oleh == "Pelaksana Tugas, S.E."
    assert fresh(final).status == "digantikan"


def test_a_later_official_letterhead_or_setting_does_not_touch_what_is_signed(
    signed: Dokumen, approved: Office, cast: Cast
) -> None:
    appoint(approved, today_in(approved.opd))
    approved.opd.alamat = "Jalan Baru 1"
    approved.opd.save()
    approved.tim.berlaku_sampai = date(2024, 12, 31)
    approved.tim.save()
    assert not why_outdated(fresh(signed))


def test_an_unsigned_final_is_composed_again_when_anything_it_prints_changed(
    final: Dokumen, approved: Office, cast: Cast, certificate: object
) -> None:
    approved.opd.singkatan = "Infokom"  # no report prints it
    approved.opd.save()
    assert not why_outdated(fresh(final))
    approved.opd.alamat = "Jalan Baru 1"
    approved.opd.save()
    reason = why_outdated(fresh(final))
    assert [(item.tempat, item.apa, item.lama, item.baru) for item in reason.perbedaan] == [
        ("Kop dan kantor", "alamat", "", "Jalan Baru 1")
    ]
    with pytest.raises(NotNow, match="berubah sejak disusun"):
        sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)
    assert make_signed(approved, cast).nomor_urut == 2


@pytest.mark.parametrize("what", ["pejabat", "unit", "kantor"])
def test_a_corrected_name_marks_a_signed_document(signed: Dokumen, approved: Office, what: str) -> None:
    if what == "pejabat":
        Pejabat.objects.update(nama="Kepala Contoh, S.Sos., M.M.")
        expected = "Nama dikoreksi: Kepala Contoh, S.Sos., NIP"
    elif what == "unit":
        UnitKerja.objects.filter(pk=approved.tim.pk).update(nama="Tim Pengumpul")
        expected = "Nama dikoreksi: Tim IKU menjadi Tim Pengumpul."
    else:
        type(approved.opd).objects.filter(pk=approved.opd.pk).update(nama="Dinas Kominfo")
        expected = "Nama dikoreksi: Dinas Komunikasi dan Informatika menjadi Dinas Kominfo."
    (sentence,) = sentences(signed)
    assert sentence.startswith(expected)


def make_perubahan(office: Office, berlaku_mulai: date) -> PerjanjianKinerja:
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="Refocusing", berlaku_mulai=berlaku_mulai
    )
    for unit in (office.bidang, office.subbag, office.tim):
        for indikator in office.indikator(unit):
            make_butir(pk, indikator, ("5", "5", "5", "5"))
    return freeze(pk)


def test_a_perubahan_marks_only_the_quarters_it_reaches_back_to(signed: Dokumen, approved: Office) -> None:
    later = make_perubahan(approved, date(2024, 7, 1))
    assert sentences(signed) == []
    earlier = PerjanjianKinerja.objects.get(pk=later.pk)
    earlier.pk, earlier.perubahan, earlier.berlaku_mulai = None, 2, date(2024, 2, 1)
    earlier.save(force_insert=True)
    assert sentences(signed) == [f"Target TW I 2024 kini menurut {earlier}."]


def test_an_official_of_tomorrow_does_not_sign_today(approved: Office, cast: Cast, quick: None) -> None:
    appoint(approved, today_in(approved.opd) + timedelta(days=1))
    assert make_final(approved, cast.kadis).snapshot["penandatangan"]["nama"] == "Kepala Contoh, S.Sos."


def test_what_changes_while_the_final_is_rendered_keeps_it_from_becoming_final(
    approved: Office, cast: Cast, quick: None
) -> None:
    job = request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)
    approved.opd.alamat = "Jalan Baru 1"
    approved.opd.save()
    done = do(job)
    assert done.status == "failed"
    assert "isinya berubah selama disusun" in done.message
    assert Dokumen.objects.get().status == "draf"


def test_an_opened_report_cannot_be_edited_when_it_is_current_and_can_when_it_is_out_of_date(
    final: Dokumen, approved: Office, cast: Cast
) -> None:
    def write() -> None:
        laporan = fresh(final).laporan
        edit(
            by=cast.perencana,
            opd=approved.opd,
            jenis="lpk",
            tahun=2024,
            triwulan=1,
            versi=laporan.versi,
            nomor="700/1",
            tempat="",
            tanggal=None,
            narasi={},
        )

    with pytest.raises(NotNow, match="sudah final"):
        write()
    reopen(approved, cast)
    approve_unchanged(approved, cast)
    with pytest.raises(NotNow, match="sudah final"):
        write()
    approve_again(approved, cast)
    write()


def test_touched_documents_are_those_of_the_quarter_and_after_it(final: Dokumen, approved: Office) -> None:
    assert list_touched(approved.opd.pk, 2024, 1) == [final]
    assert list_touched(approved.opd.pk, 2024, 2) == []
    assert list_touched(approved.opd.pk, 2023, 1) == []
    assert list_touched(approved.opd.pk + 1, 2024, 1) == []


def test_corrections_of_many_documents_cost_the_same(signed: Dokumen, django_assert_max_num_queries: Any) -> None:
    rows = [fresh(signed) for _ in range(5)]
    with django_assert_max_num_queries(6):
        assert list_corrections(rows) == {}


def explain_first(office: Office, cast: Cast, text: str) -> None:
    pengajuan = office.pengajuan(office.bidang)
    indikator = office.indikator(office.bidang)[0]
    (found, *_) = find_in_rows(pengajuan.triwulan, list_unit_rows(pengajuan))[indikator.pk]
    explain(
        by=cast.staf,
        pengajuan=pengajuan,
        indikator_id=indikator.pk,
        aturan=found.kode,
        perihal=found.perihal,
        teks=text,
    )


@pytest.mark.parametrize("printed", [True, False])
def test_an_explanation_that_was_corrected_marks_the_document_that_prints_it(
    office: Office, cast: Cast, quick: None, printed: bool
) -> None:
    rule = RuleSetting(Sifat.PERINGATAN, cetak=printed)
    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.JAUH_DI_ATAS_TARGET: rule})
    way.fill(office, office.bidang, ("24", "2", "80.18"))
    explain_first(office, cast, "Layanan dua bulan sekaligus.")
    way.check_all(office, cast)
    approve_unchanged(office, cast)
    signed = make_signed(office, cast)
    reopen(office, cast)
    pengajuan = office.pengajuan(office.bidang)
    reopen_unit(by=cast.sekretaris, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Perbaiki penjelasan.")
    explain_first(office, cast, "Layanan tiga bulan sekaligus.")
    way.resubmit(office, office.bidang, cast.staf)
    way.check(office, office.bidang, cast.kepala)
    way.validate(office, office.bidang, cast.sekretaris)
    approve_unchanged(office, cast)

    assert sentences(signed) == (["Angka TW I 2024 dikoreksi dan disahkan kembali."] if printed else [])
