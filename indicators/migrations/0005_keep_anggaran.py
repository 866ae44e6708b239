import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_support_indicators_and_number_fixed_rows"),
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
            model_name="rencanakas",
            constraint=models.UniqueConstraint(
                fields=("anggaran", "nomor"),
                name="rak_once_per_period",
                violation_error_message="Bulan atau triwulan ini sudah ditulis.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rencanakas",
            constraint=models.CheckConstraint(
                condition=models.Q(("nomor__range", (1, 12))), name="rak_period_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="rencanakas",
            constraint=models.CheckConstraint(
                condition=models.Q(("nilai__isnull", True), ("nilai__gte", 0), _connector="OR"),
                name="rak_not_negative",
                violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rencanakas",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nilai__isnull", True), ("nilai", django.db.models.functions.math.Round("nilai")), _connector="OR"
                ),
                name="rak_whole_rupiah",
                violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
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
    ]
