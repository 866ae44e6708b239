"""Which rows are open after a return: whatever handing in asks of a unit the unit can do, and nothing else."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indikator, PengaturanTahun, Pengguna, PerjanjianKinerja, Realisasi
from indicators.rules.realisasi import Aturan, RuleSetting, Sifat
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.review import ReviewFilter, review_of
from indicators.services.kewajaran import explain, set_rules
from indicators.services.penetapan import fix_pk
from indicators.services.pengajuan import send_back, submit, withdraw
from indicators.services.perjanjian import new_butir, remove_butir, save_butir
from indicators.services.perubahan import make_perubahan
from indicators.services.realisasi_entry import RowEntry
from indicators.services.rencana import save_indikator
from indicators.services.returned_rows import answer_return
from indicators.services.target_entry import TargetEntry
from sakip.refusals import NotNow, NotValid
from tests.cast import Cast, Office, make_quarter
from tests.indicators import way
from tests.savers import save_row

ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def rows(office: Office) -> Sequence[Indikator]:
    return office.indikator(office.bidang)


@pytest.fixture
def staf(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.staf)


def type_in(office: Office, by: Pengguna, row: Indikator, text: str | None = None, **teks: str) -> None:
    stored = Realisasi.objects.filter(indikator=row, triwulan=office.tw1).first()
    entry = RowEntry(row.pk, 0 if stored is None else stored.versi, realisasi=text, teks=teks)
    save_row(by=by, triwulan=office.tw1, unit=office.bidang, isian=entry)


def open_rows(office: Office) -> set[int]:
    return set(get_hand_in(office.pengajuan(office.bidang)).terbuka)


def again(office: Office, by: Pengguna) -> int:
    return submit(by=by, pengajuan=office.pengajuan(office.bidang)).nomor_versi


def draft_with(office: Office, cast: Cast, nama: str) -> tuple[PerjanjianKinerja, Indikator]:
    """A perubahan that brings Bidang a row, not fixed yet."""
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Tambah", berlaku_mulai=date(2024, 2, 1))
    new = Indikator(
        unit=office.bidang,
        sub_kegiatan=office.sub_kegiatan,
        nama=nama,
        satuan="Kali",
        konsolidasi="kumulatif",
        pola_target="bertahap",
    )
    save_indikator(by=cast.perencana, indikator=new)
    target = {q: TargetEntry(Decimal(text)) for q, text in ((1, "1"), (2, "2"), (3, "3"), (4, "4"), (0, "4"))}
    save_butir(by=cast.perencana, butir=new_butir(draft, new), target=target)
    return draft, new


def pages_open(client: Client, office: Office) -> set[int]:
    """The rows that the entry page lets somebody type into."""
    pengajuan = office.pengajuan(office.bidang)
    page = client.get(reverse("indicators:pengisian_sheet", args=[pengajuan.triwulan_id, pengajuan.unit_id]))
    return {row.id for row in page.context["halaman"].butir if getattr(row, "terbuka", False)}


def test_what_was_not_returned_and_is_not_asked_stays_closed(
    office: Office, cast: Cast, rows: Sequence[Indikator], staf: Client
) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    way.give_back(office, office.bidang, cast.kepala, rows[0])

    assert open_rows(office) == pages_open(staf, office) == {rows[0].pk}
    with pytest.raises(NotNow, match="tidak dikembalikan"):
        type_in(office, cast.staf, rows[1], "1")


@pytest.mark.parametrize("whole", [True, False])
def test_a_row_that_a_perubahan_brings_after_a_return_is_filled_and_handed_in(
    office: Office, cast: Cast, rows: Sequence[Indikator], staf: Client, whole: bool
) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    draft, new = draft_with(office, cast, "Jumlah pelatihan")
    way.give_back(office, office.bidang, cast.kepala, *([] if whole else rows[:1]))
    fix_pk(by=cast.perencana, pk=draft)

    returned = {row.pk for row in (rows if whole else rows[:1])}
    assert open_rows(office) == pages_open(staf, office) == returned | {new.pk}
    with pytest.raises(NotValid, match="1 baris belum lengkap") as refused:
        again(office, cast.staf)
    assert set(refused.value.fields) == {str(new.pk)}

    type_in(office, cast.staf, new, "10")
    # A slip of the pen in it can be mended: once open it stays open.
    type_in(office, cast.staf, new, "1")
    type_in(office, cast.staf, rows[0], "7")
    assert again(office, cast.staf) == 2

    # The checker sees what came beside the returned rows.
    review = review_of(get_kewenangan(cast.kepala), office.pengajuan(office.bidang))
    (shown,) = [row for row in review.baris if row.baris.indikator == new]
    assert [(change.kolom, change.baru) for change in shown.perubahan] == [("Baris", "baru")]
    assert ReviewFilter.CHANGED in shown.saringan
    assert (review.pengembalian is not None) == whole, "a return of the whole stays one, whatever came after it"


def test_a_return_of_the_whole_asks_for_one_answer_also_after_a_perubahan(
    office: Office, cast: Cast, rows: Sequence[Indikator], staf: Client
) -> None:
    """A row that came and a row that went leave the one reason one."""
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    draft, new = draft_with(office, cast, "Jumlah pelatihan")
    remove_butir(by=cast.perencana, butir=draft.butir.get(indikator=rows[2]))
    way.give_back(office, office.bidang, cast.kepala)
    fix_pk(by=cast.perencana, pk=draft)

    page = staf.get(reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])).content.decode()
    assert page.count("Periksa semuanya.") == 1
    assert "1 baris baru ikut ditandai" in page
    type_in(office, cast.staf, new, "1")
    answer_return(by=cast.staf, triwulan=office.tw1, unit=office.bidang, indikator_id=None, jawaban="Sudah benar.")
    assert again(office, cast.staf) == 2


def test_a_row_that_a_corrected_one_makes_odd_can_be_explained(
    office: Office, cast: Cast, rows: Sequence[Indikator], staf: Client
) -> None:
    """A kegiatan that falls short leaves its program on target: the office wants to know why."""
    _, dokumen, indeks = rows
    PengaturanTahun.objects.create(opd=office.opd, tahun=2024, nilai_tetap_tiap_triwulan=True)
    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.INDUK_TERCAPAI: RuleSetting(Sifat.TAHAN)})
    way.hand_in(office, office.bidang, cast.staf, ("12", "2", "81.18"))
    way.give_back(office, office.bidang, cast.kepala, dokumen)
    assert open_rows(office) == {dokumen.pk}

    type_in(office, cast.staf, dokumen, "1", kendala="Hujan")

    pengajuan = office.pengajuan(office.bidang)
    now = get_hand_in(pengajuan)
    (held,) = now.tertahan
    assert (held.indikator_id, held.temuan.kode) == (indeks.pk, Aturan.INDUK_TERCAPAI)
    assert pages_open(staf, office) == {dokumen.pk, indeks.pk}
    what = {"indikator_id": indeks.pk, "aturan": held.temuan.kode, "perihal": held.temuan.perihal}
    explain(by=cast.staf, pengajuan=pengajuan, **what, teks="Keduanya bnar.")
    # A slip of the pen in it can be mended: what is explained is open still.
    explain(by=cast.staf, pengajuan=pengajuan, **what, teks="Keduanya benar.")
    assert again(office, cast.staf) == 2

    review = review_of(get_kewenangan(cast.kepala), office.pengajuan(office.bidang))
    (shown,) = [row for row in review.baris if row.baris.indikator == indeks]
    assert [(change.kolom, change.lama, change.baru) for change in shown.perubahan] == [
        (f"Penjelasan {held.temuan.label}", "", "Keduanya benar.")
    ]


def test_a_row_that_falls_because_an_earlier_quarter_was_corrected_can_be_noted(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    layanan, dokumen, _ = rows
    second = make_quarter(office.opd, 2024, 2, [office.bidang])
    way.fill(office, office.bidang, ("6", "2", "80.18"))
    way.fill(office, office.bidang, ("7", "4", "81.18"), quarter=second)
    pengajuan = second.pengajuan.get(unit=office.bidang)
    first = submit(by=cast.staf, pengajuan=pengajuan)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={dokumen.pk: "Periksa."})
    type_in(office, cast.staf, layanan, "9")

    at = {"by": cast.staf, "triwulan": second, "unit": office.bidang}
    save_row(**at, isian=RowEntry(dokumen.pk, 1, realisasi="5"))
    with pytest.raises(NotValid, match="1 baris belum lengkap"):
        submit(by=cast.staf, pengajuan=pengajuan)
    save_row(**at, isian=RowEntry(layanan.pk, 1, teks={"catatan": "Dua layanan ditutup."}))
    # Noted, it is asked nothing more; the note may still be worded better.
    save_row(**at, isian=RowEntry(layanan.pk, 2, teks={"catatan": "Dua layanan ditutup pada Mei."}))
    assert submit(by=cast.staf, pengajuan=pengajuan).nomor_versi == 2


def test_a_rule_that_is_made_to_hold_after_the_return_opens_what_it_holds(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    layanan, dokumen, _ = rows
    way.hand_in(office, office.bidang, cast.staf, ("24", "2", "81.18"))
    way.give_back(office, office.bidang, cast.kepala, dokumen)
    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.JAUH_DI_ATAS_TARGET: RuleSetting(Sifat.TAHAN)})

    assert open_rows(office) == {layanan.pk, dokumen.pk}
    type_in(office, cast.staf, dokumen, "3")
    type_in(office, cast.staf, layanan, "4")
    assert again(office, cast.staf) == 2


def test_what_was_explained_before_the_return_stays_closed(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    layanan, dokumen, _ = rows
    set_rules(by=cast.sekretaris, opd=office.opd, isian={Aturan.JAUH_DI_ATAS_TARGET: RuleSetting(Sifat.TAHAN)})
    way.fill(office, office.bidang, ("24", "2", "81.18"))
    pengajuan = office.pengajuan(office.bidang)
    (held,) = get_hand_in(pengajuan).tertahan
    what = {"aturan": held.temuan.kode, "perihal": held.temuan.perihal, "teks": "Dua kali pameran."}
    explain(by=cast.staf, pengajuan=pengajuan, indikator_id=layanan.pk, **what)
    submit(by=cast.staf, pengajuan=pengajuan)
    way.give_back(office, office.bidang, cast.kepala, dokumen)
    assert open_rows(office) == {dokumen.pk}


def test_what_was_taken_back_again_is_held_against_what_was_returned(
    office: Office, cast: Cast, rows: Sequence[Indikator]
) -> None:
    """Nobody has judged the version between: what was mended for it counts as mended, and what it brought is open."""
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    draft, new = draft_with(office, cast, "Jumlah pelatihan")
    way.give_back(office, office.bidang, cast.kepala, rows[0])
    fix_pk(by=cast.perencana, pk=draft)
    type_in(office, cast.staf, new, "1")
    type_in(office, cast.staf, rows[0], "7")
    again(office, cast.staf)
    pengajuan = office.pengajuan(office.bidang)
    withdraw(by=cast.staf, pengajuan=pengajuan, versi=pengajuan.versi)

    assert open_rows(office) == {rows[0].pk, new.pk}
    assert again(office, cast.staf) == 3
