import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_create_plan"),
    ]

    operations = [
        migrations.CreateModel(
            name="LembarPK",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "jenjang",
                    models.CharField(
                        choices=[
                            ("bupati_kadis", "Kepala daerah dan kepala perangkat daerah"),
                            ("kadis_eselon_iii", "Kepala perangkat daerah dan eselon III"),
                            ("eselon_iii_iv", "Eselon III dan eselon IV"),
                        ],
                        max_length=20,
                        verbose_name="jenjang",
                    ),
                ),
                ("nama_unit", models.CharField(max_length=200, verbose_name="nama unit")),
                ("nama_unit_kedua", models.CharField(max_length=200, verbose_name="nama unit pihak kedua")),
                ("nomor", models.CharField(blank=True, max_length=100, verbose_name="nomor")),
                ("tanggal", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                ("pertama_nama", models.CharField(blank=True, max_length=150, verbose_name="nama pihak pertama")),
                ("pertama_jabatan", models.CharField(blank=True, max_length=200, verbose_name="jabatan pihak pertama")),
                (
                    "pertama_nip",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{18}$", "NIP terdiri atas 18 angka tanpa spasi, misalnya 197007241996031003."
                            )
                        ],
                        verbose_name="NIP pihak pertama",
                    ),
                ),
                ("pertama_pangkat", models.CharField(blank=True, max_length=100, verbose_name="pangkat pihak pertama")),
                ("pertama_sendiri", models.BooleanField(default=False, verbose_name="pihak pertama diisi sendiri")),
                ("kedua_nama", models.CharField(blank=True, max_length=150, verbose_name="nama pihak kedua")),
                ("kedua_jabatan", models.CharField(blank=True, max_length=200, verbose_name="jabatan pihak kedua")),
                (
                    "kedua_nip",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{18}$", "NIP terdiri atas 18 angka tanpa spasi, misalnya 197007241996031003."
                            )
                        ],
                        verbose_name="NIP pihak kedua",
                    ),
                ),
                ("kedua_pangkat", models.CharField(blank=True, max_length=100, verbose_name="pangkat pihak kedua")),
                ("kedua_sendiri", models.BooleanField(default=False, verbose_name="pihak kedua diisi sendiri")),
            ],
            options={
                "verbose_name": "lembar perjanjian kinerja",
                "verbose_name_plural": "lembar perjanjian kinerja",
                "ordering": ["pk_induk", "unit__path"],
            },
        ),
        migrations.CreateModel(
            name="ButirPK",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("satuan", models.CharField(blank=True, max_length=60, verbose_name="satuan")),
                (
                    "jenis_nilai",
                    models.CharField(
                        choices=[
                            ("jumlah", "Jumlah"),
                            ("persen", "Persen"),
                            ("indeks", "Indeks atau nilai"),
                            ("rupiah", "Rupiah"),
                            ("durasi", "Durasi"),
                            ("rasio", "Rasio (1:n)"),
                            ("predikat", "Predikat"),
                        ],
                        default="jumlah",
                        max_length=20,
                        verbose_name="jenis nilai",
                    ),
                ),
                (
                    "desimal_minimal",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="1 mencetak 2 sebagai 2,0.", verbose_name="angka desimal paling sedikit"
                    ),
                ),
                (
                    "polaritas",
                    models.CharField(
                        choices=[
                            ("maksimalkan", "Maksimalkan (makin tinggi makin baik)"),
                            ("minimalkan", "Minimalkan (makin rendah makin baik)"),
                            ("stabilkan", "Stabilkan (tepat target paling baik)"),
                            ("rentang", "Rentang (di antara dua batas paling baik)"),
                        ],
                        default="maksimalkan",
                        max_length=20,
                        verbose_name="polaritas",
                    ),
                ),
                (
                    "rumus_minimalkan",
                    models.CharField(
                        choices=[
                            ("selisih", "(2 x target - realisasi) / target x 100"),
                            ("perbandingan", "target / realisasi x 100"),
                        ],
                        default="selisih",
                        max_length=20,
                        verbose_name="rumus minimalkan",
                    ),
                ),
                (
                    "realisasi_terburuk",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Hanya untuk minimalkan dengan target 0.",
                        max_digits=30,
                        null=True,
                        verbose_name="realisasi terburuk",
                    ),
                ),
                (
                    "konsolidasi",
                    models.CharField(
                        choices=[
                            ("kumulatif", "Kumulatif (diisi s.d. triwulan; tahun = nilai terakhir)"),
                            ("penjumlahan", "Penjumlahan (diisi per triwulan; tahun = jumlah)"),
                            ("posisi_akhir", "Posisi akhir (keadaan pada akhir triwulan; tahun = nilai terakhir)"),
                            ("rata_rata", "Rata-rata (diisi per triwulan; tahun = rata-rata)"),
                            ("maksimum", "Maksimum (diisi per triwulan; tahun = nilai tertinggi)"),
                            ("minimum", "Minimum (diisi per triwulan; tahun = nilai terendah)"),
                        ],
                        default="posisi_akhir",
                        max_length=20,
                        verbose_name="konsolidasi",
                    ),
                ),
                (
                    "pola_target",
                    models.CharField(
                        choices=[
                            ("tetap", "Tetap (target tahun diulang setiap triwulan)"),
                            ("bertahap", "Bertahap (setiap triwulan mempunyai target sendiri)"),
                        ],
                        default="tetap",
                        max_length=20,
                        verbose_name="pola target",
                    ),
                ),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="butir_pk",
                        to="indicators.indikator",
                        verbose_name="indikator",
                    ),
                ),
            ],
            options={
                "verbose_name": "butir perjanjian kinerja",
                "verbose_name_plural": "butir perjanjian kinerja",
                "ordering": ["pk_induk", "urutan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ButirLembar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "butir",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lembar",
                        to="indicators.butirpk",
                        verbose_name="butir",
                    ),
                ),
                (
                    "lembar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="isi",
                        to="indicators.lembarpk",
                        verbose_name="lembar",
                    ),
                ),
            ],
            options={
                "verbose_name": "butir dalam lembar",
                "verbose_name_plural": "butir dalam lembar",
                "ordering": ["lembar", "butir"],
            },
        ),
        migrations.CreateModel(
            name="PerjanjianKinerja",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
                (
                    "perubahan",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 untuk PK murni.", verbose_name="perubahan ke"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draf", "Draf"), ("ditetapkan", "Ditetapkan")],
                        default="draf",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("nomor", models.CharField(blank=True, max_length=100, verbose_name="nomor dokumen")),
                ("alasan", models.CharField(blank=True, max_length=500, verbose_name="alasan perubahan")),
                (
                    "berlaku_mulai",
                    models.DateField(
                        help_text="Triwulan memakai PK yang berlaku pada hari terakhirnya.",
                        verbose_name="berlaku mulai",
                    ),
                ),
                (
                    "ditetapkan_pada",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ditetapkan pada"),
                ),
                (
                    "ditetapkan_oleh",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="ditetapkan oleh"),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pk_tahunan",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "perjanjian kinerja",
                "verbose_name_plural": "perjanjian kinerja",
                "ordering": ["opd", "-tahun", "-perubahan"],
            },
        ),
        migrations.AddField(
            model_name="lembarpk",
            name="pk_induk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lembar",
                to="indicators.perjanjiankinerja",
                verbose_name="perjanjian kinerja",
            ),
        ),
        migrations.AddField(
            model_name="butirpk",
            name="pk_induk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="butir",
                to="indicators.perjanjiankinerja",
                verbose_name="perjanjian kinerja",
            ),
        ),
        migrations.AddField(
            model_name="butirpk",
            name="skala",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.skalapredikat",
                verbose_name="skala predikat",
            ),
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "triwulan",
                    models.PositiveSmallIntegerField(
                        help_text="1 sampai 4; 0 untuk target tahun.", verbose_name="triwulan"
                    ),
                ),
                (
                    "nilai",
                    models.DecimalField(blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="target"),
                ),
                (
                    "batas_atas",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Hanya untuk polaritas rentang.",
                        max_digits=30,
                        null=True,
                        verbose_name="batas atas",
                    ),
                ),
                ("predikat", models.CharField(blank=True, max_length=20, verbose_name="predikat")),
                (
                    "butir",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="target",
                        to="indicators.butirpk",
                        verbose_name="butir",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "target",
                "ordering": ["butir", "triwulan"],
            },
        ),
        migrations.AddField(
            model_name="lembarpk",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lembar_pk",
                to="indicators.unitkerja",
                verbose_name="unit pihak pertama",
            ),
        ),
        migrations.AddField(
            model_name="butirpk",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="butir_pk",
                to="indicators.unitkerja",
                verbose_name="unit penanggung jawab",
            ),
        ),
        migrations.AddConstraint(
            model_name="perjanjiankinerja",
            constraint=models.UniqueConstraint(
                fields=("opd", "tahun", "perubahan"),
                name="pk_once_per_revision",
                violation_error_message="PK dengan nomor perubahan ini sudah ada.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perjanjiankinerja",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ditetapkan_pada__isnull", True), ("status", "draf")),
                    models.Q(("ditetapkan_pada__isnull", False), ("status", "ditetapkan")),
                    _connector="OR",
                ),
                name="pk_frozen_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="perjanjiankinerja",
            constraint=models.CheckConstraint(
                condition=models.Q(("perubahan", 0), models.Q(("alasan", ""), _negated=True), _connector="OR"),
                name="pk_revision_has_reason",
                violation_error_message="Tuliskan alasan perubahan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perjanjiankinerja",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="pk_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("butir", "triwulan"), name="target_once_per_quarter"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("triwulan__range", (0, 4))), name="target_quarter_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("batas_atas__isnull", True),
                    models.Q(("batas_atas__gte", models.F("nilai")), ("nilai__isnull", False)),
                    _connector="OR",
                ),
                name="target_upper_bound_above_lower",
                violation_error_message="Batas atas tidak boleh di bawah batas bawah.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lembarpk",
            constraint=models.UniqueConstraint(fields=("pk_induk", "unit"), name="lembar_once_per_unit"),
        ),
        migrations.AddConstraint(
            model_name="lembarpk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("jenjang", "bupati_kadis")),
                fields=("pk_induk",),
                name="lembar_one_with_the_head_of_government",
            ),
        ),
        migrations.AddIndex(
            model_name="butirpk",
            index=models.Index(fields=["pk_induk", "unit"], name="butir_by_pk_and_unit"),
        ),
        migrations.AddConstraint(
            model_name="butirpk",
            constraint=models.UniqueConstraint(
                fields=("pk_induk", "indikator"),
                name="butir_once_per_pk",
                violation_error_message="Indikator ini sudah ada dalam perjanjian kinerja.",
            ),
        ),
        migrations.AddConstraint(
            model_name="butirpk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("skala__isnull", False), models.Q(("jenis_nilai", "predikat"), _negated=True), _connector="OR"
                ),
                name="butir_predicate_has_scale",
                violation_error_message="Pilih skala predikat untuk indikator berjenis predikat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="butirpk",
            constraint=models.CheckConstraint(
                condition=models.Q(("desimal_minimal__lte", 4)),
                name="butir_decimals_at_most_four",
                violation_error_message="Angka desimal paling banyak 4.",
            ),
        ),
    ]
