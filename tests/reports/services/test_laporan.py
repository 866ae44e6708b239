"""Editing the working report."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F

from indicators.models import Jejak
from indicators.selectors.reporting import get_report_facts
from reports.composition import blocks_to_text
from reports.models import Dokumen, Laporan, Sertifikat
from reports.papers.lpk.composition.snapshot import build_snapshot
from reports.services.laporan import edit, open_revision, restore_default
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office
from tests.reports import steps
from tests.reports.papers.lpk.printing import default_words
from tests.reports.steps import approve_again


def save(office: Office, by: Any, *, versi: int = 0, **changes: Any) -> Laporan:
    values: dict[str, Any] = {"nomor": "", "tempat": "", "tanggal": None, "narasi": {}} | changes
    return edit(by=by, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, versi=versi, **values)


def test_edit_saves_and_leaves_a_trail(office: Office, cast: Cast) -> None:
    report = save(
        office,
        cast.perencana,
        nomor="700/12",
        tempat="Liwa",
        tanggal=date(2024, 4, 2),
        narasi={"bab_5": "Sendiri.\n\n- a"},
    )
    report = Laporan.objects.get(pk=report.pk)
    assert (report.nomor, report.tempat, report.tanggal, report.versi) == ("700/12", "Liwa", date(2024, 4, 2), 1)
    assert report.narasi == {"bab_5": [{"jenis": "paragraf", "teks": "Sendiri."}, {"jenis": "daftar", "butir": ["a"]}]}
    trail = Jejak.objects.get(tindakan="ubah_laporan")
    assert (trail.pelaku, trail.opd) == ("Perencana (perencana)", "diskominfo")
    assert trail.sesudah is not None
    assert trail.sesudah["nomor"] == "700/12"


def test_edit_keeps_the_default_wording_as_default(office: Office, cast: Cast) -> None:
    facts = get_report_facts(office.opd, 2024, 1)
    assert facts is not None
    defaults = default_words(build_snapshot(facts))
    typed = {name: blocks_to_text(blocks) for name, blocks in defaults.items()}
    report = save(office, cast.sekretaris, narasi=typed)
    assert report.narasi == {}


def test_restore_default_takes_one_section_back(office: Office, cast: Cast) -> None:
    report = save(office, cast.kadis, narasi={"bab_4": "Empat.", "bab_5": "Lima."})
    report = restore_default(
        by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, versi=report.versi, bagian="bab_4"
    )
    assert set(report.narasi) == {"bab_5"}


@pytest.mark.parametrize("who", ["staf", "kepala", "pembaca", "administrator", "asing"])
def test_edit_is_for_those_who_write_reports(office: Office, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        save(office, getattr(cast, who))
    assert not Laporan.objects.exists()
    assert Jejak.objects.get(ditolak=True).tindakan == "ubah_laporan"


def test_edit_says_which_field_is_wrong_and_saves_nothing(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid) as caught:
        save(office, cast.kadis, nomor="9" * 101, tanggal=date(1999, 1, 1), narasi={"bab_4": "", "bab_5": "Baik."})
    assert set(caught.value.fields) == {"nomor", "tanggal", "bab_4"}
    assert not Laporan.objects.exists()


def test_edit_does_not_overwrite_what_someone_else_saved(office: Office, cast: Cast) -> None:
    save(office, cast.sekretaris, nomor="1")
    with pytest.raises(ChangedMeanwhile):
        save(office, cast.kadis, nomor="2")
    assert Laporan.objects.get().nomor == "1"


def test_edit_is_closed_once_final(final: Dokumen, office: Office, cast: Cast) -> None:
    versi = Laporan.objects.get().versi
    with pytest.raises(NotNow, match="sudah final"):
        save(office, cast.kadis, versi=versi, nomor="1")


def test_edit_is_open_again_when_the_quarter_was_approved_anew(final: Dokumen, office: Office, cast: Cast) -> None:
    approve_again(office, cast)
    assert save(office, cast.kadis, versi=Laporan.objects.get().versi, nomor="2").nomor == "2"


def test_open_revision_wants_a_reason_and_opens_the_report(final: Dokumen, office: Office, cast: Cast) -> None:
    where = {"opd": office.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    with pytest.raises(NotValid):
        open_revision(by=cast.sekretaris, alasan="  ", **where)
    report = open_revision(by=cast.sekretaris, alasan="Salah ketik.", **where)
    assert save(office, cast.kadis, versi=report.versi, nomor="3").nomor == "3"
    assert Jejak.objects.get(tindakan="buka_revisi_laporan").alasan == "Salah ketik."
    with pytest.raises(NotNow):
        open_revision(by=cast.sekretaris, alasan="Sekali lagi.", **where)


def test_what_is_being_revised_is_neither_signed_nor_replaced_by_a_scan(
    final: Dokumen, office: Office, cast: Cast, certificate: Sertifikat
) -> None:
    """The page offers neither; one that was opened before posts it all the same. Else a signed report would stand open
    without its signer's word."""
    open_revision(by=cast.sekretaris, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, alasan="Salah ketik.")
    with pytest.raises(NotNow, match=r"Laporan ini sedang direvisi\. Finalkan kembali lebih dahulu"):
        steps.sign(final, cast)
    with pytest.raises(NotNow, match="Laporan ini sedang direvisi"):
        steps.scan(final, cast.kadis)
    assert Dokumen.objects.get().status == "final"


def test_open_revision_of_a_signed_report_is_the_signers(signed: Dokumen, office: Office, cast: Cast) -> None:
    where = {"opd": office.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    with pytest.raises(NotAllowed):
        open_revision(by=cast.sekretaris, alasan="Salah ketik.", **where)
    assert open_revision(by=cast.kadis, alasan="Salah ketik.", **where).revisi_dibuka
    signed.refresh_from_db()
    assert signed.status == "ditandatangani"


@pytest.mark.parametrize("meanwhile", [{"versi": F("versi") + 1}, {"revisi_dibuka": True}])
def test_open_revision_gives_way_to_who_was_faster(
    final: Dokumen, office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any]
) -> None:
    """The report is changed after it was read and before it is opened."""
    monkeypatch.setattr("reports.services.laporan.why_outdated", lambda _: Laporan.objects.update(**meanwhile) and None)
    with pytest.raises(ChangedMeanwhile):
        open_revision(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, alasan="Salah ketik.")


def test_open_revision_without_document_has_nothing_to_open(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow):
        open_revision(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1, alasan="Apa saja.")


def test_what_no_database_takes_is_left_out(final: Dokumen, office: Office, cast: Cast) -> None:
    """A NUL in a form: the answer is no database error, and a denied attempt is recorded all the same."""
    where = {"opd": office.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    with pytest.raises(NotAllowed):
        open_revision(by=cast.staf, alasan="Coba\x00", **where)
    denied = Jejak.objects.get(ditolak=True)
    assert denied.sesudah is not None
    assert denied.sesudah["alasan"] == "Coba"
    report = open_revision(by=cast.sekretaris, alasan="Salah\x00 ketik.", **where)
    report = save(
        office, cast.kadis, versi=report.versi, nomor="3\x00", tempat="\x00Liwa", narasi={"bab_5": "Li\x00ma."}
    )
    assert (report.nomor, report.tempat) == ("3", "Liwa")
    assert report.narasi == {"bab_5": [{"jenis": "paragraf", "teks": "Lima."}]}
