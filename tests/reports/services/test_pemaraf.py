"""The setting that says whose parafs come before the signature, and the officials that it means."""

from datetime import date, timedelta

import pytest

from indicators.models import Jejak, Pejabat
from indicators.selectors.reporting import get_officials_of_units, today_in
from reports.models import Dokumen, Pemaraf
from reports.services.dokumen import request_final
from reports.services.kedaluwarsa import why_outdated
from reports.services.pemaraf import MOST, list_initialers, list_initialing_units, set_initialers
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import NIP_KADIS, Cast, Office, build_office
from tests.reports import steps
from tests.shared import shared


def setting(office: Office) -> list[int]:
    rows = Pemaraf.objects.filter(opd=office.opd, jenis="lpk").order_by("urutan")
    return list(rows.values_list("unit_id", flat=True))


def choose(office: Office, cast: Cast, *units: int, semula: tuple[int, ...] = (), by: str = "administrator") -> None:
    set_initialers(by=getattr(cast, by), opd=office.opd, jenis="lpk", units=units, semula=semula)


@shared
def sekretaris_pejabat(approved: Office, cast: Cast) -> Pejabat:
    """The Sekretaris puts his paraf."""
    return steps.want_paraf(approved, cast)


def fresh(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.select_related("laporan__opd__pemda").get(pk=dokumen.pk)


def test_set_initialers_keeps_the_order_and_leaves_a_trail(office: Office, cast: Cast) -> None:
    subbag, bidang = office.subbag.pk, office.bidang.pk
    choose(office, cast, bidang, subbag)
    assert setting(office) == [bidang, subbag]
    choose(office, cast, subbag, bidang, semula=(bidang, subbag))
    assert setting(office) == [subbag, bidang]
    choose(office, cast, semula=(subbag, bidang))
    assert setting(office) == []
    trail = Jejak.objects.filter(tindakan="atur_pemaraf").order_by("pk")
    assert [(row.sebelum, row.sesudah) for row in trail] == [
        ({"unit": []}, {"unit": [office.bidang.nama, office.subbag.nama]}),
        ({"unit": [office.bidang.nama, office.subbag.nama]}, {"unit": [office.subbag.nama, office.bidang.nama]}),
        ({"unit": [office.subbag.nama, office.bidang.nama]}, {"unit": []}),
    ]


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "perencana", "staf", "pembaca", "asing"])
def test_only_an_administrator_of_the_office_sets_them(office: Office, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        choose(office, cast, office.bidang.pk, by=who)
    assert setting(office) == []
    assert Jejak.objects.get(ditolak=True).tindakan == "atur_pemaraf"


def test_what_makes_no_sense_is_refused(office: Office, cast: Cast) -> None:
    other = build_office(office.opd.pemda.__class__.objects.create(nama="Lain", kode="lain", ibu_kota="Lain"))
    units = [office.dinas.pk, office.sekretariat.pk, office.subbag.pk, office.bidang.pk, office.tim.pk]
    for chosen, sentence in (
        (units, f"Paling banyak {MOST} paraf"),
        ([office.bidang.pk, office.bidang.pk], "Paraf 2: Bidang Informasi dan Komunikasi Publik sudah dipilih"),
        ([other.bidang.pk], "Paraf 1: pilih unit kerja kantor ini"),
        ([0], "Paraf 1: pilih unit kerja kantor ini"),
    ):
        with pytest.raises(NotValid, match=sentence):
            choose(office, cast, *chosen)
    assert setting(office) == setting(other) == []


def test_each_office_and_paper_has_a_setting_of_its_own(office: Office, cast: Cast) -> None:
    other = build_office(office.opd.pemda.__class__.objects.create(nama="Lain", kode="lain", ibu_kota="Lain"))
    Pemaraf.objects.create(opd=other.opd, jenis="lpk", urutan=1, unit=other.tim)
    Pemaraf.objects.create(opd=office.opd, jenis="lain", urutan=2, unit=office.tim)
    choose(office, cast, office.bidang.pk)
    assert [row.unit_id for row in list_initialing_units(office.opd, "lpk")] == [office.bidang.pk]
    assert Jejak.objects.get(tindakan="atur_pemaraf").sebelum == {"unit": []}
    assert set(Pemaraf.objects.values_list("unit_id", flat=True)) == {other.tim.pk, office.tim.pk, office.bidang.pk}


def test_only_the_officials_of_the_units_are_asked_for(office: Office, cast: Cast) -> None:
    facts = {"nama": "A", "nip": NIP_KADIS, "pangkat": "Pembina", "jabatan": "Plt.", "mulai": date(2024, 1, 1)}
    Pejabat.objects.create(opd=cast.asing.daftar_penugasan.all()[0].unit.opd, unit=office.bidang, **facts)
    assert get_officials_of_units(office.opd, [office.bidang.pk]) == {}
    assert get_officials_of_units(office.opd, [office.dinas.pk])[office.dinas.pk].nip == NIP_KADIS


def test_a_setting_that_somebody_changed_meanwhile_is_not_overwritten(office: Office, cast: Cast) -> None:
    choose(office, cast, office.bidang.pk)
    with pytest.raises(ChangedMeanwhile, match="Muat ulang"):
        choose(office, cast, office.subbag.pk)
    assert setting(office) == [office.bidang.pk]


def test_offices_without_parafs_compose_as_before(final: Dokumen) -> None:
    assert "pemaraf" not in final.snapshot


def test_a_final_names_the_officials_of_the_day(
    sekretaris_pejabat: Pejabat, approved: Office, cast: Cast, quick: None
) -> None:
    final = steps.make_final(approved, cast.kadis)
    assert final.snapshot["pemaraf"] == [
        {"jabatan": "Sekretaris", "nama": "Sekretaris Contoh, S.E.", "pangkat": "Pembina", "nip": steps.NIP_SEKRETARIS}
    ]
    assert not why_outdated(fresh(final))


def test_a_successor_of_the_official_makes_the_final_outdated(
    sekretaris_pejabat: Pejabat, approved: Office, cast: Cast, quick: None
) -> None:
    final = steps.make_final(approved, cast.kadis)
    today = today_in(approved.opd)
    values = {field.attname: getattr(sekretaris_pejabat, field.attname) for field in Pejabat._meta.concrete_fields}
    Pejabat.objects.create(
        **{**values, "id": None, "nama": "Plt. Sekretaris", "nip": "198001012005011001", "mulai": today}
    )
    assert why_outdated(fresh(final)).kalimat == (
        "Dokumen ini menunggu paraf Sekretaris Contoh, S.E. (Sekretaris), "
        "sedangkan hari ini Plt. Sekretaris (Sekretaris) yang memaraf."
    )
    with pytest.raises(NotNow, match="Finalkan laporan kembali"):
        steps.put_signature(final, cast.sekretaris)


def test_a_changed_setting_makes_the_final_outdated(
    sekretaris_pejabat: Pejabat, approved: Office, cast: Cast, quick: None
) -> None:
    final = steps.make_final(approved, cast.kadis)
    choose(approved, cast, semula=(approved.sekretariat.pk,))
    assert "sedangkan hari ini tidak ada pejabat yang memaraf" in why_outdated(fresh(final)).kalimat


def test_a_unit_without_an_official_stops_the_final(sekretaris_pejabat: Pejabat, approved: Office, cast: Cast) -> None:
    Pejabat.objects.filter(pk=sekretaris_pejabat.pk).update(sampai=today_in(approved.opd) - timedelta(days=1))
    with pytest.raises(NotNow, match=r"menunggu paraf pejabat Sekretariat, tetapi hari ini tidak ada"):
        request_final(by=cast.kadis, opd=approved.opd, jenis="lpk", tahun=2024, triwulan=1)


def test_who_signs_puts_no_paraf_besides(
    sekretaris_pejabat: Pejabat, approved: Office, cast: Cast, quick: None
) -> None:
    """The Sekretaris is Plt. Kepala Dinas: one act serves both stations."""
    Pejabat.objects.filter(pk=sekretaris_pejabat.pk).update(nip=NIP_KADIS)
    final = steps.make_final(approved, cast.kadis)
    assert list_initialers(final.laporan) == []
    assert "pemaraf" not in final.snapshot


def test_an_official_of_two_units_puts_one_paraf(
    sekretaris_pejabat: Pejabat, approved: Office, cast: Cast, quick: None
) -> None:
    Pemaraf.objects.create(opd=approved.opd, jenis="lpk", urutan=2, unit=approved.bidang)
    values = {field.attname: getattr(sekretaris_pejabat, field.attname) for field in Pejabat._meta.concrete_fields}
    Pejabat.objects.create(**{**values, "id": None, "unit_id": approved.bidang.pk, "jabatan": "Plt. Kepala Bidang"})
    final = steps.make_final(approved, cast.kadis)
    assert [official["jabatan"] for official in final.snapshot["pemaraf"]] == ["Sekretaris"]
