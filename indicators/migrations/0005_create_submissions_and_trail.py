import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_create_quarters_and_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pengajuan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draf", "Draf"),
                            ("diajukan", "Diajukan"),
                            ("diperiksa", "Diperiksa"),
                            ("divalidasi", "Divalidasi"),
                            ("disahkan", "Disahkan"),
                            ("dikembalikan", "Dikembalikan"),
                        ],
                        default="draf",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("nomor_versi", models.PositiveSmallIntegerField(default=0, verbose_name="nomor versi terakhir")),
                ("versi", models.PositiveIntegerField(default=1, editable=False, verbose_name="kunci")),
                (
                    "triwulan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengajuan",
                        to="indicators.triwulan",
                        verbose_name="triwulan",
                    ),
                ),
                (
                    "posisi",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.unitkerja",
                        verbose_name="menunggu kepala",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengajuan",
                        to="indicators.unitkerja",
                        verbose_name="unit kerja",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengajuan",
                "verbose_name_plural": "pengajuan",
                "ordering": ["triwulan", "unit__path"],
            },
        ),
        migrations.CreateModel(
            name="Jejak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waktu", models.DateTimeField(db_index=True, verbose_name="waktu")),
                ("pelaku", models.CharField(max_length=200, verbose_name="pelaku")),
                ("opd", models.CharField(blank=True, max_length=60, verbose_name="perangkat daerah")),
                (
                    "opd_nomor",
                    models.PositiveBigIntegerField(
                        blank=True, db_index=True, null=True, verbose_name="nomor perangkat daerah"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=200, verbose_name="unit kerja")),
                ("tindakan", models.CharField(max_length=60, verbose_name="tindakan")),
                ("objek_jenis", models.CharField(blank=True, max_length=60, verbose_name="jenis objek")),
                ("objek_id", models.CharField(blank=True, max_length=60, verbose_name="nomor objek")),
                ("objek", models.CharField(blank=True, max_length=600, verbose_name="objek")),
                ("sebelum", models.JSONField(blank=True, null=True, verbose_name="sebelum")),
                ("sesudah", models.JSONField(blank=True, null=True, verbose_name="sesudah")),
                ("alasan", models.CharField(blank=True, max_length=1000, verbose_name="alasan")),
                ("ditolak", models.BooleanField(default=False, verbose_name="ditolak")),
            ],
            options={
                "verbose_name": "jejak",
                "verbose_name_plural": "jejak",
                "ordering": ["-waktu", "-pk"],
                "indexes": [models.Index(fields=["objek_jenis", "objek_id"], name="jejak_by_object")],
            },
        ),
        migrations.CreateModel(
            name="PeristiwaPengajuan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tindakan",
                    models.CharField(
                        choices=[
                            ("ajukan", "Diajukan"),
                            ("periksa", "Diperiksa"),
                            ("validasi", "Divalidasi"),
                            ("sahkan", "Disahkan"),
                            ("kembalikan", "Dikembalikan"),
                            ("buka_kembali", "Dibuka kembali"),
                            ("buka_pengesahan", "Pengesahan dibuka kembali"),
                            ("tangguhkan", "Pengesahan ditangguhkan"),
                            ("tolak_pengesahan", "Dikembalikan Kepala Dinas"),
                        ],
                        max_length=20,
                        verbose_name="tindakan",
                    ),
                ),
                (
                    "dari",
                    models.CharField(
                        choices=[
                            ("draf", "Draf"),
                            ("diajukan", "Diajukan"),
                            ("diperiksa", "Diperiksa"),
                            ("divalidasi", "Divalidasi"),
                            ("disahkan", "Disahkan"),
                            ("dikembalikan", "Dikembalikan"),
                        ],
                        max_length=15,
                        verbose_name="dari status",
                    ),
                ),
                (
                    "ke",
                    models.CharField(
                        choices=[
                            ("draf", "Draf"),
                            ("diajukan", "Diajukan"),
                            ("diperiksa", "Diperiksa"),
                            ("divalidasi", "Divalidasi"),
                            ("disahkan", "Disahkan"),
                            ("dikembalikan", "Dikembalikan"),
                        ],
                        max_length=15,
                        verbose_name="ke status",
                    ),
                ),
                ("tahap", models.CharField(max_length=200, verbose_name="tahap")),
                ("nomor_versi", models.PositiveSmallIntegerField(verbose_name="versi")),
                ("oleh", models.CharField(max_length=200, verbose_name="oleh")),
                ("pada", models.DateTimeField(verbose_name="pada")),
                ("alasan", models.CharField(blank=True, max_length=1000, verbose_name="alasan")),
                ("keterangan", models.CharField(blank=True, max_length=500, verbose_name="keterangan")),
                (
                    "pelaku",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pengajuan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peristiwa",
                        to="indicators.pengajuan",
                        verbose_name="pengajuan",
                    ),
                ),
            ],
            options={
                "verbose_name": "peristiwa pengajuan",
                "verbose_name_plural": "peristiwa pengajuan",
                "ordering": ["pengajuan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VersiPengajuan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nomor", models.PositiveSmallIntegerField(verbose_name="nomor")),
                ("isi", models.JSONField(verbose_name="isi")),
                ("pengisi", models.JSONField(default=list, verbose_name="pengisi")),
                ("diajukan_oleh", models.CharField(max_length=200, verbose_name="diajukan oleh")),
                ("diajukan_pada", models.DateTimeField(verbose_name="diajukan pada")),
                (
                    "pengaju",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pengajuan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_versi",
                        to="indicators.pengajuan",
                        verbose_name="pengajuan",
                    ),
                ),
            ],
            options={
                "verbose_name": "versi pengajuan",
                "verbose_name_plural": "versi pengajuan",
                "ordering": ["pengajuan", "-nomor"],
            },
        ),
        migrations.CreateModel(
            name="Putusan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tindakan",
                    models.CharField(
                        choices=[
                            ("ajukan", "Diajukan"),
                            ("periksa", "Diperiksa"),
                            ("validasi", "Divalidasi"),
                            ("sahkan", "Disahkan"),
                            ("kembalikan", "Dikembalikan"),
                            ("buka_kembali", "Dibuka kembali"),
                            ("buka_pengesahan", "Pengesahan dibuka kembali"),
                            ("tangguhkan", "Pengesahan ditangguhkan"),
                            ("tolak_pengesahan", "Dikembalikan Kepala Dinas"),
                        ],
                        max_length=20,
                        verbose_name="putusan",
                    ),
                ),
                ("tahap", models.CharField(max_length=200, verbose_name="tahap")),
                ("alasan", models.CharField(blank=True, max_length=1000, verbose_name="alasan")),
                ("oleh", models.CharField(max_length=200, verbose_name="oleh")),
                ("pada", models.DateTimeField(verbose_name="pada")),
                (
                    "indikator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indikator",
                        verbose_name="baris",
                    ),
                ),
                (
                    "versi_pengajuan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="putusan",
                        to="indicators.versipengajuan",
                        verbose_name="versi",
                    ),
                ),
            ],
            options={
                "verbose_name": "putusan",
                "verbose_name_plural": "putusan",
                "ordering": ["versi_pengajuan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BarisDikembalikan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("alasan", models.CharField(max_length=1000, verbose_name="alasan")),
                ("oleh", models.CharField(max_length=200, verbose_name="oleh")),
                ("pada", models.DateTimeField(verbose_name="pada")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indikator",
                        verbose_name="baris",
                    ),
                ),
                (
                    "pengajuan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="baris_dikembalikan",
                        to="indicators.pengajuan",
                        verbose_name="pengajuan",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris dikembalikan",
                "verbose_name_plural": "baris dikembalikan",
                "ordering": ["pengajuan", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("pengajuan", "indikator"), name="baris_dikembalikan_once"),
                    models.CheckConstraint(
                        condition=models.Q(("alasan", ""), _negated=True), name="baris_dikembalikan_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pengesahan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nomor", models.PositiveSmallIntegerField(verbose_name="nomor")),
                ("sidik", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("isi", models.JSONField(verbose_name="isi")),
                ("disahkan_oleh", models.CharField(max_length=200, verbose_name="disahkan oleh")),
                ("disahkan_pada", models.DateTimeField(verbose_name="disahkan pada")),
                (
                    "triwulan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengesahan",
                        to="indicators.triwulan",
                        verbose_name="triwulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengesahan",
                "verbose_name_plural": "pengesahan",
                "ordering": ["triwulan", "-nomor"],
                "constraints": [
                    models.UniqueConstraint(fields=("triwulan", "nomor"), name="pengesahan_once_per_number")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="pengajuan",
            constraint=models.UniqueConstraint(fields=("triwulan", "unit"), name="pengajuan_once_per_unit"),
        ),
        migrations.AddConstraint(
            model_name="pengajuan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("posisi__isnull", True), ("status__in", ["diajukan", "diperiksa"]), _connector="OR"
                ),
                name="pengajuan_station_only_in_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="versipengajuan",
            constraint=models.UniqueConstraint(fields=("pengajuan", "nomor"), name="versi_once_per_number"),
        ),
    ]
