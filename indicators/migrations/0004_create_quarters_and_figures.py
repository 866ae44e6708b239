import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models

import indicators.models.realisasi


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_create_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Anggaran",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
                (
                    "pagu",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Dalam rupiah penuh. Kosong berarti belum diketahui.",
                        max_digits=30,
                        null=True,
                        verbose_name="pagu",
                    ),
                ),
                (
                    "pagu_perubahan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Isi bersama triwulan mulai berlakunya.",
                        max_digits=30,
                        null=True,
                        verbose_name="pagu perubahan",
                    ),
                ),
                (
                    "perubahan_mulai",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 sampai 4.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="berlaku mulai triwulan",
                    ),
                ),
                (
                    "pptk",
                    models.CharField(
                        blank=True,
                        help_text="Nama pejabat pelaksana teknis kegiatan.",
                        max_length=200,
                        verbose_name="PPTK",
                    ),
                ),
                (
                    "cara_rak",
                    models.CharField(
                        blank=True,
                        choices=[("bulanan", "Per bulan"), ("triwulanan", "Per triwulan")],
                        help_text="Kosongkan bila rencana anggaran kas tidak dicatat.",
                        max_length=12,
                        verbose_name="RAK disusun",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anggaran",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "sub_kegiatan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anggaran",
                        to="indicators.subkegiatan",
                        verbose_name="sub kegiatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "anggaran",
                "verbose_name_plural": "anggaran",
                "ordering": ["-tahun", "sub_kegiatan"],
            },
        ),
        migrations.CreateModel(
            name="SumberDana",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sumber",
                    models.CharField(
                        choices=[
                            ("pad", "PAD"),
                            ("dau", "DAU"),
                            ("dak_fisik", "DAK Fisik"),
                            ("dak_nonfisik", "DAK Nonfisik"),
                            ("dbh", "DBH"),
                            ("insentif_fiskal", "Insentif Fiskal"),
                            ("lainnya", "Lainnya"),
                        ],
                        max_length=20,
                        verbose_name="sumber dana",
                    ),
                ),
                (
                    "nilai",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Boleh kosong.",
                        max_digits=30,
                        null=True,
                        verbose_name="jumlah",
                    ),
                ),
                (
                    "anggaran",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sumber_dana",
                        to="indicators.anggaran",
                        verbose_name="anggaran",
                    ),
                ),
            ],
            options={
                "verbose_name": "sumber dana",
                "verbose_name_plural": "sumber dana",
                "ordering": ["anggaran", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Triwulan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("triwulan", models.PositiveSmallIntegerField(verbose_name="triwulan")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("terbuka", "Terbuka"),
                            ("disahkan", "Disahkan"),
                            ("dibuka_kembali", "Dibuka kembali"),
                            ("ditangguhkan", "Pengesahan ditangguhkan"),
                        ],
                        default="terbuka",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("versi", models.PositiveIntegerField(default=1, editable=False, verbose_name="versi")),
                (
                    "disahkan_pada",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="disahkan pada"),
                ),
                (
                    "disahkan_oleh",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="disahkan oleh"),
                ),
                (
                    "dibuka_pada",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dibuka kembali pada"),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triwulan",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "triwulan",
                "verbose_name_plural": "triwulan",
                "ordering": ["opd", "-tahun", "-triwulan"],
            },
        ),
        migrations.CreateModel(
            name="RealisasiAnggaran",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "keuangan",
                    models.DecimalField(
                        blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="realisasi keuangan"
                    ),
                ),
                (
                    "fisik",
                    models.DecimalField(
                        blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="realisasi fisik"
                    ),
                ),
                ("catatan", models.TextField(blank=True, max_length=2000, verbose_name="catatan")),
                ("versi", models.PositiveIntegerField(default=1, editable=False, verbose_name="versi")),
                ("diubah_oleh", models.CharField(editable=False, max_length=200, verbose_name="diubah oleh")),
                ("diubah_pada", models.DateTimeField(editable=False, verbose_name="diubah pada")),
                (
                    "anggaran",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisasi",
                        to="indicators.anggaran",
                        verbose_name="anggaran",
                    ),
                ),
                (
                    "pengisi",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengisi",
                    ),
                ),
                (
                    "triwulan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisasi_anggaran",
                        to="indicators.triwulan",
                        verbose_name="triwulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisasi anggaran",
                "verbose_name_plural": "realisasi anggaran",
                "ordering": ["triwulan", "anggaran"],
            },
        ),
        migrations.CreateModel(
            name="Realisasi",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("belum_diisi", "Belum diisi"),
                            ("terisi", "Terisi"),
                            ("tidak_tersedia", "Tidak tersedia"),
                        ],
                        default="belum_diisi",
                        max_length=20,
                        verbose_name="status isian",
                    ),
                ),
                (
                    "nilai",
                    models.DecimalField(
                        blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="realisasi"
                    ),
                ),
                ("predikat", models.CharField(blank=True, max_length=20, verbose_name="predikat")),
                ("alasan", models.CharField(blank=True, max_length=500, verbose_name="alasan tidak tersedia")),
                ("kendala", models.TextField(blank=True, max_length=2000, verbose_name="kendala")),
                ("faktor_pendorong", models.TextField(blank=True, max_length=2000, verbose_name="faktor pendorong")),
                ("faktor_penghambat", models.TextField(blank=True, max_length=2000, verbose_name="faktor penghambat")),
                ("tindak_lanjut", models.TextField(blank=True, max_length=2000, verbose_name="tindak lanjut")),
                ("catatan", models.TextField(blank=True, max_length=2000, verbose_name="catatan")),
                ("versi", models.PositiveIntegerField(default=1, editable=False, verbose_name="versi")),
                ("diubah_oleh", models.CharField(editable=False, max_length=200, verbose_name="diubah oleh")),
                ("diubah_pada", models.DateTimeField(editable=False, verbose_name="diubah pada")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisasi",
                        to="indicators.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "pengisi",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengisi",
                    ),
                ),
                (
                    "triwulan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisasi",
                        to="indicators.triwulan",
                        verbose_name="triwulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisasi",
                "verbose_name_plural": "realisasi",
                "ordering": ["triwulan", "indikator"],
            },
        ),
        migrations.CreateModel(
            name="JadwalPengisian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mulai", models.DateField(verbose_name="dibuka")),
                ("tenggat", models.DateField(verbose_name="tenggat")),
                (
                    "tutup",
                    models.DateField(
                        blank=True,
                        help_text="Kosongkan bila tidak ditutup otomatis.",
                        null=True,
                        verbose_name="ditutup",
                    ),
                ),
                (
                    "triwulan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jadwal",
                        to="indicators.triwulan",
                        verbose_name="triwulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "jadwal pengisian",
                "verbose_name_plural": "jadwal pengisian",
                "ordering": ["triwulan"],
            },
        ),
        migrations.CreateModel(
            name="BuktiDukung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "berkas",
                    models.FileField(upload_to=indicators.models.realisasi.evidence_path, verbose_name="berkas"),
                ),
                ("nama_asli", models.CharField(max_length=255, verbose_name="nama berkas")),
                (
                    "jenis",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpg", "JPG"), ("png", "PNG"), ("xlsx", "XLSX"), ("docx", "DOCX")],
                        max_length=5,
                        verbose_name="jenis",
                    ),
                ),
                ("ukuran", models.PositiveIntegerField(verbose_name="ukuran (byte)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("diunggah_oleh", models.CharField(max_length=200, verbose_name="diunggah oleh")),
                ("diunggah_pada", models.DateTimeField(verbose_name="diunggah pada")),
                ("alasan", models.CharField(blank=True, max_length=300, verbose_name="alasan diganti atau ditarik")),
                ("ditarik_pada", models.DateTimeField(blank=True, null=True, verbose_name="ditarik pada")),
                (
                    "menggantikan",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengganti",
                        to="indicators.buktidukung",
                        verbose_name="menggantikan",
                    ),
                ),
                (
                    "realisasi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bukti",
                        to="indicators.realisasi",
                        verbose_name="realisasi",
                    ),
                ),
            ],
            options={
                "verbose_name": "bukti dukung",
                "verbose_name_plural": "bukti dukung",
                "ordering": ["realisasi", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ditarik_pada__isnull", True), models.Q(("alasan", ""), _negated=True), _connector="OR"
                        ),
                        name="bukti_withdrawn_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RencanaKas",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nomor",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="bulan atau triwulan ke",
                    ),
                ),
                ("nilai", models.DecimalField(decimal_places=15, max_digits=30, verbose_name="rencana kas")),
                (
                    "anggaran",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rak",
                        to="indicators.anggaran",
                        verbose_name="anggaran",
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana anggaran kas",
                "verbose_name_plural": "rencana anggaran kas",
                "ordering": ["anggaran", "nomor"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("anggaran", "nomor"),
                        name="rak_once_per_period",
                        violation_error_message="Bulan atau triwulan ini sudah ditulis.",
                    ),
                    models.CheckConstraint(condition=models.Q(("nomor__range", (1, 12))), name="rak_period_in_range"),
                    models.CheckConstraint(
                        condition=models.Q(("nilai__isnull", True), ("nilai__gte", 0), _connector="OR"),
                        name="rak_not_negative",
                        violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nilai__isnull", True),
                            ("nilai", django.db.models.functions.math.Round("nilai")),
                            _connector="OR",
                        ),
                        name="rak_whole_rupiah",
                        violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="anggaran",
            index=models.Index(fields=["opd", "tahun"], name="anggaran_by_office_and_year"),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.UniqueConstraint(
                fields=("sub_kegiatan", "tahun"),
                name="anggaran_once_per_year",
                violation_error_message="Anggaran sub kegiatan ini pada tahun itu sudah ada.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="anggaran_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(("pagu__isnull", True), ("pagu__gte", 0), _connector="OR"),
                name="anggaran_pagu_not_negative",
                violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(("pagu_perubahan__isnull", True), ("pagu_perubahan__gte", 0), _connector="OR"),
                name="anggaran_revised_pagu_not_negative",
                violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pagu__isnull", True), ("pagu", django.db.models.functions.math.Round("pagu")), _connector="OR"
                ),
                name="anggaran_pagu_whole_rupiah",
                violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pagu_perubahan__isnull", True),
                    ("pagu_perubahan", django.db.models.functions.math.Round("pagu_perubahan")),
                    _connector="OR",
                ),
                name="anggaran_revised_pagu_whole_rupiah",
                violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pagu_perubahan__isnull", True), ("perubahan_mulai__isnull", True)),
                    models.Q(
                        ("pagu__isnull", False),
                        ("pagu_perubahan__isnull", False),
                        ("perubahan_mulai__isnull", False),
                        ("perubahan_mulai__range", (1, 4)),
                    ),
                    _connector="OR",
                ),
                name="anggaran_revision_has_pagu_and_quarter",
                violation_error_message="Pagu perubahan ditulis bersama pagu murni dan triwulan mulai berlakunya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sumberdana",
            constraint=models.UniqueConstraint(
                fields=("anggaran", "sumber"),
                name="sumber_dana_once_per_anggaran",
                violation_error_message="Sumber dana ini sudah ditulis.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sumberdana",
            constraint=models.CheckConstraint(
                condition=models.Q(("nilai__isnull", True), ("nilai__gte", 0), _connector="OR"),
                name="sumber_dana_not_negative",
                violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sumberdana",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nilai__isnull", True), ("nilai", django.db.models.functions.math.Round("nilai")), _connector="OR"
                ),
                name="sumber_dana_whole_rupiah",
                violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="triwulan",
            constraint=models.UniqueConstraint(fields=("opd", "tahun", "triwulan"), name="triwulan_once_per_opd"),
        ),
        migrations.AddConstraint(
            model_name="triwulan",
            constraint=models.CheckConstraint(
                condition=models.Q(("triwulan__range", (1, 4))), name="triwulan_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="triwulan",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="triwulan_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="triwulan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disahkan_pada__isnull", False), ("status", "disahkan")),
                    models.Q(models.Q(("status", "disahkan"), _negated=True), ("disahkan_pada__isnull", True)),
                    _connector="OR",
                ),
                name="triwulan_approved_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="realisasianggaran",
            constraint=models.UniqueConstraint(
                fields=("anggaran", "triwulan"), name="realisasi_anggaran_once_per_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="realisasianggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(("keuangan__isnull", True), ("keuangan__gte", 0), _connector="OR"),
                name="realisasi_anggaran_money_not_negative",
                violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="realisasianggaran",
            constraint=models.CheckConstraint(
                condition=models.Q(("fisik__isnull", True), ("fisik__range", (0, 100)), _connector="OR"),
                name="realisasi_anggaran_physical_0_to_100",
                violation_error_message="Realisasi fisik 0 sampai 100 persen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="realisasi",
            constraint=models.UniqueConstraint(fields=("indikator", "triwulan"), name="realisasi_once_per_quarter"),
        ),
        migrations.AddConstraint(
            model_name="realisasi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alasan", ""), ("nilai__isnull", True), ("predikat", ""), ("status", "belum_diisi")),
                    models.Q(
                        ("alasan", ""),
                        ("status", "terisi"),
                        models.Q(("nilai__isnull", False), models.Q(("predikat", ""), _negated=True), _connector="XOR"),
                    ),
                    models.Q(
                        ("nilai__isnull", True),
                        ("predikat", ""),
                        ("status", "tidak_tersedia"),
                        models.Q(("alasan", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="realisasi_value_fits_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="jadwalpengisian",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tenggat__gte", models.F("mulai")),
                    models.Q(("tutup__isnull", True), ("tutup__gte", models.F("tenggat")), _connector="OR"),
                ),
                name="jadwal_in_order",
                violation_error_message="Tanggal harus berurutan: dibuka, tenggat, ditutup.",
            ),
        ),
    ]
