from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_leave_jobs_to_their_app"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="laporan",
            options={
                "ordering": ["opd", "-tahun", "-triwulan", "jenis"],
                "verbose_name": "laporan",
                "verbose_name_plural": "laporan",
            },
        ),
        migrations.RemoveConstraint(model_name="laporan", name="laporan_once_per_quarter"),
        migrations.RemoveConstraint(model_name="laporan", name="laporan_quarter_in_range"),
        migrations.AddField(
            model_name="laporan",
            name="jenis",
            # Until now there was this one.
            field=models.CharField(default="lpk", max_length=20, verbose_name="jenis"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="laporan",
            constraint=models.UniqueConstraint(
                fields=("opd", "jenis", "tahun", "triwulan"), name="laporan_once_per_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="laporan",
            constraint=models.CheckConstraint(
                condition=models.Q(("triwulan__range", (0, 4))), name="laporan_quarter_in_range"
            ),
        ),
    ]
