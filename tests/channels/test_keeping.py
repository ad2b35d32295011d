"""What providers tell in numbers: kept together, each once, small bytes beside their rows, or not at all."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings as chosen
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.channels.adapter import Event
from sandali.channels.keeping import MOST_BESIDE, store_told
from sandali.channels.models import Arrival, ToldBytes
from sandali.channels.raws import open_raw
from sandali.channels.taking import store_event
from sandali.history.models import Job
from sandali.kit import files

pytestmark = pytest.mark.django_db


def raws() -> list[bytes]:
    """The bytes of all arrivals, in their order."""
    found = []
    for arrival in Arrival.objects.order_by("pk"):
        with open_raw(arrival) as opened:
            found.append(opened.read())
    return found


def test_events_are_kept_in_their_order_with_all_that_was_said_of_them(cast, own_folders):
    before = timezone.now()
    told = [Event(b"one", id="1", lane="a", order=7), Event(b"two"), Event(b"three", id="3", lane="a", order=2**70, settles=0.5)]
    store_told([(cast.channel, one) for one in told], source="hook")
    rows = list(Arrival.objects.order_by("pk").values_list("event_id", "lane", "sequence", "source", "size", "sha256", "state"))
    lane = f"{cast.channel.pk}:a"
    assert rows == [
        (name, place, order, "hook", len(raw), hashlib.sha256(raw).hexdigest(), "new")
        for name, place, order, raw in (("1", lane, 7, b"one"), (None, None, 0, b"two"), ("3", lane, 2**63 - 1, b"three"))
    ]
    assert (raws(), [one.read_after is not None for one in Arrival.objects.order_by("pk")]) == ([b"one", b"two", b"three"], [False, False, True])
    jobs = dict(Job.objects.filter(task=chosen.ARRIVAL_TASK).values_list("unique_key", "run_after"))
    assert sorted(jobs) == [chosen.ARRIVAL_TASK, f"{chosen.ARRIVAL_TASK}:soon"]
    assert jobs[f"{chosen.ARRIVAL_TASK}:soon"] >= before + timedelta(seconds=0.5)


@pytest.mark.reliability("F1")
def test_an_event_is_kept_once_also_in_other_bytes_and_beside_one_that_came_another_way(cast, own_folders):
    first, _made = store_event(cast.channel, Event(b"by itself", id="a"), source="chat")
    again = [Event(b"by itself", id="a"), Event(b"other bytes", id="a"), Event(b"new", id="b"), Event(b"new ", id="b"), Event(b"no id"), Event(b"no id")]
    for _time in range(2):
        store_told([(cast.channel, one) for one in again], source="hook")
    assert (raws(), Arrival.objects.order_by("pk")[0].pk) == ([b"by itself", b"new", b"no id"], first.pk)


def test_what_is_small_stands_beside_its_row_and_what_is_large_in_the_store(cast, own_folders):
    small, large = b"s" * MOST_BESIDE, b"l" * (MOST_BESIDE + 1)
    store_told([(cast.channel, Event(small)), (cast.channel, Event(large))], source="hook")
    assert [files.exists(hashlib.sha256(raw).hexdigest()) for raw in (small, large)] == [False, True]
    assert (ToldBytes.objects.count(), raws()) == (1, [small, large])


def test_bytes_that_are_gone_are_said_to_be(cast, own_folders):
    store_told([(cast.channel, Event(b"x"))], source="hook")
    ToldBytes.objects.all().delete()
    with pytest.raises(FileNotFoundError):
        open_raw(Arrival.objects.get())


def test_fifty_events_of_two_channels_take_as_many_statements_as_one(cast, own_folders):
    def statements(many):
        with CaptureQueriesContext(connection) as found:
            store_told(many, source="hook")
        return len(found)

    one = statements([(cast.channel, Event(b"first", id="first"))])
    both = (cast.channel, cast.counter)
    assert (statements([(both[n % 2], Event(b"%d" % n, id=f"{n}")) for n in range(50)]), Arrival.objects.count()) == (one, 51)


def test_without_room_nothing_is_kept(cast, own_folders, settings):
    settings.ROOM_MINIMUM = 2**62
    with pytest.raises(files.NoRoom):
        store_told([(cast.channel, Event(b"x"))], source="hook")
    assert (Arrival.objects.count(), Job.objects.filter(task=chosen.ARRIVAL_TASK).count()) == (0, 0)


def test_nothing_is_said_to_be_kept_that_does_not_stand_there(cast, own_folders, monkeypatch):
    monkeypatch.setattr(Arrival.objects, "bulk_create", lambda rows, **more: rows)  # as a database that leaves rows out for another reason
    with pytest.raises(IntegrityError):
        store_told([(cast.channel, Event(b"x", id="1"))], source="hook")


def test_ids_and_lanes_that_no_database_takes_are_taken_as_something_else(cast, own_folders):
    odd = ["a\0b", "a\ud800b", "ab", "x" * 121]
    for _time in range(2):
        store_told([(cast.channel, Event(f"{number}".encode(), id=one, lane=one)) for number, one in enumerate(odd)], source="hook")
    kept = list(Arrival.objects.order_by("pk").values_list("event_id", "lane"))
    expected = [f"{head}:{hashlib.sha256(one.encode('utf-8', 'surrogatepass')).hexdigest()}" for head, one in (("ab", odd[0]), ("ab", odd[1]), ("x" * 40, odd[3]))]
    pk = cast.channel.pk
    assert kept == [(expected[0], f"{pk}:ab"), (expected[1], f"{pk}:ab"), ("ab", f"{pk}:ab"), (expected[2], f"{pk}:{'x' * 121}"[:120])]


def test_nothing_told_is_nothing_kept(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        store_told([], source="hook")
