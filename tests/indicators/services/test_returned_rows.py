"""A unit answers a return, and hands in what it changed or answered; what it neither changed nor answered stays."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from indicators.models import BarisDikembalikan, Indikator, Jejak, Pengajuan, Pengguna
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.returned_rows import list_changes
from indicators.selectors.version_content import VersionReturn, read_version
from indicators.services.bukti import add_evidence, replace_evidence
from indicators.services.pengajuan import send_back, submit
from indicators.services.realisasi_entry import RowEntry
from indicators.services.returned_rows import answer_return
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.indicators import way
from tests.savers import save_row


@pytest.fixture
def rows(office: Office) -> Sequence[Indikator]:
    return office.indikator(office.bidang)


def return_rows(office: Office, cast: Cast, *rows: Indikator) -> Pengajuan:
    """Have Bidang's quarter handed in and returned: these rows, or the whole."""
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    reasons = {row.pk: f"Jelaskan {row}." for row in rows}
    return send_back(
        by=cast.kepala,
        pengajuan=first,
        versi=first.versi,
        alasan="" if rows else "Lengkapi semuanya.",
        alasan_baris=reasons,
    )


def answer(office: Office, by: Pengguna, row: Indikator | None, text: str) -> list[BarisDikembalikan]:
    key = None if row is None else row.pk
    return answer_return(by=by, triwulan=office.tw1, unit=office.bidang, indikator_id=key, jawaban=text)


def again(office: Office, by: Pengguna) -> Pengajuan:
    return submit(by=by, pengajuan=office.pengajuan(office.bidang))


def kept(pengajuan: Pengajuan) -> dict[int, VersionReturn]:
    version = pengajuan.daftar_versi.get(nomor=pengajuan.nomor_versi)
    return {row["indikator_id"]: row["pengembalian"] for row in read_version(version) if "pengembalian" in row}


