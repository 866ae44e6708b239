"""Pages that anyone may open: the verification of documents and files."""

from django.urls import path

from reports.views import verification

app_name = "verifikasi"

urlpatterns = [
    path("verifikasi/", verification.check, name="file"),
    path("verifikasi/nomor/", verification.number, name="number"),
    path("verifikasi/<str:token>/", verification.show, name="dokumen"),
    path("verifikasi/<str:token>/logo/", verification.logo, name="logo"),
]
