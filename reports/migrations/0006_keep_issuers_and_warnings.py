"""Keep the issuers that came with a certificate, and at how many days before its end its owner was warned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_keep_end_of_time_stamp")]

    operations = [
        migrations.AddField(
            model_name="sertifikat",
            name="rantai",
            field=models.BinaryField(default=bytes, verbose_name="sertifikat penerbit yang menyertai (PEM)"),
        ),
        migrations.AddField(
            model_name="sertifikat",
            name="diperingatkan",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="peringatan terakhir (hari)"),
        ),
    ]
