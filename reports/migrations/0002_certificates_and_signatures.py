import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models.dokumen


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_open_documents_and_damaged_files"),
        ("reports", "0001_create_reports_and_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dokumen",
            name="pindaian_alasan",
            field=models.CharField(blank=True, max_length=500, verbose_name="alasan memakai pindaian"),
        ),
        migrations.AddField(
            model_name="dokumen",
            name="pindaian_sampul",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="lembar sampul pada pindaian"),
        ),
        migrations.CreateModel(
            name="Perpanjangan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("berkas", models.FileField(upload_to=reports.models.dokumen.document_path, verbose_name="berkas")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("ukuran", models.PositiveIntegerField(verbose_name="ukuran (byte)")),
                ("dibuat_pada", models.DateTimeField(verbose_name="dibuat pada")),
                ("berlaku_sampai", models.DateTimeField(verbose_name="cap waktu berlaku sampai")),
                (
                    "dokumen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_perpanjangan",
                        to="reports.dokumen",
                        verbose_name="dokumen",
                    ),
                ),
            ],
            options={
                "verbose_name": "perpanjangan bukti tanda tangan",
                "verbose_name_plural": "perpanjangan bukti tanda tangan",
                "ordering": ["dokumen", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sertifikat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nip", models.CharField(max_length=18, verbose_name="NIP pemilik")),
                ("berkas", models.BinaryField(default=bytes, verbose_name="berkas PKCS#12")),
                ("publik", models.BinaryField(verbose_name="sertifikat publik (DER)")),
                ("nama", models.CharField(max_length=200, verbose_name="nama pada sertifikat")),
                ("subjek", models.CharField(max_length=500, verbose_name="subjek")),
                ("penerbit", models.CharField(max_length=200, verbose_name="penerbit")),
                ("penerbit_lengkap", models.CharField(max_length=500, verbose_name="nama lengkap penerbit")),
                ("seri", models.CharField(max_length=64, verbose_name="nomor seri")),
                ("sidik_jari", models.CharField(max_length=64, verbose_name="sidik jari (SHA-256)")),
                ("berlaku_sejak", models.DateTimeField(verbose_name="berlaku sejak")),
                ("berlaku_sampai", models.DateTimeField(verbose_name="berlaku sampai")),
                ("demo", models.BooleanField(default=False, verbose_name="sertifikat demo")),
                ("nama_cocok", models.BooleanField(verbose_name="nama atau NIP cocok dengan pemilik")),
                ("alasan_konfirmasi", models.CharField(blank=True, max_length=500, verbose_name="alasan konfirmasi")),
                ("dikonfirmasi_oleh", models.CharField(blank=True, max_length=200, verbose_name="dikonfirmasi oleh")),
                ("dikonfirmasi_pada", models.DateTimeField(blank=True, null=True, verbose_name="dikonfirmasi pada")),
                ("dicatat_pada", models.DateTimeField(verbose_name="dicatat pada")),
                (
                    "berakhir_pada",
                    models.DateTimeField(blank=True, null=True, verbose_name="ditarik atau diganti pada"),
                ),
                ("versi", models.PositiveIntegerField(default=1, verbose_name="versi")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sertifikat",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "pemilik",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sertifikat",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pemilik",
                    ),
                ),
            ],
            options={
                "verbose_name": "sertifikat",
                "verbose_name_plural": "sertifikat",
                "ordering": ["opd", "pemilik", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TandaTangan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urutan", models.PositiveSmallIntegerField(verbose_name="urutan")),
                (
                    "peran",
                    models.CharField(
                        choices=[("paraf", "Paraf"), ("tanda_tangan", "Tanda tangan")],
                        max_length=15,
                        verbose_name="peran",
                    ),
                ),
                ("cara", models.CharField(max_length=20, verbose_name="cara menandatangani")),
                ("nama", models.CharField(max_length=200, verbose_name="nama penanda tangan")),
                ("jabatan", models.CharField(max_length=200, verbose_name="jabatan")),
                ("nip", models.CharField(blank=True, max_length=18, verbose_name="NIP")),
                ("nama_sertifikat", models.CharField(max_length=200, verbose_name="nama pada sertifikat")),
                ("subjek", models.CharField(max_length=500, verbose_name="subjek")),
                ("penerbit", models.CharField(max_length=200, verbose_name="penerbit sertifikat")),
                ("seri", models.CharField(max_length=64, verbose_name="nomor seri sertifikat")),
                (
                    "sidik_jari",
                    models.CharField(blank=True, max_length=64, verbose_name="sidik jari sertifikat (SHA-256)"),
                ),
                ("berlaku_sampai", models.DateTimeField(null=True, verbose_name="sertifikat berlaku sampai")),
                ("demo", models.BooleanField(default=False, verbose_name="sertifikat demo")),
                ("konfirmasi", models.CharField(blank=True, max_length=800, verbose_name="konfirmasi nama lain")),
                ("ditandatangani_pada", models.DateTimeField(verbose_name="ditandatangani pada")),
                ("tingkat", models.CharField(default="B-B", max_length=5, verbose_name="tingkat PAdES")),
                ("cap_waktu_pada", models.DateTimeField(null=True, verbose_name="cap waktu")),
                ("cap_waktu_penyedia", models.CharField(blank=True, max_length=200, verbose_name="penyedia cap waktu")),
                (
                    "nomor_layanan",
                    models.CharField(blank=True, max_length=100, verbose_name="nomor dokumen pada layanan"),
                ),
                (
                    "berkas",
                    models.FileField(
                        blank=True,
                        upload_to=reports.models.dokumen.document_path,
                        verbose_name="berkas setelah tanda tangan",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("ukuran", models.PositiveIntegerField(verbose_name="ukuran (byte)")),
                (
                    "dokumen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_tanda_tangan",
                        to="reports.dokumen",
                        verbose_name="dokumen",
                    ),
                ),
                (
                    "pengguna",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
                (
                    "sertifikat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.sertifikat",
                        verbose_name="sertifikat",
                    ),
                ),
            ],
            options={
                "verbose_name": "tanda tangan",
                "verbose_name_plural": "tanda tangan",
                "ordering": ["dokumen", "urutan"],
            },
        ),
        migrations.CreateModel(
            name="Pemaraf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(max_length=20, verbose_name="jenis laporan")),
                ("urutan", models.PositiveSmallIntegerField(verbose_name="urutan")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pemaraf",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pemaraf",
                        to="indicators.unitkerja",
                        verbose_name="unit kerja",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemaraf",
                "verbose_name_plural": "pemaraf",
                "ordering": ["opd", "jenis", "urutan"],
                "constraints": [
                    models.UniqueConstraint(fields=("opd", "jenis", "urutan"), name="pemaraf_once_per_order"),
                    models.UniqueConstraint(fields=("opd", "jenis", "unit"), name="pemaraf_once_per_unit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PercobaanSandi",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kunci", models.CharField(max_length=40, verbose_name="tempat")),
                ("jumlah", models.PositiveIntegerField(default=0, verbose_name="jumlah")),
                ("terakhir", models.DateTimeField(verbose_name="terakhir")),
                (
                    "pengguna",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="percobaan_sandi",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
            ],
            options={
                "verbose_name": "percobaan kata sandi sertifikat",
                "verbose_name_plural": "percobaan kata sandi sertifikat",
                "constraints": [models.UniqueConstraint(fields=("pengguna", "kunci"), name="percobaan_once_per_place")],
            },
        ),
        migrations.AddConstraint(
            model_name="sertifikat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("berakhir_pada__isnull", True)),
                fields=("opd", "pemilik"),
                name="sertifikat_one_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="sertifikat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alasan_konfirmasi", ""), ("dikonfirmasi_oleh", ""), ("dikonfirmasi_pada__isnull", True)),
                    models.Q(
                        ("dikonfirmasi_pada__isnull", False),
                        models.Q(("alasan_konfirmasi", ""), _negated=True),
                        models.Q(("dikonfirmasi_oleh", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sertifikat_confirmation_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="tandatangan",
            constraint=models.UniqueConstraint(fields=("dokumen", "urutan"), name="tanda_tangan_once_per_order"),
        ),
        migrations.AddConstraint(
            model_name="tandatangan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("peran", "tanda_tangan")), fields=("dokumen",), name="tanda_tangan_closed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tandatangan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("peran", "tanda_tangan"), ("berkas", "")),
                    models.Q(("peran", "paraf"), models.Q(("berkas", ""), _negated=True)),
                    _connector="OR",
                ),
                name="tanda_tangan_keeps_its_file",
            ),
        ),
    ]
