import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_create_office_and_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sasaran",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kode", models.CharField(blank=True, max_length=40, verbose_name="kode")),
                ("nama", models.CharField(max_length=500, verbose_name="nama")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "tahun_awal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sejak awal Renstra.",
                        null=True,
                        verbose_name="tahun pertama",
                    ),
                ),
                (
                    "tahun_akhir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sampai akhir Renstra.",
                        null=True,
                        verbose_name="tahun terakhir",
                    ),
                ),
            ],
            options={
                "verbose_name": "sasaran strategis",
                "verbose_name_plural": "sasaran strategis",
                "ordering": ["urutan", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PeriodeRenstra",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun_awal", models.PositiveSmallIntegerField(verbose_name="tahun awal")),
                ("tahun_akhir", models.PositiveSmallIntegerField(verbose_name="tahun akhir")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renstra",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "periode Renstra",
                "verbose_name_plural": "periode Renstra",
                "ordering": ["opd", "-tahun_awal"],
            },
        ),
        migrations.CreateModel(
            name="GantiNomenklatur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="mulai tahun")),
                ("isi", models.JSONField(verbose_name="isi")),
                ("dibuat_pada", models.DateTimeField(auto_now_add=True, verbose_name="dibuat pada")),
                ("dibuat_oleh", models.CharField(max_length=200, verbose_name="dibuat oleh")),
                (
                    "periode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ganti_nomenklatur",
                        to="indicators.perioderenstra",
                        verbose_name="periode Renstra",
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan nomenklatur",
                "verbose_name_plural": "perubahan nomenklatur",
                "ordering": ["periode", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kode", models.CharField(blank=True, max_length=40, verbose_name="kode")),
                ("nama", models.CharField(max_length=500, verbose_name="nama")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "tahun_awal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sejak awal Renstra.",
                        null=True,
                        verbose_name="tahun pertama",
                    ),
                ),
                (
                    "tahun_akhir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sampai akhir Renstra.",
                        null=True,
                        verbose_name="tahun terakhir",
                    ),
                ),
                ("sasaran_kinerja", models.CharField(blank=True, max_length=500, verbose_name="sasaran")),
                (
                    "versi_nomenklatur",
                    models.CharField(
                        blank=True,
                        choices=[("2-digit", "2 angka (sampai 2023)"), ("4-digit", "4 angka (mulai 2024)")],
                        help_text="Kosongkan untuk mengikuti tahun pertamanya.",
                        max_length=20,
                        verbose_name="versi nomenklatur",
                    ),
                ),
                (
                    "menggantikan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Simpul lama yang digantikan oleh nama atau kode baru ini.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengganti",
                        to="indicators.program",
                        verbose_name="menggantikan",
                    ),
                ),
                (
                    "sasaran",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="program",
                        to="indicators.sasaran",
                        verbose_name="sasaran strategis",
                    ),
                ),
            ],
            options={
                "verbose_name": "program",
                "verbose_name_plural": "program",
                "ordering": ["urutan", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kegiatan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kode", models.CharField(blank=True, max_length=40, verbose_name="kode")),
                ("nama", models.CharField(max_length=500, verbose_name="nama")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "tahun_awal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sejak awal Renstra.",
                        null=True,
                        verbose_name="tahun pertama",
                    ),
                ),
                (
                    "tahun_akhir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sampai akhir Renstra.",
                        null=True,
                        verbose_name="tahun terakhir",
                    ),
                ),
                ("sasaran_kinerja", models.CharField(blank=True, max_length=500, verbose_name="sasaran")),
                (
                    "versi_nomenklatur",
                    models.CharField(
                        blank=True,
                        choices=[("2-digit", "2 angka (sampai 2023)"), ("4-digit", "4 angka (mulai 2024)")],
                        help_text="Kosongkan untuk mengikuti tahun pertamanya.",
                        max_length=20,
                        verbose_name="versi nomenklatur",
                    ),
                ),
                (
                    "menggantikan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Simpul lama yang digantikan oleh nama atau kode baru ini.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengganti",
                        to="indicators.kegiatan",
                        verbose_name="menggantikan",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kegiatan",
                        to="indicators.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "kegiatan",
                "verbose_name_plural": "kegiatan",
                "ordering": ["urutan", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SkalaPredikat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nama", models.CharField(max_length=100, verbose_name="nama")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skala_predikat",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "skala predikat",
                "verbose_name_plural": "skala predikat",
                "ordering": ["opd", "nama"],
            },
        ),
        migrations.CreateModel(
            name="SubKegiatan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kode", models.CharField(blank=True, max_length=40, verbose_name="kode")),
                ("nama", models.CharField(max_length=500, verbose_name="nama")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "tahun_awal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sejak awal Renstra.",
                        null=True,
                        verbose_name="tahun pertama",
                    ),
                ),
                (
                    "tahun_akhir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sampai akhir Renstra.",
                        null=True,
                        verbose_name="tahun terakhir",
                    ),
                ),
                ("sasaran_kinerja", models.CharField(blank=True, max_length=500, verbose_name="sasaran")),
                (
                    "versi_nomenklatur",
                    models.CharField(
                        blank=True,
                        choices=[("2-digit", "2 angka (sampai 2023)"), ("4-digit", "4 angka (mulai 2024)")],
                        help_text="Kosongkan untuk mengikuti tahun pertamanya.",
                        max_length=20,
                        verbose_name="versi nomenklatur",
                    ),
                ),
                (
                    "kegiatan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_kegiatan",
                        to="indicators.kegiatan",
                        verbose_name="kegiatan",
                    ),
                ),
                (
                    "menggantikan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Simpul lama yang digantikan oleh nama atau kode baru ini.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengganti",
                        to="indicators.subkegiatan",
                        verbose_name="menggantikan",
                    ),
                ),
            ],
            options={
                "verbose_name": "sub kegiatan",
                "verbose_name_plural": "sub kegiatan",
                "ordering": ["urutan", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Indikator",
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
                ("nama", models.CharField(max_length=500, verbose_name="indikator")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "definisi_operasional",
                    models.TextField(blank=True, max_length=2000, verbose_name="definisi operasional"),
                ),
                ("formula", models.TextField(blank=True, max_length=2000, verbose_name="formula")),
                ("sumber_data", models.CharField(blank=True, max_length=300, verbose_name="sumber data")),
                ("penanggung_jawab", models.CharField(blank=True, max_length=200, verbose_name="penanggung jawab")),
                (
                    "menggantikan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Indikator lama yang dilanjutkan indikator ini: tahun lalu dan Renstra dibandingkan dengannya.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengganti",
                        to="indicators.indikator",
                        verbose_name="menggantikan",
                    ),
                ),
                (
                    "kegiatan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indikator",
                        to="indicators.kegiatan",
                        verbose_name="kegiatan",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indikator",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indikator",
                        to="indicators.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "sasaran",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indikator",
                        to="indicators.sasaran",
                        verbose_name="sasaran strategis",
                    ),
                ),
                (
                    "skala",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.skalapredikat",
                        verbose_name="skala predikat",
                    ),
                ),
                (
                    "sub_kegiatan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indikator",
                        to="indicators.subkegiatan",
                        verbose_name="sub kegiatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "indikator",
                "verbose_name_plural": "indikator",
                "ordering": ["urutan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TargetRenstra",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
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
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="target_renstra",
                        to="indicators.indikator",
                        verbose_name="indikator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target Renstra",
                "verbose_name_plural": "target Renstra",
                "ordering": ["indikator", "tahun"],
            },
        ),
        migrations.CreateModel(
            name="TingkatPredikat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("huruf", models.CharField(max_length=20, verbose_name="predikat")),
                ("skor", models.DecimalField(decimal_places=15, max_digits=30, verbose_name="skor")),
                (
                    "skala",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tingkat",
                        to="indicators.skalapredikat",
                        verbose_name="skala",
                    ),
                ),
            ],
            options={
                "verbose_name": "tingkat predikat",
                "verbose_name_plural": "tingkat predikat",
                "ordering": ["skala", "-skor"],
            },
        ),
        migrations.CreateModel(
            name="Tujuan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kode", models.CharField(blank=True, max_length=40, verbose_name="kode")),
                ("nama", models.CharField(max_length=500, verbose_name="nama")),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "tahun_awal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sejak awal Renstra.",
                        null=True,
                        verbose_name="tahun pertama",
                    ),
                ),
                (
                    "tahun_akhir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Kosongkan bila sampai akhir Renstra.",
                        null=True,
                        verbose_name="tahun terakhir",
                    ),
                ),
                (
                    "periode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tujuan",
                        to="indicators.perioderenstra",
                        verbose_name="periode Renstra",
                    ),
                ),
            ],
            options={
                "verbose_name": "tujuan",
                "verbose_name_plural": "tujuan",
                "ordering": ["urutan", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="sasaran",
            name="tujuan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sasaran",
                to="indicators.tujuan",
                verbose_name="tujuan",
            ),
        ),
        migrations.AddField(
            model_name="indikator",
            name="tujuan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indikator",
                to="indicators.tujuan",
                verbose_name="tujuan",
            ),
        ),
        migrations.AddField(
            model_name="indikator",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indikator",
                to="indicators.unitkerja",
                verbose_name="unit penanggung jawab",
            ),
        ),
        migrations.CreateModel(
            name="Dukungan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "menjumlah",
                    models.BooleanField(
                        default=False,
                        help_text="Centang bila target indikator yang didukung adalah jumlah target pendukung yang dicentang.",
                        verbose_name="target dijumlahkan",
                    ),
                ),
                ("keterangan", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                (
                    "didukung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pendukung",
                        to="indicators.indikator",
                        verbose_name="indikator yang didukung",
                    ),
                ),
                (
                    "pendukung",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mendukung",
                        to="indicators.indikator",
                        verbose_name="indikator pendukung",
                    ),
                ),
            ],
            options={
                "verbose_name": "dukungan antarindikator",
                "verbose_name_plural": "dukungan antarindikator",
                "ordering": ["didukung", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pendukung", "didukung"),
                        name="dukungan_once_per_pair",
                        violation_error_message="Dukungan antara kedua indikator ini sudah ada.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pendukung", models.F("didukung")), _negated=True),
                        name="dukungan_not_of_itself",
                        violation_error_message="Indikator tidak dapat mendukung dirinya sendiri.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="perioderenstra",
            constraint=models.UniqueConstraint(fields=("opd", "tahun_awal"), name="renstra_once_per_start"),
        ),
        migrations.AddConstraint(
            model_name="perioderenstra",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun_akhir__gte", models.F("tahun_awal"))),
                name="renstra_ends_after_start",
                violation_error_message="Tahun akhir tidak boleh sebelum tahun awal.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perioderenstra",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun_awal__range", (2000, 2100))),
                name="renstra_start_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perioderenstra",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun_akhir__range", (2000, 2100))),
                name="renstra_end_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gantinomenklatur",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="ganti_nomenklatur_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kegiatan",
            constraint=models.UniqueConstraint(
                fields=("program", "kode", "nama"),
                name="kegiatan_once_per_program",
                violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kegiatan",
            constraint=models.CheckConstraint(
                condition=models.Q(("versi_nomenklatur__in", ["", "2-digit", "4-digit"])),
                name="kegiatan_version_known",
                violation_error_message="Pilih salah satu versi nomenklatur, atau kosongkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.UniqueConstraint(
                fields=("sasaran", "kode", "nama"),
                name="program_once_per_sasaran",
                violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("versi_nomenklatur__in", ["", "2-digit", "4-digit"])),
                name="program_version_known",
                violation_error_message="Pilih salah satu versi nomenklatur, atau kosongkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="skalapredikat",
            constraint=models.UniqueConstraint(fields=("opd", "nama"), name="skala_once_per_opd"),
        ),
        migrations.AddConstraint(
            model_name="subkegiatan",
            constraint=models.UniqueConstraint(
                fields=("kegiatan", "kode", "nama"),
                name="sub_kegiatan_once_per_kegiatan",
                violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subkegiatan",
            constraint=models.CheckConstraint(
                condition=models.Q(("versi_nomenklatur__in", ["", "2-digit", "4-digit"])),
                name="sub_kegiatan_version_known",
                violation_error_message="Pilih salah satu versi nomenklatur, atau kosongkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetrenstra",
            constraint=models.UniqueConstraint(
                fields=("indikator", "tahun"),
                name="target_renstra_once_per_year",
                violation_error_message="Target tahun ini sudah ada.",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetrenstra",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="target_renstra_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tingkatpredikat",
            constraint=models.UniqueConstraint(fields=("skala", "huruf"), name="predikat_letter_once_per_scale"),
        ),
        migrations.AddConstraint(
            model_name="tingkatpredikat",
            constraint=models.UniqueConstraint(fields=("skala", "skor"), name="predikat_score_once_per_scale"),
        ),
        migrations.AddConstraint(
            model_name="tujuan",
            constraint=models.UniqueConstraint(
                fields=("periode", "kode", "nama"),
                name="tujuan_once_per_renstra",
                violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sasaran",
            constraint=models.UniqueConstraint(
                fields=("tujuan", "kode", "nama"),
                name="sasaran_once_per_tujuan",
                violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kegiatan__isnull", True),
                        ("program__isnull", True),
                        ("sasaran__isnull", True),
                        ("sub_kegiatan__isnull", True),
                        ("tujuan__isnull", False),
                    ),
                    models.Q(
                        ("kegiatan__isnull", True),
                        ("program__isnull", True),
                        ("sasaran__isnull", False),
                        ("sub_kegiatan__isnull", True),
                        ("tujuan__isnull", True),
                    ),
                    models.Q(
                        ("kegiatan__isnull", True),
                        ("program__isnull", False),
                        ("sasaran__isnull", True),
                        ("sub_kegiatan__isnull", True),
                        ("tujuan__isnull", True),
                    ),
                    models.Q(
                        ("kegiatan__isnull", False),
                        ("program__isnull", True),
                        ("sasaran__isnull", True),
                        ("sub_kegiatan__isnull", True),
                        ("tujuan__isnull", True),
                    ),
                    models.Q(
                        ("kegiatan__isnull", True),
                        ("program__isnull", True),
                        ("sasaran__isnull", True),
                        ("sub_kegiatan__isnull", False),
                        ("tujuan__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="indikator_on_exactly_one_node",
                violation_error_message="Indikator harus menempel pada tepat satu simpul: pilih salah satu saja.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tujuan__isnull", False)),
                fields=("tujuan", "nama"),
                name="indikator_once_per_tujuan",
                violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sasaran__isnull", False)),
                fields=("sasaran", "nama"),
                name="indikator_once_per_sasaran",
                violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("program__isnull", False)),
                fields=("program", "nama"),
                name="indikator_once_per_program",
                violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kegiatan__isnull", False)),
                fields=("kegiatan", "nama"),
                name="indikator_once_per_kegiatan",
                violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sub_kegiatan__isnull", False)),
                fields=("sub_kegiatan", "nama"),
                name="indikator_once_per_sub_kegiatan",
                violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("menggantikan", models.F("pk")), _negated=True),
                name="indikator_replaces_another",
                violation_error_message="Indikator tidak dapat menggantikan dirinya sendiri.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("skala__isnull", False), models.Q(("jenis_nilai", "predikat"), _negated=True), _connector="OR"
                ),
                name="indikator_predicate_has_scale",
                violation_error_message="Pilih skala predikat untuk indikator berjenis predikat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("desimal_minimal__lte", 4)),
                name="indikator_decimals_at_most_four",
                violation_error_message="Angka desimal paling banyak 4.",
            ),
        ),
    ]
