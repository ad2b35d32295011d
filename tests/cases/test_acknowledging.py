"""The short automatic answer: fixed words, only to people, at most once an hour; loops that end; threads that hold."""

import re
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from sandali.cases import actions
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Follower, Message
from sandali.channels.actions import pause_address, store_arrival
from sandali.channels.models import Channel, Delivery
from sandali.customers.contact import Rules
from sandali.customers.models import Customer
from sandali.customers.wishing import change_contact_rules, keep_wishes, say_consent
from sandali.history import queue
from sandali.history.models import Event
from tests.channels.conftest import channel, imap, letter, own_folders, smtp  # noqa: F401 - fixtures of the channels' tests

AUTOMATIC = {
    "auto-replied": "Auto-Submitted: auto-replied\r\n",
    "auto-generated": "Auto-Submitted: auto-generated (away)\r\n",
    "bulk": "Precedence: bulk\r\n",
    "list, in capitals": "PRECEDENCE: List\r\n",
    "junk": "Precedence: junk\r\n",
    "list-id": "List-Id: <news.example.com>\r\n",
    "null sender": "Return-Path: <>\r\n",
    "x-autoreply": "X-Autoreply: yes\r\n",
    "out of office": "X-Auto-Response-Suppress: OOF\r\nReturn-Path: <>\r\n",
    "list-unsubscribe": "List-Unsubscribe: <mailto:x@example.com>\r\n",
}


@pytest.fixture
def polite(channel):  # noqa: F811 - a fixture
    """A channel that acknowledges."""
    channel.settings["acknowledge"] = True
    channel.save(update_fields=["settings"])
    return channel


def arrive(channel, raw: bytes, **more) -> None:  # noqa: F811 - not the fixture
    store_arrival(channel, raw, source="pipe", **more)
    read_arrivals.func()
    queue.drain()


def test_a_new_case_is_acknowledged_in_fixed_words_with_nothing_of_the_writer_s(polite, smtp, letter):  # noqa: F811
    arrive(polite, letter("BUY NOW http://evil.example", subject="CLICK http://evil.example", headers="X-Evil: 1\r\n"))
    (taken,) = smtp.taken
    mail = message_from_bytes(taken.content, policy=policy.default)
    assert taken.recipients == ["mina@example.com"]
    assert (mail["Auto-Submitted"], mail["Precedence"], str(mail["To"])) == ("auto-replied", "bulk", "mina@example.com")
    assert [word for word in ("evil", "BUY", "CLICK", "Question") if word in str(mail["Subject"]) + mail.get_content()] == []
    assert Event.objects.filter(kind="case_acknowledged").count() == 1


def test_nothing_is_acknowledged_unless_the_channel_wants_it(channel, smtp, letter):  # noqa: F811
    arrive(channel, letter())
    assert (Case.objects.count(), smtp.taken) == (1, [])


@pytest.mark.parametrize("headers", AUTOMATIC.values(), ids=AUTOMATIC)
@pytest.mark.reliability("C7")
def test_machines_are_not_answered(polite, smtp, letter, headers):  # noqa: F811
    arrive(polite, letter(headers=headers))
    assert smtp.taken == []


@pytest.mark.reliability("C7")
def test_a_no_reply_address_is_not_answered(polite, smtp, letter):  # noqa: F811
    arrive(polite, letter(sender="no-reply@example.com"))
    assert smtp.taken == []


def test_old_and_imported_mail_and_paused_addresses_are_not_answered(polite, smtp, letter):  # noqa: F811
    old = "Date: " + (datetime.now(UTC) - timedelta(hours=25)).strftime("%a, %d %b %Y %H:%M:%S +0000") + "\r\n"
    arrive(polite, letter(headers=old, sender="a@example.com"))
    arrive(polite, letter(sender="b@example.com"), is_history=True)
    pause_address("email", "c@example.com", reason="gone")
    arrive(polite, letter(sender="c@example.com"))
    assert (Case.objects.count(), smtp.taken) == (3, [])


@pytest.mark.practice("P07")
def test_who_never_wants_mail_or_nothing_by_itself_is_not_told_that_it_came_and_night_holds_nothing(polite, smtp, letter, cast):  # noqa: F811
    change_contact_rules(Rules(quiet_from=time(0), quiet_until=time(23, 59), most=1), by=cast.admin)
    arrive(polite, letter(sender="a@example.com"))
    keep_wishes(cast.mina, by=None, version=0, never=["email"])
    say_consent(cast.kaveh, "service", is_given=False, how="page", by=None)
    for sender in ("mina@example.com", "kaveh@example.com"):
        arrive(polite, letter(sender=sender))
    assert (Case.objects.count(), [one.recipients for one in smtp.taken]) == (3, [["a@example.com"]])


@pytest.mark.reliability("C11")
def test_many_cases_in_the_name_of_one_victim_bring_one_acknowledgement_an_hour(polite, smtp, letter):  # noqa: F811
    for _number in range(30):
        store_arrival(polite, letter(), source="pipe")
    read_arrivals.func()
    queue.drain()
    assert (Case.objects.count(), len(smtp.taken)) == (30, 1)
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=61), dedupe_key="an hour ago")
    arrive(polite, letter())
    assert len(smtp.taken) == 2


