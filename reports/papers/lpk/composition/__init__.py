"""From the facts of a quarter to the snapshot of a Laporan Pengukuran Kinerja; knows no Django."""
