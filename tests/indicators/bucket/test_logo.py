"""An office's logo, with the files in a bucket."""

from tests.indicators.services.test_kantor import test_logo_is_stored_under_a_random_name, test_replaced_logo_is_removed

__all__ = ["test_logo_is_stored_under_a_random_name", "test_replaced_logo_is_removed"]
