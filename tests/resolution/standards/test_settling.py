"""From what happens in a case to its clocks: begun, paused, ended, taken up again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state, classify_case, receive, reply, withdraw_reply
from sandali.cases.models import NO_DEADLINE, Case
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.resolution.models import Clock, Standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrote(cast):
    """Mina wrote: a case with its clocks."""
    return arrives(cast, "سلام، بسته‌ام نرسیده").case


def arrives(cast, text, sender="mina@example.com", **facts):
    arrival = store_arrival(cast.channel, f"raw {text}".encode(), source="pipe")[0]
    return receive(Incoming(sender=Party("email", sender, ""), text=text, subject="سفارش", **facts), [], arrival)


def clocks(case):
    """target → how its clocks stand."""
    return [(one.target, one.minutes, one.outcome, len(one.pauses), one.due_at is not None) for one in Clock.objects.filter(case=case).order_by("target", "pk")]


def test_a_company_begins_with_standards(cast):
    assert list(Standard.objects.values_list("name", "first", "next", "answer", "confirm")) == [
        ("همهٔ پرونده‌ها", 240, 480, 1440, 4800), ("شکایت‌ها", 120, 240, 960, 2400), ("پرونده‌های فوری", 60, 120, 480, None),
    ]


@pytest.mark.practice("P14")
def test_a_message_starts_the_clocks(cast, wrote):
    assert clocks(wrote) == [("answer", 1440, "", 0, True), ("confirm", 4800, "", 0, True), ("first", 240, "", 0, True)]
    wrote.refresh_from_db()
    assert wrote.due_at == Clock.objects.get(target="first").due_at
