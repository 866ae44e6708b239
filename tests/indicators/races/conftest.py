"""An office and its people in rows that are committed, so that racers on connections of their own see them."""

import pytest

from tests.cast import Cast, Office, build_cast, build_office


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build_office()


@pytest.fixture
def cast(office: Office) -> Cast:
    return build_cast(office)
