"""A stored file as an answer: its bytes, or, where a web server in front sends them, the name by which it finds them.

Whoever calls has asked for permission, left the row of the trail and read the file through.
"""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from sakip.file_store import store

# What the web server in front knows the folder of files by; nobody outside can ask for it.
INTERNAL = "/_berkas/"


def file_response(
    file: File[bytes], *, content_type: str, policy: str, filename: str = "", attachment: bool = False
) -> HttpResponseBase:
    """Answer with a file that stands open at its beginning, under `policy` (Content-Security-Policy)."""
    response = _response(file, content_type)
    if disposition := content_disposition_header(attachment, filename):
        response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    return response


def _response(file: File[bytes], content_type: str) -> HttpResponseBase:
    folder = store().folder
    if not settings.FILES_ACCEL or folder is None:
        return FileResponse(file, content_type=content_type)
    file.close()
    name = Path(file.name or "").relative_to(folder)
    return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": INTERNAL + quote(str(name))})
