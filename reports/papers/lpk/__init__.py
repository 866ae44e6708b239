"""The Laporan Pengukuran Kinerja; `paper` is what the registry knows of it."""
