"""The table of Bab IV that sets the IKU beside last year and the Renstra's end."""

from reports.papers.lpk.rendering.cells import (
    AnalysisTable,
    Cell,
    Heading,
    Row,
    centre_cell,
    named_with_unit,
    number_cell,
    text_cell,
)
from reports.papers.lpk.rendering.indicator_tables import figure_cells
from reports.papers.lpk.schema import ListedIku, SnapshotAnalysis


def iku_table(analysis: SnapshotAnalysis, label: str) -> AnalysisTable:
    """Return the IKU against this year's target, the same time last year and the Renstra's end."""
    entries, compared = analysis["iku"], analysis["pembanding"]
    ends = {entry["tahun_akhir"] for entry in entries}
    heading = f"Target Akhir Renstra ({entries[0]['tahun_akhir']})" if len(ends) == 1 else "Target Akhir Renstra"
    with_last_year = any(entry["realisasi_tahun_lalu"] for entry in entries)

    def last_year(entry: ListedIku) -> tuple[Cell, ...]:
        if not with_last_year:
            return ()
        change = entry["perubahan"]
        return (
            text_cell(
                entry["realisasi_tahun_lalu"],
                f"perubahan {change}" if change else "",
                kelas="angka",
            ),
        )

    def renstra_end(entry: ListedIku) -> Cell:
        """Rows that rest on several Renstra name the end of each."""
        target = entry["target_akhir_renstra"]
        if len(ends) == 1 or not target:
            return number_cell(target)
        return text_cell(target, f"tahun {entry['tahun_akhir']}", kelas="angka")

    return AnalysisTable(
        id="tabel-iku",
        judul=f"Capaian Indikator Kinerja Utama {label}",
        kolom=(
            Heading("No", 8),
            Heading("Indikator Kinerja Utama"),
            Heading("Target", 16),
            Heading("Realisasi", 18),
            Heading("Capaian (%)", 18),
            *((Heading(f"Realisasi {compared}", 21),) if with_last_year else ()),
            Heading(heading, 23),
            Heading("Capaian terhadap Akhir Renstra (%)", 25),
        ),
        baris=[
            Row(
                (
                    centre_cell(str(number)),
                    text_cell(named_with_unit(entry)),
                    *figure_cells(entry),
                    *last_year(entry),
                    renstra_end(entry),
                    number_cell(entry["capaian_renstra"]),
                )
            )
            for number, entry in enumerate(entries, start=1)
        ],
        catatan=("" if with_last_year else f"Realisasi {compared} belum tersedia sebagai pembanding."),
    )
