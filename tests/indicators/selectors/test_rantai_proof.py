"""The proof of the trail: whatever is done to rows or links behind the triggers' back, the first break is named."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators import chain
from indicators.chain import Seal
from indicators.models import Jejak, MataRantai, PerangkatDaerah, SegelJejak
from indicators.selectors import rantai_proof
from indicators.selectors.rantai import get_chain_state, get_head
from indicators.selectors.rantai_proof import Break, check_chains, find_breaks, find_waiting
from indicators.services.rantai import link_all, link_new, seal_day
from tests.cast import Office
from tests.indicators.chained import add_rows, without_guards

DAY = date(2026, 11, 29)


@pytest.fixture
def rows(office: Office) -> list[Jejak]:
    """Six rows of the office, linked."""
    made = add_rows(6, office.opd)
    link_new()
    return made


def links(rows: list[Jejak]) -> list[MataRantai]:
    return [MataRantai.objects.get(jejak=row) for row in rows]


def seal_of(office: Office) -> Seal:
    head = get_head(office.opd.pk)
    return Seal(office.opd.pk, DAY, head.urutan, head.jejak_id, head.hash)


def the_break(*seals: Seal) -> tuple[int | None, str]:
    """Return where the only chain that broke did, and the sentence without the office's name."""
    (found,) = find_breaks(seals=seals)
    return found.urutan, found.kalimat.partition(": ")[2]


def move(link: MataRantai, urutan: int) -> None:
    MataRantai.objects.filter(pk=link.pk).update(urutan=urutan)


def test_a_whole_trail_has_no_break(rows: list[Jejak], office: Office) -> None:
    add_rows(2)
    link_new()
    seal_day()
    assert list(find_breaks(seals=[seal_of(office)])) == []
    reports = {report.rantai: (report.nama, report.jumlah) for report in check_chains()}
    assert reports[office.opd.pk] == (f"{office.opd.nama} ({office.opd.full_code})", 6)
    assert reports[0][0] == "Tanpa perangkat daerah"


@pytest.mark.parametrize(
    "change", [{"objek": "lain"}, {"sesudah": {"nilai": "9"}}, {"jumlah": 2}, {"waktu": timezone.now()}]
)
@pytest.mark.parametrize("which", [0, 3, 5])
def test_a_changed_row(rows: list[Jejak], which: int, change: dict[str, object]) -> None:
    with without_guards():
        Jejak.objects.filter(pk=rows[which].pk).update(**change)
    place = which + 1
    assert the_break() == (place, f"isi baris jejak nomor {rows[which].pk} (mata rantai ke-{place}) diubah.")


def test_a_row_that_can_no_longer_be_read(rows: list[Jejak]) -> None:
    if connection.vendor != "sqlite":
        return  # whose columns hold what they are for
    with without_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_jejak SET waktu = '2026-13-45 00:00:00' WHERE id = %s", [rows[2].pk])
    expected = f"isi baris jejak nomor {rows[2].pk} (mata rantai ke-3) diubah: tidak lagi dapat dibaca."
    assert the_break() == (3, expected)


