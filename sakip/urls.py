"""All addresses: the apps' pages stand inside the admin, the verification page outside."""

from django.contrib import admin
from django.urls import include, path

from sakip import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("sakip.condition.urls")),
    path("sumber/", views.source, name="source"),
    path("", include("reports.urls_public")),
    path("admin/", include("sakip.sign_in.urls")),
    path("admin/", include("indicators.urls")),
    path("admin/", include("reports.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "sakip.views.malformed"
handler500 = "sakip.views.failure"
