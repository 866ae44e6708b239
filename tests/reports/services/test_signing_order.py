"""Several officials sign one document, each in his turn and with his own certificate."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Jejak, Pejabat
from indicators.permissions import Peran
from indicators.selectors.reporting import today_in
from reports.composition.differences import list_differences
from reports.models import Dokumen, Sertifikat
from reports.selectors import get_predecessor, list_waiting
from reports.services.dokumen import request_preview
from reports.services.kedaluwarsa import why_outdated
from reports.services.laporan import open_revision
from reports.services.tte_footer import footer_text
from reports.services.verify_address import verify_url
from reports.signing.demo_certificate import create_demo_pkcs12
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from reports.turns import next_turn
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow
from tests.cast import Cast, Office, make_user
from tests.reports import steps
from tests.shared import shared

pytestmark = pytest.mark.one_database

REPORT = {"jenis": "lpk", "tahun": 2024, "triwulan": 1}


@shared(beside=["quick"])
def awaited(approved: Office, cast: Cast) -> Dokumen:
    """A final report that waits for the Sekretaris's paraf, then for the head's signature."""
    steps.want_paraf(approved, cast)
    with steps.quick_renderer():
        return steps.make_final(approved, cast.kadis)


@shared(beside=["quick"])
def with_paraf(awaited: Dokumen, cast: Cast) -> Dokumen:
    return steps.put_signature(awaited, cast.sekretaris)


def fresh(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.select_related("laporan__opd__pemda").get(pk=dokumen.pk)


def other_certificate(name: str, organisation: str = "Dinas Contoh") -> bytes:
    return create_demo_pkcs12(common_name=name, organisation=organisation, passphrase=steps.PASSPHRASE)


def test_a_paraf_leaves_the_document_final_and_the_head_closes_it(with_paraf: Dokumen, cast: Cast) -> None:
    assert (with_paraf.status, with_paraf.cara_ttd, with_paraf.versi) == ("final", "", 3)
    signed = steps.put_signature(with_paraf, cast.kadis)
    assert (signed.status, signed.cara_ttd) == ("ditandatangani", "tte")
    rows = list(signed.daftar_tanda_tangan.order_by("urutan"))
    assert [(row.urutan, row.peran, row.nama, bool(row.berkas)) for row in rows] == [
        (1, "paraf", "Sekretaris Contoh, S.E.", True),
        (2, "tanda_tangan", "Kepala Contoh, S.Sos.", False),
    ]
    report = verify(steps.read_stored(signed.berkas_ttd.name), expected_sha256=signed.sha256_ttd)
    assert report.verdict == Verdict.SAH_DEMO
    assert [facts.field_name for facts in report.signatures] == ["Paraf1", "TandaTangan"]
    trail = Jejak.objects.filter(tindakan__endswith="_dokumen", ditolak=False).order_by("pk")
    assert [row.tindakan for row in trail][-2:] == ["paraf_dokumen", "tanda_tangani_dokumen"]


def test_nobody_signs_out_of_turn(awaited: Dokumen, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match=r"menunggu paraf Sekretaris Contoh, S\.E\. \(NIP 1967"):
        steps.put_signature(awaited, cast.kadis)
    assert Jejak.objects.filter(ditolak=True).get().tindakan == "paraf_dokumen"
    steps.put_signature(awaited, cast.sekretaris)
    with pytest.raises(NotAllowed):
        steps.put_signature(awaited, cast.sekretaris)
    assert fresh(awaited).daftar_tanda_tangan.count() == 1


def test_a_paraf_is_put_once(awaited: Dokumen, cast: Cast) -> None:
    seen = fresh(awaited)
    steps.put_signature(awaited, cast.sekretaris)
    with pytest.raises((ChangedMeanwhile, NotAllowed)):
        steps.sign_document(by=cast.sekretaris, dokumen=seen, versi=seen.versi, passphrase=steps.PASSPHRASE)


@pytest.mark.parametrize("who", ["kadis", "staf", "perencana", "pembaca", "administrator", "asing"])
def test_the_nip_of_the_official_is_not_enough_nor_is_the_permission(awaited: Dokumen, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        steps.put_signature(awaited, getattr(cast, who))
    cast.asing.nip = steps.NIP_SEKRETARIS
    cast.asing.save(update_fields=["nip"])
    with pytest.raises(NotAllowed):
        steps.put_signature(awaited, cast.asing)


def test_composing_again_takes_the_paraf_back(with_paraf: Dokumen, approved: Office, cast: Cast) -> None:
    open_revision(by=cast.sekretaris, opd=approved.opd, **REPORT, alasan="Salah ketik.")
    second = steps.make_final(approved, cast.kadis)
    assert fresh(with_paraf).status == "digantikan"
    turn = next_turn(second)
    assert turn is not None
    assert (turn.urutan, turn.official["nama"]) == (1, "Sekretaris Contoh, S.E.")
    with pytest.raises(NotNow, match="sudah ditandatangani atau digantikan"):
        steps.put_signature(with_paraf, cast.kadis)
    steps.put_signature(second, cast.sekretaris)
    assert steps.put_signature(second, cast.kadis).status == "ditandatangani"


def test_an_acting_head_takes_over_between_paraf_and_signature(
    with_paraf: Dokumen, approved: Office, cast: Cast
) -> None:
    Pejabat.objects.create(
        opd=approved.opd, unit=approved.dinas, nama="Plt. Kepala", nip="198001012005011001", pangkat="Pembina",
        jabatan="Plt. Kepala Dinas", penanda_tangan=True, mulai=today_in(approved.opd),
    )  # fmt: skip
    with pytest.raises(NotNow, match="Finalkan laporan kembali"):
        steps.put_signature(with_paraf, cast.kadis)
    acting = make_user("plt", "Plt. Kepala", (approved.dinas, Peran.KEPALA_DINAS), nip="198001012005011001")
    steps.give_certificate(acting, approved.opd)
    second = steps.make_final(approved, cast.kadis)
    steps.put_signature(second, cast.sekretaris)
    assert steps.put_signature(second, acting).ditandatangani_oleh == "Plt. Kepala"


def test_a_changed_file_is_not_signed_on(with_paraf: Dokumen, cast: Cast) -> None:
    paraf = with_paraf.daftar_tanda_tangan.get()
    with default_storage.open(paraf.berkas.name, "wb") as stream:
        stream.write(b"%PDF-1.7 lain")
    with pytest.raises(NotNow, match="tidak sama"):
        steps.put_signature(with_paraf, cast.kadis)


# --- the foot of the pages


def test_nothing_is_signed_until_everybody_has_a_certificate(awaited: Dokumen, cast: Cast) -> None:
    Sertifikat.objects.filter(pemilik=cast.kadis).update(nip="198001012005011001")
    with pytest.raises(NotNow, match=r"Kepala Contoh, S\.Sos\. .*belum mempunyai sertifikat yang dapat dipakai"):
        steps.put_signature(awaited, cast.sekretaris)
    Sertifikat.objects.filter(pemilik=cast.kadis).delete()
    with pytest.raises(NotNow, match="kaki halaman"):
        steps.put_signature(awaited, cast.sekretaris)
    assert not fresh(awaited).daftar_tanda_tangan.exists()


def test_a_certificate_of_an_issuer_that_the_foot_does_not_name_signs_nothing(
    with_paraf: Dokumen, approved: Office, cast: Cast
) -> None:
    Sertifikat.objects.filter(pemilik=cast.kadis).update(berakhir_pada=timezone.now())
    steps.give_certificate(cast.kadis, approved.opd, other_certificate("Kepala Contoh", "Dinas Lain"))
    with pytest.raises(NotNow, match="tidak menyebut DEMO Kepala Contoh sebagai penerbit"):
        steps.put_signature(with_paraf, cast.kadis)
    open_revision(by=cast.sekretaris, opd=approved.opd, **REPORT, alasan="Sertifikat baru.")
    second = steps.make_final(approved, cast.kadis)
    steps.put_signature(second, cast.sekretaris)
    assert steps.put_signature(second, cast.kadis).status == "ditandatangani"


def test_a_renewed_certificate_of_the_same_issuer_signs(with_paraf: Dokumen, approved: Office, cast: Cast) -> None:
    Sertifikat.objects.filter(pemilik=cast.kadis).update(berakhir_pada=timezone.now())
    steps.give_certificate(cast.kadis, approved.opd)
    assert steps.put_signature(with_paraf, cast.kadis).status == "ditandatangani"


def test_footer_text_names_each_issuer_once() -> None:
    assert footer_text("", ["BSrE", "BSrE"], demo=False).endswith("yang diterbitkan oleh BSrE.")
    assert footer_text("", ["BSrE", "CA B"], demo=False).endswith("yang diterbitkan oleh BSrE dan CA B.")
    assert (
        footer_text("Ditandatangani dengan TTE {penerbit}.", ["BSrE"], demo=False) == "Ditandatangani dengan TTE BSrE."
    )
    assert footer_text("Tanpa nama.", ["BSrE"], demo=False) == "Tanpa nama."
    assert footer_text("Kalimat kantor.", ["DEMO A"], demo=True).startswith("DEMO, TIDAK BERLAKU:")


# --- the address behind the QR


def test_a_final_carries_the_address_of_its_own_token(final: Dokumen) -> None:
    assert final.snapshot["verifikasi"] == verify_url(final)
    assert final.token in final.snapshot["verifikasi"]


def test_another_public_address_makes_an_unsigned_final_outdated(
    final: Dokumen, signed: Dokumen, settings: Settings
) -> None:
    settings.PUBLIC_BASE_URL = "https://sakip.baru.go.id"
    assert not why_outdated(fresh(signed))


def test_another_public_address_is_told(final: Dokumen, settings: Settings) -> None:
    old = final.snapshot["verifikasi"]
    settings.PUBLIC_BASE_URL = "https://sakip.baru.go.id"
    [difference] = why_outdated(fresh(final)).perbedaan
    assert (difference.tempat, difference.lama) == ("Kode QR", old)
    assert difference.baru.startswith("https://sakip.baru.go.id/verifikasi/")


def test_a_draft_carries_no_address(approved: Office, cast: Cast, quick: None) -> None:
    draft = steps.document_of(steps.do(request_preview(by=cast.kadis, opd=approved.opd, **REPORT)))
    assert "verifikasi" not in draft.snapshot


# --- whose turn it is


def test_list_waiting_finds_exactly_whose_turn_it_is(awaited: Dokumen, approved: Office, cast: Cast) -> None:
    def waiting() -> dict[str, list[str]]:
        people = ("sekretaris", "kadis", "staf", "perencana", "pembaca", "administrator", "asing")
        return {
            who: [turn.peran.value for _, turn in found]
            for who in people
            if (found := list_waiting(type(cast.staf).objects.get(pk=getattr(cast, who).pk)))
        }

    assert waiting() == {"sekretaris": ["paraf"]}
    steps.put_signature(awaited, cast.sekretaris)
    assert waiting() == {"kadis": ["tanda_tangan"]}
    steps.put_signature(awaited, cast.kadis)
    assert waiting() == {}


def test_list_waiting_leaves_out_what_another_document_took_over_from(awaited: Dokumen, cast: Cast) -> None:
    values = {field.attname: getattr(awaited, field.attname) for field in Dokumen._meta.concrete_fields}
    taken_over = {"status": "digantikan", "digantikan_oleh_id": awaited.pk, "digantikan_pada": timezone.now()}
    Dokumen.objects.create(**{**values, "id": None, "nomor_urut": 2, "token": "lain", **taken_over})
    assert [dokumen for dokumen, _ in list_waiting(cast.sekretaris)] == [awaited]


def test_list_waiting_leaves_out_what_has_to_be_composed_again(awaited: Dokumen, approved: Office, cast: Cast) -> None:
    steps.approve_again(approved, cast)
    assert list_waiting(cast.sekretaris) == []


def test_an_official_whose_term_ended_is_not_waited_for(awaited: Dokumen, approved: Office, cast: Cast) -> None:
    Pejabat.objects.filter(nip=steps.NIP_SEKRETARIS).update(sampai=today_in(approved.opd) - timedelta(days=1))
    assert list_waiting(cast.sekretaris) == []


def test_the_next_edition_does_not_tell_its_own_address_as_a_difference(
    signed: Dokumen, approved: Office, cast: Cast
) -> None:
    open_revision(by=cast.kadis, opd=approved.opd, **REPORT, alasan="Sekali lagi.")
    second = steps.make_final(approved, cast.kadis)
    first = get_predecessor(second)
    assert first == signed
    assert first.snapshot["verifikasi"] != second.snapshot["verifikasi"]
    assert list_differences(first.snapshot, second.snapshot, second.laporan.paper.differences) == []
