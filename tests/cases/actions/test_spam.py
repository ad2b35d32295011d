"""Spam and blocked senders: kept, counted, told to nobody, and brought back as it stood."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import receive
from sandali.cases.actions.journal import columns
from sandali.cases.actions.spam import block_sender, lift_block, mark_spam, unmark_spam
from sandali.cases.jobs import wake_snoozed
from sandali.cases.models import BlockedSender, Case, Message, Wait
from sandali.cases.queries import in_box
from sandali.cases.regrouping import kept_out, spam_for
from sandali.cases.senders import CannotBlock, candidates, normal_sender
from sandali.cases.threads import reply_token
from sandali.cases.waits import begin_wait
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.history.models import Event, Job, Notice
from sandali.resolution.standards.settling import settle
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def mail(cast, name, sender="mina@example.com", **facts):
    arrival = store_arrival(cast.channel, f"raw {name}".encode(), source="pipe")[0]
    return receive(Incoming(sender=Party("email", sender), text=f"متن {name}", external_id=f"{name}@x", **facts), [], arrival)


def address_of(case):
    return f"support+{reply_token(case)}@simorgh.example"


def test_spam_leaves_the_lists_and_comes_back_exactly_with_its_wait(cast):
    case = make_case(cast)
    begin_wait(case, at=case.waiting_since)
    settle([case.pk])
    before = columns(Case.objects.get(pk=case.pk)), list(Wait.objects.values())
    assert mark_spam(case, by=cast.sara)
    assert (list(in_box(cast.sara, "all")), spam_for(cast.sara)) == ([], [case])
    assert not Wait.objects.filter(ended_at=None).exists()
    assert not mark_spam(case, by=cast.sara)
    assert unmark_spam(case, by=cast.reza)
    assert (columns(Case.objects.get(pk=case.pk)), list(Wait.objects.values())) == before
    assert not unmark_spam(case, by=cast.reza)


def test_a_wait_that_began_while_the_case_was_spam_is_the_one_that_runs_on(cast):
    case = make_case(cast)
    begin_wait(case, at=case.waiting_since)
    mark_spam(case, by=cast.sara)
    begin_wait(case, at=case.waiting_since)  # as setting its state by hand does
    assert unmark_spam(case, by=cast.reza)
    assert list(Wait.objects.filter(ended_at=None).values_list("case", "began_at")) == [(case.pk, case.waiting_since)]


def test_marking_spam_blocks_nobody(cast):
    mark_spam(make_case(cast), by=cast.sara)
    assert mail(cast, "next").case.aside == ""


def test_what_comes_to_spam_is_kept_quietly_and_waits_once_it_is_none(cast):
    case = make_case(cast, state="answered", waiting_since=None, assignee=cast.reza)
    mark_spam(case, by=cast.sara)
    message = mail(cast, "more", delivered_to=(address_of(case),))
    case.refresh_from_db()
    assert (message.case_id, case.state, case.aside, Notice.objects.count()) == (case.pk, "answered", "spam", 0)
    unmark_spam(case, by=cast.sara)
    case.refresh_from_db()
    assert (case.state, case.waiting_since) == ("open", message.at)
    assert list(Wait.objects.filter(ended_at=None).values_list("began_at", flat=True)) == [message.at]


def test_spam_does_not_wake(cast):
    case = make_case(cast, state="snoozed", snoozed_until="2026-01-01T00:00:00Z", waiting_since=None)
    mark_spam(case, by=cast.sara)
    wake_snoozed.func()
    case.refresh_from_db()
    assert case.state == "snoozed"


@pytest.mark.parametrize("blocked", ["mina@example.com", "MINA@Example.com", "@example.com"])
def test_a_blocked_senders_mail_is_kept_as_spam_and_nobody_hears_of_it(cast, blocked):
    cast.channel.settings = {"acknowledge": True}
    cast.channel.save()
    standing = make_case(cast, assignee=cast.reza)
    block, is_new = block_sender(blocked, by=cast.nahid)
    jobs = Job.objects.count()
    fresh = mail(cast, "a")
    also = mail(cast, "b", delivered_to=(address_of(standing),))
    assert [one.case.aside for one in (fresh, also)] == ["spam", "spam"]
    assert (also.case_id == standing.pk, Notice.objects.count(), is_new, kept_out([block.pk])) == (False, 0, True, {block.pk: 2})
    assert not Job.objects.filter(task__contains="acknowledg").exists() and Job.objects.count() <= jobs + 2
    assert unmark_spam(fresh.case, by=cast.sara)
    assert list(Wait.objects.values_list("case", "began_at")) == [(fresh.case_id, fresh.at)]
    assert lift_block(block, by=cast.nahid)
    assert mail(cast, "c").case.aside == ""
    assert not lift_block(block, by=cast.nahid)


def test_a_domain_is_blocked_with_all_below_it_and_not_with_its_neighbours(cast):
    block_sender("@bad.example", by=cast.nahid)
    senders = ["x@bad.example", "x@mail.bad.example", "x@a.b.bad.example", "x@notbad.example", "x@bad.example.org", "bad.example@good.example"]
    assert [mail(cast, sender, sender=sender).case.aside for sender in senders] == ["spam", "spam", "spam", "", "", ""]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nobody", "not-a-sender"), ("@", "not-a-sender"), ("@com", "not-a-sender"), ("a b@x.example", "not-a-sender"), ("@co.uk", "too-wide"),
        ("@gmail.com", "provider"), ("@GMAIL.com", "provider"), ("support@simorgh.example", "ours"), ("@simorgh.example", "ours"),
        ("sara@example.ir", "colleague"), ("@example.ir", "colleague"),
    ],
)  # fmt: skip
def test_who_cannot_be_blocked(cast, typed, code):
    with pytest.raises(CannotBlock) as problem:
        block_sender(typed, by=cast.nahid)
    assert (problem.value.code, BlockedSender.objects.count()) == (code, 0)


def test_one_spelling_of_a_sender():
    assert [normal_sender(typed) for typed in (" <A@B.Example.> ", "@نمونه.example", "ａ@b.example")] == ["a@b.example", "@xn--mgbg2ezf.example", "a@b.example"] or normal_sender("@نمونه.example").startswith("@xn--")
    assert candidates("A@mail.x.example") == ("a@mail.x.example", "@mail.x.example", "@x.example")
    assert normal_sender("@x.example") in candidates("a@x.example")


def test_the_same_sender_is_blocked_once(cast):
    first, again = (block_sender("x@bad.example", by=cast.nahid) for _time in range(2))
    assert (first[0], first[1], again[1]) == (again[0], True, False)


@pytest.mark.reliability("A8")
def test_knowing_of_copies_and_blocks_costs_one_query_a_mail(cast):
    mail(cast, "warm")
    with CaptureQueriesContext(connection) as queries:
        mail(cast, "counted")
    asked = [query["sql"] for query in queries if "blockedsender" in query["sql"].lower()]
    assert len(asked) == 1
    assert len([sql for sql in asked if "cases_message" in sql]) == 1


def test_everything_is_an_event(cast):
    case = make_case(cast)
    mark_spam(case, by=cast.sara)
    unmark_spam(case, by=cast.sara)
    block, _new = block_sender("x@bad.example", by=cast.nahid)
    lift_block(block, by=cast.nahid)
    kinds = ["case_is_spam", "case_no_spam", "sender_blocked", "sender_unblocked"]
    assert list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds
    assert Message.objects.count() == 1
