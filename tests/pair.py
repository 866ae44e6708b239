"""Two of everything: two offices of two Pemda with the same codes, unit names, years and quarters, and people who work
in both. What must differ to be told apart bears the office's word: "Alfa" or "Beta"."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from indicators.models import Pemda, Pengguna, Penugasan, UnitKerja
from indicators.permissions import Peran
from tests.cast import NIP_KADIS, Cast, Office, build_cast, build_office, make_user

WORDS = ("Alfa", "Beta")


@dataclass
class Pair:
    """`cast`: each holds his role in both offices; `segala` holds every role in both, and the NIP of their heads."""

    alfa: Office
    beta: Office
    cast: Cast
    segala: Pengguna

    @property
    def offices(self) -> tuple[Office, Office]:
        return self.alfa, self.beta

    def other(self, office: Office) -> Office:
        return self.beta if office is self.alfa else self.alfa


def build_pair() -> Pair:
    alfa, beta = (build_named_office(word) for word in WORDS)
    cast = build_cast(alfa)
    for row in Penugasan.objects.filter(unit__opd=alfa.opd).select_related("unit"):
        Penugasan.objects.create(
            pengguna_id=row.pengguna_id, unit=_same_unit(row.unit, beta), peran=row.peran, mulai=row.mulai
        )
    root = [(office.dinas, peran) for office in (alfa, beta) for peran in Peran if peran not in UNIT_ROLES]
    units = [(office.bidang, peran) for office in (alfa, beta) for peran in UNIT_ROLES]
    return Pair(alfa, beta, cast, make_user("segala", "Orang Dua Kantor", *root, *units, nip=NIP_KADIS))


UNIT_ROLES = (Peran.STAF, Peran.KEPALA_UNIT)


def build_named_office(word: str) -> Office:
    """Build the office of a Pemda of its own, with a logo; its names bear the word."""
    pemda = Pemda.objects.create(nama=f"{word}raya", kode=word.lower(), ibu_kota=f"Kota {word}")
    office = build_office(pemda, word)
    image = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(image, "PNG")
    office.opd.logo.save("logo.png", ContentFile(image.getvalue()))
    return office


def _same_unit(unit: UnitKerja, office: Office) -> UnitKerja:
    return UnitKerja.objects.get(opd=office.opd, kode=unit.kode)
