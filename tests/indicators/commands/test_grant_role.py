"""`manage.py grant_role`: a vacant role is filled in the office that is named."""

from io import StringIO

from django.core.management import call_command

from indicators.models import Pemda, Pengguna, Penugasan
from indicators.permissions import Peran
from tests.cast import Cast, Office, make_opd, make_user


def test_a_role_is_given_in_the_office_that_is_named(office: Office, cast: Cast) -> None:
    """Another office of the Pemda stands beside it, and one of the same code in another Pemda."""
    _, elsewhere = make_opd(Pemda.objects.create(nama="Alfa", kode="alfa"), "diskominfo", "Dinas Kominfo Alfa")
    dinkes = cast.asing.daftar_penugasan.all()[0].unit
    Pengguna.objects.filter(pk=cast.kadis.pk).update(is_active=False)
    make_user("kawan", "Kawan", (office.bidang, Peran.STAF), (dinkes, Peran.STAF), (elsewhere, Peran.STAF))

    for kantor in ("contoh/Diskominfo", "contoh/dinkes", "alfa/diskominfo"):
        call_command("grant_role", kantor, "kawan", "kepala_dinas", alasan="SK Bupati 1/2024", stdout=StringIO())

    made = Penugasan.objects.filter(pengguna__username="kawan", peran="kepala_dinas").order_by("pk")
    assert [row.unit for row in made] == [office.dinas, dinkes, elsewhere]
