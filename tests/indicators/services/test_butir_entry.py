"""A row of a PK is held to DOMAIN 3 when it is written, whichever way it comes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from indicators.capaian import EntryStatus
from indicators.models import ButirPK, Indikator, Jejak, Pengajuan, PerjanjianKinerja, Realisasi, SubKegiatan, Target
from indicators.selectors.penetapan import list_anew, seen_fixing
from indicators.selectors.perjanjian import list_butir
from indicators.selectors.plan_health import check_pk
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import copy_rows, new_butir, remove_butir, save_butir, save_pk
from indicators.services.perubahan import make_perubahan
from indicators.services.rencana import save_indikator
from indicators.services.target_entry import TargetEntry
from sakip.refusals import ChangedMeanwhile, NotNow, NotValid
from tests.cast import Cast, Office, freeze, make_butir, make_pk

SUM = {"konsolidasi": "penjumlahan", "pola_target": "bertahap"}


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    return save_pk(by=cast.perencana, pk=PerjanjianKinerja(opd=office.opd, tahun=2025, berlaku_mulai=date(2025, 1, 1)))


def make_entry(*texts: str) -> dict[int, TargetEntry]:
    return {q: TargetEntry(Decimal(text)) for q, text in zip((1, 2, 3, 4, 0), texts, strict=False) if text}


def row_of(draft: PerjanjianKinerja, nama: str, **measure: Any) -> ButirPK:
    row = new_butir(draft, Indikator.objects.get(nama=nama))
    for name, value in measure.items():
        setattr(row, name, value)
    return row


def targets(row: ButirPK) -> list[str]:
    found = {item.triwulan: item.nilai for item in Target.objects.filter(butir=row)}
    return ["" if (value := found[q]) is None else f"{value.normalize():f}" for q in (1, 2, 3, 4, 0)]


@pytest.mark.parametrize(
    ("measure", "entered", "per_quarter", "field", "words"),
    [
        (SUM, ("2", "2", "2", "2", "8"), False, "target_tahun", "ditulis per triwulan"),
        (SUM, ("2", "4", "3", "8", "8"), False, "target_tw3", "lebih kecil dari TW II"),
        ({"pola_target": "bertahap"}, ("1", "1", "1", "2", "3"), False, "target_tahun", "Samakan"),
        ({"jenis_nilai": "indeks", **SUM}, ("", "", "", "", "3"), False, "konsolidasi", "tidak dijumlahkan"),
        (
            {"polaritas": "minimalkan", "realisasi_terburuk": Decimal(3)},
            ("", "", "", "", "3"),
            False,
            "realisasi_terburuk",
            "lebih besar daripada target 3",
        ),
        ({}, ("2", "2", "2", "2"), True, "cara_target", "hanya untuk konsolidasi"),
        ({**SUM, "pola_target": "tetap"}, ("2", "2", "2", "2"), True, "pola_target", "bertahap"),
        (SUM, ("2", "", "2", "2"), True, "target_tw2", "keempat triwulan"),
        (SUM | {"konsolidasi": "rata_rata"}, ("1", "2", "2", "2"), True, "target_tw3", "tidak dapat disimpan tepat"),
        (SUM, ("2", "2", "2", "2", "9"), True, "target_tahun", "Samakan"),
    ],
)
def test_what_domain_forbids_is_refused_at_its_field(
    office: Office,
    cast: Cast,
    draft: PerjanjianKinerja,
    measure: dict[str, Any],
    entered: tuple[str, ...],
    per_quarter: bool,
    field: str,
    words: str,
) -> None:
    row = row_of(draft, "Jumlah surat", **({"konsolidasi": "posisi_akhir", "pola_target": "tetap"} | measure))
    with pytest.raises(NotValid) as refusal:
        save_butir(by=cast.perencana, butir=row, target=make_entry(*entered), per_triwulan=per_quarter)
    assert words in refusal.value.fields[field]
    assert not draft.butir.exists()


@pytest.mark.parametrize(
    ("konsolidasi", "entered", "stored"),
    [
        ("penjumlahan", ("2", "2", "2", "2", "8"), ["2", "4", "6", "8", "8"]),
        ("penjumlahan", ("0", "0", "0", "2"), ["0", "0", "0", "2", "2"]),
        ("rata_rata", ("80", "81", "82", "83"), ["80", "80.5", "81", "81.5", "81.5"]),
    ],
)
def test_targets_written_per_quarter_are_added_up_and_shown_both_ways(
    office: Office,
    cast: Cast,
    draft: PerjanjianKinerja,
    konsolidasi: str,
    entered: tuple[str, ...],
    stored: list[str],
) -> None:
    row = row_of(draft, "Jumlah surat", konsolidasi=konsolidasi, pola_target="bertahap")
    save_butir(by=cast.perencana, butir=row, target=make_entry(*entered), per_triwulan=True)
    assert targets(row) == stored
    (shown,) = list_butir(draft)
    assert [*shown.per_triwulan.values()] == [text.replace(".", ",") for text in entered[:4]]


def test_an_indicator_is_held_to_the_same_rules(office: Office, cast: Cast) -> None:
    row = Indikator.objects.get(nama="Indeks keterbukaan")
    row.konsolidasi = "penjumlahan"
    with pytest.raises(NotValid) as refusal:
        save_indikator(by=cast.perencana, indikator=row)
    assert list(refusal.value.fields) == ["konsolidasi"]


def test_an_older_pk_is_copied_as_it_stands_and_kept_from_being_fixed(office: Office, cast: Cast) -> None:
    old = make_pk(office.opd, 2025)
    make_butir(old, Indikator.objects.get(nama="Jumlah surat"), ("100", "90", "80", "70"), "400")
    freeze(old)
    draft = make_perubahan(by=cast.perencana, pk=old, alasan="Perbaikan", berlaku_mulai=date(2025, 7, 1))
    assert {row.temuan.kode for row in check_pk(draft)} >= {"tahun_bukan_tw4", "target_kumulatif_turun"}
    with pytest.raises(NotNow, match="Jumlah surat: Target tahun 400 berbeda dari target TW IV 70"):
        fix_pk(by=cast.perencana, pk=draft)
    row = draft.butir.get()
    save_butir(by=cast.perencana, butir=row, target=make_entry("100", "200", "300", "400"))
    fix_pk(by=cast.perencana, pk=draft)


# --- a node and what replaces it -------------------------------------------------------------------------------------


def replace_sub(office: Office) -> SubKegiatan:
    """The sub kegiatan ends in 2024; from 2025 on another one stands in its place, with the same indicators."""
    office.sub_kegiatan.tahun_akhir = 2024
    office.sub_kegiatan.save()
    new = SubKegiatan.objects.create(
        kegiatan=office.kegiatan, nama="Layanan Media Baru", tahun_awal=2025, menggantikan=office.sub_kegiatan
    )
    for row in Indikator.objects.filter(sub_kegiatan=office.sub_kegiatan):
        Indikator.objects.create(
            opd=row.opd, unit=row.unit, sub_kegiatan=new, nama=row.nama, menggantikan=row, **row.measure_values()
        )
    return new


def test_adding_replaces_what_a_node_replaces_with_its_targets(
    office: Office, cast: Cast, draft: PerjanjianKinerja
) -> None:
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    surat = draft.butir.get(indikator__nama="Jumlah surat")
    save_butir(by=cast.perencana, butir=surat, target=make_entry("10", "20", "30", "40"))
    new = replace_sub(office)
    hasil = copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    assert sorted(hasil.diganti) == ["Jumlah gedung dipelihara", "Jumlah layanan media", "Jumlah surat"]
    assert {row.indikator.simpul for row in hasil.ditambah} == {new}
    assert draft.butir.count() == 6
    assert targets(draft.butir.get(indikator__nama="Jumlah surat")) == ["10", "20", "30", "40", "40"]
    assert Jejak.objects.filter(tindakan="hapus", objek_jenis="indicators.butirpk").count() == 3
    assert copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft).ditambah == []
    assert not {row.temuan.kode for row in check_pk(draft)} & {"di_luar_masa", "butir_kembar"}


def test_a_node_and_its_successor_are_never_both_in_a_pk(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    old = Indikator.objects.get(nama="Jumlah surat")
    new = Indikator.objects.get(sub_kegiatan=replace_sub(office), nama="Jumlah surat")
    make_butir(draft, old, ("1", "2", "3", "4"))
    with pytest.raises(NotValid, match="menggantikan yang lain"):
        save_butir(by=cast.perencana, butir=new_butir(draft, new), target=make_entry("1", "2", "3", "4"))
    make_butir(draft, new, ("1", "2", "3", "4"))  # as an older program had put them side by side
    kinds = {(row.temuan.kode, row.indikator.id) for row in check_pk(draft) if row.indikator}
    assert kinds >= {("di_luar_masa", old.pk), ("butir_kembar", old.pk)}
    with pytest.raises(NotNow, match="tidak berlaku pada 2025"):
        fix_pk(by=cast.perencana, pk=draft)


# --- Tetapkan --------------------------------------------------------------------------------------------------------


def seen(pk: PerjanjianKinerja) -> str:
    return seen_fixing(pk, list_butir(pk), [], check_pk(pk), [row.realisasi for row in list_anew(pk)])


def test_findings_are_confirmed_as_they_were_shown(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    make_butir(draft, Indikator.objects.get(nama="Jumlah surat"), ("1", "2", "3", "4"))
    assert "tanpa_iku" in {row.temuan.kode for row in check_pk(draft)}
    shown = seen(draft)
    with pytest.raises(NotNow, match="centang pernyataan"):
        fix_pk(by=cast.perencana, pk=draft, dilihat=shown)
    Indikator.objects.filter(nama="Jumlah layanan media").update(nama="Nama lain")  # one that the PK lacks
    with pytest.raises(ChangedMeanwhile):
        fix_pk(by=cast.perencana, pk=draft, dilihat=shown, disetujui=True)
    fix_pk(by=cast.perencana, pk=draft, dilihat=seen(draft), disetujui=True)
    audit = Jejak.objects.get(tindakan="tetapkan_pk")
    assert audit.sesudah is not None
    assert "Tahun tanpa IKU: Tahun tanpa IKU" in audit.sesudah["temuan_disetujui"]
    assert "Tidak ada dalam PK: Nama lain" in audit.sesudah["temuan_disetujui"]


# --- A perubahan that measures otherwise -----------------------------------------------------------------------------


def typed(office: Office, nama: str, nilai: int) -> Realisasi:
    return Realisasi.objects.create(
        indikator=Indikator.objects.get(nama=nama),
        triwulan=office.tw1,
        status=EntryStatus.TERISI.value,
        nilai=nilai,
        kendala="Hujan",
        diubah_oleh="staf",
        diubah_pada=timezone.now(),
    )


def test_before_anything_is_handed_in_a_perubahan_may_measure_otherwise(office: Office, cast: Cast) -> None:
    value, other = typed(office, "Jumlah surat", 90), typed(office, "Jumlah layanan media", 3)
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Salah cara", berlaku_mulai=date(2024, 1, 1))
    row = draft.butir.get(indikator__nama="Jumlah surat")
    row.konsolidasi = "penjumlahan"
    save_butir(by=cast.perencana, butir=row)
    assert [(item.realisasi, item.teks, item.bidang) for item in list_anew(draft)] == [(value, "90", "konsolidasi")]
    shown = seen(draft)
    with pytest.raises(NotNow, match="centang"):
        fix_pk(by=cast.perencana, pk=draft, dilihat=shown)
    fix_pk(by=cast.perencana, pk=draft, dilihat=shown, disetujui=True)
    value.refresh_from_db()
    other.refresh_from_db()
    assert (value.status, value.nilai, value.kendala, value.versi) == ("belum_diisi", None, "Hujan", 2)
    assert (other.status, other.nilai, other.versi) == ("terisi", 3, 1)
    audit = Jejak.objects.get(tindakan="kosongkan_realisasi")
    assert audit.sebelum is not None
    assert audit.sebelum["nilai"] == "90.0000"


def test_after_that_it_is_a_new_indicator_that_names_the_old_one(office: Office, cast: Cast) -> None:
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Salah cara", berlaku_mulai=date(2024, 7, 1))
    row = draft.butir.get(indikator__nama="Jumlah surat")
    row.konsolidasi = "penjumlahan"
    save_butir(by=cast.perencana, butir=row)
    Pengajuan.objects.filter(triwulan=office.tw1, unit=office.bidang).update(nomor_versi=1)
    with pytest.raises(NotNow, match="Buat indikator baru yang menyebut indikator ini"):
        fix_pk(by=cast.perencana, pk=draft)
    row.refresh_from_db()
    row.polaritas = "minimalkan"
    with pytest.raises(NotValid) as refusal:
        save_butir(by=cast.perencana, butir=row)
    assert "Buat indikator baru" in refusal.value.fields["polaritas"]
    remove_butir(by=cast.perencana, butir=row)
    old = row.indikator
    new = Indikator(
        unit=old.unit, sub_kegiatan=old.sub_kegiatan, nama="Jumlah surat per triwulan", satuan="Surat",
        konsolidasi="penjumlahan", pola_target="bertahap", menggantikan=old,
    )  # fmt: skip
    save_indikator(by=cast.perencana, indikator=new)
    save_butir(by=cast.perencana, butir=new_butir(draft, new), target=make_entry("100", "200", "300", "400"))
    fix_pk(by=cast.perencana, pk=draft)


def dropped(office: Office, cast: Cast) -> PerjanjianKinerja:
    """Return the draft of a second perubahan; the first one dropped the letters."""
    first = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Dihapus", berlaku_mulai=date(2024, 1, 1))
    remove_butir(by=cast.perencana, butir=first.butir.get(indikator__nama="Jumlah surat"))
    fix_pk(by=cast.perencana, pk=first)
    return make_perubahan(by=cast.perencana, pk=first, alasan="Dimasukkan lagi", berlaku_mulai=date(2024, 1, 1))


def test_a_row_that_was_dropped_comes_back_as_it_was_measured(office: Office, cast: Cast) -> None:
    draft = dropped(office, cast)
    Pengajuan.objects.filter(triwulan=office.tw1, unit=office.bidang).update(nomor_versi=1)
    row = new_butir(draft, Indikator.objects.get(nama="Jumlah surat"))
    row.konsolidasi = "penjumlahan"
    with pytest.raises(NotValid) as refusal:
        save_butir(by=cast.perencana, butir=row, target=make_entry("100", "200", "300", "400"))
    assert "Buat indikator baru" in refusal.value.fields["konsolidasi"]
    row.konsolidasi = "kumulatif"
    save_butir(by=cast.perencana, butir=row, target=make_entry("100", "200", "300", "400"))
    fix_pk(by=cast.perencana, pk=draft)


def test_a_row_that_was_dropped_and_comes_back_measured_otherwise_is_typed_again(office: Office, cast: Cast) -> None:
    value = typed(office, "Jumlah surat", 90)
    draft = dropped(office, cast)
    row = new_butir(draft, Indikator.objects.get(nama="Jumlah surat"))
    row.konsolidasi = "penjumlahan"
    save_butir(by=cast.perencana, butir=row, target=make_entry("100", "200", "300", "400"))
    assert [(item.realisasi, item.teks, item.bidang) for item in list_anew(draft)] == [(value, "90", "konsolidasi")]
    fix_pk(by=cast.perencana, pk=draft, dilihat=seen(draft), disetujui=True)
    value.refresh_from_db()
    assert (value.status, value.nilai, value.kendala) == ("belum_diisi", None, "Hujan")


def test_of_several_earlier_rows_the_last_one_counts(office: Office, cast: Cast) -> None:
    first = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Salah cara", berlaku_mulai=date(2024, 1, 1))
    row = first.butir.get(indikator__nama="Jumlah surat")
    row.konsolidasi = "penjumlahan"
    save_butir(by=cast.perencana, butir=row)
    fix_pk(by=cast.perencana, pk=first)
    draft = make_perubahan(by=cast.perencana, pk=first, alasan="Lain", berlaku_mulai=date(2024, 1, 1))
    assert list_anew(draft) == []
    row = draft.butir.get(indikator__nama="Jumlah surat")
    row.konsolidasi = "kumulatif"
    save_butir(by=cast.perencana, butir=row)
    assert [item.sebelum.pk_induk for item in list_anew(draft)] == [first]


def test_a_predecessor_is_the_offices_own_and_makes_no_circle(office: Office, cast: Cast) -> None:
    first, second = (Indikator.objects.get(nama=nama) for nama in ("Jumlah surat", "Jumlah layanan media"))
    second.menggantikan = first
    save_indikator(by=cast.perencana, indikator=second)
    first.menggantikan = second
    with pytest.raises(NotValid) as refusal:
        save_indikator(by=cast.perencana, indikator=first)
    assert list(refusal.value.fields) == ["menggantikan"]
