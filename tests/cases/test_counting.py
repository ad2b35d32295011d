"""Search words and counts, computed again, equal the live ones."""

import pytest

from sandali.cases.actions import reply, write_note
from sandali.cases.actions.adding import store_file
from sandali.cases.counting import wrong_counts
from sandali.cases.models import Case
from sandali.cases.search import CASES, MESSAGES
from sandali.channels.actions import store_arrival
from sandali.customers.search import INDEX
from sandali.history import queue
from sandali.kit import search
from sandali.transfer.archive.rebuilding import rebuild

MAIL = """From: Mina <mina@example.com>
To: support@simorgh.example
Subject: {subject}
Message-ID: <{number}@example.com>
Content-Type: text/plain; charset=utf-8

سلام، کتاب‌هاي من نرسيده است. شماره ۱۲۳۴
"""


@pytest.mark.reliability("L8")
def test_a_rebuilt_index_and_rebuilt_counts_equal_the_live_ones(cast):
    for number in range(3):
        store_arrival(cast.channel, MAIL.format(subject=f"سفارش {number}", number=number).encode(), source="pipe")
    queue.drain()
    case = Case.objects.earliest("pk")
    write_note(case, "یادداشت", by=cast.sara, files=[store_file("رسید.txt", "text/plain", b"x")])
    reply(case, "پاسخ", by=cast.sara, dedupe_key="k1")
    live = [search.contents(name) for name in (CASES, MESSAGES, INDEX)]
    assert [len(words) for words in live] == [3, 5, 2]
    assert list(rebuild().values()) == [2, 0, 3, 5, 0, 0, 0]
    assert [search.contents(name) for name in (CASES, MESSAGES, INDEX)] == live
    assert wrong_counts() == []


def test_a_wrong_count_is_found(cast):
    store_arrival(cast.channel, MAIL.format(subject="x", number=1).encode(), source="pipe")
    queue.drain()
    case = Case.objects.get()
    Case.objects.update(message_count=7)
    assert wrong_counts() == [case.pk]
