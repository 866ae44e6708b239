"""The models in the admin; importing a module registers it."""

from indicators.admin import akun, jejak, kantor

__all__ = ["akun", "jejak", "kantor"]
