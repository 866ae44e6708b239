"""An owner answers for the resets of his own account."""

from django.utils import timezone

from indicators.models import AturUlangSandi
from indicators.services.atur_ulang import answer
from tests.cast import PASSWORD, Cast


def test_an_owner_answers_for_his_own_account_alone(cast: Cast) -> None:
    for user in (cast.kadis, cast.sekretaris):
        AturUlangSandi.objects.create(pengguna=user, oleh=cast.administrator, pada=timezone.now())
    answer(by=cast.kadis, sandi=PASSWORD, disangkal=True)
    assert list(AturUlangSandi.objects.order_by("pk").values_list("pengguna", "jawaban")) == [
        (cast.kadis.pk, "disangkal"),
        (cast.sekretaris.pk, ""),
    ]
