"""A button of ours that a customer pressed. Whoever put the question takes its answer: cases ask the room above by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from sandali.cases.models import Message
from sandali.channels.adapter import Incoming
from sandali.channels.models import Arrival
from sandali.customers.actions import find_customer
from sandali.customers.models import Customer
from sandali.history import queue

Reader = Callable[[str, Customer | None, Arrival], str]


@cache
def readers() -> dict[str, Reader]:
    """settings.PRESS_READERS: what a button's data begins with → who takes it, and returns a word for the customer."""
    return {purpose: import_string(path) for purpose, path in settings.PRESS_READERS.items()}


def take_press(incoming: Incoming, arrival: Arrival) -> Message | None:
    """Hand the answer on, and have the press acknowledged. It is no message: where words are wanted, the customer writes them."""
    press, sender = incoming.press, incoming.sender
    assert press is not None and sender is not None  # adapters give both
    purpose, _dot, rest = press.data.partition(".")
    reader = readers().get(purpose)
    words = reader(rest, find_customer(sender.kind, sender.value), arrival) if reader is not None else ""
    queue.put("sandali.channels.jobs.acknowledge_press", arrival.channel_id, press.id, words, priority=5)
    return None
