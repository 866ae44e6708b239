"""The models in the admin; importing a module registers it, and the index lists models in this order."""

# isort: off
from indicators.admin import rencana, dukungan, perjanjian, anggaran, kantor, pengguna, jejak
# isort: on

__all__ = ["anggaran", "dukungan", "jejak", "kantor", "pengguna", "perjanjian", "rencana"]
