"""Figures in an office's own words, from the typed text to the report that is kept from being final."""

from typing import Any

import pytest

from indicators.models import Jejak
from reports.composition import blocks_to_text
from reports.models import Laporan
from reports.papers.lpk.paper import LPK
from reports.services.dokumen import request_final
from reports.services.kedaluwarsa import snapshot_of
from reports.services.laporan import edit, facts_of, restore_default
from reports.services.narrative_figures import SectionReview, confirm_figures, review_narrative
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office

WHERE = {"jenis": "lpk", "tahun": 2024, "triwulan": 1}


def save(office: Office, by: Any, text: str) -> Laporan:
    found = Laporan.objects.filter(opd=office.opd).first()
    return edit(
        by=by, opd=office.opd, **WHERE, versi=found.versi if found else 0, nomor="", tempat="", tanggal=None,
        narasi={"bab_5": text},
    )  # fmt: skip


def figures(report: Laporan, office: Office) -> dict[str, str]:
    return LPK.word(snapshot_of(report, facts_of(report), draf=True))[1]


def review(report: Laporan, office: Office) -> SectionReview:
    return review_narrative(report, figures(report, office))["bab_5"]


def make_stale(report: Laporan) -> Laporan:
    """Let the data have been others when the text was saved: as after a correction since."""
    Laporan.objects.filter(pk=report.pk).update(angka_narasi={"bab_5": {"jumlah_indikator": ["987"]}})
    report.refresh_from_db()
    return report


def confirm(report: Laporan, office: Office, by: Any, **changes: Any) -> Laporan:
    values = {"versi": report.versi, "bagian": "bab_5", "sidik": review(report, office).sidik} | changes
    return confirm_figures(by=by, opd=office.opd, **WHERE, **values)


def test_default_wording_with_its_placeholders_stays_default(office: Office, cast: Cast) -> None:
    report = Laporan(opd=office.opd, **WHERE)
    named, _ = LPK.word(snapshot_of(report, facts_of(report), draf=True))
    text = blocks_to_text(named["bab_5"])
    assert "{" in text
    assert save(office, cast.kadis, text).narasi == {}


def test_unknown_placeholder_is_answered_with_the_known_ones(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid) as caught:
        save(office, cast.kadis, "Capaian {capaian_sub_kegiatn}.")
    sentence = caught.value.fields["bab_5"]
    assert "{capaian_sub_kegiatn} tidak dikenal" in sentence
    assert "{jumlah_indikator}" in sentence


def test_figures_of_the_day_are_kept_and_a_text_with_them_is_not_marked(office: Office, cast: Cast) -> None:
    report = save(office, cast.kadis, "Sebanyak {jumlah_indikator} indikator.")
    held = report.angka_narasi["bab_5"]["jumlah_indikator"]
    assert held == [figures(report, office)["jumlah_indikator"]]
    report = save(office, cast.kadis, f"Sebanyak {held[0]} indikator.")
    assert review(report, office).outdated == []
    restored = restore_default(by=cast.kadis, opd=office.opd, **WHERE, versi=report.versi, bagian="bab_5")
    assert restored.angka_narasi == {}


def test_report_with_an_old_figure_is_not_final_until_someone_has_looked(approved: Office, cast: Cast) -> None:
    report = make_stale(save(approved, cast.kadis, "Sebanyak 987 indikator."))
    (found,) = review(report, approved).outdated
    assert (found.text, found.name) == ("987", "jumlah_indikator")
    with pytest.raises(NotNow, match="Bab V memuat angka"):
        request_final(by=cast.kadis, opd=approved.opd, **WHERE)
    report = confirm(report, approved, cast.sekretaris)
    seen = review(report, approved).diperiksa
    assert seen is not None
    assert seen["oleh"] == "Sekretaris (sekretaris)"
    trail = Jejak.objects.get(tindakan="periksa_angka_narasi")
    assert trail.sesudah is not None
    assert trail.sesudah["angka"][0]["tertulis"] == "987"
    assert request_final(by=cast.kadis, opd=approved.opd, **WHERE).kind == "laporan.final"


def test_confirmation_lapses_with_the_text_and_with_the_data(office: Office, cast: Cast) -> None:
    report = confirm(make_stale(save(office, cast.kadis, "Sebanyak 987 indikator.")), office, cast.kadis)
    assert not review(report, office).open
    changed = figures(report, office) | {"jumlah_melampaui": "12345"}
    assert review_narrative(report, changed)["bab_5"].open
    report = save(office, cast.kadis, "Sebanyak 987 indikator, kata kami.")
    assert review(report, office).open, "and the old figure stays marked after saving"


def test_confirmation_is_for_what_was_shown_and_for_those_who_write(office: Office, cast: Cast) -> None:
    report = make_stale(save(office, cast.kadis, "Sebanyak 987 indikator."))
    with pytest.raises(NotAllowed):
        confirm(report, office, cast.staf)
    with pytest.raises(ChangedMeanwhile):
        confirm(report, office, cast.kadis, sidik="x")
    with pytest.raises(ChangedMeanwhile):
        confirm(report, office, cast.kadis, versi=report.versi - 1)
    with pytest.raises(NotValid, match="teks bawaan"):
        confirm(report, office, cast.kadis, bagian="bab_4")
    fine = save(office, cast.kadis, "Tanpa angka.")
    with pytest.raises(NotValid, match="tidak memuat angka"):
        confirm(fine, office, cast.kadis)
    assert Laporan.objects.get().pemeriksaan_narasi == {}
