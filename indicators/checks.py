"""System checks of settings that name what this app knows, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from indicators.permissions import Peran


@register(Tags.security)
def check_second_factor_roles(**kwargs: Any) -> list[CheckMessage]:
    """A role that is none would leave open what should be closed."""
    known = [peran.value for peran in Peran]
    unknown = [code for code in settings.SECOND_FACTOR_ROLES if code not in known]
    if not unknown:
        return []
    return [
        Error(
            f"SECOND_FACTOR_ROLES names roles that there are none of: {', '.join(unknown)}.",
            hint=f"Write some of {', '.join(known)}, separated by commas.",
            id="sakip.E054",
        )
    ]
