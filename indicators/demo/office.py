"""Loading the demo office: its people, its plan, the year 2023 to its end, the year 2024 to its first quarter."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from indicators.demo.plan import load_plan
from indicators.demo.source import read_kantor, read_logo
from indicators.demo.years import load_2023, open_2024
from indicators.models import Pejabat, Pemda, Pengguna, Penugasan, PerangkatDaerah, Triwulan, UnitKerja
from indicators.services.kantor import save_opd, save_pejabat, save_pemda, save_unit
from indicators.services.pengguna import save_accounts, set_shared_password

PEMDA_KODE = "18.04"
OPD_KODE = "diskominfo"


def is_loaded() -> bool:
    """Say whether the demo office stands: one query for the last thing that loading it makes."""
    return Triwulan.objects.filter(opd__pemda__kode=PEMDA_KODE, opd__kode=OPD_KODE, tahun=2024, triwulan=1).exists()


def list_accounts() -> list[Pengguna]:
    """Return the demo accounts in the order of the fixture."""
    order = [row["username"] for row in read_kantor()["akun"]]
    found = Pengguna.objects.filter(
        username__in=order,
        daftar_penugasan__unit__opd__pemda__kode=PEMDA_KODE,
        daftar_penugasan__unit__opd__kode=OPD_KODE,
    ).distinct()
    return sorted(found, key=lambda user: order.index(user.username))


def load_office(sandi: str) -> None:
    """Load all of it or nothing, with one password for every account. Raises a ServiceError when something is in the
    way, for example an account of the same name."""
    facts = read_kantor()
    with transaction.atomic():
        opd = _load_opd(facts)
        units = _load_units(facts, opd)
        users = _load_accounts(facts, units)
        set_shared_password(by=None, users=list(users.values()), sandi=sandi)
        pk, rows = load_plan(opd, units, users["perencana"])
        load_2023(facts, opd, units, users, rows, pk)
        open_2024(opd, users, pk)


def _load_opd(facts: dict[str, Any]) -> PerangkatDaerah:
    pemda = Pemda.objects.filter(kode=facts["pemda"]["kode"]).first()
    if pemda is None:
        pemda = save_pemda(by=None, pemda=Pemda(**facts["pemda"]))
    logo = ContentFile(read_logo(), name="logo.png")
    return save_opd(by=None, opd=PerangkatDaerah(pemda=pemda, logo=logo, **facts["opd"]))


def _load_units(facts: dict[str, Any], opd: PerangkatDaerah) -> dict[str, UnitKerja]:
    units: dict[str, UnitKerja] = {}
    for number, row in enumerate(facts["unit"], start=1):
        parent = None if row["induk"] is None else units[row["induk"]]
        unit = UnitKerja(opd=opd, urutan=number, **(row | {"induk": parent}))
        units[row["kode"]] = save_unit(by=None, unit=unit)
    official = facts["pejabat"]
    save_pejabat(
        by=None,
        pejabat=Pejabat(
            opd=opd, **(official | {"unit": units[official["unit"]], "mulai": date.fromisoformat(official["mulai"])})
        ),
    )
    return units


def _load_accounts(facts: dict[str, Any], units: dict[str, UnitKerja]) -> dict[str, Pengguna]:
    start = date(facts["renstra"]["tahun_awal"], 1, 1)
    users = {
        row["username"]: Pengguna(username=row["username"], nama=row["nama"], nip=row.get("nip", ""))
        for row in facts["akun"]
    }
    tasks = [
        Penugasan(pengguna=users[row["username"]], unit=units[unit], peran=peran, mulai=start)
        for row in facts["akun"]
        for unit, peran in row["tugas"]
    ]
    # All at once: the office is founded by them, and a role with power after that would need two people.
    save_accounts(by=None, users=list(users.values()), daftar=tasks)
    return users
