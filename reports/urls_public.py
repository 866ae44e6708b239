"""Pages that anyone may open: the verification of a document."""

from django.urls import URLPattern

app_name = "verifikasi"

urlpatterns: list[URLPattern] = []
