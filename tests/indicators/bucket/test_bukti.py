"""As tests.indicators.services.test_bukti, with the files in a bucket."""

import pytest

from tests.indicators.services.test_bukti import *  # noqa: F403

# These look at the disk.
del test_a_file_and_its_folder_are_on_the_disk_before_its_row_is_written  # noqa: F821 - imported above
del test_a_file_that_the_disk_does_not_confirm_is_refused_with_its_row  # noqa: F821 - imported above

pytestmark = [pytest.mark.one_database]
