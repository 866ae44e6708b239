"""Conditions that may be dropped from their queries without changing anything but the work of the database: by the name
that `dropped_conditions.py` prints in brackets, with the reason."""

_LOOKED_UP = "more rows come, and only those asked for are looked up by their key: "
_UNDER_LOCK = "the row was read under its lock in the same transaction, so it still has that version"

EQUIVALENT: dict[str, str] = {
    "indicators/selectors/basis.py _moments objek_id__in": f"{_LOOKED_UP}kind and number",
    "indicators/selectors/basis.py _moments objek_jenis__in": f"{_LOOKED_UP}kind and number",
    "indicators/selectors/entry_rows.py load_entry_rows pk_induk__in": f"{_LOOKED_UP}agreement and indicator",
    "indicators/selectors/ganti_nomenklatur.py _used_indicators pk__in": (
        "no indicator that a change made continues another one that it made"
    ),
    "indicators/selectors/lineage.py Lineage.__init__ opd_id": (
        "chains are followed by their keys, and none leads into another office"
    ),
    "indicators/selectors/penetapan.py list_anew triwulan__opd_id": (
        "figures of an indicator stand in quarters of its own office"
    ),
    "indicators/selectors/quarter_sheet.py list_rows indikator_id__in (2)": f"{_LOOKED_UP}agreement and indicator",
    "indicators/selectors/quarter_sheet.py list_rows pk_induk (2)": (
        "the rows of the agreement in force come once more, equal to those that are there"
    ),
    "indicators/services/anggaran.py _approved_quarters tahun__in": f"{_LOOKED_UP}the year",
    "indicators/services/anggaran.py _taken tahun__in": f"{_LOOKED_UP}sub kegiatan and year",
    "indicators/services/butir_entry.py ButirChecker.__init__ pk__in": f"{_LOOKED_UP}the indicator",
    "indicators/services/nomenklatur.py _copy_indicators pk__in": (
        "it begins an alternative that always has another part"
    ),
    "indicators/services/penetapan.py _clear opd": "it only locks: more submissions wait for their turn",
    "indicators/services/penetapan.py _clear tahun": "it only locks: more submissions wait for their turn",
    "indicators/services/printed_names.py _printed_years pk__in": (
        "it begins an alternative that always has another part"
    ),
    "indicators/services/rencana.py save_indikator_many opd (3)": (
        f"{_LOOKED_UP}node and name, and no node is of two offices"
    ),
    "indicators/services/triwulan.py _also_validated pengajuan__in": f"{_LOOKED_UP}the submission",
    "indicators/services/triwulan.py _move versi": _UNDER_LOCK,
    "indicators/services/triwulan.py _refuse_before_approved opd": (
        "it locks more quarters; `chain_of` itself looks at those of the office and year"
    ),
    "indicators/services/triwulan.py _refuse_before_approved tahun": (
        "it locks more quarters; `chain_of` itself looks at those of the office and year"
    ),
    "reports/services/dokumen.py mark_initialled versi": _UNDER_LOCK,
    "reports/services/dokumen.py mark_signed versi": _UNDER_LOCK,
    "reports/services/sertifikat.py confirm versi": _UNDER_LOCK,
    "sakip/jobs/services.py _leased pk": "a lease is drawn for one job and no other has it",
    "sakip/jobs/services.py claim pk (2)": "a lease is drawn for one job and no other has it",
}
