"""Files between their check and their confirmation, whichever page they wait for."""

import pytest
from django.core.files.storage import default_storage

from sakip import waiting as frame
from sakip.refusals import ChangedMeanwhile, NotValid
from sakip.waiting import Expired, SavedBefore, Waiting, confirm, find_waiting, keep, salt_of

SALT = salt_of("uji", 1, 7)
FILES = [("a.xlsx", b"satu"), ("b.xlsx", b"dua")]


def stored() -> int:
    return len(default_storage.listdir("impor")[1]) if default_storage.exists("impor") else 0


@pytest.fixture
def token() -> str:
    return keep(FILES).token(SALT, dilihat="x")


def test_token_brings_back_files_and_what_was_shown(token: str) -> None:
    found = find_waiting(token, SALT)
    assert (found.read(), found.facts) == (FILES, {"dilihat": "x"})


@pytest.mark.parametrize("salt", [salt_of("lain", 1, 7), salt_of("uji", 2, 7), salt_of("uji", 1, 8)])
def test_token_is_good_for_its_page_user_and_subject_alone(token: str, salt: str) -> None:
    with pytest.raises(Expired):
        find_waiting(token, salt)


@pytest.mark.parametrize("changed", ["", "x", "../../etc/passwd"])
def test_changed_token_names_nothing(token: str, changed: str) -> None:
    for text in (changed, f"{token}{changed or 'x'}"):
        with pytest.raises(Expired):
            find_waiting(text, SALT)


def test_token_ends_with_its_day(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "MAX_AGE_SECONDS", -1)
    with pytest.raises(Expired):
        find_waiting(token, SALT)


def test_confirmation_takes_the_files_away_and_a_second_one_hears_of_it(token: str) -> None:
    found = find_waiting(token, SALT)
    assert confirm(found, lambda: 12) == 12
    assert stored() == 0
    with pytest.raises(SavedBefore, match="sudah disimpan oleh klik sebelumnya"):
        find_waiting(token, SALT).read()


def test_what_is_refused_waits_on(token: str) -> None:
    def refuse() -> None:
        raise NotValid("Salah.")

    with pytest.raises(NotValid, match="Salah"):
        confirm(find_waiting(token, SALT), refuse)
    assert find_waiting(token, SALT).read() == FILES


def test_refused_because_the_other_click_was_faster(token: str) -> None:
    found = find_waiting(token, SALT)

    def too_late() -> None:
        find_waiting(token, SALT).forget()
        raise ChangedMeanwhile("Data berubah.")

    with pytest.raises(SavedBefore):
        confirm(found, too_late)


def test_nothing_waits_for_nobody() -> None:
    assert (Waiting().read(), Waiting().exists()) == ([], True)
