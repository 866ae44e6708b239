"""Pages of the numbers and their workflow, inside the admin."""

from django.urls import URLPattern

app_name = "indicators"

urlpatterns: list[URLPattern] = []
