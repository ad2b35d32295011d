"""What was not read in a window goes by mail: once, to who can be reached, and their answer joins the case."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.actions.intake import receive
from sandali.cases.actions.unread import UNREAD_FOR, mail_unread
from sandali.cases.models import Case, Message
from sandali.channels.adapter import Incoming, Party
from sandali.channels.models import Arrival, Delivery, PausedAddress
from sandali.channels.setup import create_channel
from sandali.customers.models import Identity
from sandali.customers.wishing import keep_wishes
from tests.portal.chat.conftest import Browser, browser, chat, read_all, send_all  # noqa: F401 - fixtures of the chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(browser, cast, read_all, send_all):  # noqa: F811 - the fixture above
    """A chat that was answered a while ago, and whose visitor had left."""
    browser.write("hello", contact="visitor@example.com")
    read_all()
    case = Case.objects.get()
    reply(case, "**here** it is", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    Delivery.objects.update(sent_at=timezone.now() - UNREAD_FOR - timedelta(minutes=1), not_before=timezone.now() - timedelta(minutes=20))
    return case


def test_an_answer_that_nobody_read_goes_by_mail_once_with_the_mark_of_its_case(answered, cast):
    assert [mail_unread(), mail_unread()] == [1, 0]
    mailed = Delivery.objects.exclude(channel=answered.channel).get()
    assert (mailed.channel, mailed.to_value, mailed.by, bool(mailed.payload["reply_token"])) == (cast.channel, "visitor@example.com", cast.sara, True)
    assert mailed.payload["text"].startswith("here it is")


@pytest.mark.parametrize("why", ["read", "fresh", "old", "spam", "paused", "no-door", "never"])
def test_nothing_is_mailed_where_there_is_no_need_or_no_way(answered, cast, browser, why):  # noqa: F811 - the fixture above
    delivery = Delivery.objects.get()
    if why == "read":
        browser.see(delivery.pk)
    elif why == "fresh":
        Delivery.objects.update(sent_at=timezone.now())
    elif why == "old":
        Delivery.objects.update(not_before=timezone.now() - timedelta(days=2))
    elif why == "spam":
        Case.objects.update(aside="spam")
    elif why == "paused":
        PausedAddress.objects.create(kind="email", value="visitor@example.com", until=timezone.now() + timedelta(days=1))
    elif why == "never":
        keep_wishes(answered.customer, by=cast.sara, version=0, never=["email"])
    else:
        type(cast.channel).objects.filter(pk=cast.channel.pk).update(is_active=False)
    assert mail_unread() == 0


def test_without_a_chat_it_is_one_question(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert mail_unread() == 0


NUMBER = "+989123456700"


@pytest.fixture
def texts(cast):
    """A line for short messages."""
    return create_channel(kind="sms", name="SMS", by=cast.admin, department=cast.support, address="3000", secrets={"key": "k"}, settings={"line": "3000", "region": "IR"})


@pytest.fixture
def left(browser, cast, read_all, send_all, texts):  # noqa: F811 - the fixture above
    """A chat whose visitor left a telephone number, was answered a while ago, and had gone."""
    browser.write("سلام", contact="۰۹۱۲۳۴۵۶۷۰۰")
    read_all()
    case = Case.objects.get(channel__kind="webchat")
    reply(case, "**فردا** می‌رسد.", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    Delivery.objects.update(sent_at=timezone.now() - UNREAD_FOR - timedelta(minutes=1), not_before=timezone.now() - timedelta(minutes=20))
    return case


def take(channel, text):
    """Somebody writes a short message from the number, and it is read."""
    arrival = Arrival.objects.create(channel=channel, sha256=hashlib.sha256(text.encode()).hexdigest(), size=1, source="poll")
    return receive(Incoming(sender=Party("phone", NUMBER), external_id=f"m:{text}", text=text, chat=NUMBER), [], arrival)


def test_with_a_number_alone_the_answer_follows_as_a_short_message_and_theirs_comes_back_to_the_case(left, texts, cast):
    assert [mail_unread(), mail_unread()] == [1, 0]
    sent = Delivery.objects.get(channel=texts)
    assert (sent.to_value, sent.payload["text"]) == (NUMBER, "فردا می‌رسد.\n\nپاسخ ما به گفت‌وگوی شما. می‌توانید به همین پیام پاسخ دهید.")
    assert (take(texts, "ممنون").case, take(texts, "یک پرسش دیگر").case) == (left, left)
    assert list(Identity.objects.filter(value=NUMBER).values_list("customer", "claimed_by")) == [(left.customer_id, 0)]


def test_who_never_was_sent_anything_proves_nothing_by_writing(left, texts):
    assert (take(texts, "سلام").case == left, Identity.objects.filter(value=NUMBER).count()) == (False, 2)


@pytest.mark.parametrize("why", ["never", "landline", "long", "no-door"])
def test_no_short_message_where_they_do_not_want_one_or_it_cannot_be(left, texts, cast, why):
    if why == "never":
        keep_wishes(left.customer, by=cast.sara, version=0, never=["sms"])
    elif why == "landline":
        Identity.objects.filter(value=NUMBER).update(value="+982188776655")
    elif why == "long":
        Message.objects.filter(delivery__isnull=False).update(text="ب" * 2000)
    else:
        type(texts).objects.filter(pk=texts.pk).update(is_active=False)
    assert mail_unread() == 0


def test_files_stay_in_the_chat_and_the_short_message_says_so(left, texts):
    Message.objects.filter(delivery__isnull=False).update(file_count=1)
    assert (mail_unread(), "پرونده‌های پیوست آن در گفت‌وگوی وب‌سایت ماست." in Delivery.objects.get(channel=texts).payload["text"]) == (1, True)


def test_an_older_conversation_by_short_messages_gives_way_to_the_answer_that_followed_them(left, texts):
    other = take(texts, "چیز دیگری").case
    Identity.objects.filter(value=NUMBER, claimed_by=left.customer_id).delete()
    Identity.objects.filter(value=NUMBER).update(customer=left.customer)
    Message.objects.filter(case=other).update(at=timezone.now() - timedelta(hours=1), customer=left.customer)
    assert (mail_unread(), take(texts, "ممنون").case) == (1, left)
