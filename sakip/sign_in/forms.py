"""The form that signs in: attempts are slowed down, and nothing tells whether a name is known."""

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sakip.sign_in.attempts import TooSoon, clock_of, counted_attempt
from sakip.sign_in.counting import password_counts
from sakip.sign_in.events import Event, log_failed, log_held, tell
from sakip.sign_in.roles import holds_one_of

WAIT = (
    "Terlalu banyak percobaan masuk. Tunggu sampai pukul %(pukul)s, lalu coba lagi. Bila bukan Anda yang mencoba, beri "
    "tahu administrator; ia dapat membuka kunci akun Anda."
)
# Who may sign in with a password where all others have to use the single sign-on: whoever mends it when it is away.
PASSWORD_ROLES = ("administrator",)
ONLY_SSO = (
    "Kata sandi hanya untuk administrator; selain administrator, masuklah dengan %(nama)s. Bila Anda administrator, "
    "nama pengguna atau kata sandinya salah: periksa, lalu coba lagi."
)
# No account is called so.
NOBODY = ""


class SignInForm(AuthenticationForm):
    """Stock, but for attempts that come too soon; `wait_until` is set when this one did."""

    request: HttpRequest
    wait_until: datetime | None = None

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("username") or not self.cleaned_data.get("password"):
            return self.cleaned_data
        name = self.cleaned_data["username"]
        account = get_user_model()._default_manager.filter(username=name).first()
        counts = password_counts(self.request, name, account)
        looked_at = not settings.OIDC_ONLY or self._may_use_password(account)
        try:
            with counted_attempt(counts, wrong=ValidationError) as taken:
                cleaned = super().clean() if looked_at else self._refuse_unseen()
        except TooSoon as refusal:
            log_held(self.request, account)
            self.wait_until = refusal.until
            raise ValidationError(WAIT, code="too_soon", params={"pukul": clock_of(refusal.until)}) from None
        except ValidationError:
            log_failed(self.request, account)
            tell(Event.FAILED, account, **({} if looked_at else {"alasan": "kata sandi tidak dipakai"}))
            if any(each.began_longest and each.count.account is not None for each in taken):
                tell(Event.LOCKED, account)
            raise
        return cleaned

    def _may_use_password(self, account: Any) -> bool:
        """Say whether an account is let in by a password beside the single sign-on. A name that nobody has is asked for
        its roles too, so that both take the same time."""
        return holds_one_of(account or get_user_model()(pk=0), PASSWORD_ROLES)

    def _refuse_unseen(self) -> NoReturn:
        """Refuse a password without looking at it, so that nothing tells whether it was right: with the sentence and
        the work of a wrong one."""
        authenticate(self.request, username=NOBODY, password=self.cleaned_data["password"])
        raise self.get_invalid_login_error()

    def get_invalid_login_error(self) -> ValidationError:
        if not settings.OIDC_ONLY:
            return super().get_invalid_login_error()
        return ValidationError(ONLY_SSO, code="invalid_login", params={"nama": settings.OIDC_NAME})
