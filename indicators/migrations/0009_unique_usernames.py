"""One person signs in as "siti" and "Siti" alike: user names are unique whatever the case of their letters."""

from typing import Any

from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Lower


def refuse_names_that_differ_in_case_only(apps: Any, schema_editor: Any) -> None:
    """Which of two accounts is the right one, nobody can guess: name them, so that one is renamed first."""
    names = apps.get_model("indicators", "Pengguna").objects.annotate(kecil=Lower("username")).order_by()
    twice = names.values("kecil").annotate(banyak=Count("pk")).filter(banyak__gt=1).values_list("kecil", flat=True)
    found = sorted(twice)
    if found:
        message = (
            f"Ada nama pengguna yang hanya berbeda huruf besar dan kecilnya: {', '.join(found[:20])}. "
            "Ganti salah satunya di halaman Pengguna dengan versi sebelumnya, lalu jalankan migrate kembali."
        )
        raise RuntimeError(message)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0008_chain_approvals"),
    ]

    operations = [
        migrations.RunPython(refuse_names_that_differ_in_case_only, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="pengguna",
            constraint=models.UniqueConstraint(
                Lower("username"),
                name="pengguna_username_once_in_any_case",
                violation_error_message="Nama pengguna ini sudah dipakai. Pilih nama lain.",
            ),
        ),
    ]
