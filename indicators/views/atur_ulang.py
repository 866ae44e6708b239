"""The page that asks an owner whether what his account did since somebody reset its password was he."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from indicators.audit_words import sentences_of
from indicators.selectors.atur_ulang import ask_owner
from indicators.services import atur_ulang as services
from indicators.views.support import acting_user
from sakip.answers import status_of
from sakip.digits import key_in
from sakip.middleware import ANSWER_FIRST
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable
from sakip.sign_in.attempts import WrongPassword, counted_attempt, own_password

CONFIRMED = "Terima kasih. Anda mengonfirmasi bahwa semuanya tindakan Anda."
DENIED = (
    "Sangkalan Anda tercatat dan diberitahukan kepada Sekretaris, Kepala Dinas, dan administrator. Ganti kata sandi "
    "Anda sekarang bila orang lain mengetahuinya."
)


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _render(request)


@sensitive_post_parameters("sandi")
@page
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take the owner's answer; `jawaban` "bukan" denies."""
    denied = request.POST.get("jawaban") == "bukan"
    user = acting_user(request)
    also = [key for text in request.POST.getlist("juga") if (key := key_in(text)) is not None]
    try:
        with counted_attempt([own_password(user)], wrong=WrongPassword):
            services.answer(by=user, sandi=request.POST.get("sandi", ""), disangkal=denied, juga=also)
    except Correctable as error:
        return _render(request, error)
    request.session.pop(ANSWER_FIRST, None)
    report_success(request, DENIED if denied else CONFIRMED)
    return HttpResponseRedirect(reverse("home"))


def _render(request: HttpRequest, error: Correctable | None = None) -> HttpResponse:
    asked = ask_owner(acting_user(request))
    if not asked.ada:
        # Answered in another session: nothing is to be answered first any more.
        request.session.pop(ANSWER_FIRST, None)
    return render_page(
        request,
        "indicators/pengguna/atur_ulang.html",
        {
            "tanya": asked,
            "perubahan": [{"jejak": row, "kalimat": sentences_of(row)} for row in asked.perubahan],
            "galat": error,
            "menu_aktif": "",
        },
        title="Akun Anda diubah orang lain" if asked.ada else "Perubahan akun Anda",
        status=status_of(error),
    )
