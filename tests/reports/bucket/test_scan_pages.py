"""As tests.reports.views.test_scan, with the files in a bucket."""

from tests.reports.views.test_scan import *  # noqa: F403
