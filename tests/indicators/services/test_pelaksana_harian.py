"""A head names a deputy: he checks in the head's place, for his term, and the records say so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.models import Jejak, Pengguna, Penugasan, PeristiwaPengajuan, Putusan
from indicators.permissions import Peran
from indicators.selectors.kewenangan import load_kewenangan
from indicators.selectors.pengajuan import WaitingActs, acts_for
from indicators.selectors.summary import describe_turn
from indicators.services.pelaksana_harian import end_deputy, name_deputy
from indicators.services.pengajuan import send_back
from indicators.services.pengguna import save_accounts
from indicators.services.realisasi_entry import RowEntry
from sakip.jobs.models import Message
from sakip.refusals import NotAllowed, NotNow, NotValid
from tests.cast import Cast, Office, make_user
from tests.indicators import way
from tests.savers import save_row

PLH = "Plh. Kepala Bidang Informasi dan Komunikasi Publik"


def today() -> date:
    return timezone.localdate()


def name(office: Office, by: Pengguna, pengguna: Pengguna, first: int = 0, last: int = 6) -> Penugasan:
    mulai, sampai = today() + timedelta(days=first), today() + timedelta(days=last)
    return name_deputy(by=by, unit=office.bidang, pengguna=pengguna, mulai=mulai, sampai=sampai)


def test_a_deputy_checks_for_his_term_and_every_record_says_in_whose_place(office: Office, cast: Cast) -> None:
    cast.staf_umum.email = "staf.umum@contoh.go.id"
    cast.staf_umum.save()
    row = name(office, cast.kepala, cast.staf_umum)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    assert (row.peran, row.mewakili, str(row)) == (
        "kepala_unit",
        cast.kepala,
        "Staf Umum - Plh. Kepala unit, Bidang Informasi dan Komunikasi Publik",
    )
    antrean = WaitingActs([pengajuan])
    assert describe_turn(pengajuan, antrean) == f"Kepala {office.bidang} (Plh. Staf Umum)"
    assert acts_for(load_kewenangan(cast.staf_umum), pengajuan, antrean).plh == PLH
    # The head may still check himself, and then as head.
    assert acts_for(load_kewenangan(cast.kepala), pengajuan, antrean).periksa
    assert acts_for(load_kewenangan(cast.kepala), pengajuan, antrean).plh == ""

    assert way.check(office, office.bidang, cast.staf_umum).status == "diperiksa"

    assert PeristiwaPengajuan.objects.order_by("-pk")[0].tahap == PLH
    assert Putusan.objects.get().tahap == PLH
    acts = Jejak.objects.filter(tindakan__in=["tunjuk_plh", "tambah"]).order_by("pk")
    assert [(jejak.tindakan, jejak.pelaku, jejak.objek) for jejak in acts] == [
        ("tambah", "Kepala Bidang IKP (kepala)", str(row)),
        ("tunjuk_plh", "Kepala Bidang IKP (kepala)", str(row)),
    ]
    assert acts[1].sesudah is not None
    assert acts[1].sesudah["mewakili"] == "Kepala Bidang IKP (kepala)"
    (mail,) = Message.objects.filter(to="staf.umum@contoh.go.id")
    assert mail.subject == "Anda ditunjuk sebagai pelaksana harian kepala unit"


def test_a_deputy_returns_in_the_heads_place_too(office: Office, cast: Cast) -> None:
    name(office, cast.kepala, cast.staf_umum)
    seen = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)

    send_back(by=cast.staf_umum, pengajuan=seen, versi=seen.versi, alasan="Bukti kurang.")

    assert Putusan.objects.get().tahap == PLH


def test_a_deputy_who_typed_does_not_check_his_own_figures(office: Office, cast: Cast) -> None:
    layanan, *_ = office.indikator(office.bidang)
    name(office, cast.kepala, cast.staf)
    way.fill(office, office.bidang, way.BIDANG)
    save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=RowEntry(layanan.pk, 1, realisasi="7"))
    pengajuan = way.services.submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))

    assert pengajuan.posisi == office.bidang  # the head himself is left
    assert describe_turn(pengajuan, WaitingActs([pengajuan])) == f"Kepala {office.bidang}"
    with pytest.raises(NotAllowed, match="harus diperiksa orang lain"):
        way.check(office, office.bidang, cast.staf)


def test_a_term_begins_and_ends_by_itself(office: Office, cast: Cast) -> None:
    row = name(office, cast.kepala, cast.staf_umum, first=1, last=3)
    assert not load_kewenangan(cast.staf_umum).heads(office.bidang.pk)

    Penugasan.objects.filter(pk=row.pk).update(mulai=today() - timedelta(days=3), sampai=today())
    assert load_kewenangan(cast.staf_umum).heads(office.bidang.pk)

    Penugasan.objects.filter(pk=row.pk).update(sampai=today() - timedelta(days=1))
    assert not load_kewenangan(cast.staf_umum).heads(office.bidang.pk)
    with pytest.raises(NotNow, match="sudah berakhir"):
        end_deputy(by=cast.kepala, penugasan=row)


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [(-2, 5, (-2, -1)), (0, 5, (0, 0)), (2, 5, None)],
    ids=["at once", "tonight", "taken back"],
)
def test_the_head_ends_it_earlier(
    office: Office, cast: Cast, first: int, last: int, left: tuple[int, int] | None
) -> None:
    row = name(office, cast.kepala, cast.staf_umum, first=max(first, 0), last=last)
    Penugasan.objects.filter(pk=row.pk).update(mulai=today() + timedelta(days=first))

    end_deputy(by=cast.kepala, penugasan=row)

    found = [(item.mulai, item.sampai) for item in Penugasan.objects.filter(mewakili=cast.kepala)]
    assert found == ([] if left is None else [tuple(today() + timedelta(days=days) for days in left)])
    assert Jejak.objects.filter(tindakan="akhiri_plh", ditolak=False).count() == 1
    assert Jejak.objects.filter(tindakan="hapus").count() == (left is None)


@pytest.mark.parametrize("who", ["staf", "sekretaris", "administrator", "kadis", "asing"])
def test_only_the_units_own_head_names_and_ends(office: Office, cast: Cast, who: str) -> None:
    user: Pengguna = getattr(cast, who)
    row = name(office, cast.kepala, cast.staf_umum)

    with pytest.raises(NotAllowed):
        name(office, user, cast.perencana, first=10, last=12)
    with pytest.raises(NotAllowed):
        end_deputy(by=user, penugasan=row)

    denied = Jejak.objects.filter(ditolak=True).order_by("pk").values_list("tindakan", "pelaku_nomor")
    assert list(denied) == [("tunjuk_plh", user.pk), ("akhiri_plh", user.pk)]


def test_a_deputy_names_no_deputy(office: Office, cast: Cast) -> None:
    row = name(office, cast.kepala, cast.staf_umum)
    with pytest.raises(NotAllowed):
        name(office, cast.staf_umum, cast.staf, first=10, last=12)
    with pytest.raises(NotAllowed):
        end_deputy(by=cast.staf_umum, penugasan=row)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("kepala", "Pilih orang lain"),
        ("asing", "Pilih akun aktif di kantor ini"),
        ("pembaca", "Pilih akun aktif di kantor ini"),
        ("administrator", "Pilih akun aktif di kantor ini"),
    ],
)
def test_whom_a_head_may_not_name(office: Office, cast: Cast, who: str, sentence: str) -> None:
    with pytest.raises(NotValid, match=sentence) as refused:
        name(office, cast.kepala, getattr(cast, who))
    assert set(refused.value.fields) == {"pengguna"}
    assert not Penugasan.objects.filter(mewakili__isnull=False).exists()


def test_two_terms_never_overlap_and_two_heads_are_not_each_others_deputy(office: Office, cast: Cast) -> None:
    name(office, cast.kepala, cast.staf_umum, first=0, last=6)
    with pytest.raises(NotValid, match="Staf Umum sudah menjadi pelaksana harian"):
        name(office, cast.kepala, cast.staf_iku, first=6, last=8)
    name(office, cast.kepala, cast.staf_iku, first=7, last=8)

    second = make_user("kepala2", "Kepala Kedua", (office.bidang, Peran.KEPALA_UNIT))
    with pytest.raises(NotValid, match="sudah menjadi kepala unit itu"):
        name(office, cast.kepala, second, first=20, last=21)
    # A head beside him ends it too: whoever is there.
    end_deputy(by=second, penugasan=Penugasan.objects.get(pengguna=cast.staf_umum, mewakili=cast.kepala))


def test_an_administrator_ends_a_deputy_but_lengthens_no_term(office: Office, cast: Cast) -> None:
    row = Penugasan.objects.select_related("unit__opd", "pengguna").get(pk=name(office, cast.kepala, cast.staf_umum).pk)
    for last in (today() + timedelta(days=40), None):
        row.sampai = last
        with pytest.raises(NotValid, match="tidak diperpanjang"):
            save_accounts(by=cast.administrator, daftar=[row])
    row.sampai = today()
    save_accounts(by=cast.administrator, daftar=[row])
    assert Penugasan.objects.get(pk=row.pk).sampai == today()


@pytest.mark.parametrize("how", ["ended", "held still"])
def test_who_no_longer_heads_a_unit_has_no_deputy_there(office: Office, cast: Cast, how: str) -> None:
    """A head who leaves has left nobody behind who decides in his place, today or later."""
    name(office, cast.kepala, cast.staf_umum)
    later = name(office, cast.kepala, cast.staf_iku, first=20, last=30)
    if how == "ended":
        own = Penugasan.objects.filter(pengguna=cast.kepala, mewakili=None)
        own.update(sampai=today() - timedelta(days=1))
    else:
        Pengguna.objects.filter(pk=cast.kepala.pk).update(is_active=False)

    assert not load_kewenangan(cast.staf_umum).heads(office.bidang.pk)
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    assert WaitingActs([pengajuan]).left(pengajuan) == []

    # Nor do his terms stand in the way of his successor's.
    successor = make_user("kepala.baru", "Kepala Baru", (office.bidang, Peran.KEPALA_UNIT))
    name(office, successor, cast.staf, first=20, last=30)
    assert load_kewenangan(successor).heads(office.bidang.pk)
    end_deputy(by=successor, penugasan=later)
