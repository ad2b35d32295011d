"""An account at Meta on loopback, and a case that came by it."""

import pytest

from tests.channels.instagram.told_made import happened, whole
from tests.channels.metaapi.conftest import graph, instagram, nobody_knocked, read_all, tell

__all__ = ["graph", "instagram", "nobody_knocked", "read_all", "tell"]


@pytest.fixture
def case(instagram, tell, read_all):
    """A case that a customer opened by a message."""
    from sandali.cases.models import Case

    tell(instagram, whole(happened(message={"mid": "IN1", "text": "سلام، این موجود است؟"})))
    read_all()
    return Case.objects.get()
