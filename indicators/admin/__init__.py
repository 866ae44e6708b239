"""The models in the admin; importing a module registers it."""

from indicators.admin import akun, jejak, kantor, perjanjian, rencana

__all__ = ["akun", "jejak", "kantor", "perjanjian", "rencana"]
