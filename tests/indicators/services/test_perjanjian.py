"""The agreement of a year: rows, targets, copying, and that what is ditetapkan never changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget
from indicators.models import (
    ButirPK,
    Indikator,
    Jejak,
    Pengajuan,
    PerjanjianKinerja,
    SkalaPredikat,
    Target,
    TingkatPredikat,
)
from indicators.models.perjanjian import StatusPK
from indicators.services.butir_entry import ButirEntry
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import (
    copy_rows,
    delete_pk,
    new_butir,
    remove_butir,
    save_butir,
    save_butir_many,
    save_pk,
)
from indicators.services.target_entry import TargetEntry
from indicators.workflow import StatusPengajuan, StatusTriwulan
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, make_opd


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    return save_pk(by=cast.perencana, pk=PerjanjianKinerja(opd=office.opd, tahun=2025, berlaku_mulai=date(2025, 1, 1)))


def make_entry(*texts: str) -> dict[int, TargetEntry]:
    """Targets of TW I to IV and, when given, of the year (0)."""
    quarters = (1, 2, 3, 4, 0)
    return {q: TargetEntry(Decimal(text)) for q, text in zip(quarters, texts, strict=False) if text}


def targets(row: ButirPK) -> list[str]:
    """TW I to IV, then the year, as plain text."""
    found = {item.triwulan: item.nilai for item in Target.objects.filter(butir=row)}
    return ["" if (value := found[q]) is None else f"{value.normalize():f}" for q in (1, 2, 3, 4, 0)]


def row_of(draft: PerjanjianKinerja, indikator: Indikator, **measure: str) -> ButirPK:
    row = new_butir(draft, indikator)
    for name, value in measure.items():
        setattr(row, name, value)
    return row


def test_new_row_takes_over_the_measure_and_the_unit(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    (iku,) = office.indikator(office.tim)
    row = save_butir(by=cast.perencana, butir=new_butir(draft, iku), target=make_entry("", "", "", "", "2.5"))
    assert (row.unit, row.satuan, row.desimal_minimal) == (office.tim, "Indeks Poin", 1)
    assert targets(row) == ["2.5", "2.5", "2.5", "2.5", "2.5"]
    audit = Jejak.objects.get(tindakan="tambah", objek_jenis="indicators.butirpk")
    assert audit.sesudah is not None
    assert audit.sesudah["target"]["0"] == {"nilai": "2.5000", "batas_atas": None, "predikat": ""}


@pytest.mark.parametrize(
    ("konsolidasi", "entered", "expected"),
    [
        (Konsolidasi.KUMULATIF, ("2", "4", "6", "8"), ["2", "4", "6", "8", "8"]),
        (Konsolidasi.POSISI_AKHIR, ("29", "29", "28", "28"), ["29", "29", "28", "28", "28"]),
        (Konsolidasi.PENJUMLAHAN, ("2", "4", "6", "8"), ["2", "4", "6", "8", "8"]),
        (Konsolidasi.PENJUMLAHAN, ("2", "4", "6", "8", "8"), ["2", "4", "6", "8", "8"]),
        (Konsolidasi.KUMULATIF, ("0", "0", "", "2"), ["0", "0", "", "2", "2"]),
        (Konsolidasi.RATA_RATA, ("80", "81", "82", "", "83"), ["80", "81", "82", "83", "83"]),
    ],
)
def test_year_and_last_quarter_are_taken_from_each_other(
    office: Office,
    cast: Cast,
    draft: PerjanjianKinerja,
    konsolidasi: Konsolidasi,
    entered: tuple[str, ...],
    expected: list[str],
) -> None:
    row = row_of(
        draft, office.indikator(office.bidang)[0], konsolidasi=konsolidasi.value, pola_target=PolaTarget.BERTAHAP.value
    )
    save_butir(by=cast.perencana, butir=row, target=make_entry(*entered))
    assert targets(row) == expected


def test_row_is_changed_with_before_and_after(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    (iku,) = office.indikator(office.tim)
    row = save_butir(by=cast.perencana, butir=new_butir(draft, iku), target=make_entry("2", "2", "2", "2"))
    again = ButirPK.objects.get(pk=row.pk)
    save_butir(by=cast.perencana, butir=again)
    save_butir(by=cast.perencana, butir=again, target=make_entry("2", "2", "2", "2"))
    assert not Jejak.objects.filter(tindakan="ubah", objek_jenis="indicators.butirpk").exists()
    again.unit = office.bidang
    save_butir(by=cast.perencana, butir=again, target=make_entry("3", "3", "3", "3"))
    audit = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.butirpk")
    assert audit.sebelum is not None
    assert audit.sesudah is not None
    assert (audit.sebelum["target"]["4"]["nilai"], audit.sesudah["target"]["4"]["nilai"]) == ("2.0000", "3.0000")
    assert (audit.sebelum["unit_id"], audit.sesudah["unit_id"]) == (office.tim.pk, office.bidang.pk)
    assert targets(again) == ["3", "3", "3", "3", "3"]
    assert Target.objects.filter(butir=again).count() == 5


@pytest.mark.parametrize(
    ("measure", "target", "field"),
    [
        ({}, make_entry("1", "2", "3", "4"), "target_tw1"),
        ({"pola_target": "bertahap"}, make_entry("1234567890123456", "", "", "1"), "target_tw1"),
        ({"pola_target": "bertahap"}, make_entry("", "0.0000000000000001", "", "1"), "target_tw2"),
        ({}, {4: TargetEntry(Decimal(1), Decimal(2))}, "target_tw4"),
        ({"polaritas": Polaritas.RENTANG.value}, {0: TargetEntry(Decimal(1))}, "target_tahun"),
        ({"polaritas": Polaritas.RENTANG.value}, {0: TargetEntry(Decimal(2), Decimal(1))}, "target_tahun"),
        ({}, {0: TargetEntry(predikat="BB")}, "target_tahun"),
        ({}, {7: TargetEntry(Decimal(1))}, "target"),
        ({"jenis_nilai": "predikat"}, None, "skala"),
        ({"satuan": "x" * 61}, None, "satuan"),
    ],
)
def test_wrong_row_is_refused_at_its_field(
    office: Office,
    cast: Cast,
    draft: PerjanjianKinerja,
    measure: dict[str, str],
    target: dict[int, TargetEntry] | None,
    field: str,
) -> None:
    (iku,) = office.indikator(office.tim)
    with pytest.raises(NotValid) as refusal:
        save_butir(by=cast.perencana, butir=row_of(draft, iku, **measure), target=target)
    assert list(refusal.value.fields) == [field]
    assert not ButirPK.objects.filter(pk_induk=draft).exists()


def test_letters_and_ranges_are_targets_too(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    TingkatPredikat.objects.create(skala=skala, huruf="BB", skor=Decimal(75))
    first, second, _ = office.indikator(office.bidang)
    letter = row_of(draft, first, jenis_nilai="predikat", konsolidasi="posisi_akhir")
    letter.skala = skala
    save_butir(by=cast.perencana, butir=letter, target={0: TargetEntry(predikat="bb")})
    assert set(Target.objects.filter(butir=letter).values_list("predikat", flat=True)) == {"BB"}
    spanned = row_of(draft, second, polaritas="rentang", pola_target="tetap")
    save_butir(by=cast.perencana, butir=spanned, target={0: TargetEntry(Decimal(60), Decimal(70))})
    assert Target.objects.filter(butir=spanned, nilai=60, batas_atas=70).count() == 5


def test_indicator_stands_once_and_is_the_offices_own(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    (iku,) = office.indikator(office.tim)
    with pytest.raises(NotValid, match="Nilai Indeks SPBE: Indikator ini sudah ada"):
        save_butir_many(
            by=cast.perencana, pk=draft, isian=[ButirEntry(new_butir(draft, iku)), ButirEntry(new_butir(draft, iku))]
        )
    _, foreign = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    row = new_butir(draft, iku)
    row.unit = foreign
    with pytest.raises(NotValid, match="unit penanggung jawab"):
        save_butir(by=cast.perencana, butir=row)
    alien = Indikator.objects.create(opd=foreign.opd, unit=foreign, sasaran=office.sasaran, nama="Asing")
    with pytest.raises(NotValid, match="Pilih indikator"):
        save_butir(by=cast.perencana, butir=new_butir(draft, alien))


def test_many_rows_cost_a_constant_number_of_queries(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    save_butir(by=cast.perencana, butir=new_butir(draft, office.indikator(office.tim)[0]))
    counts = []
    for size in (2, 30):
        made = Indikator.objects.bulk_create(
            Indikator(opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Jumlah {size} {n}")
            for n in range(size)
        )
        with CaptureQueriesContext(connection) as queries:
            save_butir_many(
                by=cast.perencana,
                pk=draft,
                isian=[ButirEntry(new_butir(draft, row), make_entry("1", "1", "1", "1")) for row in made],
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_row_is_removed_with_its_targets(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    (iku,) = office.indikator(office.tim)
    row = save_butir(by=cast.perencana, butir=new_butir(draft, iku), target=make_entry("2", "2", "2", "2"))
    remove_butir(by=cast.perencana, butir=row)
    assert not ButirPK.objects.filter(pk_induk=draft).exists()
    audit = Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.butirpk")
    assert audit.sebelum is not None
    assert audit.sebelum["target"]["4"]["nilai"] == "2.0000"


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_keep_agreements(office: Office, cast: Cast, draft: PerjanjianKinerja, name: str) -> None:
    user = getattr(cast, name)
    (iku,) = office.indikator(office.tim)
    for attempt in (
        lambda: save_pk(by=user, pk=draft),
        lambda: save_butir(by=user, butir=new_butir(draft, iku)),
        lambda: copy_rows(by=user, from_pk=office.pk, to_pk=draft),
        lambda: fix_pk(by=user, pk=draft),
        lambda: delete_pk(by=user, pk=draft),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Jejak.objects.filter(ditolak=True).count() == 5


def test_copied_year_takes_the_renstra_target(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    copied = copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft).ditambah
    assert len(copied) == 6
    by_name = {str(row): row for row in copied}
    assert targets(by_name["Nilai Indeks SPBE"]) == ["2.5"] * 5  # the Renstra's target of 2025
    assert targets(by_name["Jumlah dokumen informasi"]) == ["2", "4", "6", "8", "8"]
    assert by_name["Jumlah dokumen informasi"].konsolidasi == "kumulatif"
    assert copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft).ditambah == []


def test_node_whose_years_are_over_is_not_copied(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    office.kegiatan.tahun_akhir = 2024
    office.kegiatan.save()
    copied = copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft).ditambah
    assert sorted(str(row) for row in copied) == ["Indeks keterbukaan", "Nilai Indeks SPBE"]


def test_revision_copies_the_targets_as_they_are(office: Office, cast: Cast) -> None:
    revision = save_pk(
        by=cast.perencana,
        pk=PerjanjianKinerja(
            opd=office.opd, tahun=2024, perubahan=1, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1)
        ),
    )
    copied = copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=revision).ditambah
    assert targets(next(row for row in copied if str(row) == "Nilai Indeks SPBE")) == ["2.25"] * 5


def test_fixed_agreement_refuses_every_change(office: Office, cast: Cast) -> None:
    row = ButirPK.objects.filter(pk_induk=office.pk)[0]
    before = list(Target.objects.values_list("pk", "nilai"))
    office.pk.nomor = "1/2024"
    for attempt in (
        lambda: save_pk(by=cast.perencana, pk=office.pk),
        lambda: save_butir(by=cast.perencana, butir=row, target=make_entry("1", "1", "1", "1")),
        lambda: remove_butir(by=cast.perencana, butir=row),
        lambda: copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=office.pk),
        lambda: fix_pk(by=cast.perencana, pk=office.pk),
        lambda: delete_pk(by=cast.perencana, pk=office.pk),
        lambda: save_pk(by=None, pk=office.pk),
    ):
        with pytest.raises(NotNow, match="sudah ditetapkan"):
            attempt()
    assert list(Target.objects.values_list("pk", "nilai")) == before
    assert not Jejak.objects.exists()


def test_row_of_another_agreement_is_not_found(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    row = ButirPK.objects.filter(pk_induk=office.pk)[0]
    row.pk_induk = draft
    with pytest.raises(NotFound):
        save_butir(by=cast.perencana, butir=row)


def test_fixing_an_agreement_records_who_and_when(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    with pytest.raises(NotNow, match="belum memuat indikator"):
        fix_pk(by=cast.perencana, pk=draft)
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    fix_pk(by=cast.perencana, pk=draft)
    stored = PerjanjianKinerja.objects.get(pk=draft.pk)
    assert (stored.status, stored.ditetapkan_oleh) == (StatusPK.DITETAPKAN, "Perencana (perencana)")
    assert stored.ditetapkan_pada is not None
    audit = Jejak.objects.get(tindakan="tetapkan_pk")
    assert audit.sesudah is not None
    assert audit.sesudah["jumlah_butir"] == 6


def revise(office: Office, cast: Cast, mulai: date = date(2024, 1, 1)) -> PerjanjianKinerja:
    """A revision that hands Bidang's index to the Dinas itself."""
    revision = save_pk(
        by=cast.perencana,
        pk=PerjanjianKinerja(opd=office.opd, tahun=2024, perubahan=1, alasan="Refocusing", berlaku_mulai=mulai),
    )
    copied = copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=revision).ditambah
    moved = next(row for row in copied if str(row) == "Indeks keterbukaan")
    moved.unit = office.sekretariat
    save_butir(by=cast.perencana, butir=moved)
    return revision


