import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pengguna",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("nama", models.CharField(max_length=150, verbose_name="nama lengkap")),
                ("nip", models.CharField(blank=True, max_length=18, verbose_name="NIP")),
                (
                    "wajib_ganti_sandi",
                    models.BooleanField(
                        default=False,
                        help_text="Pengguna diminta membuat kata sandi sendiri saat masuk berikutnya.",
                        verbose_name="wajib mengganti kata sandi",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengguna",
                "verbose_name_plural": "pengguna",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Pemda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "jenis",
                    models.CharField(
                        choices=[("Kabupaten", "Kabupaten"), ("Kota", "Kota"), ("Provinsi", "Provinsi")],
                        default="Kabupaten",
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "nama",
                    models.CharField(
                        help_text="Tanpa kata Kabupaten atau Kota: Lampung Barat.", max_length=100, verbose_name="nama"
                    ),
                ),
                (
                    "kode",
                    models.CharField(
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                                "Kode hanya memuat huruf, angka, titik, dan tanda hubung.",
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                (
                    "ibu_kota",
                    models.CharField(
                        help_text="Dicetak sebagai tempat penandatanganan.", max_length=100, verbose_name="ibu kota"
                    ),
                ),
            ],
            options={
                "verbose_name": "pemerintah daerah",
                "verbose_name_plural": "pemerintah daerah",
                "ordering": ["nama"],
                "constraints": [models.UniqueConstraint(fields=("jenis", "nama"), name="pemda_once_per_name")],
            },
        ),
        migrations.CreateModel(
            name="PerangkatDaerah",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kode",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                                "Kode hanya memuat huruf, angka, titik, dan tanda hubung.",
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("nama", models.CharField(max_length=200, verbose_name="nama")),
                ("singkatan", models.CharField(blank=True, max_length=30, verbose_name="singkatan")),
                ("alamat", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("telepon", models.CharField(blank=True, max_length=50, verbose_name="telepon")),
                ("surel", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                ("situs", models.URLField(blank=True, verbose_name="situs web")),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        help_text="PNG atau JPEG, paling besar 1 MB.",
                        upload_to="logo/",
                        verbose_name="logo",
                    ),
                ),
                (
                    "kertas",
                    models.CharField(
                        choices=[("A4", "A4 (210 x 297 mm)"), ("F4", "F4 (215 x 330 mm)")],
                        default="A4",
                        max_length=2,
                        verbose_name="kertas laporan",
                    ),
                ),
                (
                    "huruf",
                    models.CharField(
                        choices=[("arial", "Serupa Arial"), ("bookman", "Serupa Bookman")],
                        default="arial",
                        max_length=10,
                        verbose_name="huruf laporan",
                    ),
                ),
                (
                    "zona_waktu",
                    models.CharField(
                        choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
                        default="Asia/Jakarta",
                        max_length=30,
                        verbose_name="zona waktu",
                    ),
                ),
                (
                    "teks_kaki_tte",
                    models.CharField(
                        blank=True,
                        help_text="Kosongkan untuk memakai kalimat baku dengan nama penerbit sertifikat.",
                        max_length=300,
                        verbose_name="catatan kaki tanda tangan elektronik",
                    ),
                ),
                (
                    "pemda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opd",
                        to="indicators.pemda",
                        verbose_name="pemerintah daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "perangkat daerah",
                "verbose_name_plural": "perangkat daerah",
                "ordering": ["pemda__nama", "kode"],
            },
        ),
        migrations.CreateModel(
            name="PengaturanTahun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun")),
                (
                    "batas_sangat_tinggi",
                    models.DecimalField(
                        decimal_places=15, default=91, max_digits=30, verbose_name="Sangat Tinggi mulai"
                    ),
                ),
                (
                    "batas_tinggi",
                    models.DecimalField(decimal_places=15, default=76, max_digits=30, verbose_name="Tinggi mulai"),
                ),
                (
                    "batas_sedang",
                    models.DecimalField(decimal_places=15, default=66, max_digits=30, verbose_name="Sedang mulai"),
                ),
                (
                    "batas_rendah",
                    models.DecimalField(decimal_places=15, default=51, max_digits=30, verbose_name="Rendah mulai"),
                ),
                (
                    "batas_capaian",
                    models.DecimalField(
                        blank=True,
                        decimal_places=15,
                        help_text="Misalnya 120. Hanya berlaku dalam rata-rata; tabel tetap memuat angka sebenarnya.",
                        max_digits=30,
                        null=True,
                        verbose_name="batas capaian dalam rata-rata",
                    ),
                ),
                (
                    "nilai_tetap_tiap_triwulan",
                    models.BooleanField(
                        default=False,
                        help_text="Bila tidak, indikator dengan target tetap baru diberi predikat pada Triwulan IV.",
                        verbose_name="nilai target tetap setiap triwulan",
                    ),
                ),
                (
                    "cakupan_minimal",
                    models.DecimalField(
                        decimal_places=15,
                        default=80,
                        help_text="Berapa persen indikator bertarget yang harus ikut dihitung sebelum rata-rata suatu tingkat diberi predikat.",
                        max_digits=30,
                        verbose_name="cakupan minimal (persen)",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pengaturan_tahun",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengaturan tahun",
                "verbose_name_plural": "pengaturan tahun",
                "ordering": ["opd", "-tahun"],
            },
        ),
        migrations.CreateModel(
            name="UnitKerja",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kode",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                                "Kode hanya memuat huruf, angka, titik, dan tanda hubung.",
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("nama", models.CharField(max_length=200, verbose_name="nama")),
                ("singkatan", models.CharField(blank=True, max_length=50, verbose_name="singkatan")),
                (
                    "jenjang",
                    models.CharField(
                        choices=[
                            ("eselon_ii", "Eselon II"),
                            ("eselon_iii", "Eselon III"),
                            ("eselon_iv", "Eselon IV/Fungsional"),
                            ("pelaksana", "Pelaksana"),
                            ("tim", "Tim lintas unit"),
                        ],
                        max_length=20,
                        verbose_name="jenjang",
                    ),
                ),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("berlaku_dari", models.DateField(blank=True, null=True, verbose_name="berlaku dari")),
                ("berlaku_sampai", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                ("path", models.CharField(editable=False, max_length=255, unique=True, verbose_name="jalur")),
                (
                    "induk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bawahan",
                        to="indicators.unitkerja",
                        verbose_name="unit atasan",
                    ),
                ),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit kerja",
                "verbose_name_plural": "unit kerja",
                "ordering": ["opd", "path"],
            },
        ),
        migrations.CreateModel(
            name="Penugasan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "peran",
                    models.CharField(
                        choices=[
                            ("staf", "Staf pengisi data"),
                            ("kepala_unit", "Kepala unit"),
                            ("sekretaris", "Sekretaris"),
                            ("kepala_dinas", "Kepala Dinas"),
                            ("perencana", "Perencana"),
                            ("pembaca", "Pembaca"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="peran",
                    ),
                ),
                ("mulai", models.DateField(verbose_name="berlaku mulai")),
                (
                    "sampai",
                    models.DateField(
                        blank=True, help_text="Kosongkan bila masih berlaku.", null=True, verbose_name="berlaku sampai"
                    ),
                ),
                (
                    "pengguna",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_penugasan",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_penugasan",
                        to="indicators.unitkerja",
                        verbose_name="unit kerja",
                    ),
                ),
            ],
            options={
                "verbose_name": "penugasan",
                "verbose_name_plural": "penugasan",
                "ordering": ["unit__path", "peran", "mulai"],
            },
        ),
        migrations.CreateModel(
            name="Pejabat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nama", models.CharField(max_length=150, verbose_name="nama dengan gelar")),
                (
                    "nip",
                    models.CharField(
                        max_length=18,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{18}$", "NIP terdiri atas 18 angka tanpa spasi, misalnya 197007241996031003."
                            )
                        ],
                        verbose_name="NIP",
                    ),
                ),
                ("pangkat", models.CharField(max_length=100, verbose_name="pangkat")),
                ("jabatan", models.CharField(max_length=200, verbose_name="jabatan")),
                (
                    "penanda_tangan",
                    models.BooleanField(
                        default=False,
                        help_text="Centang untuk Kepala Dinas atau pelaksana tugasnya.",
                        verbose_name="menandatangani laporan",
                    ),
                ),
                ("mulai", models.DateField(verbose_name="menjabat mulai")),
                ("sampai", models.DateField(blank=True, null=True, verbose_name="menjabat sampai")),
                (
                    "opd",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pejabat",
                        to="indicators.perangkatdaerah",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pejabat",
                        to="indicators.unitkerja",
                        verbose_name="unit kerja",
                    ),
                ),
            ],
            options={
                "verbose_name": "pejabat",
                "verbose_name_plural": "pejabat",
                "ordering": ["opd", "unit__path", "-mulai"],
            },
        ),
        migrations.AddConstraint(
            model_name="pengguna",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"),
                name="pengguna_username_once_in_any_case",
                violation_error_message="Nama pengguna ini sudah dipakai. Pilih nama lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perangkatdaerah",
            constraint=models.UniqueConstraint(
                fields=("pemda", "kode"),
                name="opd_code_once_per_pemda",
                violation_error_message="Kode perangkat daerah ini sudah dipakai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pengaturantahun",
            constraint=models.UniqueConstraint(fields=("opd", "tahun"), name="pengaturan_once_per_year"),
        ),
        migrations.AddConstraint(
            model_name="pengaturantahun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("batas_sangat_tinggi__gt", models.F("batas_tinggi")),
                    ("batas_tinggi__gt", models.F("batas_sedang")),
                    ("batas_sedang__gt", models.F("batas_rendah")),
                ),
                name="pengaturan_bounds_descend",
                violation_error_message="Batas predikat harus menurun: Sangat Tinggi, Tinggi, Sedang, Rendah.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pengaturantahun",
            constraint=models.CheckConstraint(
                condition=models.Q(("cakupan_minimal__gte", 0), ("cakupan_minimal__lte", 100)),
                name="pengaturan_coverage_is_percentage",
                violation_error_message="Cakupan minimal harus antara 0 dan 100 persen, misalnya 80.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pengaturantahun",
            constraint=models.CheckConstraint(
                condition=models.Q(("tahun__range", (2000, 2100))),
                name="pengaturan_year_in_range",
                violation_error_message="Tahun harus antara 2000 dan 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkerja",
            constraint=models.UniqueConstraint(
                fields=("opd", "kode"),
                name="unit_code_once_per_opd",
                violation_error_message="Kode unit ini sudah dipakai di perangkat daerah yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkerja",
            constraint=models.UniqueConstraint(
                condition=models.Q(("induk__isnull", True)),
                fields=("opd",),
                name="unit_one_root_per_opd",
                violation_error_message="Perangkat daerah sudah mempunyai unit puncak: pilih unit atasan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkerja",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("berlaku_sampai__isnull", True),
                    ("berlaku_dari__isnull", True),
                    ("berlaku_sampai__gte", models.F("berlaku_dari")),
                    _connector="OR",
                ),
                name="unit_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="penugasan",
            constraint=models.UniqueConstraint(
                fields=("pengguna", "unit", "peran", "mulai"),
                name="penugasan_once_per_start",
                violation_error_message="Penugasan ini sudah tercatat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="penugasan",
            constraint=models.CheckConstraint(
                condition=models.Q(("sampai__isnull", True), ("sampai__gte", models.F("mulai")), _connector="OR"),
                name="penugasan_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pejabat",
            constraint=models.CheckConstraint(
                condition=models.Q(("sampai__isnull", True), ("sampai__gte", models.F("mulai")), _connector="OR"),
                name="pejabat_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pejabat",
            constraint=models.UniqueConstraint(fields=("opd", "nip", "jabatan", "mulai"), name="pejabat_once_per_term"),
        ),
    ]
