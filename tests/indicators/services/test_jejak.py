"""What a refused attempt leaves in the trail."""

import pytest

from indicators.acts import Act
from indicators.models import Jejak, Pengguna
from indicators.services.jejak import write
from sakip.refusals import NotAllowed
from tests.cast import Cast


@write(Act.TANDA_TANGANI_DOKUMEN)
def refuse_it(*, by: Pengguna, **told: object) -> None:
    raise NotAllowed("Bukan Anda.")


@pytest.mark.parametrize(
    "name",
    ["sandi", "kata_sandi_baru", "password", "passphrase", "credentials", "akun", "nik", "nik_pejabat", "no_nik"],
)
def test_what_opens_or_numbers_a_person_stays_out(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        refuse_it(by=cast.staf, **{name: "1804010101700001"}, versi=3)
    row = Jejak.objects.get(ditolak=True)
    assert row.sesudah == {"versi": "3"}


def test_other_arguments_are_told(cast: Cast) -> None:
    """Words that only contain such a name say nothing secret."""
    with pytest.raises(NotAllowed):
        refuse_it(by=cast.staf, teknik="survei", akuntabel="ya")
    row = Jejak.objects.get(ditolak=True)
    assert row.sesudah == {"teknik": "survei", "akuntabel": "ya"}
