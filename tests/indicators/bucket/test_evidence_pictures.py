"""As tests.indicators.services.test_evidence_pictures, with the files in a bucket."""

from tests.indicators.services.test_evidence_pictures import *  # noqa: F403
