"""Making a PK perubahan: a draft with every row and target of the PK before it, and who may not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ButirPK, Indikator, Jejak, PerjanjianKinerja, TargetRenstra
from indicators.models.perjanjian import StatusPK
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import delete_pk, save_pk
from indicators.services.perubahan import make_perubahan
from sakip.refusals import NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office, make_butir, make_pk
from tests.trail import told

MID_YEAR = date(2024, 7, 1)


def make(office: Office, cast: Cast, **changes: Any) -> PerjanjianKinerja:
    facts: dict[str, Any] = {"by": cast.perencana, "pk": office.pk, "alasan": "Refocusing", "berlaku_mulai": MID_YEAR}
    return make_perubahan(**(facts | changes))


def contents(pk: PerjanjianKinerja) -> list[Any]:
    """Everything that stands in the rows of a PK, without their keys."""
    rows = ButirPK.objects.filter(pk_induk=pk).order_by("indikator_id")
    return [
        (
            row.indikator_id,
            row.unit_id,
            row.urutan,
            row.measure_values(),
            list(row.target.order_by("triwulan").values_list("triwulan", "nilai", "batas_atas", "predikat")),
        )
        for row in rows
    ]


def test_perubahan_is_a_draft_with_all_rows_as_they_stand(office: Office, cast: Cast) -> None:
    draft = make(office, cast, nomor="700/2")
    assert (draft.tahun, draft.perubahan, draft.status, draft.alasan) == (2024, 1, StatusPK.DRAF, "Refocusing")
    assert (draft.berlaku_mulai, draft.nomor) == (MID_YEAR, "700/2")
    assert len(contents(draft)) == 6
    assert contents(draft) == contents(office.pk)
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.perjanjiankinerja").count() == 1
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.butirpk").count() == 6


def test_targets_are_not_those_of_the_renstra(office: Office, cast: Cast) -> None:
    TargetRenstra.objects.filter(tahun=2024).update(nilai=99)
    (iku,) = office.indikator(office.tim)
    row = ButirPK.objects.get(pk_induk=make(office, cast), indikator=iku)
    assert {str(target.nilai) for target in row.target.all()} == {"2.2500"}


def test_the_pk_that_is_changed_stays_and_the_next_perubahan_follows_the_last(office: Office, cast: Cast) -> None:
    first = make(office, cast)
    fix_pk(by=cast.perencana, pk=first)
    second = make(office, cast, pk=first, alasan="Pergeseran", berlaku_mulai=date(2024, 10, 1))
    assert second.perubahan == 2
    with pytest.raises(NotNow, match=r"2024 \(Perubahan 2\) sudah ada dan masih draf"):
        make(office, cast, pk=first)
    with pytest.raises(NotNow, match=r"2024 \(Perubahan 2\) sudah ada dan masih draf"):
        make(office, cast)
    delete_pk(by=cast.perencana, pk=second)
    with pytest.raises(NotNow, match=r"2024 \(Perubahan 1\) sudah ditetapkan sesudah PK ini"):
        make(office, cast)


def test_a_draft_is_changed_itself(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="masih draf, jadi dapat diubah langsung"):
        make(office, cast, pk=make_pk(office.opd, 2025), berlaku_mulai=date(2025, 7, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alasan": "  "}, "alasan"),
        ({"berlaku_mulai": date(2025, 1, 1)}, "berlaku_mulai"),
        ({"berlaku_mulai": date(2023, 12, 31)}, "berlaku_mulai"),
        ({"alasan": "x" * 501}, "alasan"),
    ],
)
def test_wrong_facts_leave_nothing_behind(office: Office, cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotValid) as refused:
        make(office, cast, **changes)
    assert set(refused.value.fields) == {field}
    assert PerjanjianKinerja.objects.count() == 1
    assert not Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.perjanjiankinerja").exists()


def test_perubahan_is_not_in_force_before_the_pk_that_it_changes(office: Office, cast: Cast) -> None:
    first = make(office, cast)
    fix_pk(by=cast.perencana, pk=first)
    with pytest.raises(NotValid, match="tidak boleh sebelum PK yang diubahnya berlaku"):
        make(office, cast, pk=first, berlaku_mulai=date(2024, 6, 30))
    second = make(office, cast, pk=first, berlaku_mulai=MID_YEAR)
    second.berlaku_mulai = date(2024, 6, 30)
    with pytest.raises(NotValid, match="tidak boleh sebelum PK yang diubahnya berlaku"):
        save_pk(by=cast.perencana, pk=second)


@pytest.mark.parametrize("role", ["staf", "kepala", "sekretaris", "kadis", "pembaca", "administrator", "asing"])
def test_others_are_denied_and_recorded(office: Office, cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed):
        make(office, cast, by=getattr(cast, role))
    denied = Jejak.objects.get(ditolak=True)
    assert (told([denied]), denied.opd_nomor) == (["tambah perjanjiankinerja"], office.opd.pk)
    assert PerjanjianKinerja.objects.count() == 1


def queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_more_rows_cost_no_more_queries(office: Office, cast: Cast) -> None:
    many = make_pk(office.opd, 2025)
    for number in range(18):
        row = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Lain {number}", satuan="Unit"
        )
        make_butir(many, row, ("1", "1", "1", "1"))
    fix_pk(by=cast.perencana, pk=many)
    small = queries(lambda: make(office, cast))
    assert queries(lambda: make(office, cast, pk=many, berlaku_mulai=date(2025, 7, 1))) == small
