"""The table of Bab IV about the money."""

from reports.papers.lpk.rendering.cells import AnalysisTable, Cell, Heading, Row, centre_cell, number_cell, text_cell
from reports.papers.lpk.schema import SnapshotAnggaran, SnapshotAnggaranRow


def budget_table(budget: SnapshotAnggaran, label: str) -> AnalysisTable:
    """Return the share of the budget spent beside the plan; in the year's report beside capaian, with efisiensi."""
    compared: tuple[Heading, ...] = (Heading("Rencana RAK (%)", 22),)
    if budget["setahun"]:
        compared = (Heading("Capaian (%)", 20), Heading("Efisiensi", 18))

    def beside(entry: SnapshotAnggaranRow) -> tuple[Cell, ...]:
        if budget["setahun"]:
            capaian = text_cell(entry["capaian"], entry["catatan_capaian"], kelas="angka")
            return (capaian, number_cell(entry["efisiensi"]))
        return (text_cell(entry["rencana"], entry["catatan_rencana"], kelas="angka"),)

    return AnalysisTable(
        id="tabel-anggaran",
        judul=f"{'Efisiensi Penggunaan' if budget['setahun'] else 'Serapan'} Anggaran {label}",
        kolom=(
            Heading("No", 8),
            Heading("Uraian"),
            Heading("Pagu (Rp)", 27),
            Heading("Realisasi (Rp)", 27),
            Heading("Serapan (%)", 17),
            *compared,
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(entry["uraian"], entry["catatan"]),
                    *(number_cell(text) for text in (entry["pagu"], entry["realisasi"], entry["serapan"])),
                    *beside(entry),
                )
            )
            for number, entry in enumerate(budget["baris"], start=1)
        ],
        pengantar=budget["kalimat"],
        catatan=(
            "Pagu dan realisasi adalah jumlah sub kegiatan yang mempunyai keduanya."
            + (" Efisiensi adalah capaian kinerja setahun dikurangi serapan." if budget["setahun"] else "")
        ),
    )
