"""The colours of the pages. Source: DESIGN, one badge for each thing that is said."""

import pytest

from indicators.models.perjanjian import StatusPK
from indicators.selectors.perubahan_nomenklatur import NomenklaturState
from indicators.selectors.roll_over import RollOverMark
from indicators.views.badges import BADGES, badge_of, badge_of_predicate, badge_of_status
from indicators.workflow import StatusPengajuan
from sakip.labelled import Labelled


@pytest.mark.parametrize("kind", BADGES)
def test_every_member_of_a_list_has_its_badge(kind: type[Labelled]) -> None:
    assert {badge_of(member) for member in kind} <= {"neutral", "info", "good", "warn", "bad"}


def test_two_lists_may_colour_the_same_word_differently() -> None:
    assert NomenklaturState.DIGANTIKAN.value == RollOverMark.DIGANTIKAN.value
    assert (badge_of(NomenklaturState.DIGANTIKAN), badge_of(RollOverMark.DIGANTIKAN)) == ("good", "info")


def test_a_list_without_colours_is_refused() -> None:
    with pytest.raises(KeyError):
        badge_of(StatusPengajuan.DRAF)


def test_states_and_predicates() -> None:
    assert [badge_of_status(status) for status in ("draf", "diajukan", "disahkan", "dibuka_kembali")] == [
        "neutral",
        "info",
        "good",
        "warn",
    ]
    assert badge_of_status(StatusPK.DITETAPKAN) == "good"
    assert [badge_of_predicate(word) for word in ("Sangat Tinggi", "Sedang", "Rendah", "Belum dinilai", "", None)] == [
        "good",
        "warn",
        "bad",
        "neutral",
        "neutral",
        "neutral",
    ]
