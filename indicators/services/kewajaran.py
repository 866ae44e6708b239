"""What an office lets the plausibility rules do, and how a unit explains what they found."""

from collections.abc import Mapping

from django.utils import timezone

from indicators.acts import Act
from indicators.models import AturanKewajaran, Pengajuan, Pengguna, PenjelasanTemuan, PerangkatDaerah
from indicators.permissions import Izin
from indicators.rules.realisasi import RULE_OF, Aturan, RuleSetting
from indicators.selectors.kewajaran import Temuan, find_in_rows
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.seen import seen_rule_settings
from indicators.services.access import require
from indicators.services.jejak import actor_text, state_of, write
from indicators.services.locks import lock_plan
from indicators.services.realisasi import lock_row
from indicators.services.saving import check_fields, write_rows
from sakip.refusals import ChangedMeanwhile, refuse

TEXT_LIMIT = 500
GONE = "Angka pada baris ini baru saja berubah, jadi temuannya tidak lagi sama. Muat ulang halaman, lalu periksa lagi."
SETTINGS_CHANGED = "Aturan kewajaran baru saja diubah orang lain. Periksa kembali, lalu simpan."


@write(Act.JELASKAN_TEMUAN, "pengajuan")
def explain(
    *, by: Pengguna, pengajuan: Pengajuan, indikator_id: int, aturan: str, perihal: str, teks: str
) -> PenjelasanTemuan:
    """Keep the unit's explanation of what a rule found at one of its rows; a later one takes its place.

    `perihal` stands for the figures that the page showed. Raises NotAllowed, NotNow (the row is closed), NotFound (not
    a row of this unit), NotValid (no text, or too long), ChangedMeanwhile (the rule does not find this any more).
    """
    unit, quarter = pengajuan.unit, pengajuan.triwulan
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    lock_row(triwulan=quarter, unit=unit, indikator_id=indikator_id)
    text = _clean(teks)
    found = _find(pengajuan, indikator_id, aturan, perihal)
    place = {"triwulan": quarter, "indikator_id": indikator_id, "aturan": found.kode}
    stored = PenjelasanTemuan.objects.filter(**place).first()
    before = None if stored is None else state_of(stored)
    row: PenjelasanTemuan = stored or PenjelasanTemuan(**place)
    if (row.teks, row.perihal) == (text, found.perihal):
        return row
    row.teks, row.perihal, row.oleh, row.pada = text, found.perihal, actor_text(by)[:200], timezone.now()
    write_rows(
        by=by,
        opd=unit.opd,
        rows=[row],
        before={} if before is None else {id(row): before},
        tindakan=Act.JELASKAN_TEMUAN,
        unit=lambda _: unit.nama,
    )
    return row


def _clean(teks: str) -> str:
    # A NUL is no letter, and PostgreSQL takes none.
    text = teks.replace("\x00", "").strip()
    if not text:
        raise refuse("teks", "Tuliskan penjelasannya, agar pemeriksa tidak perlu bertanya.")
    if len(text) > TEXT_LIMIT:
        raise refuse("teks", f"Penjelasan terlalu panjang. Ringkas menjadi paling banyak {TEXT_LIMIT} huruf.")
    return text


def _find(pengajuan: Pengajuan, indikator_id: int, aturan: str, perihal: str) -> Temuan:
    rows = list_unit_rows(pengajuan)
    here = find_in_rows(pengajuan.triwulan, rows).get(indikator_id, [])
    found = next((item for item in here if (item.kode, item.perihal) == (aturan, perihal)), None)
    if found is None:
        raise ChangedMeanwhile(GONE)
    return found


@write(Act.ATUR_KEWAJARAN, AturanKewajaran)
def set_rules(
    *, by: Pengguna, opd: PerangkatDaerah, isian: Mapping[Aturan, RuleSetting], dilihat: str | None = None
) -> list[AturanKewajaran]:
    """Set what the office lets the rules do; return the rows that changed. `dilihat` is what the page showed
    (`selectors.seen`); None: nothing was shown.

    Raises NotAllowed, NotValid (a limit that is no number above 0, or of a rule that has none), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_KEWAJARAN, opd=opd)
    lock_plan(opd)
    stored = {Aturan(row.aturan): row for row in AturanKewajaran.objects.filter(opd=opd)}
    if dilihat is not None and dilihat != seen_rule_settings(stored.values()):
        raise ChangedMeanwhile(SETTINGS_CHANGED)
    before = {id(row): state_of(row) for row in stored.values()}
    changed: list[AturanKewajaran] = []
    for aturan, setting in isian.items():
        row = stored.get(aturan) or AturanKewajaran(opd=opd, aturan=aturan.value, sifat=RULE_OF[aturan].sifat.value)
        if (row.sifat, row.batas, row.cetak) == (setting.sifat.value, setting.batas, setting.cetak):
            continue
        _check_limit(aturan, setting)
        row.sifat, row.batas, row.cetak = setting.sifat.value, setting.batas, setting.cetak
        check_fields(row)
        changed.append(row)
    write_rows(by=by, opd=opd, rows=changed, before=before, tindakan=Act.ATUR_KEWAJARAN)
    return changed


def _check_limit(aturan: Aturan, setting: RuleSetting) -> None:
    rule = RULE_OF[aturan]
    if setting.batas is None:
        return
    if rule.batas is None:
        raise refuse(aturan.value, f"Aturan {aturan.label} tidak mempunyai batas.")
    if setting.batas <= 0:
        raise refuse(aturan.value, f"Batas {aturan.label} harus lebih dari 0, misalnya {rule.batas}.")
