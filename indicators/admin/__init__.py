"""The models in the admin; importing a module registers it, and the index lists models in this order."""

# isort: off
from indicators.admin import rencana, dukungan, perjanjian, anggaran, kantor, pengguna, damaged_files, jejak
# isort: on

__all__ = ["anggaran", "damaged_files", "dukungan", "jejak", "kantor", "pengguna", "perjanjian", "rencana"]