def test_revision_opens_submissions_for_new_units_of_open_quarters(office: Office, cast: Cast) -> None:
    fix_pk(by=cast.perencana, pk=revise(office, cast))
    assert Pengajuan.objects.filter(triwulan=office.tw1, unit=office.sekretariat).count() == 1


def test_revision_does_not_change_what_is_submitted_or_approved(office: Office, cast: Cast) -> None:
    revision = revise(office, cast)
    Pengajuan.objects.filter(unit=office.tim).update(status=StatusPengajuan.DIVALIDASI.value)
    with pytest.raises(NotNow, match="Tim IKU sudah mengajukan"):
        fix_pk(by=cast.perencana, pk=revision)
    office.tw1.status, office.tw1.disahkan_pada = StatusTriwulan.DISAHKAN.value, office.pk.ditetapkan_pada
    office.tw1.save()
    with pytest.raises(NotNow, match="sudah disahkan"):
        fix_pk(by=cast.perencana, pk=revision)
    revision.berlaku_mulai = date(2024, 7, 1)
    save_pk(by=cast.perencana, pk=revision)
    fix_pk(by=cast.perencana, pk=revision)
    assert not Pengajuan.objects.filter(unit=office.sekretariat).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"berlaku_mulai": date(2024, 1, 1)}, "berlaku_mulai"),
        ({"perubahan": 1, "alasan": "x"}, "perubahan"),
        ({"perubahan": 1}, "__all__"),
        ({"tahun": 1999}, "__all__"),
        ({"tahun": 2024, "berlaku_mulai": date(2024, 1, 1)}, "__all__"),
    ],
)
def test_wrong_agreement_is_refused(office: Office, cast: Cast, facts: dict[str, object], field: str) -> None:
    whole = {"opd": office.opd, "tahun": 2026, "berlaku_mulai": date(2026, 1, 1)} | facts
    with pytest.raises(NotValid) as refusal:
        save_pk(by=cast.perencana, pk=PerjanjianKinerja(**whole))
    assert field in refusal.value.fields


def test_draft_keeps_its_year_and_can_be_deleted(office: Office, cast: Cast, draft: PerjanjianKinerja) -> None:
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    draft.tahun = 2026
    with pytest.raises(NotValid, match="tidak dapat diganti"):
        save_pk(by=cast.perencana, pk=draft)
    delete_pk(by=cast.perencana, pk=draft)
    assert ButirPK.objects.exclude(pk_induk=office.pk).count() == 0
    audit = Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.perjanjiankinerja")
    assert audit.sebelum is not None
    assert len(audit.sebelum["butir"]) == 6
