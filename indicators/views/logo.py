"""The office's logo, to its own signed-in users."""

import logging
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from indicators.selectors.kewenangan import find_opd
from indicators.views.support import acting_user
from sakip.delivery import file_response

logger = logging.getLogger("sakip.files")
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@login_required
@cache_control(private=True, max_age=300)
@require_safe
def show(request: HttpRequest, opd_id: int) -> HttpResponseBase:
    opd = find_opd(acting_user(request), opd_id)
    name = "" if opd is None else str(opd.logo.name or "")
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower())
    if opd is None or media_type is None:
        raise Http404("Logo tidak ditemukan.")
    try:
        logo = opd.logo.storage.open(name)
    except FileNotFoundError:
        logger.error("The logo of office %s (%s) is not stored any more.", opd.pk, name)
        raise Http404("Logo tidak ditemukan.") from None
    return file_response(logo, content_type=media_type, policy="sandbox")
