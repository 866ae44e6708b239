"""Addresses of signing in beside the admin's own page, of one's sessions and one's second factor, inside the admin."""

from django.urls import path

from sakip.sign_in import code_views, factor_views, sso_views, views

app_name = "sign_in"

urlpatterns = [
    # Below the sign-in page, as the cookies of known and trusted browsers are sent there only.
    path("login/kode/", code_views.ask_code, name="code"),
    path("login/sso/", sso_views.start, name="sso"),
    path("login/sso/kembali/", sso_views.come_back, name="sso_back"),
    path("verifikasi-dua-langkah/", factor_views.show, name="factor"),
    path("verifikasi-dua-langkah/pasang/", factor_views.pair, name="pair"),
    path("verifikasi-dua-langkah/kode-pemulihan/", factor_views.show_codes, name="recovery_codes"),
    path("verifikasi-dua-langkah/kode-pemulihan/baru/", factor_views.renew, name="renew_codes"),
    path("verifikasi-dua-langkah/matikan/", factor_views.remove, name="remove_factor"),
    path("sesi/", views.show_sessions, name="sessions"),
    path("sesi/akhiri-semua/", views.end_all, name="end_all"),
    path("sesi/<str:tag>/akhiri/", views.end_one, name="end"),
]
