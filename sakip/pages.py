"""What every page of ours shares: the frame of a view inside the admin."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sakip.admin_site import SakipAdminSite

View = Callable[..., HttpResponse]


def site() -> SakipAdminSite:
    return cast(SakipAdminSite, admin.site)


def page(view: View) -> View:
    """Frame a view inside the admin: signed in, never cached."""
    return login_required(never_cache(view))


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, title: str, status: int = 200
) -> HttpResponse:
    """Render a page of the admin with its frame: header, menu, title."""
    return render(request, template, {**site().each_context(request), "title": title, **(context or {})}, status=status)
