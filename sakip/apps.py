"""Application configuration of the installation: the stock admin with our own site class, and the system checks."""

from django.contrib.admin.apps import AdminConfig


class SakipAdminConfig(AdminConfig):
    default_site = "sakip.admin_site.SakipAdminSite"

    def ready(self) -> None:
        super().ready()
        from sakip import checks  # noqa: F401 - registers the system checks
