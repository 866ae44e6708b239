"""From the snapshot of a Laporan Pengukuran Kinerja to what the engine lays out."""
