import unicodedata

from django.db import migrations, models


def fold_name(nama):
    """Compare names as `indicators.models.fold_name` did when this was written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", nama).casefold())


def keep_names(apps, schema_editor):
    """Keep the names that accounts bear, and those that the trail says they bore, for them alone."""
    pengguna = apps.get_model("indicators", "Pengguna")
    owners = {}
    for pk, username in pengguna.objects.order_by("pk").values_list("pk", "username"):
        other = owners.setdefault(fold_name(username), pk)
        if other != pk:
            raise RuntimeError(
                f"Nama pengguna {username!r} (akun nomor {pk}) hanya berbeda cara penulisannya dari nama akun nomor "
                f"{other}. Ganti nama salah satunya, lalu jalankan migrate kembali."
            )
    for pk, username in _borne_before(apps):
        owners.setdefault(fold_name(username), pk)
    known = set(pengguna.objects.values_list("pk", flat=True))
    nama = apps.get_model("indicators", "NamaPengguna")
    nama.objects.bulk_create(
        [nama(nama=name, pengguna_id=pk) for name, pk in owners.items() if pk in known and len(name) <= 150],
        batch_size=500,
    )


def _borne_before(apps):
    rows = apps.get_model("indicators", "Jejak").objects.filter(objek_jenis="indicators.pengguna", ditolak=False)
    for number, before, after in rows.order_by("pk").values_list("objek_id", "sebelum", "sesudah").iterator():
        for facts in (before, after):
            if number.isdigit() and isinstance(facts, dict) and isinstance(name := facts.get("username"), str):
                yield int(number), name


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_trail_chain_and_trust"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="jejak",
            index=models.Index(fields=["pelaku_nomor", "-waktu", "-id"], name="jejak_by_account"),
        ),
        migrations.AddIndex(
            model_name="jejak",
            index=models.Index(fields=["sesi", "-waktu", "-id"], name="jejak_by_session"),
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop, elidable=True),
    ]
