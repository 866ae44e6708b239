"""The Laporan Pengukuran Kinerja."""
