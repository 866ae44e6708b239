"""The form that signs in: attempts are slowed down, and nothing tells whether a name is known."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
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
ONLY_SSO = "Kata sandi hanya untuk administrator. Masuklah dengan %(nama)s."


class SignInForm(AuthenticationForm):
    """Stock, but for attempts that come too soon; `wait_until` is set when this one did."""

    request: HttpRequest
    wait_until: datetime | None = None

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("username") or not self.cleaned_data.get("password"):
            return self.cleaned_data
        name = self.cleaned_data["username"]
        account = get_user_model()._default_manager.filter(username=name).first()
        try:
            with counted_attempt(password_counts(self.request, name, account), wrong=ValidationError) as taken:
                cleaned = super().clean()
        except TooSoon as refusal:
            log_held(self.request, account)
            self.wait_until = refusal.until
            raise ValidationError(WAIT, code="too_soon", params={"pukul": clock_of(refusal.until)}) from None
        except ValidationError:
            log_failed(self.request, account)
            tell(Event.FAILED, account)
            if any(each.began_longest and each.count.account is not None for each in taken):
                tell(Event.LOCKED, account)
            raise
        self._refuse_beside_sso(account)
        return cleaned

    def _refuse_beside_sso(self, account: Any) -> None:
        """Refuse the right password of whoever has to use the single sign-on."""
        if settings.OIDC_ONLY and not holds_one_of(account, PASSWORD_ROLES):
            tell(Event.FAILED, account, alasan="kata sandi tidak dipakai")
            raise ValidationError(ONLY_SSO, code="only_sso", params={"nama": settings.OIDC_NAME})
