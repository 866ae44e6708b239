import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    expands = True

    dependencies = [
        ("sign_in", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("account_id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="nomor akun")),
                ("secret", models.CharField(max_length=300, verbose_name="rahasia")),
                ("tag", models.CharField(max_length=16, verbose_name="tanda")),
                ("last_step", models.BigIntegerField(default=0, verbose_name="langkah terakhir")),
                ("set_up_at", models.DateTimeField(verbose_name="dipasang pada")),
            ],
            options={
                "verbose_name": "verifikasi dua langkah",
                "verbose_name_plural": "verifikasi dua langkah",
            },
        ),
        migrations.AlterField(
            model_name="attempt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("account", "Akun, dari mana pun"),
                    ("place", "Akun dari satu alamat"),
                    ("device", "Akun dari peramban yang dikenal"),
                    ("address", "Alamat, akun apa pun"),
                    ("passphrase", "Kata sandi sertifikat"),
                    ("old_password", "Kata sandi lama"),
                    ("code", "Kode verifikasi dari satu tempat"),
                    ("code_account", "Kode verifikasi, dari mana pun"),
                ],
                max_length=20,
                verbose_name="jenis",
            ),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hashed", models.CharField(max_length=64, verbose_name="hash")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dipakai pada")),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="daftar_kode",
                        to="sign_in.secondfactor",
                        verbose_name="verifikasi dua langkah",
                    ),
                ),
            ],
            options={
                "verbose_name": "kode pemulihan",
                "verbose_name_plural": "kode pemulihan",
                "constraints": [models.UniqueConstraint(fields=("factor", "hashed"), name="recovery_code_once")],
            },
        ),
    ]
