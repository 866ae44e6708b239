import django.db.models.deletion
from django.db import migrations, models

import reports.models.dokumen


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("indicators", "0005_create_submissions_and_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="HitunganAkses",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kunci", models.CharField(max_length=64, verbose_name="kunci")),
                ("jendela", models.BigIntegerField(db_index=True, verbose_name="jendela waktu")),
                ("jumlah", models.PositiveIntegerField(default=0, verbose_name="jumlah")),
            ],
            options={
                "verbose_name": "hitungan akses",
                "verbose_name_plural": "hitungan akses",
                "constraints": [models.UniqueConstraint(fields=("kunci", "jendela"), name="hitungan_once_per_window")],
            },
        ),
        migrations.CreateModel(
            name="Laporan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(max_length=20, verbose_name="jenis")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("triwulan", models.PositiveSmallIntegerField(verbose_name="triwulan")),
                ("nomor", models.CharField(blank=True, max_length=100, verbose_name="nomor laporan")),
                ("tempat", models.CharField(blank=True, max_length=100, verbose_name="tempat")),
                ("tanggal", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                ("narasi", models.JSONField(blank=True, default=dict, verbose_name="narasi")),
                (
                    "angka_narasi",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="angka saat narasi disimpan"
                    ),
                ),
                (
                    "pemeriksaan_narasi",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="pemeriksaan angka narasi"),
                ),
                ("revisi_dibuka", models.BooleanField(default=False, editable=False, verbose_name="revisi dibuka")),
                ("versi", models.PositiveIntegerField(default=1, editable=False, verbose_name="versi")),
                (
                    "diubah_oleh",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="diubah oleh"),
                ),
                (
                    "diubah_pada",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="diubah pada"),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="laporan",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan",
                "verbose_name_plural": "laporan",
                "ordering": ["opd", "-tahun", "-triwulan", "jenis"],
            },
        ),
        migrations.CreateModel(
            name="Dokumen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nomor_urut", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="terbitan ke")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draf", "Draf"),
                            ("final", "Final"),
                            ("ditandatangani", "Ditandatangani"),
                            ("digantikan", "Digantikan"),
                        ],
                        default="draf",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("versi", models.PositiveIntegerField(default=1, verbose_name="versi")),
                (
                    "token",
                    models.CharField(
                        default=reports.models.dokumen.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                        verbose_name="kode verifikasi",
                    ),
                ),
                ("snapshot", models.JSONField(verbose_name="data laporan")),
                ("skema", models.PositiveSmallIntegerField(verbose_name="skema data")),
                ("template_version", models.CharField(max_length=10, verbose_name="versi templat")),
                ("dasar", models.JSONField(default=dict, verbose_name="dasar")),
                ("versi_triwulan", models.PositiveIntegerField(blank=True, null=True, verbose_name="versi pengesahan")),
                ("dibuat_oleh", models.CharField(max_length=200, verbose_name="dibuat oleh")),
                ("dibuat_pada", models.DateTimeField(verbose_name="dibuat pada")),
                (
                    "berkas",
                    models.FileField(blank=True, upload_to=reports.models.dokumen.document_path, verbose_name="berkas"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("ukuran", models.PositiveIntegerField(blank=True, null=True, verbose_name="ukuran (byte)")),
                ("halaman", models.PositiveIntegerField(blank=True, null=True, verbose_name="jumlah halaman")),
                ("difinalkan_oleh", models.CharField(blank=True, max_length=200, verbose_name="difinalkan oleh")),
                ("difinalkan_pada", models.DateTimeField(blank=True, null=True, verbose_name="difinalkan pada")),
                (
                    "cara_ttd",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tte", "Tanda tangan elektronik"),
                            ("pindaian", "Pindaian dokumen bertanda tangan basah"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="cara tanda tangan",
                    ),
                ),
                (
                    "berkas_ttd",
                    models.FileField(
                        blank=True,
                        upload_to=reports.models.dokumen.document_path,
                        verbose_name="berkas bertanda tangan",
                    ),
                ),
                (
                    "sha256_ttd",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 berkas bertanda tangan"),
                ),
                (
                    "ukuran_ttd",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="ukuran berkas bertanda tangan (byte)"
                    ),
                ),
                (
                    "ditandatangani_oleh",
                    models.CharField(blank=True, max_length=200, verbose_name="ditandatangani oleh"),
                ),
                (
                    "ditandatangani_pada",
                    models.DateTimeField(blank=True, null=True, verbose_name="ditandatangani pada"),
                ),
                ("dicatat_oleh", models.CharField(blank=True, max_length=200, verbose_name="dicatat oleh")),
                ("sertifikat_nama", models.CharField(blank=True, max_length=200, verbose_name="nama pada sertifikat")),
                (
                    "sertifikat_penerbit",
                    models.CharField(blank=True, max_length=200, verbose_name="penerbit sertifikat"),
                ),
                ("sertifikat_seri", models.CharField(blank=True, max_length=64, verbose_name="nomor seri sertifikat")),
                ("sertifikat_demo", models.BooleanField(default=False, verbose_name="sertifikat demo")),
                ("digantikan_pada", models.DateTimeField(blank=True, null=True, verbose_name="digantikan pada")),
                (
                    "digantikan_oleh",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pendahulu",
                        to="reports.dokumen",
                        verbose_name="digantikan oleh",
                    ),
                ),
                (
                    "laporan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dokumen",
                        to="reports.laporan",
                        verbose_name="laporan",
                    ),
                ),
            ],
            options={
                "verbose_name": "dokumen",
                "verbose_name_plural": "dokumen",
                "ordering": ["laporan", "-pk"],
            },
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
        migrations.AddConstraint(
            model_name="laporan",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))), name="laporan_year_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.UniqueConstraint(fields=("laporan", "nomor_urut"), name="dokumen_once_per_number"),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "final")), fields=("laporan",), name="dokumen_one_final"
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "ditandatangani")), fields=("laporan",), name="dokumen_one_signed"
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("difinalkan_pada__isnull", True), ("nomor_urut__isnull", True), ("status", "draf")),
                    models.Q(
                        models.Q(("status", "draf"), _negated=True),
                        ("difinalkan_pada__isnull", False),
                        ("nomor_urut__isnull", False),
                        ("versi_triwulan__isnull", False),
                        models.Q(("sha256", ""), _negated=True),
                        models.Q(("berkas", ""), _negated=True),
                        models.Q(("difinalkan_oleh", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dokumen_final_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("berkas_ttd", ""), ("cara_ttd", ""), ("ditandatangani_pada__isnull", True), ("sha256_ttd", "")
                    ),
                    models.Q(
                        ("cara_ttd__in", ["tte", "pindaian"]),
                        ("ditandatangani_pada__isnull", False),
                        models.Q(("sha256_ttd", ""), _negated=True),
                        models.Q(("berkas_ttd", ""), _negated=True),
                        models.Q(("ditandatangani_oleh", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dokumen_signature_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "ditandatangani"), models.Q(("cara_ttd", ""), _negated=True)),
                    models.Q(("status__in", ["draf", "final"]), ("cara_ttd", "")),
                    ("status", "digantikan"),
                    _connector="OR",
                ),
                name="dokumen_signed_has_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("digantikan_oleh__isnull", False), ("digantikan_pada__isnull", False), ("status", "digantikan")
                    ),
                    models.Q(
                        models.Q(("status", "digantikan"), _negated=True),
                        ("digantikan_oleh__isnull", True),
                        ("digantikan_pada__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="dokumen_superseded_names_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="dokumen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digantikan_oleh__isnull", True),
                    models.Q(("digantikan_oleh", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="dokumen_not_its_own_successor",
            ),
        ),
    ]
