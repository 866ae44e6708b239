from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "Akun, dari mana pun"),
                            ("place", "Akun dari satu alamat"),
                            ("device", "Akun dari peramban yang dikenal"),
                            ("address", "Alamat, akun apa pun"),
                            ("passphrase", "Kata sandi sertifikat"),
                            ("old_password", "Kata sandi lama"),
                        ],
                        max_length=20,
                        verbose_name="jenis",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="kunci")),
                ("account_id", models.BigIntegerField(blank=True, null=True, verbose_name="nomor akun")),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="salah")),
                ("at", models.DateTimeField(verbose_name="terakhir")),
            ],
            options={
                "verbose_name": "percobaan",
                "verbose_name_plural": "percobaan",
                "indexes": [
                    models.Index(fields=["account_id", "at"], name="attempt_by_account"),
                    models.Index(fields=["kind", "at"], name="attempt_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("account_id", models.BigIntegerField(blank=True, null=True, verbose_name="nomor akun")),
                ("started_at", models.DateTimeField(verbose_name="dimulai pada")),
                ("seen_at", models.DateTimeField(verbose_name="terakhir dipakai")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="alamat jaringan")),
                ("browser", models.CharField(blank=True, max_length=60, verbose_name="peramban")),
            ],
            options={
                "verbose_name": "sesi",
                "verbose_name_plural": "sesi",
                "abstract": False,
                "indexes": [models.Index(fields=["account_id"], name="session_by_account")],
            },
        ),
    ]
