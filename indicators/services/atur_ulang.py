"""Resets of a password by somebody else, and what its owner says of them."""

from collections.abc import Collection

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from indicators.acts import Act
from indicators.models import AturUlangSandi, JawabanAturUlang, Pengguna, PerangkatDaerah, ResetKind
from indicators.permissions import GUARDED_ROLES
from indicators.selectors.atur_ulang import ask_owner
from indicators.selectors.kewenangan import list_holders_of, load_kewenangan
from indicators.services.jejak import Call, actor_text, make_jejak, record_many, write
from indicators.services.pemberitahuan import list_heads, now_in_words, tell, who
from sakip.dates import write_moment
from sakip.refusals import NotNow
from sakip.sign_in.attempts import WrongPassword

WRONG = "Kata sandi tidak cocok. Ketik kembali kata sandi Anda yang sekarang."
NOTHING = "Tidak ada yang perlu dijawab. Muat ulang halaman."


def note_reset(
    *, by: Pengguna | None, pengguna: Pengguna, jenis: ResetKind = ResetKind.SANDI, alasan: str = ""
) -> AturUlangSandi:
    """Note a reset inside the transaction that makes it, and tell the owner, and Sekretaris and Kepala Dinas of his
    offices: where he is one of them, as its owner."""
    made = AturUlangSandi.objects.create(pengguna=pengguna, oleh=by, pada=timezone.now(), jenis=jenis.value)
    subject = f"{jenis.label} {pengguna.username} diatur ulang"
    offices = _offices_of(pengguna)
    when = now_in_words(*offices)
    done = f"{jenis.label} akun {pengguna} ({pengguna.username}) diatur ulang oleh {who(by)} pada {when}."
    why = [f"Alasannya: {alasan}"] if alasan else []
    since = (
        "Yang diputuskan akun ini sejak itu ditandai “menunggu konfirmasi pemilik” sampai pemiliknya masuk dan "
        "mengonfirmasinya."
    )
    others = [head for head in list_heads(offices) if head.email != pengguna.email]
    tell(others, subject, done, *why, since)
    asked = "Saat masuk berikutnya Anda ditanya apakah yang dilakukan akun ini tindakan Anda."
    tell([pengguna], subject, done, *why, asked)
    return made


def _offices_of(pengguna: Pengguna) -> list[PerangkatDaerah]:
    ids = load_kewenangan(pengguna).opd_ids()
    return list(PerangkatDaerah.objects.filter(pk__in=ids).select_related("pemda").order_by("pk"))


def _answer(call: Call) -> Act:
    return Act.SANGKAL_ATUR_ULANG if call["disangkal"] else Act.KONFIRMASI_ATUR_ULANG


@sensitive_variables("sandi")
@write(_answer, "by")
def answer(*, by: Pengguna, sandi: str, disangkal: bool, juga: Collection[int] = ()) -> None:
    """Let the owner say whether what his account did since its password was reset was he; his password is asked again.

    `juga` are the keys of resets that somebody else confirmed in his place lately: they are denied with the others.
    Raises NotValid (a wrong password), NotNow (nothing to answer).
    """
    stored = Pengguna.objects.select_for_update(no_key=True).get(pk=by.pk)
    asked = ask_owner(stored)
    taken_back = [row for row in asked.sudah if disangkal and row.pk in juga]
    if not stored.is_active or not (asked.ada or taken_back):
        raise NotNow(NOTHING)
    if not stored.check_password(sandi):
        raise WrongPassword(WRONG, {"sandi": WRONG})
    now = timezone.now()
    meant = JawabanAturUlang.DISANGKAL if disangkal else JawabanAturUlang.DIKONFIRMASI
    rows = [*taken_back, *asked.belum]
    AturUlangSandi.objects.filter(pk__in=[row.pk for row in rows]).update(jawaban=meant.value, dijawab_pada=now)
    facts = {
        "atur_ulang": [f"{row.get_jenis_display()} {write_moment(row.pada)} {who(row.oleh)}" for row in rows],
        "tindakan": len(asked.tindakan),
        "perubahan": len(asked.perubahan),
    }
    act, offices = _answer({"disangkal": disangkal}), _offices_of(stored)
    places: list[PerangkatDaerah | None] = [*offices] or [None]
    record_many(make_jejak(by=by, tindakan=act, objek=stored, opd=opd, sesudah=facts) for opd in places)
    if disangkal:
        _tell_denial(stored, offices, len(asked.tindakan))


def _tell_denial(owner: Pengguna, offices: list[PerangkatDaerah], deeds: int) -> None:
    others = [user for user in list_holders_of([opd.pk for opd in offices], GUARDED_ROLES) if user.pk != owner.pk]
    tell(
        others,
        f"{owner.username} menyangkal tindakan akunnya",
        f"{actor_text(owner)} menyatakan pada {now_in_words(*offices)} bahwa tidak semua yang dilakukan akunnya sejak "
        "kata sandinya diatur ulang adalah tindakannya.",
        f"{deeds} keputusan akun ini sejak itu ditandai “disangkal pemilik”. Periksa bersama pemiliknya, lalu buka "
        "kembali atau ulangi yang tidak sah.",
    )
