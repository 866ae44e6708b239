"""One server for all tests of this folder, and a bucket of its own for each."""

from collections.abc import Iterator

import pytest

from sakip.file_store import FileStore
from tests.bucket.server import make_bucket, serving, stored_in


@pytest.fixture(scope="session")
def object_server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(autouse=True)
def bucket(object_server: str) -> Iterator[FileStore]:
    """Files lie in a bucket that is marked as that of an installation in use."""
    with stored_in(object_server, make_bucket(object_server)) as store:
        store.mark()
        yield store
