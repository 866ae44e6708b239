"""Application configuration of the installation: the stock admin with our own site class, the system checks, and the
numbers of addresses."""

from django.contrib.admin.apps import AdminConfig, SimpleAdminConfig
from django.urls import register_converter

_SITE = "sakip.admin_site.SakipAdminSite"


class SakipAdminConfig(AdminConfig):
    default_site = _SITE

    def ready(self) -> None:
        super().ready()
        from sakip import checks, named_files, store_checks  # noqa: F401 - they register the system checks
        from sakip.converters import NumberConverter

        register_converter(NumberConverter, "angka")


class PagelessAdminConfig(SimpleAdminConfig):
    """The site without its pages, for a process that serves none: they are a quarter of the time it takes to start."""

    default_site = _SITE
