"""The unit takes back what it handed in: from where, to where, who may, and the rows that it leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import BarisDikembalikan, Jejak, Pengguna, PeristiwaPengajuan, Putusan
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.review import review_of
from indicators.services.pengajuan import check, reopen, send_back, submit, withdraw
from indicators.services.realisasi_entry import RowEntry
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.indicators import way
from tests.savers import save_row


def take_back(office: Office, by: Pengguna, alasan: str = "") -> None:
    pengajuan = office.pengajuan(office.bidang)
    withdraw(by=by, pengajuan=pengajuan, versi=pengajuan.versi, alasan=alasan)


def opened(office: Office) -> list[tuple[str, str, str]]:
    rows = BarisDikembalikan.objects.filter(pengajuan=office.pengajuan(office.bidang)).order_by("indikator__nama")
    return [(row.indikator.nama, row.alasan, row.oleh) for row in rows]


def test_a_draft_that_was_handed_in_is_a_draft_again(office: Office, cast: Cast) -> None:
    before = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    take_back(office, cast.kepala, "Angka Maret belum masuk.")

    now = office.pengajuan(office.bidang)
    assert (now.status, now.posisi, now.nomor_versi, now.versi) == ("draf", None, 1, before.versi + 1)
    assert now.daftar_versi.count() == 1
    assert not Putusan.objects.exists()
    event = PeristiwaPengajuan.objects.order_by("-pk")[0]
    assert (event.tindakan, event.dari, event.ke, event.nomor_versi, event.pelaku, event.alasan) == (
        "tarik",
        "diajukan",
        "draf",
        1,
        cast.kepala,
        "Angka Maret belum masuk.",
    )
    jejak = Jejak.objects.get(tindakan="tarik")
    assert (jejak.pelaku, jejak.ditolak, jejak.alasan) == (
        "Kepala Bidang IKP (kepala)",
        False,
        "Angka Maret belum masuk.",
    )
    assert jejak.sesudah is not None
    assert jejak.sesudah["status"] == "draf"

    # The rows are the unit's again, and the next hand-in is the second version; nobody judged the first.
    layanan, *_ = office.indikator(office.bidang)
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 1, realisasi="7"))
    again = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    assert again.nomor_versi == 2
    review = review_of(get_kewenangan(cast.kepala), again)
    assert (review.ditarik, review.dasar_perbandingan) == ({1}, None)


def test_rows_that_a_return_had_opened_are_open_again_with_their_reasons(office: Office, cast: Cast) -> None:
    layanan, dokumen, _ = office.indikator(office.bidang)
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    reasons = {layanan.pk: "Bukti kurang.", dokumen.pk: "Angka keliru."}
    send_back(by=cast.kepala, pengajuan=seen, versi=seen.versi, alasan_baris=reasons)
    returned = opened(office)

    # Twice: the second time the version between holds no verdict.
    for nomor in (2, 3):
        again = way.resubmit(office, office.bidang, cast.staf)
        assert (again.nomor_versi, opened(office)) == (nomor, [])
        take_back(office, cast.staf)

        assert office.pengajuan(office.bidang).status == "dikembalikan"
        assert opened(office) == returned
        rows = BarisDikembalikan.objects.all()
        assert {(row.jawaban, row.dijawab_oleh) for row in rows} == {("Sudah benar.", "Staf IKP (staf)")}
        assert [(nama, alasan) for nama, alasan, _ in returned] == [
            ("Jumlah dokumen informasi", "Angka keliru."),
            ("Jumlah layanan media", "Bukti kurang."),
        ]
    assert Putusan.objects.count() == 2
    event = PeristiwaPengajuan.objects.order_by("-pk")[0]
    assert (event.ke, event.keterangan) == ("dikembalikan", "2 baris terbuka seperti sebelum diajukan.")
    # Compared is with what was returned, not with what nobody judged.
    third = way.resubmit(office, office.bidang, cast.staf)
    assert review_of(get_kewenangan(cast.kepala), third).dasar_perbandingan == 1


def test_after_a_reopening_of_the_whole_every_row_is_open_again(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.check(office, office.bidang, cast.kepala)
    done = way.validate(office, office.bidang, cast.sekretaris)
    reopen(by=cast.sekretaris, pengajuan=done, versi=done.versi, alasan="Temuan Inspektorat.")
    way.resubmit(office, office.bidang, cast.staf)

    take_back(office, cast.staf)

    assert [(alasan, oleh) for _, alasan, oleh in opened(office)] == [
        ("Temuan Inspektorat.", "Sekretaris (sekretaris)")
    ] * 3


def test_what_another_unit_got_back_is_not_opened_again(office: Office, cast: Cast) -> None:
    """The Subbag's was returned before, and handed in as often."""
    layanan, *_ = office.indikator(office.bidang)
    for unit, by, head, values in (
        (office.subbag, cast.staf_umum, cast.kasubbag, way.SUBBAG),
        (office.bidang, cast.staf, cast.kepala, way.BIDANG),
    ):
        seen = way.hand_in(office, unit, by, values)
        reasons = {office.indikator(unit)[0].pk: f"Kurang, {unit.kode}."}
        send_back(by=head, pengajuan=seen, versi=seen.versi, alasan_baris=reasons)
        way.resubmit(office, unit, by)

    take_back(office, cast.staf)

    assert opened(office) == [(layanan.nama, "Kurang, ikp.", "Kepala Bidang IKP (kepala)")]


def test_what_a_head_has_checked_is_no_longer_the_units(office: Office, cast: Cast) -> None:
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    check(by=cast.kepala, pengajuan=seen, versi=seen.versi)

    with pytest.raises(NotNow, match="status pengajuan adalah Diperiksa"):
        take_back(office, cast.staf)
    with pytest.raises(ChangedMeanwhile, match="baru saja berubah menjadi Diperiksa"):
        withdraw(by=cast.staf, pengajuan=seen, versi=seen.versi - 1)
    assert not PeristiwaPengajuan.objects.filter(tindakan="tarik").exists()


def test_what_could_not_be_handed_in_again_is_not_taken_back(office: Office, cast: Cast) -> None:
    """After the closing day a draft stays a draft; what was returned may still be handed in."""
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    jadwal = office.tw1.jadwal
    jadwal.mulai = jadwal.tenggat = jadwal.tutup = timezone.localdate() - timedelta(days=1)
    jadwal.save()

    with pytest.raises(NotNow, match="sudah ditutup"):
        take_back(office, cast.staf)

    seen = office.pengajuan(office.bidang)
    send_back(by=cast.kepala, pengajuan=seen, versi=seen.versi, alasan="Perbaiki.")
    way.resubmit(office, office.bidang, cast.staf)
    take_back(office, cast.staf)
    assert office.pengajuan(office.bidang).status == "dikembalikan"


def test_a_reason_has_an_end(office: Office, cast: Cast) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    with pytest.raises(NotValid, match="terlalu panjang"):
        take_back(office, cast.staf, "a" * 1001)
    assert office.pengajuan(office.bidang).status == "diajukan"


@pytest.mark.parametrize("who", ["staf_umum", "kasubbag", "sekretaris", "kadis", "perencana", "pembaca", "asing"])
def test_others_are_refused_and_the_attempt_is_kept(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    with pytest.raises(NotAllowed):
        take_back(office, user)

    rows = Jejak.objects.filter(ditolak=True).values_list("tindakan", "pelaku")
    assert list(rows) == [("tarik", f"{user.nama} ({user.username})")]
    assert office.pengajuan(office.bidang).status == "diajukan"