def test_a_missing_row_and_its_missing_link(rows: list[Jejak]) -> None:
    with without_guards():
        MataRantai.objects.filter(jejak=rows[2]).delete()
        Jejak.objects.filter(pk=rows[2].pk).delete()
    assert the_break() == (4, "mata rantai ke-3 hilang; sesudah ke-2 langsung ke-4.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database("sqlite")
def test_a_missing_row_whose_link_stayed(transactional_db: None) -> None:
    if connection.vendor != "sqlite":
        return  # whose keys cannot be switched off so
    made = add_rows(3)
    link_all()
    with without_guards(), connection.constraint_checks_disabled():
        Jejak.objects.filter(pk=made[1].pk)._raw_delete("default")
    assert the_break() == (2, f"baris jejak nomor {made[1].pk} (mata rantai ke-2) hilang.")
    with without_guards():
        MataRantai.objects.all()._raw_delete("default")


def test_a_changed_hash(rows: list[Jejak]) -> None:
    with without_guards():
        MataRantai.objects.filter(jejak=rows[2]).update(hash="a" * 64)
    assert the_break() == (
        3,
        f"hash mata rantai ke-3 (baris jejak nomor {rows[2].pk}) diubah; isi barisnya masih utuh.",
    )


def test_a_row_that_was_inserted(rows: list[Jejak], office: Office) -> None:
    """Its link fits, and those after it were moved on."""
    (new,) = add_rows(1, office.opd)
    third, *_ = links(rows[2:])
    isi = chain.content_of(Jejak.objects.filter(pk=new.pk).values()[0])
    digest = chain.digest(isi, rantai=office.opd.pk, urutan=3, before=links(rows)[1].hash)
    with without_guards():
        for link in reversed(links(rows[2:])):
            move(link, link.urutan + 1)
        MataRantai.objects.create(jejak=new, rantai=office.opd.pk, urutan=3, hash=digest)
    row = f"baris jejak nomor {third.jejak_id} (mata rantai ke-4)"
    assert the_break() == (4, f"baris jejak nomor {new.pk} (mata rantai ke-3) disisipkan kemudian sebelum {row}.")


def test_a_link_before_the_first(rows: list[Jejak], office: Office) -> None:
    (new,) = add_rows(1, office.opd)
    MataRantai.objects.create(jejak=new, rantai=office.opd.pk, urutan=0, hash="a" * 64)
    assert the_break() == (0, "mata rantai ke-0 disisipkan sebelum mata rantai pertama.")


def test_two_rows_that_changed_places(rows: list[Jejak]) -> None:
    first, second = links(rows[2:4])
    with without_guards():
        MataRantai.objects.filter(urutan__in=[3, 4], rantai=first.rantai).delete()
        for link, jejak in ((first, second.jejak_id), (second, first.jejak_id)):
            MataRantai.objects.create(jejak_id=jejak, rantai=link.rantai, urutan=link.urutan, hash=link.hash)
    row = f"baris jejak nomor {rows[3].pk} (mata rantai ke-3)"
    assert the_break() == (3, f"urutan {row} ditukar dengan baris jejak nomor {rows[2].pk}.")


def test_a_row_that_was_taken_out_and_the_rest_moved_up(rows: list[Jejak]) -> None:
    with without_guards():
        MataRantai.objects.filter(jejak=rows[2]).delete()
        Jejak.objects.filter(pk=rows[2].pk).delete()
        for link in links(rows[3:]):
            move(link, link.urutan - 1)
    place, sentence = the_break()
    assert place == 3
    assert sentence.startswith(f"baris jejak nomor {rows[3].pk} (mata rantai ke-3) tidak cocok: isinya diubah, atau ")


def rewrite(office: Office, keep: int) -> None:
    """Do what only the seals tell of: take the end away and compute the chain anew."""
    with without_guards():
        gone = MataRantai.objects.filter(rantai=office.opd.pk, urutan__gt=keep)
        numbers = list(gone.values_list("jejak_id", flat=True))
        gone.delete()
        Jejak.objects.filter(pk__in=numbers).delete()


def change_and_compute_anew(office: Office, keep: int) -> None:
    with without_guards():
        MataRantai.objects.filter(rantai=office.opd.pk).delete()
        Jejak.objects.filter(opd_nomor=office.opd.pk).update(objek="lain")
    link_all()


@pytest.mark.parametrize("keep", [3, 0])
def test_a_chain_that_lost_its_end_is_shorter_than_a_seal_from_outside(
    rows: list[Jejak], office: Office, keep: int
) -> None:
    kept = seal_of(office)
    rewrite(office, keep)
    assert list(find_breaks()) == []
    sentence = "segel 29 November 2026 mencatat 6 baris: baris terakhir dihapus."
    assert the_break(kept) == (keep, f"rantai hanya {keep} baris, padahal {sentence}")


@pytest.mark.parametrize("inside", [False, True])
def test_a_chain_that_was_computed_anew_differs_from_its_seal(rows: list[Jejak], office: Office, inside: bool) -> None:
    kept = [] if inside else [seal_of(office)]
    if inside:
        seal = seal_of(office)
        SegelJejak.objects.create(
            rantai=seal.rantai, hari=DAY, jumlah=6, hash=seal.hash,
            jejak_terakhir=seal.jejak_terakhir, dibuat_pada=timezone.now(),
        )  # fmt: skip
    change_and_compute_anew(office, 0)
    sentence = "segel 29 November 2026 tidak sama dengan mata rantai ke-6: rantai ditulis ulang."
    assert the_break(*kept) == (6, sentence)


def test_only_the_first_break_of_a_chain_is_named_and_each_chain_has_its_own(rows: list[Jejak], office: Office) -> None:
    other = PerangkatDaerah.objects.create(pemda=office.opd.pemda, kode="lain", nama="Dinas Lain")
    foreign = add_rows(2, other)
    link_new()
    with without_guards():
        Jejak.objects.filter(pk__in=[rows[1].pk, rows[4].pk, foreign[0].pk]).update(objek="lain")
    found = list(find_breaks())
    assert sorted((row.rantai, row.urutan) for row in found) == sorted([(office.opd.pk, 2), (other.pk, 1)])
    assert [row.rantai for row in find_breaks([other.pk])] == [other.pk]


def test_long_chains_are_read_in_batches(rows: list[Jejak], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rantai_proof, "BATCH", 2)
    assert list(find_breaks()) == []
    with without_guards():
        Jejak.objects.filter(pk=rows[3].pk).update(objek="lain")
    assert the_break() == (4, f"isi baris jejak nomor {rows[3].pk} (mata rantai ke-4) diubah.")


def test_rows_that_wait_for_long_are_a_finding(office: Office) -> None:
    add_rows(2, office.opd, waktu=timezone.now() - timedelta(minutes=9))
    assert list(find_waiting()) == []
    add_rows(3, office.opd, waktu=timezone.now() - timedelta(minutes=11))
    (found,) = find_waiting()
    assert found == Break(office.opd.pk, found.kalimat)
    assert f"{office.opd.full_code}): 3 baris jejak sudah lebih dari 10 menit belum masuk rantai." in found.kalimat
    assert list(find_waiting([office.opd.pk + 1])) == []
    assert list(find_breaks()) == [found]


def test_the_state_of_chains_counts_what_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add_rows(2, office.opd)
    seal_day()
    add_rows(3, office.opd)
    add_rows(1)
    state = get_chain_state([office.opd.pk])
    assert (state.menunggu, state.terbatas, state.tertunda) == (3, False, False)
    assert state.disegel_pada == SegelJejak.objects.get(rantai=office.opd.pk).dibuat_pada
    monkeypatch.setattr("indicators.selectors.rantai.MOST_COUNTED", 2)
    add_rows(1, office.opd, waktu=timezone.now() - timedelta(minutes=11))
    state = get_chain_state([office.opd.pk])
    assert (state.menunggu, state.terbatas) == (2, True)


def test_rows_that_wait_for_long_tell_that_no_worker_runs(office: Office) -> None:
    add_rows(1, office.opd, waktu=timezone.now() - timedelta(minutes=11))
    assert get_chain_state([office.opd.pk]).tertunda
