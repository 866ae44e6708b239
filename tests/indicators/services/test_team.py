"""The Tim IKU: people of several units fill in one sheet together and hand it in, beside their own unit's."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from indicators.models import Indikator, Pengguna, Realisasi
from indicators.permissions import Peran
from indicators.selectors.pengajuan import WaitingActs, list_typists, list_unit_rows
from indicators.services.pengajuan import check, submit
from indicators.services.realisasi_entry import RowEntry
from indicators.triggers import TRIGGERS
from sakip.refusals import ChangedMeanwhile, NotAllowed
from sakip.triggers import install, remove
from tests.assignments import assign
from tests.cast import Cast, Office, make_butir
from tests.savers import save_row


def add_row(office: Office) -> Indikator:
    """List a second indicator of the Tim in the agreement that is ditetapkan already, which only a test may do."""
    row = Indikator.objects.create(
        opd=office.opd, unit=office.tim, sasaran=office.sasaran, nama="Nilai keterbukaan", satuan="Poin"
    )
    remove(connection, TRIGGERS)
    make_butir(office.pk, row, ("80", "80", "80", "80"))
    install(connection, TRIGGERS)
    return row


@pytest.mark.one_database
def test_two_members_fill_one_sheet_and_either_hands_it_in(
    office: Office, cast: Cast, client_of: Callable[[Pengguna], Client]
) -> None:
    spbe, terbuka = *office.indikator(office.tim), add_row(office)
    for member in (cast.staf, cast.staf_umum):
        assign(by=cast.administrator, pengguna=member, unit=office.tim, peran=Peran.STAF, mulai=date(2024, 1, 1))

    # Each finds his own unit's sheet and the team's on one page, and moves between them from either.
    page = client_of(cast.staf).get("/admin/pengisian/").content.decode()
    for unit in (office.bidang, office.tim):
        assert f"/admin/pengisian/{office.tw1.pk}/{unit.pk}/" in page
    sheet = client_of(cast.staf).get(f"/admin/pengisian/{office.tw1.pk}/{office.bidang.pk}/").content.decode()
    assert f"/admin/pengisian/{office.tw1.pk}/{office.tim.pk}/" in sheet

    # Both at once: different rows do not meet, the same row says who was faster.
    def save(by: Pengguna, row: Indikator, text: str, versi: int = 0) -> Realisasi | None:
        return save_row(by=by, triwulan=office.tw1, unit=office.tim, isian=RowEntry(row.pk, versi, realisasi=text))

    save(cast.staf, spbe, "2,3")
    save(cast.staf_umum, terbuka, "81")
    with pytest.raises(ChangedMeanwhile, match=r"diubah oleh Staf IKP \(staf\)"):
        save(cast.staf_umum, spbe, "2,4")

    # Who typed what stands at the row, before handing in, and before the checker.
    sheet = client_of(cast.staf_umum).get(f"/admin/pengisian/{office.tw1.pk}/{office.tim.pk}/").content.decode()
    assert "Terakhir diubah oleh Staf IKP (staf)" in sheet
    assert "Terakhir diubah oleh Staf Umum (staf.umum)" in sheet
    rows = list_unit_rows(office.pengajuan(office.tim))
    assert sorted(list_typists(rows)) == [("Staf IKP (staf)", 1), ("Staf Umum (staf.umum)", 1)]
    asked = client_of(cast.staf).get(f"/admin/pengisian/{office.tw1.pk}/{office.tim.pk}/ajukan/").content.decode()
    assert "Staf IKP (staf) (1 baris)" in asked
    pengajuan = submit(by=cast.staf_umum, pengajuan=office.pengajuan(office.tim))
    review = client_of(cast.ketua_iku).get(f"/admin/pengajuan/{pengajuan.pk}/").content.decode()
    assert "Staf IKP (staf): 1 baris" in review

    # Both are whose numbers these are: neither checks them, were he a head too.
    assert WaitingActs([pengajuan]).own_ids(pengajuan) == {cast.staf.pk, cast.staf_umum.pk}
    with pytest.raises(NotAllowed):
        check(by=cast.staf, pengajuan=pengajuan, versi=pengajuan.versi)
    assert check(by=cast.ketua_iku, pengajuan=pengajuan, versi=pengajuan.versi).status == "diperiksa"
