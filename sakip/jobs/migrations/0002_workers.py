from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_create_jobs_schedule_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunningWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=200, verbose_name="komputer")),
                ("pid", models.PositiveIntegerField(verbose_name="nomor proses")),
                ("started_at", models.DateTimeField(verbose_name="mulai pada")),
                ("seen_at", models.DateTimeField(verbose_name="tanda hidup terakhir")),
            ],
            options={
                "verbose_name": "pekerja yang berjalan",
                "verbose_name_plural": "pekerja yang berjalan",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="job",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True, verbose_name="tidak sebelum"),
        ),
    ]
