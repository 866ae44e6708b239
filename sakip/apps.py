"""Application configuration of the installation: the stock admin with our own site class, the system checks, and the
numbers of addresses."""

from django.contrib.admin.apps import AdminConfig
from django.urls import register_converter


class SakipAdminConfig(AdminConfig):
    default_site = "sakip.admin_site.SakipAdminSite"

    def ready(self) -> None:
        super().ready()
        from sakip import checks  # noqa: F401 - registers the system checks
        from sakip.converters import NumberConverter

        register_converter(NumberConverter, "angka")
