"""Which indicator supports which; and the rows of every PK ditetapkan numbered as they have been printed until now."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from indicators.triggers import AGREEMENT
from sakip.triggers import remove

LEVELS = ("tujuan", "sasaran", "program", "kegiatan", "sub_kegiatan")
PATHS = (
    "indikator__tujuan",
    "indikator__sasaran__tujuan",
    "indikator__program__sasaran__tujuan",
    "indikator__kegiatan__program__sasaran__tujuan",
    "indikator__sub_kegiatan__kegiatan__program__sasaran__tujuan",
)


def place_of(indikator: Any) -> tuple[tuple[int, ...], ...]:
    """Return where the indicator stands in the tree: a node's own indicators before the nodes below it."""
    level = next(name for name in LEVELS if getattr(indikator, f"{name}_id") is not None)
    node, places = getattr(indikator, level), []
    for name in reversed(LEVELS[: LEVELS.index(level) + 1]):
        places.insert(0, (1, node.urutan, node.pk))
        at = LEVELS.index(name)
        node = getattr(node, LEVELS[at - 1]) if at else None
    return (*places, (0, indikator.urutan, indikator.pk))


def number_rows_of_fixed_agreements(apps: Any, schema_editor: Any) -> None:
    """From now on a PK ditetapkan prints by its rows' own numbers, whatever becomes of the tree's.

    The triggers of frozen rows are away for it; `migrate` puts them back when it ends.
    """
    remove(schema_editor.connection, AGREEMENT)
    butir = apps.get_model("indicators", "ButirPK")
    for pk in apps.get_model("indicators", "PerjanjianKinerja").objects.filter(status="ditetapkan"):
        rows = list(butir.objects.filter(pk_induk=pk).select_related(*PATHS))
        rows.sort(key=lambda row: place_of(row.indikator))
        for number, row in enumerate(rows, start=1):
            row.urutan = number
        butir.objects.bulk_update(rows, ["urutan"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_limit_nomenclature_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dukungan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "menjumlah",
                    models.BooleanField(
                        default=False,
                        help_text="Centang bila target indikator yang didukung adalah jumlah target pendukung yang dicentang.",
                        verbose_name="target dijumlahkan",
                    ),
                ),
                ("keterangan", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                (
                    "didukung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pendukung",
                        to="indicators.indikator",
                        verbose_name="indikator yang didukung",
                    ),
                ),
                (
                    "pendukung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mendukung",
                        to="indicators.indikator",
                        verbose_name="indikator pendukung",
                    ),
                ),
            ],
            options={
                "verbose_name": "dukungan antarindikator",
                "verbose_name_plural": "dukungan antarindikator",
                "ordering": ["didukung", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pendukung", "didukung"),
                        name="dukungan_once_per_pair",
                        violation_error_message="Dukungan antara kedua indikator ini sudah ada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pendukung", models.F("didukung")), _negated=True),
                        name="dukungan_not_of_itself",
                        violation_error_message="Indikator tidak dapat mendukung dirinya sendiri.",
                    ),
                ],
            },
        ),
        migrations.RunPython(number_rows_of_fixed_agreements, migrations.RunPython.noop),
    ]
