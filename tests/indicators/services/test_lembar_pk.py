"""The sheets of a PK: arranged by the rule, corrected by hand, frozen with the PK."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ButirLembar, ButirPK, Indikator, Jejak, LembarPK, Pejabat, PerjanjianKinerja
from indicators.selectors.lembar_pk import is_stale, list_missing_parties, show_lembar
from indicators.services.kantor import delete_unit, save_pejabat
from indicators.services.lembar_pk import arrange_lembar, save_lembar
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import copy_rows, delete_pk, remove_butir, save_butir
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, freeze, make_butir, make_pk
from tests.trail import told

KADIS = {
    "nama": "Kepala Contoh, S.Sos.",
    "jabatan": "Kepala Dinas Komunikasi dan Informatika",
    "nip": "197007241996031003",
    "pangkat": "Pembina Utama Muda",
}
NOBODY = {"nama": "", "jabatan": "", "nip": "", "pangkat": ""}


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    """The rows of 2024 in a draft of 2025: Bidang three, Subbag two sub kegiatan, the Tim the IKU."""
    draft = make_pk(office.opd, 2025)
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    return draft


@pytest.fixture
def sheets(draft: PerjanjianKinerja, cast: Cast) -> dict[str, LembarPK]:
    arrange_lembar(by=cast.perencana, pk=draft)
    return by_unit(draft)


def by_unit(pk: PerjanjianKinerja) -> dict[str, LembarPK]:
    return {row.unit.kode: row for row in LembarPK.objects.filter(pk_induk=pk).select_related("unit", "pk_induk__opd")}


def party(lembar: LembarPK, pihak: str) -> dict[str, str]:
    return {name: getattr(lembar, f"{pihak}_{name}") for name in ("nama", "jabatan", "nip", "pangkat")}


def rows_of(lembar: LembarPK) -> set[str]:
    return set(ButirLembar.objects.filter(lembar=lembar).values_list("butir__indikator__nama", flat=True))


def head(office: Office, cast: Cast, **facts: Any) -> Pejabat:
    whole = {
        "opd": office.opd,
        "unit": office.sekretariat,
        "nama": "Sekretaris (contoh)",
        "nip": "198001012005011001",
        "pangkat": "Pembina",
        "jabatan": "Sekretaris Dinas",
        "mulai": date(2024, 1, 1),
    }
    return save_pejabat(by=cast.administrator, pejabat=Pejabat(**(whole | facts)))


def test_sheets_follow_the_rule_and_the_officials(office: Office, sheets: dict[str, LembarPK]) -> None:
    assert {kode: (row.jenjang, row.nama_unit_kedua) for kode, row in sheets.items()} == {
        "dinas": ("bupati_kadis", "Kabupaten Contoh Raya"),
        "umum": ("eselon_iii_iv", "Sekretariat"),
        "ikp": ("kadis_eselon_iii", "Dinas Komunikasi dan Informatika"),
    }
    assert rows_of(sheets["dinas"]) == {"Nilai Indeks SPBE"}
    assert rows_of(sheets["umum"]) == {"Jumlah surat", "Jumlah gedung dipelihara"}
    assert rows_of(sheets["ikp"]) == {"Jumlah layanan media", "Jumlah dokumen informasi", "Indeks keterbukaan"}
    assert party(sheets["dinas"], "pertama") == KADIS
    assert party(sheets["dinas"], "kedua") == NOBODY | {"jabatan": "Bupati Contoh Raya"}
    assert party(sheets["ikp"], "kedua") == KADIS
    assert party(sheets["ikp"], "pertama") == party(sheets["umum"], "kedua") == NOBODY
    audit = Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.lembarpk")
    assert audit.count() == 3
    assert audit.get(unit="Subbag Umum").sesudah["butir"] == ["Jumlah gedung dipelihara", "Jumlah surat"]  # type: ignore[index]  # it is there


def test_what_is_missing_is_said_in_sentences(sheets: dict[str, LembarPK]) -> None:
    advice = "Isi sendiri, atau minta administrator mencatat pejabatnya lalu susun ulang."
    assert list_missing_parties(sheets["dinas"]) == ["Nama Bupati Contoh Raya belum diisi."]
    assert list_missing_parties(sheets["umum"]) == [
        f"Pejabat yang memimpin Subbag Umum pada 1 Januari 2025 belum tercatat. {advice}",
        f"Pejabat yang memimpin Sekretariat pada 1 Januari 2025 belum tercatat. {advice}",
    ]


def test_who_is_in_office_when_the_pk_comes_into_force_signs(
    office: Office, cast: Cast, draft: PerjanjianKinerja
) -> None:
    head(office, cast, nama="Yang lama", nip="198001012005011009", sampai=date(2024, 12, 31))
    head(office, cast, nama="Yang nanti", nip="198001012005011008", mulai=date(2025, 2, 1))
    head(office, cast)
    # He signs the reports for the Kepala Dinas meanwhile, and still heads the Sekretariat.
    head(office, cast, jabatan="Plt. Kepala Dinas", penanda_tangan=True, mulai=date(2024, 6, 1))
    arrange_lembar(by=cast.perencana, pk=draft)
    found = by_unit(draft)
    assert (found["umum"].kedua_nama, found["umum"].kedua_jabatan) == ("Sekretaris (contoh)", "Sekretaris Dinas")
    assert found["dinas"].pertama_jabatan == found["ikp"].kedua_jabatan == "Plt. Kepala Dinas"


def test_arranging_again_changes_nothing_and_records_nothing(
    cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    before = Jejak.objects.count()
    ids = set(ButirLembar.objects.values_list("pk", flat=True))
    again = arrange_lembar(by=cast.perencana, pk=draft)
    assert {row.pk for row in again} == {row.pk for row in sheets.values()}
    assert set(ButirLembar.objects.values_list("pk", flat=True)) == ids
    assert Jejak.objects.count() == before
    assert not is_stale(draft)


def test_sheets_are_brought_in_step_with_rows_and_units(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    row = ButirPK.objects.get(pk_induk=draft, indikator__nama="Jumlah layanan media")
    row.unit = office.sekretariat
    save_butir(by=cast.perencana, butir=row)
    for name in ("Jumlah surat", "Jumlah gedung dipelihara"):
        remove_butir(by=cast.perencana, butir=ButirPK.objects.get(pk_induk=draft, indikator__nama=name))
    assert is_stale(draft)
    arrange_lembar(by=cast.perencana, pk=draft)
    found = by_unit(draft)
    assert set(found) == {"dinas", "sekretariat", "ikp"}
    assert rows_of(found["sekretariat"]) == {"Jumlah layanan media"}
    assert found["ikp"].pk == sheets["ikp"].pk
    assert not is_stale(draft)
    assert Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.lembarpk").unit == "Subbag Umum"
    changed = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.lembarpk")
    assert changed.sebelum is not None
    assert changed.sesudah is not None
    assert set(changed.sebelum["butir"]) - set(changed.sesudah["butir"]) == {"Jumlah layanan media"}


def test_party_entered_by_hand_stays_until_it_is_taken_from_the_officials_again(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    lembar = sheets["umum"]
    lembar.kedua_nama, lembar.kedua_jabatan, lembar.nomor = "Plh. (contoh)", "Plh. Sekretaris", "12/2025"
    save_lembar(by=cast.perencana, lembar=lembar)
    assert (lembar.pertama_sendiri, lembar.kedua_sendiri) == (False, True)
    head(office, cast)
    head(office, cast, unit=office.subbag, nama="Kasubbag (contoh)", nip="198001012005011002", jabatan="Kasubbag")
    assert is_stale(draft)
    arrange_lembar(by=cast.perencana, pk=draft)
    lembar = by_unit(draft)["umum"]
    assert (lembar.pertama_nama, lembar.kedua_nama, lembar.nomor) == ("Kasubbag (contoh)", "Plh. (contoh)", "12/2025")
    assert not is_stale(draft)
    save_lembar(by=cast.perencana, lembar=lembar, otomatis=["kedua"])
    lembar = by_unit(draft)["umum"]
    assert (lembar.kedua_nama, lembar.kedua_sendiri) == ("Sekretaris (contoh)", False)


def test_number_and_date_make_no_party_ones_own(cast: Cast, sheets: dict[str, LembarPK]) -> None:
    lembar = sheets["dinas"]
    lembar.nomor, lembar.tanggal = "1/PK/2025", date(2025, 1, 2)
    save_lembar(by=cast.perencana, lembar=lembar)
    stored = LembarPK.objects.get(pk=lembar.pk)
    assert (stored.nomor, stored.tanggal, stored.pertama_sendiri, stored.kedua_sendiri) == (
        "1/PK/2025",
        date(2025, 1, 2),
        False,
        False,
    )
    assert Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.lembarpk").sesudah["nomor"] == "1/PK/2025"  # type: ignore[index]  # it is there


def test_wrong_party_and_fixed_parts_are_refused(office: Office, cast: Cast, sheets: dict[str, LembarPK]) -> None:
    lembar = sheets["umum"]
    lembar.pertama_nip = "123"
    with pytest.raises(NotValid, match="NIP terdiri atas 18 angka") as refused:
        save_lembar(by=cast.perencana, lembar=lembar)
    assert set(refused.value.fields) == {"pertama_nip"}
    lembar = by_unit(lembar.pk_induk)["umum"]
    lembar.unit = office.bidang
    with pytest.raises(NotValid, match="mengikuti susunan lembar"):
        save_lembar(by=cast.perencana, lembar=lembar)


def test_sheet_that_was_rearranged_away_is_not_found(
    cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    for name in ("Jumlah surat", "Jumlah gedung dipelihara"):
        remove_butir(by=cast.perencana, butir=ButirPK.objects.get(pk_induk=draft, indikator__nama=name))
    arrange_lembar(by=cast.perencana, pk=draft)
    with pytest.raises(NotFound):
        save_lembar(by=cast.perencana, lembar=sheets["umum"])
    with pytest.raises(NotFound, match="Susun lembar perjanjian lebih dahulu"):
        save_lembar(by=cast.perencana, lembar=LembarPK(pk_induk=draft, unit=sheets["umum"].unit))


def test_pk_without_rows_has_no_sheets(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="belum memuat indikator"):
        arrange_lembar(by=cast.perencana, pk=make_pk(office.opd, 2026))


def test_sheets_that_do_not_fit_are_not_fixed(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    row = ButirPK.objects.get(pk_induk=draft, indikator__nama="Jumlah layanan media")
    row.unit = office.subbag
    save_butir(by=cast.perencana, butir=row)
    with pytest.raises(NotNow, match="Susun ulang lembarnya, lalu tetapkan"):
        fix_pk(by=cast.perencana, pk=draft)
    arrange_lembar(by=cast.perencana, pk=draft)
    fix_pk(by=cast.perencana, pk=draft)


@pytest.mark.parametrize("change", ["new_row", "date", "official", "jenjang"])
def test_anything_that_the_rule_looks_at_makes_sheets_stale(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK], change: str
) -> None:
    assert not is_stale(draft)
    match change:
        case "new_row":
            new = Indikator.objects.create(opd=office.opd, unit=office.tim, program=office.program, nama="Baru")
            make_butir(draft, new, ("1", "1", "1", "1"))
        case "date":
            Pejabat.objects.update(sampai=date(2025, 1, 31))
            draft.berlaku_mulai = date(2025, 3, 1)
            draft.save()
        case "official":
            head(office, cast)
        case "jenjang":
            office.subbag.jenjang = "eselon_iii"
            office.subbag.save()
    assert is_stale(draft)


def test_sheets_are_frozen_with_their_pk(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    fix_pk(by=cast.perencana, pk=draft)
    acts: tuple[Callable[[], Any], ...] = (
        lambda: arrange_lembar(by=cast.perencana, pk=draft),
        lambda: save_lembar(by=cast.perencana, lembar=sheets["umum"]),
        lambda: arrange_lembar(by=None, pk=office.pk),
    )
    for act in acts:
        with pytest.raises(NotNow, match="sudah ditetapkan, jadi tidak dapat diubah"):
            act()
    # What changes in the office afterwards changes nothing in what was signed.
    head(office, cast)
    assert by_unit(draft)["umum"].kedua_nama == ""


@pytest.mark.parametrize("role", ["staf", "kepala", "sekretaris", "kadis", "pembaca", "administrator", "asing"])
def test_others_are_denied_and_recorded(
    cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK], role: str
) -> None:
    user, before = getattr(cast, role), Jejak.objects.filter(ditolak=False).count()
    with pytest.raises(NotAllowed):
        arrange_lembar(by=user, pk=draft)
    lembar = sheets["umum"]
    lembar.pertama_nama = "Orang lain"
    with pytest.raises(NotAllowed):
        save_lembar(by=user, lembar=lembar)
    denied = Jejak.objects.filter(ditolak=True).order_by("pk")
    assert told(denied) == ["ubah lembarpk", "ubah lembarpk"]
    assert Jejak.objects.filter(ditolak=False).count() == before
    assert by_unit(draft)["umum"].pertama_nama == ""


def test_draft_is_deleted_with_its_sheets_and_a_unit_with_a_sheet_stays(
    office: Office, cast: Cast, draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_unit(by=cast.administrator, unit=office.bidang)
    delete_pk(by=cast.perencana, pk=draft)
    assert not LembarPK.objects.exists()
    audit = Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.perjanjiankinerja")
    assert audit.sebelum is not None
    assert [row["nama_unit"] for row in audit.sebelum["lembar"]] == [
        "Dinas Komunikasi dan Informatika",
        "Subbag Umum",
        "Bidang Informasi dan Komunikasi Publik",
    ]


def test_page_reads_sheets_in_four_queries_and_rows_in_the_order_of_the_plan(
    draft: PerjanjianKinerja, sheets: dict[str, LembarPK]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        shown, without = show_lembar(draft)
    assert len(captured) == 4
    assert [item.lembar.unit.kode for item in shown] == ["dinas", "umum", "ikp"]
    assert [row.butir.indikator.nama for row in shown[2].butir] == [
        "Indeks keterbukaan",
        "Jumlah dokumen informasi",
        "Jumlah layanan media",
    ]
    assert without == []


def test_arranging_many_rows_costs_a_constant_number_of_queries(
    office: Office, cast: Cast, draft: PerjanjianKinerja
) -> None:
    many = make_pk(office.opd, 2026)
    for unit in (office.tim, office.subbag):
        make_butir(many, office.indikator(unit)[0], ("1", "1", "1", "1"))
    for number in range(40):
        row = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Lain {number}"
        )
        make_butir(many, row, ("1", "1", "1", "1"))

    def queries(pk: PerjanjianKinerja) -> int:
        with CaptureQueriesContext(connection) as captured:
            arrange_lembar(by=cast.perencana, pk=pk)
        return len(captured)

    assert queries(many) == queries(draft)


def test_pk_that_was_fixed_without_sheets_is_not_stale(office: Office) -> None:
    assert not is_stale(office.pk)
    assert show_lembar(freeze(make_pk(office.opd, 2027))) == ([], [])
