"""The office's logo, to its own signed-in users."""

from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from indicators.selectors.kewenangan import find_opd
from indicators.views.support import acting_user

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@login_required
@cache_control(private=True, max_age=300)
@require_safe
def show(request: HttpRequest, opd_id: int) -> HttpResponseBase:
    opd = find_opd(acting_user(request), opd_id)
    name = "" if opd is None else str(opd.logo.name or "")
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower())
    if opd is None or media_type is None or not opd.logo.storage.exists(name):
        raise Http404("Logo tidak ditemukan.")
    return FileResponse(opd.logo.open("rb"), content_type=media_type)
