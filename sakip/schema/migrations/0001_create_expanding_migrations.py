from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    expands = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ExpandingMigration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("app", models.CharField(max_length=255, verbose_name="aplikasi")),
                ("name", models.CharField(max_length=255, verbose_name="nama")),
            ],
            options={
                "verbose_name": "migrasi yang hanya menambah",
                "verbose_name_plural": "migrasi yang hanya menambah",
                "ordering": ["app", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("app", "name"), name="expanding_migration_once"),
                ],
            },
        ),
    ]
