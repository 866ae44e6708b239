"""An indicator names the one that it continues; a change of nomenclature is remembered, to be undone as a whole."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_set_coverage"),
    ]

    operations = [
        migrations.CreateModel(
            name="GantiNomenklatur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="mulai tahun")),
                ("isi", models.JSONField(verbose_name="isi")),
                ("dibuat_pada", models.DateTimeField(auto_now_add=True, verbose_name="dibuat pada")),
                ("dibuat_oleh", models.CharField(max_length=200, verbose_name="dibuat oleh")),
            ],
            options={
                "verbose_name": "perubahan nomenklatur",
                "verbose_name_plural": "perubahan nomenklatur",
                "ordering": ["periode", "pk"],
            },
        ),
        migrations.AddField(
            model_name="indikator",
            name="menggantikan",
            field=models.ForeignKey(
                blank=True,
                help_text="Indikator lama yang dilanjutkan indikator ini: tahun lalu dan Renstra dibandingkan dengannya.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pengganti",
                to="indicators.indikator",
                verbose_name="menggantikan",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("menggantikan", models.F("pk")), _negated=True),
                name="indikator_replaces_another",
                violation_error_message="Indikator tidak dapat menggantikan dirinya sendiri.",
            ),
        ),
        migrations.AddField(
            model_name="gantinomenklatur",
            name="periode",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ganti_nomenklatur",
                to="indicators.perioderenstra",
                verbose_name="periode Renstra",
            ),
        ),
        migrations.AddConstraint(
            model_name="gantinomenklatur",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="ganti_nomenklatur_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
    ]
