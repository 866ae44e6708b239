"""The snapshot of the small office's TW I 2024; every expected figure is computed by hand."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from indicators.models import (
    AturanKewajaran,
    ButirPK,
    Pejabat,
    PenjelasanTemuan,
    PerjanjianKinerja,
    Realisasi,
    Triwulan,
)
from indicators.selectors.reporting import get_report_facts, today_in
from indicators.triggers import TRIGGERS
from reports.papers.lpk.composition.snapshot import build_snapshot
from reports.papers.lpk.rendering.lampiran_specs import lampiran_1_spec
from sakip.triggers import install, remove
from tests.cast import Cast, Office, freeze, make_butir, make_quarter
from tests.indicators.way import BIDANG, SUBBAG, TIM, fill
from tests.reports.papers.lpk.printing import default_words
from tests.reports.steps import approve_quarter

pytestmark = pytest.mark.one_database


def compose(office: Office, triwulan: int = 1, **options: Any) -> Any:
    facts = get_report_facts(office.opd, 2024, triwulan)
    assert facts is not None
    return build_snapshot(facts, **options)


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office, office.bidang, BIDANG)
    fill(office, office.subbag, SUBBAG)
    fill(office, office.tim, TIM)
    return office


def level(snapshot: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in snapshot["analisis"]["tingkat"] if item["tingkat"] == name)
    return found


def row(snapshot: dict[str, Any], name: str, indikator: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in snapshot["lampiran_1"][name] if item["indikator"] == indikator)
    return found


def test_build_snapshot_is_plain_json(filled: Office) -> None:
    snapshot = compose(filled)
    assert json.loads(json.dumps(snapshot)) == snapshot


def test_build_snapshot_names_office_period_signer(filled: Office) -> None:
    snapshot = compose(filled)
    assert (snapshot["skema"], snapshot["jenis"], snapshot["draf"]) == (1, "lpk", True)
    assert snapshot["opd"]["pemda"] == "Kabupaten Contoh Raya"
    assert snapshot["opd"]["kepala_daerah"] == "Bupati Contoh Raya"
    assert snapshot["periode"] == {
        "tahun": 2024,
        "triwulan": 1,
        "label": "Triwulan I Tahun 2024",
        "renstra_awal": 2023,
        "renstra_akhir": 2026,
    }
    assert snapshot["penandatangan"]["nip"] == "197007241996031003"
    assert (snapshot["tempat"], snapshot["tanggal"], snapshot["nomor"]) == ("Kota Contoh", "2024-03-31", "")
    label = "Perjanjian Kinerja Tahun 2024 (Murni)"
    assert snapshot["pk"] == {
        "label": label,
        "perubahan": 0,
        "nomor": "",
        "daftar": [{"label": label, "perubahan": 0, "nomor": "", "triwulan": [1]}],
        "kalimat": ["Target menurut Perjanjian Kinerja Tahun 2024 (Murni)."],
    }
    assert snapshot["legenda"][0] == "Target menurut Perjanjian Kinerja Tahun 2024 (Murni)."
    assert snapshot["narasi"] == {"kata_pengantar": None, "bab_4": None, "bab_5": None}


def test_build_snapshot_takes_number_place_date_and_wording(filled: Office) -> None:
    blocks = [{"jenis": "paragraf", "teks": "Sendiri."}]
    snapshot = compose(filled, nomor="700/1", tempat="Liwa", tanggal=date(2024, 4, 5), narasi={"bab_5": blocks})
    assert (snapshot["nomor"], snapshot["tempat"], snapshot["tanggal"]) == ("700/1", "Liwa", "2024-04-05")
    assert snapshot["narasi"] == {"kata_pengantar": None, "bab_4": None, "bab_5": blocks}


def test_row_prints_targets_and_realisasi_with_later_quarters_blank(filled: Office) -> None:
    found = row(compose(filled), "sub_kegiatan", "Jumlah layanan media")
    assert found["target"] == ["12", "12", "12", "12"]
    assert found["realisasi"] == ["6", None, None, None]
    assert [item["teks"] for item in found["capaian"]] == ["50,00", "", "", ""]
    assert found["capaian"][0] == {
        "teks": "50,00",
        "eksak": "50/1",
        "status": "dihitung",
        "predikat": None,
        "dinilai": False,
    }
    assert found["unit"] == "Bidang Informasi dan Komunikasi Publik"
    assert found["program"] == "Program Informasi Publik"


def test_target_zero_is_no_figure(filled: Office) -> None:
    found = row(compose(filled), "sub_kegiatan", "Jumlah gedung dipelihara")
    assert found["target"] == ["0", "0", "0", "2"]
    assert (found["capaian"][0]["teks"], found["capaian"][0]["status"]) == ("n/a", "belum_ada_target")
    assert found["progres"][0]["teks"] == "0,00"


def test_every_row_bears_the_names_it_hangs_below(filled: Office) -> None:
    snapshot = compose(filled)
    (iku,) = snapshot["lampiran_2"]
    layanan = row(snapshot, "sub_kegiatan", "Jumlah layanan media")

    assert [layanan[name] for name in ("sasaran_strategis", "program", "kegiatan", "sub_kegiatan")] == [
        "Meningkatnya kualitas informasi publik",
        "Program Informasi Publik",
        "Pengelolaan Informasi",
        "Layanan Media",
    ]
    assert (iku["tujuan"], iku["sasaran_strategis"]) == (
        "Meningkatnya kualitas pemerintahan digital",
        "Meningkatnya kualitas informasi publik",
    )


def test_iku_names_its_unit_once_and_stands_beside_the_renstra(filled: Office) -> None:
    snapshot = compose(filled)
    (iku,) = snapshot["lampiran_2"]
    assert (iku["target"], iku["satuan"]) == (["2,25"] * 4, "Indeks Poin")
    assert iku["realisasi"] == ["2,25", None, None, None]
    assert snapshot["tabel_2_1"] == {
        "tahun": [2023, 2024, 2025, 2026],
        "baris": [
            {
                "no": 1,
                "tujuan": "Meningkatnya kualitas pemerintahan digital",
                "sasaran": "Meningkatnya kualitas informasi publik",
                "indikator": "Nilai Indeks SPBE",
                "satuan": "Indeks Poin",
                "target": ["2,0", "2,25", "2,5", "2,75"],
            }
        ],
    }
    assert snapshot["analisis"]["iku"] == [
        {
            "indikator": "Nilai Indeks SPBE",
            "satuan": "Indeks Poin",
            "target": "2,25",
            "realisasi": "2,25",
            "capaian": "100,00",
            "kelas": "tercapai",
            "predikat": None,
            "dinilai": False,
            "terhitung": True,
            "target_akhir_renstra": "2,75",
            "tahun_akhir": 2026,
            "capaian_renstra": "81,82",
            "realisasi_tahun_lalu": None,
            "perubahan": None,
        }
    ]


def test_means_leave_out_what_has_no_target(filled: Office) -> None:
    snapshot = compose(filled)
    # 6 of 12 and 50 of 100; the building has no target. Against the year: 50, 12,5 and 0 of 2.
    assert level(snapshot, "sub_kegiatan")["triwulan"] == [
        {
            "triwulan": 1,
            "jumlah": 3,
            "capaian": "50,00",
            "eksak": "50/1",
            "dihitung": 2,
            "dibatasi": 0,
            "predikat": None,
            "alasan": "1 indikator bertarget tetap baru dinilai pada akhir tahun",
            "progres": "20,83",
            "progres_eksak": "125/6",
            "progres_dihitung": 3,
            "progres_dibatasi": 0,
        }
    ]
    # bertahap: judged in every quarter
    assert level(snapshot, "kegiatan")["triwulan"][0]["predikat"] == "Sangat Tinggi"
    assert level(snapshot, "program")["triwulan"][0]["capaian"] == "98,77"
    assert [item["tingkat"] for item in snapshot["analisis"]["tingkat"]] == [
        "sub_kegiatan",
        "kegiatan",
        "program",
        "iku",
    ]


def test_analysis_lists_what_has_no_figure_and_why(filled: Office) -> None:
    iku = Realisasi.objects.get(indikator__nama="Nilai Indeks SPBE")
    Realisasi.objects.filter(pk=iku.pk).update(status="tidak_tersedia", nilai=None, alasan="Belum dinilai Kemenpan")
    Realisasi.objects.get(indikator__nama="Jumlah surat").delete()
    analysis = compose(filled)["analisis"]
    assert [item["indikator"] for item in analysis["belum_ada_target"]] == ["Jumlah gedung dipelihara"]
    assert [item["indikator"] for item in analysis["belum_diisi"]] == ["Jumlah surat"]
    (missing,) = analysis["tidak_tersedia"]
    assert missing["indikator"] == "Nilai Indeks SPBE"
    assert "Belum dinilai Kemenpan" in missing["alasan"]
    assert compose(filled)["lampiran_2"][0]["realisasi"][0] is None


def test_missed_target_brings_obstacle_and_follow_up(filled: Office) -> None:
    Realisasi.objects.filter(indikator__nama="Jumlah dokumen informasi").update(
        nilai=Decimal(1), kendala="Data terlambat", tindak_lanjut="Jemput data", faktor_pendorong="Tim lengkap"
    )
    analysis = compose(filled)["analisis"]
    # `tetap` rows below target are listed too, marked as not judged yet; 50 of 100 letters and 1 of 2 documents are.
    media, surat, missed, program = analysis["tidak_tercapai"]
    assert (media["indikator"], media["capaian"], media["kelas"]) == (
        "Jumlah layanan media",
        "50,00",
        "di_bawah_belum_dinilai",
    )
    assert (surat["indikator"], surat["capaian"], surat["kelas"]) == ("Jumlah surat", "50,00", "di_bawah_target")
    assert (program["capaian"], program["kelas"]) == ("98,77", "di_bawah_belum_dinilai")
    assert analysis["belum_ditulis"] == {"kendala": 3, "tindak_lanjut": 3}
    assert missed["indikator"] == "Jumlah dokumen informasi"
    assert (missed["target"], missed["realisasi"], missed["capaian"]) == ("2", "1", "50,00")
    assert (missed["predikat"], missed["kendala"], missed["tindak_lanjut"]) == (
        "Sangat Rendah",
        "Data terlambat",
        "Jemput data",
    )
    assert analysis["faktor_pendorong"] == [{"indikator": "Jumlah dokumen informasi", "uraian": "Tim lengkap"}]


def test_explanations_are_printed_of_the_rules_that_the_office_chose(filled: Office) -> None:
    row = Realisasi.objects.get(indikator__nama="Jumlah layanan media")
    Realisasi.objects.filter(pk=row.pk).update(nilai=Decimal(24))
    written = {"indikator": row.indikator, "triwulan": row.triwulan, "oleh": "uji", "pada": row.diubah_pada}
    PenjelasanTemuan.objects.create(**written, aturan="jauh_di_atas_target", perihal="24", teks="Dua bulan sekaligus.")
    assert "penjelasan" not in compose(filled)["analisis"]

    AturanKewajaran.objects.create(opd=filled.opd, aturan="jauh_di_atas_target", cetak=True)

    expected = [{"indikator": "Jumlah layanan media", "uraian": "Dua bulan sekaligus."}]
    assert compose(filled)["analisis"]["penjelasan"] == expected
    # What was written about another figure is not printed beside this one.
    Realisasi.objects.filter(pk=row.pk).update(nilai=Decimal(25))
    assert "penjelasan" not in compose(filled)["analisis"]


def test_year_report_judges_by_the_year(filled: Office) -> None:
    quarters = [Triwulan.objects.create(opd=filled.opd, tahun=2024, triwulan=q) for q in (2, 3, 4)]
    for quarter, value in zip(quarters, ("4", "6", "15"), strict=True):
        fill(filled, filled.bidang, (value, value, "81.18"), quarter=quarter)
    snapshot = compose(filled, 4)
    assert snapshot["periode"]["label"] == "Tahun 2024"
    found = row(snapshot, "sub_kegiatan", "Jumlah layanan media")
    assert found["tahun"] == {
        "target": "12",
        "realisasi": "15",
        "capaian": "125,00",
        "eksak": "125/1",
        "status": "dihitung",
        "predikat": "Sangat Tinggi",
    }
    above = {item["indikator"]: item["capaian"] for item in snapshot["analisis"]["melampaui"]}
    assert above == {"Jumlah layanan media": "125,00", "Jumlah dokumen informasi": "187,50"}


@pytest.fixture
def last_year(filled: Office) -> Office:
    """The IKU of 2023: 2,0 at the end of TW I, 2,1 at the year's end; nothing of it approved."""
    iku = filled.indikator(filled.tim)[0]
    pk = type(filled.pk).objects.create(opd=filled.opd, tahun=2023, berlaku_mulai=date(2023, 1, 1))
    make_butir(pk, iku, ("2.0", "2.0", "2.0", "2.0"))
    freeze(pk)
    for triwulan, nilai in ((1, "2.0"), (4, "2.1")):
        Realisasi.objects.create(
            indikator=iku,
            triwulan=Triwulan.objects.create(opd=filled.opd, tahun=2023, triwulan=triwulan),
            status="terisi",
            nilai=Decimal(nilai),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    return filled


@pytest.mark.parametrize(
    ("triwulan", "pembanding", "figures"),
    [(1, "Triwulan I Tahun 2023", ("2,0", "+0,25")), (4, "Tahun 2023", ("2,1", "+0,15"))],
)
def test_a_quarter_stands_beside_the_same_quarter_of_last_year_once_that_was_approved(
    last_year: Office, triwulan: int, pembanding: str, figures: tuple[str, str]
) -> None:
    if triwulan == 4:
        fill(last_year, last_year.tim, TIM, quarter=Triwulan.objects.create(opd=last_year.opd, tahun=2024, triwulan=4))
    assert compose(last_year, triwulan)["analisis"]["iku"][0]["realisasi_tahun_lalu"] is None
    Triwulan.objects.filter(tahun=2023, triwulan=5 - triwulan).update(status="disahkan", disahkan_pada=timezone.now())
    assert compose(last_year, triwulan)["analisis"]["iku"][0]["realisasi_tahun_lalu"] is None, "another quarter"
    Triwulan.objects.filter(tahun=2023, triwulan=triwulan).update(status="disahkan", disahkan_pada=timezone.now())
    analysis = compose(last_year, triwulan)["analisis"]
    (entry,) = analysis["iku"]
    assert (entry["realisasi_tahun_lalu"], entry["perubahan"]) == figures
    assert analysis["pembanding"] == pembanding


def test_last_year_is_called_what_its_report_is_called(filled: Office) -> None:
    make_quarter(filled.opd, 2024, 2, [])
    assert compose(filled, 2)["analisis"]["pembanding"] == "Semester I Tahun 2023"


def test_approved_quarter_is_no_draft(office: Office, cast: Cast) -> None:
    approve_quarter(office, cast)
    assert compose(office)["draf"] is False


def test_signer_is_who_is_in_office_on_the_day_of_composing(filled: Office) -> None:
    Pejabat.objects.create(
        opd=filled.opd,
        unit=filled.dinas,
        nama="Pengganti",
        nip="198001012005011001",
        pangkat="Pembina",
        jabatan="Plt. Kepala Dinas",
        penanda_tangan=True,
        mulai=today_in(filled.opd) + timedelta(days=1),
    )
    assert compose(filled)["penandatangan"]["nama"] == "Kepala Contoh, S.Sos."
    Pejabat.objects.filter(nama="Pengganti").update(mulai=today_in(filled.opd))
    assert compose(filled)["penandatangan"]["nama"] == "Pengganti"


def test_logo_is_embedded_by_its_content(filled: Office) -> None:
    filled.opd.logo.save("logo.bin", ContentFile(b"\xff\xd8\xff rest"), save=True)
    assert compose(filled)["opd"]["logo"]["media_type"] == "image/jpeg"


def test_facts_are_none_without_quarter_or_pk(office: Office) -> None:
    assert get_report_facts(office.opd, 2024, 2) is None
    assert get_report_facts(office.opd, 2031, 1) is None


def test_facts_cost_the_same_for_any_number_of_rows(filled: Office, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        get_report_facts(filled.opd, 2024, 1)


def test_default_wording_accepts_the_snapshot(filled: Office) -> None:
    wording = default_words(compose(filled))
    assert set(wording) == {"kata_pengantar", "bab_4", "bab_5"}
    assert all(wording.values())


MURNI, PERUBAHAN = "Perjanjian Kinerja Tahun 2024 (Murni)", "Perjanjian Kinerja Tahun 2024 (Perubahan 1)"
FOR_SEVERAL = [
    "Indikator diukur pada triwulan yang PK-nya memuat indikator itu: yang baru masuk pada suatu perubahan mulai "
    "triwulan PK itu, yang tidak dilanjutkan sampai triwulan sebelumnya.",
    "Progres tahun setiap triwulan dihitung terhadap target tahun dalam PK triwulan itu.",
]


@pytest.fixture
def changed(filled: Office) -> Office:
    """From July on 450 and 600 letters are wanted in TW III and IV instead of 300 and 400."""
    quarters = [Triwulan.objects.create(opd=filled.opd, tahun=2024, triwulan=q) for q in (2, 3, 4)]
    pk = PerjanjianKinerja.objects.create(
        opd=filled.opd, tahun=2024, perubahan=1, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1), nomor="700/2"
    )
    for indikator in (*filled.indikator(filled.subbag), *filled.indikator(filled.tim)):
        letters = indikator.nama == "Jumlah surat"
        make_butir(pk, indikator, ("150", "250", "450", "600") if letters else ("1", "1", "1", "1"))
    freeze(pk)
    surat = filled.indikator(filled.subbag)[0]
    for quarter in quarters:
        Realisasi.objects.create(
            indikator=surat,
            triwulan=quarter,
            status="terisi",
            nilai=Decimal(quarter.triwulan * 100),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    return filled


def test_quarter_says_which_pk_it_uses(changed: Office) -> None:
    """TW I and II by the murni, TW III and the year by the perubahan: labels, sentences and targets."""
    found = {quarter: compose(changed, quarter) for quarter in (1, 2, 3, 4)}
    assert [found[q]["pk"]["label"] for q in (1, 2, 3, 4)] == [MURNI, MURNI, PERUBAHAN, PERUBAHAN]
    assert found[2]["pk"]["kalimat"] == [f"Target menurut {MURNI}."]
    assert found[3]["pk"]["kalimat"] == [
        f"Target TW I dan TW II menurut {MURNI}; TW III menurut {PERUBAHAN}.",
        *FOR_SEVERAL,
    ]
    assert found[4]["pk"]["kalimat"] == [
        f"Target TW I dan TW II menurut {MURNI}; TW III dan TW IV menurut {PERUBAHAN}.",
        *FOR_SEVERAL,
        f"Capaian tahun dinilai menurut PK terakhir, yaitu {PERUBAHAN}.",
    ]
    assert found[4]["pk"]["daftar"] == [
        {"label": MURNI, "perubahan": 0, "nomor": "", "triwulan": [1, 2]},
        {"label": PERUBAHAN, "perubahan": 1, "nomor": "700/2", "triwulan": [3, 4]},
    ]
    assert found[4]["legenda"][:4] == found[4]["pk"]["kalimat"]


@pytest.mark.parametrize(
    ("triwulan", "target"),
    [
        (1, ["100", "200", "300", "400"]),
        (2, ["100", "200", "300", "400"]),
        (3, ["100", "200", "450", "600"]),
        (4, ["100", "200", "450", "600"]),
    ],
)
def test_later_perubahan_does_not_change_an_earlier_quarter(changed: Office, triwulan: int, target: list[str]) -> None:
    assert row(compose(changed, triwulan), "sub_kegiatan", "Jumlah surat")["target"] == target


def test_each_quarter_is_measured_by_its_own_pk_and_the_year_by_the_last(changed: Office) -> None:
    """50 of 100 and 200 of 200 by the murni; 300 of 450 and 400 of 600 by the perubahan."""
    surat = row(compose(changed, 4), "sub_kegiatan", "Jumlah surat")
    assert [item["teks"] for item in surat["capaian"]] == ["50,00", "100,00", "66,67", "66,67"]
    assert [item["teks"] for item in surat["progres"]] == ["12,50", "50,00", "50,00", "66,67"]
    assert (surat["tahun"]["target"], surat["tahun"]["capaian"]) == ("600", "66,67")


def test_quarter_before_the_first_pk_is_measured_by_the_pk_of_the_report(changed: Office) -> None:
    remove(connection, TRIGGERS)
    PerjanjianKinerja.objects.filter(perubahan=0).update(berlaku_mulai=date(2024, 5, 1))
    install(connection, TRIGGERS)
    assert get_report_facts(changed.opd, 2024, 1) is None
    agreements = compose(changed, 3)["pk"]
    assert agreements["label"] == PERUBAHAN
    assert agreements["daftar"] == [
        {"label": MURNI, "perubahan": 0, "nomor": "", "triwulan": [2]},
        {"label": PERUBAHAN, "perubahan": 1, "nomor": "700/2", "triwulan": [1, 3]},
    ]


def test_a_dropped_indicator_stays_in_the_quarters_of_its_pk(changed: Office) -> None:
    """The perubahan of July holds letters, the building, the IKU. TW I and II keep their means, the rest is listed."""
    means = {quarter: level(compose(changed, quarter), "sub_kegiatan")["triwulan"] for quarter in (1, 2, 3, 4)}
    for earlier in (1, 2):
        for later in range(earlier + 1, 5):
            assert means[later][earlier - 1] == means[earlier][earlier - 1]
    assert [(mean["capaian"], mean["dihitung"], mean["jumlah"]) for mean in means[4]] == [
        ("50,00", 2, 3),  # 6 of 12 and 50 of 100; the building has no target
        ("100,00", 1, 3),  # 200 of 200; media and building are blank
        ("66,67", 1, 2),
        ("66,67", 1, 2),
    ]
    found = level(compose(changed, 4), "sub_kegiatan")
    assert (found["jumlah"], found["kelas"]["tidak_dilanjutkan"], found["kelas"]["di_bawah_target"]) == (3, 1, 1)
    assert found["tahun"]["jumlah"] == 2
    media = compose(changed, 4)["analisis"]["tidak_dilanjutkan"][0]
    assert media["indikator"] == "Jumlah layanan media"
    assert media["triwulan"] == [
        {"triwulan": 1, "target": "12", "realisasi": "6", "capaian": "50,00", "progres": "50,00"},
        {"triwulan": 2, "target": "12", "realisasi": "", "capaian": "", "progres": ""},
    ]
    assert compose(changed, 2)["analisis"]["tidak_dilanjutkan"] == []


def test_an_indicator_that_a_perubahan_brings_is_not_measured_before(changed: Office) -> None:
    remove(connection, TRIGGERS)
    ButirPK.objects.get(pk_induk=changed.pk, indikator__nama="Jumlah surat").delete()
    install(connection, TRIGGERS)
    surat = row(compose(changed, 3), "sub_kegiatan", "Jumlah surat")
    assert surat["target"][:2] == [None, None]
    assert surat["realisasi"][:2] == [None, None]
    assert [item["teks"] for item in surat["capaian"]] == ["n/a", "n/a", "66,67", ""]
    assert "tidak ada dalam PK TW I dan TW II" in surat["catatan"]


def test_every_indicator_falls_into_one_class(filled: Office) -> None:
    analysis = compose(filled)["analisis"]
    for found in analysis["tingkat"]:
        assert sum(found["kelas"].values()) == found["jumlah"]
    assert level(compose(filled), "sub_kegiatan")["kelas"] == {
        "melampaui": 0,
        "tercapai": 0,
        "di_bawah_target": 1,
        "di_bawah_belum_dinilai": 1,
        "dinilai_akhir_tahun": 0,
        "belum_ada_target": 1,
        "tidak_tersedia": 0,
        "belum_diisi": 0,
        "tidak_dapat_dihitung": 0,
        "tidak_dilanjutkan": 0,
    }


def test_each_row_names_what_stands_above_it_and_the_sasaran_of_its_own_node(filled: Office) -> None:
    """The Sasaran column of Lampiran I is the node's own `sasaran_kinerja`, not the strategic one beside it."""
    rows = compose(filled)["lampiran_1"]
    ways = ("sasaran_strategis", "program", "kegiatan", "sub_kegiatan", "sasaran")
    above = ("Meningkatnya kualitas informasi publik", "Program Informasi Publik", "Pengelolaan Informasi")
    assert {tuple(found[way] for way in ways) for found in rows["sub_kegiatan"]} == {
        (*above, "Layanan Media", "Terlayani")
    }
    assert [tuple(found[way] for way in ways) for found in rows["kegiatan"]] == [(*above, None, "Terkelola")]
    assert [tuple(found[way] for way in ways) for found in rows["program"]] == [
        (*above[:2], None, None, "Informasi terbuka")
    ]


@pytest.mark.parametrize(
    ("level", "heads", "cells"),
    [
        (
            "sub_kegiatan",
            ["Sasaran Strategis", "Program", "Kegiatan", "Sub Kegiatan", "Sasaran Sub Kegiatan"],
            [
                "Meningkatnya kualitas informasi publik",
                "Program Informasi Publik",
                "Pengelolaan Informasi",
                "Layanan Media",
                "Terlayani",
            ],
        ),
        (
            "kegiatan",
            ["Sasaran Strategis", "Program", "Kegiatan", "Sasaran Kegiatan"],
            [
                "Meningkatnya kualitas informasi publik",
                "Program Informasi Publik",
                "Pengelolaan Informasi",
                "Terkelola",
            ],
        ),
        (
            "program",
            ["Sasaran Strategis", "Program", "Sasaran Program"],
            ["Meningkatnya kualitas informasi publik", "Program Informasi Publik", "Informasi terbuka"],
        ),
    ],
)
def test_the_sasaran_stands_under_its_head_in_lampiran_1(
    filled: Office, level: str, heads: list[str], cells: list[str]
) -> None:
    spec = lampiran_1_spec(level, 1)
    assert [column.heading for column in spec.columns[1 : len(heads) + 1]] == heads
    found = compose(filled)["lampiran_1"][level][0]
    assert list(spec.groups(found)) == cells
