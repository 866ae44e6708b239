from django.db import migrations, models


class Migration(migrations.Migration):
    """When a signature's time-stamp has to be renewed is asked every night, of the database instead of the files."""

    dependencies = [
        ("reports", "0004_drop_certificate_columns"),
    ]

    operations = [
        migrations.AddField(
            model_name="tandatangan",
            name="cap_waktu_sampai",
            field=models.DateTimeField(null=True, verbose_name="sertifikat cap waktu berlaku sampai"),
        ),
    ]
