"""Which migrations only add to the schema, for processes of a release that does not have them."""

from django.db import models


class ExpandingMigration(models.Model):
    """A migration that says of itself that code without it works on. Written by `migrate` alone."""

    app = models.CharField("aplikasi", max_length=255)
    name = models.CharField("nama", max_length=255)

    class Meta:
        verbose_name = "migrasi yang hanya menambah"
        verbose_name_plural = "migrasi yang hanya menambah"
        ordering = ["app", "name"]
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="expanding_migration_once")]

    def __str__(self) -> str:
        return f"{self.app}.{self.name}"
