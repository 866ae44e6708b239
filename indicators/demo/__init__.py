"""The demo office of Lampung Barat 2023, loaded through the services as its people would have worked."""

from indicators.demo.guard import refuse_beside_others, refuse_in_production
from indicators.demo.office import is_loaded, load_office

__all__ = ["is_loaded", "load_office", "refuse_beside_others", "refuse_in_production"]