def test_an_answer_is_kept_with_who_and_when_and_stands_in_the_trail(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    return_rows(office, cast, rows[0])
    (row,) = answer(office, cast.staf, rows[0], "  Sudah benar.\x00 ")
    row.refresh_from_db()
    assert (row.jawaban, row.dijawab_oleh) == ("Sudah benar.", "Staf IKP (staf)")
    assert row.dijawab_pada is not None
    jejak = Jejak.objects.get(tindakan="jawab_pengembalian")
    assert (jejak.objek_jenis, jejak.unit) == ("indicators.pengajuan", office.bidang.nama)
    assert jejak.sebelum == {"jawaban": ""}
    assert jejak.sesudah == {"baris": str(rows[0]), "jawaban": "Sudah benar.", "alasan": f"Jelaskan {rows[0]}."}

    answer(office, cast.staf, rows[0], "Sudah benar.")
    assert Jejak.objects.filter(tindakan="jawab_pengembalian").count() == 1


def test_an_answer_can_be_taken_back(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    return_rows(office, cast, rows[0])
    answer(office, cast.staf, rows[0], "Sudah benar.")
    (row,) = answer(office, cast.staf, rows[0], "   ")
    row.refresh_from_db()
    assert (row.jawaban, row.dijawab_oleh, row.dijawab_pada) == ("", "", None)


def test_a_returned_row_is_not_handed_in_unchanged_without_an_answer(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    return_rows(office, cast, *rows[:2])
    answer(office, cast.staf, rows[0], "Bukti ada di halaman 2.")

    with pytest.raises(NotValid, match="belum diubah dan belum dijawab") as refused:
        again(office, cast.staf)

    assert set(refused.value.fields) == {str(rows[1].pk)}
    assert office.pengajuan(office.bidang).status == "dikembalikan"
    assert BarisDikembalikan.objects.count() == 2


def test_what_was_asked_and_answered_goes_into_the_version(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    return_rows(office, cast, *rows[:2])
    answer(office, cast.staf, rows[0], "Bukti ada di halaman 2.")
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(rows[1].pk, versi=1, realisasi="3"))

    done = again(office, cast.staf)

    asked = {"oleh": f"{cast.kepala} (kepala)"}
    assert kept(done) == {
        rows[0].pk: {
            **asked,
            "alasan": f"Jelaskan {rows[0]}.",
            "jawaban": "Bukti ada di halaman 2.",
            "dijawab_oleh": "Staf IKP (staf)",
        },
        rows[1].pk: {**asked, "alasan": f"Jelaskan {rows[1]}.", "jawaban": "", "dijawab_oleh": ""},
    }
    assert not BarisDikembalikan.objects.exists()


def test_a_return_of_the_whole_asks_for_one_answer(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    return_rows(office, cast)
    with pytest.raises(NotValid, match="belum ada yang berubah"):
        again(office, cast.staf)

    answer(office, cast.staf, None, "Tidak ada bukti lain.")

    assert {item["jawaban"] for item in kept(again(office, cast.staf)).values()} == {"Tidak ada bukti lain."}
    assert Jejak.objects.get(tindakan="jawab_pengembalian").sesudah["baris"] == "seluruh data"  # type: ignore[index]  # it is there


def test_a_return_of_the_whole_is_served_by_one_row_that_changed(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    return_rows(office, cast)
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(rows[1].pk, versi=1, realisasi="3"))
    assert again(office, cast.staf).nomor_versi == 2


def test_a_change_beyond_what_is_printed_is_shown_in_full(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    where = {"by": cast.staf, "triwulan": office.tw1, "unit": office.bidang}
    for row in rows:
        save_row(**where, isian=RowEntry(row.pk, versi=0, realisasi=Decimal("2.123456")))
    first = again(office, cast.staf)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={rows[0].pk: "Hitung lagi."})
    save_row(**where, isian=RowEntry(rows[0].pk, versi=1, realisasi=Decimal("2.123459")))

    current = office.pengajuan(office.bidang)
    old = {item["indikator_id"]: item for item in read_version(current.daftar_versi.get())}
    (shown,) = [row for row in list_unit_rows(current) if row.indikator == rows[0]]
    (change,) = list_changes(old[rows[0].pk], shown, ())
    assert (change.kolom, change.lama, change.baru) == ("Realisasi", "2,123456", "2,123459")


def test_another_file_of_the_same_name_is_a_change(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    where = {"by": cast.staf, "triwulan": office.tw1, "unit": office.bidang}
    bukti = add_evidence(**where, indikator_id=rows[0].pk, file=upload("bukti.pdf", PDF))
    for row in rows:
        save_row(**where, isian=RowEntry(row.pk, versi=1 if row == rows[0] else 0, realisasi="2"))
    first = again(office, cast.staf)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={rows[0].pk: "Salah berkas."})
    replace_evidence(**where, bukti=bukti, file=upload("bukti.pdf", PDF + b"%%EOF\n"), alasan="Salah.")

    current = office.pengajuan(office.bidang)
    now = get_hand_in(current)
    old = {item["indikator_id"]: item for item in read_version(current.daftar_versi.get())}
    changes = {row.indikator.pk: list_changes(old[row.indikator.pk], row, ()) for row in now.baris}
    (change,) = changes[rows[0].pk]
    assert (change.kolom, change.lama, change.baru) == ("Bukti dukung", "bukti.pdf", "bukti.pdf (isi berkas lain)")
    assert now.dikembalikan.halangan is None


def test_refusals(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    with pytest.raises(NotNow, match="sudah diajukan"):
        answer(office, cast.staf, rows[0], "Sudah.")
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={rows[0].pk: "Jelaskan."})
    with pytest.raises(NotNow, match="tidak sedang dikembalikan"):
        answer(office, cast.staf, rows[1], "Sudah.")
    with pytest.raises(NotNow, match="tidak dikembalikan seluruhnya"):
        answer(office, cast.staf, None, "Sudah.")
    with pytest.raises(NotValid, match="paling banyak 1000 huruf"):
        answer(office, cast.staf, rows[0], "x" * 1001)
    for stranger in (cast.staf_umum, cast.sekretaris, cast.asing):
        with pytest.raises(NotAllowed):
            answer(office, stranger, rows[0], "Sudah.")
    assert Jejak.objects.filter(tindakan="jawab_pengembalian", ditolak=True).count() == 3
    assert BarisDikembalikan.objects.get().jawaban == ""


def test_who_hands_in_has_seen_the_answers(office: Office, cast: Cast, rows: Sequence[Indikator]) -> None:
    from indicators.selectors.seen import seen_submission

    pengajuan = return_rows(office, cast, rows[0])
    answer(office, cast.staf, rows[0], "Sudah benar.")
    now = get_hand_in(pengajuan)
    seen = seen_submission(pengajuan, now.baris, now.dikembalikan.baris)
    answer(office, cast.staf, rows[0], "Belum benar.")
    with pytest.raises(ChangedMeanwhile):
        submit(by=cast.kepala, pengajuan=pengajuan, dilihat=seen)
