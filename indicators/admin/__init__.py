"""The models in the admin; importing a module registers it, and the index lists models in this order."""

# isort: off
from indicators.admin import rencana, perjanjian, anggaran, kantor, akun, jejak
# isort: on

__all__ = ["akun", "anggaran", "jejak", "kantor", "perjanjian", "rencana"]
