"""Sending: who takes a message, in which order, how often, and until when; addresses that bounce; automatic mail's limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.channels import actions, queries
from sandali.channels.adapter import Outgoing, Party, Refused, Sent, TryLater
from sandali.channels.email import adapter
from sandali.channels.models import Channel, Delivery, DeliveryState, PausedAddress
from sandali.history import queue
from sandali.history.models import Event, Job, Notice


@pytest.fixture
def provider(monkeypatch):
    """The far end of the channel: takes what `answers` allows, in turn; the last answer holds on."""

    class Provider:
        def __init__(self):
            self.sent, self.answers = [], [Sent()]

        def send(self, channel, outgoing):
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, Exception):
                raise answer
            self.sent.append(outgoing.message_id)
            return answer

    made = Provider()
    monkeypatch.setattr(adapter, "send", made.send)
    return made


@pytest.fixture
def put(cast):
    """Queues a message; returns its delivery."""

    def make(number: int, *, thread="case:1", key="", delay=0.0, automatic=False, to="mina@example.com", channel=None):
        outgoing = Outgoing(
            f"m{number}@simorgh.example", Party("email", to), "Sara", "s", "t", "", "fa", references=("a@b",), automatic=automatic
        )
        by = None if automatic else cast.sara
        return actions.queue_delivery(
            channel or cast.channel, outgoing, dedupe_key=key or f"key{number}", thread=thread, by=by, delay=delay
        )[0]

    return make


def state(delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def later(seconds: float) -> None:
    """Let time pass for what waits."""
    past = timezone.now() - timedelta(seconds=1)
    ahead = timezone.now() + timedelta(seconds=seconds)
    Delivery.objects.filter(not_before__lte=ahead).update(not_before=past)
    Channel.objects.filter(sending_next_try_at__lte=ahead).update(sending_next_try_at=None)
    Job.objects.filter(state="ready", run_after__lte=ahead).update(run_after=past)


@pytest.mark.reliability("D1")
def test_the_same_key_again_is_the_message_that_stands(put, provider):
    first, second = put(1, key="composer-1"), put(2, key="composer-1")
    assert first.pk == second.pk
    queue.drain()
    assert provider.sent == ["m1@simorgh.example"]
    assert actions.send_delivery(first.pk) is None
    assert provider.sent == ["m1@simorgh.example"]


def test_what_leaves_is_what_was_written(put):
    delivery = put(1)
    assert actions.outgoing_of(Delivery.objects.get(pk=delivery.pk)) == Outgoing(
        "m1@simorgh.example", Party("email", "mina@example.com"), "Sara", "s", "t", "", "fa", references=("a@b",), reference=actions.reference_of(delivery)
    )


def test_a_sending_has_a_number_of_its_own_until_a_person_sends_it_once_more(put):
    delivery, other = put(1), put(2)
    assert actions.reference_of(delivery) == actions.reference_of(Delivery.objects.get(pk=delivery.pk)) != actions.reference_of(other)
    actions.finish(delivery, "failed", "no", "550")
    assert actions.retry_delivery(delivery) is True
    again = Delivery.objects.get(pk=delivery.pk)
    assert (again.repeats, actions.reference_of(again) == actions.reference_of(delivery)) == (1, False)
    assert all(number.isdigit() and int(number) < 2**60 for number in map(actions.reference_of, (delivery, other, again)))


def test_nothing_leaves_within_the_undo_window(put, provider):
    delivery = put(1, delay=10)
    queue.drain()
    assert (state(delivery), provider.sent) == ("queued", [])
    later(10)
    queue.drain()
    assert (state(delivery), provider.sent) == ("sent", ["m1@simorgh.example"])
    assert Event.objects.filter(kind="delivery_sent").count() == 1


@pytest.mark.reliability("D5")
def test_a_message_is_either_taken_back_or_sent(put, provider, cast):
    taken_back, claimed = put(1), put(2, thread="case:2")
    assert actions.withdraw_delivery(taken_back, by=cast.sara) is True
    assert actions.claim_delivery(taken_back.pk) is None
    assert actions.claim_delivery(claimed.pk).attempts == 1
    assert actions.withdraw_delivery(claimed, by=cast.sara) is False
    queue.drain()
    assert (state(taken_back), provider.sent) == ("cancelled", [])


def test_a_withdrawal_between_look_and_claim_wins(put, cast, monkeypatch):
    delivery = put(1)
    now = queue.database_now

    def withdrawn_meanwhile():
        monkeypatch.setattr(queue, "database_now", now)
        moment = now()
        actions.withdraw_delivery(delivery, by=cast.sara)
        return moment

    monkeypatch.setattr(queue, "database_now", withdrawn_meanwhile)
    assert actions.claim_delivery(delivery.pk) is None
    assert state(delivery) == "cancelled"


@pytest.mark.reliability("D4")
def test_messages_of_a_case_leave_in_order_whatever_order_the_jobs_run_in(put, provider):
    first, second, other = put(1), put(2), put(3, thread="case:2")
    with pytest.raises(queue.Retry):
        actions.send_delivery(second.pk)
    actions.send_delivery(other.pk)
    actions.send_delivery(first.pk)
    actions.send_delivery(second.pk)
    assert provider.sent == ["m3@simorgh.example", "m1@simorgh.example", "m2@simorgh.example"]


def test_a_message_waits_as_long_as_the_one_before_it_does(put, provider):
    provider.answers = [TryLater("greylisted", after=240), Sent()]
    first, second = put(1), put(2)
    actions.send_delivery(first.pk)
    with pytest.raises(queue.Retry) as wait:
        actions.send_delivery(second.pk)
    assert 230 < wait.value.seconds < 245


@pytest.mark.reliability("D3")
def test_tries_are_spaced_out_for_three_days_and_then_the_writer_is_told(put, provider, cast):
    provider.answers = [TryLater("greylisted", "451")]
    delivery = put(1)
    waits = []
    for _try in range(8):
        actions.send_delivery(delivery.pk)
        row = Delivery.objects.get(pk=delivery.pk)
        waits.append(round((row.not_before - timezone.now()).total_seconds()))
        later(3600)
    assert waits == [60, 120, 300, 600, 1800, 3600, 3600, 3600]
    assert (state(delivery), row.reason, row.attempts) == ("queued", "greylisted", 8)
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=3, seconds=1))
    actions.send_delivery(delivery.pk)
    assert state(delivery) == "failed"
    queue.drain()
    assert [notice.person_id for notice in Notice.objects.filter(event__kind="delivery_failed")] == [cast.sara.pk]


@pytest.mark.reliability("D3")
def test_a_final_no_fails_at_once_frees_those_behind_it_and_can_be_tried_again_with_the_same_id(put, provider):
    provider.answers = [Refused("There is no such address.", "550 5.1.1"), Sent()]
    first, second = put(1), put(2)
    queue.drain()
    row = Delivery.objects.get(pk=first.pk)
    assert (row.state, row.reason, row.code) == ("failed", "There is no such address.", "550 5.1.1")
    assert state(second) == "sent"
    assert actions.retry_delivery(row) is True
    queue.drain()
    assert (state(first), provider.sent) == ("sent", ["m2@simorgh.example", "m1@simorgh.example"])
    assert actions.retry_delivery(row) is False


@pytest.mark.reliability("D3")
def test_one_address_that_has_to_wait_delays_no_other(put, monkeypatch):
    sent = []

    def send(channel, outgoing):
        if outgoing.to.value.endswith("dead.example"):
            raise TryLater("its server is away")
        sent.append(outgoing.to.value)
        return Sent()

    monkeypatch.setattr(adapter, "send", send)
    for number in range(5):
        put(number, thread=f"case:{number}", to=f"x{number}@dead.example")
    put(9, thread="case:9", to="mina@example.com")
    queue.drain()
    assert sent == ["mina@example.com"]


@pytest.mark.reliability("D4")
def test_with_the_mail_server_down_for_six_hours_everything_waits_and_then_leaves_in_order(put, provider, cast):
    provider.answers = [TryLater("The server does not answer.", channel_fault=True)]
    for number in range(12):
        put(number, thread=f"case:{number % 3}")
    for _quarter in range(24):
        queue.drain()
        later(900)
    assert Delivery.objects.filter(state=DeliveryState.QUEUED).count() == 12
    tries = sum(Delivery.objects.values_list("attempts", flat=True))
    assert tries <= 40  # a channel that is down is asked now and then, not by each message for itself
    assert Event.objects.filter(kind="channel_failing").count() == 1
    provider.answers = [Sent()]
    for _quarter in range(8):
        later(3600)
        queue.drain()
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 12
    for thread in range(3):
        numbers = [int(name.split("@")[0][1:]) for name in provider.sent if int(name.split("@")[0][1:]) % 3 == thread]
        assert numbers == sorted(numbers)
    channel = Channel.objects.get(pk=cast.channel.pk)
    assert (channel.sending_failing_since, channel.sending_error) == (None, "")
    assert Event.objects.filter(kind="channel_recovered").count() == 1


def test_trouble_with_sending_says_nothing_about_receiving(put, provider, cast):
    provider.answers = [TryLater("password", channel_fault=True)]
    put(1)
    queue.drain()
    channel = Channel.objects.get(pk=cast.channel.pk)
    assert (channel.sending_error, channel.failing_since, channel.next_try_at) == ("password", None, None)


@pytest.mark.reliability("L3")
def test_a_sender_that_died_is_taken_over_after_its_lease(put, provider):
    delivery = put(1)
    actions.claim_delivery(delivery.pk)
    with pytest.raises(queue.Retry):
        actions.send_delivery(delivery.pk)
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert actions.send_delivery(delivery.pk) == DeliveryState.SENT
    assert provider.sent == ["m1@simorgh.example"]


def test_a_fault_of_our_own_loses_no_message(put, provider):
    provider.answers = [ZeroDivisionError("a bug"), Sent()]
    delivery = put(1)
    queue.drain()
    assert state(delivery) == "queued"
    later(60)
    queue.drain()
    assert state(delivery) == "sent"


def test_automatic_mail_writes_nothing_on_a_case_s_timeline(put, provider):
    put(1, automatic=True)
    queue.drain()
    assert Event.objects.filter(subject_type="delivery").count() == 0


def test_an_address_that_bounces_is_paused_twice_as_long_each_time(db):
    now = timezone.now()
    days = [round((actions.pause_address("email", "x@example.com", reason="no").until - now).total_seconds() / 86400) for _ in range(8)]
    assert days == [1, 2, 4, 8, 16, 32, 60, 60]
    assert PausedAddress.objects.get().strikes == 8
    assert queries.is_paused("email", "x@example.com") is True
    assert queries.is_paused("email", "x@example.com", now + timedelta(days=61)) is False


@pytest.mark.reliability("C11")
def test_automatic_mail_is_counted_by_address_thread_and_altogether(put, cast):
    def why(value="mina@example.com", thread="case:9"):
        return queries.why_not_automatic(cast.channel, "email", value, thread)

    assert why() == ""
    for number in range(3):
        put(number, automatic=True, thread=f"case:{number}")
    assert why() == "too-many-to-address"
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert why() == ""
    for number in range(3, 10):
        put(number, automatic=True, thread=f"case:{number}")
        Delivery.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert why() == "too-many-to-address"
    for number in range(20, 40):
        put(number, automatic=True, thread="case:9", to=f"x{number}@example.com")
    assert why("kaveh@example.com") == "too-many-in-thread"
    assert why("kaveh@example.com", "case:10") == ""
    actions.pause_address("email", "kaveh@example.com", reason="gone")
    assert why("kaveh@example.com", "case:10") == "paused"


def test_the_envelope_recipient_counts_as_where_it_was_delivered(cast, settings, tmp_path):
    settings.FILES, settings.ROOM_MINIMUM = tmp_path, 0
    raw = b"From: mina@example.com\nTo: undisclosed\n\nhello"
    arrival, made = actions.store_arrival(cast.channel, raw, source="pipe", envelope_to="Support+12.mark@simorgh.example")
    assert made is True
    assert actions.read_arrival(arrival)[0].delivered_to == ("support+12.mark@simorgh.example",)
    again, made = actions.store_arrival(cast.channel, raw, source="pipe")
    assert (again.pk, made) == (arrival.pk, False)
