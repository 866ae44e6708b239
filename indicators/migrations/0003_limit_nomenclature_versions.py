"""The version of the nomenclature becomes one of two, or blank for that of the node's first year."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

NODES = {"program": "program", "kegiatan": "kegiatan", "subkegiatan": "sub_kegiatan"}
KNOWN = ["", "2-digit", "4-digit"]


def refuse_other_versions(apps: Any, schema_editor: Any) -> None:
    """What an office wrote freely is its own: it says which of the two it meant, nobody guesses."""
    for model in NODES:
        row = apps.get_model("indicators", model).objects.exclude(versi_nomenklatur__in=KNOWN).first()
        if row is not None:
            raise ValueError(
                f'Versi nomenklatur "{row.versi_nomenklatur}" pada {model} "{row.kode} {row.nama}" tidak dikenal. '
                'Ubah menjadi "2-digit" atau "4-digit", atau kosongkan, lalu jalankan migrate kembali.'
            )


def field() -> models.CharField[str, str]:
    return models.CharField(
        blank=True,
        choices=[("2-digit", "2 angka (sampai 2023)"), ("4-digit", "4 angka (mulai 2024)")],
        help_text="Kosongkan untuk mengikuti tahun pertamanya.",
        max_length=20,
        verbose_name="versi nomenklatur",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_create_lembar_pk"),
    ]

    operations = [
        migrations.RunPython(refuse_other_versions, migrations.RunPython.noop),
        *(migrations.AlterField(model_name=model, name="versi_nomenklatur", field=field()) for model in NODES),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=Q(versi_nomenklatur__in=KNOWN),
                    name=f"{prefix}_version_known",
                    violation_error_message="Pilih salah satu versi nomenklatur, atau kosongkan.",
                ),
            )
            for model, prefix in NODES.items()
        ),
    ]
