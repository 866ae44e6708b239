"""Addresses that probes and monitoring programs ask, outside of the admin and without a session."""

from django.urls import path

from sakip.condition import views

urlpatterns = [
    path("sehat/", views.alive, name="health"),
    path("sehat/siap/", views.ready, name="ready"),
    path("metrik/", views.metrics, name="metrics"),
]
