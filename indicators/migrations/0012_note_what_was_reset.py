from django.db import migrations, models


class Migration(migrations.Migration):
    expands = True

    dependencies = [
        ("indicators", "0011_deputies_and_withdrawals"),
    ]

    operations = [
        migrations.AddField(
            model_name="aturulangsandi",
            name="jenis",
            field=models.CharField(
                choices=[("sandi", "Kata sandi"), ("faktor", "Verifikasi dua langkah")],
                db_default="sandi",
                default="sandi",
                max_length=10,
                verbose_name="yang diatur ulang",
            ),
        ),
    ]
