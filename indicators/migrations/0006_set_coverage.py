"""How much of a level a mean must count before it is given a predicate, per year; no guarded table is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_keep_anggaran"),
    ]

    operations = [
        migrations.AddField(
            model_name="pengaturantahun",
            name="cakupan_minimal",
            field=models.DecimalField(
                decimal_places=15,
                default=80,
                help_text=(
                    "Berapa persen indikator bertarget yang harus ikut dihitung sebelum rata-rata suatu tingkat "
                    "diberi predikat."
                ),
                max_digits=30,
                verbose_name="cakupan minimal (persen)",
            ),
        ),
        migrations.AddConstraint(
            model_name="pengaturantahun",
            constraint=models.CheckConstraint(
                condition=models.Q(("cakupan_minimal__gte", 0), ("cakupan_minimal__lte", 100)),
                name="pengaturan_coverage_is_percentage",
                violation_error_message="Cakupan minimal harus antara 0 dan 100 persen, misalnya 80.",
            ),
        ),
    ]
