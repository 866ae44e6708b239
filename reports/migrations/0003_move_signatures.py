from django.db import migrations


def copy_signatures(apps, schema_editor):
    """Give each electronically signed document the row of its signature, as far as its columns told of it."""
    Dokumen = apps.get_model("reports", "Dokumen")
    TandaTangan = apps.get_model("reports", "TandaTangan")
    TandaTangan.objects.bulk_create(
        TandaTangan(
            dokumen=row,
            urutan=1,
            peran="tanda_tangan",
            cara="pkcs12",
            nama=row.ditandatangani_oleh,
            jabatan=row.snapshot["penandatangan"]["jabatan"][:200],
            nip=row.snapshot["penandatangan"]["nip"],
            nama_sertifikat=row.sertifikat_nama,
            subjek=row.sertifikat_nama,
            penerbit=row.sertifikat_penerbit,
            seri=row.sertifikat_seri,
            demo=row.sertifikat_demo,
            ditandatangani_pada=row.ditandatangani_pada,
            sha256=row.sha256_ttd,
            ukuran=row.ukuran_ttd,
        )
        for row in Dokumen.objects.filter(cara_ttd="tte").order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_certificates_and_signatures"),
    ]

    operations = [
        migrations.RunPython(copy_signatures, migrations.RunPython.noop, elidable=True),
    ]
