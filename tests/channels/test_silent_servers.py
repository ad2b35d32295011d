"""Servers that take a connection and say nothing hold one thread each; everybody else's mail goes on (RELIABILITY M6)."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings as program
from django.db import connection
from django.utils.module_loading import import_string

from sandali.channels import actions
from sandali.channels.adapter import Outgoing, Party
from sandali.channels.models import Arrival, Channel, Delivery, DeliveryState
from sandali.history import queue as queue_of_jobs
from sandali.history import worker as history
from sandali.history.worker import Worker
from tests.program import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes connections and never speaks."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        held: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()
        thread.join()


@pytest.fixture
def working(monkeypatch) -> Iterator[Worker]:
    """The worker of the program, in this process, with its usual number of threads."""
    monkeypatch.setattr(history, "POLL", 0.2)
    monkeypatch.setattr(history, "STOP_WITHIN", 5.0)
    made = Worker()
    yield made
    made.stop()


def queue(cast, channel: Channel, name: str, many: int) -> None:
    for number in range(many):
        outgoing = Outgoing(f"{name}{number}@simorgh.example", Party("email", f"x{number}@example.com"), "Sara", "s", "t", "", "fa")
        actions.queue_delivery(channel, outgoing, dedupe_key=f"{name}{number}", thread=f"{name}:{number}", by=cast.sara)


@pytest.mark.reliability("M6")
def test_a_server_that_says_nothing_delays_neither_other_channels_nor_mail_that_comes_in(cast, channel, smtp, letter, working, black_hole):
    silent = Channel.objects.create(
        kind="email", name="Silent", slug="silent", address="silent@simorgh.example",
        settings={"smtp_host": "127.0.0.1", "smtp_port": black_hole, "smtp_security": "none"},
    )  # fmt: skip
    queue(cast, silent, "silent", 6)
    queue(cast, channel, "quick", 6)
    actions.store_arrival(channel, letter(), source="pipe")
    before = threading.active_count()
    working.start()
    try:
        until(lambda: len(smtp.taken) == 6, "the other channel's mail", 60)
        until(lambda: not Arrival.objects.filter(state="new").exists(), "the mail that came in", 60)
        states = sorted(Delivery.objects.filter(channel=silent).values_list("state", flat=True))
        assert states == ["queued"] * 5 + ["sending"]
        assert threading.active_count() <= before + program.WORKER_THREADS + 10  # bounded: no thread a message
    finally:
        working.stopping.set()  # before the black hole closes (the fixture named last), so that no thread begins anything else


@pytest.fixture
def first(cast):
    """Three messages of one channel, in cases of their own."""
    queue(cast, cast.channel, "m", 3)
    return list(Delivery.objects.order_by("pk"))


def began(delivery: Delivery, seconds: float) -> None:
    """As if it were being handed over since so many seconds."""
    lease = actions.queue.database_now() + actions.SEND_LEASE - timedelta(seconds=seconds)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, lease_until=lease, attempts=1)


def sent(delivery: Delivery, seconds: float) -> None:
    moment = actions.queue.database_now() - timedelta(seconds=seconds)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=moment)


def waits(cast) -> float:
    channel = Channel.objects.get(pk=cast.channel.pk)
    return actions.wait_beside(channel, actions.queue.database_now())


@pytest.mark.reliability("M6")
def test_a_second_message_goes_beside_the_first_only_where_the_server_is_known_to_be_quick(cast, first):
    assert waits(cast) == 0
    began(first[1], 1)
    assert waits(cast) == 1  # nothing is known of this server
    sent(first[0], 90)
    assert waits(cast) == 1  # too long ago
    sent(first[0], 10)
    assert waits(cast) == 0
    began(first[1], 8)
    assert waits(cast) == 15  # it takes long now
    began(first[1], 80)
    assert waits(cast) == 0  # whoever sent it has died
    began(first[1], 1)
    Channel.objects.update(sending_failures=2)
    assert waits(cast) == 15  # it has failed, and is being tried


@pytest.mark.reliability("M6")
def test_two_threads_that_ask_at_once_do_not_both_try_an_unknown_server(cast, first, monkeypatch):
    asked = actions.wait_beside

    def slowly(channel: Channel, now: datetime) -> float:
        found = asked(channel, now)
        time.sleep(0.3)  # long enough for the other thread to ask as well, were nothing in its way
        return found

    monkeypatch.setattr(actions, "wait_beside", slowly)
    came: list[str] = []

    def take(delivery: Delivery) -> None:
        try:
            came.append("taken" if actions.claim_delivery(delivery.pk) else "gone")
        except queue_of_jobs.Retry as later:
            came.append(f"in {later.seconds:g} s")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(delivery,)) for delivery in first[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["in 1 s", "taken"]


def test_what_waits_for_others_servers_is_a_list_of_tasks_of_ours():
    assert [path for path in program.FAR_TASKS if not hasattr(import_string(path), "enqueue")] == []
