"""Fetching mailboxes from a server that misbehaves."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels import health
from sandali.channels.email import fetching, jobs, wire
from sandali.channels.models import Arrival, ArrivalState, Channel, Delivery, MailCursor
from sandali.history import queue
from sandali.history.models import Event, Job, Notice


def fetch(channel: Channel) -> bool:
    return fetching.fetch_mailbox(Channel.objects.get(pk=channel.pk))


# SANDALI_WAITING=5000 and SANDALI_OLD=20000 are what RELIABILITY asks for, and take minutes.
WAITING, OLD = int(os.environ.get("SANDALI_WAITING", "150")), int(os.environ.get("SANDALI_OLD", "20"))
BEFORE = datetime.now(UTC) - timedelta(hours=1)  # before any channel of these tests was made


def fetch_all(channel: Channel) -> None:
    while fetch(channel):
        pass


def begun(channel: Channel) -> Channel:
    """Connect for the first time, so that what comes later is new mail."""
    fetch(channel)
    return channel


def texts() -> list[str]:
    return [message.text.strip() for message in Message.objects.order_by("id")]


def test_new_mail_becomes_arrivals_in_order_and_stays_unread_on_the_server(channel, imap, letter):
    begun(channel)
    raws = [letter(), letter(), letter()]
    for raw in raws:
        imap.add(raw)
    assert fetch(channel) is False
    arrivals = list(Arrival.objects.order_by("id"))
    assert [(arrival.size, arrival.source, arrival.state) for arrival in arrivals] == [(len(raw), "imap", "new") for raw in raws]
    assert [one.flags for one in imap.mails] == [set(), set(), set()]
    assert MailCursor.objects.get().last_uid == 3


@pytest.mark.reliability("A4")
def test_a_connection_cut_in_the_middle_of_a_mail_stores_nothing_half(channel, imap, letter):
    begun(channel)
    raws = [letter(), letter("x" * 5000), letter()]
    for raw in raws:
        imap.add(raw)
    imap.cut_once = 2
    fetch(channel)
    assert list(Arrival.objects.values_list("size", flat=True)) == [len(raws[0])]
    assert MailCursor.objects.get().last_uid == 1
    Channel.objects.update(next_try_at=None)
    fetch(channel)
    assert sorted(Arrival.objects.values_list("size", flat=True)) == sorted(map(len, raws))
    assert Channel.objects.get(pk=channel.pk).failing_since is None


@pytest.mark.reliability("A5")
@pytest.mark.parametrize("after", ["seen", "move"])
def test_a_drop_after_store_or_move_makes_no_second_case(channel, imap, letter, after):
    channel.settings["imap_after"] = after
    channel.save(update_fields=["settings"])
    begun(channel)
    for _number in range(3):
        imap.add(letter())
    imap.drop_after_store_once = True
    for _round in range(3):
        fetch(channel)
        Channel.objects.update(next_try_at=None)
    read_arrivals.func()
    assert Message.objects.count() == 3
    if after == "move":
        assert imap.moved == [(1, "Sandali"), (2, "Sandali"), (3, "Sandali")]
    else:
        assert [one.flags for one in imap.mails] == [{"\\Seen"}, {"\\Seen"}, {"\\Seen"}]


@pytest.mark.reliability("A7")
def test_the_same_mail_delivered_twice_is_one_message(channel, imap, letter):
    begun(channel)
    raw = letter()
    imap.add(raw)
    imap.add(raw)
    fetch(channel)
    read_arrivals.func()
    assert (Arrival.objects.count(), Message.objects.count(), MailCursor.objects.get().last_uid) == (1, 1, 2)


@pytest.mark.reliability("A7")
def test_the_same_mail_in_two_of_our_mailboxes_is_one_message_in_each(cast, channel, imap, letter):
    begun(channel)
    other = Channel.objects.create(
        kind="email", name="Sales", slug="sales", address="sales@simorgh.example", department=cast.support,
        settings={**channel.settings, "imap_username": channel.address},
    )  # fmt: skip
    from sandali.channels.setup import write_secrets

    write_secrets(other, {"imap_password": imap.password})
    begun(other)
    imap.add(letter())
    fetch(channel)
    fetch(other)
    read_arrivals.func()
    assert sorted(Message.objects.values_list("channel__slug", flat=True)) == ["sales", "support"]


@pytest.mark.reliability("A8")
def test_equal_missing_and_double_message_ids_are_each_taken_once(channel, imap):
    begun(channel)
    heads = [
        b"Message-ID: <same@x.example>\n", b"Message-ID: <same@x.example>\n", b"", b"Message-ID:\n",
        b"Message-ID: <one@x.example>\nMessage-ID: <two@x.example>\n",
    ]  # fmt: skip
    for number, head in enumerate(heads):
        imap.add(b"From: mina@example.com\nTo: support@simorgh.example\n" + head + b"\ntext %d\n" % number)
    fetch(channel)
    fetch(channel)
    read_arrivals.func()
    assert sorted(texts()) == [f"text {number}" for number in range(5)]


@pytest.mark.reliability("A9")
def test_a_mail_that_a_person_read_before_us_still_comes_in(channel, imap, letter):
    begun(channel)
    imap.add(letter())
    imap.mails[0].flags.add("\\Seen")
    fetch(channel)
    assert Arrival.objects.count() == 1


@pytest.mark.reliability("A10")
def test_after_an_outage_everything_comes_in_by_rounds_and_old_mail_is_not_acknowledged(channel, imap, letter, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_A_ROUND", WAITING * 2 // 5)
    monkeypatch.setattr(fetching, "MOST_SECONDS", float("inf"))
    channel.settings["acknowledge"] = True
    channel.save(update_fields=["settings"])
    begun(channel)
    old = "Date: " + (datetime.now(UTC) - timedelta(days=3)).strftime("%a, %d %b %Y %H:%M:%S +0000") + "\r\n"
    for number in range(WAITING):
        imap.add(letter(sender=f"customer{number}@example.com", headers=old))
    rounds = 1
    while fetch(channel):
        rounds += 1
        assert Arrival.objects.count() == (rounds - 1) * fetching.MOST_A_ROUND
    assert rounds == 3
    while Arrival.objects.filter(state=ArrivalState.NEW).exists():
        read_arrivals.func()
    assert Message.objects.count() == WAITING
    queue.drain()
    assert Delivery.objects.count() == 0


@pytest.mark.reliability("A11")
def test_a_mail_that_cannot_be_read_is_kept_and_those_behind_it_are_not_delayed(channel, imap, letter, monkeypatch):
    from sandali.channels.email import reading

    whole = reading.read_here

    def breaks(raw, *rest):
        if b"poison" in raw:
            raise RecursionError("as a parser may")
        return whole(raw, *rest)

    monkeypatch.setattr(reading, "read_here", breaks)
    begun(channel)
    for text in ("before", "poison", "behind"):
        imap.add(letter(text))
    fetch(channel)
    read_arrivals.func()
    assert [text.split()[0] for text in texts()] == ["before", "behind"]
    bad = Arrival.objects.get(state=ArrivalState.QUARANTINED)
    assert bad.error and b"poison" in (fetching.files.path_of(bad.sha256)).read_bytes()
    fetches = [line for line in imap.said if "BODY.PEEK[]" in line]
    fetch(channel)
    assert [line for line in imap.said if "BODY.PEEK[]" in line] == fetches


@pytest.mark.reliability("A12")
def test_mail_that_was_there_before_us_is_left_alone(channel, imap, letter):
    for _number in range(OLD):
        imap.add(letter(), at=BEFORE)
    fetch(channel)
    assert Arrival.objects.count() == 0
    imap.add(letter("new"))
    fetch(channel)
    assert Arrival.objects.count() == 1


@pytest.mark.reliability("A12")
def test_mail_that_came_between_connecting_and_the_first_look_is_new_mail(channel, imap, letter):
    imap.add(letter("old"), at=BEFORE)
    imap.add(letter("new"))
    fetch(channel)
    read_arrivals.func()
    assert [text.split()[0] for text in texts()] == ["new"]


@pytest.mark.reliability("A12")
def test_when_asked_for_old_mail_comes_in_and_tells_nobody(channel, imap, letter):
    channel.settings |= {"fetch_existing": True, "acknowledge": True}
    channel.save(update_fields=["settings"])
    for _number in range(OLD):
        imap.add(letter(), at=BEFORE)
    fetch_all(channel)
    imap.add(letter("new"))
    fetch(channel)
    assert list(Arrival.objects.order_by("id").values_list("is_history", flat=True)) == [True] * OLD + [False]
    while Arrival.objects.filter(state=ArrivalState.NEW).exists():
        read_arrivals.func()
    queue.drain()
    assert Message.objects.count() == OLD + 1
    told = set(Notice.objects.values_list("event__case_id", flat=True))
    assert told == {Message.objects.get(text__startswith="new").case_id}
    assert Delivery.objects.count() == 1


@pytest.mark.reliability("A13")
def test_a_case_that_was_deleted_does_not_come_back(channel, imap, letter):
    begun(channel)
    imap.add(letter())
    fetch(channel)
    read_arrivals.func()
    Case.objects.all().delete()
    MailCursor.objects.update(last_uid=0)
    fetch(channel)
    read_arrivals.func()
    assert Case.objects.count() == 0


@pytest.mark.reliability("A14")
def test_a_wrong_password_is_told_once_and_tried_ever_more_rarely(channel, imap, letter):
    begun(channel)
    imap.password = "changed by the provider"
    start, tries, waits = timezone.now(), 0, []
    while sum(waits) < 10 * 60:
        fetch(channel)
        fetch(channel)  # at once again: nothing happens before its time
        row = Channel.objects.get(pk=channel.pk)
        waits.append(round((row.next_try_at - timezone.now()).total_seconds() / 60))
        Channel.objects.update(next_try_at=start)
        tries += 1
    assert imap.refused_logins == tries
    assert waits == [1, 2, 4, 8] + [15] * 39
    assert Event.objects.filter(kind="channel_failing").count() == 1
    assert "password" in str(row.last_error) or row.last_error
    imap.password = "right password"
    imap.add(letter())
    fetch(channel)
    row.refresh_from_db()
    assert (row.failing_since, row.failures, row.last_error, row.next_try_at) == (None, 0, "", None)
    assert Event.objects.filter(kind="channel_recovered").count() == 1
    assert Arrival.objects.count() == 1


@pytest.mark.reliability("A14")
def test_administrators_are_told_of_a_failing_channel(cast, channel, imap):
    imap.password = "another"
    fetch(channel)
    queue.drain()
    assert [notice.person_id for notice in Notice.objects.filter(event__kind="channel_failing")] == [cast.admin.pk]


@pytest.mark.reliability("A7")
def test_a_new_uidvalidity_brings_every_mail_once_and_leaves_what_lay_there_before(channel, imap, letter):
    imap.add(letter("before us"), at=timezone.now() - timedelta(days=30))
    begun(channel)
    imap.add(letter())
    imap.add(letter())
    fetch(channel)
    imap.renumber()
    imap.add(letter())
    fetch(channel)
    assert Arrival.objects.count() == 3
    cursor = MailCursor.objects.get()
    assert (cursor.uidvalidity, cursor.last_uid) == (1001, 4)


def test_a_mail_that_the_server_refuses_stops_the_round_and_after_an_hour_is_noted(channel, imap, letter):
    begun(channel)
    for _number in range(3):
        imap.add(letter())
    imap.refused = {2}
    fetch(channel)
    assert MailCursor.objects.get().last_uid == 1
    Channel.objects.update(failing_since=timezone.now() - timedelta(hours=2), next_try_at=None)
    fetch(channel)
    assert MailCursor.objects.get().last_uid == 3
    assert [arrival.state for arrival in Arrival.objects.order_by("id")] == ["new", "quarantined", "new"]


def test_a_mail_that_vanished_is_passed_over(channel, imap, letter, monkeypatch):
    begun(channel)
    imap.add(letter())
    gone = imap.add(letter())
    imap.add(letter())
    whole = fetching.Mailbox.raw
    monkeypatch.setattr(
        fetching.Mailbox, "raw", lambda self, uid, **more: None if uid == gone else whole(self, uid, **more)
    )
    fetch(channel)
    assert (Arrival.objects.count(), MailCursor.objects.get().last_uid) == (2, 3)


def test_a_mail_over_50_mb_is_kept_as_its_header_in_quarantine(channel, imap, letter):
    begun(channel)
    uid = imap.add(letter("the body that is too large"))
    imap.pretended_sizes[uid] = fetching.LARGEST + 1
    fetch(channel)
    arrival = Arrival.objects.get()
    kept = fetching.files.path_of(arrival.sha256).read_bytes()
    assert (arrival.state, b"Subject:" in kept, b"too large" in kept) == ("quarantined", True, False)


@pytest.mark.reliability("A9")
def test_the_daily_comparison_finds_what_the_cursor_missed(channel, imap, letter):
    begun(channel)
    for _number in range(3):
        imap.add(letter())
    MailCursor.objects.update(last_uid=2)  # as if two had been jumped over
    fetch(channel)
    assert Arrival.objects.count() == 1
    MailCursor.objects.update(reconciled_at=timezone.now() - timedelta(days=2))
    Channel.objects.update(created_at=timezone.now() - timedelta(days=10))
    fetch(channel)
    assert Arrival.objects.count() == 3
    bodies = [line for line in imap.said if "BODY" in line]
    fetch(channel)
    assert [line for line in imap.said if "BODY" in line] == bodies


@pytest.mark.reliability("A1")
def test_a_second_fetcher_keeps_out_and_one_whose_lease_ran_out_writes_nothing_more(channel, imap, letter, monkeypatch):
    begun(channel)
    for _number in range(10):
        imap.add(letter())
    settle, seen = fetching.settle, []

    def meanwhile(*arguments):
        settle(*arguments)
        seen.append(arguments[2])
        if seen == [1, 2, 3]:
            assert fetch(channel) is False  # the lease is held
            assert Arrival.objects.count() == 3
            MailCursor.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
            fetch(channel)  # taken over

    monkeypatch.setattr(fetching, "settle", meanwhile)
    fetch(channel)
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert Arrival.objects.count() == 10
    assert MailCursor.objects.get().last_uid == 10


@pytest.mark.reliability("M6")
def test_servers_that_say_nothing_or_drip_end_at_the_deadline(channel, imap, monkeypatch):
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.5)
    imap.silent = True
    start = time.monotonic()
    fetch(channel)
    assert time.monotonic() - start < 90
    imap.silent, imap.dripping = False, True
    Channel.objects.update(next_try_at=None)
    start = time.monotonic()
    fetch(channel)
    assert time.monotonic() - start < 90
    row = Channel.objects.get(pk=channel.pk)
    assert row.failures == 2


def test_each_mailbox_is_a_job_of_its_own(channel):
    jobs.poll_mailboxes.func()
    jobs.poll_mailboxes.func()
    waiting = Job.objects.filter(task=jobs.FETCH)
    assert [(job.args, job.unique_key) for job in waiting] == [([channel.pk], f"fetch:{channel.pk}")]


def test_health_waits_grow_to_fifteen_minutes():
    assert [health.wait_after(number).total_seconds() / 60 for number in (1, 2, 3, 4, 5, 100)] == [1, 2, 4, 8, 15, 15]
