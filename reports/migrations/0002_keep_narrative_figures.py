from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_create_reports_documents_jobs")]

    operations = [
        migrations.AddField(
            model_name="laporan",
            name="angka_narasi",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="angka saat narasi disimpan"),
        ),
        migrations.AddField(
            model_name="laporan",
            name="pemeriksaan_narasi",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="pemeriksaan angka narasi"),
        ),
    ]
