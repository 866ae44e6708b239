"""As tests.reports.services.test_downloads, with the files in a bucket."""

import pytest

from tests.reports.services.test_downloads import *  # noqa: F403

# These look at the disk.
del test_a_changed_file_is_not_delivered  # noqa: F821 - imported above

pytestmark = [pytest.mark.one_database]
