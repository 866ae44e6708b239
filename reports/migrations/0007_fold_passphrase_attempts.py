from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_keep_issuers_and_warnings"),
    ]

    operations = [
        migrations.DeleteModel(
            name="PercobaanSandi",
        ),
    ]
