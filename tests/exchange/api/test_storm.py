"""A program that sends everything five times, eight at once: one message each."""

from collections import Counter
from functools import partial

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.models import Arrival
from sandali.exchange.api.entering import CALLS
from tests.exchange.api.conftest import Program
from tests.storm import EVENTS, TIMES, storm


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "H10")
def test_messages_each_sent_five_times_shuffled_eight_at_once_are_one_each(program, monkeypatch):
    monkeypatch.setattr(CALLS, "most", 10 * TIMES * EVENTS)
    token = program.headers["Authorization"][7:]

    def say(number):
        customer = {"id": str(number % 20), "name": f"C{number % 20}"}
        return Program(token).say(f"said {number}", key=f"message-{number}", customer=customer).status_code

    assert Counter(storm([partial(say, number) for number in range(EVENTS)])) == {201: EVENTS, 200: (TIMES - 1) * EVENTS}
    assert (Arrival.objects.count(), read_arrivals.func(), Message.objects.count()) == (EVENTS, EVENTS, EVENTS)
    assert sorted(Message.objects.values_list("text", flat=True)) == sorted(f"said {number}" for number in range(EVENTS))
    assert Case.objects.count() == 20
