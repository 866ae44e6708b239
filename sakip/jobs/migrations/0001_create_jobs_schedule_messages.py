import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("name", models.CharField(max_length=50, primary_key=True, serialize=False, verbose_name="tugas")),
                ("due_at", models.DateTimeField(verbose_name="jatuh tempo")),
            ],
            options={
                "verbose_name": "jadwal",
                "verbose_name_plural": "jadwal",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254, verbose_name="kepada")),
                ("subject", models.CharField(max_length=200, verbose_name="perihal")),
                ("body", models.TextField(verbose_name="isi")),
                ("put_at", models.DateTimeField(verbose_name="ditaruh pada")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="dikirim pada")),
            ],
            options={
                "verbose_name": "pesan",
                "verbose_name_plural": "pesan",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["put_at"], name="message_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=50, verbose_name="jenis")),
                ("key", models.CharField(max_length=200, verbose_name="kunci")),
                ("payload", models.JSONField(blank=True, default=dict, verbose_name="rincian")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu"),
                            ("running", "Berjalan"),
                            ("done", "Selesai"),
                            ("failed", "Gagal"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="percobaan")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="kemajuan (persen)")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="pesan")),
                ("error", models.TextField(blank=True, verbose_name="galat teknis")),
                ("lease", models.CharField(blank=True, max_length=64, verbose_name="token sewa")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="tanda hidup terakhir")),
                ("queued_at", models.DateTimeField(verbose_name="diantrekan pada")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="selesai pada")),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diminta oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "pekerjaan",
                "verbose_name_plural": "pekerjaan",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["status", "alive_at"], name="job_by_status"),
                    models.Index(fields=["key"], name="job_by_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("waiting", "running"))),
                        fields=("key",),
                        name="job_one_active_per_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__range", (0, 100))), name="job_progress_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("alive_at__isnull", False),
                                ("status", "running"),
                                models.Q(("lease", ""), _negated=True),
                            ),
                            models.Q(models.Q(("status", "running"), _negated=True), ("lease", "")),
                            _connector="OR",
                        ),
                        name="job_running_has_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("status__in", ("waiting", "running"))),
                            models.Q(
                                models.Q(("status__in", ("waiting", "running")), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="job_ended_has_time",
                    ),
                ],
            },
        ),
    ]
