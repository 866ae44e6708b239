"""One's own sessions: where one is signed in, and ending them."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sakip.pages import page, render_page, report_success
from sakip.sign_in.services import end_own_sessions, end_session, list_sessions


@page
@require_safe
def show_sessions(request: HttpRequest) -> HttpResponse:
    context = {
        "daftar_sesi": list_sessions(by=request.user),
        "kunci_ini": request.session.session_key,
        "menu_aktif": "",
    }
    return render_page(request, "sign_in/sessions.html", context, title="Sesi saya")


@page
@require_POST
def end_one(request: HttpRequest, tag: str) -> HttpResponse:
    if end_session(by=request.user, tag=tag) == request.session.session_key:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    report_success(request, "Sesi itu sudah diakhiri.")
    return HttpResponseRedirect(reverse("sign_in:sessions"))


@page
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    end_own_sessions(by=request.user)
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))
