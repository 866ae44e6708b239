"""Pages that anyone may open: the verification of a document."""

from django.urls import path

from reports.views import verification

app_name = "verifikasi"

urlpatterns = [
    path("verifikasi/<str:token>/", verification.show, name="dokumen"),
]
