"""The same mail in two mailboxes, fetched at the same moment, is one case."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sandali.cases.actions import receive_arrival
from sandali.cases.models import Case, Message
from sandali.channels.actions import store_arrival
from sandali.channels.models import Channel
from sandali.customers.actions import recognise
from sandali.customers.models import Customer

ROUNDS = 6
MAIL = """From: Mina <{sender}>
To: support@simorgh.example, sales@simorgh.example
Subject: Order {number}
Message-ID: <{number}@example.com>
Content-Type: text/plain; charset=utf-8

Where is it?
"""


def at_once(arrivals) -> None:
    """Take in the arrivals, each in a thread and over a connection of its own."""
    start, wrong = threading.Barrier(len(arrivals)), []

    def work(arrival) -> None:
        try:
            start.wait()
            receive_arrival(arrival)
        except Exception as trouble:  # noqa: BLE001 - a thread's failure must reach the test
            wrong.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(arrival,)) for arrival in arrivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False], ids=["known sender", "new sender"])
def test_the_same_mail_in_two_mailboxes_at_the_same_moment_opens_one_case(cast, known):
    sales = Channel.objects.create(kind="email", name="Sales", slug="sales", address="sales@simorgh.example", department=cast.support)
    for number in range(ROUNDS):
        sender = "mina@example.com" if known else f"new{number}@example.com"
        if known:
            # Somebody of whom nothing is written down anew: not even the time of their last contact makes the second one wait.
            Customer.objects.filter(pk=recognise("email", sender).pk).update(last_contact_at=timezone.now() + timedelta(days=1))
        mail = MAIL.format(sender=sender, number=number)
        at_once([store_arrival(channel, f"X-Box: {channel.slug}\n{mail}".encode(), source="imap")[0] for channel in (cast.channel, sales)])
        assert Case.objects.filter(subject=f"Order {number}").count() == 1
        assert sorted(Message.objects.filter(external_id=f"{number}@example.com").values_list("automatic", flat=True)) == ["", "copy"]
