import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_answer_returned_rows_and_accept_photos"),
    ]

    operations = [
        migrations.AddField(
            model_name="penugasan",
            name="mewakili",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="pelaksana harian dari",
            ),
        ),
        migrations.AlterField(
            model_name="peristiwapengajuan",
            name="tindakan",
            field=models.CharField(
                choices=[
                    ("ajukan", "Diajukan"),
                    ("tarik", "Ditarik unit"),
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
        migrations.AlterField(
            model_name="putusan",
            name="tindakan",
            field=models.CharField(
                choices=[
                    ("ajukan", "Diajukan"),
                    ("tarik", "Ditarik unit"),
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
        migrations.AddConstraint(
            model_name="penugasan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mewakili__isnull", True),
                    models.Q(
                        ("peran", "kepala_unit"),
                        ("sampai__isnull", False),
                        models.Q(("pengguna", models.F("mewakili")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="penugasan_deputy_of_a_head_for_a_term",
                violation_error_message="Pelaksana harian adalah orang lain, untuk waktu yang ditentukan.",
            ),
        ),
    ]