@pytest.mark.reliability("C1")
def test_an_answer_to_our_mail_comes_into_its_case_whatever_the_subject_and_the_ids_say(polite, smtp, letter, cast):  # noqa: F811
    polite.settings["plus_addressing"] = True
    polite.save(update_fields=["settings"])
    arrive(polite, letter())
    case = Case.objects.get()
    actions.reply(case, "Hello", by=cast.sara, dedupe_key="k1", delay=0)
    queue.drain()
    ours = message_from_bytes(smtp.taken[-1].content, policy=policy.default)
    back = str(ours["Reply-To"])
    assert back.startswith("support+")
    by_reference = f"In-Reply-To: {ours['Message-ID']}\r\n"
    arrive(polite, letter(subject="Something else", headers=by_reference))
    # The provider rewrote the id; only the address is left.
    rewritten = letter(subject="Other", headers="In-Reply-To: <rewritten@provider.example>\r\n")
    arrive(polite, rewritten.replace(b"To: support@simorgh.example", f"To: {back}".encode()))
    assert Case.objects.count() == 1
    assert Message.objects.filter(case=case, direction="in").count() == 3


@pytest.mark.reliability("C5")
def test_strangers_in_copy_and_in_reply_to_are_written_to_by_nobody(polite, smtp, letter, cast):  # noqa: F811
    known = set(Customer.objects.values_list("pk", flat=True))
    copies = ", ".join(f"colleague{number}@simorgh.example" for number in range(50))
    answers = ",\r\n ".join(f"victim{number}@example.org" for number in range(2000))
    arrive(polite, letter(headers=f"Cc: {copies}\r\nReply-To: {answers}\r\n"))
    case = Case.objects.get()
    actions.reply(case, "Hello", by=cast.sara, dedupe_key="k1", delay=0)
    queue.drain()
    assert [taken.recipients for taken in smtp.taken] == [["mina@example.com"]] * 2  # the acknowledgement and the answer
    for taken in smtp.taken:
        mail = message_from_bytes(taken.content, policy=policy.default)
        assert (str(mail["To"]).count("@"), mail["Cc"], mail["Bcc"]) == (1, None, None)
    assert set(Customer.objects.values_list("pk", flat=True)) == known
    assert Follower.objects.count() == 0


@pytest.mark.reliability("C12")
@pytest.mark.parametrize("sender", ["kaveh@example.com", "sara@example.ir"])
def test_words_of_command_in_a_mail_do_nothing(polite, letter, cast, sender):  # noqa: F811
    columns = ("state", "assignee", "department", "kind", "priority", "aside", "snoozed_until", "tags")
    arrive(polite, letter())
    arrive(polite, letter("!close\r\n#assign reza\r\n/priority 4\r\n!spam\r\n@reza", subject="#closed !assign [Reza] 4", sender=sender))
    plain, commanded = Case.objects.order_by("pk").values_list(*columns)
    assert commanded == plain
    arrive(polite, letter("#close #confirm", sender=sender, subject="Re: #closed"))
    assert set(Case.objects.order_by("pk").values_list(*columns)) == {plain}


@pytest.mark.reliability("C10")
def test_our_own_mail_that_comes_back_opens_nothing(polite, smtp, letter, cast):  # noqa: F811
    arrive(polite, letter())
    case = Case.objects.get()
    actions.reply(case, "Hello", by=cast.sara, dedupe_key="k1", delay=0)
    queue.drain()
    before = Message.objects.count()
    for taken in smtp.taken:
        arrive(polite, taken.content)  # a mailbox that forwards to itself
        # A forwarder that writes its own From and its own id: our mark is what is left.
        rewritten = re.sub(rb"(?m)^From: .*\r\n(?:[ \t].*\r\n)*", b"From: list@forwarder.example\r\n", taken.content, count=1)
        arrive(polite, re.sub(rb"(?m)^Message-ID: .*\r\n", b"Message-ID: <new@forwarder.example>\r\n", rewritten))
    arrive(polite, letter(sender="support@simorgh.example"))  # ourselves as the customer
    assert (Case.objects.count(), Message.objects.count()) == (1, before)


def stripped(raw: bytes) -> bytes:
    """As a gateway that removes every mark by which machines know each other."""
    for name in (b"Auto-Submitted", b"Precedence", b"X-Auto-Response-Suppress", b"X-Sandali-Loop", b"In-Reply-To", b"References"):
        raw = re.sub(rb"(?mi)^" + name + rb": .*\r\n(?:[ \t].*\r\n)*", b"", raw)
    return raw


@pytest.mark.parametrize("strip", [False, True])
@pytest.mark.reliability("C11")
def test_two_installations_that_acknowledge_each_other_stop_within_five_mails_a_side(cast, polite, smtp, letter, strip):  # noqa: F811
    """Two channels stand for the two; each knows the other only as a customer, so the addresses of ours are parted for the test."""
    from sandali.cases.actions import intake

    other = Channel.objects.create(
        kind="email", name="Other", slug="other", address="help@other.example", department=cast.support,
        settings={**polite.settings, "imap_host": "", "smtp_username": polite.address}, secrets="",
    )  # fmt: skip
    by_address = {polite.address: polite, other.address: other}
    sent = {polite.address: 0, other.address: 0}
    arrive_at, raw, count = polite, letter(sender=other.address), 0
    with pytest.MonkeyPatch.context() as patch:
        from sandali.channels import actions as channel_actions

        for module in (intake, channel_actions):
            patch.setattr(module, "own_addresses", lambda: [arrive_at.address])
        if strip:
            patch.setattr(intake, "is_our_mark", lambda mark: False)
        while raw is not None and count < 50:
            count += 1
            smtp.taken.clear()
            arrive(arrive_at, stripped(raw) if strip else raw)
            raw = None
            if smtp.taken:
                taken = smtp.taken[-1]
                sent[taken.sender] += 1
                raw, arrive_at = taken.content, by_address[taken.recipients[0]]
    assert 1 <= max(sent.values()) <= 5
    assert count < 50
