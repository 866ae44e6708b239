"""`verify_trail` proves the trail in words, and ends with code 1 when it cannot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Jejak, MataRantai, SegelJejak
from indicators.selectors.rantai import list_seals
from indicators.services.rantai import seal_day
from tests.cast import Office
from tests.indicators.chained import add_rows, without_guards


@pytest.fixture
def sealed(office: Office) -> str:
    """Three rows, sealed; returns the seal's line from the mail."""
    add_rows(3, office.opd)
    seal_day()
    (seal,) = list_seals(office.opd.pk)
    return seal.line()


def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_trail", *options, stdout=out)
    return out.getvalue()


def fails(*options: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_trail", *options, stdout=out)
    assert error.value.returncode == 1
    return f"{out.getvalue()}{error.value}"


def test_a_whole_trail_is_said_to_be_whole(office: Office, sealed: str) -> None:
    told = verify("--segel", sealed, "--kantor", office.opd.full_code)
    assert f"Utuh   {office.opd.nama} ({office.opd.full_code}): 3 baris, terakhir nomor " in told
    assert told.endswith("Jejak utuh.\n")
    add_rows(2, office.opd)
    assert verify().endswith("Jejak utuh. 2 baris terbaru belum masuk rantai.\n")


def test_a_break_is_told_and_ends_with_a_code(office: Office, sealed: str) -> None:
    with without_guards():
        Jejak.objects.filter(opd_nomor=office.opd.pk, sesudah__ke=1).update(alasan="lain")
    told = fails()
    assert "PUTUS " in told
    assert "(mata rantai ke-2) diubah." in told
    assert "Jejak tidak terbukti utuh: 1 temuan. Putus berarti basis data diubah di luar aplikasi" in told
    assert "pulihkan cadangan dari sebelum putus itu" in told


def test_a_chain_that_is_gone_is_missed_by_its_seal(office: Office, sealed: str) -> None:
    with without_guards():
        for rows in (MataRantai.objects.all(), SegelJejak.objects.all(), Jejak.objects.filter(opd_nomor=office.opd.pk)):
            rows.delete()
    assert "padahal segel" in fails("--segel", sealed)


@pytest.mark.one_database
@pytest.mark.parametrize("text", ["", "segel kemarin", "SEGEL-JEJAK/1 rantai=1"])
def test_a_line_that_is_no_seal_is_refused(db: None, text: str) -> None:
    assert "Baris segel tidak terbaca" in fails("--segel", text)


@pytest.mark.one_database
def test_a_seal_of_a_later_program_or_of_another_office_is_refused(office: Office, sealed: str) -> None:
    assert "skema 2" in fails("--segel", sealed.replace("/1", "/2"))
    assert "dari kantor lain" in fails("--segel", sealed.replace("rantai=", "rantai=9"), "--kantor", office.opd.kode)
    assert "Kantor tidak ditemukan" in fails("--kantor", "tidak/ada")
