"""Conditions that may be dropped from their queries without changing anything but the work of the database: by the name
that `dropped_conditions.py` prints in brackets, with the reason."""

_LOOKED_UP = "more rows come, and only those asked for are looked up by their key: "
_UNDER_LOCK = "the row was read under its lock in the same transaction, so it still has that version"
_ALTERNATIVE = "it begins an alternative that always has another part"
_GIVEN = "passwords given to other accounts lead to none of those that are asked for: each is followed from its own"

EQUIVALENT: dict[str, str] = {
    "indicators/admin/history.py HistoryMixin.history_view pk__in": _ALTERNATIVE,
    "indicators/denials.py _asked kode": (
        "`matching` keeps those whose whole code or own code it is, which end in that code"
    ),
    "indicators/exchange/workbook/nomenklatur.py _old_rows pk_induk__opd": (
        "only an agreement of its own office holds the indicators of a node"
    ),
    "indicators/selectors/atur_ulang.py _from_trail opd_nomor": (
        "what was decided about an object stands in the trail of its own office"
    ),
    "indicators/selectors/basis.py _moments objek_id__in": f"{_LOOKED_UP}kind and number",
    "indicators/selectors/basis.py _moments objek_jenis__in": f"{_LOOKED_UP}kind and number",
    "indicators/selectors/entry_rows.py load_entry_rows pk_induk__in": f"{_LOOKED_UP}agreement and indicator",
    "indicators/selectors/ganti_nomenklatur.py _used_indicators pk__in": (
        "no indicator that a change made continues another one that it made"
    ),
    "indicators/selectors/kewenangan.py list_addresses_of_leaders unit__opd_id__in": f"{_LOOKED_UP}the office",
    "indicators/selectors/lineage.py Lineage.__init__ opd_id": (
        "chains are followed by their keys, and none leads into another office"
    ),
    "indicators/selectors/live_rows.py list_marks realisasi__indikator__in": f"{_LOOKED_UP}the indicator",
    "indicators/selectors/penetapan.py list_anew triwulan__opd_id": (
        "figures of an indicator stand in quarters of its own office"
    ),
    "indicators/selectors/pengesahan_figures.py _count_coverage pk__in": f"{_LOOKED_UP}the indicator",
    "indicators/selectors/pengesahan_figures.py list_approved_means pk__in": (
        "approvals that kept their coverage are read from their whole content as from its means"
    ),
    "indicators/selectors/pengesahan_glance.py why_opened objek_jenis": "these acts are done to quarters alone",
    "indicators/selectors/pengisian.py get_bukti realisasi__triwulan__opd_id__in": (
        "the unit that owns the row is looked for among those whose drafts the user may see"
    ),
    "indicators/selectors/pengisian.py list_bukti_among realisasi__indikator__in": f"{_LOOKED_UP}the indicator",
    "indicators/selectors/peran.py _makers_of objek_id__in": _GIVEN,
    "indicators/selectors/peran.py _resets_of pengguna_id__in": _GIVEN,
    "indicators/selectors/quarter_sheet.py list_rows indikator_id__in (2)": f"{_LOOKED_UP}agreement and indicator",
    "indicators/selectors/quarter_sheet.py list_rows pk_induk (2)": (
        "the rows of the agreement in force come once more, equal to those that are there"
    ),
    "indicators/selectors/rantai_proof.py _contents pk__in": f"{_LOOKED_UP}the number",
    "indicators/services/anggaran.py _taken tahun__in": f"{_LOOKED_UP}sub kegiatan and year",
    "indicators/services/butir_entry.py ButirChecker.__init__ pk__in": f"{_LOOKED_UP}the indicator",
    "indicators/services/concurrency.py _who pk__in": _ALTERNATIVE,
    "indicators/services/nomenklatur.py _copy_indicators pk__in": _ALTERNATIVE,
    "indicators/services/printed_names.py _printed_years pk__in": _ALTERNATIVE,
    "indicators/services/printed_names.py printed_indicators indikator_id__in": f"{_LOOKED_UP}the indicator",
    "indicators/services/rencana.py save_indikator_many opd (3)": (
        f"{_LOOKED_UP}node and name, and no node is of two offices"
    ),
    "indicators/services/triwulan.py _also_validated pengajuan__in": f"{_LOOKED_UP}the submission",
    "indicators/services/triwulan.py _move versi": _UNDER_LOCK,
    "reports/services/dokumen.py _supersede pk": (
        "the document that takes over is not yet in that state: where it is, the whole write is refused"
    ),
    "reports/services/dokumen.py mark_initialled versi": _UNDER_LOCK,
    "reports/services/dokumen.py mark_signed versi": _UNDER_LOCK,
    "reports/services/sertifikat.py confirm versi": _UNDER_LOCK,
    "sakip/jobs/services.py _leased pk": "a lease is drawn for one job and no other has it",
    "sakip/jobs/services.py claim pk (2)": "a lease is drawn for one job and no other has it",
}
