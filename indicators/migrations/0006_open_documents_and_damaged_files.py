import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_create_submissions_and_trail"),
    ]

    operations = [
        migrations.AddField(
            model_name="perangkatdaerah",
            name="dokumen_terbuka",
            field=models.BooleanField(
                default=False,
                help_text="Centang agar siapa pun dapat memeriksa dokumen yang sudah ditandatangani dengan nomor laporannya.",
                verbose_name="dokumen terbit dapat dicari umum",
            ),
        ),
        migrations.CreateModel(
            name="DamagedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(max_length=50, verbose_name="jenis")),
                ("nomor", models.PositiveBigIntegerField(verbose_name="nomor baris")),
                ("nama", models.CharField(max_length=300, verbose_name="nama")),
                (
                    "sebab",
                    models.CharField(
                        choices=[
                            ("hilang", "tidak ada di penyimpanan"),
                            ("berubah", "isinya tidak sama dengan yang dicatat"),
                        ],
                        max_length=10,
                        verbose_name="sebab",
                    ),
                ),
                ("ditemukan_pada", models.DateTimeField(verbose_name="ditemukan pada")),
                ("terakhir_pada", models.DateTimeField(verbose_name="terakhir ditemukan pada")),
                ("selesai_pada", models.DateTimeField(blank=True, null=True, verbose_name="selesai pada")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berkas_bermasalah",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas bermasalah",
                "verbose_name_plural": "berkas bermasalah",
                "ordering": ["opd", "-terakhir_pada"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("selesai_pada__isnull", True)),
                        fields=("jenis", "nomor"),
                        name="berkas_one_open_case",
                    )
                ],
            },
        ),
    ]
