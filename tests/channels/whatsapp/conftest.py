"""A number at Meta on loopback, a case that came by it, and answers in it."""

import pytest

from tests.channels.metaapi.conftest import graph, nobody_knocked, read_all, tell, whatsapp
from tests.channels.whatsapp.told_made import message, whole

__all__ = ["graph", "nobody_knocked", "read_all", "tell", "whatsapp"]


@pytest.fixture
def case(whatsapp, tell, read_all):
    """A case that a customer opened by WhatsApp."""
    from sandali.cases.models import Case

    tell(whatsapp, whole(message("wamid.IN1", text={"body": "سلام، سفارشم نرسیده"})))
    read_all()
    return Case.objects.get()


@pytest.fixture
def answer(case, cast):
    """Writes an answer in that case; returns its delivery."""
    from sandali.cases.actions import reply
    from sandali.channels.models import Delivery

    made = iter(range(1, 1000))

    def write(text="فردا می‌رسد.", **more):
        written = reply(case, text, by=cast.sara, dedupe_key=f"k{next(made)}", delay=0, **more)
        return Delivery.objects.get(pk=written.delivery_id)

    return write
