"""Pages of the documents, inside the admin."""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []
