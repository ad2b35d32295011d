"""What tests of pages share: an agent's browser and a manager's, each of its own."""

import pytest

from tests.desk.browsing import browser


@pytest.fixture
def sara(cast):
    """Sara's browser: an agent."""
    return browser(cast.sara)


@pytest.fixture
def nahid(cast):
    """Nahid's browser: a manager."""
    return browser(cast.nahid)
