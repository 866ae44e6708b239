"""The tests of stored files, once more with the files in a bucket."""

from tests.bucket.conftest import bucket, object_server

__all__ = ["bucket", "object_server"]
