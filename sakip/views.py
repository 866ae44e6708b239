"""Pages of the installation itself."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sakip.admin_site import SakipAdminSite
from sakip.answers import FORBIDDEN


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=FORBIDDEN)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves; touches nothing else."""
    return HttpResponse("sehat\n", content_type="text/plain")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send the user to the page where his work begins."""
    site = cast(SakipAdminSite, admin.site)
    return HttpResponseRedirect(site.landing_url(request))
