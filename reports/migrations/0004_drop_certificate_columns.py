from django.db import migrations


class Migration(migrations.Migration):
    """The certificate of a document stands in its signatures now."""

    dependencies = [
        ("reports", "0003_move_signatures"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="dokumen",
            name="sertifikat_demo",
        ),
        migrations.RemoveField(
            model_name="dokumen",
            name="sertifikat_nama",
        ),
        migrations.RemoveField(
            model_name="dokumen",
            name="sertifikat_penerbit",
        ),
        migrations.RemoveField(
            model_name="dokumen",
            name="sertifikat_seri",
        ),
    ]
