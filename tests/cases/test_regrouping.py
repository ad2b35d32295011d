"""One mail to several of our addresses is one case; what only looks alike is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import mark_case_read, receive, receive_arrival, reply
from sandali.cases.actions.adding import store_file
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.counting import wrong_counts
from sandali.cases.models import Case, CaseRead, Message
from sandali.cases.queries import last_incoming
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Channel
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales(cast):
    return Channel.objects.create(kind="email", name="Sales", slug="sales", address="sales@simorgh.example", department=cast.support)


def mail(channel, text="سلام", *, name="1", days=0, files=(), **facts):
    arrival = store_arrival(channel, f"{channel.pk} {text} {name}".encode(), source="pipe", received_at=timezone.now() + timedelta(days=days))[0]
    return receive(Incoming(sender=Party("email", facts.pop("sender", "mina@example.com")), text=text, external_id="one@x", **facts), list(files), arrival)


@pytest.mark.reliability("A7")
def test_the_same_message_at_a_second_address_joins_the_first_quietly(cast, sales):
    first = mail(cast.channel)
    case = first.case
    Case.objects.filter(pk=case.pk).update(assignee=cast.reza)
    case.refresh_from_db()
    mark_case_read(case, by=cast.reza)
    before = Event.objects.filter(kind__in=("case_opened", "message_received")).count(), Notice.objects.count()
    copy = mail(sales)
    assert (copy.case_id, copy.automatic, Case.objects.count(), Message.objects.count()) == (case.pk, "copy", 1, 2)
    assert (Event.objects.filter(kind__in=("case_opened", "message_received")).count(), Notice.objects.count()) == before
    assert CaseRead.objects.get().message_id == copy.pk
    assert last_incoming(case) == first
    assert wrong_counts() == []


def test_a_copy_that_is_late_reopens_nothing_and_is_not_the_last_line(cast, sales):
    first = mail(cast.channel)
    reply(first.case, "پاسخ", by=cast.sara, dedupe_key="k")
    mail(sales)
    case = Case.objects.get()
    assert (case.state, case.waiting_since, case.preview, case.last_direction) == ("waiting", None, "پاسخ", "out")


@pytest.mark.reliability("A8")
@pytest.mark.parametrize(
    "second",
    [{"text": "چیز دیگری"}, {"days": 4}, {"sender": "kaveh@example.com"}],
    ids=["another text", "days later", "another sender"],
)
def test_what_differs_is_a_case_of_its_own(cast, sales, second):
    mail(cast.channel)
    mail(sales, **second)
    assert (Case.objects.count(), Message.objects.filter(automatic="copy").count()) == (2, 0)


def test_the_same_words_with_other_files_are_another_message(cast, sales):
    files = [store_file(f"{number}.txt", "text/plain", f"{number}".encode()) for number in range(2)]
    mail(cast.channel, files=files[:1])
    mail(sales, files=files[1:])
    assert Message.objects.filter(automatic="copy").count() == 0


def test_without_an_identifier_nothing_is_the_same_message(cast, sales):
    for channel in (cast.channel, sales):
        arrival = store_arrival(channel, b"raw", source="pipe")[0]
        receive(Incoming(sender=Party("email", "mina@example.com"), text="سلام"), [], arrival)
    assert Case.objects.count() == 2


def test_a_third_address_joins_the_first_message_too(cast, sales):
    third = Channel.objects.create(kind="email", name="Info", slug="info", address="info@simorgh.example")
    mail(cast.channel)
    copies = [mail(channel) for channel in (sales, third)]
    assert ([copy.automatic for copy in copies], Case.objects.count()) == (["copy"] * 2, 1)


@pytest.mark.reliability("A7")
def test_one_real_mail_at_two_mailboxes_is_one_case_with_one_message_each(cast, sales):
    raw = b"From: Mina <mina@example.com>\r\nTo: support@simorgh.example, sales@simorgh.example\r\nMessage-ID: <abc@example.com>\r\nSubject: x\r\n\r\nhello\r\n"
    for channel in (cast.channel, sales):
        receive_arrival(store_arrival(channel, b"Received: by " + channel.slug.encode() + b"\r\n" + raw, source="imap")[0])
    assert list(Message.objects.order_by("pk").values_list("case", "automatic", "channel")) == [
        (Case.objects.get().pk, "", cast.channel.pk), (Case.objects.get().pk, "copy", sales.pk),
    ]  # fmt: skip


def test_copies_go_along_when_their_case_is_merged(cast, sales):
    target = make_case(cast)
    first = mail(cast.channel)
    merge_cases(first.case, target, by=cast.sara)
    assert mail(sales).case_id == target.pk
